//! Single letters of another script that may be damaged.

use super::spans::Strength;
use crate::character::Character;

/// How far, in characters, the letters around a single one are looked for.
const AROUND: usize = 16;

/// How likely a run is damaged that gives one letter of another script: `кÐ°к` is among letters of it, `l’équipe`,
/// whose mark and letter are an Armenian one in Macintosh, is not, and neither is a dash between spaces.
pub(super) fn letter(text: &str, start: usize, end: usize, letter: char) -> Strength {
    let is_letter = |c: char| Character::of(c).class.is_letter();
    let nearest = |chars: &mut dyn Iterator<Item = char>| chars.take(AROUND).find(|&c| is_letter(c));
    let around = [nearest(&mut text[..start].chars().rev()), nearest(&mut text[end..].chars())];
    let script = |c: char| Character::of(c).script;
    let first = text[start..].chars().next().unwrap_or(letter);
    let (raw, own) = (Character::of(first), around.iter().flatten().any(|&c| script(c) == script(letter)));
    let apostrophe = matches!(first, '‘' | '’') && text[start..end].ends_with(is_letter);
    let elided = apostrophe && !own && around[0].is_some_and(|c| c.is_ascii());
    let spaced = text[..start].ends_with(' ') && (text[..end].ends_with(' ') || text[end..].starts_with(' '));
    let dash = spaced && matches!(text[start..end].trim_end(), "–" | "—");
    match own {
        _ if elided || dash => Strength::No,
        // Рёбра: in windows-1251 both halves are letters of the script too.
        true if raw.class.is_letter() && raw.script != script(letter) => Strength::Strong,
        _ => Strength::Weak,
    }
}

//! Words in letters of two scripts of which some only look as if they belonged: `і` is often typed as the Latin `i`.

use crate::token::{Case, Gap, Script, Token};

/// Latin letters, and the Cyrillic ones that look like them, in the same order.
const LATIN: &str = "aceijopsxyABCEHIJKMOPSTXYəï";
const CYRILLIC: &str = "асеіјорѕхуАВСЕНІЈКМОРЅТХУәї";

/// A word of more pieces is none.
const MOST_PIECES: usize = 24;

/// The word in Latin and Cyrillic letters that begins with the first of some tokens, if it does with a piece of a word:
/// of how many tokens it is, and the script that it is meant in. Each letter of the other one looks like one of that
/// script.
pub(crate) fn word(text: &str, tokens: &[Token]) -> Option<(usize, Script)> {
    let is_either = |token: &Token| token.is_word() && matches!(token.script, Script::Latin | Script::Cyrillic);
    let pieces = tokens.iter().take_while(|token| is_either(token)).take(MOST_PIECES + 1).count();
    let joined = tokens.iter().take_while(|token| token.gap == Gap::None).take(MOST_PIECES).count() + 1;
    let pieces = &tokens[..pieces.min(joined)];
    if !(2..=MOST_PIECES).contains(&pieces.len()) {
        return None;
    }
    let letters = |script: Script| pieces.iter().filter(move |t| t.script == script).flat_map(|t| t.text(text).chars());
    let seems = |own: Script, other: Script| letters(other).all(|c| of(c, own) != c);
    let fits = [seems(Script::Latin, Script::Cyrillic), seems(Script::Cyrillic, Script::Latin)];
    let mostly_latin = letters(Script::Latin).count() > letters(Script::Cyrillic).count();
    match fits {
        [true, false] => Some((pieces.len(), Script::Latin)),
        [false, true] => Some((pieces.len(), Script::Cyrillic)),
        [true, true] => Some((pieces.len(), if mostly_latin { Script::Latin } else { Script::Cyrillic })),
        [false, false] => None,
    }
}

/// The letter of a script that another one looks like; that other one where there is none.
pub(crate) fn of(letter: char, script: Script) -> char {
    let (own, other) = if script == Script::Latin { (LATIN, CYRILLIC) } else { (CYRILLIC, LATIN) };
    other.chars().zip(own.chars()).find(|pair| pair.0 == letter).map_or(letter, |pair| pair.1)
}

/// The case of a word.
pub(crate) fn case(word: &str) -> Case {
    let count = |is: fn(char) -> bool| word.chars().filter(|&c| is(c)).count() as u32;
    Case::of(count(char::is_uppercase), count(char::is_lowercase), word.starts_with(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token;

    #[test]
    fn letters_that_look_alike_do_not_part_a_word() {
        let found = |text: &str| {
            let mut tokens = Vec::new();
            token::scan(text, &mut tokens);
            word(text, &tokens)
        };
        assert_eq!(found("мiста"), Some((3, Script::Cyrillic)));
        assert_eq!(found("Мiнску i"), Some((3, Script::Cyrillic)));
        assert_eq!(found("vəfаt"), Some((3, Script::Latin)));
        assert_eq!(found("cтояли"), Some((2, Script::Cyrillic)));
        assert_eq!(found("USBкабель"), None);
        assert_eq!(found("город i"), None);
        assert_eq!(found("stone"), None);
        assert_eq!(found(""), None);
    }

    #[test]
    fn letters_are_paired() {
        assert_eq!(LATIN.chars().count(), CYRILLIC.chars().count());
        assert!(
            LATIN.chars().zip(CYRILLIC.chars()).all(|(a, b)| of(a, Script::Cyrillic) == b && of(b, Script::Latin) == a)
        );
        assert_eq!(of('w', Script::Cyrillic), 'w');
    }
}

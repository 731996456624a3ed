//! Spaces that are superfluous or of the wrong kind.

use super::end_marks;
use super::false_stops::is_cased_text;
use super::reader::{Reader, Sort, is_conjunction};
use super::rules::Found;
use crate::character::{Character, Class};
use crate::lexicon;
use crate::quotation::Role;
use crate::span::Span;
use crate::token::{Case, Gap, Kind, Script, letters_of_a_word};

/// From this confidence on, a language other than French is believed where French spacing is at stake.
const SURE: f32 = 0.9;

/// `word ,`: the joint behind token `i`, before `. , ; : ! ?`.
pub(super) fn before_punctuation(reader: &Reader, found: &mut Found, i: usize) -> bool {
    let mark = i + 1;
    let text = reader.word(mark);
    let behind = reader.behind(mark);
    let left = reader.sort(i);
    let address = matches!(reader.tokens[i].kind, Kind::Url | Kind::Email | Kind::Handle | Kind::Hashtag);
    let smiley = matches!(text, ":" | ";") && behind == Gap::None && matches!(reader.word(mark + 1), ")" | "-" | "(");
    let no_word = matches!(left, Sort::Open | Sort::Comma | Sort::Hyphen | Sort::Dash | Sort::Other) && !address;
    // « . »: a mark that is quoted.
    let quoted = left == Sort::Quote && reader.opens(i);
    if no_word || quoted || smiley || reader.is_aligned(i) {
        return false;
    }
    // ,– said
    let dashed = text == "," && reader.sort(mark + 1) == Sort::Dash && reader.behind(mark + 1) == Gap::Space;
    // tarde ,¿no?
    let inverted = matches!(reader.word(mark + 1), "¿" | "¡") && behind == Gap::None && matches!(text, "," | ".");
    let closed = matches!(reader.sort(mark + 1), Sort::Quote | Sort::Close) || dashed || inverted;
    let closing = behind == Gap::None && closed;
    if text == "," && behind == Gap::None && opens_quotation(reader, mark) {
        return false;
    }
    let comma_word =
        matches!(text, "," | "،") && behind == Gap::None && reader.is_word(mark + 1) && reader.length(mark + 1) > 1;
    // !Xun: a click.
    let stop_word = matches!(text, "." | "!" | "?")
        && behind == Gap::None
        && (text == "." || reader.frequent(mark + 1, 7) && !end_marks::is_click(reader, mark))
        && starts_sentence(reader, i, mark + 1);
    if behind == Gap::None && !closing && !comma_word && !stop_word {
        return false;
    }
    let script = reader.tokens[i].script;
    let spaced_script = reader.cased(i) || reader.caseless(i) || script == Script::Common;
    let ok = match text {
        "." | "!" | "?" if is_sign(reader, mark) => false,
        "." => left != Sort::Stop && !spaced_dots(reader, mark),
        "," | "،" => left != Sort::Stop,
        "।" => reader.marks_are_spaced_by_accident(),
        ";" | "!" | "?" | "؟" | ":" | "?!" | "!?" | "!!" | "!!!" | "??" | "???" => high_mark(reader, i, mark),
        _ => false,
    };
    if ok && spaced_script && !reader.in_code(mark) {
        found.add("space-before-punctuation", reader.gap(i), "");
        if (dashed || inverted && text == ",") && behind == Gap::None {
            let at = reader.tokens[mark].span.end;
            found.add("missing-space", Span { start: at, end: at }, " ");
        }
        return true;
    }
    false
}

/// Whether a word is one that no sentence ends with, as articles and prepositions are.
fn is_small(reader: &Reader, i: usize) -> bool {
    let word = reader.word(i);
    reader.case(i) == Case::Lower
        && lexicon::is_never_last_in_some(word)
        && lexicon::is_never_last(word, reader.language(i))
}

/// `find . -name`, `als . (ein Punkt)`, `with . or with /`, `a . at the front`: whether a mark between spaces is spoken
/// about.
fn is_sign(reader: &Reader, mark: usize) -> bool {
    let next = mark + 1;
    let lower = |k: usize| reader.case(k) == Case::Lower;
    let left = mark.saturating_sub(1);
    // T. ex . om, 22 χλμ . από
    let whole = || is_small(reader, left) || !lexicon::abbreviates_in_some(reader.word(left));
    let word = || reader.is_word(left) && !reader.joined(left) && whole();
    let spoken = || reader.word(mark) != "?" && word() && is_cased_text(reader, mark);
    reader.behind(mark) == Gap::Space
        && match reader.sort(next) {
            Sort::Open => lower(next + 1),
            Sort::Hyphen | Sort::Dash => lower(next + 1) && reader.before(next) == Gap::Space,
            Sort::Word if lower(next) => is_conjunction(reader.word(next), reader.language(next)) || spoken(),
            _ => false,
        }
}

/// `走了 。`: the joint behind token `i`, before a mark as wide as a letter, which brings its own space.
pub(super) fn before_wide_mark(reader: &Reader, found: &mut Found, i: usize) -> bool {
    let wide = matches!(reader.word(i + 1), "。" | "，" | "、" | "；" | "：" | "！" | "？");
    let wrong = wide && letters_of_a_word(reader.tokens[i].script).is_some() && reader.behind(i) == Gap::Space;
    if wrong {
        found.add("space-before-punctuation", reader.gap(i), "");
    }
    wrong
}

/// `with ,chaos‘ ahead`: a comma that stands for a low quotation mark, which another mark closes.
fn opens_quotation(reader: &Reader, comma: usize) -> bool {
    let behind = (comma + 2..reader.tokens.len().min(comma + 40)).take_while(|&k| reader.before(k) < Gap::Line);
    let mut marks = behind.filter(|&k| matches!(reader.word(k), "‘" | "’" | "'" | ","));
    let alone = |k: usize| reader.marks.at(k).is_none_or(|mark| mark.partner.is_none());
    reader.is_word(comma + 1) && marks.next().is_some_and(|k| reader.word(k) != "," && alone(k))
}

/// `red .It`: whether the space stands on the wrong side of the stop between the tokens; `.Net` is a name.
fn starts_sentence(reader: &Reader, left: usize, right: usize) -> bool {
    let ended = match reader.sort(left) {
        Sort::Word => reader.length(left) > 1 && (reader.known(left).is_some() || reader.frequent(right, 5)),
        sort => sort == Sort::Close,
    };
    // Names in code are ASCII.
    let other = reader.length(right) > 3 && !reader.word(right).is_ascii() && reader.case(right + 1) == Case::Lower;
    // .L'unico
    let elided = reader.tokens.get(right + 1).is_some_and(|token| token.kind == Kind::Apostrophe);
    let known = match reader.length(right) {
        1 => elided || reader.frequent(right, 11),
        _ => reader.known(right).is_some() || other,
    };
    let starts = reader.case(right) == Case::Capital && known;
    let goes_on = reader.behind(right) != Gap::None || reader.sort(right + 1) == Sort::Hyphen || elided;
    // The .Range property: no sentence ends with a small word.
    let ended = ended && !is_small(reader, left);
    ended && starts && goes_on && reader.word(right) != "Net"
}

/// `. . .`: an ellipsis with spaces.
fn spaced_dots(reader: &Reader, mark: usize) -> bool {
    let next = mark + 1;
    reader.word(next) == "." || reader.word(mark.wrapping_sub(1)) == "."
}

/// `; : ! ?`, which French sets off with a space.
fn high_mark(reader: &Reader, i: usize, mark: usize) -> bool {
    let sort = reader.sort(i);
    let ratio = reader.word(mark) == ":" && (sort == Sort::Number || reader.length(i) == 1 || in_fields(reader, mark));
    if ratio || sort == Sort::Stop || !reader.gap_text(i).chars().all(|c| c == ' ') {
        return false;
    }
    // « Où est-il ? » in a text of another language
    if reader.word(mark + 1) == "»" && !reader.joined(mark + 1) {
        return false;
    }
    let french = |k: usize| matches!(reader.language(k).code(), "fr" | "br" | "oc" | "und");
    if french(i) || reader.tokens.get(mark + 1).is_some() && french(mark) && french(mark + 1) {
        return false;
    }
    reader.confidence(i) >= SURE || reader.marks_are_spaced_by_accident()
}

/// Tokens of the next line that are looked through for its colon.
const FIELD: usize = 12;

/// `Chunk Size : 8`: whether the line before or behind has a name and its value with such a colon between them too.
fn in_fields(reader: &Reader, colon: usize) -> bool {
    let colon_of = |first: usize| {
        let line =
            (first..reader.tokens.len().min(first + FIELD)).take_while(|&k| k == first || !breaks(reader, k - 1));
        line.skip(1).any(|k| reader.word(k) == ":" && !reader.joined(k) && reader.behind(k) == Gap::Space)
    };
    let start = |at: usize| (0..=at).rev().take(FIELD).find(|&k| k == 0 || breaks(reader, k - 1));
    let next = (colon..reader.tokens.len().min(colon + 2 * FIELD)).find(|&k| breaks(reader, k));
    let above = start(colon).filter(|&first| first > 0).and_then(|first| start(first - 1));
    next.is_some_and(|last| colon_of(last + 1)) || above.is_some_and(colon_of)
}

fn breaks(reader: &Reader, i: usize) -> bool {
    reader.behind(i) >= Gap::Line
}

/// `( so`: the joint behind the opening bracket at token `i`.
pub(super) fn after_opening(reader: &Reader, found: &mut Found, i: usize) -> bool {
    let paragraph = matches!(reader.word(i + 1), "§" | "§§");
    let inner = matches!(reader.sort(i + 1), Sort::Word | Sort::Number | Sort::Quote) || paragraph;
    inside(reader, found, i, inner && !reader.joined(i))
}

/// `so )`: the joint behind token `i`, before a closing bracket.
pub(super) fn before_closing(reader: &Reader, found: &mut Found, i: usize) -> bool {
    let inner = matches!(reader.sort(i), Sort::Word | Sort::Number | Sort::Quote | Sort::Stop);
    let smiley = i > 0 && matches!(reader.word(i), ":" | ";");
    // (. . . ), ). )
    let dots = reader.sort(i) == Sort::Stop && i > 0 && (!reader.joined(i) || reader.sort(i - 1) == Sort::Close);
    inside(reader, found, i, inner && !smiley && !dots)
}

/// `minister 's`: the joint behind token `i`, before an apostrophe and what is left of a word.
fn before_clitic(reader: &Reader, found: &mut Found, i: usize) -> bool {
    let (mark, rest) = (i + 1, i + 2);
    let clitic = matches!(reader.word(mark), "'" | "’")
        && matches!(reader.word(rest), "s" | "re" | "ve" | "ll" | "d" | "m")
        && reader.joined(rest);
    let stands = clitic && reader.is_word(i) && reader.behind(rest) == Gap::Space;
    let torn = stands && reader.language(i).code() == "en" && reader.known(i).is_some();
    if torn && !reader.in_code(mark) {
        found.add("space-before-punctuation", reader.gap(i), "");
    }
    torn
}

/// `“ so`: the joint behind the quotation mark at token `i`.
pub(super) fn after_quote(reader: &Reader, found: &mut Found, i: usize) -> bool {
    let apart = !reader.joined(i) || !reader.is_word(i - 1);
    let opens = reader.role(i) == Some(Role::Open) && matches!(reader.sort(i + 1), Sort::Word | Sort::Number) && apart;
    // Nothing but an opening mark looks like this one, whether or not the quotation ends.
    let low = reader.word(i) == "„" && !reader.joined(i) && reader.case(i + 1) == Case::Capital;
    inside(reader, found, i, opens && (low || paired(reader, i)) && !french_mark(reader, i))
}

/// `so ”`: the joint behind token `i`, before a quotation mark.
pub(super) fn before_quote(reader: &Reader, found: &mut Found, i: usize) -> bool {
    if before_clitic(reader, found, i) {
        return true;
    }
    let closes = reader.role(i + 1) == Some(Role::Close);
    let inner = matches!(reader.sort(i), Sort::Word | Sort::Number | Sort::Stop);
    inside(reader, found, i, closes && inner && paired(reader, i + 1) && !french_mark(reader, i + 1))
}

/// Whether a mark has a partner that shows which of the two sides is inside.
fn paired(reader: &Reader, i: usize) -> bool {
    // ""so"": a mark doubled in a table with commas.
    let double = |k: usize| reader.word(k) == "\"" && reader.word(k + 1) == "\"" && reader.joined(k + 1);
    if double(i) || i > 0 && double(i - 1) {
        return false;
    }
    let Some(partner) = reader.marks.at(i).and_then(|m| m.partner) else { return false };
    let (open, close) = (i.min(partner as usize), i.max(partner as usize));
    let one_spaced = reader.behind(open) == Gap::None || reader.before(close) == Gap::None;
    reader.word(i) != "'" && (one_spaced || reader.word(i) != "\"")
}

/// « and » have spaces inside in French, and wherever both have.
fn french_mark(reader: &Reader, i: usize) -> bool {
    let partner = reader.marks.at(i).and_then(|m| m.partner).map_or(i, |p| p as usize);
    let both = || reader.behind(i.min(partner)) != Gap::None && reader.before(i.max(partner)) != Gap::None;
    let french = || matches!(reader.language(i).code(), "fr" | "br" | "oc" | "und");
    matches!(reader.word(i), "«" | "»" | "‹" | "›") && (both() || french())
}

fn inside(reader: &Reader, found: &mut Found, i: usize, wrong: bool) -> bool {
    let caseless = |k: usize| reader.is_word(k) && !reader.cased(k);
    let foreign = (i.saturating_sub(2)..i + 4).any(caseless);
    let wrong = wrong && !foreign && !reader.is_aligned(i) && !reader.in_code(i);
    if wrong {
        found.add("space-inside-brackets", reader.gap(i), "");
    }
    wrong
}

/// Several spaces, or another kind of space, behind token `i`.
pub(super) fn wide(reader: &Reader, found: &mut Found, i: usize) {
    let gap = reader.gap_text(i);
    let bytes = gap.as_bytes();
    if gap.is_ascii() {
        // Date:   Mon Mar 4
        let field = reader.word(i) == ":" && i > 0 && reader.before(i - 1) >= Gap::Line && reader.joined(i);
        let table = bytes.len() > 4 || bytes.iter().all(|b| *b == b'\t') || tabular(reader, i) || reader.in_code(i);
        // May  3 04:12:09
        let padded = reader.sort(i + 1) == Sort::Number && reader.length(i + 1) == 1 && reader.before(i) >= Gap::Line;
        let table = (table || padded || field && bytes.len() > 2) && !(gap == "\t" && in_prose(reader, i));
        if !table {
            found.add("double-space", reader.gap(i), " ");
        }
        return;
    }
    let next = i + 1;
    if reader.tokens.get(next).is_none() {
        return;
    }
    let ideographic = gap.contains('\u{3000}');
    let plain = |k: usize| reader.is_word(k) && reader.length(k) > 1 && reader.tokens[k].script != Script::Han;
    let french = matches!(reader.sort(next), Sort::Stop | Sort::Comma | Sort::Quote) || reader.sort(i) == Sort::Quote;
    let number = |k: usize| reader.sort(k) == Sort::Number;
    let latin = |k: usize| plain(k) && reader.tokens[k].script == Script::Latin;
    if ideographic && !(latin(i) && latin(next)) || french || number(i) && number(next) {
        return;
    }
    let odd = gap.chars().any(|c| !matches!(c, ' ' | '\u{A0}' | '\u{202F}' | '\u{2009}'));
    // tar -x, Henri IV, and French: – etc.
    let option = reader.sort(next) == Sort::Hyphen && reader.behind(next) == Gap::None;
    let roman = gap == "\u{A0}" && reader.length(next) > 1 && reader.word(next).bytes().all(|b| b"IVXLC".contains(&b));
    let french = reader.language(i).code() == "fr" && (reader.sort(i) == Sort::Dash || reader.word(next) == "etc");
    let glue = matches!(reader.sort(i), Sort::Number | Sort::Other)
        || matches!(reader.sort(next), Sort::Number | Sort::Other | Sort::Dash)
        || option
        || roman
        || french;
    // à, v, I: a small word is kept with the next one, unless all words of the text are.
    let short = !plain(i) && reader.is_word(i) || reader.word(i) == ".";
    // Appendix A, System V
    let counted =
        reader.case(i) == Case::Capital && reader.length(next) == 1 && reader.word(next) != "I" && !reader.is_stray(i);
    let glue = glue || counted && matches!(reader.case(next), Case::Capital | Case::Upper);
    if odd || !glue && (!short || reader.is_word(i) && reader.is_stray(i)) {
        found.add("odd-space", reader.gap(i), " ");
    }
}

/// Whether three words in lower case stand on each side of a gap, with single spaces.
fn in_prose(reader: &Reader, i: usize) -> bool {
    let spaced = (i.saturating_sub(2)..i + 3).all(|k| k == i || reader.behind(k) == Gap::Space);
    i > 1 && spaced && (i - 1..i + 3).all(|k| reader.case(k) == Case::Lower)
}

/// Whether a line has several wide gaps, or its neighbour has one: columns.
fn tabular(reader: &Reader, i: usize) -> bool {
    let gap = reader.gap_text(i);
    if gap.contains('\t') && !gap.contains(' ') || begins_column(reader, i) {
        return true;
    }
    let wide = |k: usize| reader.tokens[k].gap == Gap::Spaces && reader.gap_text(k).len() > 3;
    let near = i.saturating_sub(8)..(i + 9).min(reader.tokens.len());
    near.filter(|&k| k != i).any(wide)
}

/// The longest line of a table that has no wider gaps than of two or three spaces, and how far its ends are looked for
/// in bytes.
const ROW: usize = 60;
const REACH: usize = 4 * ROW;

/// Whether the token behind a gap begins in the same column as one behind such a gap in the line before or behind.
fn begins_column(reader: &Reader, i: usize) -> bool {
    let (text, at) = (reader.text, reader.gap(i).end as usize);
    let bytes = text.as_bytes();
    let start = |at: usize| match memchr::memrchr(b'\n', &bytes[at.saturating_sub(REACH)..at]) {
        Some(back) => Some(at.saturating_sub(REACH) + back + 1),
        None => (at <= REACH).then_some(0),
    };
    let end = |at: usize| match memchr::memchr(b'\n', &bytes[at..bytes.len().min(at + REACH)]) {
        Some(ahead) => Some(at + ahead),
        None => (bytes.len() <= at + REACH).then_some(bytes.len()),
    };
    let (Some(first), Some(last)) = (start(at), end(at)) else { return false };
    let column = text[first..at].chars().count();
    let same = |row: &str| {
        let place = row.char_indices().nth(column).filter(|(_, c)| *c != ' ');
        place.is_some_and(|(at, _)| row[..at].ends_with("  ")) && row.chars().count() <= ROW
    };
    let above = || first.checked_sub(1).and_then(|last| Some(&text[start(last)?..last]));
    let below = || end(last + 1).map(|end| &text[last + 1..end]);
    column <= ROW && (above().is_some_and(same) || last < bytes.len() && below().is_some_and(same))
}

/// Characters nobody sees, where no script needs them.
pub(super) fn invisible(reader: &Reader, found: &mut Found) {
    let bytes = reader.text.as_bytes();
    let mut token = 0;
    for at in memchr::memchr3_iter(0xC2, 0xE2, 0xEF, bytes) {
        let unseen = match bytes[at..] {
            [0xC2, 0xAD, ..] => 2,
            [0xE2, 0x80, 0x8B..=0x8D, ..] | [0xE2, 0x81, 0xA0, ..] | [0xEF, 0xBB, 0xBF, ..] => 3,
            _ => continue,
        };
        while token + 1 < reader.tokens.len() && reader.tokens[token + 1].span.start as usize <= at {
            token += 1;
        }
        let around = [reader.text[..at].chars().next_back(), reader.text[at + unseen..].chars().next()];
        let joiner = bytes[at] == 0xE2 && matches!(bytes[at + 2], 0x8C | 0x8D);
        let rest = &reader.text[at + unseen..];
        let head = rest.trim_start_matches(' ');
        if unseen == 2 && head.starts_with('\n') && head[1..].starts_with(char::is_lowercase) {
            let end = at + unseen + (rest.len() - head.len()) + 1;
            found.add("line-hyphenation", Span::new(at, end), "");
            continue;
        }
        let needed = around.iter().flatten().any(|&c| needs(c, joiner));
        if !needed || bytes[at] == 0xEF {
            found.add("invisible", Span::new(at, at + unseen), "");
        }
    }
}

/// Whether a script needs invisible characters: joiners, or spaces of no width between words.
fn needs(c: char, joiner: bool) -> bool {
    let character = Character::of(c);
    let script = character.script;
    if joiner {
        let plain = matches!(script, Script::Latin | Script::Cyrillic | Script::Greek)
            || matches!(script, Script::Han | Script::Hiragana | Script::Katakana);
        return !(plain && character.class.is_letter()) && !character.class.is_space();
    }
    matches!(script, Script::Khmer | Script::Thai | Script::Lao | Script::Myanmar | Script::Tibetan)
        || matches!(character.class, Class::Mark | Class::Joiner | Class::Invisible)
        || character.class == Class::Symbol && c > '\u{2000}'
        || matches!(c, '/' | '_' | '.' | '@')
}

#[cfg(test)]
mod tests {
    use crate::analyzer::Analyzer;
    use crate::options::Options;

    #[test]
    fn french_spaces_and_columns_stay() {
        let analyzer = Analyzer::new(Options::default()).expect("default options");
        for text in
            ["Nom\tVille\nZoé\tLyon", "Somme      12,50\nTaxe        2,00", "« Entrez ! »", "12\u{A0}000\u{A0}€"]
        {
            assert_eq!(analyzer.mend(text), text);
        }
    }
}

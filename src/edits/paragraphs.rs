//! Paragraph breaks: false ones inside a sentence, doubled ones. Headings, lists and the cells of tables have breaks
//! behind words too.

use super::lines::{Line, is_column, is_marked};
use super::reader::{Reader, Sort};
use super::rules::Found;
use crate::lexicon;
use crate::token::{Case, Gap};

/// Tokens of a paragraph that are looked through for its end.
const LONGEST: usize = 400;
/// Paragraphs that a sentence may be broken into.
const PIECES: usize = 4;
/// No heading is longer, nor is a caption.
const HEADING: usize = 60;
const CAPTION: usize = 80;

/// The paragraph break behind token `i`, the end of a line; `torn` says whether the one before the line was false.
/// Whether this one is.
pub(super) fn judge(reader: &Reader, found: &mut Found, line: Line, i: usize, (alone, torn): (bool, bool)) -> bool {
    let gap = reader.gap_text(i);
    if alone && inside_sentence(reader, line, i, torn) {
        found.add("false-paragraph-break", reader.gap(i), " ");
        return true;
    }
    let plain = gap.chars().all(|c| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{A0}'));
    if gap != "\n\n" && plain && gap.ends_with('\n') && !is_column(reader, line) && !reader.in_code(i) {
        let right = if gap.contains('\r') && reader.ends_lines_with_cr() { "\r\n\r\n" } else { "\n\n" };
        if gap != right {
            found.add("doubled-paragraph-break", reader.gap(i), right);
        }
    }
    false
}

/// Whether a sentence goes on behind a paragraph break: no mark before it, and behind it a lower-case word, or a name
/// after a small word that ends no sentence.
fn inside_sentence(reader: &Reader, line: Line, i: usize, torn: bool) -> bool {
    let right = i + 1;
    let open = match reader.sort(i) {
        Sort::Word => reader.cased(i),
        Sort::Comma => matches!(reader.word(i), "," | ";"),
        Sort::Close | Sort::Number => true,
        Sort::Quote => i > 0 && reader.sort(i - 1) == Sort::Word,
        _ => false,
    };
    let smiley = reader.sort(i) == Sort::Close && i > 0 && matches!(reader.word(i - 1), ":" | ";" | "-");
    // An article or preposition ends no heading, however short, and no item.
    let small = || {
        let known = reader.is_word(i) && lexicon::is_never_last_in_some(reader.word(i));
        known
            && lexicon::is_never_last(reader.word(i), reader.language(i))
            && reader.language(i) == reader.language(right)
    };
    let lower = !torn && reader.case(line.first) == Case::Lower;
    let item = lower && (begins_paragraph(reader, line) || !small() && !holds_sentences(reader, line));
    if smiley || item || is_numbered(reader, line) {
        return false;
    }
    // encl: two forms, note 2: see below
    let counted = reader.sort(right + 1) == Sort::Number;
    let colon = right + 1 + usize::from(counted);
    let label = reader.word(colon) == ":" && reader.joined(colon) && (counted || !reader.frequent(right, 6));
    if !open || label || !reader.is_word(right) || !reader.cased(right) || is_marked(reader, line.first) {
        return false;
    }
    if is_marked(reader, right) || is_column(reader, line) || reader.gap_text(i).ends_with(' ') {
        return false;
    }
    let short = || reader.case(right) == Case::Lower && (small() || begins_sentence(reader, line, right));
    let long = line.length > 24 && line.last - line.first >= 4;
    if !(torn || long || short() || is_prose(reader, line, right)) {
        return false;
    }
    // TIP Short forms⏎⏎cron knows: the name of a program begins a sentence in lower case.
    let name = line.length < HEADING && reader.known(right).is_none();
    let name = name && reader.is_word(i) && (reader.speaks_of_programs() || reader.word(right).is_ascii() && !small());
    if name || is_enumerated(reader, line, i) || !ends_sentence(reader, right) {
        return false;
    }
    match reader.case(right) {
        Case::Lower => reader.length(right) > 1 || apart(reader, right),
        Case::Capital => {
            let small = reader.case(i) == Case::Lower && reader.length(i) < 5 && reader.frequent(i, 12);
            small && lexicon::starter(reader.word(right), reader.language(right)).is_none_or(|s| s < 8)
        }
        _ => false,
    }
}

/// The last token of the paragraph that begins at a token, if that is not too far.
fn paragraph_end(reader: &Reader, first: usize) -> Option<usize> {
    (first..reader.tokens.len().min(first + LONGEST)).find(|&k| reader.behind(k) > Gap::Line)
}

/// `dates;⏎⏎plums;`: whether the mark at token `i` ends an item: so end paragraphs before and behind, or a colon stands
/// before. A comma needs two of them, as a sentence may be broken at two.
fn is_enumerated(reader: &Reader, line: Line, i: usize) -> bool {
    if reader.sort(i) != Sort::Comma {
        return false;
    }
    let mark = reader.word(i);
    let above = line.first.checked_sub(1);
    let higher = above.and_then(|k| (0..k).rev().take(LONGEST).find(|&k| reader.behind(k) == Gap::Paragraph));
    let below = paragraph_end(reader, i + 1);
    let lower = below.and_then(|k| paragraph_end(reader, k + 1));
    let alike = |k: &usize| reader.word(*k) == mark || reader.word(*k) == ":" && *k < i;
    let count = [above, higher, below, lower].into_iter().flatten().filter(alike).count();
    count > usize::from(mark == ",")
}

/// Whether the sentence that goes on at a token ends somewhere, in its paragraph or in further ones that go on with it.
/// The cells of a table do not.
fn ends_sentence(reader: &Reader, first: usize) -> bool {
    let mut first = first;
    for _ in 0..PIECES {
        let Some(last) = paragraph_end(reader, first) else { return true };
        let ends = match reader.sort(last) {
            Sort::Stop => true,
            Sort::Close | Sort::Quote => reader.sort(last - 1) == Sort::Stop,
            _ => reader.behind(last) == Gap::End || matches!(reader.word(last), ":" | ";" | ","),
        };
        if ends || reader.case(last + 1) != Case::Lower {
            return ends;
        }
        first = last + 1;
    }
    false
}

/// Whether three words or four, of which the first alone has a capital, are no heading: a longer line follows.
fn is_prose(reader: &Reader, line: Line, right: usize) -> bool {
    let lower = |k: usize| reader.case(k) == Case::Lower && reader.behind(k) < Gap::Line;
    let words = (line.first + 1..=line.last).all(|k| reader.case(k) == Case::Lower);
    let goes_on = right + 5 < reader.tokens.len() && (right..right + 5).all(|k| reader.behind(k) < Gap::Line);
    line.length > 24 && line.last > line.first + 1 && words && lower(right) && goes_on
}

/// Whether a line stands behind the end of a sentence, and so begins one or an item.
fn begins_paragraph(reader: &Reader, line: Line) -> bool {
    line.first == 0 || matches!(reader.sort(line.first - 1), Sort::Stop | Sort::Other)
}

/// Whether a sentence ends inside a line.
fn holds_sentences(reader: &Reader, line: Line) -> bool {
    let ends = |k: usize| reader.sort(k) == Sort::Stop && reader.behind(k) == Gap::Space;
    (line.first..line.last).any(|k| ends(k) && reader.case(k + 1) == Case::Capital)
}

/// Whether a letter is a word: `Who am⏎⏎I, and why`, not `a) one`.
fn apart(reader: &Reader, letter: usize) -> bool {
    reader.behind(letter) == Gap::Space || reader.word(letter + 1) == "," && reader.frequent(letter, 9)
}

/// Whether a short line begins as numbered headings and captions do: `6.2.6. Settings`, `Table 2.4. The colours`.
fn is_numbered(reader: &Reader, line: Line) -> bool {
    let number = |&k: &usize| reader.sort(k) == Sort::Number;
    let at = (line.first..line.last.min(line.first + 2)).find(number);
    line.length < CAPTION && at.is_some_and(|k| reader.word(k + 1) == "." && reader.joined(k + 1))
}

/// Whether a short line begins as sentences do, not as headings, and a long one goes on behind it.
fn begins_sentence(reader: &Reader, line: Line, right: usize) -> bool {
    let first = reader.word(line.first);
    let starter = lexicon::starter(first, reader.language(line.first)) >= Some(9) || reader.frequent(line.first, 11);
    let inside = |k: usize| reader.behind(k) < Gap::Line || reader.case(k + 1) == Case::Lower;
    let goes_on = right + 5 < reader.tokens.len() && (right..right + 5).all(inside);
    // Dear Anna,
    let greeting = reader.sort(line.last) == Sort::Comma;
    let begins = !greeting && reader.case(line.first) == Case::Capital && starter && line.last > line.first;
    begins && goes_on && !is_casual(reader, right) && reader.length(right) > 1 && reader.known(right).is_some()
}

/// `what can i do?⏎⏎Buy a new one⏎⏎hope it lasts`: whether who wrote the text begins sentences in lower case.
fn is_casual(reader: &Reader, i: usize) -> bool {
    let near = i.saturating_sub(LONGEST)..reader.tokens.len().min(i + LONGEST);
    near.into_iter().any(|k| {
        let cries = matches!(reader.word(k), "?" | "!" | "??" | "!!") && reader.joined(k);
        let pronoun = reader.word(k) == "i" && reader.before(k) == Gap::Space && reader.language(k).code() == "en";
        cries && reader.behind(k) == Gap::Space && reader.case(k + 1) == Case::Lower || pronoun
    })
}

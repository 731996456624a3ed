//! Sends every joint to the rules that may speak about it.

use super::pairs::Pairs;
use super::reader::{Reader, Sort, sort};
use super::rules::Found;
use super::{divided, end_marks, ends, false_stops, humps, hyphens, missing, spaces, spoiled, words};
use crate::token::{Case, Gap};

/// Judges every joint of the text, and whether words were glued or torn apart if `in_words`.
pub(super) fn judge(reader: &Reader, found: &mut Found, in_words: bool) {
    let tokens = reader.tokens;
    let Some(first) = tokens.first() else { return };
    spaces::invisible(reader, found);
    let mut left = sort(first, reader.text);
    let mut pairs = in_words.then(Pairs::default);
    let mut settled = reader.settled().iter();
    let mut next = settled.next();
    let mut i = 0;
    while i < tokens.len() {
        if let Some(range) = next.filter(|range| range.start <= i) {
            (i, next) = (range.end, settled.next());
            left = reader.sort(i);
            continue;
        }
        let right = tokens.get(i + 1).map_or(Sort::Other, |t| sort(t, reader.text));
        match tokens[i].gap {
            Gap::None => glued(reader, found, i, left, right),
            gap @ (Gap::Space | Gap::Spaces) => {
                let mended = match (left, right) {
                    // Four joints in five, and nothing to ask of most of them.
                    (Sort::Word, Sort::Word) => {
                        pairs.as_mut().is_some_and(|pairs| words::split(reader, pairs, found, i))
                    }
                    sides => spaced(reader, found, i, sides),
                };
                if !mended && gap == Gap::Spaces {
                    spaces::wide(reader, found, i);
                }
            }
            _ => {}
        }
        if in_words && tokens[i].case == Case::Mixed && left == Sort::Word {
            humps::glued(reader, found, i);
        }
        left = right;
        i += 1;
    }
    if in_words {
        spoiled::judge(reader, found);
    }
}

/// A joint without white space.
fn glued(reader: &Reader, found: &mut Found, i: usize, left: Sort, right: Sort) {
    match (left, right) {
        (Sort::Stop, Sort::Word) => ends::glued_sentence(reader, found, i),
        (Sort::Stop, Sort::Number) => end_marks::glued_number(reader, found, i),
        (Sort::Stop, Sort::Hyphen | Sort::Dash) => end_marks::glued_dash(reader, found, i),
        (Sort::Stop, Sort::Quote | Sort::Open | Sort::Comma) => end_marks::glued_opening(reader, found, i),
        (Sort::Stop, Sort::Other) if reader.word(i + 1) == "`" => end_marks::glued_opening(reader, found, i),
        (Sort::Stop, Sort::Other) => end_marks::glued_inverted(reader, found, i),
        (Sort::Quote, Sort::Word) if reader.case(i + 1) == Case::Lower => end_marks::glued_speech(reader, found, i),
        (Sort::Close, Sort::Word) if reader.case(i + 1) == Case::Lower => missing::after_bracket(reader, found, i),
        (Sort::Quote | Sort::Close, Sort::Word | Sort::Quote | Sort::Open) => {
            end_marks::glued_closing(reader, found, i)
        }
        (Sort::Word, Sort::Open) => missing::before_bracket(reader, found, i),
        (Sort::Comma, Sort::Word | Sort::Quote) => missing::missing(reader, found, i),
        (Sort::Hyphen, Sort::Word) => _ = divided::judge(reader, found, i),
        _ => {}
    }
}

/// A joint with a space, not between two words; whether a rule spoke about it.
fn spaced(reader: &Reader, found: &mut Found, i: usize, sides: (Sort, Sort)) -> bool {
    match sides {
        (Sort::Word | Sort::Number, Sort::Hyphen) => hyphens::space_before(reader, found, i),
        (Sort::Hyphen, Sort::Word) => divided::judge(reader, found, i) || hyphens::space_after(reader, found, i),
        (Sort::Stop, Sort::Word) => false_stops::judge(reader, found, i),
        (_, Sort::Stop | Sort::Comma) => spaces::before_punctuation(reader, found, i),
        (Sort::Open, _) => spaces::after_opening(reader, found, i),
        (_, Sort::Close) => spaces::before_closing(reader, found, i),
        (Sort::Quote, _) => spaces::after_quote(reader, found, i),
        (_, Sort::Quote) => spaces::before_quote(reader, found, i),
        (Sort::Word, Sort::Other) => spaces::before_wide_mark(reader, found, i),
        _ => false,
    }
}

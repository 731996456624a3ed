//! Words that say little about the language they stand in: those of names, of titles, and of short quotations.

use std::ops::Range;

use crate::languages::words::Unit;
use crate::quotation::{Marks, Role, quote};
use crate::span::Span;
use crate::token::{Case, Gap, Kind, Token};

/// Bytes of a word that may stand in lower case inside a title: an article, preposition or conjunction.
const SMALL: u32 = 3;

/// Whether a word is small and stands, alone or with another such one, between two capitalised words: then it is
/// mostly part of a name or a title, as in `Plaza de las Flores`.
pub(crate) fn is_in_title(tokens: &[Token], all: &[Unit], at: usize) -> bool {
    let is_small = |unit: &Unit| unit.case == Case::Lower && unit.span.end - unit.span.start <= SMALL;
    let is_joined =
        |first: &Unit, second: &Unit| second.token == first.token + 1 && tokens[first.token as usize].gap == Gap::Space;
    let before = |at: usize| at.checked_sub(1).filter(|&before| is_joined(&all[before], &all[at]));
    let behind = |at: usize| Some(at + 1).filter(|&behind| behind < all.len() && is_joined(&all[at], &all[behind]));
    let ends = |near: Option<usize>, far: &dyn Fn(usize) -> Option<usize>| {
        let is_capital = |at: Option<usize>| at.is_some_and(|at| all[at].case == Case::Capital);
        is_capital(near) || near.is_some_and(|near| is_small(&all[near]) && is_capital(far(near)))
    };
    is_small(&all[at]) && ends(before(at), &before) && ends(behind(at), &behind)
}

/// The tokens of quotations of at most `most` words among those of some units, from mark to mark; none that is all
/// there is.
pub(crate) fn quotations(text: &str, tokens: &[Token], units: &[Unit], most: usize) -> Vec<Range<u32>> {
    let (Some(first), Some(last)) = (units.first(), units.last()) else { return Vec::new() };
    let from = first.token.saturating_sub(1);
    let tokens = &tokens[from as usize..tokens.len().min(last.token as usize + 2)];
    let is_mark = |token: &Token| token.kind == Kind::Punctuation && quote(token.text(text)).is_some();
    if most == 0 || !tokens.iter().any(is_mark) {
        return Vec::new();
    }
    let is_short = |quoted: &Range<u32>| {
        let words = tokens[quoted.start as usize..quoted.end as usize].iter().filter(|token| token.is_word());
        words.take(most + 1).count() <= most.min(units.len() - 1)
    };
    let (text, own) = alone(text, tokens);
    let opening = Marks::of(text, &own).0.into_iter().filter(|mark| mark.role == Role::Open);
    let quoted = opening.filter_map(|mark| Some(mark.token..mark.partner?)).filter(is_short);
    quoted.map(|quoted| quoted.start + from..quoted.end + from).collect()
}

/// A part of a text by itself, so that the whole is not read again for each part.
fn alone<'a>(text: &'a str, tokens: &[Token]) -> (&'a str, Vec<Token>) {
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return ("", Vec::new()) };
    let start = first.span.start;
    let moved = |span: Span| Span { start: span.start - start, end: span.end - start };
    let own = tokens.iter().map(|token| Token { span: moved(token.span), ..*token }).collect();
    (&text[start as usize..last.span.end as usize], own)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::languages::words::for_each_unit;
    use crate::token;

    fn read(text: &str) -> (Vec<Token>, Vec<Unit>) {
        let (mut tokens, mut units) = (Vec::new(), Vec::new());
        token::scan(text, &mut tokens);
        for_each_unit(text, &tokens, |unit| units.push(unit));
        (tokens, units)
    }

    #[test]
    fn small_words_between_capitals_are_in_a_title() {
        let small = |text: &str| -> Vec<String> {
            let (tokens, units) = read(text);
            let found = (0..units.len()).filter(|&at| is_in_title(&tokens, &units, at));
            found.map(|at| text[units[at].span.range()].to_owned()).collect()
        };
        assert_eq!(small("sur la Plaza de las Flores et au bord de la mer"), ["de", "las"]);
        assert_eq!(small("A Boat on the Sea"), ["on", "the"]);
        assert!(small("We met Ann, and Bob. a B").iter().all(|word| word == "met"));
        assert!(small("the River is so far from it").is_empty());
    }

    #[test]
    fn short_quotations_are_found() {
        let quoted = |text: &str| -> Vec<String> {
            let (tokens, units) = read(text);
            let text_of = |q: Range<u32>| {
                text[tokens[q.start as usize].span.start as usize..tokens[q.end as usize].span.end as usize].to_owned()
            };
            quotations(text, &tokens, &units, 3).into_iter().map(text_of).collect()
        };
        assert_eq!(quoted("Das Lied „Over the Hills“ ist alt."), ["„Over the Hills“"]);
        assert!(quoted("Er rief: „Kommt alle schnell herein!“").is_empty());
        assert!(quoted("„Over the Hills“").is_empty());
        assert!(quoted("").is_empty() && quoted("“").is_empty());
    }
}

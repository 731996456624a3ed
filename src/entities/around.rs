//! What the neighbourhood of a token says: the same in training and at work.
//!
//! Most of it hangs on few and small facts about the words around, which together make small numbers. At work, what
//! each number says is added up once.

use super::features::{LOWER, QUOTE, STOP, Word, Words, dense, feature};
use super::letters::unspaced;
use crate::token::{Gap, Token};

/// What the neighbourhood of a token says.
#[cfg(feature = "train")]
pub(crate) fn joint(words: &Words, tokens: &[Token], i: usize, mut push: impl FnMut(u32)) {
    pairs(words, tokens, i, &mut push);
    for (number, own) in views(words, tokens, i).into_iter().enumerate() {
        view(number, own, &mut push);
    }
    placed(&words.list[i], words.places(i), push);
}

/// What pairs of words say to a token. A letter tells little by itself, so it has them too; with a word in small
/// letters they are rarely worth the time.
pub(crate) fn pairs(words: &Words, tokens: &[Token], i: usize, mut push: impl FnMut(u32)) {
    let word = &words.list[i];
    if unspaced(&tokens[i]) || tokens[i].is_word() && word.shape != LOWER {
        let lower = |w: Option<&Word>| w.map_or(7, |w| w.lower);
        let (before, after) = (words.get(i.checked_sub(1)), words.get(Some(i + 1)));
        let l = word.lower;
        push(feature(40, lower(before) ^ l.rotate_left(7)));
        push(feature(41, lower(after) ^ l.rotate_left(17)));
        push(feature(42, lower(before) ^ lower(after).rotate_left(27)));
    }
}

/// What places' names say to a word, by how they cover it and its neighbours.
pub(crate) fn placed(word: &Word, [p_before, p, p_after]: [u8; 3], mut push: impl FnMut(u32)) {
    let (s, r, p) = (u64::from(word.shape), u64::from(word.facts.roles()), u64::from(p));
    push(dense(53, p << 8 | s));
    push(dense(54, p << 16 | u64::from(word.common())));
    push(dense(55, u64::from(p_before) << 16 | p << 8 | u64::from(p_after)));
    push(dense(56, p << 16 | r << 8 | s));
}

/// The views of a token's neighbourhood: in each it is a number of so many bits, which [`view`] makes features of.
pub(crate) const VIEWS: [u32; 13] = [15, 15, 15, 12, 11, 15, 15, 12, 12, 14, 14, 13, 13];

/// The number of a token's neighbourhood in each view.
#[inline]
pub(crate) fn views(words: &Words, tokens: &[Token], i: usize) -> [u32; VIEWS.len()] {
    let none = Word::default();
    let at = |distance: isize| words.get(i.checked_add_signed(distance)).unwrap_or(&none);
    let (word, before, after) = (&words.list[i], at(-1), at(1));
    let s = u32::from(word.shape);
    let [s_two, s_before, s_after, s_two_on] = [at(-2), before, after, at(2)].map(|w| u32::from(w.shape));
    let gap_before = i.checked_sub(1).map_or(9, |b| tokens[b].gap as u32);
    let r = word.facts.roles() << 5 | s;
    [
        s_before << 10 | s << 5 | s_after,
        s_two << 10 | s_before << 5 | s,
        s << 10 | s_after << 5 | s_two_on,
        gap_before << 8 | (tokens[i].gap as u32) << 5 | s,
        position(words, tokens, i) << 8 | s << 3 | word.facts.capital(),
        before.facts.roles() << 10 | r,
        after.facts.roles() << 10 | r,
        before.common() << 5 | s,
        after.common() << 5 | s,
        before.branches() << 5 | s,
        after.branches() << 5 | s,
        before.facts.kind() << 9 | word.facts.kind() << 5 | s,
        after.facts.kind() << 9 | word.facts.kind() << 5 | s,
    ]
}

/// The features of a number in a view.
pub(crate) fn view(view: usize, number: u32, mut push: impl FnMut(u32)) {
    let number = u64::from(number);
    // A field of the number, from its lowest bit on.
    let field = |at: u32, bits: u32| number >> at & ((1 << bits) - 1);
    match view {
        0 => {
            let (s_before, s, s_after) = (field(10, 5), field(5, 5), field(0, 5));
            push(dense(43, s_before << 8 | s));
            push(dense(44, s_after << 8 | s));
            push(dense(45, s_before << 16 | s << 8 | s_after));
        }
        1 => push(dense(57, field(10, 5) << 16 | field(5, 5) << 8 | field(0, 5))),
        2 => push(dense(58, field(10, 5) << 16 | field(5, 5) << 8 | field(0, 5))),
        3 => push(dense(46, field(8, 4) << 16 | field(5, 3) << 8 | field(0, 5))),
        4 => {
            let (start, s) = (field(8, 3), field(3, 5));
            push(dense(47, start << 8 | s));
            push(dense(48, start << 16 | s << 8 | field(0, 3)));
        }
        5 => push(dense(49, field(10, 5) << 16 | field(5, 5) << 8 | field(0, 5))),
        6 => push(dense(50, field(10, 5) << 16 | field(5, 5) << 8 | field(0, 5))),
        7 => push(dense(51, field(5, 7) << 8 | field(0, 5))),
        8 => push(dense(52, field(5, 7) << 8 | field(0, 5))),
        9 => push(dense(63, field(5, 9) << 8 | field(0, 5))),
        10 => push(dense(64, field(5, 9) << 8 | field(0, 5))),
        11 => push(dense(65, field(9, 4) << 12 | field(5, 4) << 8 | field(0, 5))),
        12 => push(dense(66, field(9, 4) << 12 | field(5, 4) << 8 | field(0, 5))),
        _ => {}
    }
}

/// Where in its sentence a token stands: 0 first of all, 1 first in its line, 2 behind a full stop or its like with a
/// space, 3 without, 4 behind a quotation mark or bracket, 5 inside.
fn position(words: &Words, tokens: &[Token], i: usize) -> u32 {
    let Some(before) = i.checked_sub(1) else { return 0 };
    match (tokens[before].gap, u32::from(words.list[before].shape)) {
        (Gap::Line | Gap::Paragraph | Gap::End, _) => 1,
        (Gap::None, STOP) => 3,
        (_, STOP) => 2,
        (_, QUOTE) => 4,
        _ => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entities::features::{DENSE, SPARSE, Spelling};
    use crate::entities::writing::Writing;
    use crate::token::scan;

    #[test]
    fn numbers_fit_their_views_and_have_features() {
        let text = "Der U.S.-Senat (Kiew!) traf\tAnna-Lena Meier: «Ja»…\n\n2024 東京 iPhone ABC\n@x #y Das war’s.";
        let (mut tokens, mut words) = (Vec::new(), Words::default());
        scan(text, &mut tokens);
        words.set(text, &tokens, |stretch, writing: Writing, list| {
            list.extend(stretch.iter().map(|token| Spelling::read(text, *token, writing).word));
        });
        for i in 0..tokens.len() {
            for (number, (own, bits)) in views(&words, &tokens, i).into_iter().zip(VIEWS).enumerate() {
                let mut features = 0;
                view(number, own, |feature| {
                    assert!((feature as usize) < SPARSE + DENSE);
                    features += 1;
                });
                assert!(own >> bits == 0 && features > 0, "{i} {number}");
            }
        }
    }
}

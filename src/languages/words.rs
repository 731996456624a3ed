//! Words as the model reads them: units of one script, normalised, and their character n-grams.

use std::char::ToLowercase;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::character::{Character, Class};
use crate::data;
use crate::languages::lookalikes;
use crate::span::Span;
use crate::token::{Case, Gap, Kind, Script, Token, letters_of_a_word};

/// Letters of a word that are looked at. Longer ones are no words, and their work has to stay bounded.
const LETTERS: usize = 32;
/// The longest n-gram.
pub(crate) const ORDER: usize = 5;

/// What is labelled: a word, with the apostrophe that ends it (`l'` of `l'homme`), or a piece of a run without spaces.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Unit {
    /// The token it is, or is a piece of.
    pub token: u32,
    /// Where it stands.
    pub span: Span,
    pub script: Script,
    pub case: Case,
}

/// Calls `each` with every unit of a text, in order.
pub(crate) fn for_each_unit(text: &str, tokens: &[Token], mut each: impl FnMut(Unit)) {
    let mut behind = 0;
    for (index, token) in tokens.iter().enumerate() {
        if index < behind || !token.is_word() || matches!(token.script, Script::Common | Script::Inherited) {
            continue;
        }
        let mut unit = Unit { token: index as u32, span: token.span, script: token.script, case: token.case };
        if let Some(length) = letters_of_a_word(token.script) {
            pieces(text, token.span, length, |span| each(Unit { span, ..unit }));
            continue;
        }
        behind = index + 1;
        if is_again_and_again(token.text(text), token.case) {
            continue;
        }
        if token.gap == Gap::None && is_host(text, &tokens[index..]) {
            behind += 2;
            continue;
        }
        if token.gap == Gap::None
            && let Some((length, script)) = lookalikes::word(text, &tokens[index..])
        {
            behind = index + length;
            unit.span.end = tokens[behind - 1].span.end;
            (unit.script, unit.case) = (script, lookalikes::case(&text[unit.span.range()]));
        }
        if let Some(next) = tokens.get(behind).filter(|next| next.kind == Kind::Apostrophe) {
            unit.span.end = next.span.end;
        }
        each(unit);
    }
}

/// Whether tokens begin with the name of a host or file, `example.com`, `notes.txt`: it is in no language. Short
/// endings are words too, where two sentences are glued.
fn is_host(text: &str, tokens: &[Token]) -> bool {
    let [name, dot, ending, ..] = tokens else { return false };
    let (name, ending, long) = (name.text(text), ending.text(text), ending.span.len() > 2);
    let joined = dot.gap == Gap::None && text.as_bytes()[dot.span.start as usize] == b'.';
    joined && long && name.is_ascii() && data::ends_hosts(ending)
}

/// Whether a word is one letter three times or more, or two letters in turn, three times: `www`, `Mmmm`, `hahaha`,
/// `хехехе`. It is in no language.
fn is_again_and_again(word: &str, case: Case) -> bool {
    if let [first, second, third, ..] = *word.as_bytes()
        && (first | second | third).is_ascii()
        && !first.eq_ignore_ascii_case(&third)
    {
        return false;
    }
    let has_capitals = !matches!(case, Case::Lower | Case::None);
    let is_same = |(a, b): (char, char)| a == b || has_capitals && a.to_lowercase().eq(b.to_lowercase());
    let mut letters = word.chars();
    let (Some(first), Some(second), Some(third)) = (letters.next(), letters.next(), letters.next()) else {
        return false;
    };
    // Most words are told by these.
    if !is_same((first, third)) {
        return false;
    }
    word.chars().zip(word.chars().skip(2)).all(is_same) && (is_same((first, second)) || letters.nth(2).is_some())
}

/// Cuts a run after every `length` letters, never before a mark.
fn pieces(text: &str, run: Span, length: usize, mut each: impl FnMut(Span)) {
    let base = run.start as usize;
    let (mut start, mut letters) = (base, 0);
    for (i, c) in text[run.range()].char_indices() {
        if letters >= length && Character::of(c).class.is_letter() {
            each(Span::new(start, base + i));
            (start, letters) = (base + i, 0);
        }
        letters += 1;
    }
    each(Span::new(start, run.end as usize));
}

/// The letters of a word as the model reads them, between `^` and `$`: lower case, composed (NFC), without invisible
/// characters, one kind of apostrophe, small capitals as plain letters, letters of another script as those of `script`
/// that look alike.
pub(crate) fn normalise(word: &str, script: Script, letters: &mut Vec<char>) {
    letters.clear();
    letters.push('^');
    for c in word.chars() {
        match c {
            'A'..='z' if matches!(script, Script::Cyrillic | Script::Greek) => letters.extend(meant(c, script)),
            'А'..='џ' if matches!(script, Script::Latin | Script::Greek) => letters.extend(meant(c, script)),
            'Α'..='ϋ' if matches!(script, Script::Latin | Script::Cyrillic) => letters.extend(meant(c, script)),
            'a'..='z' => letters.push(c),
            'A'..='Z' => letters.push(c.to_ascii_lowercase()),
            'ɢ'..='ʟ' | 'ᴀ'..='ᴢ' => letters.push(lookalikes::of_small_capital(c)),
            '\'' | '’' | 'ʼ' | '＇' | '`' | '´' => letters.push('\''),
            _ if Character::is_small(c) => letters.push(c),
            _ if Character::of(c).class == Class::Invisible => continue,
            _ => letters.extend(c.to_lowercase()),
        }
        if letters.len() > LETTERS {
            break;
        }
    }
    // Latin, Greek and Cyrillic letters without marks behind them are composed as they are.
    let composed = |c: &char| matches!(c, '\0'..'\u{300}' | '\u{388}'..'\u{483}');
    if !letters.iter().all(composed) && is_nfc_quick(letters[1..].iter().copied()) != IsNormalized::Yes {
        let composed: Vec<char> = letters[1..].iter().copied().nfc().collect();
        letters.truncate(1);
        letters.extend(composed);
    }
    letters.push('$');
}

/// The letter of a script that one of another is meant as, in lower case.
fn meant(letter: char, script: Script) -> ToLowercase {
    lookalikes::of(letter, script).to_lowercase()
}

/// Calls `each` with the hash of every n-gram of 1 to 5 letters; for Han, whose letters are many, of 1 and 2. The marks
/// of the word's ends count as letters, but not alone.
#[inline]
pub(crate) fn for_each_ngram(letters: &[char], script: Script, mut each: impl FnMut(u64)) {
    let order = if script == Script::Han { 2 } else { ORDER };
    let last = letters.len() - 1;
    for (start, &first) in letters.iter().enumerate() {
        let mut hash = add(START, first);
        if !((start == last || start == 0) && matches!(first, '^' | '$')) {
            each(end(hash));
        }
        for &c in letters[start + 1..].iter().take(order - 1) {
            hash = add(hash, c);
            each(end(hash));
        }
    }
}

/// The hash of one n-gram.
pub(crate) fn ngram_hash(letters: &[char]) -> u64 {
    end(letters.iter().fold(START, |hash, &c| add(hash, c)))
}

/// The hash of no letters.
const START: u64 = 0x9E37_79B9_7F4A_7C15;

#[inline]
fn add(hash: u64, c: char) -> u64 {
    (hash.rotate_left(23) ^ u64::from(c as u32)).wrapping_mul(0xD6E8_FEB8_6659_FD93)
}

#[inline]
fn end(hash: u64) -> u64 {
    hash ^ (hash >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token;

    fn units(text: &str) -> Vec<&str> {
        let mut tokens = Vec::new();
        token::scan(text, &mut tokens);
        let mut found = Vec::new();
        for_each_unit(text, &tokens, |unit| found.push(&text[unit.span.range()]));
        found
    }

    fn normalised(word: &str) -> String {
        let mut letters = Vec::new();
        normalise(word, Script::Latin, &mut letters);
        letters.into_iter().collect()
    }

    #[test]
    fn apostrophes_stay_with_the_left_part() {
        assert_eq!(units("L’eau, it's 25 % @home x@y.example"), ["L’", "eau", "it'", "s"]);
    }

    #[test]
    fn laughter_is_no_word() {
        assert_eq!(units("hahaha Mmmm Хехехе ahahah ههههه www"), Vec::<&str>::new());
        assert_eq!(
            units("haha mama aha iriri rococo Anna ее"),
            ["haha", "mama", "aha", "iriri", "rococo", "Anna", "ее"]
        );
    }

    #[test]
    fn runs_without_spaces_are_cut() {
        assert_eq!(units("東西南北上下左右 ok"), ["東西南北上下", "左右", "ok"]);
        let thai = "ก็".repeat(20);
        assert!(units(&thai).iter().all(|u| u.starts_with('ก')));
    }

    #[test]
    fn writings_of_one_word_are_one() {
        assert_eq!(normalised("ÉCOLE’"), "^école'$");
        assert_eq!(normalised("e\u{301}co\u{AD}le'"), "^école'$");
        assert_eq!(normalised(&"x".repeat(1000)).len(), LETTERS + 2);
    }

    #[test]
    fn ngrams_are_counted_without_lone_ends() {
        let count = |word: &str, script| {
            let mut letters = Vec::new();
            normalise(word, Script::Latin, &mut letters);
            let mut n = 0;
            for_each_ngram(&letters, script, |_| n += 1);
            n
        };
        assert_eq!(count("ab", Script::Latin), 2 + 3 + 2 + 1);
        assert_eq!(count("水火", Script::Han), 2 + 3);
    }
}

//! Marks that may end a sentence, and the words about which languages differ.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use crate::data;
use crate::token::Script;

/// What a mark does to the sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// A full stop.
    Stop,
    /// `! ?` and runs and mixtures of them.
    Cry,
    /// `…` and `...`
    Ellipsis,
    /// A mark of a script without upper case that ends sentences and nothing else: `。 ۔ ।`
    Full,
}

/// What a punctuation mark does to the sentence.
pub(super) fn mark(token: &str) -> Option<Mark> {
    match token.as_bytes() {
        [b'.'] => Some(Mark::Stop),
        [b'.', .., b'!' | b'?'] => Some(Mark::Cry),
        [b'.', ..] => Some(Mark::Ellipsis),
        [b'!' | b'?', ..] => Some(Mark::Cry),
        [0..0x80, ..] => None,
        _ => match token.chars().next() {
            Some('…') => Some(Mark::Ellipsis),
            Some('؟' | '‼' | '⁇' | '⁈' | '⁉' | '՜') => Some(Mark::Cry),
            Some('。' | '！' | '？' | '｡' | '．' | '۔' | '।' | '॥' | '։') => Some(Mark::Full),
            Some('።' | '፧' | '။' | '។' | '៕' | '།') => Some(Mark::Full),
            _ => None,
        },
    }
}

/// Whether a script has no spaces between words, so that none stands behind a mark.
pub(super) fn is_unspaced(script: Script) -> bool {
    matches!(script, Script::Han | Script::Hiragana | Script::Katakana | Script::Thai)
}

/// Whether a word is a Roman number.
pub(super) fn is_roman(word: &str) -> bool {
    word.len() < 8 && word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L' | b'C'))
}

/// Whether sentences end with a danda in the script, so that a full stop there abbreviates.
pub(super) fn ends_with_danda(script: Script) -> bool {
    matches!(script, Script::Devanagari | Script::Bengali | Script::Oriya | Script::Gurmukhi)
}

/// Whether a word is a Roman number as kings and centuries have: not the size XL.
pub(super) fn is_ordinal(word: &str) -> bool {
    is_roman(word) && !word.contains(['L', 'C'])
}

/// Marks that stand before an item or a turn of speech.
pub(super) fn is_bullet(word: &str) -> bool {
    matches!(word, "-" | "--" | "–" | "—" | "―" | "•" | "*" | "**" | "***" | "·" | "#" | "§" | "...")
}

/// Marks in a row that part what stands before them from what stands behind: `----`.
pub(super) fn is_rule(word: &str) -> bool {
    let bytes = word.as_bytes();
    bytes.len() > 3
        && matches!(bytes[0], b'-' | b'*' | b'_' | b'=' | b'~' | b'#')
        && bytes.iter().all(|b| *b == bytes[0])
}

/// Names that end in `!`.
pub(super) fn is_cry_name(word: &str) -> bool {
    static TABLE: OnceLock<FxHashSet<&'static str>> = OnceLock::new();
    TABLE.get_or_init(|| data::rows(data::CRY_NAMES).map(|row| row[0]).collect()).contains(word)
}

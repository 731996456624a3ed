//! Letters set as one sign, which a text keeps when it is taken out of print or PDF: `ﬁnden` → `finden`.

use crate::character::Character;
use crate::span::Span;

/// U+FB00 to U+FB06, as the compatibility mappings of Unicode have them.
const LIGATURES: [&str; 7] = ["ff", "fi", "fl", "ffi", "ffl", "ſt", "st"];

/// Calls `each` with every ligature in a word and its letters; one that stands alone is spoken about.
pub(super) fn find(text: &str, mut each: impl FnMut(Span, &str)) {
    for at in memchr::memmem::find_iter(text.as_bytes(), &[0xEF, 0xAC]) {
        let end = at + '\u{FB00}'.len_utf8();
        let Some(letters) = LIGATURES.get(usize::from(text.as_bytes()[end - 1] - 0x80)) else { continue };
        let is_letter = |c: Option<char>| c.is_some_and(|c| Character::of(c).class.is_letter());
        if is_letter(text[..at].chars().next_back()) || is_letter(text[end..].chars().next()) {
            each(Span::new(at, end), letters);
        }
    }
}

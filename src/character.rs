//! The class and script of a character, looked up by page.
//!
//! A page of 256 code points is worked out from the Unicode tables the first time it is met, so a text pays only for
//! the pages it uses, and nothing has to be generated or shipped.

use std::sync::OnceLock;

use unicode_properties::{GeneralCategory as G, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};

/// What a character does in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Class {
    /// A lower-case letter.
    Lower,
    /// An upper-case or title-case letter.
    Upper,
    /// A letter without case.
    Letter,
    /// A combining mark, which belongs to the letter before it.
    Mark,
    /// A decimal digit.
    Digit,
    /// White space within a line.
    Space,
    /// A line break.
    Newline,
    /// A punctuation mark.
    Punctuation,
    /// A visible character that is none of the above.
    Symbol,
    /// ZWJ and ZWNJ: they belong to a word inside it.
    Joiner,
    /// Soft hyphen, zero-width space, word joiner, byte-order mark, direction marks: invisible.
    Invisible,
    /// Control, private and unassigned characters.
    Control,
}

/// Class and script of a character.
#[derive(Clone, Copy)]
pub(crate) struct Character {
    pub class: Class,
    pub script: Script,
}

impl Character {
    /// Looks a character up.
    #[inline]
    pub(crate) fn of(c: char) -> Character {
        let code = c as u32;
        let page = PAGES[(code >> 8) as usize].get_or_init(|| page(code >> 8));
        page[(code & 0xFF) as usize]
    }

    /// Whether a character is for certain its own small form, for which the standard library would search a table. Of
    /// the letters without case the Roman numerals have small forms all the same.
    #[inline]
    pub(crate) fn is_small(c: char) -> bool {
        match Character::of(c).class {
            Class::Lower | Class::Mark => true,
            Class::Letter => !matches!(c, 'Ⅰ'..='Ⅿ'),
            _ => false,
        }
    }
}

impl Class {
    /// Whether it is a letter of any case.
    #[inline]
    pub(crate) fn is_letter(self) -> bool {
        matches!(self, Class::Lower | Class::Upper | Class::Letter)
    }

    /// Whether it is white space of any kind.
    #[inline]
    pub(crate) fn is_space(self) -> bool {
        matches!(self, Class::Space | Class::Newline)
    }
}

/// The characters of one or two bytes, side by side: those of most texts.
pub(crate) struct Low(Box<[Character; 0x800]>);

impl Low {
    /// The table of them.
    pub(crate) fn table() -> &'static Low {
        static TABLE: OnceLock<Low> = OnceLock::new();
        let character = |code| Character::of(char::from_u32(code as u32).unwrap_or('\0'));
        TABLE.get_or_init(|| Low(Box::new(std::array::from_fn(character))))
    }

    /// The character at a place of a text, and its length in bytes.
    #[inline]
    pub(crate) fn at(&self, text: &str, at: usize) -> Option<(Character, usize)> {
        let bytes = text.as_bytes();
        match *bytes.get(at)? {
            ascii @ ..0x80 => Some((self.0[ascii as usize], 1)),
            first @ ..0xE0 => {
                let code = (first as usize & 0x1F) << 6 | bytes.get(at + 1).map_or(0, |&second| second as usize & 0x3F);
                Some((self.0[code], 2))
            }
            _ => text[at..].chars().next().map(|c| (Character::of(c), c.len_utf8())),
        }
    }
}

static PAGES: [OnceLock<Box<[Character; 256]>>; 0x1100] = [const { OnceLock::new() }; 0x1100];

fn page(number: u32) -> Box<[Character; 256]> {
    // Chinese and Korean texts use many pages, all of one kind of character.
    match number {
        0x4E..=0x9E => return Box::new([Character { class: Class::Letter, script: Script::Han }; 256]),
        0xAC..=0xD6 => return Box::new([Character { class: Class::Letter, script: Script::Hangul }; 256]),
        _ => {}
    }
    let at = |low: usize| match char::from_u32((number << 8) + low as u32) {
        Some(c) => Character { class: class(c), script: c.script() },
        None => Character { class: Class::Control, script: Script::Unknown },
    };
    Box::new(std::array::from_fn(at))
}

fn class(c: char) -> Class {
    match c {
        '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => return Class::Newline,
        '\u{200C}' | '\u{200D}' => return Class::Joiner,
        '\u{AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{FEFF}' => return Class::Invisible,
        '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' => return Class::Invisible,
        _ if c.is_whitespace() => return Class::Space,
        _ => {}
    }
    match c.general_category() {
        G::LowercaseLetter => Class::Lower,
        G::UppercaseLetter | G::TitlecaseLetter => Class::Upper,
        G::ModifierLetter | G::OtherLetter | G::LetterNumber => Class::Letter,
        G::NonspacingMark | G::SpacingMark | G::EnclosingMark => Class::Mark,
        G::DecimalNumber => Class::Digit,
        G::ConnectorPunctuation | G::DashPunctuation | G::OpenPunctuation | G::ClosePunctuation => Class::Punctuation,
        G::InitialPunctuation | G::FinalPunctuation | G::OtherPunctuation => Class::Punctuation,
        G::MathSymbol | G::CurrencySymbol | G::ModifierSymbol | G::OtherSymbol | G::OtherNumber => Class::Symbol,
        _ => Class::Control,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_have_the_class_a_reader_expects() {
        let expected = [
            ('a', Class::Lower),
            ('É', Class::Upper),
            ('漢', Class::Letter),
            ('\u{301}', Class::Mark),
            ('٣', Class::Digit),
            ('\u{A0}', Class::Space),
            ('\n', Class::Newline),
            ('„', Class::Punctuation),
            ('€', Class::Symbol),
            ('\u{200D}', Class::Joiner),
            ('\u{AD}', Class::Invisible),
            ('\0', Class::Control),
        ];
        for (c, class) in expected {
            assert_eq!(Character::of(c).class, class, "{c:?}");
        }
        assert_eq!(Character::of('я').script, Script::Cyrillic);
        for c in ('\u{4E00}'..='\u{9EFF}').chain('\u{AC00}'..='\u{D6FF}') {
            let found = Character::of(c);
            assert_eq!((found.class, found.script), (class(c), c.script()), "{c:?}");
        }
    }

    #[test]
    fn what_is_no_capital_is_small_already() {
        let changed = |c: &char| !c.to_lowercase().eq([*c]);
        let capitals: Vec<char> = ('\0'..=char::MAX).filter(|&c| Character::is_small(c)).filter(changed).collect();
        assert_eq!(capitals, []);
    }
}

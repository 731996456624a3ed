//! The scanner: one pass that cuts a text into tokens and notes what stands between them.
//!
//! Nothing is thrown away: a token is anything but white space, the gap behind it is white space, and together they
//! tile the text. No other file splits text.

mod address;

pub use unicode_script::Script;

use self::address::{may_join_an_address, whole_address};
use crate::character::{Character, Class, Low};
use crate::span::Span;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// Letters and marks of one script.
    Word,
    /// Digits, without signs or separators.
    Number,
    /// An apostrophe with a letter on both sides: `it's`, `l’homme`, `п'ять`.
    Apostrophe,
    /// A punctuation mark, or a run of the same one of `. ! ? - … _ * = ~`.
    Punctuation,
    /// Any other visible character: currency, mathematics, emoji.
    Symbol,
    /// Nothing visible: control, unassigned and zero-width characters.
    Control,
    /// An address that begins with a scheme or `www.`.
    Url,
    /// An e-mail address.
    Email,
    /// `@name`.
    Handle,
    /// `#tag`.
    Hashtag,
}

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Case {
    /// No letter with case, or no word.
    None,
    /// All lower.
    Lower,
    /// The first upper, the others lower; a single upper-case letter too.
    Capital,
    /// Two or more letters, all upper.
    Upper,
    /// Anything else: `McDonald`, `iPhone`.
    Mixed,
}

impl Case {
    /// That of a word with so many letters in upper and in lower case.
    #[inline]
    pub(crate) fn of(uppers: u32, lowers: u32, first_upper: bool) -> Case {
        match (uppers, lowers) {
            (0, 0) => Case::None,
            (0, _) => Case::Lower,
            (1, _) if first_upper => Case::Capital,
            (_, 0) => Case::Upper,
            _ => Case::Mixed,
        }
    }
}

/// What stands behind a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Gap {
    /// Nothing: the next token follows at once.
    None,
    /// One space, U+0020.
    Space,
    /// Other white space without a line break: several spaces, a tab, a no-break space.
    Spaces,
    /// One line break, with or without spaces.
    Line,
    /// Two or more line breaks, a form feed or a paragraph separator.
    Paragraph,
    /// The text ends, with or without white space.
    End,
}

/// A piece of a text between white space or a change of kind; 12 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
    /// How it is written.
    pub case: Case,
    /// The script of a word; `Script::Common` for everything else.
    pub script: Script,
    /// What stands behind it.
    pub gap: Gap,
}

impl Token {
    /// Its text.
    #[must_use]
    #[inline]
    pub fn text(self, text: &str) -> &str {
        &text[self.span.range()]
    }

    /// The bytes of its text: slicing them costs half as much as the text.
    #[inline]
    pub(crate) fn bytes(self, text: &str) -> &[u8] {
        &text.as_bytes()[self.span.range()]
    }

    /// Whether its text is this.
    #[inline]
    pub(crate) fn is(self, text: &str, wanted: &str) -> bool {
        self.span.len() == wanted.len() && self.bytes(text) == wanted.as_bytes()
    }

    /// Whether it is a word.
    #[must_use]
    #[inline]
    pub fn is_word(self) -> bool {
        self.kind == Kind::Word
    }
}

/// How many letters count as a word in a script that is written without spaces; `None` for the others.
pub(crate) fn letters_of_a_word(script: Script) -> Option<usize> {
    match script {
        Script::Han | Script::Hiragana | Script::Katakana | Script::Bopomofo => Some(6),
        Script::Thai | Script::Lao | Script::Khmer | Script::Myanmar | Script::Tibetan => Some(16),
        _ => None,
    }
}

/// Cuts `text` into tokens, which are put behind each other into `tokens` after clearing it.
///
/// # Panics
/// On a text of 4 GiB or more.
pub fn scan(text: &str, tokens: &mut Vec<Token>) {
    assert!(text.len() < u32::MAX as usize, "a text must be shorter than 4 GiB, this one has {} bytes", text.len());
    tokens.clear();
    tokens.reserve(text.len() / 5);
    let mut at = gap_end(text, 0).1;
    while at < text.len() {
        let mut token = plain_token(text.as_bytes(), at).unwrap_or_else(|| {
            let (mut token, after) = token_at(text, at);
            if may_join_an_address(text.as_bytes(), token) {
                token = whole_address(text, tokens, token);
                token.span.end = token.span.end.max(after as u32);
            }
            token
        });
        let (gap, next) = gap_end(text, token.span.end as usize);
        token.gap = gap;
        tokens.push(token);
        at = next;
    }
}

/// The token at a place if it is one of ASCII that needs no closer look: a word in lower case or with a capital, a
/// number, a single mark. Most are.
#[inline]
fn plain_token(bytes: &[u8], at: usize) -> Option<Token> {
    let first = bytes[at];
    let behind = |from: usize| bytes.get(from).copied().unwrap_or(b' ');
    let (end, kind, case) = match first {
        b'a'..=b'z' | b'A'..=b'Z' => {
            let end = lower_end(bytes, at + 1);
            let next = behind(end);
            // www begins an address.
            if next.is_ascii_alphabetic() || !next.is_ascii() || end - at == 3 && first | 0x20 == b'w' {
                return None;
            }
            (end, Kind::Word, if first & 0x20 == 0 { Case::Capital } else { Case::Lower })
        }
        b'0'..=b'9' => {
            let end = at + bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
            if !behind(end).is_ascii() {
                return None;
            }
            (end, Kind::Number, Case::None)
        }
        b',' | b';' | b'"' | b'(' | b')' | b'[' | b']' | b'/' => (at + 1, Kind::Punctuation, Case::None),
        b'.' | b'!' | b'?' | b'-' if behind(at + 1) != first => (at + 1, Kind::Punctuation, Case::None),
        _ => return None,
    };
    let script = if kind == Kind::Word { Script::Latin } else { Script::Common };
    Some(Token { span: Span::new(at, end), kind, case, script, gap: Gap::None })
}

/// Where a run of lower-case letters of ASCII ends, eight bytes at a time.
#[inline]
fn lower_end(bytes: &[u8], from: usize) -> usize {
    const TOPS: u64 = 0x8080_8080_8080_8080;
    let each = |byte: u8| u64::from_le_bytes([byte; 8]);
    let mut at = from;
    while let Some(&eight) = bytes[at..].first_chunk::<8>() {
        let eight = u64::from_le_bytes(eight);
        let low = eight & !TOPS;
        // The top bit of a byte: from a on, behind z, not ASCII.
        let letters = (low + each(0x80 - b'a')) & !(low + each(0x7F - b'z')) & !eight;
        let others = !letters & TOPS;
        if others != 0 {
            return at + others.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    at + bytes[at..].iter().take_while(|b| b.is_ascii_lowercase()).count()
}

fn first(text: &str) -> Option<(char, Character)> {
    text.chars().next().map(|c| (c, Character::of(c)))
}

/// The token at a place that is no white space, and where it ends.
fn token_at(text: &str, at: usize) -> (Token, usize) {
    let rest = &text[at..];
    let mut token = Token {
        span: Span::new(at, at),
        kind: Kind::Control,
        case: Case::None,
        script: Script::Common,
        gap: Gap::None,
    };
    if rest.as_bytes()[0].is_ascii_alphabetic() {
        let length = word(rest, &mut token);
        token.span = Span::new(at, at + length);
        return (token, at + length);
    }
    let (c, character) = first(rest).unwrap_or(('\0', Character::of('\0')));
    let length = match character.class {
        Class::Lower | Class::Upper | Class::Letter | Class::Mark => word(rest, &mut token),
        Class::Digit => {
            token.kind = Kind::Number;
            length_while(rest, |c| Character::of(c).class == Class::Digit)
        }
        Class::Punctuation | Class::Symbol => mark(text, at, c, character.class, &mut token),
        _ => {
            length_while(rest, |c| matches!(Character::of(c).class, Class::Control | Class::Invisible | Class::Joiner))
        }
    };
    token.span = Span::new(at, at + length);
    (token, at + length)
}

fn length_while(text: &str, mut holds: impl FnMut(char) -> bool) -> usize {
    text.char_indices().find(|&(_, c)| !holds(c)).map_or(text.len(), |(i, _)| i)
}

/// A run of letters and marks of one script; joiners and soft hyphens inside it belong to it.
fn word(rest: &str, token: &mut Token) -> usize {
    let mut uppers = 0;
    // A letter of ASCII is lower-case with this bit.
    let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).inspect(|b| uppers += u32::from(b & 0x20 == 0));
    let ascii = letters.count();
    let mut lowers = ascii as u32 - uppers;
    let mut first_upper = rest.as_bytes().first().is_some_and(u8::is_ascii_uppercase);
    let mut script = if ascii > 0 { Script::Latin } else { Script::Common };
    let mut end = ascii;
    // Most words are all of these letters, and the character behind them is as plain.
    if rest.as_bytes().get(ascii).is_some_and(|byte| !byte.is_ascii()) {
        let (low, mut at) = (Low::table(), ascii);
        while let Some((character, length)) = low.at(rest, at) {
            match character.class {
                class @ (Class::Lower | Class::Upper | Class::Letter) => {
                    let own = character.script;
                    if script == Script::Common {
                        script = own;
                    } else if own != script && !matches!(own, Script::Common | Script::Inherited) {
                        break;
                    }
                    uppers += u32::from(class == Class::Upper);
                    lowers += u32::from(class == Class::Lower);
                    first_upper |= at == 0 && class == Class::Upper;
                    end = at + length;
                }
                Class::Mark => end = at + length,
                Class::Joiner | Class::Invisible if at > 0 => {}
                _ => break,
            }
            at += length;
        }
    }
    token.kind = Kind::Word;
    token.script = script;
    token.case = Case::of(uppers, lowers, first_upper);
    if end > 0 { end } else { rest.chars().next().map_or(0, char::len_utf8) }
}

/// A punctuation mark or symbol: an apostrophe inside a word, a handle, a tag, a run, or the mark alone.
fn mark(text: &str, at: usize, c: char, class: Class, token: &mut Token) -> usize {
    token.kind = if class == Class::Symbol { Kind::Symbol } else { Kind::Punctuation };
    let rest = &text[at + c.len_utf8()..];
    let next_is_letter = || first(rest).is_some_and(|(_, n)| n.class.is_letter());
    let previous = || text[..at].chars().next_back().map(|p| Character::of(p).class);
    let in_word = || previous().is_some_and(|p| p.is_letter() || p == Class::Mark);
    match c {
        '\'' | '’' | 'ʼ' | '＇' | '`' | '´' if next_is_letter() && in_word() => token.kind = Kind::Apostrophe,
        '@' | '#' if !in_word() && previous() != Some(Class::Digit) => {
            let name = length_while(rest, |n| n == '_' || is_name(Character::of(n).class));
            if name > 0 && rest[..name].chars().any(|n| Character::of(n).class.is_letter()) {
                token.kind = if c == '@' { Kind::Handle } else { Kind::Hashtag };
                return c.len_utf8() + name;
            }
        }
        '.' | '!' | '?' | '-' | '…' | '_' | '*' | '=' | '~' => {
            return length_while(&text[at..], |n| n == c);
        }
        _ => {}
    }
    c.len_utf8()
}

fn is_name(class: Class) -> bool {
    class.is_letter() || matches!(class, Class::Digit | Class::Mark)
}

/// The bytes of which none begins a character that is white space.
static VISIBLE: [bool; 256] = {
    let (mut visible, mut byte) = ([false; 256], 0);
    while byte < 256 {
        visible[byte] = matches!(byte as u8, b'!'..=b'~' | 0xC3..=0xE0 | 0xE4..=0xEE);
        byte += 1;
    }
    visible
};

/// What kind of gap begins at a place, and where it ends.
#[inline]
fn gap_end(text: &str, at: usize) -> (Gap, usize) {
    let bytes = text.as_bytes();
    let visible = |byte: &u8| VISIBLE[usize::from(*byte)];
    match bytes.get(at) {
        None => (Gap::End, at),
        Some(byte) if visible(byte) => (Gap::None, at),
        Some(b' ') if bytes.get(at + 1).is_some_and(visible) => (Gap::Space, at + 1),
        Some(_) => other_gap_end(text, at),
    }
}

#[inline(never)]
fn other_gap_end(text: &str, at: usize) -> (Gap, usize) {
    let rest = &text[at..];
    let mut lines = 0;
    let mut previous = ' ';
    let length = length_while(rest, |c| {
        lines += match c {
            '\n' if previous == '\r' => 0,
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{0B}' => 1,
            '\u{0C}' | '\u{2029}' => 2,
            _ => 0,
        };
        previous = c;
        Character::of(c).class.is_space()
    });
    let gap = match (length, lines) {
        _ if length == rest.len() => Gap::End,
        (0, _) => Gap::None,
        (_, 0) if &rest[..length] == " " => Gap::Space,
        (_, 0) => Gap::Spaces,
        (_, 1) => Gap::Line,
        _ => Gap::Paragraph,
    };
    (gap, at + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scanned(text: &str) -> Vec<(&str, Kind, Gap)> {
        let mut tokens = Vec::new();
        scan(text, &mut tokens);
        tokens.iter().map(|t| (t.text(text), t.kind, t.gap)).collect()
    }

    fn texts(text: &str) -> Vec<&str> {
        scanned(text).into_iter().map(|(t, ..)| t).collect()
    }

    #[test]
    fn words_numbers_and_marks_part() {
        assert_eq!(texts("It’s 3.5km, l'eau!!"), ["It", "’", "s", "3", ".", "5", "km", ",", "l", "'", "eau", "!!"]);
        assert_eq!(texts("МосkvaТокио東京"), ["Мос", "kva", "Токио", "東京"]);
        assert_eq!(texts("e\u{301}te\u{AD}nd"), ["e\u{301}te\u{AD}nd"]);
    }

    #[test]
    fn gaps_are_told_apart() {
        let gaps: Vec<Gap> = scanned(" a b  c\td\ne \r\n f\n\ng\u{2029}h ").into_iter().map(|t| t.2).collect();
        use Gap::{End, Line, Paragraph, Space, Spaces};
        assert_eq!(gaps, [Space, Spaces, Spaces, Line, Line, Paragraph, Paragraph, End]);
    }

    #[test]
    fn addresses_are_one_token() {
        assert_eq!(scanned("(see https://a.b/c_(d)?e=1).")[2], ("https://a.b/c_(d)?e=1", Kind::Url, Gap::None));
        assert_eq!(scanned("at www.kiln.example, ok")[1], ("www.kiln.example", Kind::Url, Gap::None));
        assert_eq!(scanned("an jo.lee+x@mail.kiln.example.")[1].0, "jo.lee+x@mail.kiln.example");
        assert_eq!(texts("a @b_1 #tag5 #1 c@ d"), ["a", "@b_1", "#tag5", "#", "1", "c", "@", "d"]);
    }

    #[test]
    fn cases_are_told_apart() {
        let mut tokens = Vec::new();
        scan("lower Capital A UPPER iPhone 漢", &mut tokens);
        use Case::{Capital, Lower, Mixed, None, Upper};
        assert_eq!(tokens.iter().map(|t| t.case).collect::<Vec<_>>(), [Lower, Capital, Capital, Upper, Mixed, None]);
        assert_eq!(std::mem::size_of::<Token>(), 12);
    }

    #[test]
    fn tokens_and_gaps_tile_any_text() {
        for text in ["", " ", "\u{301}", "a\0b", "\u{200B}x\u{200D}", "🙂🏽‍🚀 ok", "@@@ http:// www. a@b.c", "\r\n\r\n"]
        {
            let mut tokens = Vec::new();
            scan(text, &mut tokens);
            let mut at = gap_end(text, 0).1;
            for t in &tokens {
                assert_eq!(t.span.start as usize, at, "{text:?}");
                assert!(!t.span.is_empty(), "{text:?}");
                at = gap_end(text, t.span.end as usize).1;
            }
            assert_eq!(at, text.len(), "{text:?}");
        }
    }
}

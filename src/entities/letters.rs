//! Scripts without spaces: the tagger reads them letter by letter, as no word list says where a word ends.

use crate::span::Span;
use crate::token::{Gap, Kind, Script, Token};

/// Whether a token is a run of words that nothing parts.
pub(crate) fn unspaced(token: &Token) -> bool {
    use Script::{Bopomofo, Han, Hiragana, Katakana, Khmer, Lao, Myanmar, Thai};
    let script = matches!(token.script, Han | Hiragana | Katakana | Bopomofo | Thai | Lao | Khmer | Myanmar);
    script && token.kind == Kind::Word
}

/// The tokens with each letter of a script without spaces as one of its own; vowel signs and marks stay with none.
pub(crate) fn apart(text: &str, tokens: &[Token]) -> Vec<Token> {
    let mut letters = Vec::with_capacity(tokens.len());
    for token in tokens {
        if !unspaced(token) {
            letters.push(*token);
            continue;
        }
        for (at, c) in token.text(text).char_indices() {
            let start = token.span.start as usize + at;
            letters.push(Token { span: Span::new(start, start + c.len_utf8()), gap: Gap::None, ..*token });
        }
        if let Some(last) = letters.last_mut() {
            last.gap = token.gap;
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token;

    #[test]
    fn letters_stand_alone_and_words_stay() {
        let text = "東京 and 大阪。";
        let mut tokens = Vec::new();
        token::scan(text, &mut tokens);
        let letters = apart(text, &tokens);
        let read: Vec<&str> = letters.iter().map(|t| t.text(text)).collect();
        assert_eq!(read, ["東", "京", "and", "大", "阪", "。"]);
        assert_eq!(letters[0].gap, Gap::None);
        assert_eq!(letters[1].gap, Gap::Space);
    }
}

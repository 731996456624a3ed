//! Account numbers: IBAN.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::Candidate;
use super::codes::push;
use super::text::Text;
use crate::data;
use crate::document::Label;
use crate::token::{Case, Gap, Token};

/// Length of an IBAN by country.
fn lengths() -> &'static FxHashMap<&'static str, usize> {
    static LENGTHS: OnceLock<FxHashMap<&'static str, usize>> = OnceLock::new();
    LENGTHS
        .get_or_init(|| data::rows(data::IBAN_LENGTHS).map(|row| (row[0], row[1].parse().expect("length"))).collect())
}

/// Two letters, two check digits, groups of letters and digits with single spaces; right only by its checksum.
pub(super) fn iban(text: &Text, i: usize, token: Token, found: &mut Vec<Candidate>) -> Option<usize> {
    if token.case != Case::Upper
        || token.span.len() != 2
        || token.gap != Gap::None && token.gap != Gap::Space
        || !text.is_number(i + 1)
    {
        return None;
    }
    let length = *lengths().get(text.str(i))?;
    let mut code = String::with_capacity(length);
    let mut end = i;
    while code.len() < length {
        let part = text.str(end);
        let gap = end == i || matches!(text.token(end - 1)?.gap, Gap::None | Gap::Space);
        if part.is_empty()
            || !gap
            || !part.bytes().all(|b| b.is_ascii_alphanumeric())
            || code.len() + part.len() > length
        {
            return None;
        }
        code.push_str(part);
        end += 1;
    }
    let spells = checksum(&code.to_ascii_uppercase()) == 1;
    spells.then(|| {
        let span = super::amounts::span(text, i, end);
        push(found, span, Label::Iban, code.to_ascii_uppercase(), 0.99);
        end
    })
}

/// The remainder by 97 of the number an IBAN spells (ISO 7064 MOD 97-10).
fn checksum(code: &str) -> u32 {
    let (head, tail) = code.split_at(4);
    tail.bytes().chain(head.bytes()).fold(0, |rest, b| match b {
        b'0'..=b'9' => (rest * 10 + u32::from(b - b'0')) % 97,
        _ => (rest * 100 + u32::from(b - b'A') + 10) % 97,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Value;
    use crate::draft::Draft;

    #[test]
    fn an_iban_needs_its_checksum() {
        let value = |text: &str| {
            let draft = Draft::new(text);
            let text = Text::read(&draft);
            let mut found = Vec::new();
            let first = (0..text.len()).find_map(|i| iban(&text, i, draft.tokens[i], &mut found));
            first.and_then(|_| found.pop()?.value)
        };
        let right = Value::Text("DE89370400440532013000".to_owned());
        assert_eq!(value("IBAN DE89 3704 0044 0532 0130 00 bitte"), Some(right));
        assert_eq!(value("DE88 3704 0044 0532 0130 00"), None);
    }
}

//! Texts that were read in a wrong code page from the first character to the last.

use super::spans::{Found, sequence, skip_ascii};
use crate::span::Span;

/// Runs of damaged characters from which on a text in which all are alike is no chance.
const FEWEST: usize = 3;

/// The damaged runs of a text in which every character but those of ASCII is part of one in a page; `None` for others.
/// What no single run could tell, a rare letter or sign, is told by the rest.
pub(super) fn damaged(text: &str, page: usize) -> Option<Vec<Found>> {
    let bytes = text.as_bytes();
    let (mut found, mut at) = (Vec::new(), skip_ascii(bytes, 0));
    while at < bytes.len() {
        let (start, mut decoded) = (at, String::new());
        while bytes.get(at).is_some_and(|byte| !byte.is_ascii()) {
            let (c, length, lost) = sequence(&text[at..], page)?;
            if lost {
                return None;
            }
            decoded.push(c);
            at += length;
        }
        found.push(Found { span: Span::new(start, at), text: decoded, strong: true });
        at = skip_ascii(bytes, at);
    }
    (found.len() >= FEWEST).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::pages::WINDOWS_1252;

    #[test]
    fn every_character_has_to_be_damaged() {
        let texts = |text: &str| damaged(text, WINDOWS_1252).map(|all| all.into_iter().map(|f| f.text).collect());
        // A letter of Glagolitic by itself would be no reason.
        let found: Option<Vec<String>> = texts("Ã©t, â°€, dÃ¼n");
        assert_eq!(found, Some(vec!["é".to_owned(), "Ⰰ".to_owned(), "ü".to_owned()]));
        assert!(texts("Ã©t, ñ, dÃ¼n, Ã¨").is_none() && texts("Ã©t, dÃ¼n").is_none());
    }
}

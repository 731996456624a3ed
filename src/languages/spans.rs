//! From labelled words to language spans that tile the visible text, and to a language for every token.

use crate::document::LanguageSpan;
use crate::draft::{Draft, TokenLanguage};
use crate::language::Language;
use crate::languages::joints;
use crate::languages::words::Unit;
use crate::span::Span;
use crate::token::Token;

/// Spans in the draft's text, and the language of each token.
pub(crate) struct Labelled {
    pub spans: Vec<LanguageSpan>,
    pub tokens: Vec<TokenLanguage>,
}

impl Labelled {
    /// Marks, numbers and addresses take the language around them.
    pub(crate) fn new(text: &str, tokens: &[Token], units: &[Unit], labels: &[TokenLanguage]) -> Self {
        let spans = spans(text, tokens, units, labels);
        Labelled { tokens: of_tokens(tokens, units, labels, &spans), spans }
    }
}

/// The language of each token of a part of a text.
pub(crate) fn of_stretch(text: &str, tokens: &[Token], units: &[Unit], labels: &[TokenLanguage]) -> Vec<TokenLanguage> {
    let Some(first) = labels.first() else { return vec![TokenLanguage::default(); tokens.len()] };
    if labels.iter().all(|label| label == first) {
        return vec![*first; tokens.len()];
    }
    of_tokens(tokens, units, labels, &spans(text, tokens, units, labels))
}

/// Runs of one language, from the first token to the last, parted at white space where there is some.
fn spans(text: &str, tokens: &[Token], units: &[Unit], labels: &[TokenLanguage]) -> Vec<LanguageSpan> {
    let (Some(head), Some(tail)) = (tokens.first(), tokens.last()) else { return Vec::new() };
    if units.is_empty() && !text.chars().any(char::is_alphabetic) {
        return Vec::new();
    }
    let mut spans = Vec::new();
    let mut start = head.span.start;
    let (mut sum, mut count) = (0.0f64, 0u32);
    for (at, (unit, label)) in units.iter().zip(labels).enumerate() {
        if at > 0 && labels[at - 1].language != label.language {
            let sides = [&units[at - 1], unit].map(|u| (u.token as usize, u.span));
            let (end, next) = joints::cut(text, tokens, sides[0], sides[1]);
            let confidence = (sum / f64::from(count)) as f32;
            spans.push(LanguageSpan { span: Span { start, end }, language: labels[at - 1].language, confidence });
            (start, sum, count) = (next, 0.0, 0);
        }
        sum += f64::from(label.confidence);
        count += 1;
    }
    let language = labels.last().map_or(Language::UND, |l| l.language);
    let confidence = (sum / f64::from(count.max(1))) as f32;
    spans.push(LanguageSpan { span: Span { start, end: tail.span.end }, language, confidence });
    spans
}

/// The language of each token: that of the span that holds most of it.
fn of_tokens(tokens: &[Token], units: &[Unit], labels: &[TokenLanguage], spans: &[LanguageSpan]) -> Vec<TokenLanguage> {
    let (mut at, mut unit) = (0, 0);
    let language = |(index, token): (usize, &Token)| {
        while at < spans.len() && spans[at].span.end <= token.span.start {
            at += 1;
        }
        let held = spans[at.min(spans.len())..].iter().take_while(|s| s.span.start < token.span.end);
        let overlap = |s: &LanguageSpan| s.span.end.min(token.span.end) - s.span.start.max(token.span.start);
        let Some(span) = held.max_by_key(|s| overlap(s)) else { return TokenLanguage::default() };
        while unit < units.len() && (units[unit].token as usize) < index {
            unit += 1;
        }
        let own = units.get(unit).filter(|u| u.token as usize == index).map(|_| labels[unit]);
        let confidence = own.map_or(span.confidence, |own| own.confidence);
        TokenLanguage { language: span.language, confidence }
    };
    tokens.iter().enumerate().map(language).collect()
}

/// The spans in the text as given: disjoint, not empty, covering everything visible, neighbours of different languages.
pub(crate) fn in_original(draft: &Draft, spans: Vec<LanguageSpan>) -> Vec<LanguageSpan> {
    let text = &draft.document.text;
    let mut found: Vec<LanguageSpan> = Vec::with_capacity(spans.len());
    for mut next in spans {
        next.span = draft.original(next.span);
        let Some(last) = found.last_mut() else {
            next.span.start = visible_start(text, next.span.start);
            found.push(next);
            continue;
        };
        next.span.start = next.span.start.max(last.span.end);
        next.span.end = next.span.end.max(next.span.start);
        last.span.end = visible_end(text, last.span.end, next.span.start);
        if next.language == last.language {
            last.span.end = next.span.end;
        } else if !next.span.is_empty() {
            found.push(next);
        }
    }
    if let Some(last) = found.last_mut() {
        last.span.end = visible_end(text, last.span.end, text.len() as u32);
    } else if text.chars().any(char::is_alphabetic) {
        // letters that were none once read in the right encoding: `â€œ`, `&nbsp;`
        let span = Span { start: 0, end: visible_end(text, 0, text.len() as u32) };
        found.push(LanguageSpan { span, language: Language::UND, confidence: 0.0 });
    }
    found
}

/// Where the visible text before `start` begins, or `start`.
fn visible_start(text: &str, start: u32) -> u32 {
    let before = &text[..start as usize];
    (before.len() - before.trim_start().len()) as u32
}

/// Where the visible text from `end` to `limit` ends, or `end`.
fn visible_end(text: &str, end: u32, limit: u32) -> u32 {
    end + text[end as usize..limit as usize].trim_end().len() as u32
}

//! One document under work: its current text and tokens, and the [`Document`] being filled.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::document::{Document, Edit};
use crate::language::Language;
use crate::offset_map::{self, OffsetMap};
use crate::span::Span;
use crate::token::{self, Gap, Token};

/// The language of a token.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct TokenLanguage {
    pub language: Language,
    pub confidence: f32,
    /// How frequent the word is in that language, as the lexicon has it; `None` where it was not asked.
    pub level: Option<Option<u8>>,
}

/// A stretch of a long text as it was labelled: what the next round of mending need not do again.
pub(crate) struct Piece {
    /// Where it stands.
    pub span: Span,
    /// What else its labels depend on: the language before it, and whether the text is in capitals.
    pub before: (Option<u8>, bool),
    /// The language of each of its words, and the last one as the next piece takes it.
    pub labels: Vec<TokenLanguage>,
    pub last: Option<u8>,
}

/// The work bench of the jobs. They read `text`, `tokens` and `languages`, and fill `document`.
pub(crate) struct Draft {
    /// The text with all edits so far; at first the text as given.
    pub text: String,
    /// The tokens of `text`.
    pub tokens: Vec<Token>,
    /// The language of each token, marks and numbers among them; empty before `languages` ran.
    pub languages: Vec<TokenLanguage>,
    /// What is known so far, in places of the text as given.
    pub document: Document,
    /// How often the text was changed.
    pub changes: u32,
    /// The pieces of a long text as they were labelled last, by their text, without those that an edit touched since.
    pub pieces: FxHashMap<String, Piece>,
    /// The tokens in which judging again would find nothing: inside pieces that were judged and not edited since.
    pub settled: Vec<Range<usize>>,
    /// Whether spaces before marks were no style of the text when it was judged last.
    pub spaced_by_accident: Option<bool>,
    map: OffsetMap,
}

impl Draft {
    pub(crate) fn new(text: &str) -> Self {
        let document = Document { text: text.to_owned(), ..Document::default() };
        let mut draft = Draft {
            text: text.to_owned(),
            tokens: Vec::new(),
            languages: Vec::new(),
            document,
            changes: 0,
            pieces: FxHashMap::default(),
            settled: Vec::new(),
            spaced_by_accident: None,
            map: OffsetMap::default(),
        };
        token::scan(&draft.text, &mut draft.tokens);
        draft
    }

    /// Makes sorted, disjoint edits of the current text: it is scanned anew, and tokens keep their language.
    pub(crate) fn apply(&mut self, edits: Vec<Edit>) {
        if edits.is_empty() {
            return;
        }
        let step = OffsetMap::new(&edits);
        self.settled.clear();
        self.pieces.retain(|_, piece| {
            let next = edits.partition_point(|edit| edit.span.end < piece.span.start);
            edits.get(next).is_none_or(|edit| edit.span.start > piece.span.end)
        });
        let mended = offset_map::apply(&self.text, &edits);
        let done = std::mem::take(&mut self.document.edits);
        self.document.edits = offset_map::compose(done, edits, &self.text);
        // An edit that takes back an earlier one leaves nothing to do.
        let text = &self.document.text;
        self.document.edits.retain(|edit| text[edit.span.range()] != edit.replacement);
        self.changes += 1;
        self.map = OffsetMap::new(&self.document.edits);
        self.text = mended;
        let old = std::mem::take(&mut self.tokens);
        token::scan(&self.text, &mut self.tokens);
        if !self.languages.is_empty() {
            self.languages = carried(&old, &self.languages, &self.tokens, &step);
        }
    }

    /// Takes back all edits.
    pub(crate) fn restart(&mut self) {
        self.text.clone_from(&self.document.text);
        self.document.edits.clear();
        self.map = OffsetMap::default();
        self.languages.clear();
        self.settled.clear();
        token::scan(&self.text, &mut self.tokens);
    }

    /// A span of the current text in the text as given.
    pub(crate) fn original(&self, span: Span) -> Span {
        if self.map.is_empty() { span } else { self.map.span_before(span) }
    }

    /// Where the character that begins at an offset of the text as given begins in the current text.
    pub(crate) fn current(&self, offset: u32) -> u32 {
        self.map.start_after(offset)
    }

    /// The text of a token.
    pub(crate) fn word(&self, index: usize) -> &str {
        self.tokens[index].text(&self.text)
    }

    /// The language of a token; `und` where it is not known.
    pub(crate) fn language(&self, index: usize) -> Language {
        self.languages.get(index).map_or(Language::UND, |l| l.language)
    }

    /// The white space behind a token, up to the next token or the end.
    pub(crate) fn gap(&self, index: usize) -> Span {
        let next = self.tokens.get(index + 1).map_or(self.text.len() as u32, |t| t.span.start);
        Span { start: self.tokens[index].span.end, end: next }
    }

    /// Whether nothing stands between a token and the one before it.
    pub(crate) fn joined_before(&self, index: usize) -> bool {
        index > 0 && self.tokens[index - 1].gap == Gap::None
    }
}

/// The languages of new tokens, each from the old token that its first character came from.
fn carried(old: &[Token], languages: &[TokenLanguage], new: &[Token], step: &OffsetMap) -> Vec<TokenLanguage> {
    let mut at = 0;
    let language = |token: &Token| {
        let start = step.start_before(token.span.start);
        while at + 1 < old.len() && old[at].span.end <= start {
            at += 1;
        }
        // The token may have become another word.
        languages.get(at).map(|&known| TokenLanguage { level: None, ..known }).unwrap_or_default()
    };
    new.iter().map(language).collect()
}

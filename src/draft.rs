//! One document under work: its current text and tokens, and the [`Document`] being filled.

use std::cell::{OnceCell, RefCell};
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::document::{Document, Edit};
use crate::language::Language;
use crate::lexicon;
use crate::offset_map::{self, OffsetMap};
use crate::options::Options;
use crate::quotation::Marks;
use crate::span::Span;
use crate::token::{self, Case, Gap, Kind, Script, Token};

/// The language of a token.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct TokenLanguage {
    pub language: Language,
    pub confidence: f32,
}

/// The languages of some tokens of a text by themselves.
pub(crate) type Label = fn(&str, &[Token], &Options) -> Vec<TokenLanguage>;

/// Tokens that are labelled together when the language of one of them is asked for.
struct Stretch {
    first: usize,
    labels: OnceCell<Vec<TokenLanguage>>,
}

/// Tokens of a stretch: from so many on it ends with a sentence or a line, at the latest with so many.
const SHORTEST_STRETCH: usize = 16;
const LONGEST_STRETCH: usize = 48;
/// Further from a paragraph that an edit changed than this many tokens, a joint is judged as before: languages reach
/// from one short paragraph to the next, rules as far.
const REACH: usize = 96;

/// Tokens to each side of a token among which words are looked for that tell its language.
const TOKENS_AROUND: usize = 12;

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
    /// The tokens in which judging again would find nothing: those that no edit came near since they were judged.
    pub settled: Vec<Range<usize>>,
    /// Whether spaces before marks were no style of the text when it was judged last.
    pub spaced_by_accident: Option<bool>,
    label: Option<(Label, Arc<Options>)>,
    /// The languages that [`lexicon::home`] tells, by the token asked about.
    homes: RefCell<FxHashMap<usize, Option<Language>>>,
    stretches: OnceCell<Vec<Stretch>>,
    marks: OnceCell<Marks>,
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
            settled: Vec::new(),
            spaced_by_accident: None,
            label: None,
            homes: RefCell::default(),
            stretches: OnceCell::new(),
            marks: OnceCell::new(),
            map: OffsetMap::default(),
        };
        token::scan(&draft.text, &mut draft.tokens);
        draft
    }

    /// A draft whose words can be asked for their language before all are labelled.
    pub(crate) fn labelled(text: &str, label: Label, options: Arc<Options>) -> Self {
        Draft { label: Some((label, options)), ..Draft::new(text) }
    }

    /// Makes sorted, disjoint edits of the current text, which is scanned anew.
    pub(crate) fn apply(&mut self, edits: Vec<Edit>) {
        if edits.is_empty() {
            return;
        }
        let mended = offset_map::apply(&self.text, &edits);
        let done = std::mem::take(&mut self.document.edits);
        self.document.edits = offset_map::compose(done, edits, &self.text);
        // An edit that takes back an earlier one leaves nothing to do.
        let text = &self.document.text;
        self.document.edits.retain(|edit| text[edit.span.range()] != edit.replacement);
        self.changes += 1;
        self.map = OffsetMap::new(&self.document.edits);
        self.renew(mended);
    }

    /// Takes back all edits.
    pub(crate) fn restart(&mut self) {
        self.document.edits.clear();
        self.map = OffsetMap::default();
        self.renew(self.document.text.clone());
    }

    fn renew(&mut self, text: String) {
        self.text = text;
        self.settled.clear();
        self.languages.clear();
        self.homes.get_mut().clear();
        self.stretches.take();
        self.marks.take();
        token::scan(&self.text, &mut self.tokens);
    }

    /// Makes the edits of a text that was judged all over. What they did not come near is settled.
    pub(crate) fn settle(&mut self, edits: Vec<Edit>) {
        let step = OffsetMap::new(&edits);
        let places: Vec<Span> = edits.iter().map(|edit| edit.span).collect();
        self.apply(edits);
        let paragraph = |token: &Token| token.gap >= Gap::Paragraph;
        let (mut from, mut end) = (0, 0);
        for place in places {
            let (start, stop) = (step.start_after(place.start), step.start_after(place.end));
            let first = self.tokens.partition_point(|token| token.span.end < start);
            let last = self.tokens.partition_point(|token| token.span.start <= stop);
            let between = self.tokens.get(from..first).unwrap_or_default();
            let begin = between.iter().rposition(paragraph).map_or(from, |at| from + at + 1);
            if begin > from + REACH {
                self.settled.push(from..begin - REACH);
            }
            // Many edits of one paragraph end with it alike.
            if last >= end {
                end = self.tokens[last..].iter().position(paragraph).map_or(self.tokens.len(), |at| last + at + 1);
            }
            from = (end + REACH).min(self.tokens.len()).max(from);
        }
        if from < self.tokens.len() {
            self.settled.push(from..self.tokens.len());
        }
    }

    /// A span of the current text in the text as given.
    pub(crate) fn original(&self, span: Span) -> Span {
        if self.map.is_empty() { span } else { self.map.span_before(span) }
    }

    /// Where the character that begins at an offset of the text as given begins in the current text.
    pub(crate) fn current(&self, offset: u32) -> u32 {
        self.map.start_after(offset)
    }

    /// The quotation marks of the current text.
    pub(crate) fn marks(&self) -> &Marks {
        self.marks.get_or_init(|| Marks::of(&self.text, &self.tokens))
    }

    /// The text of a token.
    pub(crate) fn word(&self, index: usize) -> &str {
        self.tokens[index].text(&self.text)
    }

    /// The language of a token; `und` where it is not known.
    pub(crate) fn language(&self, index: usize) -> Language {
        self.languages.get(index).map_or(Language::UND, |l| l.language)
    }

    /// The language of a token as the words around it tell, whether or not the whole text was labelled: most often the
    /// nearest few leave no doubt, else the stretch of text that it is in is labelled when it is first asked for.
    pub(crate) fn near_language(&self, index: usize) -> TokenLanguage {
        let Some((label, options)) = &self.label else { return TokenLanguage::default() };
        if options.languages.is_none() {
            let home = *self.homes.borrow_mut().entry(index).or_insert_with(|| self.home(index));
            if let Some(language) = home {
                return TokenLanguage { language, confidence: 1.0 };
            }
        }
        let stretches = self.stretches.get_or_init(|| stretches(&self.text, &self.tokens));
        let next = stretches.partition_point(|stretch| stretch.first <= index);
        let Some(stretch) = next.checked_sub(1).map(|at| &stretches[at]) else { return TokenLanguage::default() };
        let labels = stretch.labels.get_or_init(|| {
            let end = stretches.get(next).map_or(self.tokens.len(), |stretch| stretch.first);
            // So few words that their language is hard to tell are labelled with those around them.
            let around = LONGEST_STRETCH.saturating_sub(end - stretch.first) / 2;
            let (from, to) = (stretch.first.saturating_sub(around), (end + around).min(self.tokens.len()));
            let labels = label(&self.text, &self.tokens[from..to], options);
            labels[stretch.first - from..end - from].to_vec()
        });
        labels.get(index - stretch.first).copied().unwrap_or_default()
    }

    /// The language in which the words nearest to a token are at home: those of its sentence or, where these leave a
    /// doubt, more, if its sentence does not speak against them. The word itself must not be one of another language.
    fn home(&self, index: usize) -> Option<Language> {
        let (script, near) = self.words_around(index, false)?;
        let home = lexicon::home(near.clone(), script).or_else(|| {
            let (script, wide) = self.words_around(index, true)?;
            let home = lexicon::home(wide, script)?;
            lexicon::may_be_at_home(near, script, home).then_some(home)
        })?;
        let own = self.tokens.get(index).filter(|token| token.case == Case::Lower).map(|token| token.text(&self.text));
        lexicon::may_be_at_home(own.into_iter(), script, home).then_some(home)
    }

    /// The lower-case words nearest to a token, `across` the ends of sentences or not, and their script; `None` where
    /// words of different scripts stand together.
    fn words_around(&self, index: usize, across: bool) -> Option<(Script, impl Iterator<Item = &str> + Clone)> {
        let parts = |k: &usize| self.tokens[*k].gap >= Gap::Paragraph || is_stop(&self.tokens[*k], &self.text);
        let reach = if across { 2 * TOKENS_AROUND } else { TOKENS_AROUND };
        let (mut first, mut end) = (index.saturating_sub(reach), (index + reach).min(self.tokens.len()));
        if !across {
            first = (first..index).rev().find(parts).map_or(first, |k| k + 1);
            end = (index..end).find(parts).map_or(end, |k| k + 1);
        }
        let (before, behind) = (self.tokens.get(first..index)?, &self.tokens[index..end]);
        let mut scripts = behind.iter().chain(before).filter(|token| token.is_word()).map(|token| token.script);
        let script = scripts.next()?;
        if scripts.any(|other| other != script) {
            return None;
        }
        // The nearest first, from both sides in turns.
        let most = before.len().max(behind.len());
        let turns = (0..most).flat_map(move |k| [before.iter().nth_back(k), behind.get(k)]);
        let lower = turns.flatten().filter(|token| token.case == Case::Lower);
        Some((script, lower.map(|token| token.text(&self.text))))
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

fn is_stop(token: &Token, text: &str) -> bool {
    token.kind == Kind::Punctuation && matches!(text.as_bytes()[token.span.start as usize], b'.' | b'!' | b'?')
}

/// Cuts tokens into stretches, each paragraph by itself: then an edit changes none far from its paragraph.
fn stretches(text: &str, tokens: &[Token]) -> Vec<Stretch> {
    let mut stretches = Vec::with_capacity(1 + tokens.len() / SHORTEST_STRETCH);
    let mut first = 0;
    for (i, token) in tokens.iter().enumerate() {
        let length = i + 1 - first;
        let parts = || token.gap >= Gap::Line || token.gap == Gap::Space && is_stop(token, text);
        if token.gap == Gap::Paragraph
            || length >= SHORTEST_STRETCH && (length >= LONGEST_STRETCH || parts())
            || i + 1 == tokens.len()
        {
            stretches.push(Stretch { first, labels: OnceCell::new() });
            first = i + 1;
        }
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::EditKind;

    #[test]
    fn no_paragraph_with_an_edit_is_settled() {
        let far = "a b ".repeat(300);
        let text = format!("{far}\n\nc  d\n\ne f  g {far}\n\n{far}");
        let mut draft = Draft::new(&text);
        let gap = |word: &str| text.find(word).expect("it stands there") as u32 + 1;
        let places = [gap("c  d"), gap("f  g")].map(|start| Span { start, end: start + 1 });
        let edits = places.map(|span| offset_map::edit(span, "", EditKind::Whitespace, "test", 1.0));
        draft.settle(edits.to_vec());
        let [first, second] = ["c", "e"].map(|word| (0..draft.tokens.len()).find(|&i| draft.word(i) == word));
        let (first, second) = (first.expect("a token"), second.expect("a token"));
        let touched = [first..first + 2, second..second + 603];
        assert!(touched.into_iter().flatten().all(|i| draft.settled.iter().all(|range| !range.contains(&i))));
        assert!(draft.settled.iter().any(|range| range.contains(&0)));
        assert!(draft.settled.iter().any(|range| range.contains(&(draft.tokens.len() - 1))));
    }
}

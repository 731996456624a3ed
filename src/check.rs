//! Proves the invariants of a [`Document`].

use crate::analyzer::Analyzer;
use crate::document::Document;
use crate::offset_map;
use crate::span::Span;

impl Document {
    /// Proves what every document promises, as the analyzer that made it sees it: spans lie on character boundaries,
    /// are sorted and disjoint; languages cover every letter once; edits applied to `text` give `mended`; mending
    /// again changes nothing; offsets come back; shares add up to 1.
    ///
    /// # Errors
    /// The first promise that is broken, and where.
    pub fn check(&self, analyzer: &Analyzer) -> Result<(), String> {
        let edits: Vec<Span> = self.edits.iter().map(|e| e.span).collect();
        let languages: Vec<Span> = self.languages.iter().map(|l| l.span).collect();
        let sentences: Vec<Span> = self.sentences.iter().map(|s| s.span).collect();
        let entities: Vec<Span> = self.entities.iter().map(|e| e.span).collect();
        self.check_spans("edits", &edits, true)?;
        self.check_spans("languages", &languages, false)?;
        self.check_spans("sentences", &sentences, false)?;
        self.check_spans("entities", &entities, false)?;
        self.check_edits(analyzer)?;
        self.check_languages(analyzer, &languages)?;
        self.check_confidences()
    }

    fn check_spans(&self, list: &str, spans: &[Span], may_be_empty: bool) -> Result<(), String> {
        for span in spans {
            let (start, end) = (span.start as usize, span.end as usize);
            if start > end || !self.text.is_char_boundary(start) || !self.text.is_char_boundary(end) {
                return Err(format!("{list}: {span:?} is not on character boundaries"));
            }
            if start == end && !may_be_empty {
                return Err(format!("{list}: {span:?} is empty"));
            }
        }
        match spans.windows(2).find(|w| w[0].end > w[1].start || w[0] == w[1]) {
            Some(pair) => Err(format!("{list}: {pair:?} overlap or are out of order")),
            None => Ok(()),
        }
    }

    fn check_edits(&self, analyzer: &Analyzer) -> Result<(), String> {
        if offset_map::apply(&self.text, &self.edits) != self.mended {
            return Err("edits applied to text do not give mended".into());
        }
        if let Some(edit) = self.edits.iter().find(|e| self.text[e.span.range()] == e.replacement) {
            return Err(format!("edit {edit:?} changes nothing"));
        }
        if !analyzer.options().tasks.edits {
            return Ok(());
        }
        let again = analyzer.mend(&self.mended);
        if again != self.mended {
            return Err(format!("mended twice differs from mended once: {:?}", difference(&self.mended, &again)));
        }
        let inside = |offset: u32| self.edits.iter().any(|e| e.span.start <= offset && offset <= e.span.end);
        let starts = self.text.char_indices().map(|(i, _)| i as u32).filter(|&i| !inside(i));
        let step = 1 + self.text.len() / 1000;
        match starts.step_by(step).find(|&i| self.to_original(self.to_mended(i)) != i) {
            Some(offset) => Err(format!("offset {offset} does not come back from the mended text")),
            None => Ok(()),
        }
    }

    fn check_languages(&self, analyzer: &Analyzer, spans: &[Span]) -> Result<(), String> {
        if !analyzer.options().tasks.languages {
            return Ok(());
        }
        let mut rest = spans.iter().peekable();
        let mut edits = self.edits.iter().peekable();
        for (at, c) in self.text.char_indices().filter(|(_, c)| c.is_alphabetic()) {
            // What an edit puts right, such as `&amp;`, only looks like letters.
            while edits.next_if(|edit| edit.span.end as usize <= at).is_some() {}
            if edits.peek().is_some_and(|edit| edit.span.start as usize <= at) {
                continue;
            }
            while rest.next_if(|span| span.end as usize <= at).is_some() {}
            if rest.peek().is_none_or(|span| span.start as usize > at) {
                return Err(format!("letter {c:?} at byte {at} is in no language span"));
            }
        }
        if self.languages.windows(2).any(|w| w[0].language == w[1].language) {
            return Err("neighbouring language spans have the same language".into());
        }
        let sum: f64 = self.mix.shares.iter().map(|s| s.1).sum();
        if !self.mix.shares.is_empty() && (sum - 1.0).abs() > 1e-6 {
            return Err(format!("shares of languages add up to {sum}"));
        }
        Ok(())
    }

    fn check_confidences(&self) -> Result<(), String> {
        let all = self.edits.iter().map(|e| e.confidence);
        let all = all.chain(self.languages.iter().map(|l| l.confidence));
        let mut all = all.chain(self.entities.iter().map(|e| e.confidence));
        match all.find(|c| !(0.0..=1.0).contains(c)) {
            Some(c) => Err(format!("a confidence is {c}")),
            None => Ok(()),
        }
    }
}

/// The first place where two texts differ, with a little of both.
fn difference<'a>(a: &'a str, b: &'a str) -> (String, String) {
    let at = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    let around = |text: &str| text.chars().skip(at.saturating_sub(20)).take(40).collect();
    (around(a), around(b))
}

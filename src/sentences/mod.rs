//! Job: sentences. Every mark that may end one is judged by the words on both sides, each in its own language.
//!
//! A sentence is a run of tokens, so the spans leave out the white space around it and leave no visible character
//! uncovered; closing quotation marks and brackets belong to the sentence that they close.

mod initials;
mod lines;
mod marks;
mod notes;
mod quotations;
mod stops;

use crate::document::{EditKind, Sentence};
use crate::draft::Draft;
use crate::language::Language;
use crate::lexicon;
use crate::options::Options;
use crate::quotation::{Marks, Role};
use crate::sentences::marks::{Mark, is_bullet, is_cry_name, is_rule, is_unspaced, mark};
use crate::span::Span;
use crate::token::{Case, Gap, Kind, Script, Token};

/// A bracket open for more tokens than this is taken for one never closed.
const BRACKET: usize = 80;
/// Words that are looked at for whether a text has capitals, and how many in small letters there are for each with a
/// capital where it has but a few.
const FIRST_WORDS: usize = 4000;
const CAPITALS: usize = 25;
/// Starter levels: from 0, capitalised anywhere, to 15, only at the start of sentences.
const LIKELY: u8 = 9;
const SURE: u8 = 13;

pub(crate) fn run(draft: &mut Draft, _options: &Options) {
    let ends = Segmenter::new(draft).ends();
    let (mut first, mut covered) = (0, 0);
    for end in ends {
        let span = Span { start: draft.tokens[first].span.start, end: draft.tokens[end].span.end };
        let language = if draft.languages.is_empty() { Language::UND } else { language(draft, first, end) };
        let mut span = draft.original(span);
        // Where one edit made the end of a sentence and the start of the next, the first takes what was edited.
        span.start = span.start.max(covered);
        if span.start < span.end {
            let text = &draft.document.text[span.range()];
            span.start += (text.len() - text.trim_start().len()) as u32;
        }
        if span.start < span.end {
            draft.document.sentences.push(Sentence { span, language });
            covered = span.end;
        }
        first = end + 1;
    }
}

/// The language of most letters between two tokens.
fn language(draft: &Draft, first: usize, last: usize) -> Language {
    let mut counts: [(Language, u32); 4] = [(Language::UND, 0); 4];
    for i in first..=last {
        let token = draft.tokens[i];
        if token.is_word() {
            let language = draft.language(i);
            let slot = counts.iter().position(|c| c.0 == language || c.1 == 0);
            let slot = &mut counts[slot.unwrap_or(3)];
            *slot = (language, slot.1 + token.span.len() as u32);
        }
    }
    counts.iter().rev().max_by_key(|c| c.1).map_or(Language::UND, |c| c.0)
}

struct Segmenter<'a> {
    draft: &'a Draft,
    text: &'a str,
    tokens: &'a [Token],
    marks: &'a Marks,
    /// Hardly a capital in the text: a lower-case word may begin a sentence.
    lowered: bool,
    /// Where a sentence begins that was glued to the one before: mending has judged it already.
    parted: Vec<u32>,
}

impl<'a> Segmenter<'a> {
    fn new(draft: &'a Draft) -> Self {
        let tokens = &draft.tokens[..];
        let words = tokens.iter().enumerate().filter(|(_, t)| t.is_word() && t.case != Case::None).take(FIRST_WORDS);
        let (mut capitals, mut lowers, mut begun) = (0, 0, 0);
        for (i, token) in words {
            let lower = token.case == Case::Lower;
            *(if lower { &mut lowers } else { &mut capitals }) += 1;
            // So many leave too few words to be in small letters.
            if capitals * CAPITALS > tokens.len().min(FIRST_WORDS) {
                break;
            }
            // Behind a full stop more words begin in capitals than not.
            if i == 0 || tokens[i - 1].gap != Gap::None && matches!(tokens[i - 1].text(&draft.text), "." | "?" | "!") {
                begun += if lower { -1 } else { 1 };
            }
        }
        // Ordinary text has a capital in 6 of 100 words and more; a lower-cased one may keep a few.
        let first = tokens.iter().find(|t| t.is_word() && t.case != Case::None);
        let one_sentence = capitals == 1 && first.is_some_and(|t| t.case != Case::Lower);
        let lowered = lowers > 4 && capitals * CAPITALS <= lowers && begun <= 0 && !one_sentence;
        // Where a later edit took the stop away, nothing is parted.
        let blank = |span: Span| draft.document.text[span.range()].trim().is_empty();
        let glued = draft.document.edits.iter().filter(|e| e.kind == EditKind::GluedSentence && blank(e.span));
        let parted = glued.map(|e| draft.current(e.span.end)).collect();
        Segmenter { draft, text: &draft.text, tokens, marks: draft.marks(), lowered, parted }
    }

    /// Whether a token is a word or number inside a line, behind which nothing ends but the item of a list.
    fn is_inside(&self, i: usize) -> bool {
        let token = &self.tokens[i];
        let marks = matches!(token.kind, Kind::Punctuation | Kind::Symbol);
        !marks && token.gap < Gap::Line && self.parted.is_empty()
    }

    /// Whether mending has put a sentence's end behind a token.
    fn is_parted(&self, token: usize) -> bool {
        self.tokens.get(token + 1).is_some_and(|next| self.parted.binary_search(&next.span.start).is_ok())
    }

    /// The last token of each sentence.
    fn ends(&self) -> Vec<usize> {
        let mut ends = Vec::new();
        let (mut i, mut first, mut open) = (0, 0, None);
        // Where a quotation ends, and one that is a part of the sentence.
        let (mut quotation, mut held) = ((0, 0), 0);
        let mut item = self.item(0);
        while i < self.tokens.len() {
            if item.is_none() && self.is_inside(i) {
                i += 1;
                continue;
            }
            // The next item of a list in one line: `1. milk 2. bread`.
            if i > first && item.is_some() && !self.joined(i) && self.follows_item(i, item) {
                ends.push(i - 1);
                (first, open) = (i, None);
                item = self.item(i);
            }
            let mut last = i;
            let mut ended = false;
            if self.tokens[i].kind == Kind::Punctuation {
                match self.word(i) {
                    "(" | "[" | "（" | "《" if i > first && self.is_closed(i) => open = Some(i),
                    ")" | "]" | "）" | "》" => open = None,
                    _ => {
                        if let Some(close) = self.quotation(i) {
                            quotation = (i, close);
                            held = if self.holds(first, i, close) { close } else { held };
                        }
                    }
                }
                ended = open.is_none() && self.parts_clauses(i);
                if let Some(mark) = self.mark(i) {
                    last = self.closers(i);
                    let inside = open.is_some_and(|o| i - o < BRACKET) && !self.closes_bracket(i, last) || last < held;
                    let inside = inside || last < quotation.1 && self.is_aside(quotation.0, last);
                    let inside = inside || open.is_some() && self.notes(i, last);
                    ended |= !inside && self.ends_sentence(mark, first, i, last);
                }
            }
            if last > i && self.closes_bracket(i, last) {
                open = None;
            }
            if self.smiles(first, i) {
                (open, ended) = (None, true);
            }
            ended |= self.is_parted(last);
            ended |= match self.tokens[last].gap {
                Gap::Paragraph | Gap::End => true,
                Gap::Line => self.ends_line(last),
                _ => false,
            };
            if ended {
                ends.push(last);
                (first, open) = (last + 1, None);
                item = self.item(first).or(item.filter(|_| self.tokens[last].gap < Gap::Line));
            }
            i = last + 1;
        }
        ends
    }

    /// What a token does to the sentence: in Armenian the colon is the full stop, in Greek the semicolon asks.
    fn mark(&self, i: usize) -> Option<Mark> {
        let behind = |script| i > 0 && self.tokens[i - 1].script == script;
        match self.word(i) {
            ":" if behind(Script::Armenian) => Some(Mark::Full),
            ";" | "\u{37E}" if behind(Script::Greek) => Some(Mark::Cry),
            // `Fax:? 203`: what is left of a character that was lost.
            "?" if self.joined(i) && self.word(i - 1) == ":" => None,
            // !Kung: a click is a letter.
            "!" if i > 0 && !self.joined(i) && self.tokens[i].gap == Gap::None => None,
            // In Armenian a sentence goes on behind an ellipsis.
            "..." | "…" if behind(Script::Armenian) => None,
            // `to--" Then`: who spoke was interrupted.
            "--" | "—" | "–" if self.joined(i) && self.tokens[i].gap == Gap::None => {
                (self.marks.role(i + 1) == Some(Role::Close)).then_some(Mark::Ellipsis)
            }
            word => mark(word).filter(|_| !self.is_shown(i)),
        }
    }

    /// Whether a semicolon, or in Italian a colon, has a sentence with a capital of its own behind it. Of 55 such
    /// semicolons in Romance treebanks 52 end a sentence there, and all 25 such colons in an Italian one.
    fn parts_clauses(&self, i: usize) -> bool {
        let mark = self.word(i);
        // French sets its semicolon off with a space.
        let near = self.joined(i) || mark == ";" && i > 0 && self.tokens[i - 1].gap == Gap::Space;
        if !matches!(mark, ";" | ":") || self.tokens[i].gap != Gap::Space || !near {
            return false;
        }
        let Some(next) = self.tokens.get(i + 1).filter(|t| t.case == Case::Capital) else { return false };
        if mark == ";" {
            // It was late; I left.
            return self.word(i - 1) != ")" && self.word(i + 1) != "I" && self.starter(i + 1) >= LIKELY;
        }
        let Ok(italian) = Language::from_code("it") else { return false };
        lexicon::starter(next.text(self.text), italian) >= Some(LIKELY) && self.language(i + 1) == italian
    }

    fn word(&self, i: usize) -> &'a str {
        self.tokens.get(i).map_or("", |t| t.text(self.text))
    }

    fn joined(&self, i: usize) -> bool {
        i > 0 && self.tokens[i - 1].gap == Gap::None
    }

    fn closes_bracket(&self, from: usize, to: usize) -> bool {
        (from + 1..=to).any(|k| matches!(self.word(k), ")" | "]" | "）" | "》"))
    }

    /// The last of the marks that belong to the sentence end at token `i`: more stops, closing brackets and quotes.
    fn closers(&self, i: usize) -> usize {
        let mut last = i;
        loop {
            let next = last + 1;
            let note = self.note(next).or_else(|| self.raised_note(i, last));
            if let Some(end) = note.or_else(|| self.double_mark(next, "'")) {
                last = end;
                continue;
            }
            if next >= self.tokens.len() || self.tokens[next].kind != Kind::Punctuation {
                return last;
            }
            let closes = match self.word(next) {
                ")" | "]" | "）" | "」" | "』" | "】" | "》" => self.tokens[last].gap == Gap::None,
                "'" if self.tokens[last].gap == Gap::None => self.tokens[next].gap != Gap::None,
                word if mark(word).is_some() => self.tokens[last].gap == Gap::None,
                _ => {
                    let spaced = matches!(self.tokens[last].gap, Gap::Space | Gap::Spaces);
                    // so . " Then: a mark with a space on both sides.
                    let apart = spaced && self.tokens[next].gap == Gap::Space && self.quotation_before(next);
                    let near = self.tokens[last].gap == Gap::None || spaced && self.word(next) == "»" || apart;
                    near && self.marks.role(next) == Some(Role::Close)
                }
            };
            if !closes {
                return last;
            }
            last = next;
        }
    }

    /// Whether a mark at token `i`, with what closes behind it up to `last`, ends the sentence that began at `first`.
    fn ends_sentence(&self, mark: Mark, first: usize, i: usize, last: usize) -> bool {
        let next = last + 1;
        let Some(token) = self.tokens.get(next) else { return true };
        let closed = last > i;
        if mark == Mark::Full {
            let numbers = i > 0 && self.tokens[i - 1].kind == Kind::Number && token.kind == Kind::Number;
            if numbers && self.tokens[i].gap == Gap::None {
                return false;
            }
            // 「はい。」と言った: what is quoted is a part of the sentence.
            let quoted = closed && !matches!(self.word(last), ")" | "）") && self.tokens[last].gap == Gap::None;
            return !(quoted && token.script == Script::Hiragana) && token.kind != Kind::Punctuation
                || !closed && self.opens(next)
                || self.tokens[last].gap != Gap::None;
        }
        if self.tokens[last].gap == Gap::None {
            return mark == Mark::Cry && self.begins_unspaced(i, token);
        }
        // so . . . I: an ellipsis with spaces.
        if mark == Mark::Stop && !self.joined(i) && i > first && self.word(i - 1) == "." {
            let dots = (first..=i).rev().take(5).take_while(|&k| self.word(k) == ".").count();
            let capital = self.start(next).is_some_and(|k| self.tokens[k].case != Case::Lower);
            let leads = i == first + 2;
            return capital && !leads && (dots != 3 || self.starter(next) >= LIKELY && token.span.len() > 1);
        }
        if mark == Mark::Stop && self.is_before_ellipsis(i) {
            return i > first;
        }
        // […] stands for words left out, not for an end.
        if mark == Mark::Ellipsis && i > first && matches!(self.word(i - 1), "[" | "(") && self.word(last) != "." {
            return token.case != Case::Lower && self.starter(next) >= LIKELY;
        }
        let Some(start) = self.start(next) else { return false };
        let abbreviated = || mark == Mark::Stop && i > 0 && self.abbreviation(i - 1).is_some();
        if self.word(next) == "(" && self.goes_on_behind_bracket(next, abbreviated()) {
            return false;
        }
        let case = self.tokens[start].case;
        // a. bread b. water: the items of a list in one line.
        let list = self.item(start) == Some(lines::FIRST_LETTER) && i > 0 && self.word(i - 1).chars().count() > 1;
        if list && mark == Mark::Stop && start == next {
            return true;
        }
        if case == Case::Lower && !self.lowered {
            return last == i && start == next && self.ends_before_lower(mark, first, i);
        }
        if self.lowered && (closed && self.marks.role(last) == Some(Role::Close)) && mark != Mark::Stop {
            return false;
        }
        match mark {
            Mark::Stop if last == i || !self.joined(i) => self.stop_ends(first, i, start),
            Mark::Stop => !self.is_listed(first, i) && !self.abbreviates_before_closer(i, start),
            Mark::Cry => !(is_cry_name(self.word(i.saturating_sub(1))) && self.starter(start) < LIKELY),
            Mark::Ellipsis if marks::mark(self.word(i)).is_none() => self.begins_anew(start),
            Mark::Ellipsis if last == i && self.leaves_out(first, i) => self.starter(start) >= LIKELY,
            Mark::Ellipsis => !self.lowered || start == next,
            Mark::Full => true,
        }
    }

    /// Whether a word of a script without spaces follows the mark at token `i`, or a number that follows one: `は?1円`.
    fn begins_unspaced(&self, i: usize, next: &Token) -> bool {
        let counted = || next.kind == Kind::Number && i > 0 && is_unspaced(self.tokens[i - 1].script);
        is_unspaced(next.script) || counted()
    }

    /// The word or number that would begin the next sentence: behind opening marks, dashes and bullets.
    fn start(&self, next: usize) -> Option<usize> {
        let from = self.double_mark(next, ",").map_or(next, |end| end + 1);
        for k in from..(from + 4).min(self.tokens.len()) {
            let token = self.tokens[k];
            match token.kind {
                _ if k == next && is_rule(self.word(k)) => return Some(k),
                // 's Avonds
                Kind::Punctuation if matches!(self.word(k), "'" | "’" | "‘") && self.is_clipped(k + 1) => {
                    return Some(k + 2);
                }
                Kind::Punctuation if self.opens(k) => {}
                Kind::Punctuation if is_bullet(self.word(k)) => {}
                // _Then_ he left: marked as emphatic.
                Kind::Punctuation if self.word(k) == "_" && token.gap == Gap::None => {}
                Kind::Symbol | Kind::Control => {}
                Kind::Punctuation | Kind::Apostrophe => return None,
                _ => return Some(k),
            }
        }
        self.tokens.get(next).filter(|t| t.kind == Kind::Symbol).map(|_| next)
    }

    /// Whether a word is what is left of an article, with a capital behind it.
    fn is_clipped(&self, i: usize) -> bool {
        let capital = self.tokens.get(i + 1).is_some_and(|t| t.case == Case::Capital);
        self.joined(i) && capital && matches!(self.word(i), "s" | "t" | "n" | "k") && self.tokens[i].gap == Gap::Space
    }

    fn opens(&self, i: usize) -> bool {
        match self.word(i) {
            "(" | "[" | "（" | "「" | "『" | "《" | "【" | "※" | "¿" | "¡" | "``" | "`" | "'" | "‘" => true,
            _ => self.marks.role(i) == Some(Role::Open),
        }
    }

    /// The language of a token.
    fn language(&self, i: usize) -> Language {
        self.draft.near_language(i).language
    }

    fn starter(&self, i: usize) -> u8 {
        lexicon::starter(self.word(i), self.language(i)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use crate::analyzer::Analyzer;
    use crate::options::Options;

    fn sentences(text: &str) -> Vec<String> {
        let document = Analyzer::new(Options::default()).expect("default options").analyze(text);
        document.sentences.iter().map(|s| text[s.span.range()].to_owned()).collect()
    }

    #[test]
    fn closing_marks_belong_to_their_sentence() {
        assert_eq!(
            sentences("“Is it late?” She left. (It was.) Then…"),
            ["“Is it late?”", "She left.", "(It was.)", "Then…"]
        );
        assert_eq!(sentences("今天下雨。我们在家。"), ["今天下雨。", "我们在家。"]);
    }

    #[test]
    fn every_visible_character_is_covered() {
        let text = "  One. \u{200B}two\n\nThree !? ) four.five . .\t";
        let covered: String = sentences(text).concat().split_whitespace().collect();
        assert_eq!(covered, text.split_whitespace().collect::<String>());
    }
}

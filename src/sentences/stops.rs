//! Full stops: whether the word before one is an abbreviation, an initial, a number or the end of a sentence.

use super::marks::{Mark, ends_with_danda, is_bullet, is_ordinal, is_roman};
use super::{LIKELY, SURE, Segmenter};
use crate::lexicon::{self, Abbreviation};
use crate::token::{Case, Gap, Kind};

impl Segmenter<'_> {
    /// Whether `first..i` is the number or letter of a list item.
    pub(super) fn is_listed(&self, first: usize, i: usize) -> bool {
        let marked = self.opens(first) || is_bullet(self.word(first)) || self.word(first) == "⁃";
        let alone = i == first + 1 || i == first + 2 && marked;
        let item = self.word(i - 1);
        // 3.1.4.
        let counts = |k: usize| self.tokens[k].kind == Kind::Number && self.tokens[k].span.len() < 4;
        let chain = || (first..i).step_by(2).all(counts) && (first + 1..i).step_by(2).all(|k| self.word(k) == ".");
        if i > first + 2 && i < first + 10 && (first + 1..i).all(|k| self.joined(k)) && chain() {
            return true;
        }
        alone && (self.tokens[i - 1].kind == Kind::Number && item.len() < 5 || item.chars().count() == 1)
    }

    pub(super) fn abbreviates_before_closer(&self, i: usize, start: usize) -> bool {
        let inside = i > 0 && matches!(self.abbreviation(i - 1), Some(Abbreviation::Inside | Abbreviation::Title));
        inside && self.starter(start) < LIKELY
    }

    /// Whether a mark ends a sentence though a lower-case word follows. Who writes one sentence in lower case
    /// writes the next one so.
    pub(super) fn ends_before_lower(&self, mark: Mark, first: usize, i: usize) -> bool {
        let casual = self.tokens[first].case == Case::Lower || self.is_small_i(i + 1);
        match mark {
            Mark::Cry => (casual || self.asks_again(first, i)) && self.joined(i),
            Mark::Stop => self.plain_end(i, casual),
            _ => false,
        }
    }

    /// Whether a token is the English `i` for `I`.
    fn is_small_i(&self, i: usize) -> bool {
        matches!(self.word(i), "i" | "im") && self.language(i).code() == "en"
    }

    /// Whether an English question or cry ends at token `i` though a lower-case word follows, as it does 59 times in
    /// 62 on the web. A capital before the mark is of a title, `Who Goes There? twice`, a word or two are a sigh.
    fn asks_again(&self, first: usize, i: usize) -> bool {
        let again = self.word(i).starts_with('?') && self.word(i + 2) == "?" && self.joined(i + 2);
        let lower = i > first + 1 && self.tokens[i - 1].case == Case::Lower;
        let plain = || i > first + 2 && self.language(i + 1).code() == "en" && !self.tells_speaker(i + 1);
        let anew = || (lower || self.word(i).starts_with('?') && i == first + 1) && self.begins_anew(i + 1);
        again || lower && plain() || anew()
    }

    /// Whether an English word tells who spoke: `What now? he wondered.`
    fn tells_speaker(&self, start: usize) -> bool {
        const SPEAKERS: [&str; 21] = [
            "he", "she", "they", "we", "it", "the", "his", "her", "said", "says", "asked", "asks", "cried", "thought",
            "replied", "answered", "shouted", "called", "exclaimed", "whispered", "wondered",
        ];
        SPEAKERS.iter().any(|word| self.word(start).eq_ignore_ascii_case(word))
    }

    /// Whether an English word begins sentences and tells of no speaker.
    pub(super) fn begins_anew(&self, start: usize) -> bool {
        !self.tells_speaker(start) && self.starter(start) >= LIKELY && self.language(start).code() == "en"
    }

    /// Whether a stop stands behind an ordinary word, so that it ends a sentence though a lower-case word follows; in
    /// casual text, behind a short one too.
    fn plain_end(&self, i: usize, casual: bool) -> bool {
        if i == 0 || !self.joined(i) {
            return false;
        }
        // call 555-0123. they are in
        if self.tokens[i - 1].kind == Kind::Number {
            return casual && self.word(i - 1).len() > 2;
        }
        if self.word(i - 1) == ")" {
            return self.begins_anew(i + 1);
        }
        if self.joined(i - 1) || self.abbreviation(i - 1).is_some() {
            return false;
        }
        let word = self.word(i - 1);
        let length = word.chars().count();
        if length > 1 && self.is_small_i(i + 1) {
            return true;
        }
        match self.tokens[i - 1].case {
            Case::Lower if length > 3 || casual && length > 1 => {
                let level = lexicon::frequency(word, self.language(i - 1));
                let short = casual && level >= Some(7);
                length > 3 && level >= Some(2) || short || length > 6 && self.starter(i + 1) >= 6
            }
            Case::Capital if length > 4 => {
                lexicon::is_name(word, self.language(i - 1)) && self.starter(i + 1) >= LIKELY
            }
            _ => false,
        }
    }

    /// What the word before a stop abbreviates, by the table and by what was learned.
    pub(super) fn abbreviation(&self, left: usize) -> Option<Abbreviation> {
        let word = self.word(left);
        let first = self.chain(left);
        let chain = &self.text[self.tokens[first].span.start as usize..self.tokens[left].span.end as usize];
        // Hauptstr. 5, Kerkstr. 7, Telefonnr. 12
        let compound = word.len() > 5 && (word.ends_with("str") || word.ends_with("nr"));
        if compound && matches!(self.language(left).code(), "af" | "da" | "de" | "lb" | "nb" | "nl" | "sv") {
            return Some(Abbreviation::Number);
        }
        if !lexicon::abbreviates_in_some(word) && !(first < left && lexicon::abbreviates_in_some(chain)) {
            return None;
        }
        let language = self.language(left);
        let chained = || lexicon::known_abbreviation(chain, language);
        let listed = if first < left { chained() } else { None };
        let listed = listed.or_else(|| lexicon::known_abbreviation(word, language));
        if listed.is_none_or(|kind| kind == Abbreviation::End) && self.is_domain(left) {
            return None;
        }
        listed.or_else(|| match lexicon::abbreviation(word, language) {
            Some(0..=3) => Some(Abbreviation::Inside),
            Some(4..=9) => Some(Abbreviation::End),
            _ => None,
        })
    }

    /// What a word abbreviates in some language, at the front of a sentence or before a number: so few words and names
    /// around it don't tell the language.
    fn abbreviation_in_some(&self, first: usize, left: usize, start: usize) -> Option<Abbreviation> {
        let short = self.tokens[left].span.len() > 1 && self.word(left).chars().nth(4).is_none();
        let strange = || lexicon::frequency(self.word(left), self.language(left)) < Some(4);
        let counts = short && self.tokens[start].kind == Kind::Number && lexicon::counts_in_some(self.word(left));
        if counts && strange() {
            return Some(Abbreviation::Number);
        }
        // Umalis si Dr. Cruz: a title in any language.
        if matches!(self.word(left), "Dr" | "Mr" | "Mrs" | "Prof") {
            return Some(Abbreviation::Title);
        }
        let title = left == first || left == first + 2 && self.word(first + 1) == ".";
        if title { self.title_in_some(left) } else { None }
    }

    /// The title or kind of street that a word with a capital abbreviates in some language, if it is no word here.
    fn title_in_some(&self, left: usize) -> Option<Abbreviation> {
        let capital = self.tokens[left].case == Case::Capital && self.word(left).chars().nth(1).is_some();
        let title = lexicon::abbreviation_in_some(self.word(left)).filter(|kind| *kind == Abbreviation::Title);
        title.filter(|_| capital && lexicon::frequency(self.word(left), self.language(left)) < Some(4))
    }

    /// Whether a word is the end of a domain, `kiln.example.com`: the chains of abbreviations have short parts.
    fn is_domain(&self, left: usize) -> bool {
        let joined = left > 1 && self.joined(left) && self.joined(left - 1) && self.word(left - 1) == ".";
        joined && self.word(left - 2).len() > 4 && !lexicon::abbreviates_in_some(self.word(left - 2))
    }

    /// Where the abbreviations of a chain begin: `m.fl`, `z.o.o`.
    fn chain(&self, left: usize) -> usize {
        let mut first = left;
        for _ in 0..3 {
            let joined = first > 1 && self.joined(first) && self.joined(first - 1) && self.word(first - 1) == ".";
            if !joined || !self.tokens[first - 2].is_word() {
                break;
            }
            first -= 2;
        }
        first
    }

    /// Whether a capital is likelier that of a sentence's first word than that of a name.
    pub(super) fn begins_plainly(&self, start: usize) -> bool {
        let (word, language) = (self.word(start), self.language(start));
        let capital = self.tokens[start].case == Case::Capital && word.chars().nth(1).is_some();
        let plain = || {
            lexicon::frequency(word, language) >= Some(2)
                || lexicon::known_abbreviation(word, language) == Some(Abbreviation::Inside)
        };
        let inside = || lexicon::starter(word, language).is_some_and(|level| level < LIKELY - 3);
        let name = || lexicon::is_name(word, language) || inside();
        capital && !matches!(language.code(), "de" | "lb" | "und") && !name() && plain()
    }

    /// Whether a word likely begins a sentence behind an abbreviation: where few words of the language are known, any
    /// that is no known name does, behind a long one.
    fn begins_behind(&self, start: usize, long: bool) -> bool {
        let language = self.language(start);
        let unknown = || !lexicon::knows_well(language) && !lexicon::is_name(self.word(start), language);
        self.begins_plainly(start) || long && self.tokens[start].case == Case::Capital && unknown()
    }

    /// Whether a number is that of a thing: `Nr. 3`, `ul. Długiej 12`.
    fn is_counted(&self, number: usize, start: usize) -> bool {
        let Some(before) = number.checked_sub(1).filter(|_| !self.joined(number)) else { return false };
        if self.word(before) == "." && self.joined(before) {
            return self.abbreviation(before - 1) == Some(Abbreviation::Number);
        }
        let title =
            lexicon::known_abbreviation(self.word(start), self.draft.language(start)) == Some(Abbreviation::Title);
        let begins = self.begins_plainly(start) || title && self.tokens[start].case == Case::Capital;
        self.tokens[before].case == Case::Capital && self.word(number).len() == 2 && begins
    }

    /// Whether a full stop at token `i` ends the sentence, when a capital, a number or a caseless word follows.
    pub(super) fn stop_ends(&self, first: usize, i: usize, start: usize) -> bool {
        if i == 0 || i == first {
            return i > 0 && self.starter(start) >= LIKELY;
        }
        let left = i - 1;
        // N°. 12, 35 °C. Then
        let degree = |k: usize| matches!(self.word(k), "°" | "º");
        if degree(left) && self.tokens[start].kind == Kind::Number {
            return false;
        }
        if self.joined(left) && left > 0 && degree(left - 1) && matches!(self.word(left), "C" | "F") {
            return true;
        }
        if !self.joined(i) || self.tokens[left].kind == Kind::Punctuation {
            return true;
        }
        if self.is_listed(first, i) || self.heads(first, i) {
            return false;
        }
        // No. 12, whatever the language seems to be.
        let numbered = matches!(self.word(left), "No" | "Nr" | "Nº") && self.tokens[start].kind == Kind::Number;
        if self.word(start - 1) == "№" || numbered {
            return false;
        }
        match self.tokens[left].kind {
            Kind::Number => return self.number_ends(left, start),
            Kind::Word => {}
            _ => return true,
        }
        self.word_ends(first, i, start)
    }

    /// Whether a full stop behind the word before token `i` ends the sentence: by what the word abbreviates.
    fn word_ends(&self, first: usize, i: usize, start: usize) -> bool {
        let (left, next) = (i - 1, self.tokens[start]);
        let starter = || self.starter(start);
        let follows_number = next.kind == Kind::Number;
        let chained = self.joined(left) && left > first + 1 && self.word(left - 1) == ".";
        let letters = self.word(left).chars().take(3).count();
        // at McDonald's. Then
        let hung = left > 0 && self.joined(left) && self.tokens[left - 1].kind == Kind::Apostrophe;
        if hung && letters < 3 && self.tokens[left].case == Case::Lower {
            return true;
        }
        if self.is_indic_initial(left, start) {
            return false;
        }
        let initial = letters == 1 && self.tokens[left].case == Case::Capital;
        // drawn in 2D. Then
        if initial && self.joined(left) && self.tokens[left - 1].kind == Kind::Number && !follows_number {
            return true;
        }
        let begins = || starter() >= SURE - 1 && self.word(left.wrapping_sub(1)) != ".";
        // Ctrl-V is no initial, Karl-H. may be one.
        let key = letters == 1 && left > 1 && self.word(left - 1) == "-" && self.word(left - 2).len() > 1;
        if key && (!initial || starter() >= LIKELY || self.begins_plainly(start)) {
            return true;
        }
        match self.abbreviation(left).or_else(|| self.abbreviation_in_some(first, left, start)) {
            // He left at 5 p.m. Travellers wait, but not 5 p.m. Monday, nor At 5 p.m. Travellers
            _ if chained && self.is_hour(left) && next.case == Case::Capital => {
                left > first + 5 && (starter() > 3 || self.goes_on_lower(start))
            }
            // Er half dir. Das war: no title but a word.
            Some(Abbreviation::Title | Abbreviation::Inside) if self.is_plain(left) && starter() >= LIKELY => true,
            Some(Abbreviation::Title | Abbreviation::Number) if !follows_number && self.is_unit(first, left) => true,
            Some(Abbreviation::Title) => false,
            _ if chained && self.begins_elsewhere(start) => true,
            _ if initial && chained => starter() >= LIKELY,
            // С. Иванов: an initial, though с. is a page.
            Some(Abbreviation::Number | Abbreviation::End) if initial && !follows_number => begins(),
            Some(Abbreviation::Number) if follows_number || self.is_roman_behind(left, start) => false,
            // No, which is a word before anything but a number.
            Some(Abbreviation::Number) if self.is_frequent(left) => true,
            Some(Abbreviation::Number) => starter() >= LIKELY || letters > 2 && !chained && starter() > 4,
            Some(Abbreviation::Inside) => starter() >= SURE && letters > 2,
            Some(Abbreviation::End) if follows_number || self.goes_on_behind(first, left) => false,
            // г. Волгоград, but in 1893 г. Построен
            Some(Abbreviation::End) => {
                let counts = letters > 1 || left > first && self.counts(left - 1);
                starter() >= LIKELY || next.case == Case::None || counts && self.begins_behind(start, letters > 2)
            }
            // A. C. Clarke
            None if initial && self.is_initial(start) => false,
            None if initial => begins(),
            None if letters == 1 => {
                starter() >= LIKELY || !chained && !self.is_spaced_chain(left) && !self.is_son(left)
            }
            None if chained => starter() >= LIKELY || letters > 2,
            None if is_ordinal(self.word(left)) && lexicon::ordinal_stop(self.language(left)) => starter() >= LIKELY,
            None => true,
        }
    }

    /// Whether a word in small letters is a frequent one, though it abbreviates something too.
    fn is_plain(&self, left: usize) -> bool {
        let long = self.word(left).chars().nth(1).is_some();
        long && self.tokens[left].case == Case::Lower && !self.joined(left) && self.is_frequent(left)
    }

    /// `200 g. Nato`: whether a letter is a unit of a number, though it abbreviates a title or a street, too.
    fn is_unit(&self, first: usize, left: usize) -> bool {
        let unit = matches!(self.word(left), "g" | "h" | "l" | "m" | "t" | "г" | "л" | "м" | "т");
        unit && left > first && self.tokens[left - 1].kind == Kind::Number
    }

    /// Whether a Roman number follows: `fig. I`, but not `said no. I left`, where a frequent word stands before it.
    fn is_roman_behind(&self, left: usize, start: usize) -> bool {
        let pronoun = || self.word(start) == "I" && self.tokens[left].case == Case::Lower && self.is_frequent(left);
        is_roman(self.word(start)) && !pronoun()
    }

    /// Whether the words so far are the number of a heading, whose title follows behind a dash: `PART II. – The House`.
    fn heads(&self, first: usize, i: usize) -> bool {
        let dash = matches!(self.word(i + 1), "-" | "–" | "—") && self.tokens[i + 1].gap == Gap::Space;
        let capital = matches!(self.tokens[first].case, Case::Capital | Case::Upper);
        dash && i == first + 2 && capital && self.counts(i - 1)
    }

    /// Whether a sentence goes on behind an abbreviation with which others end: `В 1998 г. Анна`, `200 रु. है`.
    fn goes_on_behind(&self, first: usize, left: usize) -> bool {
        ends_with_danda(self.tokens[left].script) || self.tells_year(first, left)
    }

    /// Whether the words so far are a small word and the year that the abbreviation belongs to: `В 1998-2003 гг. Анна`.
    fn tells_year(&self, first: usize, left: usize) -> bool {
        let small = self.tokens[first].is_word() && self.word(first).chars().nth(2).is_none();
        small
            && (first + 1..left).all(|k| self.counts(k) || matches!(self.word(k), "-" | "–" | "—"))
            && left > first + 1
    }

    /// Whether a word is the end of the time of day: `5 p.m`.
    fn is_hour(&self, left: usize) -> bool {
        left > 3
            && matches!(self.word(left), "m" | "M")
            && matches!(self.word(left - 2), "a" | "p" | "A" | "P")
            && self.tokens[left - 3].kind == Kind::Number
    }

    /// Whether a token is a number, in digits or Roman.
    fn counts(&self, i: usize) -> bool {
        self.tokens[i].kind == Kind::Number || is_roman(self.word(i))
    }

    /// Whether a sentence of another language begins at a token: with a word that is very frequent there.
    fn begins_elsewhere(&self, start: usize) -> bool {
        let word = self.word(start);
        let elsewhere = || lexicon::frequency_any(word) >= Some(12);
        let here = || lexicon::frequency(word, self.language(start)) >= Some(9);
        word.len() > 2 && self.goes_on_lower(start) && elsewhere() && !here()
    }

    /// Whether a word with a capital is followed by a word without one.
    fn goes_on_lower(&self, start: usize) -> bool {
        self.tokens[start].gap == Gap::Space && self.tokens.get(start + 1).is_some_and(|t| t.case == Case::Lower)
    }

    pub(super) fn is_frequent(&self, word: usize) -> bool {
        let language = self.language(word);
        let least = if language.code() == "en" && self.word(word).len() > 2 { 7 } else { 9 };
        lexicon::frequency(self.word(word), language) >= Some(least)
    }

    /// `3. Oktober` goes on, `im Jahr 1995. Er` does not.
    fn number_ends(&self, left: usize, start: usize) -> bool {
        // 1.-3. Oktober
        // 2001-06-11. Das
        let long = |k: usize| self.tokens[k].kind == Kind::Number && self.tokens[k].span.len() > 3;
        let dated = || {
            let from = left.saturating_sub(4);
            from + 4 == left && (from + 1..=left).all(|k| self.joined(k)) && long(from)
        };
        // 19.3. 2011
        let day = || left > 1 && self.word(left - 1) == "." && self.tokens[left - 2].span.len() < 3;
        let year = || self.tokens[start].kind == Kind::Number && self.tokens[start].span.len() == 4;
        if self.joined(left) && self.word(left).len() < 3 && day() && year() && self.joined(left - 1) {
            return false;
        }
        let joined = self.joined(left) && (!matches!(self.word(left - 1), "-" | "–") || dated());
        let short = self.word(left).len() < 3 && !joined;
        if !short || !lexicon::ordinal_stop(self.language(start)) {
            return true;
        }
        self.tokens[start].case != Case::Lower && (self.starter(start) >= LIKELY || self.is_counted(left, start))
    }
}

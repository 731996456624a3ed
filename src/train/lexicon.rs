//! The model of `lexicon.rs`: frequencies of words from word lists and texts; abbreviations and sentence starters from
//! texts of one sentence a line.

use std::path::Path;

use rustc_hash::FxHashMap;

use super::card::{self, Source};
use super::pack;
use crate::error::{Error, ErrorKind};
use crate::language::Language;
use crate::lexicon::{self, BUCKET, Fact, SIEVE_BYTES, TOP, TRIES};
use crate::token::{self, Case, Gap, Kind, Token};

const WORDS: &[Source] = &[
    ("words-wordfreq.tsv.xz", "CC BY-SA 4.0", "wordfreq 3.1.1"),
    ("words-frequencywords.tsv.xz", "CC BY-SA 4.0", "hermitdave/FrequencyWords"),
];
const TEXTS: &[Source] = &[
    ("text-ntrex.tsv.xz", "CC BY-SA 4.0", "MicrosoftTranslator/NTREX"),
    ("text-commonvoice.tsv.xz", "CC0-1.0", "mozilla/common-voice"),
    ("text-tatoeba.tsv.xz", "CC BY 2.0 FR", "Tatoeba by way of Helsinki-NLP/OPUS-MT-testsets and LASER"),
    ("text-tico19.tsv.xz", "CC0-1.0", "TICO-19"),
    ("text-xquad.tsv.xz", "CC BY-SA 4.0", "google-deepmind/xquad"),
    ("text-gnome-help.tsv.xz", "CC BY-SA 3.0", "gnome-user-docs"),
    ("text-libreoffice-help.tsv.xz", "MPL-2.0", "libreoffice-help"),
    ("text-bible.tsv.xz", "CC0-1.0", "christos-c/bible-corpus"),
];
/// Words kept for the languages whose words are mended, and for all others: with all facts 4 MB.
const CORE: &[&str] =
    &["cs", "da", "de", "el", "en", "es", "fi", "fr", "hu", "it", "nb", "nl", "pl", "pt", "ro", "ru", "sv", "tr", "uk"];
const KEPT_CORE: usize = 56_000;
const KEPT: usize = 3_800;
/// Words of this frequency and more are found without naming the language: 1 in 25,000.
const COMMON: f64 = 4e-5;
/// A word with so many capitals inside lines of all languages together is a name in any, and how many such are kept.
const NAME_ANYWHERE: u32 = 6;
const NAMES_ANYWHERE: usize = 40_000;
/// A word that only the texts know counts less than in the lists, which rest on a hundred times as much text.
const TEXT_WEIGHT: f64 = 0.3;
/// Bytes of the shortest word that two pieces may make.
const SHORTEST_JOINED: usize = 5;
/// The share of filled slots; fuller, and more buckets have to be tried.
const LOAD: f64 = 0.94;

/// Capitalised words and hyphenated pairs kept, of the languages whose words are mended and of all others.
const NAMES: [usize; 2] = [9_000, 900];
const PAIRS: [usize; 2] = [6_000, 600];

/// What the texts say about a word of a language.
#[derive(Default)]
struct Counts {
    all: u32,
    /// Inside a line with and without a full stop, and at its end with one.
    dotted: u32,
    plain: u32,
    last: u32,
    /// Of `dotted`, before a lower-case word, a number or a comma: the sentence goes on.
    going_on: u32,
    /// Capitalised at the start of a line, and inside it.
    initial: u32,
    capital: u32,
}

#[derive(Default)]
struct Learned {
    frequencies: FxHashMap<String, f64>,
    counts: FxHashMap<String, Counts>,
    /// Pairs of words with a hyphen between them: `peut-être`.
    pairs: FxHashMap<String, u32>,
    /// Pairs of words with a space between them that are a word of the lists without it.
    apart: FxHashMap<String, u32>,
}

/// Rebuilds `lexicon.bin`.
///
/// # Errors
/// A pack that cannot be read, or a model that cannot be written.
pub(crate) fn train(data: &Path, seed: u64) -> Result<(), Error> {
    let mut learned: Vec<Learned> = Language::all().map(|_| Learned::default()).collect();
    for (file, ..) in WORDS {
        pack::for_each_line(&data.join(file), |language, rest| list_word(&mut learned[language.index()], rest))?;
    }
    let mut tokens = Vec::new();
    for (file, ..) in TEXTS {
        pack::for_each_line(&data.join(file), |language, line| {
            token::scan(line, &mut tokens);
            let learned = &mut learned[language.index()];
            count_line(&mut learned.counts, line, &tokens);
            count_pairs(learned, line, &tokens);
        })?;
    }
    let mut model = Model { sieve: vec![0; SIEVE_BYTES / 8], ..Model::default() };
    for language in Language::all() {
        model.learn(language, &mut learned[language.index()]);
    }
    model.learn_names();
    let entries = model.facts.len();
    let bytes = model.packed()?;
    let sources: Vec<Source> = WORDS.iter().chain(TEXTS).copied().collect();
    let facts = [("languages", model.languages.to_string()), ("entries", entries.to_string())];
    card::write_model("lexicon", &bytes, seed, data, &sources, &facts)
}

fn list_word(learned: &mut Learned, rest: &str) {
    let Some((word, frequency)) = rest.split_once('\t') else { return };
    if let Ok(frequency) = frequency.parse() {
        let held = learned.frequencies.entry(word.replace('ς', "σ")).or_insert(0.0);
        *held = f64::max(*held, frequency);
    }
}

fn count_line(counts: &mut FxHashMap<String, Counts>, line: &str, tokens: &[Token]) {
    for (i, token) in tokens.iter().enumerate().filter(|(_, t)| t.is_word()) {
        let word = token.text(line).to_lowercase().replace('ς', "σ");
        let count = counts.entry(word).or_default();
        count.all += 1;
        let stop = tokens.get(i + 1).filter(|s| token.gap == Gap::None && s.text(line) == ".");
        match (stop, tokens.get(i + 2)) {
            (None, _) => count.plain += 1,
            (Some(_), None) => count.last += 1,
            (Some(stop), Some(next)) => {
                count.dotted += 1;
                let goes_on = next.case == Case::Lower || next.kind == Kind::Number || next.text(line) == ",";
                count.going_on += u32::from(goes_on || stop.gap == Gap::None);
            }
        }
        if matches!(token.case, Case::Capital) {
            *(if i == 0 { &mut count.initial } else { &mut count.capital }) += 1;
        }
    }
}

fn count_pairs(learned: &mut Learned, line: &str, tokens: &[Token]) {
    for pair in tokens.windows(2).filter(|pair| pair[0].gap == Gap::Space && pair[0].is_word() && pair[1].is_word()) {
        let joined = [pair[0].text(line), pair[1].text(line)].concat().to_lowercase();
        if learned.frequencies.contains_key(&joined) {
            let pair = line[pair[0].span.start as usize..pair[1].span.end as usize].to_lowercase();
            *learned.apart.entry(pair).or_default() += 1;
        }
    }
    for three in tokens.windows(3) {
        let joined = three[0].gap == Gap::None && three[1].gap == Gap::None && three[1].text(line) == "-";
        if joined && three[0].is_word() && three[2].is_word() {
            let pair = line[three[0].span.start as usize..three[2].span.end as usize].to_lowercase();
            *learned.pairs.entry(pair).or_default() += 1;
        }
    }
}

#[derive(Default)]
struct Model {
    facts: FxHashMap<u64, u8>,
    common: FxHashMap<String, f64>,
    /// How often a word is capitalised inside lines of any language but German, and how often not.
    capitals: FxHashMap<String, (u32, u32)>,
    languages: usize,
    sieve: Vec<u64>,
}

impl Model {
    fn learn(&mut self, language: Language, learned: &mut Learned) {
        let total: f64 = learned.counts.values().map(|c| f64::from(c.all)).sum();
        // A word met once in a text is as often as not a name or an error, unless it is in lower case.
        let core = CORE.contains(&language.code());
        let texts = learned.counts.iter().filter(|(_, c)| c.all >= 2 || core && c.capital + c.initial == 0);
        for (word, count) in texts {
            let frequency = TEXT_WEIGHT * f64::from(count.all) / total.max(1e6);
            learned.frequencies.entry(word.clone()).or_insert(frequency);
        }
        let spaced = !matches!(language.code(), "zh" | "ja" | "th" | "km" | "lo" | "my" | "bo" | "dv");
        let mut words: Vec<(&String, f64)> = learned.frequencies.iter().map(|(w, f)| (w, *f)).collect();
        words.retain(|(word, _)| spaced && is_one_word(word));
        words.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        words.truncate(if CORE.contains(&language.code()) { KEPT_CORE } else { KEPT });
        self.languages += usize::from(!words.is_empty());
        for (word, frequency) in words {
            self.put(word, language, Fact::Frequency, level_of(frequency));
            if frequency >= COMMON && frequency > self.common.get(word).copied().unwrap_or(0.0) {
                self.common.insert(word.clone(), frequency);
                self.put(word, Language::UND, Fact::FrequencyAnywhere, level_of(frequency));
            }
        }
        for (word, c) in &learned.counts {
            let (dotted, plain) = (f64::from(c.dotted), f64::from(c.plain));
            let inside = c.going_on * 3 >= c.dotted || c.last * 4 <= c.dotted;
            let sure = inside && c.dotted >= 3 && dotted > 0.7 * (dotted + plain);
            if sure && word.chars().count() <= lexicon::LONGEST_ABBREVIATION {
                self.put(word, language, Fact::Abbreviation, share(c.last, c.last + c.dotted));
            }
            if c.initial >= 4 {
                self.put(word, language, Fact::Starter, share(c.initial, c.initial + c.capital));
            }
            // Words of which 60 in 61 stand before another: articles, prepositions, conjunctions.
            if c.all >= 150 && (c.last + c.dotted) * 60 < c.all {
                self.put(word, language, Fact::NeverLast, TOP);
            }
        }
        let limit = usize::from(!core);
        // Where every noun has a capital, a capital is no sign of a name.
        if spaced && !matches!(language.code(), "de" | "lb") {
            for (word, c) in learned.counts.iter().filter(|(_, c)| c.all > c.initial) {
                let (capital, all) = self.capitals.entry(word.clone()).or_default();
                (*capital, *all) = (*capital + c.capital, *all + c.all - c.initial);
            }
            let names =
                learned.counts.iter().filter(|(_, c)| c.capital >= 1 && c.capital * 4 >= (c.all - c.initial) * 3);
            for word in most(names.map(|(word, c)| (word, c.capital)), NAMES[limit]) {
                self.put(word, language, Fact::Name, TOP);
            }
        }
        for pair in most(learned.pairs.iter().map(|(pair, count)| (pair, *count)), PAIRS[limit]) {
            self.put(pair, language, Fact::Hyphenated, TOP);
        }
        if core {
            learned.apart.keys().for_each(|pair| self.put(pair, language, Fact::Apart, TOP));
        }
    }

    /// Names that several languages know.
    fn learn_names(&mut self) {
        let names = std::mem::take(&mut self.capitals);
        let sure = names.iter().filter(|(_, (capital, all))| *capital >= NAME_ANYWHERE && capital * 5 >= all * 4);
        for word in most(sure.map(|(word, (capital, _))| (word, *capital)), NAMES_ANYWHERE) {
            self.put(word, Language::UND, Fact::Name, TOP);
        }
    }

    fn put(&mut self, word: &str, language: Language, fact: Fact, level: u8) {
        let key = lexicon::key(lexicon::hash(&[word], language), language, fact);
        self.facts.insert(key, level);
        let hash = || lexicon::hash(&[word], Language::UND);
        let (hash, fact, level) = match fact {
            Fact::Frequency if word.len() >= SHORTEST_JOINED => {
                let hash = lexicon::hash_in_some(word, "");
                let (number, bits) = lexicon::sieve_place(hash);
                self.sieve[number] |= bits;
                (hash, Fact::FrequencyInSome, level)
            }
            Fact::Abbreviation => (hash(), Fact::AbbreviationInSome, TOP),
            Fact::NeverLast => (hash(), Fact::NeverLastInSome, TOP),
            _ => return,
        };
        let held = self.facts.entry(lexicon::key(hash, Language::UND, fact)).or_default();
        *held = level.max(*held);
    }

    /// Slots filled in the order of the keys, so that the same facts give the same bytes.
    fn packed(&self) -> Result<Vec<u8>, Error> {
        let buckets = (self.facts.len() as f64 / LOAD / BUCKET as f64) as usize + 1;
        let mut slots = vec![(0u16, 0u8); buckets * BUCKET];
        let mut keys: Vec<(&u64, &u8)> = self.facts.iter().collect();
        keys.sort();
        let mut lost = 0;
        for (&key, &level) in keys {
            let first = lexicon::bucket(key, buckets) * BUCKET;
            let free = (first..first + TRIES * BUCKET).map(|i| i % slots.len()).find(|&i| slots[i].0 == 0);
            match free {
                Some(free) => slots[free] = (lexicon::fingerprint(key), level),
                None => lost += 1,
            }
        }
        // A handful may find every bucket full; more would mean a table too small.
        if lost * 1000 > self.facts.len() {
            return Err(Error::new(ErrorKind::File, format!("{lost} words found no place in the lexicon")));
        }
        let bucket = |slots: &[(u16, u8)]| {
            let fingerprints = slots.iter().flat_map(|s| s.0.to_le_bytes());
            fingerprints.chain(slots.chunks(2).map(|pair| pair[0].1 | pair[1].1 << 4)).collect::<Vec<u8>>()
        };
        Ok(slots
            .chunks(BUCKET)
            .flat_map(bucket)
            .chain(self.sieve.iter().flat_map(|number| number.to_le_bytes()))
            .collect())
    }
}

/// The words of the highest counts.
fn most<'a>(words: impl Iterator<Item = (&'a String, u32)>, limit: usize) -> impl Iterator<Item = &'a String> {
    let mut words: Vec<_> = words.collect();
    words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    words.into_iter().take(limit).map(|(word, _)| word)
}

/// Whether the scanner reads it as one word.
fn is_one_word(word: &str) -> bool {
    let mut tokens = Vec::new();
    token::scan(word, &mut tokens);
    matches!(tokens[..], [t] if t.is_word())
}

/// The level of a relative frequency: a third of a power of ten each, from 5e-7.
fn level_of(frequency: f64) -> u8 {
    ((frequency / 5e-7).log10() * 3.0).clamp(0.0, f64::from(TOP)) as u8
}

fn share(part: u32, whole: u32) -> u8 {
    (f64::from(TOP) * f64::from(part) / f64::from(whole.max(1))).round() as u8
}

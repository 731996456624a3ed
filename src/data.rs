//! The files of `src/data` by name: the only place that embeds bytes.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

/// Languages: code, ISO 639-3, English name, own name.
pub(crate) const LANGUAGES: &str = include_str!("data/languages/languages.tsv");

/// The settings of language labelling.
pub(crate) const LANGUAGE_PRESETS: &str = include_str!("data/languages/presets.toml");

/// The language model; `languages/model.rs` reads it.
pub(crate) const LANGUAGES_MODEL: &[u8] = include_bytes!("data/models/languages.bin");

/// Sequences of letters that tell close relatives apart; `languages/relatives.rs` reads them.
pub(crate) const RELATIVES: &[u8] = include_bytes!("data/models/relatives.bin");

/// Words that tell close relatives apart: script, languages, words.
pub(crate) const RELATIVE_WORDS: &str = include_str!("data/languages/relatives.tsv");

/// Facts about words, for `lexicon/`.
pub(crate) const LEXICON: &[u8] = include_bytes!("data/models/lexicon.bin");

/// The words of values: language, kind, value, forms.
pub(crate) const VALUE_WORDS: [&str; 11] = [
    include_str!("data/entities/numbers.tsv"),
    include_str!("data/entities/calendar.tsv"),
    include_str!("data/entities/units.tsv"),
    include_str!("data/entities/currencies.tsv"),
    include_str!("data/entities/words.tsv"),
    include_str!("data/entities/again.tsv"),
    include_str!("data/entities/asia.tsv"),
    include_str!("data/entities/further.tsv"),
    include_str!("data/entities/eras.tsv"),
    include_str!("data/entities/ages.tsv"),
    include_str!("data/entities/inflected.tsv"),
];

/// Languages without a calendar, and those whose words of values they share.
pub(crate) const KIN: &str = include_str!("data/entities/kin.tsv");

/// What stands behind a number in Chinese, Japanese and Korean: kind, value, forms.
pub(crate) const COUNTERS: &str = include_str!("data/entities/counters.tsv");

/// Organisations that everybody knows: all names of one, joined by `|`.
pub(crate) const INSTITUTIONS: &str = include_str!("data/entities/institutions.tsv");

/// Top-level domains.
pub(crate) const TLDS: &str = include_str!("data/entities/tlds.tsv");

/// Country calling codes.
pub(crate) const CALLING_CODES: &str = include_str!("data/entities/calling-codes.tsv");

/// Lengths of IBANs by country.
pub(crate) const IBAN_LENGTHS: &str = include_str!("data/entities/iban.tsv");

/// Stop words by language, for signals.
pub(crate) const STOP_WORDS: &str = include_str!("data/signals/stop_words.tsv");

/// Words that make a name an organisation, a person with a title, or a place: role, words.
#[cfg(feature = "train")]
pub(crate) const NAME_KEYWORDS: &str = include_str!("data/entities/keywords.tsv");

/// Names of countries that CLDR lacks: ISO 3166-1 code, name.
#[cfg(feature = "train")]
pub(crate) const COUNTRY_NAMES: &str = include_str!("data/entities/countries.tsv");

/// Regions, rivers, seas and mountains: all names of one, joined by `|`.
#[cfg(feature = "train")]
pub(crate) const REGION_NAMES: &str = include_str!("data/entities/regions.tsv");

/// Names of regions of countries that CLDR lacks: ISO 3166-2 code, names joined by `|`.
#[cfg(feature = "train")]
pub(crate) const SUBDIVISION_NAMES: &str = include_str!("data/entities/subdivisions.tsv");

/// Names of regions of countries: `entities/regions.rs`.
pub(crate) const REGIONS: &[u8] = include_bytes!("data/models/regions.bin");

/// Abbreviations of international organisations.
pub(crate) const ORGANISATIONS: &str = include_str!("data/entities/organisations.tsv");

/// Places whose names a larger place elsewhere bears: region, GeoNames id, name.
pub(crate) const NAMESAKES: &str = include_str!("data/entities/namesakes.tsv");

/// Ids of places that the lists miss or mistake: id, names.
pub(crate) const PLACES: &str = include_str!("data/entities/places.tsv");

/// Endings of inflected names of places: languages, ending, ending in the gazetteer.
pub(crate) const PLACE_ENDINGS: &str = include_str!("data/entities/endings.tsv");

/// Particles written as one with a name: language, particle, when it is cut off.
pub(crate) const PARTICLES: &str = include_str!("data/entities/particles.tsv");

/// Words, names and places: `entities/gazetteer.rs`.
pub(crate) const GAZETTEER: &[u8] = include_bytes!("data/models/gazetteer.bin");

/// The tagger of names: `entities/names.rs`.
pub(crate) const NAMES: &[u8] = include_bytes!("data/models/entities.bin");

/// Abbreviations: language, abbreviation, what follows.
pub(crate) const ABBREVIATIONS: &str = include_str!("data/sentences/abbreviations.tsv");

/// Names that end in an exclamation mark.
pub(crate) const CRY_NAMES: &str = include_str!("data/sentences/cry_names.tsv");

/// Repairs: name, kind, confidence, why, texts that change and texts that stay.
pub(crate) const EDIT_RULES: &str = include_str!("data/edits/rules.toml");

/// Endings of host and file names.
pub(crate) const ENDINGS: &str = include_str!("data/edits/endings.tsv");

/// Words that join two parts of which the first may end in a hyphen: language, word.
pub(crate) const CONJUNCTIONS: &str = include_str!("data/edits/conjunctions.tsv");

/// Quotation marks by language: language, opening, closing mark.
pub(crate) const QUOTE_STYLES: &str = include_str!("data/edits/quotes.tsv");

/// Words hung on another with a hyphen: language, word.
pub(crate) const CLITICS: &str = include_str!("data/edits/clitics.tsv");

/// Words that are a sentence by themselves: language, word.
pub(crate) const ANSWERS: &str = include_str!("data/edits/answers.tsv");

/// Code pages: name, characters of the bytes from 80.
pub(crate) const CODE_PAGES: &str = include_str!("data/encoding/codepages.tsv");

/// Character references of HTML: name, code point.
pub(crate) const CHARACTER_REFERENCES: &str = include_str!("data/encoding/entities.tsv");

/// Whether a word also ends host or file names.
pub(crate) fn ends_hosts(word: &str) -> bool {
    static TABLE: OnceLock<FxHashSet<&'static str>> = OnceLock::new();
    let table = TABLE.get_or_init(|| rows(ENDINGS).map(|row| row[0]).collect());
    word.len() <= 8 && table.contains(word.to_lowercase().as_str())
}

/// The rows of a TSV table without its `#` header lines; every row has the number of fields of the first.
///
/// # Panics
/// On a row with another number of fields: the table is part of the program, and its test reads it.
pub(crate) fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = table.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let mut width = None;
    lines.map(move |line| {
        let fields: Vec<&str> = line.split('\t').collect();
        assert_eq!(*width.get_or_insert(fields.len()), fields.len(), "fields in table row {line:?}");
        fields
    })
}

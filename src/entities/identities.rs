//! Which place a name means: countries by ISO 3166-1, their regions by ISO 3166-2, cities and continents by GeoNames,
//! in any language and inflection.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::gazetteer::{Facts, Place, gazetteer, inside_name, lower, name_hash, word_hash};
use super::regions::region;
use crate::data;
use crate::token::{self, Kind, Token};

/// The id of the place that some tokens name: `iso3166:RU`, `iso3166-2:DE-BY`, `geonames:2950159`; `None` for an
/// unknown place, or one of several of like size.
pub(super) fn identity(text: &str, tokens: &[Token]) -> Option<String> {
    let whole = words(text, tokens).and_then(|words| named(words.into_iter().map(word_hash)));
    let id = whole.or_else(|| inflected(text, tokens))?;
    (!id.is_empty()).then_some(id)
}

/// The id of the place with a name, by the hashes of its words; empty for one of several places.
fn named(words: impl IntoIterator<Item = u64>) -> Option<String> {
    let name = name_hash(words);
    if let Some(id) = known().get(&name) {
        return Some((*id).to_owned());
    }
    let place = gazetteer().place(name);
    let region = region(name).filter(|region| match place {
        Some(Place::Country(country)) => country == *b"GB" && region.is_in(country) && !region.is_whole(),
        // Of the city and the region around it the city; of a small city elsewhere and a region the region.
        Some(Place::City(_, size)) => !region.has_city() && size < LARGE,
        _ => true,
    });
    if let Some(region) = region {
        return Some(region.id());
    }
    Some(match place? {
        Place::Country([a, b]) => format!("iso3166:{}{}", char::from(a), char::from(b)),
        Place::City(id, _) | Place::Region(id) => format!("geonames:{id}"),
        Place::Ambiguous => String::new(),
    })
}

/// The ids of the table of places by the hashes of their names.
fn known() -> &'static FxHashMap<u64, &'static str> {
    static KNOWN: OnceLock<FxHashMap<u64, &'static str>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let mut tokens = Vec::new();
        let mut hash = |name: &str| {
            token::scan(name, &mut tokens);
            Some(name_hash(words(name, &tokens)?.into_iter().map(word_hash)))
        };
        let rows = data::rows(data::PLACES);
        rows.flat_map(|row| row[1].split('|').map(move |name| (row[0], name)))
            .filter_map(|(id, name)| Some((hash(name)?, if id == "-" { "" } else { id })))
            .collect()
    })
}

/// log2 of the population from which on a city is meant rather than a region of another country.
const LARGE: u8 = 20;

/// The place that some tokens name as they stand.
pub(super) fn place(text: &str, tokens: &[Token]) -> Option<Place> {
    gazetteer().place(name_hash(words(text, tokens)?.into_iter().map(word_hash)))
}

/// The words of a name; `None` where something stands between them that no place has in its name, or they are many.
fn words<'a>(text: &'a str, tokens: &[Token]) -> Option<Vec<&'a str>> {
    if tokens.len() > 12 {
        return None;
    }
    let word = |t: &&Token| matches!(t.kind, Kind::Word | Kind::Number);
    let others = tokens.iter().filter(|t| !word(t)).all(|t| inside_name(text, *t));
    others.then(|| tokens.iter().filter(word).map(|t| t.text(text)).collect())
}

/// Languages, the ending of an inflected form, and that of the form in the gazetteer.
type Ending = (&'static str, &'static str, &'static str);

/// The endings that a word may have, by its last byte: most of the others end in another.
fn endings(word: &str) -> &'static [Ending] {
    static ENDINGS: OnceLock<Vec<Vec<Ending>>> = OnceLock::new();
    let none = |ending| if ending == "-" { "" } else { ending };
    let by_last = ENDINGS.get_or_init(|| {
        let mut by_last = vec![Vec::new(); 256];
        for row in data::rows(data::PLACE_ENDINGS) {
            by_last[usize::from(row[1].bytes().last().unwrap_or(0))].push((row[0], row[1], none(row[2])));
        }
        by_last
    });
    word.bytes().last().map_or(&[], |last| &by_last[usize::from(last)])
}

/// Languages that share endings, by a number; 0 for those whose names of places have no cases.
fn family(code: &str) -> u8 {
    match code {
        "be" | "bg" | "mk" | "ru" | "uk" => 1,
        "bs" | "cs" | "hr" | "pl" | "sk" | "sl" | "sr" => 2,
        "et" | "fi" => 3,
        "lt" | "lv" => 4,
        "hu" => 5,
        "ro" => 6,
        "el" => 7,
        _ => 0,
    }
}

/// Whether a word is a country in a case of a language.
pub(super) fn country_in_case(word: &str, code: &str) -> bool {
    let small: String = word.chars().take(40).map(lower).collect();
    let kin = family(code);
    let spoken = endings(&small).iter().filter(|(language, ..)| kin != 0 && family(language) == kin);
    let mut stems = spoken.filter_map(|(_, ending, nominative)| Some((small.strip_suffix(ending)?, nominative)));
    stems.any(|(stem, nominative)| {
        let word = word_hash(&format!("{stem}{nominative}"));
        // `Германа`: Mongolian calls Germany by the name of a man.
        let person = || gazetteer().facts(word).has(Facts::FIRST_NAME | Facts::LAST_NAME);
        let country =
            stem.chars().count() > 3 && matches!(gazetteer().place(name_hash([word])), Some(Place::Country(_)));
        country && !person()
    })
}

/// The id of the place that a name of one or two words means in another case.
fn inflected(text: &str, tokens: &[Token]) -> Option<String> {
    // `Türkiye'nin`, `Paris's`: the name ends before the apostrophe.
    let apostrophe = tokens.iter().rposition(|t| t.kind == Kind::Apostrophe);
    if let Some(at) = apostrophe {
        let name = words(text, &tokens[..at])?;
        return named(name.into_iter().map(word_hash));
    }
    let words = words(text, tokens)?;
    let forms: Vec<Vec<u64>> = words.iter().map(|word| forms(word)).collect();
    match forms.as_slice() {
        [one] => likeliest(one.iter().map(|&form| vec![form])),
        [one, two] => likeliest(one.iter().flat_map(|&a| two.iter().map(move |&b| vec![a, b]))),
        _ => None,
    }
}

/// log2 of the population from which on a city is known so well that its cases are met with: any small place would be
/// found for other words and names, as in Polish `banany`, `Jaguara`.
const KNOWN: u8 = 16;

/// Of the names that words may be the cases of, a country, or else the largest place, the first of its size.
fn likeliest(names: impl Iterator<Item = Vec<u64>>) -> Option<String> {
    let mut best: Option<(u8, String)> = None;
    for name in names {
        let hash = name_hash(name.iter().copied());
        let size = match gazetteer().place(hash) {
            _ if known().contains_key(&hash) => u8::MAX,
            Some(Place::Country(_)) => u8::MAX,
            Some(Place::City(_, size)) if size < KNOWN => continue,
            Some(Place::City(_, size)) => size,
            _ => 0,
        };
        if best.as_ref().is_none_or(|best| size > best.0)
            && let Some(id) = named(name)
        {
            best = Some((size, id));
        }
    }
    best.map(|(_, id)| id)
}

/// A word as it stands and with other endings, hashed.
fn forms(word: &str) -> Vec<u64> {
    let small: String = word.chars().take(40).map(lower).collect();
    let mut forms = vec![word_hash(&small)];
    for (_, ending, nominative) in endings(&small) {
        if let Some(stem) = small.strip_suffix(ending) {
            let form = format!("{stem}{nominative}");
            if form.chars().count() > 3 {
                forms.push(word_hash(&form));
            }
        }
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(name: &str) -> Option<String> {
        let mut tokens = Vec::new();
        token::scan(name, &mut tokens);
        identity(name, &tokens)
    }

    #[test]
    fn a_place_has_one_id_in_every_language_and_case() {
        let russia =
            ["Russland", "Russlands", "Russia", "Россия", "России", "Россией", "Росії", "Rosji", "Rusko", "Ruska"];
        for name in russia {
            assert_eq!(id(name).as_deref(), Some("iso3166:RU"), "{name}");
        }
        for name in ["Moscow", "Moskau", "Москва", "Москве", "Moskvě", "Moskwie", "Moszkvában"] {
            assert_eq!(id(name).as_deref(), Some("geonames:524901"), "{name}");
        }
        for name in ["Kiev", "Kyiv", "Kiew", "Київ", "Києва"] {
            assert_eq!(id(name).as_deref(), Some("geonames:703448"), "{name}");
        }
        for name in ["USA", "Vereinigten Staaten", "United States", "États-Unis", "США"] {
            assert_eq!(id(name).as_deref(), Some("iso3166:US"), "{name}");
        }
        for name in ["Bayern", "Bavaria", "Bayerns", "Bavorsko", "Baviera"] {
            assert_eq!(id(name).as_deref(), Some("iso3166-2:DE-BY"), "{name}");
        }
        // Regions of South Africa, Cameroon and France are called so.
        for name in ["Nordwest", "Südosten", "East", "Sud-Est", "Север"] {
            assert_eq!(id(name), None, "{name}");
        }
        for name in ["Krim", "Crimea", "Крым", "Крыма", "Крыму", "Krymu"] {
            assert_eq!(id(name).as_deref(), Some("iso3166-2:UA-43"), "{name}");
        }
        for (name, code) in
            [("Île-de-France", "FR-IDF"), ("Catalunya", "ES-CT"), ("Texas", "US-TX"), ("Wales", "GB-WLS")]
        {
            assert_eq!(id(name), Some(format!("iso3166-2:{code}")), "{name}");
        }
        for (name, code) in [
            ("Türkiye'nin", "TR"),
            ("Regno Unito", "GB"),
            ("Велика Британія", "GB"),
            ("Китаї", "CN"),
            ("Египте", "EG"),
            ("Magyarországon", "HU"),
            ("Suomessa", "FI"),
            ("Georgia", "GE"),
            ("Luxembourg", "LU"),
            ("Yhdysvalloissa", "US"),
        ] {
            assert_eq!(id(name), Some(format!("iso3166:{code}")), "{name}");
        }
        for (name, number) in [("Praze", 3067696), ("Ankara’da", 323786), ("Hamburg", 2911298), ("Turussa", 633679)] {
            assert_eq!(id(name), Some(format!("geonames:{number}")), "{name}");
        }
        for name in ["Jerusalem", "Иерусалиме", "Jerozolima"] {
            assert_eq!(id(name).as_deref(), Some("geonames:281184"), "{name}");
        }
        for (name, number) in
            [("Mnichově", 2867714), ("Münchenissä", 2867714), ("Londýně", 2643743), ("Rzymie", 3169070)]
        {
            assert_eq!(id(name), Some(format!("geonames:{number}")), "{name}");
        }
        assert_eq!(id("Limburg"), None);
        assert_eq!(id("Europa").as_deref(), Some("geonames:6255148"));
        assert_eq!(id("Washington").as_deref(), Some("geonames:4140963"));
    }

    #[test]
    fn what_is_no_known_place_has_no_id() {
        for name in ["Springfield", "Nirgendwo", "Moscow (Idaho)", ""] {
            assert_eq!(id(name), None, "{name}");
        }
    }
}

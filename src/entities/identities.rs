//! Which place a name means: countries by ISO 3166-1, cities and regions by GeoNames, in any language and inflection.

use std::sync::OnceLock;

use super::gazetteer::{Place, gazetteer, inside_name, lower, name_hash, word_hash};
use crate::data;
use crate::token::{Kind, Token};

/// The id of the place that some tokens name: `iso3166:RU`, `geonames:2950159`; `None` for an unknown place, or one of
/// several of like size.
pub(super) fn identity(text: &str, tokens: &[Token]) -> Option<String> {
    let found = place(text, tokens).or_else(|| inflected(text, tokens))?;
    match found {
        Place::Country([a, b]) => Some(format!("iso3166:{}{}", char::from(a), char::from(b))),
        Place::City(id, _) | Place::Region(id) => Some(format!("geonames:{id}")),
        Place::Ambiguous => None,
    }
}

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

/// Ending of an inflected form, and that of the form in the gazetteer.
fn endings() -> &'static [(&'static str, &'static str)] {
    static ENDINGS: OnceLock<Vec<(&'static str, &'static str)>> = OnceLock::new();
    let none = |ending| if ending == "-" { "" } else { ending };
    ENDINGS.get_or_init(|| data::rows(data::PLACE_ENDINGS).map(|row| (row[1], none(row[2]))).collect())
}

/// The place that a name of one or two words means in another case.
fn inflected(text: &str, tokens: &[Token]) -> Option<Place> {
    let words = words(text, tokens)?;
    let forms: Vec<Vec<u64>> = words.iter().map(|word| forms(word)).collect();
    match forms.as_slice() {
        [one] => one.iter().find_map(|&form| gazetteer().place(name_hash([form]))),
        [one, two] => {
            let pairs = one.iter().flat_map(|&a| two.iter().map(move |&b| name_hash([a, b])));
            pairs.into_iter().find_map(|name| gazetteer().place(name))
        }
        _ => None,
    }
}

/// A word as it stands and with other endings, hashed.
fn forms(word: &str) -> Vec<u64> {
    let small: String = word.chars().take(40).map(lower).collect();
    let mut forms = vec![word_hash(&small)];
    for (ending, nominative) in endings() {
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
    use crate::token;

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

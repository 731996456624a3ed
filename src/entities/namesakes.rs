//! Places that a region behind them tells from larger ones of the same name: `Paris, Texas`, `London, ON`,
//! `Atlanta, Georgia`.

use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::gazetteer::{name_hash, word_hash};
use super::identities::identity;
use crate::data;
use crate::token::{Case, Gap, Kind, Token};

struct Namesakes {
    /// GeoNames ids by the hash of the name and its region.
    ids: FxHashMap<u64, &'static str>,
    /// The regions of the United States by their letters.
    states: FxHashSet<&'static str>,
}

/// Georgia is also a country.
const GEORGIA: &str = "US-GA";
/// How newspapers shorten the states of one word, without the full stop.
const STATES: [(&str, &str); 32] = [
    ("Ala", "AL"),
    ("Ariz", "AZ"),
    ("Ark", "AR"),
    ("Calif", "CA"),
    ("Colo", "CO"),
    ("Conn", "CT"),
    ("Del", "DE"),
    ("Fla", "FL"),
    ("Ga", "GA"),
    ("Ill", "IL"),
    ("Ind", "IN"),
    ("Kan", "KS"),
    ("Ky", "KY"),
    ("La", "LA"),
    ("Mass", "MA"),
    ("Md", "MD"),
    ("Mich", "MI"),
    ("Minn", "MN"),
    ("Miss", "MS"),
    ("Mo", "MO"),
    ("Mont", "MT"),
    ("Neb", "NE"),
    ("Nev", "NV"),
    ("Okla", "OK"),
    ("Ore", "OR"),
    ("Pa", "PA"),
    ("Tenn", "TN"),
    ("Tex", "TX"),
    ("Va", "VA"),
    ("Vt", "VT"),
    ("Wash", "WA"),
    ("Wis", "WI"),
];
/// Words of a region at most: `New South Wales`.
const WORDS: usize = 3;

fn namesakes() -> &'static Namesakes {
    static NAMESAKES: OnceLock<Namesakes> = OnceLock::new();
    NAMESAKES.get_or_init(|| {
        let mut all = Namesakes { ids: FxHashMap::default(), states: FxHashSet::default() };
        for row in data::rows(data::NAMESAKES) {
            all.states.extend(row[0].strip_prefix("US-"));
            all.ids.insert(key(row[2].split([' ', '-']), row[0]), row[1]);
        }
        all
    })
}

fn key<'a>(name: impl Iterator<Item = &'a str>, region: &str) -> u64 {
    name_hash(name.map(word_hash).chain([word_hash(region)]))
}

/// The id of the place that tokens `first..end` of a text name, in the light of what stands around them.
pub(super) fn placed(text: &str, tokens: &[Token], first: usize, end: usize) -> Option<String> {
    let region = comma(text, tokens, end).then(|| region(text, tokens, end + 1)).flatten();
    if let Some(id) = region.as_ref().and_then(|region| namesake(text, &tokens[first..end], region)) {
        return Some(format!("geonames:{id}"));
    }
    let georgia = end == first + 1 && tokens[first].text(text) == "Georgia" && first > 1;
    if georgia && comma(text, tokens, first - 1) {
        let from = (first - 1).saturating_sub(WORDS);
        if (from..first - 1).any(|k| namesake(text, &tokens[k..first - 1], GEORGIA).is_some()) {
            return Some(format!("iso3166-2:{GEORGIA}"));
        }
    }
    let id = identity(text, &tokens[first..end]);
    // `Norfolk, Neb.` is no country, nor a part of another one.
    let state = region.filter(|region| namesakes().states.contains(region.strip_prefix("US-").unwrap_or_default()));
    id.filter(|id| state.is_none() || !id.starts_with("iso3166") || id.starts_with("iso3166-2:US"))
}

fn namesake(text: &str, name: &[Token], region: &str) -> Option<&'static str> {
    let words = name.iter().filter(|t| t.kind == Kind::Word).map(|t| t.text(text));
    namesakes().ids.get(&key(words, region)).copied()
}

/// Whether token `at` is a comma within its line, right behind a word.
fn comma(text: &str, tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|t| t.text(text) == "," && t.gap < Gap::Line && tokens[at - 1].gap == Gap::None)
}

/// The region that begins at a token: `Texas`, `TX`, `New South Wales`; its ISO 3166-2 code.
fn region(text: &str, tokens: &[Token], at: usize) -> Option<String> {
    let word = tokens.get(at).filter(|t| t.is_word() && matches!(t.case, Case::Capital | Case::Upper))?;
    let letters = word.text(text);
    if letters.len() == 2 {
        return namesakes().states.get(letters).map(|state| format!("US-{state}"));
    }
    if letters == "Georgia" {
        return Some(GEORGIA.to_owned());
    }
    if tokens.get(at + 1).is_some_and(|t| t.text(text) == "." && tokens[at].gap == Gap::None)
        && let Some((_, state)) = STATES.into_iter().find(|state| state.0 == letters)
    {
        return Some(format!("US-{state}"));
    }
    let ends = (at + 1..=tokens.len().min(at + WORDS)).rev();
    let whole = |id: String| id.strip_prefix("iso3166-2:").filter(|id| id.len() <= 6).map(str::to_owned);
    ends.filter_map(|end| identity(text, &tokens[at..end])).find_map(whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token;

    fn id(text: &str, name: &str) -> Option<String> {
        let mut tokens = Vec::new();
        token::scan(text, &mut tokens);
        let at = text.find(name)? as u32;
        let first = tokens.iter().position(|t| t.span.start == at)?;
        let end = tokens.iter().position(|t| t.span.end == at + name.len() as u32)? + 1;
        placed(text, &tokens, first, end)
    }

    #[test]
    fn the_region_behind_a_name_tells_which_place_is_meant() {
        for (text, name, place) in [
            ("in Paris, Texas, a barn", "Paris", "geonames:4717560"),
            ("in Paris, TX", "Paris", "geonames:4717560"),
            ("in Paris, France", "Paris", "geonames:2988507"),
            ("London, Ontario, is", "London", "geonames:6058560"),
            ("from Atlanta, Georgia, to", "Georgia", "iso3166-2:US-GA"),
            ("from Tbilisi, Georgia, to", "Georgia", "iso3166:GE"),
            ("in Georgia, Armenia and", "Georgia", "iso3166:GE"),
        ] {
            assert_eq!(id(text, name).as_deref(), Some(place), "{text}");
        }
    }
}

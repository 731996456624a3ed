//! Well-known places in scripts without capitals, where the tagger learned too little to be sure of them.

use super::gazetteer::{Facts, Place, longest_place};
use super::identities::place;
use super::letters::unspaced;
use super::memory::Reading;
use super::names::REPEATED;
use super::particles;
use super::tagger::Name;
use crate::document::Label;
use crate::draft::Draft;
use crate::lexicon;
use crate::token::{Case, Script, Token};

/// Adds the countries and large cities that no name holds.
pub(super) fn places(draft: &Draft, readings: &[Reading], names: &mut Vec<Name>) {
    let mut known = Vec::new();
    let (mut i, mut next) = (0, 0);
    while i < draft.tokens.len() {
        while names.get(next).is_some_and(|name| name.end <= i) {
            next += 1;
        }
        let room = names.get(next).map_or(draft.tokens.len(), |name| name.first);
        let plain = |t: &Token| t.is_word() && t.case == Case::None && !unspaced(t);
        let length = if i < room && plain(&draft.tokens[i]) { known_place(draft, readings, i, room) } else { 0 };
        if length > 0 {
            known.push(Name { first: i, end: i + length, label: Label::Loc, confidence: REPEATED });
        }
        i += length.max(1);
    }
    if !known.is_empty() {
        names.extend(known);
        names.sort_by_key(|name| name.first);
    }
}

/// How many tokens from `start` on name a place that is hardly anything else; 0 for none.
fn known_place(draft: &Draft, readings: &[Reading], start: usize, end: usize) -> usize {
    let (text, tokens) = (draft.text.as_str(), &draft.tokens[start..end]);
    if readings[start].facts.has(Facts::BEGINS_PLACE) {
        let longest = longest_place(text, tokens, |k| (readings[start + k].hash, readings[start + k].facts));
        if let Some((length, _)) = longest.filter(|(_, place)| is_large(*place)) {
            return length;
        }
    }
    if !is_long(text, &tokens[0]) {
        return 0;
    }
    let bare = particles::without(text, &tokens[..1], Label::Loc);
    let name = bare.as_deref().unwrap_or(&tokens[..1]);
    let Some(place) = place(text, name).filter(|place| is_large(*place) && is_long(text, &name[0])) else { return 0 };
    // `المدينة` is Medina, and the city.
    let common = || lexicon::frequency(tokens[0].text(text), draft.language(start)) >= Some(COMMON);
    usize::from(matches!(place, Place::Country(_)) || !common())
}

/// Whether a place is a country, or a city of half a million.
fn is_large(place: Place) -> bool {
    matches!(place, Place::Country(_)) || matches!(place, Place::City(_, size) if size >= LARGE)
}

/// log2 of the population of a large city.
const LARGE: u8 = 19;
/// How common a word is at least, as [`lexicon::frequency`] says, that is hardly the name of a city alone.
const COMMON: u8 = 7;

/// Whether a word is so long that it is hardly another one: the Arabic names of Mali and Qatar are, and the Korean one
/// of Hue.
fn is_long(text: &str, word: &Token) -> bool {
    let letters = word.text(text).chars().count();
    letters >= if word.script == Script::Hangul { 3 } else { 5 }
}

//! Names that are part of more, or several in one: compounds with a hyphen, people behind each other, places with an
//! `and` between them.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use super::gazetteer::{Facts, Place, gazetteer, word_hash};
use super::identities::place;
use super::names::REPEATED;
use super::tagger::Name;
use crate::data;
use crate::document::Label;
use crate::draft::Draft;
use crate::token::{Case, Gap};

/// Languages that put a name before a noun with a hyphen: `Fußball-WM`, `EU-medlem`.
const COMPOUNDING: [&str; 6] = ["da", "de", "nb", "nl", "nn", "sv"];

/// Whether a token is a hyphen with nothing around it.
fn hyphen(draft: &Draft, i: usize) -> bool {
    draft.tokens.get(i).is_some_and(|t| t.gap == Gap::None && matches!(t.text(&draft.text), "-" | "‑"))
        && draft.joined_before(i)
}

/// Whether a token is part of a compound with a hyphen.
pub(super) fn in_compound(draft: &Draft, i: usize) -> bool {
    i > 0 && hyphen(draft, i - 1) || hyphen(draft, i + 1)
}

/// What a token before a hyphen is where it is known: a country by its full name, an international organisation.
fn known_part(draft: &Draft, i: usize) -> Option<Label> {
    let country = || matches!(place(&draft.text, &draft.tokens[i..=i]), Some(Place::Country(_)));
    match draft.tokens[i].case {
        _ if organisations().contains(draft.word(i)) => Some(Label::Org),
        Case::Capital if country() => Some(Label::Loc),
        _ => None,
    }
}

/// A name before a hyphen: with what stands behind where that is a part of it, `Sovjet-Unie`; `None` where it is the
/// first part of a noun, `SPD-Chef`, which no source of annotated text takes for a name. `begins` says whether a name
/// begins with a token, as in `US-China`.
pub(super) fn before_hyphen(draft: &Draft, name: Name, begins: impl Fn(usize) -> bool) -> Option<Name> {
    let name = first_part(draft, name);
    let next = draft.tokens.get(name.end + 1).filter(|next| next.is_word());
    let Some(next) = next.filter(|_| hyphen(draft, name.end) && !begins(name.end + 1)) else { return Some(name) };
    let large = |i: usize| draft.tokens.get(i).is_some_and(|t| matches!(t.case, Case::Capital | Case::Upper));
    if name.end - name.first == 1 && large(name.end + 1) && known_part(draft, name.first).is_some() {
        return Some(name);
    }
    let language = draft.language(name.end - 1).code();
    let goes_on = match language {
        "de" | "lb" => {
            let facts = gazetteer().facts(word_hash(next.text(&draft.text)));
            let bears = place(&draft.text, &draft.tokens[name.end + 1..name.end + 2]).is_some();
            name.label == Label::Loc && (bears || facts.has(Facts::SMALL_PLACE))
        }
        _ => matches!(name.label, Label::Loc | Label::Org),
    };
    if goes_on && large(name.end + 1) {
        let mut end = name.end + 2;
        while hyphen(draft, end) && large(end + 1) {
            end += 2;
        }
        return Some(Name { end, ..name });
    }
    (!COMPOUNDING.contains(&language)).then_some(name)
}

/// Begins an organisation with the first part of its first word: `Ludwig-Maximilians-Universität`, of which the tagger
/// finds the second half.
pub(super) fn behind_hyphen(draft: &Draft, names: &mut [Name]) {
    let large = |i: usize| draft.tokens[i].is_word() && matches!(draft.tokens[i].case, Case::Capital | Case::Upper);
    for i in 0..names.len() {
        let taken = if i == 0 { 0 } else { names[i - 1].end };
        let name = &mut names[i];
        while name.label == Label::Org
            && name.first >= taken + 2
            && hyphen(draft, name.first - 1)
            && large(name.first - 2)
        {
            name.first -= 2;
        }
    }
}

/// `NATO` of `NATO-Kontingent`, `Ukraine` of `Ukraine-Konflikt`: what is known before what is no name.
fn first_part(draft: &Draft, name: Name) -> Name {
    let (hyphen_at, rest) = (name.first + 1, name.first + 2);
    if rest >= name.end || !hyphen(draft, hyphen_at) {
        return name;
    }
    let next = draft.tokens[rest];
    let known = |from: usize, to: usize| place(&draft.text, &draft.tokens[from..to]).is_some();
    let whole = known(name.first, name.end) || known(rest, rest + 1);
    let plain = next.is_word() && matches!(next.case, Case::Lower | Case::Capital);
    if whole || !plain || gazetteer().facts(word_hash(draft.word(rest))).has(Facts::FIRST_NAME | Facts::LAST_NAME) {
        return name;
    }
    known_part(draft, name.first).map_or(name, |label| Name { end: hyphen_at, label, ..name })
}

/// Adds countries and international organisations before a hyphen, which the annotated texts take for no names.
pub(super) fn compounds(draft: &Draft, names: &mut Vec<Name>) {
    let mut more = Vec::new();
    let mut taken = names.iter().peekable();
    for i in 0..draft.tokens.len().saturating_sub(2) {
        while taken.next_if(|name| name.end <= i).is_some() {}
        let (token, noun) = (draft.tokens[i], draft.tokens[i + 2]);
        let written = matches!(token.case, Case::Upper | Case::Capital) && noun.case == Case::Capital;
        if !written || !hyphen(draft, i + 1) || taken.peek().is_some_and(|name| name.first <= i + 2) {
            continue;
        }
        if place(&draft.text, &draft.tokens[i + 2..i + 3]).is_none() {
            let name = |label| Name { first: i, end: i + 1, label, confidence: REPEATED };
            more.extend(known_part(draft, i).map(name));
        }
    }
    names.extend(more);
    names.sort_by_key(|name| name.first);
}

/// Abbreviations of international organisations.
fn organisations() -> &'static FxHashSet<&'static str> {
    static ORGANISATIONS: OnceLock<FxHashSet<&'static str>> = OnceLock::new();
    ORGANISATIONS.get_or_init(|| data::rows(data::ORGANISATIONS).map(|row| row[0]).collect())
}

/// Parts people who stand behind each other with nothing between, as in lists and under letters: a first name behind
/// what is none, or the first word again, begins another name.
pub(super) fn people_apart(draft: &Draft, names: &mut Vec<Name>) {
    let mut more = Vec::new();
    for name in names.iter_mut().filter(|n| n.label == Label::Per && n.end - n.first > 2) {
        let tokens = &draft.tokens[name.first..name.end];
        let facts = |i: usize| gazetteer().facts(word_hash(tokens[i].text(&draft.text)));
        let begins = |i: usize, start: usize| {
            let alone = tokens[i].is_word() && tokens[i - 1].is_word() && tokens[i - 1].gap == Gap::Space;
            let first = facts(i).has(Facts::FIRST_NAME) && !facts(i).has(Facts::LAST_NAME);
            let again = tokens[i].text(&draft.text) == tokens[start].text(&draft.text);
            alone && (first && !facts(i - 1).has(Facts::FIRST_NAME) || again)
        };
        let mut cuts = vec![0];
        for i in 2..tokens.len() {
            let start = cuts[cuts.len() - 1];
            if i - start > 1 && begins(i, start) {
                cuts.push(i);
            }
        }
        cuts.push(tokens.len());
        let all = *name;
        name.end = all.first + cuts[1];
        let behind = cuts[1..].windows(2);
        more.extend(behind.map(|cut| Name { first: all.first + cut[0], end: all.first + cut[1], ..all }));
    }
    names.extend(more);
    names.sort_by_key(|name| name.first);
}

/// What joins two places: "and" and "or"; the Dutch "of" would part the Isle of Man.
const AND: [&str; 20] = [
    "and", "e", "ed", "eller", "en", "et", "i", "lub", "o", "och", "oder", "og", "or", "oraz", "ou", "u", "und", "y",
    "и", "или",
];

/// Parts two places with an `and` or `or` between them that together are the name of none: `Bournemouth en Poole`; and
/// two countries with a dash between spaces, `Elveția - Italia`: cities with one are stations, `Frankfurt - Griesheim`.
pub(super) fn places_apart(draft: &Draft, names: &mut Vec<Name>) {
    let mut more = Vec::new();
    for name in names.iter_mut().filter(|n| n.label == Label::Loc && n.end - n.first > 2) {
        let large = |i: usize| draft.tokens[i].is_word() && draft.tokens[i].case == Case::Capital;
        let joins = |&i: &usize| AND.contains(&draft.word(i)) && large(i - 1) && large(i + 1);
        let country = |first, end| matches!(place(&draft.text, &draft.tokens[first..end]), Some(Place::Country(_)));
        let dash = |&i: &usize| {
            let spaced =
                matches!(draft.word(i), "-" | "–" | "—") && !draft.joined_before(i) && !draft.joined_before(i + 1);
            spaced && country(name.first, i) && country(i + 1, name.end)
        };
        let Some(and) = (name.first + 1..name.end - 1).find(|i| joins(i) || dash(i)) else { continue };
        if place(&draft.text, &draft.tokens[name.first..name.end]).is_none() {
            more.push(Name { first: and + 1, ..*name });
            name.end = and;
        }
    }
    names.extend(more);
    names.sort_by_key(|name| name.first);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn before(text: &str, name: &str, label: Label) -> Option<String> {
        let draft = Draft::new(text);
        let at = |i: &usize| text[draft.tokens[*i].span.start as usize..].starts_with(name);
        let first = (0..draft.tokens.len()).find(at)?;
        let last = draft.tokens[first].span.start as usize + name.len();
        let end = draft.tokens.iter().position(|t| t.span.end as usize == last)? + 1;
        let name = before_hyphen(&draft, Name { first, end, label, confidence: 0.9 }, |_| false)?;
        Some(
            text[draft.tokens[name.first].span.start as usize..draft.tokens[name.end - 1].span.end as usize].to_owned(),
        )
    }

    #[test]
    fn what_is_known_stays_before_a_hyphen() {
        let whole = |text, name, label| before(text, name, label).unwrap_or_default();
        assert_eq!(whole("Das NATO-Kontingent bleibt.", "NATO-Kontingent", Label::Org), "NATO");
        assert_eq!(whole("Der Ukraine-Konflikt dauert an.", "Ukraine", Label::Loc), "Ukraine");
        assert_eq!(whole("Er wohnt in Wien.", "Wien", Label::Loc), "Wien");
    }

    #[test]
    fn a_name_goes_on_behind_a_hyphen() {
        let text = "Hij reisde in de zomer van dat jaar met zijn vader naar de Sovjet-Unie en terug.";
        assert_eq!(before(text, "Sovjet", Label::Loc).as_deref(), Some("Sovjet-Unie"));
    }

    #[test]
    fn places_with_an_and_between_them_are_two() {
        let parts = |text: &str| {
            let draft = Draft::new(text);
            let mut names = vec![Name { first: 0, end: draft.tokens.len(), label: Label::Loc, confidence: 0.9 }];
            places_apart(&draft, &mut names);
            names.len()
        };
        assert_eq!(parts("Bournemouth and Poole"), 2);
        assert_eq!(parts("Bosnia and Herzegovina"), 1);
        assert_eq!(parts("and"), 1);
    }
}

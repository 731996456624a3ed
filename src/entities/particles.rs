//! Particles and prepositions that are written as one with a name: Korean `서울에서`, Hebrew `בירושלים`, Arabic `ببيروت`.

use std::sync::OnceLock;

use super::gazetteer::{Facts, gazetteer, word_hash};
use super::identities::place;
use crate::data;
use crate::document::Label;
use crate::span::Span;
use crate::token::{Script, Token};

/// Particles of a language, longer ones first, and whether each is one only where what is left is known.
type Particles = Vec<(&'static str, bool)>;

/// Those of Korean, which stand behind a name, and of Hebrew and Arabic, which stand before it.
fn particles(language: &str) -> &'static Particles {
    static PARTICLES: OnceLock<[Particles; 3]> = OnceLock::new();
    let of = |language| {
        let rows = data::rows(data::PARTICLES).filter(|row| row[0] == language);
        rows.map(|row| (row[1], row[2] == "known")).collect()
    };
    let [korean, hebrew, arabic] = PARTICLES.get_or_init(|| ["ko", "he", "ar"].map(of));
    match language {
        "ko" => korean,
        "he" => hebrew,
        _ => arabic,
    }
}

/// The tokens of a name without the particle glued to it; `None` where there is none.
pub(super) fn without(text: &str, name: &[Token], label: Label) -> Option<Vec<Token>> {
    let (first, last) = (name.first()?, name.last()?);
    if last.is_word() && last.script == Script::Hangul {
        let cut = behind(text, last, label)?;
        let mut bare = name.to_vec();
        bare.last_mut()?.span.end -= cut as u32;
        return Some(bare);
    }
    let list = match first.script {
        Script::Hebrew => particles("he"),
        Script::Arabic => particles("ar"),
        _ => return None,
    };
    // As it stands it is a name of its own: `لبنان` begins like a preposition.
    if label != Label::Loc || place(text, name).is_some() {
        return None;
    }
    let word = first.text(text);
    let mut fitting = list.iter().filter(|(particle, _)| word.len() > particle.len() && word.starts_with(particle));
    fitting.find_map(|(particle, _)| {
        let mut bare = name.to_vec();
        bare[0].span.start += particle.len() as u32;
        place(text, &bare).is_some().then_some(bare)
    })
}

/// Bytes of the particle that a word ends in.
fn behind(text: &str, token: &Token, label: Label) -> Option<usize> {
    let word = token.text(text);
    if known(text, token) {
        return None;
    }
    particles("ko").iter().find_map(|&(particle, only_known)| {
        let stem = word.strip_suffix(particle)?;
        let bare = Token { span: Span { end: token.span.end - particle.len() as u32, ..token.span }, ..*token };
        let letters = stem.chars().count();
        // Names of three syllables, the family's first, are how people are called: `김정은이`.
        let person = || label == Label::Per && letters == 3 && is_family(stem);
        (letters > 1 && (!only_known || known(text, &bare) || person())).then_some(particle.len())
    })
}

/// Whether a word is a place or a part of people's names.
fn known(text: &str, token: &Token) -> bool {
    let facts = gazetteer().facts(word_hash(token.text(text)));
    facts.has(Facts::FIRST_NAME | Facts::LAST_NAME) || place(text, std::slice::from_ref(token)).is_some()
}

/// Whether a word begins with the name of a family.
fn is_family(word: &str) -> bool {
    let first = word.chars().next().map_or(0, char::len_utf8);
    gazetteer().facts(word_hash(&word[..first])).has(Facts::LAST_NAME)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::scan;

    fn bare(text: &str, label: Label) -> String {
        let mut tokens = Vec::new();
        scan(text, &mut tokens);
        let bare = without(text, &tokens, label).unwrap_or(tokens);
        text[bare[0].span.start as usize..bare[bare.len() - 1].span.end as usize].to_owned()
    }

    #[test]
    fn particles_are_cut_off_and_names_that_end_like_them_stay() {
        assert_eq!(bare("서울에서", Label::Loc), "서울");
        assert_eq!(bare("대만", Label::Loc), "대만");
        assert_eq!(bare("김정은", Label::Per), "김정은");
        assert_eq!(bare("김정은이", Label::Per), "김정은");
    }

    #[test]
    fn prepositions_are_cut_off_before_places_only() {
        assert_eq!(bare("בירושלים", Label::Loc), "ירושלים");
        assert_eq!(bare("وبرلين", Label::Loc), "برلين");
        assert_eq!(bare("لبنان", Label::Loc), "لبنان");
        assert_eq!(bare("בנימין", Label::Per), "בנימין");
    }
}

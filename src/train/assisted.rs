//! News that the tagger of the last round has read, to learn from again.
//!
//! The pack holds the same stories in every language, so a name that is sure in most of them is taken for sure in all:
//! what a name is, is voted on by all its mentions in all languages.

use std::path::Path;

use rustc_hash::FxHashMap;

use super::conll::Marked;
use super::pack::for_each_line;
use crate::entities::chain::TYPES;
use crate::entities::letters::apart;
use crate::entities::tagger::{Name, Tagger, tagger};
use crate::error::Error;
use crate::span::Span;
use crate::token::{self, Case, Token};

/// Where the texts are.
pub(super) const PACK: &str = "lang-train/text-ntrex.tsv.xz";

/// The languages that are read.
const READ: [&str; 30] = [
    "be", "bg", "ca", "cs", "da", "de", "el", "en", "es", "fi", "fr", "gl", "hr", "hu", "id", "it", "lt", "mk", "nb",
    "nl", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "tr", "uk",
];

/// A mention as likely as this is right by itself.
const SURE: f32 = 0.9;
/// A token less likely than this to be outside of all names is left open.
const OUTSIDE: f32 = 0.97;
/// The sum of likelihoods, and the share of one type in it, that settle what a name is.
const VOTES: f32 = 4.0;
const MAJORITY: f32 = 0.85;

/// A text with the names that are sure, and its language; nothing in the first round.
///
/// # Errors
/// A pack that cannot be read.
pub(super) fn texts(folder: &Path) -> Result<Vec<(Marked, &'static str)>, Error> {
    let Some(tagger) = tagger() else { return Ok(Vec::new()) };
    let mut lines = Vec::new();
    for_each_line(&folder.join(PACK), |language, text| {
        let known = READ.iter().find(|code| **code == language.code());
        lines.extend(known.map(|code| (*code, text.to_owned())));
    })?;
    let mut votes = Votes::default();
    let mut tokens = Vec::new();
    for (_, text) in &lines {
        token::scan(text, &mut tokens);
        let letters = apart(text, &tokens);
        for name in tagger.names(text, &letters) {
            votes.add(&text[span(&letters, &name).range()], &name);
        }
    }
    Ok(lines.into_iter().map(|(code, text)| (marked(tagger, &votes, text), code)).collect())
}

fn span(tokens: &[Token], name: &Name) -> Span {
    Span { start: tokens[name.first].span.start, end: tokens[name.end - 1].span.end }
}

/// For each name in lower case, how likely its mentions are each of [`TYPES`], summed.
#[derive(Default)]
struct Votes(FxHashMap<String, [f32; 4]>);

impl Votes {
    fn add(&mut self, text: &str, name: &Name) {
        if let Some(label) = TYPES.iter().position(|t| *t == name.label) {
            self.0.entry(text.to_lowercase()).or_default()[label] += name.confidence;
        }
    }

    /// What a name is, where that is settled.
    fn settled(&self, text: &str) -> Option<usize> {
        let votes = self.0.get(&text.to_lowercase())?;
        let best = (1..4).fold(0, |best, l| if votes[l] > votes[best] { l } else { best });
        let all: f32 = votes.iter().sum();
        (all >= VOTES && votes[best] >= MAJORITY * all).then_some(best)
    }
}

fn marked(tagger: &Tagger, votes: &Votes, text: String) -> Marked {
    let mut tokens = Vec::new();
    token::scan(&text, &mut tokens);
    tokens = apart(&text, &tokens);
    let mut names = Vec::new();
    let mut inside = vec![false; tokens.len()];
    for name in tagger.names(&text, &tokens) {
        let span = span(&tokens, &name);
        let own = TYPES.iter().position(|t| *t == name.label).filter(|_| name.confidence > SURE);
        if let Some(label) = votes.settled(&text[span.range()]).or(own) {
            names.push((span, Some(label)));
            inside[name.first..name.end].fill(true);
        }
    }
    let outside = tagger.outside(&text, &tokens);
    let capital = |i: usize| tokens.get(i).is_some_and(|t| t.is_word() && t.case != Case::Lower) && !inside[i];
    for i in (0..tokens.len()).filter(|&i| !inside[i] && outside[i] < OUTSIDE) {
        let alone = capital(i) && !capital(i + 1) && !i.checked_sub(1).is_some_and(capital);
        let label = votes.settled(tokens[i].text(&text)).filter(|_| alone);
        names.push((tokens[i].span, label));
    }
    Marked { text, names }
}

//! Why a span has its language: its words that speak most for it, against the language it could be taken for.

use rustc_hash::FxHashSet;

use crate::document::LanguageEvidence;
use crate::draft::Draft;
use crate::language::Language;
use crate::languages::decode;
use crate::languages::model::{Lane, NO_SCRIPT, UNKNOWN, model};
use crate::languages::preset::PER_NAT;
use crate::languages::scratch::Scratch;
use crate::languages::weigh::Weigher;
use crate::languages::words::for_each_unit;
use crate::options::Options;
use crate::span::Span;

/// Words given of a span.
const MOST_WORDS: usize = 5;
/// Words looked at of a span, its first: enough to explain it, and memory stays bounded.
const LOOKED_AT: usize = 4096;

/// The evidence for every language span of a labelled draft.
pub(crate) fn of(draft: &Draft, options: &Options) -> Vec<LanguageEvidence> {
    Scratch::with(|scratch| {
        for_each_unit(&draft.text, &draft.tokens, |unit| scratch.units.push(unit));
        let all = std::mem::take(&mut scratch.units);
        let weigher = Weigher::new(&draft.text, &draft.tokens, &all, options);
        let places: Vec<Span> = all.iter().map(|unit| draft.original(unit.span)).collect();
        let mut languages: Vec<Language> = draft.document.languages.iter().map(|span| span.language).collect();
        languages.sort_unstable();
        languages.dedup();
        let mut found = Vec::with_capacity(draft.document.languages.len());
        let mut from = 0;
        for span in &draft.document.languages {
            let to = from + places[from..].partition_point(|place| place.start < span.span.end);
            weigher.fill(scratch, from..to.min(from + LOOKED_AT));
            let own = lane(span.language);
            let rival = rival(&decode::sums(&scratch.rows), own, &languages, weigher.allowed);
            let gain =
                |row: &decode::Row| rival.map_or(0.0, |r| f32::from(row[r as usize]) - f32::from(row[own as usize]));
            let mut words: Vec<(Span, f32)> =
                places[from..to].iter().copied().zip(scratch.rows.iter().map(|row| gain(row) / PER_NAT)).collect();
            words.retain(|word| word.1 > 0.0);
            words.sort_by(|a, b| b.1.total_cmp(&a.1));
            let mut seen = FxHashSet::default();
            words.retain(|word| seen.len() < MOST_WORDS && seen.insert(draft.document.slice(word.0).to_lowercase()));
            let against = rival.map_or(Language::UND, |lane| model().language(lane));
            found.push(LanguageEvidence { span: span.span, language: span.language, against, words });
            from = to;
        }
        scratch.units = all;
        found
    })
}

fn lane(language: Language) -> Lane {
    model().lane(language).unwrap_or(UNKNOWN)
}

/// The language that a span would have otherwise: another one of the document, or, where there is none, any other.
fn rival(sums: &[i32], own: Lane, languages: &[Language], allowed: u128) -> Option<Lane> {
    let cost = |lane: &Lane| sums[*lane as usize];
    let others = languages.iter().map(|&language| lane(language)).filter(|&lane| lane != own);
    let any = || (1..NO_SCRIPT).filter(|&lane| lane != own && (lane as usize) < model().languages.len());
    others.min_by_key(cost).or_else(|| any().filter(|&lane| allowed >> lane & 1 == 1).min_by_key(cost))
}

#[cfg(test)]
mod tests {
    use crate::analyzer::Analyzer;
    use crate::document::LanguageEvidence;
    use crate::options::Options;

    fn evidence(text: &str) -> Vec<LanguageEvidence> {
        let analyzer = Analyzer::new(Options::default()).expect("good options");
        let evidence = analyzer.evidence(text);
        let document = analyzer.analyze(text);
        let spans = |e: &LanguageEvidence| (e.span, e.language);
        let labelled: Vec<_> = document.languages.iter().map(|s| (s.span, s.language)).collect();
        assert_eq!(evidence.iter().map(spans).collect::<Vec<_>>(), labelled);
        evidence
    }

    /// Language, rival and telling words of each span.
    fn told(text: &str) -> Vec<(&'static str, &'static str, Vec<&str>)> {
        let words = |e: &LanguageEvidence| e.words.iter().map(|word| &text[word.0.range()]).collect();
        evidence(text).iter().map(|e| (e.language.code(), e.against.code(), words(e))).collect()
    }

    #[test]
    fn words_of_the_language_speak_for_a_span() {
        let text = "Die Brücke war gestern wegen des starken Windes gesperrt.The old ferry still carried people across \
                    the river , and the captain was happy about it.";
        let found = told(text);
        assert_eq!(found.iter().map(|f| (f.0, f.1)).collect::<Vec<_>>(), [("de", "en"), ("en", "de")]);
        assert!(found[0].2.contains(&"gesperrt") && found[1].2.contains(&"across"), "{found:?}");
        assert!(found.iter().all(|f| f.2.len() <= super::MOST_WORDS));
        let weights: Vec<f32> = evidence(text)[0].words.iter().map(|w| w.1).collect();
        assert!(weights.is_sorted_by(|a, b| a >= b) && weights.iter().all(|&w| w > 0.0), "{weights:?}");
    }

    #[test]
    fn one_language_stands_against_the_next_likely() {
        let found = told("Havnen ble stengt i går fordi vinden blåste så sterkt, og ingen ville ut å seile.");
        assert!(found.len() == 1 && found[0].0 == "nb" && ["nn", "da"].contains(&found[0].1), "{found:?}");
    }

    #[test]
    fn nothing_speaks_for_nothing() {
        assert!(told("").is_empty());
        assert!(told("ᎣᏏᏲ ᏃᎦ").iter().all(|f| f.2.is_empty()));
        let long = "the cat sleeps and ".repeat(5_000);
        assert!(told(&long)[0].2.len() <= super::MOST_WORDS);
    }
}

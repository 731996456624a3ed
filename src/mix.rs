//! Job: mix. Counts only: [`LanguageMix`] and the published measures of code-mixing.
//!
//! The measures count words; of Han, Thai and other scripts written without spaces, a few letters count as a word.
//! Numbers, marks and addresses have no language of their own and are left out. Words in no
//! known language (`und`) are left out of the published measures, as their authors leave out what is independent of
//! language; they have a share of the letters.

use std::iter::repeat_n;

use crate::character::Character;
use crate::document::LanguageMix;
use crate::draft::Draft;
use crate::language::Language;
use crate::options::Options;
use crate::token::letters_of_a_word;

/// Fills [`LanguageMix`] from the labelled tokens.
pub(crate) fn run(draft: &mut Draft, _options: &Options) {
    let mut letters = vec![0u64; Language::count()];
    let mut words: Vec<Language> = Vec::with_capacity(draft.tokens.len());
    for (index, token) in draft.tokens.iter().enumerate().filter(|(_, token)| token.is_word()) {
        let bytes = token.bytes(&draft.text);
        let letters_of = |word: &str| word.chars().filter(|&c| Character::of(c).class.is_letter()).count();
        let count = if bytes.is_ascii() { bytes.len() } else { letters_of(token.text(&draft.text)) };
        let language = draft.language(index);
        letters[language.index()] += count as u64;
        match letters_of_a_word(token.script) {
            None => words.push(language),
            Some(in_word) => words.extend(repeat_n(language, count.div_ceil(in_word).max(1))),
        }
    }
    draft.document.mix = measured(&words, &letters);
}

/// The measures of a row of words, and the shares of the letters by language.
fn measured(words: &[Language], letters: &[u64]) -> LanguageMix {
    let shares = shares(letters);
    let mut known = Vec::with_capacity(words.len());
    known.extend(words.iter().copied().filter(|&language| language != Language::UND));
    let counts = counts(&known);
    let runs = runs(&known);
    LanguageMix {
        score: shares.first().map_or(0.0, |dominant| 1.0 - dominant.1),
        shares,
        cmi: cmi(&counts),
        m_index: m_index(&counts),
        i_index: i_index(&runs, known.len()),
        entropy: entropy(&counts),
        span_entropy: span_entropy(&runs),
        burstiness: burstiness(&runs),
        memory: memory(&runs),
        switch_points: runs.len().saturating_sub(1),
    }
}

/// Share of the letters of each language, largest first; equal ones in the order of the table.
fn shares(letters: &[u64]) -> Vec<(Language, f64)> {
    let all: u64 = letters.iter().sum();
    let used = letters.iter().enumerate().filter(|(_, count)| **count > 0);
    let mut shares: Vec<_> = used.map(|(i, &count)| (Language::from_index(i), count as f64 / all as f64)).collect();
    shares.sort_by(|a, b| b.1.total_cmp(&a.1));
    shares
}

/// Words of each language that occurs.
fn counts(words: &[Language]) -> Vec<f64> {
    let mut counts = vec![0.0; Language::count()];
    words.chunk_by(|a, b| a == b).for_each(|run| counts[run[0].index()] += run.len() as f64);
    counts.retain(|&count| count > 0.0);
    counts
}

/// Lengths in words of the runs of one language.
fn runs(words: &[Language]) -> Vec<f64> {
    words.chunk_by(|a, b| a == b).map(|run| run.len() as f64).collect()
}

/// Code-Mixing Index, 0…100: `100 · (1 - max wᵢ / (n - u))`, with `wᵢ` words of language `i`, `n` words in all, `u`
/// words without a language; 0 if `n = u`.
///
/// Source: A. Das, B. Gambäck: Identifying Languages at the Word Level in Code-Mixed Indian Social Media Text. ICON
/// 2014. One language: 0.
fn cmi(counts: &[f64]) -> f64 {
    let known: f64 = counts.iter().sum();
    let most = counts.iter().copied().fold(0.0, f64::max);
    if known == 0.0 { 0.0 } else { 100.0 * (1.0 - most / known) }
}

/// Multilingual index, 0…1: `(1 - Σ pᵢ²) / ((k - 1) · Σ pᵢ²)`, with `pᵢ` the share of words of language `i` of the
/// `k` that occur.
///
/// Source: R. Barnett et al.: The LIDES Coding Manual. International Journal of Bilingualism 4(2), 2000. One language,
/// or none: 0; all equally frequent: 1.
fn m_index(counts: &[f64]) -> f64 {
    if counts.len() < 2 {
        return 0.0;
    }
    let all: f64 = counts.iter().sum();
    let squares: f64 = counts.iter().map(|count| (count / all).powi(2)).sum();
    (1.0 - squares) / ((counts.len() - 1) as f64 * squares)
}

/// Integration index, 0…1: `s / (n - 1)`, with `s` switch points between `n` words.
///
/// Source: G. Guzmán, J. Ricard, J. Serigos, B. Bullock, A. J. Toribio: Metrics for modeling code-switching across
/// corpora. Interspeech 2017. Fewer than two words, or one language: 0.
fn i_index(runs: &[f64], words: usize) -> f64 {
    if words < 2 { 0.0 } else { (runs.len() - 1) as f64 / (words - 1) as f64 }
}

/// Language entropy in bits: `-Σ pᵢ log₂ pᵢ`, with `pᵢ` the share of words of language `i`.
///
/// Source: Guzmán et al. 2017, as [`i_index`]. One language, or none: 0; `k` equally frequent ones: `log₂ k`.
fn entropy(counts: &[f64]) -> f64 {
    let all: f64 = counts.iter().sum();
    let terms = counts.iter().map(|count| count / all).map(|p| p * p.log2());
    0.0 - terms.sum::<f64>()
}

/// Span entropy in bits: `-Σ pₗ log₂ pₗ`, with `pₗ` the share of runs that are `l` words long.
///
/// Source: Guzmán et al. 2017, as [`i_index`]. All runs of one length, one run, or none: 0.
fn span_entropy(runs: &[f64]) -> f64 {
    let mut sorted = runs.to_vec();
    sorted.sort_by(f64::total_cmp);
    let counts: Vec<f64> = sorted.chunk_by(|a, b| a == b).map(|same| same.len() as f64).collect();
    entropy(&counts)
}

/// Burstiness, -1…1: `(σ - μ) / (σ + μ)`, with mean `μ` and standard deviation `σ` of the lengths of runs; -1 is
/// switching at even intervals, 0 at random ones, 1 in bursts.
///
/// Source: K.-I. Goh, A.-L. Barabási: Burstiness and memory in complex systems. EPL 81, 48002 (2008), applied to
/// language runs by Guzmán et al. 2017; the standard deviation is that of the population. Fewer than two runs, which
/// have no intervals to speak of: 0.
fn burstiness(runs: &[f64]) -> f64 {
    if runs.len() < 2 {
        return 0.0;
    }
    let (mean, deviation) = moments(runs);
    (deviation - mean) / (deviation + mean)
}

/// Memory, -1…1: the correlation of the length of a run with that of the next,
/// `1/(r-1) · Σ (lᵢ - μ₁)(lᵢ₊₁ - μ₂) / (σ₁ σ₂)`, with `μ₁, σ₁` of all `r` runs but the last, `μ₂, σ₂` of all but the
/// first.
///
/// Source: Goh & Barabási 2008, as [`burstiness`]. Fewer than three runs, or runs of one length: 0.
fn memory(runs: &[f64]) -> f64 {
    if runs.len() < 3 {
        return 0.0;
    }
    let (former, latter) = (&runs[..runs.len() - 1], &runs[1..]);
    let ((mean_1, deviation_1), (mean_2, deviation_2)) = (moments(former), moments(latter));
    if deviation_1 * deviation_2 == 0.0 {
        return 0.0;
    }
    let products = former.iter().zip(latter).map(|(a, b)| (a - mean_1) * (b - mean_2));
    (products.sum::<f64>() / (former.len() as f64 * deviation_1 * deviation_2)).clamp(-1.0, 1.0)
}

/// Mean and population standard deviation.
fn moments(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count;
    (mean, variance.sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
    }

    /// The mix of words given by a letter each, with as many letters as words.
    fn mix(words: &str) -> LanguageMix {
        let language = |c| match c {
            'd' => Language::from_code("de").expect("known"),
            'e' => Language::from_code("en").expect("known"),
            'f' => Language::from_code("fr").expect("known"),
            _ => Language::UND,
        };
        let words: Vec<Language> = words.chars().map(language).collect();
        let mut letters = vec![0; Language::count()];
        words.iter().for_each(|word| letters[word.index()] += 1);
        measured(&words, &letters)
    }

    /// Six words of one language and two of another, in runs of 3, 1, 3, 1 words.
    #[test]
    fn two_languages_as_worked_out_by_hand() {
        let mix = mix("dddeddde");
        assert_eq!(mix.dominant().code(), "de");
        near(mix.score, 0.25);
        near(mix.cmi, 25.0);
        near(mix.m_index, (1.0 - 0.625) / 0.625);
        near(mix.i_index, 3.0 / 7.0);
        near(mix.entropy, 0.811_278_124_459_132_8);
        near(mix.span_entropy, 1.0);
        near(mix.burstiness, -1.0 / 3.0);
        near(mix.memory, -1.0);
        assert_eq!(mix.switch_points, 3);
    }

    /// Runs of 1, 2 and 3 words in three languages: μ = 2, σ = √(2/3); shares 1/6, 1/3, 1/2.
    #[test]
    fn three_languages_as_worked_out_by_hand() {
        let mix = mix("deefff");
        near(mix.score, 0.5);
        near(mix.cmi, 50.0);
        near(mix.m_index, (11.0 / 18.0) / (2.0 * 7.0 / 18.0));
        near(mix.i_index, 0.4);
        near(mix.entropy, 1.459_147_917_027_245);
        near(mix.span_entropy, 3.0f64.log2());
        let deviation = (2.0f64 / 3.0).sqrt();
        near(mix.burstiness, (deviation - 2.0) / (deviation + 2.0));
        near(mix.memory, 1.0);
    }

    #[test]
    fn evenly_mixed_languages_reach_the_ends_of_the_scales() {
        let mix = mix("dededede");
        near(mix.m_index, 1.0);
        near(mix.i_index, 1.0);
        near(mix.entropy, 1.0);
        near(mix.span_entropy, 0.0);
        near(mix.burstiness, -1.0);
        near(mix.memory, 0.0);
    }

    #[test]
    fn words_without_language_count_for_the_shares_alone() {
        let mix = mix("dd??ee");
        assert_eq!(mix.shares.len(), 3);
        near(mix.cmi, 50.0);
        near(mix.i_index, 1.0 / 3.0);
        assert_eq!(mix.switch_points, 1);
    }

    #[test]
    fn the_edges_are_defined() {
        assert_eq!(mix(""), LanguageMix::default());
        let one = mix("dddd");
        assert_eq!(one.shares.len(), 1);
        for measure in [one.score, one.cmi, one.m_index, one.i_index, one.entropy, one.span_entropy, one.memory] {
            near(measure, 0.0);
        }
        near(one.burstiness, 0.0);
        near(mix("?").score, 0.0);
        assert_eq!(mix("?").dominant(), Language::UND);
        near(mix("de").burstiness, -1.0);
    }
}

//! Job: text-quality signals, by the names under which they were published.
//!
//! Counted on the text as given, in one pass over its tokens, one over its lines and one over its repeated words. A
//! *word* here is what stands between white space, without punctuation; what is only punctuation is no word. A *line*
//! is one with something on it. Where a published definition is English only (ASCII letters, eight stop words), ours
//! takes any letter and the stop words of 24 languages. A script without spaces has few "words": use other signals
//! there.

mod lines;
mod repetition;
mod words;

use crate::document::Signals;
use crate::draft::Draft;
use crate::options::Options;
use lines::LineCounts;
use repetition::Repetition;
use words::WordCounts;

pub(crate) fn run(draft: &mut Draft, _options: &Options) {
    let text = &draft.text;
    let words = WordCounts::of(text, &draft.tokens);
    let lines = LineCounts::of(text);
    let repetition = Repetition::of(&words);
    let counts = Counts { words, lines, repetition };
    draft.document.signals = Signals(DEFINITIONS.iter().map(|d| (d.name, (d.value)(&counts))).collect());
}

/// What the signals are made of.
pub(crate) struct Counts {
    words: WordCounts,
    lines: LineCounts,
    repetition: Repetition,
}

/// What a signal is.
pub struct Definition {
    /// Its name.
    pub name: &'static str,
    /// Whether it lies between 0 and 1.
    pub share: bool,
    /// What it says, as a formula in words.
    pub formula: &'static str,
    /// Where it was published.
    pub source: &'static str,
    pub(crate) value: fn(&Counts) -> f64,
}

const GOPHER: &str = "Gopher (Rae et al. 2021, arXiv:2112.11446, table A1), with the names of datatrove";
const C4: &str = "C4 (Raffel et al. 2020, JMLR 21:140)";
const FINEWEB: &str = "FineWeb (Penedo et al. 2024, arXiv:2406.17557), with the names of datatrove";
const RPS: &str = "RedPajama v2 (Weber et al. 2024, arXiv:2411.12372)";
const OWN: &str = "textmend";

/// A ratio; 0 where there is nothing to divide by.
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

macro_rules! definitions {
    ($($name:ident, $source:ident, $share:literal, $formula:literal, $value:expr;)*) => {
        const DEFINITIONS: &[Definition] = &[$(Definition {
            name: stringify!($name), share: $share, formula: $formula, source: $source, value: $value,
        }),*];
    };
}

definitions! {
    gopher_doc_words, GOPHER, false, "number of words", |c| c.words.ids.len() as f64;
    gopher_avg_word_length, GOPHER, false, "characters in words / words", |c| ratio(c.words.chars, c.words.ids.len());
    gopher_hash_word_ratio, GOPHER, false, "`#` / words", |c| ratio(c.lines.hashes, c.words.ids.len());
    gopher_ellipsis_word_ratio, GOPHER, false, "`...` and `…` / words", |c| ratio(c.lines.ellipses, c.words.ids.len());
    gopher_bullet_lines_ratio, GOPHER, true, "lines that begin with `•` or `-` / lines",
        |c| ratio(c.lines.bullets, c.lines.lines);
    gopher_ellipsis_lines_ratio, GOPHER, true, "lines that end with `...` or `…` / lines",
        |c| ratio(c.lines.ellipsis_ends, c.lines.lines);
    gopher_alpha_words_ratio, GOPHER, true, "words with a letter / words", |c| ratio(c.words.alpha, c.words.ids.len());
    gopher_stop_words, GOPHER, false, "different stop words, in the language that has most of them",
        |c| c.words.different_stop_words as f64;
    gopher_dup_line_frac, GOPHER, true, "lines that stood before in the text / lines",
        |c| ratio(c.lines.repeated_lines.0, c.lines.lines);
    gopher_dup_para_frac, GOPHER, true, "paragraphs that stood before in the text / paragraphs",
        |c| ratio(c.lines.repeated_paragraphs.0, c.lines.paragraphs);
    gopher_dup_line_char_frac, GOPHER, true, "characters in lines that stood before / characters",
        |c| ratio(c.lines.repeated_lines.1, c.lines.chars);
    gopher_dup_para_char_frac, GOPHER, true, "characters in paragraphs that stood before / characters",
        |c| ratio(c.lines.repeated_paragraphs.1, c.lines.chars);
    gopher_top_2_gram, GOPHER, true,
        "characters of the most frequent repeated pair of words, all occurrences / characters",
        |c| ratio(c.repetition.top_with_spaces[0], c.lines.chars);
    gopher_top_3_gram, GOPHER, true, "the same of three words",
        |c| ratio(c.repetition.top_with_spaces[1], c.lines.chars);
    gopher_top_4_gram, GOPHER, true, "the same of four words",
        |c| ratio(c.repetition.top_with_spaces[2], c.lines.chars);
    gopher_duplicated_5_n_grams, GOPHER, true,
        "characters of the words of 5-grams that stood before, read left to right without overlap / characters",
        |c| ratio(c.repetition.later[0], c.lines.chars);
    gopher_duplicated_6_n_grams, GOPHER, true, "the same of six words", |c| ratio(c.repetition.later[1], c.lines.chars);
    gopher_duplicated_7_n_grams, GOPHER, true, "the same of seven words",
        |c| ratio(c.repetition.later[2], c.lines.chars);
    gopher_duplicated_8_n_grams, GOPHER, true, "the same of eight words",
        |c| ratio(c.repetition.later[3], c.lines.chars);
    gopher_duplicated_9_n_grams, GOPHER, true, "the same of nine words",
        |c| ratio(c.repetition.later[4], c.lines.chars);
    gopher_duplicated_10_n_grams, GOPHER, true, "the same of ten words",
        |c| ratio(c.repetition.later[5], c.lines.chars);

    c4_no_terminal_punct, C4, true,
        "lines that do not end in `.`, `!`, `?` or a quotation mark, or end in `...` / lines",
        |c| ratio(c.lines.open_ends, c.lines.lines);
    c4_short_lines, C4, true, "lines of fewer than three words / lines", |c| ratio(c.lines.short, c.lines.lines);
    c4_javascript, C4, true, "lines with \"javascript\" in any case / lines",
        |c| ratio(c.lines.javascript_lines, c.lines.lines);
    c4_policy, C4, true,
        "lines with \"terms of use\", \"privacy policy\", \"cookie policy\", \"uses cookies\", \"use of \
         cookies\" or \"use cookies\" / lines",
        |c| ratio(c.lines.policy_lines, c.lines.lines);
    c4_lorem_ipsum, C4, true, "1 where the text has \"lorem ipsum\" in any case",
        |c| f64::from(u8::from(c.lines.lorem_ipsum > 0));
    c4_curly_bracket, C4, true, "1 where the text has `{`", |c| f64::from(u8::from(c.lines.open_brackets > 0));
    c4_kept_lines, C4, true, "lines that C4 keeps: three words, a terminal mark, none of the phrases above / lines",
        |c| ratio(c.lines.kept, c.lines.lines);
    c4_num_sentences, C4, false, "sentences in the lines that C4 keeps; C4 asks for five",
        |c| c.lines.kept_sentences as f64;
    c4_max_word_length, C4, false, "characters in the longest word", |c| c.words.longest as f64;

    fineweb_line_punct_ratio, FINEWEB, true,
        "lines that end in a terminal mark of any script or a quotation mark / lines",
        |c| ratio(c.lines.punctuated, c.lines.lines);
    fineweb_short_line_ratio, FINEWEB, true, "lines of at most 30 characters / lines",
        |c| ratio(c.lines.at_most_30, c.lines.lines);
    fineweb_char_dup_ratio, FINEWEB, true, "characters in lines that stood before / characters without line breaks",
        |c| ratio(c.lines.repeated_lines.1, c.lines.chars - c.lines.newlines);
    fineweb_list_ratio, FINEWEB, false, "line breaks / words", |c| ratio(c.lines.newlines, c.words.ids.len());

    rps_doc_word_count, RPS, false, "number of words", |c| c.words.ids.len() as f64;
    rps_doc_mean_word_length, RPS, false, "characters in words / words", |c| ratio(c.words.chars, c.words.ids.len());
    rps_doc_num_sentences, RPS, false, "stretches with a word between `.`, `!` and `?`", |c| c.lines.sentences as f64;
    rps_doc_symbol_to_word_ratio, RPS, false, "`#`, `...` and `…` / words",
        |c| ratio(c.lines.hashes + c.lines.ellipses, c.words.ids.len());
    rps_doc_frac_lines_end_with_ellipsis, RPS, true, "lines that end with `...` or `…` / lines",
        |c| ratio(c.lines.ellipsis_ends, c.lines.lines);
    rps_doc_frac_no_alph_words, RPS, true, "words without a letter / words",
        |c| ratio(c.words.ids.len() - c.words.alpha, c.words.ids.len());
    rps_doc_frac_unique_words, RPS, true, "different words in lower case / words",
        |c| ratio(c.words.counts.len(), c.words.ids.len());
    rps_doc_unigram_entropy, RPS, false, "-Σ p ln p over the different words in lower case", |c| c.words.entropy();
    rps_doc_frac_all_caps_words, RPS, true, "words of upper-case letters alone / words",
        |c| ratio(c.words.all_caps, c.words.ids.len());
    rps_doc_stop_word_fraction, RPS, true, "words that are a stop word of any of 24 languages / words",
        |c| ratio(c.words.stop_words, c.words.ids.len());
    rps_doc_lorem_ipsum, RPS, true, "\"lorem ipsum\" in any case / characters",
        |c| ratio(c.lines.lorem_ipsum, c.lines.chars);
    rps_doc_curly_bracket, RPS, true, "`{` and `}` / characters",
        |c| ratio(c.lines.open_brackets + c.lines.close_brackets, c.lines.chars);
    rps_doc_frac_chars_top_2gram, RPS, true,
        "characters of the most frequent repeated pair of words, all occurrences / characters in words",
        |c| ratio(c.repetition.top[0], c.words.chars);
    rps_doc_frac_chars_top_3gram, RPS, true, "the same of three words", |c| ratio(c.repetition.top[1], c.words.chars);
    rps_doc_frac_chars_top_4gram, RPS, true, "the same of four words", |c| ratio(c.repetition.top[2], c.words.chars);
    rps_doc_frac_chars_dupe_5grams, RPS, true,
        "characters of words in any repeated 5-gram, each once / characters in words",
        |c| ratio(c.repetition.covered[0], c.words.chars);
    rps_doc_frac_chars_dupe_6grams, RPS, true, "the same of six words",
        |c| ratio(c.repetition.covered[1], c.words.chars);
    rps_doc_frac_chars_dupe_7grams, RPS, true, "the same of seven words",
        |c| ratio(c.repetition.covered[2], c.words.chars);
    rps_doc_frac_chars_dupe_8grams, RPS, true, "the same of eight words",
        |c| ratio(c.repetition.covered[3], c.words.chars);
    rps_doc_frac_chars_dupe_9grams, RPS, true, "the same of nine words",
        |c| ratio(c.repetition.covered[4], c.words.chars);
    rps_doc_frac_chars_dupe_10grams, RPS, true, "the same of ten words",
        |c| ratio(c.repetition.covered[5], c.words.chars);
    rps_lines_num_words, RPS, false, "words in a line, mean over lines", |c| ratio(c.words.ids.len(), c.lines.lines);
    rps_lines_ending_with_terminal_punctution_mark, RPS, true, "lines that end in `.`, `!`, `?` or `”` / lines",
        |c| ratio(c.lines.rps_terminal, c.lines.lines);
    rps_lines_start_with_bulletpoint, RPS, true, "lines that begin with one of ten bullet points / lines",
        |c| ratio(c.lines.rps_bullets, c.lines.lines);
    rps_lines_uppercase_letter_fraction, RPS, true, "upper-case letters / characters of a line, mean over lines",
        |c| c.lines.mean(c.lines.uppercase);
    rps_lines_numerical_chars_fraction, RPS, true, "digits / characters of a line, mean over lines",
        |c| c.lines.mean(c.lines.numerical);
    rps_lines_javascript_counts, RPS, false, "\"javascript\" in a line, mean over lines",
        |c| ratio(c.lines.javascript, c.lines.lines);

    replaced_surrogates, OWN, false, "lone surrogates that were read as U+FFFD", |_| 0.0;
}

/// Every signal: what it says and where it was published, in the order in which a document shows them.
#[must_use]
pub fn definitions() -> &'static [Definition] {
    DEFINITIONS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signal(text: &str, name: &str) -> f64 {
        let mut draft = Draft::new(text);
        run(&mut draft, &Options::default());
        draft.document.signals.get(name).expect("a signal")
    }

    #[test]
    fn shares_lie_between_0_and_1_on_any_text() {
        let repeated = "one two three four five six ".repeat(50);
        let lines = "•\n…\n".repeat(40);
        for text in ["", " ", "\n\n", "a", "#", "…", "東京は大きい。", &repeated, &lines, "{}\r\n{}", "A\u{301}\n a"]
        {
            let mut draft = Draft::new(text);
            run(&mut draft, &Options::default());
            for (definition, (name, value)) in DEFINITIONS.iter().zip(&draft.document.signals.0) {
                assert_eq!(definition.name, *name);
                assert!(value.is_finite() && *value >= 0.0, "{name} of {text:?} is {value}");
                assert!(!definition.share || *value <= 1.0, "{name} of {text:?} is {value}");
            }
        }
    }

    #[test]
    fn words_are_counted() {
        let text = "It’s the well-known NATO plan, 12 times # … and the rest.";
        assert_eq!(signal(text, "gopher_doc_words"), 10.0);
        assert_eq!(signal(text, "gopher_avg_word_length"), 40.0 / 10.0);
        assert_eq!(signal(text, "gopher_hash_word_ratio"), 1.0 / 10.0);
        assert_eq!(signal(text, "gopher_stop_words"), 2.0);
        assert_eq!(signal(text, "rps_doc_frac_unique_words"), 9.0 / 10.0);
        assert_eq!(signal(text, "rps_doc_frac_all_caps_words"), 1.0 / 10.0);
        assert_eq!(signal(text, "rps_doc_frac_no_alph_words"), 1.0 / 10.0);
        assert!((signal("a b b a", "rps_doc_unigram_entropy") - 2f64.ln()).abs() < 1e-12);
    }

    #[test]
    fn lines_are_counted() {
        let text = "• A first line of words.\n\nuse JavaScript now\nshort...\nA first one? A last one here!";
        assert_eq!(signal(text, "gopher_bullet_lines_ratio"), 0.25);
        assert_eq!(signal("- one\n • two\n– three\nfour", "gopher_bullet_lines_ratio"), 0.5);
        assert_eq!(signal("- one\n • two\n– three\nfour", "rps_lines_start_with_bulletpoint"), 0.5);
        assert_eq!(signal(text, "gopher_ellipsis_lines_ratio"), 0.25);
        assert_eq!(signal(text, "c4_no_terminal_punct"), 0.5);
        assert_eq!(signal(text, "c4_javascript"), 0.25);
        assert_eq!(signal(text, "c4_short_lines"), 0.25);
        assert_eq!(signal(text, "c4_kept_lines"), 0.5);
        assert_eq!(signal(text, "c4_num_sentences"), 3.0);
        assert_eq!(signal(text, "fineweb_short_line_ratio"), 1.0);
        assert_eq!(signal(text, "rps_doc_num_sentences"), 4.0);
        assert_eq!(signal("x{y} LOREM Ipsum", "rps_doc_curly_bracket"), 2.0 / 16.0);
        assert_eq!(signal("x{y} LOREM Ipsum", "c4_lorem_ipsum"), 1.0);
    }

    #[test]
    fn repetition_is_measured() {
        let text = "red fox ran\nred fox ran\n\nblue sky\n\nblue sky";
        assert_eq!(signal(text, "gopher_dup_line_frac"), 2.0 / 4.0);
        assert_eq!(signal(text, "gopher_dup_para_frac"), 1.0 / 3.0);
        assert_eq!(signal(text, "gopher_dup_line_char_frac"), 19.0 / text.len() as f64);
        assert_eq!(signal(text, "rps_doc_frac_chars_top_2gram"), 12.0 / 32.0);
        assert_eq!(signal(text, "gopher_top_3_gram"), 22.0 / text.len() as f64);
        assert_eq!(signal(text, "rps_doc_frac_chars_top_4gram"), 0.0);
        let five = "a b c d e x a b c d e y A b c d e";
        assert_eq!(signal(five, "rps_doc_frac_chars_dupe_5grams"), 15.0 / 17.0);
        assert_eq!(signal(five, "gopher_duplicated_5_n_grams"), 10.0 / five.len() as f64);
        assert_eq!(signal(five, "rps_doc_frac_chars_dupe_6grams"), 0.0);
    }
}

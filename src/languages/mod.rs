//! Job: languages. Every word is scored by the model, the document's languages are chosen by cost, and each word gets
//! the one that the cheapest path through the document gives it.

mod code;
mod decode;
mod evidence;
mod islands;
mod joints;
mod lookalikes;
pub(crate) mod model;
mod names;
mod preset;
pub(crate) mod relatives;
mod scratch;
mod sentences;
mod spans;
mod unknown;
mod weigh;
pub(crate) mod words;

pub(crate) use self::evidence::of as evidence;
use crate::draft::{Draft, TokenLanguage};
use crate::language::Language;
use crate::languages::decode::Chain;
use crate::languages::model::{Lane, NO_SCRIPT, model};
use crate::languages::preset::{priors, units};
use crate::languages::scratch::Scratch;
use crate::languages::weigh::Weigher;
use crate::languages::words::{Unit, for_each_unit};
use crate::options::Options;
use crate::token::{Gap, Token, letters_of_a_word};

/// Words decoded together. A longer text is decoded piece by piece, each piece knowing where the last one ended: the
/// languages of 25 kB are well known by themselves, and memory stays bounded. A piece ends with a paragraph where one
/// ends late enough.
const PIECE: usize = 4096;
const SHORTEST_PIECE: usize = 3072;

/// A text of one word that is in any one language with less than this is in none that can be told: of words with such a
/// label, one in fifteen was right. Texts of more words keep it, though of two to four no more than a third were.
const LEAST_SURE: f32 = 0.2;

/// Labels every token, and fills the language spans.
pub(crate) fn run(draft: &mut Draft, options: &Options) {
    let labels = Scratch::with(|scratch| {
        let mut labels = label(scratch, &draft.text, &draft.tokens, options);
        // Of named languages each is likely, and so is a single word.
        let named = options.languages.is_some();
        if !named {
            islands::give_back(&draft.text, &scratch.units, &mut labels);
        }
        unknown::ask(&draft.text, &scratch.units, &mut labels, options);
        if !named {
            leave_open(&draft.text, &scratch.units, &mut labels);
        }
        spans::Labelled::new(&draft.text, &draft.tokens, &scratch.units, &labels)
    });
    draft.languages = labels.tokens;
    draft.document.languages = spans::in_original(draft, labels.spans);
}

/// Takes back what is hardly more than a guess: the language of single letters, or of a word of many languages. In
/// scripts without spaces a unit is a stretch of letters, and few languages share it.
fn leave_open(text: &str, units: &[Unit], labels: &mut [TokenLanguage]) {
    let is_letter = |unit: &Unit| text[unit.span.range()].chars().nth(1).is_none();
    let unsure = matches!(labels, [label] if label.confidence < LEAST_SURE);
    let spaced = |unit: &Unit| letters_of_a_word(unit.script).is_none();
    if units.iter().all(spaced) && (unsure || units.iter().all(is_letter)) {
        labels.fill(TokenLanguage { language: Language::UND, confidence: 0.0 });
    }
}

/// Words of a text that is so short that each of its sentences counts.
const FEW_WORDS: usize = 40;

/// The languages of some tokens of a text by themselves.
pub(crate) fn of_tokens(text: &str, tokens: &[Token], options: &Options) -> Vec<TokenLanguage> {
    Scratch::with(|scratch| {
        let labels = label(scratch, text, tokens, options);
        spans::of_stretch(text, tokens, &scratch.units, &labels)
    })
}

/// The language of each unit; the units themselves are left in `scratch`.
fn label(scratch: &mut Scratch, text: &str, tokens: &[Token], options: &Options) -> Vec<TokenLanguage> {
    for_each_unit(text, tokens, |unit| scratch.units.push(unit));
    let all = std::mem::take(&mut scratch.units);
    let weigher = Weigher::new(text, tokens, &all, options);
    let preset = weigher.preset;
    let named: Option<Vec<Lane>> =
        options.languages.as_ref().map(|all| all.iter().filter_map(|&language| model().lane(language)).collect());
    let mut priors = *priors(named.is_some());
    for lane in (1..NO_SCRIPT as usize).filter(|&lane| weigher.allowed >> lane & 1 == 0) {
        priors[lane] = i32::MAX / 4;
    }
    let start = named.filter(|lanes| preset.all_named && !lanes.is_empty());
    let start = start.map(|lanes| [lanes, vec![NO_SCRIPT]].concat());
    let mut labels = Vec::with_capacity(all.len());
    let (mut entry, mut from) = (None, 0);
    while from < all.len() {
        let to = piece_end(tokens, &all, from);
        weigher.fill(scratch, from..to);
        let sums = decode::sums(&scratch.rows);
        let (rows, switch, calibration) = (&scratch.rows, &scratch.switch, &scratch.calibration);
        let chain = Chain { rows, switch, sums, priors: &priors, entry, calibration };
        let mut path = chain.decode(start.as_deref(), units(preset.threshold));
        if let Some(least) = preset.sentences.filter(|_| all.len() <= FEW_WORDS) {
            path = sentences::added(&chain, path, text, &all[from..to], preset, units(least));
        }
        let label = |(&lane, confidence)| TokenLanguage { language: model().language(lane), confidence };
        labels.extend(path.lanes.iter().zip(chain.confidence(&path)).map(label));
        entry = path.lanes.last().copied();
        from = to;
    }
    scratch.units = all;
    labels
}

/// Where the piece that begins with the unit `from` ends.
fn piece_end(tokens: &[Token], all: &[Unit], from: usize) -> usize {
    if all.len() - from <= PIECE {
        return all.len();
    }
    let mut ends = from + SHORTEST_PIECE..from + PIECE;
    ends.find(|&at| ends_paragraph(tokens, all, at)).unwrap_or(from + PIECE)
}

/// Whether a paragraph ends before a unit.
fn ends_paragraph(tokens: &[Token], all: &[Unit], at: usize) -> bool {
    let between = all[at - 1].token as usize..all[at].token as usize;
    tokens[between].iter().any(|token| token.gap == Gap::Paragraph)
}

#[cfg(test)]
mod tests {
    use crate::analyzer::Analyzer;
    use crate::language::Language;
    use crate::options::{Options, Sensitivity, Tasks};

    /// The spans of a text as `[code text]`, after proving the document's promises.
    fn labelled_with(text: &str, options: Options) -> String {
        let analyzer = Analyzer::new(options).expect("good options");
        let document = analyzer.analyze(text);
        document.check(&analyzer).expect("a sound document");
        let span = |s: &crate::LanguageSpan| format!("[{} {}]", s.language, document.slice(s.span));
        document.languages.iter().map(span).collect()
    }

    fn labelled(text: &str) -> String {
        let tasks = Tasks { languages: true, ..Tasks::NONE };
        labelled_with(text, Options { tasks, ..Options::default() })
    }

    fn named(text: &str, codes: &[&str]) -> String {
        let languages = codes.iter().map(|code| Language::from_code(code).expect("a code")).collect();
        let tasks = Tasks { languages: true, ..Tasks::NONE };
        labelled_with(text, Options { languages: Some(languages), tasks, ..Options::default() })
    }

    #[test]
    fn a_word_said_again_and_again_is_no_language() {
        let english =
            "“We will not stop here,” said the bloc's foreign policy chief. Der Rat tagte am Dienstag in der Stadt. ";
        assert!(!labelled(&english.repeat(40)).contains("[br"));
    }

    #[test]
    fn one_language_is_one_span() {
        let german = " Der alte Leuchtturm steht seit über hundert Jahren auf der kleinen Insel (vor der Küste).\n";
        assert_eq!(labelled(german), format!("[de {}]", german.trim()));
        assert!(labelled("Η βροχή σταμάτησε νωρίς το πρωί.").starts_with("[el "));
        assert!(labelled("雨は朝早くにやみました。").starts_with("[ja "));
    }

    #[test]
    fn a_change_inside_a_text_is_found() {
        let found = labelled(
            "Die Brücke war gestern wegen des starken Windes gesperrt.The old ferry still carried people across the river \
         all day long. Heute fahren die Autos wieder ohne Probleme über die Brücke.",
        );
        assert_eq!(
            found,
            "[de Die Brücke war gestern wegen des starken Windes gesperrt.][en The old ferry still carried people across \
         the river all day long.][de Heute fahren die Autos wieder ohne Probleme über die Brücke.]"
        );
    }

    #[test]
    fn a_name_torn_off_stays_with_what_is_before_it() {
        let found = labelled(
            "Die Gespräche sollen noch in dieser Woche im Rathaus beginnen. Larsson.speaking to the local radio she \
             sounded hopeful about it.",
        );
        assert!(found.ends_with("Larsson.][en speaking to the local radio she sounded hopeful about it.]"), "{found}");
    }

    #[test]
    fn nothing_is_said_of_what_cannot_be_known() {
        assert_eq!(labelled(""), "");
        assert_eq!(labelled("12 + 30 = 42 …"), "");
        assert_eq!(labelled("https://kiln.example/a"), "[und https://kiln.example/a]");
        assert_eq!(labelled("ᎣᏏᏲ ᏃᎦ"), "[und ᎣᏏᏲ ᏃᎦ]");
        assert_eq!(labelled("a"), "[und a]");
    }

    #[test]
    fn named_languages_are_the_only_ones() {
        assert!(named("la casa", &["it", "de"]).starts_with("[it "));
        assert!(!named("a", &["it", "de", "fr", "es", "pt", "ca"]).starts_with("[und "));
        assert!(named("Это дом.", &["it", "de"]).starts_with("[und "));
    }

    #[test]
    fn odd_texts_stay_in_bounds() {
        let switches = "die Katze schläft, the cat sleeps. ".repeat(2_000);
        let mut random = 7u64;
        let mut byte = || {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (random >> 33) as u8
        };
        let bytes: Vec<u8> = (0..100_000).map(|_| byte()).collect();
        let (word, run) = ("a".repeat(1_000_000), "漢".repeat(100_000));
        for text in [word.as_str(), &run, "x", &switches, &String::from_utf8_lossy(&bytes)] {
            for sensitivity in [Sensitivity::Strict, Sensitivity::Sensitive] {
                let tasks = Tasks { languages: true, ..Tasks::NONE };
                labelled_with(text, Options { sensitivity, tasks, ..Options::default() });
            }
        }
    }
}

//! Properties of mending: it comes to rest, also of what repeats itself for long, and loses nothing that can be seen.

use proptest::prelude::*;
use textmend::{Analyzer, Options};

/// Pieces of good and damaged text that meet each other in any order.
const PIECES: &[&str] = &[
    "Der", "Hafen", "NATO", "Länder", "government", "govern", "ment", "the", "bridge", "Brücke", "she", "said", "и",
    "утро", "вечером", "今天", "はい", "قال", "نعم", "5", "2014", "3.5", "z.B.", "U.S.", "Dr.", "etc.",
    "www.example.org", "a@b.de", " ", " ", " ", " ", "  ", "\t", "\u{A0}", "\u{2009}", "\n", "\n\n", "\n\n\n", "\r\n",
    "-", " -", "- ", "–", ".", ",", ";", ":", "!", "?", "…", "...", "(", ")", "[", "]", "\"", "“", "”", "„", "«", "»",
    "'", "’", "\u{AD}", "\u{200B}", "\u{FEFF}", "\u{200D}", "Ã¼", "â€™", "Ð¿Ñ€Ð¸", "ÃƒÂ¼", "Р»", "√º", "&amp;",
    "&amp;amp;", "&#39;", "theBridge", "1. ", "a) ", "- ", "|", "{", "`",
];

fn mended(analyzer: &Analyzer, text: &str) -> String {
    let document = analyzer.analyze(text);
    if let Err(message) = document.check(analyzer) {
        panic!("{message} in {text:?}");
    }
    document.mended
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mixed_pieces_come_to_rest(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        let analyzer = Analyzer::new(Options::default()).expect("default options");
        let text = pieces.concat();
        let once = mended(&analyzer, &text);
        prop_assert_eq!(analyzer.mend(&once), once);
    }

    #[test]
    fn any_text_comes_to_rest(text in any::<String>()) {
        let analyzer = Analyzer::new(Options::default()).expect("default options");
        let once = mended(&analyzer, &text);
        prop_assert_eq!(analyzer.mend(&once), once);
    }

    #[test]
    fn sentences_cover_what_can_be_seen(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        let document = Analyzer::new(Options::default()).expect("default options").analyze(&pieces.concat());
        let mut at = 0;
        for sentence in &document.sentences {
            let gap = &document.text[at..sentence.span.start as usize];
            prop_assert!(gap.chars().all(|c| c.is_whitespace() || c.is_control() || !c.is_ascii()), "{gap:?}");
            at = sentence.span.end as usize;
        }
        prop_assert!(document.text[at..].trim().chars().all(|c| c.is_whitespace() || c.is_control() || !c.is_ascii()));
    }
}

#[test]
fn long_runs_of_bad_input_come_to_rest() {
    let analyzer = Analyzer::new(Options::default()).expect("default options");
    for piece in
        ["(", "„", "\"", "word,", "word.Word ", "a-\n", "Ã", "& ", ". ", "e\u{301}\u{301}", " -x", "“a ", "\r\n \n"]
    {
        let text = piece.repeat(50_000 / piece.len());
        let once = mended(&analyzer, &text);
        assert!(analyzer.mend(&once) == once, "{piece:?} again and again");
    }
}

/// A text of several pieces, each damaged in other places, comes to rest as it would if no piece were remembered.
#[test]
fn long_texts_come_to_rest() {
    let analyzer = Analyzer::new(Options::default()).expect("default options");
    let paragraphs = [
        "Der alte Hafen lag im Nebel , und niemand wusste, wann das Schiff kommt.The harbour master said it was late.",
        "The bridge was closed all winter ; people walked over the ice instead. Nobody minded the cold very much.",
        "Утром дети пошли в школу, а вечером вернулись домой . Мост был закрыт всю зиму.",
        "Die NATO -Länder tagen ( drei Tage lang ) in der kleinen Stadt, deren Brücke „alt\" ist. Well ... then",
    ];
    let mut random = 11u64;
    let mut next = |count: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) as usize % count
    };
    for _ in 0..6 {
        let mut text = String::new();
        for _ in 0..800 {
            text += paragraphs[next(paragraphs.len())];
            if next(20) == 0 {
                (0..12).for_each(|_| text += PIECES[next(PIECES.len())]);
            }
            text += ["\n\n", "\n\n", " "][next(3)];
        }
        let once = mended(&analyzer, &text);
        assert_eq!(analyzer.mend(&once), once);
    }
}

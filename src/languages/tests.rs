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
fn nothing_is_said_of_what_cannot_be_known() {
    assert_eq!(labelled(""), "");
    assert_eq!(labelled("12 + 30 = 42 …"), "");
    assert_eq!(labelled("https://kiln.example/a"), "[und https://kiln.example/a]");
    assert_eq!(labelled("ᎣᏏᏲ ᏃᎦ"), "[und ᎣᏏᏲ ᏃᎦ]");
}

#[test]
fn named_languages_are_the_only_ones() {
    assert!(named("la casa", &["it", "de"]).starts_with("[it "));
    assert!(named("Это дом.", &["it", "de"]).starts_with("[und "));
}

#[test]
fn odd_texts_stay_in_bounds() {
    let switches = "die Katze schläft, the cat sleeps. ".repeat(5_000);
    let mut random = 7u64;
    let mut byte = || {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) as u8
    };
    let bytes: Vec<u8> = (0..100_000).map(|_| byte()).collect();
    for text in [&*"a".repeat(10_000_000), &*"漢".repeat(1_000_000), "x", &switches, &String::from_utf8_lossy(&bytes)] {
        for sensitivity in [Sensitivity::Strict, Sensitivity::Sensitive] {
            let tasks = Tasks { languages: true, ..Tasks::NONE };
            labelled_with(text, Options { sensitivity, tasks, ..Options::default() });
        }
    }
}

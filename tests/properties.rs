//! What must hold for any text: invariants, independence of threads and batch size, mending of damage done on purpose,
//! and input nobody would call text.

use std::sync::OnceLock;

use proptest::prelude::*;
use textmend::{Analyzer, Document, EditKind, Language, Options, Sensitivity, Tasks, batch};

fn analyzer() -> &'static Analyzer {
    static ANALYZER: OnceLock<Analyzer> = OnceLock::new();
    ANALYZER.get_or_init(|| Analyzer::new(Options::default()).expect("options"))
}

fn checked(text: &str) -> Result<Document, String> {
    let document = analyzer().analyze(text);
    document.check(analyzer()).map(|()| document)
}

/// Clean texts of two sentences, in eight languages.
const CLEAN: [&str; 8] = [
    "Der alte Leuchtturm wird im Sommer neu gestrichen. Bis dahin bleibt die Treppe für Besucher geschlossen.",
    "The old lighthouse will be painted again this summer. Until then the stairs stay closed to visitors.",
    "Le vieux phare sera repeint cet été. Jusque-là, l'escalier reste fermé aux visiteurs.",
    "El viejo faro se pintará de nuevo este verano. Hasta entonces, la escalera sigue cerrada para los visitantes.",
    "Il vecchio faro sarà ridipinto in estate. Fino ad allora la scala resta chiusa ai visitatori.",
    "Stara latarnia zostanie latem pomalowana na nowo. Do tego czasu schody są zamknięte dla zwiedzających.",
    "Старый маяк летом снова покрасят. До тех пор лестница закрыта для посетителей.",
    "De oude vuurtoren wordt deze zomer opnieuw geschilderd. Tot die tijd blijft de trap gesloten voor bezoekers.",
];

/// Words and pieces of many scripts, some of them damaged.
const PIECES: [&str; 64] = [
    "Haus",
    "Brücke",
    "EU",
    "und",
    "the",
    "bridge",
    "Putin",
    "went",
    "le",
    "pont",
    "l'eau",
    "¿Quién",
    "niño",
    "мост",
    "Россия",
    "міст",
    "γέφυρα",
    "جسر",
    "می\u{200C}رود",
    "הגשר",
    "पुल",
    "สะพาน",
    "桥梁",
    "橋は",
    "フェリー",
    "다리",
    "ხიდი",
    "կամուրջ",
    "ድልድይ",
    "iPhone",
    "z. B.",
    "Dr.",
    "U.S.",
    "e.g.",
    "GmbH & Co. KG",
    "Ver- und",
    "fÃ¼r",
    "StraÃŸe",
    "â€œ",
    "&amp;",
    "&#8217;",
    "Ã",
    "endHere",
    "ge sagt",
    "-Kommission",
    "3.5.2024",
    "1.234,56",
    "12 €",
    "$5",
    "5 %",
    "10:30",
    "https://a.example/b?c=1",
    "jo@mail.example",
    "@name",
    "#tag",
    "192.168.0.1",
    "🙂🏽",
    "👨\u{200D}👩\u{200D}👧",
    "e\u{301}",
    "\u{301}",
    "x²",
    "H₂O",
    "II.",
    "3.",
];

/// What may stand between and around them.
const JOINTS: [&str; 40] = [
    "", " ", " ", " ", "  ", "\u{A0}", "\u{2009}", "\u{3000}", "\t", "\n", "\n\n", "\r\n", "\r", "\u{C}", "\u{2028}",
    "\u{200B}", "\u{AD}", "\u{FEFF}", "\0", "\u{7}", ".", ". ", " .", ",", " ,", "? ", "!", "...", "…", "-", " -",
    "- ", "-\n", " – ", "„", "“", "\"", "'", "( ", " )",
];

fn mixture() -> impl Strategy<Value = String> {
    let known = (0..PIECES.len(), 0..JOINTS.len()).prop_map(|(p, j)| [PIECES[p], JOINTS[j]].concat());
    let any = proptest::collection::vec(any::<char>(), 1..4).prop_map(|chars| chars.into_iter().collect());
    let marks = "[\\PC\\s]{1,6}";
    let piece = prop_oneof![12 => known, 1 => any, 1 => marks];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces: Vec<String>| pieces.concat())
}

fn options() -> impl Strategy<Value = Options> {
    let codes = prop_oneof![
        Just(None),
        Just(Some(vec!["de", "en"])),
        Just(Some(vec!["fr"])),
        Just(Some(vec!["ru", "ar", "zh"]))
    ];
    let kinds = proptest::option::of(proptest::sample::subsequence(EditKind::ALL.to_vec(), 0..EditKind::ALL.len()));
    let sensitivity = prop_oneof![Just(Sensitivity::Strict), Just(Sensitivity::Sensitive)];
    let confidence = prop_oneof![Just(0.0f32), Just(0.5), Just(0.9), Just(1.0)];
    (codes, kinds, sensitivity, confidence, any::<[bool; 5]>()).prop_map(
        |(codes, edit_kinds, sensitivity, confidence, on)| {
            let languages = codes.map(|list| list.into_iter().map(|c| Language::from_code(c).expect("code")).collect());
            let tasks = Tasks { languages: on[0], edits: on[1], sentences: on[2], entities: on[3], signals: on[4] };
            Options { languages, tasks, sensitivity, edit_kinds, min_edit_confidence: confidence, ..Options::default() }
        },
    )
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn every_document_keeps_its_promises(text in mixture()) {
        prop_assert_eq!(checked(&text).err(), None);
    }

    #[test]
    fn with_any_options_too(text in mixture(), options in options()) {
        let analyzer = Analyzer::new(options).expect("options");
        prop_assert_eq!(analyzer.analyze(&text).check(&analyzer).err(), None);
    }

    #[test]
    fn mending_undoes_a_lost_space_between_sentences(which in 0..CLEAN.len(), tail in 0..CLEAN.len()) {
        let clean = format!("{} {}", CLEAN[which], CLEAN[tail]);
        let damaged = clean.replace(". ", ".");
        prop_assert_eq!(analyzer().mend(&damaged), clean);
    }

    #[test]
    fn mending_undoes_a_doubled_space(which in 0..CLEAN.len(), nth in any::<prop::sample::Index>(), more in 1usize..4) {
        let clean = CLEAN[which];
        let spaces: Vec<usize> = clean.match_indices(' ').map(|(at, _)| at).collect();
        let at = spaces[nth.index(spaces.len())];
        let damaged = [&clean[..at], &" ".repeat(more), &clean[at..]].concat();
        prop_assert_eq!(analyzer().mend(&damaged), clean);
    }
}

proptest! {
    #![proptest_config(config(40))]

    #[test]
    fn every_prefix_of_a_damaged_text_keeps_them(end in 0usize..2000) {
        let text: String = include_str!("example.txt").chars().take(end).collect();
        prop_assert_eq!(checked(&text).err(), None);
    }

    #[test]
    fn threads_and_batch_size_change_nothing(texts in proptest::collection::vec(mixture(), 1..12), size in 1usize..12) {
        let analyze = |text: &String| analyzer().analyze(text);
        let one_by_one: Vec<Document> = texts.iter().map(analyze).collect();
        for threads in [Some(1), Some(4), None] {
            let whole = batch::map(&texts, threads, analyze, &mut |_| Ok(())).expect("no error");
            prop_assert_eq!(&whole, &one_by_one);
            let chunk = |chunk: &[String]| batch::map(chunk, threads, analyze, &mut |_| Ok(())).expect("no error");
            let parts: Vec<Document> = texts.chunks(size).flat_map(chunk).collect();
            prop_assert_eq!(&parts, &one_by_one);
        }
    }
}

#[test]
fn clean_texts_stay() {
    for text in CLEAN {
        assert_eq!(analyzer().mend(text), text);
        assert_eq!(checked(text).expect(text).sentences.len(), 2, "{text}");
    }
}

#[test]
fn sensitive_analyzers_keep_their_promises_too() {
    let options = Options { sensitivity: Sensitivity::Sensitive, min_edit_confidence: 0.0, ..Options::default() };
    let bold = Analyzer::new(options).expect("options");
    for text in CLEAN.into_iter().chain([include_str!("example.txt")]) {
        assert_eq!(bold.analyze(text).check(&bold), Ok(()), "{text}");
    }
}

/// Input nobody would call text, with a name each.
fn bad_input() -> Vec<(&'static str, String)> {
    vec![
        ("empty", String::new()),
        ("a space", " ".into()),
        ("only spaces", " \t\u{A0}\u{3000}\n\r\n ".repeat(1000)),
        ("NUL bytes", "\0".repeat(10_000)),
        ("NUL bytes in words", "Brü\0cke the\0 bridge. ".repeat(500)),
        ("control characters", (0..32u8).map(char::from).collect::<String>().repeat(100)),
        ("one line without a space", "abcdefghij".repeat(100_000)),
        ("one line of digits", "0123456789".repeat(10_000)),
        ("one line of Han", "桥在秋天关闭了".repeat(10_000)),
        ("combining marks", "\u{301}".repeat(100_000)),
        ("a letter with many marks", format!("a{} b", "\u{308}".repeat(50_000))),
        ("open brackets", "(".repeat(10_000)),
        ("nested brackets", format!("{}a{}", "([{".repeat(5_000), "}])".repeat(5_000))),
        ("opening quotation marks", "„so ".repeat(5_000)),
        ("closing quotation marks", "so“ ".repeat(5_000)),
        ("straight quotation marks", "\"a 'b ".repeat(5_000)),
        ("guillemets", "«a »b ‹c › ".repeat(3_000)),
        ("line ends mixed", "a\r\nb\rc\n\rd\n\n\r\re\u{2028}f\u{85}".repeat(2_000)),
        ("only carriage returns", "\r".repeat(10_000)),
        ("full stops", ".".repeat(100_000)),
        ("spaced full stops", ". ".repeat(20_000)),
        ("commas", ",".repeat(20_000)),
        ("hyphens and spaces", " -a- ".repeat(3_000)),
        ("line hyphens", "Brü-\n".repeat(5_000)),
        ("one letter a line", "a\n".repeat(10_000)),
        ("at signs", "a@".repeat(10_000)),
        ("dots between letters", "a.".repeat(10_000)),
        ("a long address", format!("https://a.example/{}", "x/".repeat(20_000))),
        ("mojibake without end", "Ã¼Ã¤â€œ".repeat(2_000)),
        ("mojibake of mojibake", "ÃƒÂ¼".repeat(5_000)),
        ("references without end", "&amp;".repeat(5_000)),
        ("letters that mending takes away", "â€œ".into()),
        ("a reference that mending takes away", "&nbsp;".into()),
        ("reference of references", format!("{}lt;", "&amp".repeat(5_000))),
        ("zero-width joiners", "\u{200D}\u{200C}\u{200B}".repeat(10_000)),
        ("emoji joined", "👨\u{200D}".repeat(10_000)),
        ("direction marks", "\u{202E}abc\u{202C}\u{2066}".repeat(5_000)),
        ("private and unassigned", "\u{E000}\u{F8FF}\u{10FFFF}\u{378}".repeat(3_000)),
        ("replacement characters", "\u{FFFD}".repeat(10_000)),
        ("every script in turn", "a я γ ا א ह ก 漢 か 한 ა ա አ ".repeat(500)),
        ("numbers joined", "1.2.3,4:5-6/7 ".repeat(1_500)),
        ("dates without end", "3.5.2024-".repeat(3_000)),
        ("capitals in turn", "aBcDeF".repeat(10_000)),
        ("a number of a megabyte", "7".repeat(1_000_000)),
        ("an address of 100 kB", format!("https://a.example/{}", "x/".repeat(50_000))),
        ("numbers like telephones in a table", "030 123456\t040 654321\t1 000 2 000 3 000\n".repeat(1_000)),
        ("ten thousand names", format!("{} kamen.", "Anna Meier, Piotr Nowak und ".repeat(5_000))),
        ("ranges without end", "from 1 to 2 until 5 to 6 or later ".repeat(1_000)),
        ("days counted from days", "3 days after ".repeat(3_000)),
        ("impossible dates", "31.02.2024, 2024-13-45, 99.99.9999; 30/2 ".repeat(500)),
        ("currency signs", "€$£¥ 5€ $".repeat(2_000)),
    ]
}

#[test]
fn bad_input_does_no_harm() {
    let failures: Vec<String> = bad_input()
        .iter()
        .filter_map(|(name, text)| {
            checked(text).err().map(|broken| format!("{name}: {}", &broken[..broken.len().min(500)]))
        })
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

//! Runs `tests/cases/*.toml`: what must happen, what must not, what is known to fail.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use textmend::{Analyzer, Document, Label, Language, Options, Sensitivity};
use toml::{Table, Value};

const KNOWN: [&str; 5] = ["name", "source", "why", "text", "options"];
const EXPECTATIONS: [&str; 8] =
    ["mended", "keep", "edits", "sentences", "languages", "entities", "has_entities", "no_entities"];

struct Case {
    file: String,
    table: Table,
}

impl Case {
    fn str(&self, key: &str) -> Option<&str> {
        self.table.get(key).and_then(Value::as_str)
    }

    fn list(&self, key: &str) -> Option<&[Value]> {
        self.table.get(key).and_then(Value::as_array).map(Vec::as_slice)
    }

    fn title(&self) -> String {
        format!("{}: {}", self.file, self.str("name").unwrap_or("?"))
    }
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut files: Vec<_> = fs::read_dir(folder).expect("tests/cases").map(|e| e.expect("entry").path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "toml"));
    files.sort();
    let mut all = Vec::new();
    for path in files {
        let file = path.file_name().and_then(|n| n.to_str()).expect("name").to_owned();
        let table: Table =
            fs::read_to_string(&path).expect("readable").parse().unwrap_or_else(|e| panic!("{file}: {e}"));
        assert_eq!(table.keys().collect::<Vec<_>>(), ["case"], "{file} holds [[case]] and nothing else");
        let list = table["case"].as_array().unwrap_or_else(|| panic!("{file}: case is a list"));
        all.extend(list.iter().map(|c| Case { file: file.clone(), table: c.as_table().expect("a table").clone() }));
    }
    all
}

fn well_formed(case: &Case) {
    let title = case.title();
    for key in ["name", "source", "text"] {
        assert!(case.str(key).is_some_and(|v| !v.is_empty()), "{title}: {key} is missing");
    }
    let known: HashSet<&str> = KNOWN.into_iter().chain(EXPECTATIONS).collect();
    let unknown: Vec<_> = case.table.keys().filter(|k| !known.contains(k.as_str())).collect();
    assert!(unknown.is_empty(), "{title}: unknown keys {unknown:?}");
    assert!(EXPECTATIONS.iter().any(|k| case.table.contains_key(*k)), "{title} expects nothing");
}

fn analyzer(case: &Case) -> Analyzer {
    let mut options = Options::default();
    let empty = Table::new();
    let chosen = case.table.get("options").map_or(&empty, |o| o.as_table().expect("options is a table"));
    for (key, value) in chosen {
        let names = || value.as_array().expect("a list").iter().map(|v| v.as_str().expect("a name"));
        match key.as_str() {
            "languages" => options.languages = Some(names().map(|n| Language::from_code(n).expect("code")).collect()),
            "labels" => options.labels = Some(names().map(|n| Label::from_name(n).expect("label")).collect()),
            "sensitivity" => {
                options.sensitivity = Sensitivity::from_name(value.as_str().expect("name")).expect("known")
            }
            "reference_date" => options.reference_date = Some(value.as_str().expect("date").parse().expect("a date")),
            other => panic!("{}: unknown option {other}", case.title()),
        }
    }
    Analyzer::new(options).expect("options")
}

/// The first thing that is not as the case expects.
fn failure(case: &Case) -> Option<String> {
    let analyzer = analyzer(case);
    let document = analyzer.analyze(case.str("text").unwrap_or_default());
    if let Err(broken) = document.check(&analyzer) {
        return Some(broken);
    }
    let keep = case.table.get("keep").map(|_| document.text.as_str());
    let checks = [
        differs("mended", case.str("mended").or(keep).map(str::to_owned), document.mended.clone()),
        differs("edits", case.list("edits").map(strings), document.edits.iter().map(|e| e.kind.to_string()).collect()),
        differs("sentences", case.list("sentences").map(strings), sentences(&document)),
        differs("languages", case.list("languages").map(pairs), languages(&document)),
        entity_failure(case, &document),
    ];
    checks.into_iter().flatten().next()
}

fn differs<T: PartialEq + std::fmt::Debug>(what: &str, expected: Option<T>, found: T) -> Option<String> {
    let expected = expected?;
    (expected != found).then(|| format!("{what}\n  expected {expected:?}\n  found    {found:?}"))
}

fn strings(list: &[Value]) -> Vec<String> {
    list.iter().map(|v| v.as_str().expect("a string").to_owned()).collect()
}

fn pairs(list: &[Value]) -> Vec<(String, String)> {
    let pair = |v: &Value| strings(v.as_array().expect("a pair"));
    list.iter().map(pair).map(|p| (p[0].clone(), p[1].clone())).collect()
}

fn sentences(document: &Document) -> Vec<String> {
    document.sentences.iter().map(|s| document.slice(s.span).to_owned()).collect()
}

fn languages(document: &Document) -> Vec<(String, String)> {
    let pair = |l: &textmend::LanguageSpan| (l.language.to_string(), document.slice(l.span).trim().to_owned());
    document.languages.iter().map(pair).collect()
}

/// An entity as label, text, value as JSON and id; the last two empty where the case says nothing of them.
type Row = [String; 4];

fn entity_failure(case: &Case, document: &Document) -> Option<String> {
    let rows = |list: &[Value]| list.iter().map(|v| row(v.as_array().expect("an entity"))).collect::<Vec<Row>>();
    let found: Vec<Row> = document
        .entities
        .iter()
        .map(|e| {
            let value = e.value.as_ref().map_or(String::new(), |v| serde_json::to_string(v).expect("JSON"));
            [e.label.to_string(), document.slice(e.span).to_owned(), value, e.id.clone().unwrap_or_default()]
        })
        .collect();
    let fits =
        |want: &Row, have: &Row| want.iter().zip(have).enumerate().all(|(i, (w, h))| w == h || i > 1 && w.is_empty());
    let exact = case
        .list("entities")
        .map(rows)
        .filter(|want| want.len() != found.len() || !want.iter().zip(&found).all(|(w, f)| fits(w, f)));
    let missing =
        case.list("has_entities").map(rows).filter(|want| !want.iter().all(|w| found.iter().any(|f| fits(w, f))));
    if let Some(want) = exact.or(missing) {
        return Some(format!("entities\n  expected {want:?}\n  found    {found:?}"));
    }
    let barred = strings(case.list("no_entities").unwrap_or(&Vec::new()));
    found.iter().find(|f| barred.contains(&f[0])).map(|f| format!("there is a {f:?}"))
}

fn row(parts: &[Value]) -> Row {
    let text = |i: usize| match parts.get(i) {
        Some(Value::Table(table)) => serde_json::to_string(table).expect("JSON"),
        Some(value) => match (i, value.as_str().expect("a string")) {
            (2, "") => String::new(),
            (2, value) => serde_json::to_string(value).expect("JSON"),
            (_, value) => value.to_owned(),
        },
        None => String::new(),
    };
    [text(0), text(1), text(2), text(3)]
}

#[test]
fn cases_come_out_as_written() {
    let cases = cases();
    let mut names = HashSet::new();
    let (mut failures, mut kept, mut failing) = (Vec::new(), 0, 0);
    for case in &cases {
        well_formed(case);
        assert!(names.insert(case.title()), "{} stands twice", case.title());
        kept += usize::from(case.table.contains_key("keep"));
        let known_failure = case.file == "known-failures.toml";
        failing += usize::from(known_failure);
        match (failure(case), known_failure) {
            (Some(failure), false) => failures.push(format!("{}: {failure}", case.title())),
            (None, true) => failures.push(format!("{} passes now: move it to its file", case.title())),
            _ => {}
        }
    }
    println!("{} cases, {kept} of them texts that must stay, {failing} known failures", cases.len());
    assert!(failures.is_empty(), "{} of {} cases fail:\n{}", failures.len(), cases.len(), failures.join("\n"));
    assert!(cases.len() >= 300 && 3 * kept >= cases.len(), "at least 300 cases, a third of them texts that must stay");
}

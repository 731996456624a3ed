//! `cargo bench`: what each job costs in ns per byte, on fixed texts, on one thread.
//!
//! A job's figure is the difference between a run with it and a run without it, because the jobs build on each other;
//! the last column is everything at once. Each figure is the best of several runs, which is what noise disturbs least.
//!
//! With `--features corpus` and a file of JSON Lines as the first argument: what it costs besides the analysis to hand
//! its documents over as Arrow columns, a group right after its analysis, as `annotate` does it.
//!
//! The built-in texts repeat a few sentences, so caches of words serve them better than they serve real text. For
//! figures that count, name files of real text: `cargo bench --bench speed -- FILE…`.

use std::hint::black_box;
use std::time::Instant;

#[cfg(feature = "corpus")]
use textmend::Document;
#[cfg(feature = "corpus")]
use textmend::batch::{TOGETHER, groups};
use textmend::token::{Token, scan};
use textmend::{Analyzer, Options, Tasks};

const RUNS: usize = 7;
const BYTES: usize = 2_000_000;

const GERMAN: &str = "Am Dienstag hat der Gemeinderat von Brunntal beschlossen, die alte Mühle zu kaufen. Der Preis \
    liegt bei 1,2 Millionen Euro, wie Bürgermeisterin Helga Sommer mitteilte. Ob das Geld reicht, weiß niemand. ";
const RUSSIAN: &str = "Во вторник совет города решил купить старую мельницу у реки. По словам мэра, она стоит почти два \
    миллиона рублей. Хватит ли денег, пока никто не знает. ";
const CHINESE: &str = "星期二，市议会决定买下河边的老磨坊。市长说，价格大约是两百万元。钱够不够，现在没有人知道。";

fn texts() -> Vec<(String, String)> {
    let files: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    if !files.is_empty() {
        let named = |path: String| {
            let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
            (path.rsplit('/').next().unwrap_or_default().to_owned(), text)
        };
        return files.into_iter().map(named).collect();
    }
    let example = include_str!("../example.txt");
    let long = |text: &str| text.repeat(BYTES / text.len() + 1);
    let built_in = [
        ("damaged, mixed (long)", long(&format!("{example}\n\n"))),
        ("clean German (long)", long(GERMAN)),
        ("clean Russian (long)", long(RUSSIAN)),
        ("clean Chinese (long)", long(CHINESE)),
    ];
    built_in.map(|(name, text)| (name.to_owned(), text)).into()
}

/// The best time of several runs, in ns per byte.
fn cost(bytes: usize, mut work: impl FnMut()) -> f64 {
    let run = |_| {
        let start = Instant::now();
        work();
        start.elapsed().as_nanos() as f64
    };
    (0..RUNS).map(run).fold(f64::INFINITY, f64::min) / bytes as f64
}

fn analyzer(names: &[&str]) -> Analyzer {
    let tasks = Tasks::from_names(names.iter().copied()).expect("known tasks");
    Analyzer::new(Options { tasks, ..Options::default() }).expect("good options")
}

fn main() {
    #[cfg(feature = "corpus")]
    if let Some(file) = std::env::args().nth(1).filter(|argument| argument.ends_with(".jsonl")) {
        return hand_over(&file);
    }
    println!(
        "{:24} {:>8} {:>10} {:>8} {:>10} {:>10} {:>8} {:>12}",
        "ns/byte", "scan", "languages", "edits", "sentences", "entities", "signals", "everything"
    );
    for (name, text) in texts() {
        let bytes = text.len();
        let mut tokens: Vec<Token> = Vec::new();
        let scan = cost(bytes, || scan(black_box(&text), &mut tokens));
        let of = |names: &[&str]| {
            let analyzer = analyzer(names);
            cost(bytes, || drop(black_box(analyzer.analyze(black_box(&text)))))
        };
        let nothing = of(&[]);
        let languages = of(&["languages"]);
        let edits = of(&["languages", "edits"]);
        let row = [
            scan,
            languages - nothing,
            edits - languages,
            of(&["languages", "edits", "sentences"]) - edits,
            of(&["languages", "edits", "entities"]) - edits,
            of(&["signals"]) - nothing,
            of(&Tasks::NAMES),
        ];
        print!("{name:24}");
        for (value, width) in row.iter().zip([9, 11, 9, 11, 11, 9, 13]) {
            print!("{:>width$.1}", value.max(0.0));
        }
        println!();
    }
    per_document();
}

/// The cost of one short document, in microseconds: what a call has besides its bytes.
fn per_document() {
    let analyzer = analyzer(&Tasks::NAMES);
    let text = "Kurz.Then more .";
    let calls = 20_000;
    let each = cost(calls, || (0..calls).for_each(|_| drop(black_box(analyzer.analyze(black_box(text))))));
    println!("\none document of {} bytes: {:.1} µs", text.len(), each / 1000.0);
}

/// The cost of documents as columns: of a row, of a row with text, mix and signals, and of each span in it.
#[cfg(feature = "corpus")]
fn hand_over(file: &str) {
    let lines = std::fs::read_to_string(file).unwrap_or_else(|e| panic!("{file}: {e}"));
    let text = |line: &str| {
        let row: serde_json::Value = serde_json::from_str(line).expect("JSON Lines");
        row["text"].as_str().unwrap_or_default().to_owned()
    };
    let texts: Vec<String> = lines.lines().take(1500).map(text).collect();
    let cost = |strip| handed(&texts, strip);
    let (whole, spans) = cost(|_| ());
    let (without_spans, _) = cost(|d| {
        (d.edits, d.languages, d.sentences, d.entities) = Default::default();
    });
    let (row, _) = cost(|d| *d = Document { signals: std::mem::take(&mut d.signals), ..Default::default() });
    let documents = texts.len() as f64;
    println!(
        "{documents} documents, {spans} spans: {:.2} us a document, of it {:.2} for text, mix and signals, {:.2} without \
         text; {:.1} ns a span",
        whole / documents / 1e3,
        without_spans / documents / 1e3,
        row / documents / 1e3,
        (whole - without_spans) / spans as f64
    );
}

/// Nanoseconds for columns of what `strip` leaves of documents, and the number of their spans.
#[cfg(feature = "corpus")]
fn handed(texts: &[String], strip: fn(&mut Document)) -> (f64, usize) {
    let analyzer = analyzer(&Tasks::NAMES);
    let (mut taken, mut spans) = (0.0, 0);
    // As many documents as a part of a large table has.
    for part in texts.chunks(400) {
        let mut best = f64::INFINITY;
        for run in 0..3 {
            let (mut columns, mut time) = (textmend::arrow::Columns::new(), 0.0);
            for group in groups(part.iter().map(String::len), TOGETHER) {
                let texts: Vec<&str> = part[group].iter().map(String::as_str).collect();
                let mut documents = analyzer.analyze_all(&texts);
                documents.iter_mut().for_each(strip);
                if run == 0 {
                    let of = |d: &Document| d.edits.len() + d.languages.len() + d.sentences.len() + d.entities.len();
                    spans += documents.iter().map(of).sum::<usize>();
                }
                let begin = Instant::now();
                documents.iter().for_each(|d| columns.push(Some(black_box(d))).expect("room"));
                time += begin.elapsed().as_nanos() as f64;
            }
            let begin = Instant::now();
            let done = columns.finish().expect("columns");
            best = best.min(time + begin.elapsed().as_nanos() as f64);
            drop(black_box(done));
        }
        taken += best;
    }
    (taken, spans)
}

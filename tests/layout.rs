//! Enforces how the source is laid out: who may import whom, and how long files and functions may be.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms of `src`, from the ground up. A file may import only from rooms that stand above it here; the jobs in
/// [`JOBS`] never import each other: they meet in the `Draft`.
const ORDER: [&str; 32] = [
    "span", "error", "memory", "table", "data", "language", "character", "lexicon", "token", "quotation", "document",
    "json", "name_list", "options", "offset_map", "draft", "encoding", "languages", "mix", "signals", "edits",
    "sentences", "entities", "analyzer", "check", "batch", "arrow", "corpus", "py", "train", "lib", "bin",
];
const JOBS: [&str; 7] = ["encoding", "languages", "mix", "signals", "edits", "sentences", "entities"];

const MOST_LINES: usize = 400;
const MOST_LINES_OF_A_FUNCTION: usize = 60;
const MOST_COLUMNS: usize = 120;

/// What the source does without. Loading of embedded data may `expect`.
const BARRED: [&str; 6] = [".unwrap()", "panic!(", "static mut ", "thread_local!", "allow(dead_code)", "todo!("];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of src") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// Every source file: its room, its path for messages, and its code without the tests at its end.
fn sources() -> Vec<(String, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    files(&root, &mut found);
    found.sort();
    let source = |path: PathBuf| {
        let name = path.strip_prefix(&root).expect("below src").to_string_lossy().replace('\\', "/");
        let room = name.split('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned();
        let text = fs::read_to_string(&path).expect("readable");
        (room, name, text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default().to_owned())
    };
    found.into_iter().map(source).collect()
}

/// Rooms named in `crate::room` and `crate::{a, b::C}`.
fn imports(code: &str) -> BTreeSet<String> {
    let mut rooms = BTreeSet::new();
    let first_word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(list) => {
                let mut depth = 1;
                let end = list.find(|c| {
                    depth += i32::from(c == '{') - i32::from(c == '}');
                    depth == 0
                });
                let mut depth = 0;
                let top = |c: char| {
                    depth += i32::from(c == '{') - i32::from(c == '}');
                    c == ',' && depth == 0
                };
                rooms.extend(list[..end.unwrap_or(0)].split(top).map(|part| first_word(part.trim())));
            }
            None => {
                rooms.insert(first_word(rest));
            }
        }
    }
    rooms.retain(|room| ORDER.contains(&room.as_str()));
    rooms
}

#[test]
fn files_import_only_what_stands_above_them() {
    let place = |room: &str| ORDER.iter().position(|r| *r == room);
    let mut wrong = Vec::new();
    for (room, name, code) in sources() {
        let own = place(&room).unwrap_or_else(|| panic!("src/{name} has no place in ORDER"));
        for other in imports(&code) {
            if place(&other).is_some_and(|p| p > own) {
                wrong.push(format!("{name} imports {other}, which stands below it"));
            }
            if other != room && JOBS.contains(&room.as_str()) && JOBS.contains(&other.as_str()) {
                wrong.push(format!("{name} imports the job {other}; jobs meet in the Draft"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_functions_and_lines_are_short() {
    let mut wrong = Vec::new();
    for (_, name, code) in sources() {
        let lines: Vec<&str> = code.lines().collect();
        if lines.len() > MOST_LINES {
            wrong.push(format!("{name} has {} lines without its tests; {MOST_LINES} are allowed", lines.len()));
        }
        for (i, line) in lines.iter().enumerate() {
            if line.chars().count() > MOST_COLUMNS {
                wrong.push(format!("{name}:{} is longer than {MOST_COLUMNS} columns", i + 1));
            }
            let length = function_length(&lines[i..]);
            if length > MOST_LINES_OF_A_FUNCTION {
                wrong.push(format!("{name}:{} is a function of {length} lines", i + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The number of lines of a function that begins on the first line; 0 where none begins.
fn function_length(lines: &[&str]) -> usize {
    let code = lines[0].trim_start();
    let words: Vec<&str> = code.split_whitespace().collect();
    let head = words.iter().position(|w| *w == "fn").unwrap_or(usize::MAX);
    if head > 4 || code.starts_with("//") {
        return 0;
    }
    let end = format!("{}}}", " ".repeat(lines[0].len() - code.len()));
    lines.iter().position(|line| *line == end).map_or(0, |i| i + 1)
}

#[test]
fn the_source_does_without_what_is_barred() {
    let mut wrong = Vec::new();
    for (_, name, code) in sources() {
        for (i, line) in code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            wrong.extend(BARRED.iter().filter(|b| line.contains(**b)).map(|b| format!("{name}:{}: {b}", i + 1)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

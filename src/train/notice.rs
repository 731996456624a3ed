//! `NOTICE`, made from the cards of the models and the headers of the tables, so that no source is forgotten.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorKind};

const HEAD: &str = "textmend
Copyright 2026 The textmend developers

Models and tables under src/data were made from the sources below. None of their texts is part of this package.
This file is written by the trainer from the cards in src/data/models and the headers of the tables.
";

/// Writes `NOTICE` in the working directory.
///
/// # Errors
/// A card or table that cannot be read, or a folder that cannot be written.
pub(crate) fn write() -> Result<(), Error> {
    let failed = |e| Error::new(ErrorKind::File, "cannot write NOTICE").with_source(e);
    fs::write("NOTICE", text(Path::new("."))?).map_err(failed)
}

/// The text of `NOTICE` for the project in `root`.
///
/// # Errors
/// A card or table that cannot be read.
fn text(root: &Path) -> Result<String, Error> {
    let mut notice = HEAD.to_owned();
    let mut files = Vec::new();
    collect(&root.join("src/data"), &mut files)?;
    files.sort();
    for path in &files {
        let text = read(path)?;
        let name = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
        let sources = if name.starts_with("src/data/models/") { of_card(&text, &name)? } else { of_table(&text) };
        if !sources.is_empty() {
            let _ = writeln!(notice, "\n{name}");
        }
        for source in sources {
            let _ = writeln!(notice, "  - {source}");
        }
    }
    Ok(notice)
}

/// "origin (licence)" of every source of a card, each once.
fn of_card(card: &str, name: &str) -> Result<BTreeSet<String>, Error> {
    let wrong = |e| Error::new(ErrorKind::Input, format!("{name} is not a card")).with_source(e);
    let card: toml::Table = card.parse().map_err(wrong)?;
    let sources = card.get("source").and_then(toml::Value::as_array).into_iter().flatten();
    let field = |source: &toml::Value, key: &str| source.get(key).and_then(|v| v.as_str()).unwrap_or("?").to_owned();
    Ok(sources.map(|s| format!("{} ({})", field(s, "origin"), field(s, "licence"))).collect())
}

/// The `# Source: …` line of a table.
fn of_table(table: &str) -> BTreeSet<String> {
    table.lines().filter_map(|line| line.strip_prefix("# Source: ")).map(str::to_owned).collect()
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Error> {
    let failed = |e| Error::new(ErrorKind::File, format!("cannot read {}", folder.display())).with_source(e);
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_dir() {
            collect(&path, found)?;
        } else if path.extension().is_some_and(|e| e == "tsv" || e == "toml") {
            found.push(path);
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<String, Error> {
    let failed = |e| Error::new(ErrorKind::File, format!("cannot read {}", path.display())).with_source(e);
    fs::read_to_string(path).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notice_names_every_source() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let found = fs::read_to_string(root.join("NOTICE")).expect("NOTICE");
        assert_eq!(found, text(root).expect("cards"), "NOTICE is not up to date; rewrite it: train -- notice --data .");
        assert!(found.contains("CC BY-SA 4.0"));
    }
}

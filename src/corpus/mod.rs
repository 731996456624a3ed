//! Files in, files and rejects out.
//!
//! A file is cut into chunks, which all threads work on; the results are written in the order of the input, so the
//! output is the same at any number of threads. What is done is noted (`write.rs`), so that a run that was stopped at
//! any moment goes on from there and ends with the same bytes.

mod described;
mod form;
mod found;
mod line;
mod measures;
mod near;
mod parquet;
mod part;
mod policy;
mod progress;
mod read;
mod record;
mod run;
mod table;
mod tally;
mod work;
mod write;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use serde_json::{Value as Json, json};

use crate::analyzer::Analyzer;
use crate::batch;
use crate::error::{Error, ErrorKind};
use crate::json::as_written;
pub use policy::{Policy, Reason};
use read::{Rows, Source};
use run::Run;
use write::Writer;

/// How much of what is known about a document is written beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Annotations {
    /// Nothing but the reasons of rejected documents.
    None,
    /// Language, shares, mix, numbers of edits and entities, signals, reasons.
    #[default]
    Summary,
    /// Everything, with every span.
    Full,
}

impl Annotations {
    const NAMES: [(&'static str, Annotations); 3] =
        [("none", Annotations::None), ("summary", Annotations::Summary), ("full", Annotations::Full)];

    /// The one with this name.
    ///
    /// # Errors
    /// An unknown name; the message lists the known ones.
    pub fn from_name(name: &str) -> Result<Self, Error> {
        let found = Annotations::NAMES.iter().find(|a| a.0 == name).map(|a| a.1);
        found.ok_or_else(|| Error::unknown("kind of annotations", name, Annotations::NAMES.map(|a| a.0)))
    }

    fn name(self) -> &'static str {
        Annotations::NAMES.iter().find(|a| a.1 == self).map_or("", |a| a.0)
    }
}

/// What is to be cleaned, and how.
#[derive(Clone, Debug)]
pub struct Job {
    /// Files, folders and patterns such as `data/**/*.jsonl.gz`.
    pub inputs: Vec<String>,
    /// The folder for what comes out; empty or not there yet, unless a run in it is resumed.
    pub output: PathBuf,
    /// The column or key that holds the text.
    pub column: String,
    /// What is kept.
    pub policy: Policy,
    /// What is written beside each document.
    pub annotations: Annotations,
    /// How many threads work; `None`: as many as there are cores.
    pub threads: Option<usize>,
    /// Whether to go on with the run in `output`, if there is one.
    pub resume: bool,
    /// Whether to score only: no document is written, but what the policy would do is told.
    pub dry_run: bool,
}

/// How far a run is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes of input that are done, as they lie on the disk.
    pub bytes: u64,
    /// Bytes of input in all.
    pub all_bytes: u64,
    /// Documents written.
    pub documents: u64,
    /// Of these, accepted.
    pub accepted: u64,
    /// Lines, rows and files that could not be read.
    pub unreadable: u64,
}

/// Cleans files: accepted documents, mended, go to `accepted/` in the output folder and the others to `rejected/`, each
/// with its reasons, in files like those they come from; what cannot be read goes to `unreadable.jsonl`. Returns the
/// manifest, which is written too.
///
/// While it goes on, `watch` is called on the caller's thread every 50 ms; when it returns an error, the run stops and
/// that error is returned. What is done by then is kept and can be resumed.
///
/// # Errors
/// Input that is not there, a policy that cannot be judged, an output folder in use, a full disk; those of `watch`.
pub fn clean(
    analyzer: &Analyzer,
    job: &Job,
    watch: &mut dyn FnMut(Progress) -> Result<(), Error>,
) -> Result<Json, Error> {
    let begin = Instant::now();
    job.policy.check(analyzer.options().tasks)?;
    if job.column == line::OWN_KEY {
        let message = format!("the column {:?} is where the results go: give the texts another name", job.column);
        return Err(Error::new(ErrorKind::Option, message));
    }
    let threads = batch::threads(job.threads)?;
    let (sources, passed_over) = found::sources(&job.inputs, &job.output)?;
    let head = head(analyzer, job, &sources);
    if let Some(manifest) = if job.resume { write::finished(&job.output, &head)? } else { None } {
        return Ok(manifest);
    }
    check_column(&sources[0], &job.column)?;
    let writer = Writer::start(&job.output, &sources, &head, job.resume)?;
    let before = (writer.totals.documents, writer.totals.bytes);
    let run = Run::new(analyzer, job, &sources, &writer);
    let writer = run.go(writer, threads, watch)?;
    let seconds = (begin.elapsed().as_secs_f64() * 1000.0).round() / 1000.0;
    let timing = json!({
        "seconds": seconds, "threads": threads, "documents": writer.totals.documents - before.0,
        "bytes": writer.totals.bytes - before.1,
    });
    writer.finish(&head, &passed_over, &timing)
}

/// What is being done: the same in every attempt at the same run.
fn head(analyzer: &Analyzer, job: &Job, sources: &[Source]) -> Json {
    let options = analyzer.options();
    let codes = |list: &Vec<crate::Language>| list.iter().map(|l| l.code()).collect::<Vec<_>>();
    let inputs: Vec<Json> = sources
        .iter()
        .map(|s| json!({ "name": s.name, "path": s.path.to_string_lossy(), "bytes": s.bytes, "modified": s.modified }))
        .collect();
    json!({
        "textmend": env!("CARGO_PKG_VERSION"),
        "options": {
            "column": job.column, "annotations": job.annotations.name(), "policy": job.policy.to_json(),
            "dry_run": job.dry_run,
            "languages": options.languages.as_ref().map(codes), "tasks": options.tasks.names(),
            "sensitivity": options.sensitivity.name(), "edit_kinds": options.edit_kinds,
            "min_edit_confidence": as_written(options.min_edit_confidence), "labels": options.labels,
            "reference_date": options.reference_date.map(|d| d.to_string()),
            "gazetteer": options.gazetteer.as_deref().map(progress::names_row),
        },
        "inputs": inputs,
    })
}

/// Refuses a column that the first file doesn't have, before anything is written: most often it is misspelt. Files
/// further on without it are noted as unreadable, and the run goes on.
fn check_column(source: &Source, column: &str) -> Result<(), Error> {
    let refused = |reason: String| Error::new(ErrorKind::Input, format!("{} {reason}", source.path.display()));
    let first = read::open(source, column, Arc::default());
    let rows = match first {
        Err(reason) if ["has ", "is a JSON array"].iter().any(|r| reason.starts_with(r)) => {
            return Err(refused(reason));
        }
        Err(_) => return Ok(()),
        Ok(mut chunks) => chunks.next(),
    };
    let Some(Ok(Rows::Lines { bytes, .. })) = rows else { return Ok(()) };
    let objects = bytes.split(|&b| b == b'\n').filter_map(|line| serde_json::from_slice::<Json>(line).ok());
    let keys: Vec<Vec<String>> = objects.filter_map(|o| Some(o.as_object()?.keys().cloned().collect())).collect();
    match keys.first() {
        Some(first) if !keys.iter().any(|keys| keys.iter().any(|k| k == column)) => {
            Err(refused(read::no_column(column, first.iter().cloned())))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;
    use std::io::Write;
    use std::path::Path;

    use super::*;
    use crate::options::{Options, Tasks};

    fn analyzer() -> Analyzer {
        // No task: these tests are about files.
        Analyzer::new(Options { tasks: Tasks::NONE, ..Options::default() }).expect("options")
    }

    /// An empty folder of its own.
    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("textmend-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        folder
    }

    fn job(input: &Path, output: &Path) -> Job {
        Job {
            inputs: vec![input.to_string_lossy().into_owned()],
            output: output.to_owned(),
            column: "text".into(),
            policy: Policy::from_toml("min_characters = 12").expect("a policy"),
            annotations: Annotations::Summary,
            threads: Some(2),
            resume: false,
            dry_run: false,
        }
    }

    fn run(job: &Job) -> Result<Json, Error> {
        clean(&analyzer(), job, &mut |_| Ok(()))
    }

    /// The files of a folder but the one with times in it.
    fn contents(root: &Path) -> BTreeMap<String, Vec<u8>> {
        let (mut found, mut folders) = (BTreeMap::new(), vec![root.to_owned()]);
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else if !path.ends_with("timing.json") {
                    let name = path.strip_prefix(root).expect("inside").to_string_lossy().into_owned();
                    found.insert(name, fs::read(&path).expect("readable"));
                }
            }
        }
        found
    }

    fn lines(count: usize) -> String {
        let row = |i: usize| match i % 50 {
            7 => format!("{{\"id\": {i}, \"text\": \"short {i}\"}}\n"),
            11 => format!("broken line {i}\n"),
            13 => format!("{{\"id\": {i}, \"text\": null}}\n"),
            _ => {
                format!("{{\"id\":{i},\"text\":\"{}\"}}\n", format!("row {i} of the harbour log. ").repeat(i % 40 + 1))
            }
        };
        (0..count).map(row).collect()
    }

    #[test]
    fn every_row_is_accepted_rejected_or_unreadable() {
        let folder = folder("rows");
        let input = folder.join("in.jsonl");
        fs::write(&input, lines(500)).expect("written");
        let manifest = run(&job(&input, &folder.join("out"))).expect("done");
        let counts = &manifest["counts"];
        assert_eq!((&counts["documents"], &counts["unreadable"]), (&json!(490), &json!(10)));
        assert_eq!((&counts["accepted"], &counts["rejected"]), (&json!(470), &json!(20)));
        let out = contents(&folder.join("out"));
        let names: Vec<&str> = out.keys().map(String::as_str).collect();
        assert_eq!(names, ["accepted/in.jsonl", "manifest.json", "rejected/in.jsonl", "unreadable.jsonl"]);
        let rejected = String::from_utf8_lossy(&out["rejected/in.jsonl"]).into_owned();
        assert!(rejected.contains("min_characters") && rejected.contains("no_text"));
        assert!(String::from_utf8_lossy(&out["unreadable.jsonl"]).starts_with("{\"file\":\"in.jsonl\",\"line\":12,"));
        fs::remove_dir_all(folder).expect("removed");
    }

    #[test]
    fn threads_and_interruptions_change_no_byte() {
        let folder = folder("resume");
        fs::create_dir(folder.join("in")).expect("a folder");
        fs::write(folder.join("in/a.jsonl"), lines(20_000)).expect("written");
        let packed = zstd::encode_all(lines(1_000).as_bytes(), 1).expect("packed");
        fs::write(folder.join("in/b.jsonl.zst"), packed).expect("written");
        fs::write(folder.join("in/c.txt"), "One text of its own.").expect("written");
        fs::write(folder.join("in/d.jsonl"), "").expect("written");
        fs::write(folder.join("in/e.csv"), "id,text\n1,short\n").expect("written");
        let whole = job(&folder.join("in"), &folder.join("whole"));
        run(&whole).expect("done");
        let expected = contents(&whole.output);
        for threads in 1..4 {
            let mut broken = Job { threads: Some(threads), ..job(&folder.join("in"), &folder.join("broken")) };
            let mut watch = |_: Progress| Err(Error::new(ErrorKind::Interrupted, "enough"));
            assert!(clean(&analyzer(), &broken, &mut watch).is_err());
            // Bytes without a line of progress, and half a line, as a kill may leave them.
            for (name, junk) in [("accepted/a.jsonl.part", "{\"id\""), ("progress.jsonl", "{\"source\":0,\"le")] {
                let file = fs::OpenOptions::new().append(true).open(broken.output.join(name));
                file.map(|mut f| f.write_all(junk.as_bytes()).expect("written")).unwrap_or_default();
            }
            assert!(run(&broken).expect_err("in use").to_string().contains("is not empty"));
            broken.resume = true;
            run(&broken).expect("done");
            assert!(contents(&broken.output) == expected, "{threads} threads");
            fs::write(broken.output.join("progress.jsonl"), "a line").expect("written");
            run(&broken).expect("done already");
            assert!(contents(&broken.output) == expected);
            broken.column = "other".into();
            assert!(run(&broken).expect_err("changed").to_string().contains("the options (column) changed"));
            fs::remove_dir_all(&broken.output).expect("removed");
        }
        fs::remove_dir_all(folder).expect("removed");
    }

    #[test]
    fn a_file_without_an_accepted_row_is_not_lost_with_the_last_line_of_progress() {
        let folder = folder("renamed");
        let input = folder.join("in.jsonl");
        fs::write(&input, "{\"text\":\"short\"}\n").expect("written");
        let whole = job(&input, &folder.join("whole"));
        run(&whole).expect("done");
        let mut broken = job(&input, &folder.join("broken"));
        let mut watch = |_: Progress| Err(Error::new(ErrorKind::Interrupted, "enough"));
        assert!(clean(&analyzer(), &broken, &mut watch).is_err());
        // As if it had been killed when the files had their names and this was not noted.
        let path = broken.output.join("progress.jsonl");
        let progress = fs::read_to_string(&path).expect("readable");
        let kept = progress.lines().filter(|line| !line.contains("\"files\"")).map(|line| format!("{line}\n"));
        fs::write(&path, kept.collect::<String>()).expect("written");
        broken.resume = true;
        run(&broken).expect("done");
        assert!(contents(&whole.output).contains_key("accepted/in.jsonl"));
        assert_eq!(contents(&broken.output), contents(&whole.output));
        fs::remove_dir_all(folder).expect("removed");
    }

    #[test]
    fn csv_keeps_its_columns() {
        let folder = folder("csv");
        let input = folder.join("in.csv");
        let rows = "id,text,note\n1,\"three plain words\",\"a,b\"\n2,two words,\n3,one,two,three\n4,\"line\nbreak is here\",x\n";
        fs::write(&input, rows).expect("written");
        let job = Job { annotations: Annotations::None, ..job(&input, &folder.join("out")) };
        let manifest = run(&job).expect("done");
        assert_eq!(manifest["counts"]["unreadable"], json!(1));
        let out = contents(&job.output);
        let accepted = "id,text,note\n1,\"three plain words\",\"a,b\"\n4,\"line\nbreak is here\",x\n";
        assert_eq!(String::from_utf8_lossy(&out["accepted/in.csv"]), accepted);
        assert!(String::from_utf8_lossy(&out["rejected/in.csv"]).starts_with("id,text,note,textmend\n2,two words,,"));
        fs::remove_dir_all(folder).expect("removed");
    }

    #[test]
    fn what_is_wrong_is_said_in_one_sentence() {
        let folder = folder("wrong");
        fs::write(folder.join("a.jsonl"), "{\"body\":\"x\"}\n").expect("written");
        fs::write(folder.join("b.json"), "[\n{\"text\":\"x\"}]\n").expect("written");
        fs::write(folder.join("c.pdf"), "x").expect("written");
        let message = |name: &str| {
            let job = job(&folder.join(name), &folder.join("out"));
            run(&job).expect_err("refused").to_string()
        };
        assert!(message("a.jsonl").contains("has no column \"text\"; its columns are: body"));
        assert!(message("b.json").contains("JSON array"));
        assert!(message("c.pdf").contains("known extensions are .jsonl"));
        assert!(message("nothing.jsonl").contains("there is no file or folder"));
        assert!(!folder.join("out").exists());
        fs::remove_dir_all(folder).expect("removed");
    }
}

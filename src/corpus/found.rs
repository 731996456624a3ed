//! Which files there are: what files, folders and patterns name.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::corpus::read::{EXTENSIONS, Source, kind, state};
use crate::corpus::write;
use crate::error::{Error, ErrorKind};

/// The input files that `inputs` (files, folders and patterns) name, sorted by name in the output, and the files that
/// were passed over because nothing is known about their extension.
///
/// # Errors
/// An input that does not exist or holds nothing readable, or two files of one name.
pub(crate) fn sources(inputs: &[String], output: &Path) -> Result<(Vec<Source>, Vec<String>), Error> {
    let output = real(output);
    let mut all = BTreeMap::new();
    let mut passed_over = Vec::new();
    for input in inputs {
        let path = Path::new(input);
        let (sources, walked) = (BTreeMap::new(), BTreeSet::new());
        let mut found = Found { output: &output, sources, passed_over: Vec::new(), walked };
        if path.is_dir() {
            if fs::canonicalize(path).is_ok_and(|f| f == output) {
                let message = format!("{input:?} is the output folder too: choose another output");
                return Err(Error::new(ErrorKind::Input, message));
            }
            found.walk(path, path)?;
        } else if path.exists() {
            if !path.is_file() {
                let message = format!("{input:?} is a pipe or device: a corpus is read from files");
                return Err(Error::new(ErrorKind::Input, message));
            }
            let name = path.file_name().map(PathBuf::from).unwrap_or_default();
            found.add(path, &name)?.then_some(()).ok_or_else(|| unknown_extension(path))?;
        } else {
            found.matching(input)?;
        }
        if found.sources.is_empty() {
            let message = format!("{input:?} holds no file that can be read: {}", known_extensions());
            return Err(Error::new(ErrorKind::Input, message));
        }
        found.sources.into_values().try_for_each(|source| add(source, &mut all))?;
        passed_over.append(&mut found.passed_over);
    }
    if all.is_empty() {
        return Err(Error::new(ErrorKind::Input, "no input: name at least one file, folder or pattern"));
    }
    Ok((all.into_values().collect(), passed_over))
}

/// Adds a file by its name in the output. One that was named twice is one.
///
/// # Errors
/// Another file of this name.
fn add(source: Source, to: &mut BTreeMap<String, Source>) -> Result<(), Error> {
    let same = |a: &Path, b: &Path| a == b || fs::canonicalize(a).ok() == fs::canonicalize(b).ok();
    match to.get(&source.name) {
        Some(other) if !same(&other.path, &source.path) => {
            let (one, two, name) = (other.path.display(), source.path.display(), &source.name);
            let message =
                format!("{one} and {two} would both be written to {name}: name the folder above both instead");
            Err(Error::new(ErrorKind::Input, message))
        }
        Some(_) => Ok(()),
        None => {
            to.insert(source.name.clone(), source);
            Ok(())
        }
    }
}

fn known_extensions() -> String {
    let names: Vec<String> = EXTENSIONS.iter().map(|e| format!(".{}", e.0)).collect();
    format!("the known extensions are {}, each but .parquet also with .gz or .zst", names.join(", "))
}

fn unknown_extension(path: &Path) -> Error {
    let message =
        format!("{} has an extension that says nothing about its format: {}", path.display(), known_extensions());
    Error::new(ErrorKind::Input, message)
}

/// How often a pattern may meet what it met before, through links; circles of links have as many ways as there are
/// walks in them.
const MOST_AGAIN: usize = 5_000;

/// What one input names.
struct Found<'a> {
    /// The output folder, which is no input even where it lies inside of one.
    output: &'a Path,
    sources: BTreeMap<String, Source>,
    passed_over: Vec<String>,
    /// Folders whose files were added.
    walked: BTreeSet<PathBuf>,
}

impl Found<'_> {
    /// The files of a pattern such as `data/**/*.jsonl.gz`, named from the folder before the first `*`, `?` or `[`.
    fn matching(&mut self, pattern: &str) -> Result<(), Error> {
        let Some(wild) = pattern.find(['*', '?', '[']) else {
            return Err(Error::new(ErrorKind::Missing, format!("there is no file or folder {pattern:?}")));
        };
        let root = Path::new(&pattern[..pattern[..wild].rfind('/').map_or(0, |i| i + 1)]);
        // What a run wrote inside of its own input is no input when it goes on.
        let above = real(if root == Path::new("") { Path::new(".") } else { root });
        let output = Some(self.output).filter(|output| !above.starts_with(output));
        let paths = glob::glob(pattern).map_err(|e| {
            Error::new(ErrorKind::Input, format!("{pattern:?} is not a pattern that can be matched")).with_source(e)
        })?;
        // What links lead to again is read once, by its shortest name.
        let (mut matched, mut again) = (BTreeMap::new(), 0);
        for path in paths.filter_map(Result::ok) {
            let key = (path.parent().map(real), path.file_name().map(OsStr::to_owned));
            if key.0.as_ref().is_some_and(|folder| output.is_some_and(|output| folder.starts_with(output))) {
                continue;
            }
            let length = path.components().count();
            match matched.entry(key) {
                Entry::Vacant(free) => drop(free.insert((length, path))),
                Entry::Occupied(mut known) => {
                    again += 1;
                    if (length, &path) < (known.get().0, &known.get().1) {
                        known.insert((length, path));
                    }
                }
            }
            if again > MOST_AGAIN {
                let message = format!("{pattern:?} follows links round in a circle: name the folder itself instead");
                return Err(Error::new(ErrorKind::Input, message));
            }
        }
        matched.into_values().try_for_each(|(_, path)| match path.is_dir() {
            true => self.walk(&path, root),
            false => self.add_or_pass_over(&path, root),
        })
    }

    /// The files of a folder and those below it, but for folders that an earlier run wrote. Links to folders come last
    /// and are followed where they lead to a folder not met before: then what they lead to is read once, and there is
    /// an end where they lead in a circle.
    fn walk(&mut self, folder: &Path, root: &Path) -> Result<(), Error> {
        let (mut folders, mut links) = (vec![folder.to_owned()], VecDeque::new());
        let begin = folder;
        while let Some(folder) = folders.pop().or_else(|| links.pop_front()) {
            let real = real(&folder);
            if real == self.output || !self.walked.insert(real) {
                continue;
            }
            if folder != begin && write::is_run(&folder) {
                self.passed_over.push(folder.display().to_string());
                continue;
            }
            let failed =
                |e| Error::new(ErrorKind::File, format!("cannot list the folder {}", folder.display())).with_source(e);
            let entries: io::Result<Vec<_>> = fs::read_dir(&folder).map_err(failed)?.collect();
            let mut paths: Vec<PathBuf> = entries.map_err(failed)?.into_iter().map(|e| e.path()).collect();
            paths.sort();
            for path in paths.into_iter().filter(|path| !is_hidden(path)) {
                match (path.is_dir(), path.is_symlink()) {
                    (false, _) => self.add_or_pass_over(&path, root)?,
                    (true, true) => links.push_back(path),
                    (true, false) => folders.push(path),
                }
            }
        }
        Ok(())
    }

    fn add_or_pass_over(&mut self, path: &Path, root: &Path) -> Result<(), Error> {
        if !self.add(path, path.strip_prefix(root).unwrap_or(path))? {
            self.passed_over.push(path.display().to_string());
        }
        Ok(())
    }

    /// Adds a file under its name in the output; `false`: its extension is not known, or it is a pipe, which would be
    /// waited for without end.
    fn add(&mut self, path: &Path, name: &Path) -> Result<bool, Error> {
        let Some((format, packing)) = kind(path) else { return Ok(false) };
        if fs::metadata(path).is_ok_and(|m| !m.is_file()) {
            return Ok(false);
        }
        let parts: Vec<String> = name.components().map(|c| readable(c.as_os_str())).collect();
        let (bytes, modified) = state(path).unwrap_or_default();
        let source = Source { path: path.to_owned(), name: parts.join("/"), format, packing, bytes, modified };
        add(source, &mut self.sources).map(|()| true)
    }
}

/// A name as text. Bytes that are no UTF-8 are written as `%E9`, so that two names never become one.
fn readable(name: &OsStr) -> String {
    let escaped = |bytes: &[u8]| bytes.iter().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let chunks = name.as_encoded_bytes().utf8_chunks();
    chunks.map(|chunk| format!("{}{}", chunk.valid(), escaped(chunk.invalid()))).collect()
}

/// A path without links, where there is such a thing.
fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|n| n.as_encoded_bytes().starts_with(b"."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn what_links_lead_to_again_is_read_once() {
        use std::os::unix::fs::symlink;
        let root = std::env::temp_dir().join(format!("textmend-{}-links", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        for (folder, other) in [("a", "b"), ("b", "a")] {
            fs::create_dir_all(root.join(folder)).expect("a folder");
            fs::write(root.join(folder).join("one.txt"), folder).expect("written");
            symlink(Path::new("..").join(other), root.join(folder).join("to")).expect("a link");
        }
        let found = |pattern: &str| {
            let found = sources(&[format!("{}{pattern}", root.display())], Path::new("out"));
            found.map(|(found, _)| found.into_iter().map(|source| source.name).collect::<Vec<_>>())
        };
        assert_eq!(found("").expect("files"), ["a/one.txt", "b/one.txt"]);
        assert_eq!(found("/**/*.txt").expect("files"), ["a/one.txt", "b/one.txt"]);
        symlink("..", root.join("b/up")).expect("a link");
        assert_eq!(found("").expect("files"), ["a/one.txt", "b/one.txt"]);
        assert!(found("/**/*.txt").expect_err("endless").to_string().contains("round in a circle"));
        fs::remove_dir_all(root).expect("removed");
    }
}

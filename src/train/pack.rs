//! Reads the training packs: xz-packed TSV, one item a line.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use lzma_rust2::XzReader;

use crate::error::{Error, ErrorKind};
use crate::language::Language;

/// The texts called Northern Sotho (all of them from NTREX-128) are Southern Sotho: `ho`, `tsa`, `o tla ba`.
const MISNAMED: [(&str, &str); 1] = [("nso", "st")];

/// Calls `each` with the language and the remaining fields of every line of a pack; lines of languages that the
/// product does not know are left out.
///
/// # Errors
/// A pack that cannot be read.
pub(crate) fn for_each_line(path: &Path, mut each: impl FnMut(Language, &str)) -> Result<(), Error> {
    let failed = |e| Error::new(ErrorKind::File, format!("cannot read {}", path.display())).with_source(e);
    let file = File::open(path).map_err(failed)?;
    let mut reader = BufReader::with_capacity(1 << 20, XzReader::new(BufReader::new(file), true));
    let mut line = String::new();
    loop {
        line.clear();
        if reader.read_line(&mut line).map_err(failed)? == 0 {
            return Ok(());
        }
        let Some((code, rest)) = line.trim_end_matches('\n').split_once('\t') else { continue };
        let code = MISNAMED.iter().find(|misnamed| misnamed.0 == code).map_or(code, |misnamed| misnamed.1);
        if let Ok(language) = Language::from_code(code) {
            each(language, rest);
        }
    }
}

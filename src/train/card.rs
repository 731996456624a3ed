//! The card that stands beside every model: what it was learned from, how, and what it reaches.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::notice;
use crate::error::{Error, ErrorKind};

/// A source of training data: file name, licence, where it comes from.
pub(crate) type Source<'a> = (&'a str, &'a str, &'a str);

/// Writes `name.bin` and its card `name.toml` into `src/data/models` of the working directory, and
/// `NOTICE` anew.
///
/// `facts` are further lines of the card: settings and scores.
///
/// # Errors
/// A file that cannot be read or written.
pub(crate) fn write_model(
    name: &str,
    model: &[u8],
    seed: u64,
    data: &Path,
    sources: &[Source],
    facts: &[(&str, String)],
) -> Result<(), Error> {
    let folder = Path::new("src/data/models");
    let mut card = String::new();
    let command = format!("cargo run --release --features train --bin train -- {name} --data DIR --seed {seed}");
    let _ = writeln!(card, "# Card of {name}.bin, written by the command below.\ncommand = \"{command}\"");
    let _ = writeln!(card, "seed = {seed}\nbytes = {}\nsha256 = \"{}\"", model.len(), hex(model));
    for (key, value) in facts {
        let _ = writeln!(card, "{key} = {value}");
    }
    for (file, licence, origin) in sources {
        let bytes = read(&data.join(file))?;
        let _ = writeln!(card, "\n[[source]]\nfile = \"{file}\"\norigin = \"{origin}\"\nlicence = \"{licence}\"");
        let _ = writeln!(card, "sha256 = \"{}\"", hex(&bytes));
    }
    write(&folder.join(format!("{name}.bin")), model)?;
    write(&folder.join(format!("{name}.toml")), card.as_bytes())?;
    notice::write()
}

/// The SHA-256 of some bytes, as a card has it.
fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

fn read(path: &Path) -> Result<Vec<u8>, Error> {
    let failed = |e| Error::new(ErrorKind::File, format!("cannot read {}", path.display())).with_source(e);
    fs::read(path).map_err(failed)
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let failed = |e| Error::new(ErrorKind::File, format!("cannot write {}", path.display())).with_source(e);
    fs::write(path, bytes).map_err(failed)
}

//! Builds `regions.bin`: the names of first-level and smaller regions, as `entities/regions.rs` reads them.

use std::fs;
use std::path::Path;

use rustc_hash::FxHashMap;

use super::card::{Source, write_model};
use crate::data;
use crate::entities::gazetteer::{inside_name, name_hash, word_hash};
use crate::entities::regions::{HAS_CITY, Record, SEVERAL};
use crate::error::{Error, ErrorKind};
use crate::table::Table;
use crate::token::{self, Case, Kind, Token};

const SOURCES: &[Source] = &[("gazetteer/subdivisions.tsv", "Unicode-3.0", "CLDR 41, subdivisions")];

/// Rebuilds the table of regions.
pub(super) fn run(folder: &Path, seed: u64) -> Result<(), Error> {
    let path = folder.join("gazetteer/subdivisions.tsv");
    let failed = |e| Error::new(ErrorKind::File, format!("cannot read {}", path.display())).with_source(e);
    let table = fs::read_to_string(&path).map_err(failed)?;
    let mut records: Vec<Record> = vec![SEVERAL];
    let mut codes: FxHashMap<&str, usize> = FxHashMap::default();
    let mut levels = vec![0];
    let mut bearers: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    let mut add = |names: &str, region: usize| {
        for hash in names.split('|').filter_map(name_key) {
            let known = bearers.entry(hash).or_default();
            if !known.contains(&region) {
                known.push(region);
            }
        }
    };
    for line in table.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [code, level, city, names] = fields[..] else { continue };
        codes.insert(code, records.len());
        levels.push(level.parse().unwrap_or(9));
        add(names, records.len());
        records.push(record(code, city == "1"));
    }
    for row in data::rows(data::SUBDIVISION_NAMES) {
        add(row[1], codes.get(row[0]).copied().unwrap_or(0));
    }
    let names = bearers.into_iter().map(|(hash, bearers)| (hash, meant(&bearers, &records, &levels) as u32)).collect();
    let counted = format!("{{ regions = {}, names = {} }}", records.len() - 1, Vec::len(&names));
    let mut model = Vec::new();
    Table::<5, 16>::write(names, &mut model);
    model.extend(records.concat());
    write_model("regions", &model, seed, folder, SOURCES, &[("entries", counted)])
}

fn record(code: &str, has_city: bool) -> Record {
    let mut record = SEVERAL;
    for (place, letter) in record.iter_mut().zip(code.bytes().filter(|&b| b != b'-')) {
        *place = letter;
    }
    record[5] = if has_city { HAS_CITY } else { 0 };
    record
}

/// The region that a name means: within one country the larger one, which comes first in its own name; none where
/// regions of several countries bear it on the same level.
fn meant(bearers: &[usize], records: &[Record], levels: &[u8]) -> usize {
    // The first record stands for names of several.
    if bearers.contains(&0) {
        return 0;
    }
    let top = bearers.iter().map(|&b| levels[b]).min().unwrap_or(0);
    let mut of_top = bearers.iter().copied().filter(|&b| levels[b] == top);
    let Some(first) = of_top.next() else { return 0 };
    if of_top.all(|other| records[other][..2] == records[first][..2]) { first } else { 0 }
}

/// The hash of a region's name without what stands in brackets behind it; `None` for one too short to be sure of.
fn name_key(name: &str) -> Option<u64> {
    let name = name.split(['(', '²', '¹', '³', '[', ',']).next().unwrap_or("").trim();
    let name = name.strip_suffix(['州', '省']).filter(|rest| rest.chars().count() > 1).unwrap_or(name);
    let mut tokens: Vec<Token> = Vec::new();
    token::scan(name, &mut tokens);
    let part = |t: &&Token| matches!(t.kind, Kind::Word | Kind::Number);
    let first = tokens.first()?;
    let caseless = first.is_word() && first.case == Case::None;
    let short = name.chars().count() < if caseless { 2 } else { 3 };
    if short || tokens.iter().filter(|t| !part(t)).any(|t| !inside_name(name, *t)) {
        return None;
    }
    Some(name_hash(tokens.iter().filter(part).map(|t| word_hash(t.text(name)))))
}

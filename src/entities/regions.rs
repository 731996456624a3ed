//! Regions of countries (states, provinces, counties) by ISO 3166-2, by their names in any language.
//!
//! They stand in a table apart from the gazetteer; the tagger asks only whether a word is the name of one.
//! `train/regions.rs` writes it.

use std::sync::OnceLock;

use super::sieve::Sieve;
use crate::data;
use crate::table::Table;

/// A region: its code without the hyphen, padded with spaces, and what is known about its names.
pub(crate) type Record = [u8; 6];

/// Bits of the last byte of a record: a city of the same country bears one of its names.
pub(crate) const HAS_CITY: u8 = 1;

/// What a name says that regions of several countries bear: an empty code.
pub(crate) const SEVERAL: Record = [b' ', b' ', b' ', b' ', b' ', 0];

/// A region of a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Region(Record);

struct Regions {
    names: Table<5, 16>,
    /// Of the hashes of the names.
    named: Sieve,
    records: &'static [Record],
}

/// The region with a name, by its [`name_hash`](super::gazetteer::name_hash).
pub(super) fn region(name: u64) -> Option<Region> {
    static REGIONS: OnceLock<Regions> = OnceLock::new();
    let regions = REGIONS.get_or_init(|| {
        let (names, records) = Table::read(data::REGIONS);
        Regions { names, named: Sieve::new(20, names.hashes()), records: records.as_chunks().0 }
    });
    let Regions { names, named, records } = regions;
    let index = named.lets_through(names.kept(name)).then(|| names.get(name))??;
    records.get(index as usize).map(|&record| Region(record))
}

impl Region {
    /// Whether a city of the same country bears its name too.
    pub(super) fn has_city(self) -> bool {
        self.0[5] & HAS_CITY != 0
    }

    /// Whether it is a part of a country, by ISO 3166-1.
    pub(super) fn is_in(self, country: [u8; 2]) -> bool {
        self.0[..2] == country
    }

    /// Whether it is a country by another name: ISO 3166-2 lists the United Kingdom and Great Britain among its parts.
    pub(super) fn is_whole(self) -> bool {
        matches!(&self.0[..5], b"GBUKM" | b"GBGBN")
    }

    /// `iso3166-2:DE-BY`, of a country by another name `iso3166:GB`; empty for a name of several regions.
    pub(super) fn id(self) -> String {
        if self.0 == SEVERAL {
            return String::new();
        }
        if self.is_whole() {
            return "iso3166:GB".to_owned();
        }
        let code = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
        format!("iso3166-2:{}-{}", code(&self.0[..2]), code(&self.0[2..5]))
    }
}

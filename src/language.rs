//! A language as a small number, with its codes and names.

use std::fmt;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::data;
use crate::error::Error;

/// A language: an index into the table `languages.tsv`. `Language::UND` where nothing can be said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(u8);

struct Row {
    code: &'static str,
    iso639_3: &'static str,
    name: &'static str,
    own_name: &'static str,
}

struct Table {
    rows: Vec<Row>,
    by_code: FxHashMap<&'static str, Language>,
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let rows: Vec<Row> = data::rows(data::LANGUAGES)
            .map(|fields| Row { code: fields[0], iso639_3: fields[1], name: fields[2], own_name: fields[3] })
            .collect();
        let codes = |(i, row): (usize, &Row)| [(row.iso639_3, Language(i as u8)), (row.code, Language(i as u8))];
        let by_code = rows.iter().enumerate().flat_map(codes).collect();
        Table { rows, by_code }
    })
}

impl Language {
    /// Undetermined: nothing can be said.
    pub const UND: Language = Language(0);

    /// Every language of the table, `und` first, then by code.
    pub fn all() -> impl Iterator<Item = Language> {
        (0..table().rows.len()).map(|i| Language(i as u8))
    }

    /// How many languages there are, `und` among them: one more than the largest [`Language::index`].
    #[must_use]
    pub fn count() -> usize {
        table().rows.len()
    }

    /// The language of an ISO 639-1 or 639-3 code in lower case.
    ///
    /// # Errors
    /// An unknown code; the message lists the known ones.
    pub fn from_code(code: &str) -> Result<Language, Error> {
        let known = || Language::all().skip(1).map(Language::code);
        table().by_code.get(code).copied().ok_or_else(|| Error::unknown("language", code, known()))
    }

    /// Its place in the table, for arrays by language.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// The language at a place of the table.
    #[must_use]
    pub(crate) fn from_index(index: usize) -> Language {
        debug_assert!(index < Language::count());
        Language(index as u8)
    }

    /// ISO 639-1 code where one exists, else ISO 639-3; `und` for none.
    #[must_use]
    pub fn code(self) -> &'static str {
        table().rows[self.index()].code
    }

    /// ISO 639-3 code.
    #[must_use]
    pub fn iso639_3(self) -> &'static str {
        table().rows[self.index()].iso639_3
    }

    /// English name.
    #[must_use]
    pub fn name(self) -> &'static str {
        table().rows[self.index()].name
    }

    /// The language's own name for itself; empty where CLDR has none.
    #[must_use]
    pub fn own_name(self) -> &'static str {
        table().rows[self.index()].own_name
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_go_there_and_back() {
        for language in Language::all() {
            assert_eq!(Language::from_code(language.code()).expect("known"), language);
            assert_eq!(Language::from_code(language.iso639_3()).expect("known"), language);
        }
        assert_eq!(Language::UND.code(), "und");
        assert_eq!(Language::from_code("deu").expect("known").name(), "German");
        assert!(Language::from_code("klingon").expect_err("unknown").to_string().contains("There are: af, "));
    }

    #[test]
    fn the_table_is_sorted_and_fits_its_index() {
        let codes: Vec<&str> = Language::all().skip(1).map(Language::code).collect();
        assert!(codes.is_sorted());
        assert!(Language::count() <= 256);
    }
}

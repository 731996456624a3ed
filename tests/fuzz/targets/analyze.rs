//! Every promise of a document, on any bytes. Run: `cargo fuzz run analyze --fuzz-dir tests/fuzz`; a find becomes a case
//! in `tests/cases`.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use textmend::{Analyzer, Options};

static ANALYZER: LazyLock<Analyzer> = LazyLock::new(|| Analyzer::new(Options::default()).expect("good options"));

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    if let Err(broken) = ANALYZER.analyze(&text).check(&ANALYZER) {
        panic!("{broken}\n{text:?}");
    }
});

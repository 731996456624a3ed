//! How a line of code, of a log or of a table of values looks.

/// Whether a line is one of a log, a shell session, JSON or a program.
pub(in crate::edits) fn is_code(line: &str) -> bool {
    let text = line.trim_end();
    let bare = text.trim_start();
    if !bare.bytes().any(|b| SIGNS[b as usize]) && !bare.starts_with("from ") {
        return false;
    }
    is_log(bare) || is_shell(bare) || is_data(bare) || is_setting(text) || is_program(text)
}

/// Bytes of which one stands in every line of code but `from . import kiln`.
const SIGNS: [bool; 256] = table(b"{}()[]<>=;:_$@#\\/\"'|&%-+*`0123456789\t");

const fn table(bytes: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut at = 0;
    while at < bytes.len() {
        table[bytes[at] as usize] = true;
        at += 1;
    }
    table
}

fn is_log(bare: &str) -> bool {
    let bracketed = bare.strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(level, _)| level);
    let logged = bracketed.is_some_and(is_level)
        || bare.split(' ').take(3).skip(1).any(|word| is_level(word.trim_matches(['[', ']'])));
    logged && (bracketed.is_some() || bare.starts_with(|c: char| c.is_ascii_digit()))
}

fn is_level(word: &str) -> bool {
    matches!(
        word,
        "INFO" | "WARN" | "WARNING" | "ERROR" | "DEBUG" | "TRACE" | "FATAL" | "NOTICE" | "CRITICAL" | "SEVERE"
    )
}

fn is_shell(bare: &str) -> bool {
    ["$ ", ">>> ", "#!"].iter().any(|start| bare.starts_with(start)) || is_place(bare)
}

/// Whether a line begins with a place in a file: `src/main.rs:12: `.
fn is_place(line: &str) -> bool {
    let mut parts = line.splitn(3, ':');
    let (file, number) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    let numbered = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    numbered && file.contains('.') && !file.contains(' ') && parts.next().is_some()
}

/// Whether a line begins as JSON does, or is one string without spaces and its comma.
fn is_data(bare: &str) -> bool {
    let quoted = |mark: char| bare.strip_prefix(mark).and_then(|rest| rest.split_once(mark));
    let string = quoted('"').or_else(|| quoted('\''));
    let (name, rest) = string.unwrap_or(("", ""));
    let key = rest.trim_start().starts_with(':') && rest.len() > 1;
    let value = matches!(rest, "" | ",") && !name.contains(' ');
    let listed = ["{\"", "[\"", "[{"].iter().any(|start| bare.starts_with(start));
    listed || !name.is_empty() && name.is_ascii() && (key || value)
}

/// Whether a line is one of YAML below another: `  key: value`, `  - key: value`, `  key:`.
fn is_setting(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("  ") else { return false };
    let rest = rest.trim_start();
    let (key, value) = rest.strip_prefix("- ").unwrap_or(rest).split_once(':').unwrap_or_default();
    let plain = key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
    plain && key.starts_with(|c: char| c.is_ascii_lowercase()) && (value.is_empty() || value.starts_with(' '))
}

/// Words of a row of values, and how many of four begin with a figure or are marks.
const VALUES: usize = 3;

/// Whether a line is a row of numbers.
pub(super) fn is_row(bare: &str) -> bool {
    let value = |word: &&str| !word.contains(char::is_alphabetic) || word.starts_with("0x");
    let (mut words, mut values) = (0, 0);
    for word in bare.split([' ', '\t', ',', ';', '|']).filter(|w| !w.is_empty()) {
        words += 1;
        values += usize::from(value(&word));
        // A sentence shows at once that it is none.
        if words == 2 * VALUES && values * 2 < words {
            return false;
        }
    }
    values >= VALUES && values * 4 >= words * 3 && bare.bytes().any(|b| b.is_ascii_digit())
}

/// Points from which on a line is one of a program, and bytes that each of them speaks for: a long paragraph may hold
/// an operator or two.
const ENOUGH: usize = 2;
const BYTES: usize = 48;

fn is_program(text: &str) -> bool {
    let bare = text.trim_start();
    let indented = text.starts_with('\t') && bare.starts_with(|c: char| c.is_ascii_lowercase());
    let points = at_ends(bare) + operators(bare.as_bytes());
    indented || bare.starts_with(';') || points >= ENOUGH && points * BYTES >= bare.len()
}

/// Words that statements begin with.
const KEYWORDS: &[&str] = &[
    "assert", "case", "catch", "class", "const", "def", "do", "elif", "else", "except", "export", "extern", "finally",
    "fn", "for", "foreach", "from", "func", "function", "if", "impl", "import", "include", "int", "let", "local", "my",
    "namespace", "package", "print", "private", "protected", "pub", "public", "raise", "require", "return", "static",
    "struct", "sub", "switch", "throw", "try", "typedef", "unsigned", "use", "using", "var", "void", "while", "with",
    "yield",
];

/// Lines that begin so are the preprocessor's.
const DIRECTIVES: &[&str] =
    &["define", "elif", "else", "endif", "error", "if", "ifdef", "ifndef", "include", "pragma", "undef"];

/// Points for how a line begins and ends.
fn at_ends(bare: &str) -> usize {
    let word = |s: &str| s.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.')).count();
    let (first, rest) = bare.split_at(word(bare));
    let rest = rest.trim_start();
    let directive = bare.strip_prefix('#').map(str::trim_start).is_some_and(|s| DIRECTIVES.contains(&&s[..word(s)]));
    let keyword = KEYWORDS.contains(&first);
    let assigned = !first.is_empty() && rest.starts_with('=') && !rest.starts_with("==");
    let ends = |end: &str| bare.ends_with(end);
    let declared = ends(";") && !first.is_empty() && rest.starts_with(':');
    let call = ends(");") && bare.rfind('(').is_some_and(|open| is_call(bare.as_bytes(), open)) || bare == ");";
    let closed = call || ends("};") || ends("},") || ends("{") || ends("]);") || ends("({");
    let only_brackets = bare.bytes().all(|b| matches!(b, b'{' | b'}' | b'(' | b')' | b'[' | b']' | b';' | b','));
    let block = keyword && ends(":") || first == "from" && rest.contains(" import ") || bare == "<?php";
    2 * usize::from(directive || only_brackets)
        + [keyword, assigned, declared, closed, block, ends(";")].iter().filter(|p| **p).count()
}

/// Bytes that may be worth points inside a line.
const OPERATORS: [bool; 256] = table(b"{}([<>=:_$%\\/|&+*!-#");

/// Points for what stands inside a line.
fn operators(bytes: &[u8]) -> usize {
    let at = |i: usize| bytes.get(i).copied().unwrap_or(b' ');
    let heading = at(0) == b'=';
    let (mut points, mut equal) = (0, false);
    let mut i = 0;
    while let Some(skipped) = bytes[i..].iter().position(|b| OPERATORS[*b as usize]) {
        i += skipped;
        let (before, next) = (at(i.wrapping_sub(1)), at(i + 1));
        let pair = |signs: &[u8]| signs.contains(&next);
        let (more, length) = match bytes[i] {
            b':' if next == b'/' && at(i + 2) == b'/' => (0, address(&bytes[i..])),
            b'<' if next.is_ascii_alphabetic() || pair(b"/!") => (0, tag(&bytes[i..])),
            b'<' if next == b'-' && before == b' ' => (2, 2),
            b'=' if !heading && pair(b"=>") && at(i + 2) != b'=' => (2, 2),
            // Prose may say that a = 1 and b = 2.
            b'=' if before == b' ' && next == b' ' => (usize::from(!std::mem::replace(&mut equal, true)), 1),
            b'=' if name(before) && pair(b"\"'") => (2, 1),
            b'!' | b'<' | b'>' | b'+' | b':' if next == b'=' => (2, 2),
            b'&' | b'|' if next == bytes[i] => (2, 2),
            b'/' if next == b'*' => (2, 2),
            b'*' if next == b'/' => (2, 2),
            b':' | b'+' if next == bytes[i] => (1, 2),
            b'-' if next == b'>' => (1, 2),
            b'(' if is_call(bytes, i) => (1 + usize::from(next == b')'), 1),
            b'[' if is_call(bytes, i) => (1, 1),
            b'#' if before == b' ' && at(i.wrapping_sub(2)) == b' ' && next == b' ' => (2, 1),
            b'{' | b'}' => (1, 1),
            b'_' if name(before) && name(next) && !is_tagged(&bytes[..i]) => (1, 1),
            b'$' | b'%' if next.is_ascii_alphabetic() && !name(before) => (1, 1),
            b'\\' if next.is_ascii_alphabetic() => (1, 2),
            _ => (0, 1),
        };
        points += more;
        i = (i + length).min(bytes.len());
    }
    points
}

/// Bytes of an address behind its scheme.
fn address(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|b| !b.is_ascii_whitespace() && !matches!(b, b')' | b'>' | b'"')).count()
}

/// Bytes of the longest tag of HTML that is passed over.
const TAG: usize = 400;

/// Bytes of a tag, or of its sign where it has no end.
fn tag(bytes: &[u8]) -> usize {
    bytes.iter().take(TAG).position(|b| *b == b'>').map_or(1, |end| end + 1)
}

fn name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether a bracket stands behind a name and holds more than an ending or a number: not `form(s)`, `Art. 5(2)` and
/// `word[12]`.
fn is_call(bytes: &[u8], open: usize) -> bool {
    open > 0 && name(bytes[open - 1]) && !short(&bytes[open + 1..])
}

fn short(inner: &[u8]) -> bool {
    let length = inner.iter().take(6).take_while(|b| b.is_ascii_alphanumeric()).count();
    (1..6).contains(&length) && matches!(inner.get(length), Some(b')' | b']'))
}

/// Whether a name begins with the sign of a hashtag or handle.
fn is_tagged(before: &[u8]) -> bool {
    let start = before.iter().rposition(|b| !name(*b));
    start.is_some_and(|at| matches!(before[at], b'#' | b'@'))
}

/// Whether a line begins a comment, or goes on with one between `/*` and `*/`.
pub(super) fn is_comment(bare: &str) -> bool {
    let rest = bare.trim_start_matches(['/', '*', '#', '-', ';', '%', '!']);
    let sign = &bare[..bare.len() - rest.len()];
    matches!(sign, "//" | "///" | "//!" | "/*" | "/**" | "*" | "*/" | "#" | "##" | "#:" | "--" | ";" | ";;" | "%")
}

/// Whether a comment between `/*` and `*/` is open behind a line.
pub(super) fn leaves_comment_open(bare: &str, open: bool) -> bool {
    if memchr::memchr(b'*', bare.as_bytes()).is_none() {
        return open;
    }
    match (bare.rfind("/*"), bare.rfind("*/")) {
        (Some(begin), Some(end)) => begin > end,
        (Some(begin), None) => begin == 0 || open,
        (None, Some(_)) => false,
        (None, None) => open,
    }
}

/// Rows of a table of values: three lines or more with as many separators each, none of them with a space behind it.
#[derive(Default)]
pub(super) struct Rows {
    /// Of each separator, how many the last line had, and how many lines had as many.
    runs: [(usize, usize); SEPARATORS.len()],
}

const SEPARATORS: [u8; 4] = [b',', b';', b'|', b'\t'];
/// Rows that make a table.
const TABLE: usize = 3;

impl Rows {
    /// Takes the next line. How many of the last lines, with this one, are now known to be rows.
    pub(super) fn more_with(&mut self, bare: &str) -> usize {
        let bytes = bare.as_bytes();
        let mut counts = [0; SEPARATORS.len()];
        for (count, separator) in counts.iter_mut().zip(SEPARATORS) {
            *count = memchr::memchr_iter(separator, bytes).filter(|i| bytes.get(i + 1) != Some(&b' ')).count();
        }
        let mut longest = 0;
        for (run, count) in self.runs.iter_mut().zip(counts) {
            *run = if count > 1 && count == run.0 { (count, run.1 + 1) } else { (count, 1) };
            longest = longest.max(if count > 1 { run.1 } else { 0 });
        }
        match longest {
            0..TABLE => 0,
            TABLE => TABLE,
            _ => 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_and_prose_are_told_apart() {
        let code = [
            "#include <stdio.h>",
            "    return x == y && !done;",
            "for (i = 0; i < n; i++) {",
            "  margin-left: 2em ;",
            "const total_sum = add(first, 2);",
            "let x := f(x_1)",
            "\"readOnly\": true,",
            "    \"additionalItems\",",
            "});",
            "'wind':    3,",
            "$ make install",
            "my ($self, $hash) = @_;",
            "def area(width, height):",
            "2024-01-05 INFO started",
            "x <- c(1, 2)",
            "      - name: Test on the old machine",
            "    steps:",
            "from . import kiln",
        ];
        for line in code {
            assert!(is_code(line), "{line:?} is code");
        }
        let prose = [
            "The form(s) must be signed by the applicant(s);",
            "a) der Bund (§ 5);",
            "Siehe https://a.org/x_y?a=1&b=2 dazu.",
            "== Geschichte ==",
            "<p>Er kam <b>spät</b> nach <a href=\"x\">Hause</a>.</p>",
            "#save_our_sea @john_doe_1",
            "If so: the price is 3,50 € [12].",
            "Pro Kopf sind es 5 % mehr (2019: 4 %); das reicht.",
            "– Ja; nein?",
            "    Note: the kiln is hot.",
            "reason: he came too late",
        ];
        for line in prose {
            assert!(!is_code(line), "{line:?} is prose");
        }
    }

    #[test]
    fn rows_of_values_are_known_by_their_separators_and_numbers() {
        let mut rows = Rows::default();
        let known: Vec<usize> = ["Ulm,BW,DE", "Bonn,NW,DE", "Kiel,SH,DE", "Jena,TH,DE", "Rom, nicht Paris, war es"]
            .map(|line| rows.more_with(line))
            .into();
        assert_eq!(known, [0, 0, 3, 1, 0]);
        assert!(
            is_row("328, 609, 212,1721,  707") && !is_row("In 5 of 7 cases there were 3 or 4 of them at 12 places.")
        );
    }
}

//! Lines and paragraphs of a text.

use memchr::memmem;
use rustc_hash::FxHashSet;

use crate::character::{Character, Class};

/// C4 drops lines with one of these.
const POLICY: [&str; 6] =
    ["terms of use", "privacy policy", "cookie policy", "uses cookies", "use of cookies", "use cookies"];

/// The bullet point of Gopher, and what datatrove takes for one too.
const GOPHER_BULLETS: [char; 2] = ['•', '-'];
/// Those that RedPajama counts.
const BULLETS: [char; 10] = ['•', '‣', '▶', '◀', '◦', '■', '□', '▪', '▫', '–'];

/// What is counted over lines and over the text as a whole.
#[derive(Default)]
pub(super) struct LineCounts {
    pub chars: usize,
    pub lines: usize,
    pub paragraphs: usize,
    pub newlines: usize,
    /// How many stood before in the text, and their characters.
    pub repeated_lines: (usize, usize),
    pub repeated_paragraphs: (usize, usize),
    pub hashes: usize,
    pub ellipses: usize,
    pub open_brackets: usize,
    pub close_brackets: usize,
    pub lorem_ipsum: usize,
    pub javascript: usize,
    pub javascript_lines: usize,
    pub policy_lines: usize,
    pub bullets: usize,
    pub rps_bullets: usize,
    pub ellipsis_ends: usize,
    pub open_ends: usize,
    pub rps_terminal: usize,
    pub punctuated: usize,
    pub short: usize,
    pub at_most_30: usize,
    pub kept: usize,
    pub sentences: usize,
    pub kept_sentences: usize,
    /// Sum over lines of their share of upper-case letters.
    pub uppercase: f64,
    /// Sum over lines of their share of digits.
    pub numerical: f64,
}

impl LineCounts {
    pub(super) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let count = |what: &str| memmem::find_iter(bytes, what).count();
        let mut counts = LineCounts {
            newlines: memchr::memchr_iter(b'\n', bytes).count(),
            hashes: memchr::memchr_iter(b'#', bytes).count(),
            open_brackets: memchr::memchr_iter(b'{', bytes).count(),
            close_brackets: memchr::memchr_iter(b'}', bytes).count(),
            ellipses: count("...") + count("…"),
            sentences: sentences(text),
            ..LineCounts::default()
        };
        let lower = text.to_ascii_lowercase();
        let mut places = [places(&lower, &["javascript"]), places(&lower, &POLICY), places(&lower, &["lorem ipsum"])];
        counts.javascript = places[0].len();
        counts.lorem_ipsum = places[2].len();
        places.iter_mut().for_each(|p| p.reverse());
        let (mut lines, mut paragraphs) = (FxHashSet::default(), FxHashSet::default());
        let mut at = 0;
        for end in memchr::memchr_iter(b'\n', bytes).chain([text.len()]) {
            let line = &text[at..end];
            let [javascript, policy, lorem] = &mut places;
            let has = [inside(javascript, end), inside(policy, end), inside(lorem, end)];
            counts.line(line, has, &mut lines);
            at = end + 1;
        }
        counts.chars += counts.newlines;
        for paragraph in text.split("\n\n").map(|p| p.trim_matches('\n')).filter(|p| !p.trim().is_empty()) {
            counts.paragraphs += 1;
            repeat(paragraph, None, &mut paragraphs, &mut counts.repeated_paragraphs);
        }
        counts
    }

    /// Mean over lines of a sum over lines.
    pub(super) fn mean(&self, sum: f64) -> f64 {
        if self.lines == 0 { 0.0 } else { sum / self.lines as f64 }
    }

    /// One line; `has`: "javascript", a phrase of [`POLICY`], "lorem ipsum".
    fn line<'a>(&mut self, line: &'a str, has: [bool; 3], lines: &mut FxHashSet<&'a str>) {
        let (chars, upper, digits) = characters(line);
        self.chars += chars;
        let trimmed = line.trim();
        if trimmed.is_empty() {
            return;
        }
        self.lines += 1;
        repeat(line, Some(chars), lines, &mut self.repeated_lines);
        self.uppercase += upper as f64 / chars as f64;
        self.numerical += digits as f64 / chars as f64;
        self.at_most_30 += usize::from(chars <= 30);
        self.bullets += usize::from(trimmed.starts_with(GOPHER_BULLETS));
        self.rps_bullets += usize::from(trimmed.starts_with(BULLETS));
        let ellipsis = trimmed.ends_with("...") || trimmed.ends_with('…');
        let terminal = trimmed.ends_with(['.', '!', '?', '"', '\'', '”']) && !ellipsis;
        let short = trimmed.split_whitespace().nth(2).is_none();
        self.ellipsis_ends += usize::from(ellipsis);
        self.open_ends += usize::from(!terminal);
        self.rps_terminal += usize::from(trimmed.ends_with(['.', '!', '?', '”']));
        self.punctuated += usize::from(trimmed.ends_with(is_final));
        self.short += usize::from(short);
        self.javascript_lines += usize::from(has[0]);
        self.policy_lines += usize::from(has[1]);
        if terminal && !short && !has.contains(&true) && !trimmed.contains('{') {
            self.kept += 1;
            self.kept_sentences += sentences(trimmed);
        }
    }
}

/// Marks that end a sentence in any script, and quotation marks behind them.
fn is_final(c: char) -> bool {
    matches!(
        c,
        '.' | '!'
            | '?'
            | '"'
            | '\''
            | '…'
            | '”'
            | '“'
            | '’'
            | '»'
            | '«'
            | '›'
            | '。'
            | '！'
            | '？'
            | '．'
            | '｡'
            | '」'
            | '』'
    ) || matches!(c, '।' | '॥' | '؟' | '۔' | '։' | '።' | '፧' | '၊' | '။' | '។' | '‼' | '⁇' | '⁈' | '⁉' | '‽')
}

/// Stretches with a letter or digit between marks.
fn sentences(line: &str) -> usize {
    let mut from = 0;
    let ends = memchr::memchr3_iter(b'.', b'!', b'?', line.as_bytes()).chain([line.len()]);
    ends.filter(|&end| {
        let part = &line[from..end];
        from = end + 1;
        part.contains(char::is_alphanumeric)
    })
    .count()
}

/// Characters of a line, and how many are upper-case letters and digits.
fn characters(line: &str) -> (usize, usize, usize) {
    let (mut inner, mut upper, mut digits) = (0, 0, 0);
    // Few enough for counts of one byte, which are added up many at once.
    for bytes in line.as_bytes().chunks(192) {
        let mut counts = [0u8; 3];
        for byte in bytes {
            counts[0] += u8::from(byte & 0xC0 == 0x80);
            counts[1] += u8::from(byte.is_ascii_uppercase());
            counts[2] += u8::from(byte.is_ascii_digit());
        }
        let counts = counts.map(usize::from);
        (inner, upper, digits) = (inner + counts[0], upper + counts[1], digits + counts[2]);
    }
    let chars = line.len() - inner;
    if inner > 0 {
        for c in line.chars().filter(|c| !c.is_ascii()) {
            match Character::of(c).class {
                Class::Lower | Class::Mark | Class::Punctuation => {}
                Class::Letter if is_plain(c) => {}
                // Roman numerals and circled letters are both.
                _ => {
                    upper += usize::from(c.is_uppercase());
                    digits += usize::from(c.is_numeric());
                }
            }
        }
    }
    (chars, upper, digits)
}

/// Whether a letter without case is of those among which none is a number.
fn is_plain(letter: char) -> bool {
    matches!(letter, '\u{80}'..'\u{16E0}' | '\u{3040}'..'\u{A600}' | '\u{AC00}'..'\u{D7B0}')
}

fn repeat<'a>(part: &'a str, chars: Option<usize>, seen: &mut FxHashSet<&'a str>, repeated: &mut (usize, usize)) {
    if !seen.insert(part) {
        repeated.0 += 1;
        repeated.1 += chars.unwrap_or_else(|| part.chars().count());
    }
}

/// Where any of the phrases begins, in order.
fn places(lower: &str, phrases: &[&str]) -> Vec<usize> {
    let mut places: Vec<usize> = phrases.iter().flat_map(|p| memmem::find_iter(lower.as_bytes(), p)).collect();
    places.sort_unstable();
    places
}

/// Whether any place lies before `end`; those are taken off the stack, whose top is the first.
fn inside(places: &mut Vec<usize>, end: usize) -> bool {
    let before = places.len();
    while places.last().is_some_and(|&p| p < end) {
        places.pop();
    }
    places.len() < before
}

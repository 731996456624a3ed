//! What a rule may see of the text around a joint. Every look is bounded, so that judging stays linear.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::data;
use crate::draft::Draft;
use crate::language::Language;
use crate::lexicon;
use crate::quotation::{Marks, Role};
use crate::span::Span;
use crate::token::{Case, Gap, Kind, Script, Token};

/// What a token is to the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Sort {
    Word,
    Number,
    /// `. ! ? …` and runs of them, `। ۔ ։ ።`.
    Stop,
    /// `, ; :`
    Comma,
    Open,
    Close,
    Quote,
    /// One `-`.
    Hyphen,
    Dash,
    Other,
}

/// Where no-break and thin spaces stand.
#[derive(Default)]
struct StraySpaces<'a> {
    between_long: bool,
    /// Of each short word, whether a plain space stands behind it somewhere, and how often another.
    behind_short: FxHashMap<&'a str, (bool, u32)>,
    /// How many of the others stand behind words of one letter.
    behind_letters: u32,
}

impl<'a> StraySpaces<'a> {
    fn of(reader: &Reader<'a>) -> Self {
        let mut stray = StraySpaces::default();
        let long = |i: usize| reader.is_word(i) && reader.cased(i) && reader.length(i) > 3;
        for (i, token) in reader.tokens.iter().enumerate().filter(|(_, t)| t.is_word()) {
            let other = token.gap == Gap::Spaces && !reader.gap_text(i).is_ascii();
            stray.between_long |= other && long(i) && long(i + 1);
            if token.span.len() < 3 && matches!(token.gap, Gap::Space | Gap::Spaces) {
                let (plain, others) = stray.behind_short.entry(reader.word(i)).or_default();
                *plain |= token.gap == Gap::Space;
                *others += u32::from(other);
                stray.behind_letters += u32::from(other && reader.length(i) == 1);
            }
        }
        stray
    }
}

/// Tokens looked at to each side for signs of code.
const WINDOW: usize = 7;
/// Folders of a system.
const FOLDERS: [&str; 5] = ["/bin/", "/dev/", "/etc/", "/usr/", "/var/"];
/// How far around a place the same is looked for, in bytes.
const NEAR: usize = 1000;

pub(super) struct Reader<'a> {
    pub draft: &'a Draft,
    pub text: &'a str,
    pub tokens: &'a [Token],
    pub marks: &'a Marks,
    accident: OnceCell<bool>,
    bare_newline: OnceCell<bool>,
    low_commas: OnceCell<bool>,
    stray_spaces: OnceCell<StraySpaces<'a>>,
    cr_lines: OnceCell<bool>,
    programs: OnceCell<bool>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(draft: &'a Draft) -> Self {
        Reader {
            draft,
            text: &draft.text,
            tokens: &draft.tokens,
            marks: draft.marks(),
            accident: OnceCell::new(),
            bare_newline: OnceCell::new(),
            low_commas: OnceCell::new(),
            stray_spaces: OnceCell::new(),
            cr_lines: OnceCell::new(),
            programs: OnceCell::new(),
        }
    }

    pub(super) fn word(&self, i: usize) -> &'a str {
        self.tokens.get(i).map_or("", |t| t.text(self.text))
    }

    pub(super) fn sort(&self, i: usize) -> Sort {
        self.tokens.get(i).map_or(Sort::Other, |t| sort(t, self.text))
    }

    /// The white space behind a token.
    pub(super) fn gap(&self, i: usize) -> Span {
        self.draft.gap(i)
    }

    pub(super) fn gap_text(&self, i: usize) -> &'a str {
        &self.text[self.gap(i).range()]
    }

    /// What stands before a token.
    pub(super) fn before(&self, i: usize) -> Gap {
        if i == 0 { Gap::Paragraph } else { self.tokens[i - 1].gap }
    }

    /// What stands behind a token.
    pub(super) fn behind(&self, i: usize) -> Gap {
        self.tokens.get(i).map_or(Gap::End, |t| t.gap)
    }

    /// Whether a token is joined to the one before it.
    pub(super) fn joined(&self, i: usize) -> bool {
        i > 0 && self.tokens[i - 1].gap == Gap::None
    }

    pub(super) fn is_word(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.is_word())
    }

    pub(super) fn case(&self, i: usize) -> Case {
        self.tokens.get(i).map_or(Case::None, |t| t.case)
    }

    /// Whether a word is written in a script with spaces and upper case, the only ones whose words are mended.
    pub(super) fn cased(&self, i: usize) -> bool {
        let script = self.tokens.get(i).map_or(Script::Common, |t| t.script);
        matches!(script, Script::Latin | Script::Cyrillic | Script::Greek | Script::Armenian)
    }

    /// Whether a word is written in a script with spaces and without upper case.
    pub(super) fn caseless(&self, i: usize) -> bool {
        use Script::{Arabic, Bengali, Devanagari, Ethiopic, Georgian, Gujarati, Gurmukhi, Hangul, Hebrew, Kannada};
        use Script::{Malayalam, Oriya, Sinhala, Tamil, Telugu};
        let indic = [Bengali, Devanagari, Gujarati, Gurmukhi, Kannada, Malayalam, Oriya, Sinhala, Tamil, Telugu];
        let script = self.tokens.get(i).map_or(Script::Common, |t| t.script);
        matches!(script, Arabic | Ethiopic | Georgian | Hangul | Hebrew) || indic.contains(&script)
    }

    /// Characters of a token, counted no further than 9.
    pub(super) fn length(&self, i: usize) -> usize {
        self.word(i).chars().take(9).count()
    }

    /// How frequent a word is in its own language or, where that does not know it, in any.
    pub(super) fn known(&self, i: usize) -> Option<u8> {
        self.own_level(i).or_else(|| lexicon::frequency_any(self.word(i)))
    }

    /// How frequent a word is in its own language.
    pub(super) fn own_level(&self, i: usize) -> Option<u8> {
        lexicon::frequency(self.word(i), self.language(i))
    }

    /// Whether a word is at least so frequent.
    pub(super) fn frequent(&self, i: usize, level: u8) -> bool {
        self.known(i).is_some_and(|known| known >= level)
    }

    /// Whether quotations of the text open with two commas.
    pub(super) fn opens_with_commas(&self) -> bool {
        *self.low_commas.get_or_init(|| self.text.contains(",,"))
    }

    pub(super) fn role(&self, i: usize) -> Option<Role> {
        self.marks.role(i)
    }

    pub(super) fn language(&self, i: usize) -> Language {
        self.draft.near_language(i).language
    }

    /// How sure the language of the word at a place, or of the nearest one before it, is.
    pub(super) fn confidence(&self, i: usize) -> f32 {
        let word = (0..=i).rev().take(WINDOW).find(|&k| self.is_word(k));
        word.map_or(0.0, |k| self.draft.near_language(k).confidence)
    }

    /// The tokens where nothing is left to do. What is a matter of the whole text must be as it was.
    pub(super) fn settled(&self) -> &'a [Range<usize>] {
        let same = || self.draft.spaced_by_accident == Some(self.marks_are_spaced_by_accident());
        if !self.draft.settled.is_empty() && same() { &self.draft.settled } else { &[] }
    }

    /// Whether spaces before marks are no style of the text: some `! ? : ;` have none, or a comma has one.
    pub(super) fn marks_are_spaced_by_accident(&self) -> bool {
        *self.accident.get_or_init(|| {
            let at = |i: usize| match self.word(i) {
                "!" | "?" | ":" | ";" => self.joined(i),
                "।" => self.joined(i),
                "," => !self.joined(i),
                _ => false,
            };
            (1..self.tokens.len()).any(at)
        })
    }

    /// Whether the no-break or thin space behind a short word is an accident: such spaces stand between long words too,
    /// or only here behind this word.
    pub(super) fn is_stray(&self, i: usize) -> bool {
        let stray = self.stray_spaces.get_or_init(|| StraySpaces::of(self));
        // v zámku: no line ends with a preposition of one letter.
        let letter = || self.length(i) == 1 && matches!(self.language(i).code(), "cs" | "sk" | "pl");
        let kept = || stray.behind_letters > 1 && letter();
        stray.between_long || !kept() && stray.behind_short.get(self.word(i)).is_some_and(|counts| *counts == (true, 1))
    }

    /// Whether the text speaks of programs: of their options, or of the folders of a system.
    pub(super) fn speaks_of_programs(&self) -> bool {
        let bytes = self.text.as_bytes();
        let option = |at: usize| bytes.get(at + 3).is_some_and(u8::is_ascii_lowercase);
        let holds = |folder: &&str| memchr::memmem::find(bytes, folder.as_bytes()).is_some();
        *self.programs.get_or_init(|| memchr::memmem::find_iter(bytes, b" --").any(option) || FOLDERS.iter().any(holds))
    }

    /// Whether CR LF is how the text ends its lines, not only its paragraphs.
    pub(super) fn ends_lines_with_cr(&self) -> bool {
        let line = |i: usize| self.tokens[i].gap == Gap::Line && self.gap_text(i).contains('\r');
        let of_text = || self.text.ends_with("\r\n") || (0..self.tokens.len()).any(line);
        !self.has_bare_newline() && *self.cr_lines.get_or_init(of_text)
    }

    /// Whether some line ends in LF without CR.
    fn has_bare_newline(&self) -> bool {
        let bytes = self.text.as_bytes();
        let bare = |at: usize| at == 0 || bytes[at - 1] != b'\r';
        *self.bare_newline.get_or_init(|| memchr::memchr_iter(b'\n', bytes).any(bare))
    }

    /// Whether the spaces behind a token move the next one into a column.
    pub(super) fn is_aligned(&self, i: usize) -> bool {
        let gap = self.gap_text(i);
        gap.len() > 2 && gap.is_ascii() && self.behind(i) == Gap::Spaces
    }

    /// Whether the same stands near once more: no space was lost twice in the same place, it is a name.
    pub(super) fn is_repeated(&self, span: Span) -> bool {
        let (bytes, Range { start, end }) = (self.text.as_bytes(), span.range());
        let near = [&bytes[start.saturating_sub(NEAR)..start], &bytes[end..(end + NEAR).min(bytes.len())]];
        near.iter().any(|near| memchr::memmem::find(near, &bytes[start..end]).is_some())
    }

    /// Whether a word in lower case is a far more frequent one in English than in its own language, as those that
    /// programs have for their parts.
    pub(super) fn is_foreign(&self, i: usize) -> bool {
        let (word, language) = (self.word(i), self.language(i));
        let plain = self.case(i) == Case::Lower && word.is_ascii() && language.code() != "en";
        let english = || Language::from_code("en").ok().and_then(|english| lexicon::frequency(word, english));
        let own = || lexicon::frequency(word, language).map_or(0, |level| level + 2);
        plain && english().is_some_and(|level| level >= own())
    }

    /// Whether a quotation opens with a token.
    pub(super) fn opens(&self, i: usize) -> bool {
        self.role(i) == Some(Role::Open)
    }

    /// Whether a word is written as names in code are: `ignoreErrors`.
    pub(super) fn is_camel(&self, i: usize) -> bool {
        let mixed = self.case(i) == Case::Mixed && self.word(i).starts_with(|c: char| c.is_ascii_lowercase());
        mixed && self.known(i).is_none()
    }

    /// Whether one of the neighbouring tokens of the same line belongs to code, mark-up, tables or smileys.
    pub(super) fn in_code(&self, i: usize) -> bool {
        let behind = self.tokens[i..].iter().take(WINDOW);
        let behind = behind.scan(false, |over, t| {
            let seen = (!*over).then_some(t);
            *over |= t.gap >= Gap::Line;
            seen
        });
        let before = self.tokens[..i].iter().rev().take(WINDOW).take_while(|t| t.gap < Gap::Line);
        behind.chain(before).any(|t| is_code(t, self.text))
    }
}

fn is_code(token: &Token, text: &str) -> bool {
    if !matches!(token.kind, Kind::Symbol | Kind::Punctuation) {
        return false;
    }
    let (mark, behind) = (token.text(text), &text[token.span.end as usize..]);
    let before = text[..token.span.start as usize].bytes().next_back().unwrap_or(b'\n');
    match mark.as_bytes() {
        // A line quoted in a letter.
        [b'>', ..] if before == b'\n' => false,
        // Names in code are ASCII: a tool has joined the words of του_1959.
        [b'_', ..] => before.is_ascii() && behind.as_bytes().first().is_none_or(u8::is_ascii),
        // p < 0.05
        [b'<' | b'>' | b'='] if before == b' ' && behind.starts_with(" 0.") => false,
        [b'{' | b'}' | b'|' | b'\\' | b'=' | b'~' | b'^' | b'@' | b'<' | b'>', ..] => true,
        [b'(', ..] => behind.starts_with([')', '"', '\'']) && !before.is_ascii_whitespace(),
        [b'[', ..] => behind.starts_with([' ', 'I', 'E', 'W']),
        [b':', ..] => behind.starts_with(':'),
        [b'*', b'*', ..] | [b'`', b'`', b'`', ..] => true,
        _ => false,
    }
}

/// What a token is to the rules.
pub(super) fn sort(token: &Token, text: &str) -> Sort {
    match token.kind {
        Kind::Word => Sort::Word,
        Kind::Number => Sort::Number,
        Kind::Punctuation => mark(&text[token.span.range()]),
        _ => Sort::Other,
    }
}

fn mark(mark: &str) -> Sort {
    match mark.as_bytes() {
        [b'-'] => return Sort::Hyphen,
        [b'.' | b'!' | b'?', ..] => return Sort::Stop,
        [b',' | b';' | b':'] => return Sort::Comma,
        [b'(' | b'['] => return Sort::Open,
        [b')' | b']'] => return Sort::Close,
        [b'"' | b'\''] => return Sort::Quote,
        [0..0x80, ..] => return Sort::Other,
        _ => {}
    }
    match mark.chars().next() {
        Some('“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›' | '‘' | '‚' | '’') => Sort::Quote,
        Some('–' | '—') => Sort::Dash,
        Some('…') => Sort::Stop,
        Some('।' | '۔' | '։' | '።') => Sort::Stop,
        Some('،' | '؛') => Sort::Comma,
        Some('؟') => Sort::Stop,
        _ => Sort::Other,
    }
}

/// Languages that write compounds as one word.
pub(super) fn compounds(language: Language) -> bool {
    matches!(language.code(), "de" | "nl" | "sv" | "da" | "nb" | "nn" | "fi" | "hu" | "is" | "et" | "lb" | "af")
}

/// Whether a word joins two parts in a language; where the language is not known, in any.
pub(super) fn is_conjunction(word: &str, language: Language) -> bool {
    static TABLE: OnceLock<WordsByLanguage> = OnceLock::new();
    let table = TABLE.get_or_init(|| by_language(data::CONJUNCTIONS));
    // Taal-, Land- En Volkenkunde
    let titled = || word.starts_with(char::is_uppercase) && listed(table, word.to_lowercase().as_str(), language);
    listed(table, word, language) || titled()
}

/// Whether a word is hung on another with a hyphen: `-se`, `-ci`, `-нибудь`.
pub(super) fn is_clitic(word: &str, language: Language) -> bool {
    static TABLE: OnceLock<WordsByLanguage> = OnceLock::new();
    language != Language::UND && listed(TABLE.get_or_init(|| by_language(data::CLITICS)), word, language)
}

/// Whether a word is a sentence by itself in some language: so little text has no sure language of its own.
pub(super) fn is_answer(word: &str) -> bool {
    static TABLE: OnceLock<WordsByLanguage> = OnceLock::new();
    let table = TABLE.get_or_init(|| by_language(data::ANSWERS));
    word.len() <= 24 && listed(table, word.to_lowercase().as_str(), Language::UND)
}

type WordsByLanguage = FxHashMap<&'static str, Vec<Language>>;

fn by_language(table: &'static str) -> WordsByLanguage {
    let mut words = WordsByLanguage::default();
    for row in data::rows(table) {
        words.entry(row[1]).or_default().push(Language::from_code(row[0]).expect("a language of the table"));
    }
    words
}

fn listed(table: &WordsByLanguage, word: &str, language: Language) -> bool {
    table.get(word).is_some_and(|languages| language == Language::UND || languages.contains(&language))
}

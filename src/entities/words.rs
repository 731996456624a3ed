//! The words of values (number words, months, currencies, units …) of every language in one trie over tokens, and
//! where they stand in a draft.

use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_canonical;

use super::sieve::{Sieve, text_hash};
use super::sum::Sum;
use crate::data;
use crate::language::Language;
use crate::token::{self, Token};

/// Declares the kinds of words by their names in the tables.
macro_rules! kinds {
    ($($kind:ident = $name:literal,)*) => {
        /// What a word says, as the second column of the tables names it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Kind { $($kind,)* }

        impl Kind {
            fn from_name(name: &str) -> Option<Kind> {
                match name { $($name => Some(Kind::$kind),)* _ => None }
            }
        }
    };
}

kinds! {
    Number = "number", Ordinal = "ordinal", OrdinalSuffix = "ordinal-suffix", Half = "half", Quarter = "quarter",
    Point = "point", And = "and", Of = "of", Percent = "percent", Scale = "scale",
    Currency = "currency", CurrencyShort = "currency-short", Cent = "cent",
    Unit = "unit", UnitShort = "unit-short", Per = "per", Old = "old", Aged = "aged",
    Span = "span", SpanShort = "span-short",
    Month = "month", MonthShort = "month-short", Weekday = "weekday", WeekdayShort = "weekday-short",
    Day = "day", Now = "now", Part = "part", Tonight = "tonight", Clock = "clock", Which = "which", Ago = "ago",
    Ahead = "ahead", Later = "later", At = "at", Oclock = "oclock", Am = "am", Pm = "pm", Past = "past", To = "to",
    In = "in", From = "from", Till = "till", Between = "between", Every = "every", Season = "season",
    Often = "often", Weekend = "weekend", Holiday = "holiday", Year = "year", Edge = "edge", Article = "article",
    Zone = "zone", Phone = "phone", Homograph = "homograph", Some = "some",
    AndHalf = "and-half", Bound = "bound", Onward = "onward", Weekdays = "weekdays", Suffix = "suffix",
    Era = "era", Epoch = "epoch", Numbered = "numbered", Below = "below",
}

/// Kinds as bits.
pub(super) const fn bits(kinds: &[Kind]) -> u64 {
    let (mut all, mut i) = (0, 0);
    while i < kinds.len() {
        all |= 1 << kinds[i] as u64;
        i += 1;
    }
    all
}

/// The kinds of words that say of a number what it is; those around an age also stand without any.
pub(super) const KNOWN: u64 = !bits(&[Kind::Old, Kind::Aged, Kind::Numbered]);

/// One meaning of a form.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub kind: Kind,
    /// A number, or an index into [`Words::name`].
    pub value: i64,
    /// The languages it has this meaning in, as bits of [`Words::bit`].
    pub languages: u64,
}

#[derive(Default)]
struct Node {
    /// By the [`text_hash`] of the next word: 64 bits tell the few words apart, and a text need not be read again.
    next: FxHashMap<u64, u32>,
    entries: Vec<Entry>,
    /// The kinds of the forms that end here or go on, as bits.
    kinds: u64,
}

/// Beside the kinds of the forms that end at a node: forms go on from it.
const GOES_ON: u64 = 1 << 63;

impl Node {
    fn ends(&self) -> u64 {
        let own = self.entries.iter().fold(0, |all, entry| all | bits(&[entry.kind]));
        own | if self.next.is_empty() { 0 } else { GOES_ON }
    }
}

/// The tables.
pub(super) struct Words {
    nodes: Vec<Node>,
    /// For each node, the kinds of the forms that end there as bits, and [`GOES_ON`]: small enough for the cache.
    ends: Vec<u64>,
    names: Vec<&'static str>,
    bits: Vec<u64>,
    /// The languages whose months are known; of others too little is for their words to say which ones are none.
    dated: u64,
    /// By language, those whose words it shares.
    kin: Vec<u64>,
    /// Of the words that forms begin with.
    firsts: Sieve,
    /// How number words begin and how they end, for a quick no to words that cannot be built of them.
    heads: FxHashSet<u32>,
    tails: Vec<u64>,
}

/// The two roots: forms in any case, by their lower case, and forms with just these capitals.
pub(super) const LOWER: u32 = 0;
pub(super) const EXACT: u32 = 1;
/// The bit of languages without a calendar: no word of the tables is of them alone, and those of all are theirs, too.
pub(super) const STRANGE: u64 = 1 << 63;
/// log2 of the bits of the sieve before the roots.
const FIRSTS: u32 = 18;
/// The longest word that is taken apart into number words, in bytes; the longest German one below 10⁶ has 60 letters.
pub(super) const COMPOUND: usize = 80;

impl Words {
    pub(super) fn shared() -> &'static Words {
        static WORDS: OnceLock<Words> = OnceLock::new();
        WORDS.get_or_init(Words::read)
    }

    fn read() -> Words {
        let mut words = Words {
            nodes: vec![Node::default(), Node::default()],
            ends: Vec::new(),
            names: Vec::new(),
            bits: vec![0; Language::count()],
            dated: 0,
            kin: Vec::new(),
            firsts: Sieve::new(FIRSTS, []),
            heads: FxHashSet::default(),
            tails: vec![0; 1 << 10],
        };
        let mut names: FxHashMap<&'static str, i64> = FxHashMap::default();
        let mut tokens = Vec::new();
        for table in data::VALUE_WORDS {
            for row in data::rows(table) {
                let kind = Kind::from_name(row[1]).expect("kind of value words");
                let languages = row[0].split(',').fold(0, |mask, code| mask | words.mask(code));
                let value = row[2].parse().unwrap_or_else(|_| {
                    *names.entry(row[2]).or_insert_with(|| {
                        words.names.push(row[2]);
                        words.names.len() as i64 - 1
                    })
                });
                if kind == Kind::Month && languages != u64::MAX {
                    words.dated |= languages;
                }
                for form in row[3].split('|') {
                    words.insert(form, Entry { kind, value, languages }, &mut tokens);
                }
            }
        }
        words.ends = words.nodes.iter().map(Node::ends).collect();
        words.kin = words.kinship();
        words.firsts = Sieve::new(FIRSTS, words.nodes[..2].iter().flat_map(|root| root.next.keys().copied()));
        words
    }

    /// The kin of each language.
    fn kinship(&mut self) -> Vec<u64> {
        let mut kin = vec![0; Language::count()];
        for row in data::rows(data::KIN) {
            let shared = row[1].split(',').fold(0, |mask, code| mask | self.mask(code));
            let language = Language::from_code(row[0]).expect("language of kin");
            kin[language.index()] = shared;
        }
        kin
    }

    /// The bit of a language in masks; all bits for `*`.
    fn mask(&mut self, code: &str) -> u64 {
        if code == "*" {
            return u64::MAX;
        }
        let index = Language::from_code(code).expect("language of value words").index();
        if self.bits[index] == 0 {
            let used = self.bits.iter().filter(|&&bit| bit != 0).count();
            assert!(used < 63, "value words have more than 63 languages");
            self.bits[index] = 1 << used;
        }
        self.bits[index]
    }

    fn insert(&mut self, form: &'static str, entry: Entry, tokens: &mut Vec<Token>) {
        let short = matches!(entry.kind, Kind::CurrencyShort | Kind::UnitShort | Kind::SpanShort | Kind::Scale);
        self.insert_at(if short { EXACT } else { LOWER }, form, entry, tokens);
        // Hungarian `fél` is half, `fel` up.
        let hungarian = Language::from_code("hu").map_or(0, |hu| self.bit(hu));
        if !short && !form.is_ascii() && entry.languages != hungarian {
            let (mut plain, mut marked) = (String::with_capacity(form.len()), false);
            let mut add = |c: char| if ('\u{300}'..'\u{370}').contains(&c) { marked = true } else { plain.push(c) };
            form.chars().for_each(|c| decompose_canonical(c, &mut add));
            if marked {
                self.insert_at(LOWER, &plain.nfc().collect::<String>(), entry, tokens);
            }
        }
        if matches!(entry.kind, Kind::Number | Kind::Ordinal) && entry.value > 1 {
            self.heads.extend(head(form));
            if let Some(tail) = tail(form) {
                self.tails[tail / 64] |= 1 << (tail % 64);
            }
        }
    }

    fn insert_at(&mut self, root: u32, form: &str, entry: Entry, tokens: &mut Vec<Token>) {
        token::scan(form, tokens);
        let mut node = root;
        for token in tokens.iter() {
            let made = self.nodes.len() as u32;
            node = *self.nodes[node as usize].next.entry(text_hash(token.text(form))).or_insert(made);
            if node == made {
                self.nodes.push(Node::default());
            }
            self.nodes[node as usize].kinds |= bits(&[entry.kind]);
        }
        let entries = &mut self.nodes[node as usize].entries;
        match entries.iter_mut().find(|e| e.kind == entry.kind && e.value == entry.value) {
            Some(same) => same.languages |= entry.languages,
            None => entries.push(entry),
        }
    }

    /// The node that a word leads to from a node; 0 for none.
    pub(super) fn step(&self, node: u32, word: &str) -> u32 {
        self.nodes[node as usize].next.get(&text_hash(word)).copied().unwrap_or(0)
    }

    /// The node that a word leads to from a root, by the [`text_hash`] of the word as that wants it; 0 for none, as for
    /// most words of a text.
    pub(super) fn first_step(&self, root: u32, hash: u64) -> u32 {
        let may_be = self.firsts.lets_through(hash);
        may_be.then(|| self.nodes[root as usize].next.get(&hash)).flatten().copied().unwrap_or(0)
    }

    /// The kinds of the forms that may go on from a node with the word of the [`text_hash`] that `next` says, or end at
    /// the node; `None` where no word follows.
    pub(super) fn kinds(&self, node: u32, next: impl FnOnce() -> Option<u64>) -> u64 {
        let ends = if node == 0 { 0 } else { self.ends[node as usize] };
        if ends & GOES_ON == 0 {
            return ends;
        }
        let step = next().and_then(|hash| self.nodes[node as usize].next.get(&hash));
        ends & !GOES_ON | step.map_or(0, |&step| self.nodes[step as usize].kinds)
    }

    /// What the forms that end at a node mean.
    pub(super) fn entries(&self, node: u32) -> &[Entry] {
        &self.nodes[node as usize].entries
    }

    /// The name that an entry's value stands for: a currency, a unit, a clock time.
    pub(super) fn name(&self, value: i64) -> &'static str {
        self.names.get(value as usize).copied().unwrap_or("")
    }

    /// The bit of a language; 0 where the tables don't have it.
    pub(super) fn bit(&self, language: Language) -> u64 {
        self.bits[language.index()]
    }

    /// The bit of a language whose calendar is known; 0 for others.
    pub(super) fn dated_bit(&self, language: Language) -> u64 {
        self.bit(language) & self.dated
    }

    /// The languages whose words a text of a language has: its own, or those of its kin and [`STRANGE`].
    pub(super) fn spoken_bits(&self, language: Language) -> u64 {
        let (own, kin) = (self.bit(language), self.kin[language.index()]);
        match language {
            Language::UND => 0,
            _ if own & self.dated != 0 => own | kin,
            _ => own | kin | STRANGE,
        }
    }

    /// The number that a word built of number words says: `vierundzwanzig`, `trecento`; true where it is an ordinal.
    pub(super) fn compound(&self, word: &str) -> Option<(i64, bool, u64)> {
        let ends = || tail(word).is_some_and(|tail| self.tails[tail / 64] >> (tail % 64) & 1 == 1);
        let built = || head(word).is_some_and(|head| self.heads.contains(&head));
        if !(6..=COMPOUND).contains(&word.len()) || !ends() || !built() {
            return None;
        }
        let mut sum = Sum::default();
        let mut failed = vec![false; word.len()];
        self.parts(word, 0, &mut failed, &mut sum).then_some((sum.total + sum.part, sum.ordinal, sum.languages))
    }

    /// Cuts `word` from `at` on into number words, the longest first; `failed` keeps the work quadratic at worst.
    fn parts(&self, word: &str, at: usize, failed: &mut [bool], sum: &mut Sum) -> bool {
        if at == word.len() {
            return true;
        }
        if failed[at] {
            return false;
        }
        let ends = (at + 1..=word.len()).rev().filter(|&end| word.is_char_boundary(end));
        for end in ends {
            let piece = &word[at..end];
            let node = &self.nodes[self.step(LOWER, piece) as usize];
            let joiner = at > 0 && matches!(piece, "und" | "en" | "ën" | "og" | "e" | "i");
            let kept = *sum;
            let number = node.entries.iter().find(|e| {
                let fits =
                    matches!(e.kind, Kind::Number | Kind::Ordinal) && (e.kind == Kind::Number || end == word.len());
                // Two and ten are no twelve.
                let ten = e.value == 10 && (1..10).contains(&(sum.part % 100));
                fits && !ten && piece.len() > 1 && (at == 0 || sum.languages & e.languages != 0)
            });
            if let Some(entry) = number {
                sum.add(entry);
                if self.parts(word, end, failed, sum) {
                    return true;
                }
                *sum = kept;
            }
            if joiner && end < word.len() && self.parts(word, end, failed, sum) {
                return true;
            }
            *sum = kept;
        }
        failed[at] = true;
        false
    }
}

/// The first three bytes of a word.
fn head(word: &str) -> Option<u32> {
    word.as_bytes().first_chunk().map(|&[a, b, c]| u32::from_le_bytes([a, b, c, 0]))
}

/// The last two bytes of a word.
fn tail(word: &str) -> Option<usize> {
    word.as_bytes().last_chunk().map(|&two| usize::from(u16::from_le_bytes(two)))
}

//! Where the words of values stand in a draft.

use std::cell::{OnceCell, RefCell, RefMut};

use rustc_hash::FxHashMap;

use super::sieve::text_hash;
use super::words::{COMPOUND, EXACT, Entry, Kind, LOWER, STRANGE, Words, bits};
use crate::draft::Draft;
use crate::language::Language;
use crate::token::{Case, Gap, Kind as TokenKind, Token};

/// The language of a token counts from this confidence on, and in a text of this many bytes: less is too little to
/// tell, and a wrong language would hide the right words.
const SURE: f32 = 0.8;
const SHORT: usize = 24;
/// From this confidence on the guess at the language of a short text says what a short word does not mean.
const LIKELY: f32 = 0.5;
/// From this one on it says so of every word of a few letters.
const VERY_LIKELY: f32 = 0.7;

/// A line of fewer bytes is hardly broken because it was full.
const NARROW: usize = 40;

/// From so many letters on the name of a month is one in most languages: `Novembru`, `сентябрь`.
const LONG_MONTH: usize = 7;

/// Units and currencies that are common words of languages without a table.
const STRAY: [&str; 7] = ["bari", "bara", "kuna", "kune", "mila", "taka", "ден"];

/// What numbers in one word are.
const NUMERALS: u64 = bits(&[Kind::Number, Kind::Ordinal]);

/// A word found in a draft.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub kind: Kind,
    pub value: i64,
    /// The token behind its last one.
    pub end: usize,
    pub languages: u64,
}

/// Where the words of values stand in a draft.
pub(super) struct Text<'a> {
    pub draft: &'a Draft,
    pub words: &'static Words,
    /// By token.
    firsts: Vec<Firsts>,
    /// For each token, the kinds of words that may begin with it, so that most questions need no look-up.
    kinds: Vec<u64>,
    /// The bit of English, whose short months travel.
    english: u64,
    /// Those of the languages that names and short texts of others are taken for now and then.
    rare: u64,
    vietnamese: u64,
    /// Numbers in one word by token.
    compounds: FxHashMap<u32, (i64, bool, u64)>,
    /// Whether its dates in digits have the day in front in a language that puts the month there; worked out when first
    /// asked.
    pub(super) day_first: OnceCell<bool>,
    /// What begins at the tokens asked about last: each is asked about by many rules in turn.
    begun: RefCell<[Begun; ASKED]>,
}

/// Tokens remembered: rules look a few tokens ahead and back.
const ASKED: usize = 16;

/// The words that begin at a token, and count there.
#[derive(Default)]
struct Begun {
    /// The token and one; 0 for none.
    token: usize,
    kinds: u64,
    /// The token behind the last one of each, and its entry.
    list: Vec<(usize, Entry)>,
}

/// The nodes that a word leads to from both roots; 0 for none, in the first place [`BUILT`] for a number built of
/// number words.
pub(super) type Firsts = [u32; 2];

const BUILT: u32 = u32::MAX;

/// The [`Firsts`] of a token, whatever stands around it.
pub(super) fn firsts(text: &str, token: Token) -> Firsts {
    if !matches!(token.kind, TokenKind::Word | TokenKind::Symbol | TokenKind::Punctuation | TokenKind::Apostrophe) {
        return [0; 2];
    }
    let (words, mut buffer) = (Words::shared(), String::new());
    let word = token.text(text);
    let lower = lowered(word, token.case, &mut buffer);
    let nodes = [(LOWER, lower), (EXACT, word)].map(|(root, text)| words.first_step(root, text_hash(text)));
    let built = nodes[0] == 0 && token.is_word() && words.compound(lower).is_some();
    if built { [BUILT, nodes[1]] } else { nodes }
}

impl<'a> Text<'a> {
    pub(super) fn read(draft: &'a Draft) -> Text<'a> {
        Text::of(draft, draft.tokens.iter().map(|token| firsts(&draft.text, *token)).collect())
    }

    /// The words of a draft by the [`Firsts`] of its tokens.
    pub(super) fn of(draft: &'a Draft, firsts: Vec<Firsts>) -> Text<'a> {
        let words = Words::shared();
        let kinds = Vec::with_capacity(firsts.len());
        let bit = |code| Language::from_code(code).map_or(0, |language| words.bit(language));
        let (english, vietnamese) = (bit("en"), bit("vi"));
        let rare = bit("id") | bit("ms") | bit("af") | bit("sw") | vietnamese;
        let (compounds, day_first, begun) = (FxHashMap::default(), OnceCell::new(), RefCell::default());
        let mut text = Text { draft, words, firsts, kinds, english, rare, vietnamese, compounds, day_first, begun };
        for i in 0..text.firsts.len() {
            let kinds = text.kinds_at(i);
            text.kinds.push(kinds);
        }
        text
    }

    /// The kinds of words that may begin with a token. Most that begin forms of several words, as `la` does, are
    /// followed by none of them.
    fn kinds_at(&mut self, i: usize) -> u64 {
        if self.firsts[i] == [0; 2] {
            return 0;
        }
        let mut lower = String::new();
        let mut kinds = 0;
        if self.firsts[i][0] == BUILT {
            let number = self.words.compound(lowered(self.draft.word(i), self.draft.tokens[i].case, &mut lower));
            self.compounds.extend(number.map(|number| (i as u32, number)));
            self.firsts[i][0] = 0;
            kinds = NUMERALS;
        }
        let next = (self.draft.tokens[i].gap < Gap::Paragraph).then(|| self.token(i + 1)).flatten();
        let [of_lower, of_exact] = self.firsts[i];
        kinds |= self.words.kinds(of_lower, || {
            next.map(|next| text_hash(lowered(next.text(&self.draft.text), next.case, &mut lower)))
        });
        kinds | self.words.kinds(of_exact, || next.map(|next| text_hash(next.text(&self.draft.text))))
    }

    pub(super) fn len(&self) -> usize {
        self.firsts.len()
    }

    pub(super) fn token(&self, i: usize) -> Option<Token> {
        self.draft.tokens.get(i).copied()
    }

    pub(super) fn str(&self, i: usize) -> &str {
        if i < self.len() { self.draft.word(i) } else { "" }
    }

    /// Whether token `i` is this text.
    pub(super) fn is(&self, i: usize, text: &str) -> bool {
        self.token(i).is_some_and(|token| token.is(&self.draft.text, text))
    }

    pub(super) fn is_word(&self, i: usize) -> bool {
        self.token(i).is_some_and(Token::is_word)
    }

    pub(super) fn is_number(&self, i: usize) -> bool {
        self.token(i).is_some_and(|t| t.kind == TokenKind::Number)
    }

    /// Whether token `i` is digits that may be the day of a month or a year.
    fn is_day_or_year(&self, i: usize) -> bool {
        let digits = self.str(i);
        self.is_number(i) && (digits.len() == 4 || digits.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day)))
    }

    /// Whether the line that ends behind token `i` may go on in the next one: short lines are those of a list.
    pub(super) fn wraps(&self, i: usize) -> bool {
        let end = self.draft.tokens[i].span.end as usize;
        let before = end.checked_sub(NARROW).map(|start| &self.draft.text.as_bytes()[start..end]);
        before.is_some_and(|line| !line.contains(&b'\n'))
    }

    /// Whether nothing stands between token `i` and the one before it.
    pub(super) fn joined(&self, i: usize) -> bool {
        i < self.len() && self.draft.joined_before(i)
    }

    /// Whether a word of one of these kinds may begin with token `i`, a number built of number words among them.
    pub(super) fn may(&self, i: usize, kinds: u64) -> bool {
        self.kinds.get(i).is_some_and(|own| own & kinds != 0)
    }

    /// Whether a word of one of these kinds begins with token `i` in a language that counts there.
    pub(super) fn begins(&self, i: usize, kinds: u64) -> bool {
        self.may(i, kinds) && (self.begun(i).kinds & kinds != 0 || self.compounds.contains_key(&(i as u32)))
    }

    /// What begins at token `i`.
    fn begun(&self, i: usize) -> RefMut<'_, Begun> {
        RefMut::map(self.begun.borrow_mut(), |all| {
            let begun = &mut all[i % ASKED];
            if begun.token != i + 1 {
                self.begin(i, begun);
            }
            begun
        })
    }

    pub(super) fn compound(&self, i: usize) -> Option<(i64, bool, u64)> {
        self.compounds.get(&(i as u32)).copied()
    }

    /// The bit of the language of token `i`, or those of its kin and [`STRANGE`] where the tables don't have it; 0
    /// where it is not known for sure.
    pub(super) fn language(&self, i: usize) -> u64 {
        let sure = self.draft.languages.get(i).is_some_and(|l| l.confidence >= SURE) && self.draft.text.len() >= SHORT;
        if sure { self.words.spoken_bits(self.draft.language(i)) } else { 0 }
    }

    /// Whether token `i` is surely in a language of the tables.
    pub(super) fn known(&self, i: usize) -> bool {
        let own = self.language(i);
        own != 0 && own & STRANGE == 0
    }

    /// The longest word of one of these kinds that begins at token `i`, in the token's own language or, where that is
    /// not known, in any.
    #[inline]
    pub(super) fn find(&self, i: usize, kinds: &[Kind]) -> Option<Found> {
        let wanted = bits(kinds);
        if self.may(i, wanted) { self.find_of(i, wanted) } else { None }
    }

    /// The same of kinds as bits that may begin there.
    fn find_of(&self, i: usize, wanted: u64) -> Option<Found> {
        let begun = self.begun(i);
        if begun.kinds & wanted == 0 {
            return None;
        }
        let home = self.words.bit(self.draft.language(i));
        let mut found: Option<Found> = None;
        for &(end, Entry { kind, value, languages }) in &begun.list {
            // Of two meanings the one of the token's own language: `kr` is of Sweden for those who don't say more.
            let foreign = |f: &Found| f.languages & home == 0 || f.languages == u64::MAX;
            let closer = |f: &Found| foreign(f) && languages & home != 0 && languages != u64::MAX;
            let longer = found.as_ref().is_none_or(|f| end > f.end || end == f.end && closer(f));
            if longer && wanted & bits(&[kind]) != 0 {
                found = Some(Found { kind, value, end, languages });
            }
        }
        found
    }

    /// Reads what begins at token `i`.
    fn begin(&self, i: usize, begun: &mut Begun) {
        begun.list.clear();
        (begun.token, begun.kinds) = (i + 1, 0);
        let own = self.language(i);
        for (root, node) in self.firsts[i].into_iter().enumerate().filter(|&(_, node)| node != 0) {
            self.walk(i, root, node, |end, entry| {
                if self.speaks(i, end, own, entry) {
                    begun.kinds |= bits(&[entry.kind]);
                    begun.list.push((end, *entry));
                }
            });
        }
    }

    /// Whether an entry counts at a token: numbers, currencies and units are at home everywhere, other words only in
    /// their language, where that is known: `hier` is yesterday in French alone.
    fn speaks(&self, i: usize, end: usize, own: u64, entry: &Entry) -> bool {
        use Kind::{
            Ahead, Currency, CurrencyShort, Day, Holiday, Month, MonthShort, Number, Often, Ordinal, Part, Percent,
            Span, SpanShort, Unit, UnitShort, Weekday, WeekdayShort, Which,
        };
        let dotted = end == i + 2 && self.is(i + 1, ".");
        let words = end > i + 1 && !(dotted && matches!(entry.kind, CurrencyShort | Number));
        let long = |bytes: usize| words || self.draft.tokens[i].span.len() >= bytes;
        if entry.languages == self.vietnamese && self.is_unmarked(i, end) {
            return false;
        }
        if own == 0 {
            // In a text of a few words the guess at its language settles what a short word means: `to` is two in
            // Danish, `out` October in Portuguese, `joi` Thursday in Romanian.
            let confidence = self.draft.languages.get(i).map_or(0.0, |l| l.confidence);
            // Short texts of other languages are taken for the rare ones now and then.
            let guess =
                if confidence >= LIKELY { self.words.dated_bit(self.draft.language(i)) & !self.rare } else { 0 };
            let short = matches!(entry.kind, Ahead | MonthShort | Number | WeekdayShort) && !long(4)
                || matches!(entry.kind, CurrencyShort | Day | Month | Often | Ordinal | Part | Span | Weekday | Which)
                    && (!long(6) || entry.kind == Ordinal)
                    && confidence >= VERY_LIKELY;
            // `hier` is yesterday in French, and here in Dutch and German, where it is more common.
            let other = entry.kind == Day && self.words.dated_bit(self.draft.language(i)) & !entry.languages != 0;
            return !other && (!short || guess == 0 || entry.languages & guess != 0);
        }
        let strange = own & STRANGE != 0;
        let english = entry.languages & self.english != 0;
        let english_name = english && self.draft.tokens[i].case != Case::Lower;
        let traveller = matches!(entry.kind, Currency | CurrencyShort | Percent | SpanShort | Unit | UnitShort)
            || entry.kind == Number && (!strange || english || matches!(entry.value, 1_000_000 | 1_000_000_000));
        // Juni and Julai are months beside a number; Esperanto `juna` is young, `Marta` a person.
        let dated = || i > 0 && self.is_day_or_year(i - 1) || self.is_day_or_year(end);
        let month = || self.str(i).chars().count() >= LONG_MONTH || dated();
        // Kinyarwanda `bari` is were, Hausa `kuna` are, Basque `mila` a thousand; Kazakh `-ден` is an ending.
        let stray = || strange && STRAY.contains(&self.str(i));
        entry.languages & own != 0
            || traveller && long(4) && !stray()
            || entry.kind == MonthShort && (english_name || english && !strange)
            || matches!(entry.kind, Month | Weekday) && (strange || own & self.rare != 0) && english_name && long(4)
            || entry.kind == Holiday && strange && english_name
            || entry.kind == Month && strange && month()
            || entry.kind == Day && english && long(8)
            || entry.kind == Kind::Of && !self.is(i, "of")
    }

    /// Whether a Vietnamese word has lost its marks: the tables hold each form without them, too, but `ngày` is a day
    /// and `ngay` at once, `năm` a year and `nam` south.
    fn is_unmarked(&self, i: usize, end: usize) -> bool {
        let tokens = &self.draft.tokens[i..end];
        tokens.iter().all(|t| t.text(&self.draft.text).is_ascii()) && !matches!(self.str(i), "hai" | "ba" | "gam")
    }

    fn walk(&self, i: usize, root: usize, first: u32, mut each: impl FnMut(usize, &Entry)) {
        let (mut node, mut at) = (first, i);
        let mut lower = String::new();
        loop {
            for entry in self.words.entries(node) {
                each(at + 1, entry);
            }
            let here = self.draft.tokens[at];
            let Some(next) = self.token(at + 1).filter(|_| here.gap < Gap::Paragraph) else { return };
            let text = next.text(&self.draft.text);
            node = self.words.step(node, if root == 1 { text } else { lowered(text, next.case, &mut lower) });
            at += 1;
            if node == 0 {
                return;
            }
        }
    }
}

/// A token's text as the tables write it: lower case, plain apostrophe.
fn lowered<'a>(text: &'a str, case: Case, buffer: &'a mut String) -> &'a str {
    match text {
        _ if text.len() > 3 => {}
        "’" | "ʼ" | "`" | "´" => return "'",
        "–" | "‑" | "‐" => return "-",
        _ => {}
    }
    if matches!(case, Case::Lower | Case::None) || text.len() > COMPOUND {
        return text;
    }
    buffer.clear();
    if text.is_ascii() {
        buffer.push_str(text);
        buffer.make_ascii_lowercase();
    } else {
        buffer.reserve(text.len() + "\u{307}".len());
        buffer.extend(text.chars().flat_map(char::to_lowercase).filter(|&c| c != '\u{307}'));
    }
    buffer
}

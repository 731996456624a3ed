//! Spaces that are missing behind commas and other marks, and at brackets.

use super::ends::ends_reference;
use super::reader::{Reader, Sort};
use super::rules::Found;
use crate::quotation::Role;
use crate::span::Span;
use crate::token::{Case, Gap, Kind, Script};

/// `one,two`: the comma is token `i`, a word or a quotation follows at once.
pub(super) fn missing(reader: &Reader, found: &mut Found, i: usize) {
    // French sets its semicolons and colons off with a space.
    let french =
        || matches!(reader.word(i), ";" | ":") && reader.language(i - 1).code() == "fr" && !begins_name(reader, i);
    if i == 0 || !(reader.joined(i) || french()) {
        return;
    }
    let (left, right) = (i - 1, i + 1);
    let right_ok = match reader.sort(right) {
        Sort::Quote => reader.role(right) == Some(Role::Open) && reader.word(right) != "\"" && reader.cased(right + 1),
        _ => reader.cased(right) || spaced_caseless(reader, i, right),
    };
    let left_ok = match reader.sort(left) {
        Sort::Word => reader.cased(left) || spaced_caseless(reader, i, left),
        Sort::Close => true,
        Sort::Quote => reader.role(left) == Some(Role::Close),
        Sort::Number => reader.word(i) != ":" && reader.frequent(right, 4),
        _ => reader.tokens[left].kind == Kind::Email && reader.word(i) == ",",
    };
    if !right_ok || !left_ok || reader.in_code(i) || is_argument(reader, left, right) {
        return;
    }
    let wrong = match reader.word(i) {
        "," | "،" => comma(reader, left, right),
        ";" => !ends_reference(reader, i) && comma(reader, left, right),
        _ => colon(reader, left, right),
    };
    if wrong {
        let at = reader.tokens[i].span.end;
        found.add("missing-space", Span { start: at, end: at }, " ");
    }
}

/// `(in May)was`: the closing bracket is token `i`, a lower-case word follows at once. Letters in brackets may belong
/// to the word, `(un)able`; several words do not.
pub(super) fn after_bracket(reader: &Reader, found: &mut Found, i: usize) {
    let right = i + 1;
    let open = (i.saturating_sub(40)..i).rev().find(|&k| reader.sort(k) == Sort::Open);
    let Some(open) = open.filter(|&k| reader.word(k) == "(") else { return };
    let words = (open + 1..i).any(|k| reader.behind(k) == Gap::Space && k + 1 < i);
    let known = reader.length(right) > 1 && reader.frequent(right, 3) && reader.behind(right) == Gap::Space;
    if words && known && reader.word(i) == ")" && reader.is_word(i - 1) && !reader.in_code(i) {
        let at = reader.tokens[i].span.end;
        found.add("missing-space", Span { start: at, end: at }, " ");
    }
}

/// `boat(an old one) was`: the word is token `i`, an opening bracket with several words in it follows at once.
pub(super) fn before_bracket(reader: &Reader, found: &mut Found, i: usize) {
    let first = i + 2;
    let close = (first..(first + 30).min(reader.tokens.len())).find(|&k| !matches!(reader.sort(k), Sort::Word));
    let Some(close) = close.filter(|&k| reader.word(k) == ")" && reader.word(i + 1) == "(") else { return };
    let spaced = close > first + 1 && (first..close - 1).all(|k| reader.behind(k) == Gap::Space && reader.cased(k));
    let known = reader.frequent(i, 2) && reader.length(i) > 2 && reader.before(i) == Gap::Space;
    let inner = reader.case(first) == Case::Lower && (first..close).filter(|&k| reader.frequent(k, 4)).count() > 1;
    if spaced && known && inner && reader.joined(first) && !reader.in_code(i) {
        let at = reader.tokens[i].span.end;
        found.add("missing-space", Span { start: at, end: at }, " ");
    }
}

/// Whether a word beside a comma is in a script without upper case that has a space there; not so in Korean.
fn spaced_caseless(reader: &Reader, mark: usize, word: usize) -> bool {
    matches!(reader.word(mark), "," | "،") && reader.caseless(word) && reader.tokens[word].script != Script::Hangul
}

fn comma(reader: &Reader, left: usize, right: usize) -> bool {
    if reader.sort(right) == Sort::Quote {
        return true;
    }
    // ό,τι is one word; f(x),g(y) is code.
    let one = reader.length(left) == 1 && reader.word(right).starts_with("τι");
    let call = reader.sort(left) == Sort::Close && reader.word(right + 1) == "(" && reader.behind(right) == Gap::None;
    if one || call {
        return false;
    }
    let short = reader.sort(left) == Sort::Word && reader.length(left) == 1 && !reader.frequent(left, 9);
    let elided = reader.joined(right + 1) && reader.tokens.get(right + 1).is_some_and(|t| t.kind == Kind::Apostrophe);
    let apart = reader.behind(right) != Gap::None || elided;
    let short_right = reader.length(right) == 1 && !(reader.frequent(right, 9) && apart || elided);
    let known = reader.sort(left) != Sort::Word || reader.known(left).is_some() || reader.known(right).is_some();
    let prose = reader.before(left) == Gap::Space && (apart || reader.word(right + 1) == ",");
    !short && !short_right && (known || prose) && !listed(reader, left)
}

/// `mount -o ro,sync`, `Order deny,allow`, `auth,mail.info`: whether the words around a mark belong to a command that
/// the text speaks of.
fn is_argument(reader: &Reader, left: usize, right: usize) -> bool {
    let plain = |k: usize| reader.case(k) == Case::Lower && reader.word(k).is_ascii();
    let option = || {
        let near = left.saturating_sub(2)..left;
        near.into_iter().any(|k| reader.word(k) == "-" && !reader.joined(k) && reader.behind(k) == Gap::None)
    };
    let dotted = || {
        let stop = right + 1;
        reader.word(stop) == "." && reader.joined(stop) && reader.behind(stop) == Gap::None && plain(stop + 1)
    };
    // chown root:root
    let same = || reader.word(left + 1) == ":" && reader.word(left) == reader.word(right);
    let foreign = || reader.is_foreign(left) && reader.is_foreign(right);
    plain(left) && plain(right) && (option() || dotted() || same() || foreign())
}

/// Whether the comma stands in a row of values: three without a space, or two in a line or field without any.
fn listed(reader: &Reader, at: usize) -> bool {
    let first = (0..=at).rev().take(16).take_while(|&k| k == at || reader.behind(k) == Gap::None).last().unwrap_or(at);
    let run = (first..reader.tokens.len()).take(32);
    let mut last = first;
    let mut commas = 0;
    for k in run {
        last = k;
        commas += usize::from(matches!(reader.word(k), "," | ";"));
        if reader.behind(k) != Gap::None {
            break;
        }
    }
    // In running text, four words are as likely an enumeration.
    let prose = reader.before(first) == Gap::Space && reader.behind(last) == Gap::Space && commas == 3;
    let words = |k: usize| reader.case(k) == reader.case(first) && reader.length(k) > 3;
    if prose && (first..=last).all(|k| matches!(reader.word(k), "," | ";") || words(k)) {
        return false;
    }
    let field = reader.before(first) >= Gap::Line || first > 0 && reader.word(first - 1) == ":";
    let aligned = reader.is_aligned(last) || first > 0 && reader.is_aligned(first - 1);
    commas >= 3 || commas == 2 && field && reader.behind(last) >= Gap::Line || aligned || is_row(reader, at + 1)
}

/// Commas of a row of names from which on it is one, and tokens from one to the next.
const ROW: usize = 4;
const APART: usize = 5;

/// `Karl,Kim,Li Bo,Lo,Mo`: whether the comma at token `i` stands among others without a space, few words apart.
fn is_row(reader: &Reader, i: usize) -> bool {
    let glued = |k: usize| reader.word(k) == "," && reader.joined(k) && reader.behind(k) == Gap::None;
    let next = |k: usize| (k + 1..=k + APART).find(|&k| reader.word(k) == ",").filter(|&k| glued(k));
    let last = |k: usize| (k.saturating_sub(APART)..k).rev().find(|&k| reader.word(k) == ",").filter(|&k| glued(k));
    let behind = std::iter::successors(next(i), |&k| next(k)).take(ROW).count();
    behind + std::iter::successors(last(i), |&k| last(k)).take(ROW).count() >= ROW
}

/// Tokens on either side of a name with a mark before it in which another one stands.
const NAMES: usize = 16;

/// `:D`, `:nom et :prénom`: whether a mark behind a space belongs to the word that follows at once.
fn begins_name(reader: &Reader, i: usize) -> bool {
    let like = |k: usize| reader.word(k) == reader.word(i) && !reader.joined(k) && reader.behind(k) == Gap::None;
    reader.length(i + 1) == 1 || (i.saturating_sub(NAMES)..i + NAMES).any(|k| k != i && like(k))
}

fn colon(reader: &Reader, left: usize, right: usize) -> bool {
    if reader.sort(right) == Sort::Quote {
        return true;
    }
    // Bürger:innen, EU:ssa, étudiant:es
    let suffixes = ["innen", "in", "ssa", "ssä", "lle", "lla", "stä", "sta", "iin", "een"];
    let scandinavian = ["er", "en", "et", "erna", "ar", "arna", "n", "s"];
    let french = ["e", "es", "s", "ne", "nes", "rice", "rices", "euse", "euses", "ère", "ères"];
    let hung = || match reader.language(left).code() {
        "sv" | "nb" | "da" | "fi" => scandinavian.contains(&reader.word(right)),
        "fr" => french.contains(&reader.word(right)),
        _ => false,
    };
    let suffix = suffixes.contains(&reader.word(right)) || hung();
    let prose = matches!(reader.before(left), Gap::Space) || reader.sort(left) != Sort::Word;
    let letter = reader.frequent(right, 11) && reader.behind(right) == Gap::Space;
    let words = reader.length(left) > 2 && (reader.length(right) > 1 || letter) || reader.sort(left) != Sort::Word;
    let right_known = reader.frequent(right, 4);
    let word = matches!(reader.case(left), Case::Lower | Case::Capital);
    let left_known = reader.sort(left) != Sort::Word || word && reader.known(left).is_some();
    prose && words && !suffix && right_known && left_known && reader.behind(right) != Gap::None
}

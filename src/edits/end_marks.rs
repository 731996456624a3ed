//! Sentences glued to the next one at a mark: a quotation mark or bracket, a dash, a number.

use super::ends::{End, capital_start, end, in_sentence, insert, is_hyphened};
use super::reader::{Reader, Sort};
use super::rules::Found;
use crate::lexicon;
use crate::quotation::Role;
use crate::span::Span;
use crate::token::{Case, Gap, Script};

/// `end.“Begin`, `end.(Begin`, `end.,,Begin`: the stop is token `i`, an opening mark follows at once.
pub(super) fn glued_opening(reader: &Reader, found: &mut Found, i: usize) {
    let mark = i + 1;
    let typed = matches!(reader.word(mark), "`" | ",") && reader.joined(mark + 1);
    let double = typed && reader.word(mark) == reader.word(mark + 1);
    let right = mark + 1 + usize::from(double);
    let opens = reader.word(mark) == "(" || reader.role(mark) == Some(Role::Open) || double;
    let apart = matches!(reader.word(mark), "«" | ",") && reader.behind(right - 1) != Gap::None;
    if !opens || !reader.joined(mark) || !(reader.joined(right) || apart) || reader.in_code(i) {
        return;
    }
    let capital = reader.cased(right) && matches!(reader.case(right), Case::Capital | Case::Upper);
    let end = end(reader, i);
    let left = i.saturating_sub(1);
    // A name in code has no such marks in it.
    let quoted = end == End::Perhaps && !reader.word(mark).is_ascii() && reader.length(left) > 2;
    // .(4) Il proprietario
    let close = right + 1;
    let numbered =
        reader.sort(right) == Sort::Number && reader.word(close) == ")" && reader.behind(close) == Gap::Space;
    let note = numbered && reader.joined(close) && reader.case(close + 1) == Case::Capital && reader.length(right) < 3;
    let starts = note && end == End::Yes && reader.word(i) == "."
        || capital && (end == End::Yes || quoted || capital_start(reader, i, right, end).is_some());
    let caseless = reader.caseless(right) && reader.caseless(left) && reader.length(left) > 1 && reader.joined(i);
    if starts || caseless {
        insert(reader, found, "glued-sentence-quote", i);
    }
}

/// `end.- Begin`, `end.—Begin`: the stop is token `i`, a dash that begins a speech or an item follows at once.
pub(super) fn glued_dash(reader: &Reader, found: &mut Found, i: usize) {
    let (dash, left) = (i + 1, i.saturating_sub(1));
    let right = dash + 1 + usize::from(reader.role(dash + 1) == Some(Role::Open));
    let capital = reader.cased(right) && reader.case(right) == Case::Capital;
    // Artículo 5.- Objeto: numbered in Romance languages.
    let numbered = matches!(reader.language(right).code(), "es" | "ca" | "gl" | "pt" | "it" | "eu");
    let plain = reader.sort(left) != Sort::Word || reader.case(left) == Case::Lower && reader.length(left) > 2;
    // 1’250.– Fr., and the sign -!- of chats
    let no_end = reader.sort(left) == Sort::Number || reader.word(left) == "-";
    let ends = match end(reader, i) {
        _ if no_end => false,
        End::Yes => plain || reader.behind(dash) != Gap::None && !numbered,
        End::Perhaps => in_sentence(reader, left) && reader.behind(dash) != Gap::None && !numbered,
        End::No => false,
    };
    let marked = reader.before(left.saturating_sub(1)) >= Gap::Line;
    if ends && capital && !marked && reader.joined(dash) && !reader.in_code(i) {
        insert(reader, found, "glued-sentence-dash", i);
    }
}

/// `is late.12 boats`: the stop is token `i`, a number with which the next sentence begins follows at once.
pub(super) fn glued_number(reader: &Reader, found: &mut Found, i: usize) {
    let (right, left) = (i + 1, i.saturating_sub(1));
    // Names in code and versions of programs have English words before a number.
    let own = || reader.language(left).code() != "en" && reader.own_level(left).is_some();
    let word = match reader.case(left) {
        Case::Lower => reader.length(left) > 3,
        // Absatz.12: nouns have a number behind them.
        Case::Capital => reader.length(left) > 4 && own() && !matches!(reader.language(left).code(), "de" | "lb"),
        _ => false,
    };
    let likely = || reader.length(left) > 6 || reader.frequent(left, 3) || own();
    let ended = || word && reader.before(left) == Gap::Space && likely() && end(reader, i) == End::Yes;
    // 18.00 Uhr
    let minutes = reader.word(right + 1) == "." && reader.sort(right + 2) == Sort::Number && reader.joined(right + 2);
    let number = if minutes && reader.joined(right + 1) { right + 2 } else { right };
    let counted = number + 1;
    // Languages that write nouns or months with a capital.
    let noun = || reader.case(counted) == Case::Capital && matches!(reader.language(counted).code(), "de" | "tr");
    let counts = || {
        reader.behind(number) == Gap::Space
            && reader.length(counted) > 1
            && (reader.case(counted) == Case::Lower || noun())
            && reader.frequent(counted, 3)
    };
    let spaced = || reader.behind(right + 1) == Gap::Space;
    let begins =
        || reader.is_word(right + 2) && lexicon::starter(reader.word(right + 2), reader.language(right + 2)) >= Some(9);
    let item = reader.word(right + 1) == "."
        && reader.joined(right + 1)
        && (spaced() || reader.joined(right + 2) && begins())
        && reader.case(right + 2) == Case::Capital
        && reader.length(right) < 5;
    let closed = reader.word(left) == ")" && reader.joined(i);
    let short = matches!(reader.case(left), Case::Lower | Case::Capital) && reader.length(left) > 2;
    let closed = closed || short && reader.before(left) == Gap::Space && begins() && end(reader, i) != End::No;
    // The years of a chronicle: 2010: An earthquake. And 29-year-olds.
    let dated = || {
        let colon = reader.word(right + 1) == ":" && reader.joined(right + 1) && reader.behind(right + 1) == Gap::Space;
        colon && reader.length(right) == 4 && reader.case(right + 2) == Case::Capital
    };
    let plain = reader.word(i) == "." && !reader.in_code(i);
    let noted = || short && reader.length(left) > 3 && is_date(reader, right) && end(reader, i) != End::No;
    if plain && (noted() || item && closed || ended() && (item || counts() || dated() || is_hyphened(reader, right))) {
        insert(reader, found, "glued-sentence-number", i);
    }
}

/// `07.11.2019`: whether a date begins at a token, with a space or nothing behind it.
fn is_date(reader: &Reader, day: usize) -> bool {
    let part = |k: usize, least: usize, most: usize| {
        reader.sort(k) == Sort::Number && (least..=most).contains(&reader.length(k)) && reader.word(k + 1) == "."
    };
    let joined = || (day + 1..=day + 4).all(|k| reader.joined(k));
    let year = reader.sort(day + 4) == Sort::Number && reader.length(day + 4) == 4;
    part(day, 1, 2) && part(day + 2, 1, 2) && year && joined() && reader.behind(day + 4) != Gap::None
}

/// `end.”Begin`, `end.)Begin`: the closing mark is token `i`, the next word or an opening mark follows at once.
pub(super) fn glued_closing(reader: &Reader, found: &mut Found, i: usize) {
    // ''Begin: a mark typed as two.
    let double = reader.word(i) == "'" && reader.joined(i) && reader.word(i - 1) == "'";
    let first = i - usize::from(double);
    let closes = reader.sort(i) == Sort::Close || reader.role(i) == Some(Role::Close) || double;
    // Where nothing opens with ,, two single marks behind a space may open.
    let near = reader.joined(first) || double && reader.opens_with_commas() || reader.word(i) == "»";
    let after_stop = first > 1 && near && reader.sort(first - 1) == Sort::Stop;
    if is_note(reader, i) {
        let right = i + 1;
        let starts = reader.cased(right) && reader.case(right) == Case::Capital && reader.length(right) > 1;
        if starts && reader.joined(right) && !reader.in_code(i) {
            insert(reader, found, "glued-sentence-quote", i);
        }
        return;
    }
    if closes && !after_stop && heads(reader, i) {
        let at = reader.tokens[i].span.end;
        found.add("missing-space", Span { start: at, end: at }, " ");
    }
    if !closes || !after_stop {
        return;
    }
    let mut right = i + 1;
    let opens = matches!(reader.sort(right), Sort::Quote | Sort::Open);
    if opens {
        if reader.role(right) != Some(Role::Open) && reader.word(right) != "(" {
            return;
        }
        right += 1;
    }
    let capital = reader.cased(right) && matches!(reader.case(right), Case::Capital | Case::Upper);
    let ends = reader.is_word(first - 2) && reader.length(first - 2) > 1 || reader.sort(first - 2) != Sort::Word;
    // Korean hangs a particle on what is quoted.
    let korean = || reader.tokens[right].script == Script::Hangul;
    let caseless = reader.caseless(right) && !opens && reader.length(right) > 1 && !korean();
    let cries = caseless && reader.role(i) == Some(Role::Close) && reader.before(first - 2) != Gap::None;
    if (capital || cries) && ends && reader.joined(right) && !reader.in_code(i) {
        insert(reader, found, "glued-sentence-quote", i);
    }
}

/// `Merz: "Wir warten"Wird es`: whether a heading ends with the quotation mark at token `i`, and the sentence below it
/// follows at once.
fn heads(reader: &Reader, i: usize) -> bool {
    let right = i + 1;
    let partner = reader.marks.at(i).filter(|mark| mark.role == Role::Close).and_then(|mark| mark.partner);
    let starts = || lexicon::starter(reader.word(right), reader.language(right)) >= Some(9);
    let goes_on = reader.behind(right) == Gap::Space && reader.is_word(right + 1) && reader.length(right) > 1;
    let word = reader.cased(right) && reader.case(right) == Case::Capital && reader.joined(right) && goes_on;
    let opens = |mark: usize| !reader.joined(mark) && reader.behind(mark) == Gap::None;
    let closed = partner.is_some_and(|mark| opens(mark as usize)) && reader.joined(i) && reader.is_word(i - 1);
    closed && word && reader.frequent(right, 9) && starts() && !reader.in_code(i)
}

/// `is late.[12]`: whether the bracket at token `i` closes the number of a note behind a sentence.
fn is_note(reader: &Reader, i: usize) -> bool {
    let Some(stop) = i.checked_sub(3).filter(|&stop| stop > 0) else { return false };
    let ended = reader.is_word(stop - 1) && reader.length(stop - 1) > 1 || reader.length(stop - 1) > 3;
    let inside = reader.sort(i - 1) == Sort::Number && reader.word(i - 2) == "[" && reader.word(i) == "]";
    inside && reader.word(stop) == "." && ended && (stop..=i).all(|k| reader.joined(k))
}

/// `contestó.¿Dónde`: the stop is token `i`, a mark that opens a question or a cry follows at once.
pub(super) fn glued_inverted(reader: &Reader, found: &mut Found, i: usize) {
    let opens = matches!(reader.word(i + 1), "¿" | "¡") && reader.behind(i + 1) == Gap::None;
    let number = || reader.sort(i - 1) == Sort::Number && reader.length(i - 1) > 2;
    let ended = i > 0 && reader.joined(i) && (reader.is_word(i - 1) && reader.length(i - 1) > 1 || number());
    if opens && ended && !reader.in_code(i) {
        insert(reader, found, "glued-sentence", i);
    }
}

/// `“Gone,”said`: the closing mark is token `i`, the word that goes on with the sentence follows at once.
pub(super) fn glued_speech(reader: &Reader, found: &mut Found, i: usize) {
    let right = i + 1;
    let partner = reader.marks.at(i).filter(|mark| mark.role == Role::Close).and_then(|mark| mark.partner);
    let spoken = partner.is_some() && reader.joined(i) && matches!(reader.sort(i - 1), Sort::Comma | Sort::Stop);
    let apart = reader.length(right) > 1 && reader.behind(right) != Gap::None;
    let word = || reader.case(right) == Case::Lower && reader.frequent(right, 5);
    if spoken && apart && word() && !reader.in_code(i) {
        let at = reader.tokens[i].span.end;
        found.add("missing-space", Span { start: at, end: at }, " ");
    }
}

/// `the !Kung`: a click is the first letter of a name.
pub(super) fn is_click(reader: &Reader, mark: usize) -> bool {
    let (name, language) = (reader.word(mark + 1), reader.language(mark + 1));
    let small = || lexicon::is_never_last(reader.word(mark - 1), reader.language(mark - 1));
    let starts = || lexicon::starter(name, language) >= Some(6) || reader.frequent(mark + 1, 10);
    reader.word(mark) == "!" && mark > 0 && !reader.joined(mark) && reader.is_word(mark + 1) && (small() || !starts())
}

/// Two words of a script without upper case around the stop at token `i`; single letters may be abbreviations.
pub(super) fn caseless(reader: &Reader, i: usize) -> bool {
    let right = i + 1;
    // !؟
    let first = i - usize::from(i > 1 && reader.joined(i) && reader.word(i - 1) == "!");
    let Some(left) = first.checked_sub(1).filter(|_| reader.joined(first) && reader.caseless(right)) else {
        return false;
    };
    let closed = reader.sort(left) == Sort::Close || reader.role(left) == Some(Role::Close);
    let year = reader.sort(left) == Sort::Number && reader.length(left) > 3;
    let word = if closed { (left.saturating_sub(3)..left).rev().find(|&k| reader.is_word(k)) } else { Some(left) };
    let same = word.is_some_and(|word| reader.tokens[word].script == reader.tokens[right].script);
    let stop = reader.word(i);
    let letter = || reader.length(right) == 1 && !reader.frequent(right, 12);
    // डॉ.शर्मा: where a bar ends sentences, short words before full stops are abbreviations.
    let semitic = matches!(reader.tokens[left].script, Script::Hebrew | Script::Arabic);
    // 살아요.그리고: what Korean sentences end with.
    let korean = reader.tokens[left].script == Script::Hangul && reader.word(left).ends_with(['다', '요', '까', '죠']);
    let least = if semitic || closed || korean { 1 } else { 3 };
    let long = || !stop.starts_with('.') || (closed || reader.length(left) > least) && !letter();
    // 편집…을: a particle hangs on what is named.
    if reader.tokens[right].script == Script::Hangul && reader.length(right) < 2 {
        return false;
    }
    let prose = (closed || reader.before(left) == Gap::Space)
        && stop.chars().nth(2).is_none()
        && (reader.behind(right) != Gap::None || reader.sort(right + 1) == Sort::Comma);
    let ended = reader.caseless(left) || closed || year;
    prose && ended && (same || year) && long() && !reader.in_code(i)
}

/// `leyes.b) Convocar`: whether the next item of a list follows the stop at token `i` at once.
pub(super) fn lists(reader: &Reader, i: usize) -> bool {
    let (letter, bracket) = (i + 1, i + 2);
    let item = reader.length(letter) == 1 && reader.case(letter) == Case::Lower && reader.word(bracket) == ")";
    let apart = reader.joined(bracket) && reader.behind(bracket) == Gap::Space && reader.is_word(i + 3);
    reader.word(i) == "." && item && apart && !reader.in_code(i)
}

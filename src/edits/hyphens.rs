//! Compounds torn at their hyphen.

use super::reader::{Reader, Sort, compounds, is_clitic, is_conjunction};
use super::rules::Found;
use super::words::is_compound;
use crate::language::Language;
use crate::lexicon;
use crate::token::{Case, Gap, Script};

/// `NATO -Länder`: the joint behind token `i`, before a hyphen.
pub(super) fn space_before(reader: &Reader, found: &mut Found, i: usize) -> bool {
    let (hyphen, right) = (i + 1, i + 2);
    // CO2 -Abgabe
    let formula = reader.sort(i) == Sort::Number && reader.joined(i) && i > 0 && reader.is_word(i - 1);
    let left = reader.is_word(i) || formula && reader.case(right) == Case::Capital;
    if reader.behind(hyphen) != Gap::None || !reader.is_word(right) || !left || !reader.cased(right) {
        return false;
    }
    let torn = torn_before(reader, i, right) && !reader.in_code(i);
    if torn {
        found.add("space-before-hyphen", reader.gap(i), "");
    }
    torn
}

fn torn_before(reader: &Reader, left: usize, right: usize) -> bool {
    let word = reader.word(left);
    if matches!(word, "e" | "E") && matches!(reader.word(right), "mail" | "mails" | "Mail" | "Mails") {
        return true;
    }
    // mount -a, kill -HUP
    let command = || reader.is_foreign(left) && !is_pair(reader, left, right);
    if is_clitic(reader.word(right), reader.language(right)) && reader.length(left) > 1 && !options(reader, left) {
        return !names_ending(reader, left, right) && !command();
    }
    if reader.case(right) == Case::Upper && command() {
        return false;
    }
    // Eure -et -Loir
    let hung = || reader.joined(left) && reader.sort(left - 1) == Sort::Hyphen && reader.case(right) == Case::Capital;
    if is_conjunction(word, reader.language(left)) && reader.case(left) == Case::Lower && !hung() {
        return false;
    }
    // Taulukon asetukset -ikkuna, but terrori-isku.
    let title = || is_finnish_title(reader, left, right);
    let capital = |k: usize| matches!(reader.case(k), Case::Capital | Case::Upper);
    if left > 0 && capital(left - 1) && reader.before(left) == Gap::Space && title() {
        return false;
    }
    if is_pair(reader, left, right) && !options(reader, left) {
        return !names_ending(reader, left, right);
    }
    if title() || is_affix(reader, left, right) || are_dashes(reader, left, right) || is_article(reader, left) {
        return false;
    }
    let part = reader.length(right) == 2 && reader.joined(right + 1) && reader.sort(right + 1) == Sort::Hyphen;
    // EU -kommisjonen og NATO- landene
    let parenthetical = reader.case(left) != Case::Upper && parenthetical(reader, right);
    // Objective -C
    let letter = reader.length(right) < 2 && !(reader.case(left) == Case::Capital && reader.case(right) != Case::Lower);
    let signs = options(reader, left) || is_minus(reader, right);
    if letter || parenthetical || signs || parts_names(reader, left, right) || is_unmeasured(reader, left, right) {
        return false;
    }
    // with -pedantic, pass -Tp
    let unknown = || reader.length(right) < 3 || reader.known(right).is_none();
    let small = reader.case(left) == Case::Lower && (reader.frequent(left, 10) || unknown());
    if small && reader.language(left).code() == "en" {
        return false;
    }
    match (reader.case(left), reader.case(right)) {
        (Case::Upper, _) => true,
        // said -Now: a dash.
        (Case::Lower, Case::Capital) if reader.length(left) > 3 => reader.language(right).code() == "de",
        (_, Case::Capital | Case::Upper | Case::Mixed) => true,
        (Case::Capital | Case::Mixed, _) => !names_ending(reader, left, right),
        _ => {
            let known = || reader.known(right).is_some() || reader.length(right) > 3;
            let word = || if reader.speaks_of_programs() { is_second_part(reader, left, right) } else { known() };
            (part || reader.length(right) > 2 && word()) && !names_ending(reader, left, right)
        }
    }
}

/// `Um -dbg-Pakete`, `The -fill option`: whether a sentence begins with a small word that is no part of a compound.
fn is_article(reader: &Reader, left: usize) -> bool {
    let word = reader.word(left);
    let latin = reader.tokens[left].script == Script::Latin && reader.case(left) == Case::Capital;
    let small = latin && lexicon::is_never_last_in_some(word);
    small && lexicon::is_never_last(word, reader.language(left)) && reader.frequent(left, 9)
}

/// Whether the second part is in lower case in a language where few words are known, or none was measured: what is
/// read there are dashes and endings spoken about.
fn is_unmeasured(reader: &Reader, left: usize, right: usize) -> bool {
    let language = reader.language(right);
    reader.case(right) == Case::Lower
        && match reader.case(left) {
            Case::Upper => false,
            Case::Lower => !lexicon::knows_well(language),
            _ => !is_measured(language),
        }
}

/// `between -PI/2 and PI/2`: whether a hyphen is the sign of a number.
fn is_minus(reader: &Reader, right: usize) -> bool {
    let capital = matches!(reader.case(right), Case::Capital | Case::Upper) && reader.joined(right + 1);
    capital && matches!(reader.word(right + 1), "/" | "*" | "^" | "=" | "+")
}

/// Whether a word in lower case may be the last part of a compound in a text that speaks of programs, and is no
/// option: `ключ -name`, `le programme -print`, `seguito da -lang`.
fn is_second_part(reader: &Reader, left: usize, right: usize) -> bool {
    let language = reader.language(right);
    let own = reader.own_level(right).is_some() && !reader.is_foreign(right);
    let long = reader.length(right) > 3 && compounds(language) && reader.own_level(left).is_some();
    let whole = long && is_compound(reader.word(right), language);
    let small = || lexicon::is_never_last(reader.word(left), reader.language(left));
    reader.tokens[left].script == reader.tokens[right].script && (own || whole) && !small()
}

/// `Harry Potter -kirja`: Finnish keeps the space behind a name or phrase of several words.
fn is_finnish_title(reader: &Reader, left: usize, right: usize) -> bool {
    let small = |k: usize| matches!(reader.case(k), Case::Lower | Case::None);
    let several = (left.saturating_sub(4)..left).any(|k| !small(k));
    (small(left) || several) && reader.language(right).code() == "fi"
}

/// `Er -wie immer -lachte`: dashes glued to what follows. No compound ends with a small word; inside one, the next
/// hyphen follows at once: `Command -in-Chief`.
fn are_dashes(reader: &Reader, left: usize, right: usize) -> bool {
    let small = |k: usize| {
        let conjunction = is_conjunction(reader.word(k), reader.language(k));
        let ends = reader.sort(k + 1) != Sort::Hyphen;
        reader.case(k) == Case::Lower && ends && (conjunction || reader.frequent(k, SMALL))
    };
    let glued = |k: usize| reader.word(k) == "-" && reader.before(k) != Gap::None && reader.behind(k) == Gap::None;
    small(right) || (left.saturating_sub(NEAR)..left).any(|k| glued(k) && small(k + 1))
}

/// How frequent a small word is: `so`, `as`.
const SMALL: u8 = 12;
/// Tokens between the two dashes of a parenthesis, where the first could be a compound's.
const NEAR: usize = 8;
/// Tokens that a parenthesis may have.
const PARENTHESIS: usize = 40;
/// Languages in which a word with a hyphen behind it is mostly a compound that was torn.
const MEASURED: [&str; 34] = [
    "af", "be", "bg", "ca", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "hr", "hu", "id", "is", "it", "lb",
    "lv", "ms", "nb", "nl", "nn", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "tr", "uk",
];

fn is_measured(language: Language) -> bool {
    MEASURED.contains(&language.code())
}

/// `sufijo griego -φορος`: what is in other letters than the word before it is spoken about.
fn is_affix(reader: &Reader, left: usize, right: usize) -> bool {
    let scripts = [reader.tokens[left].script, reader.tokens[right].script];
    scripts[0] != scripts[1] && scripts.contains(&Script::Greek)
}

/// Whether two words are known to have a hyphen between them.
fn is_pair(reader: &Reader, left: usize, right: usize) -> bool {
    let known = |language| lexicon::is_hyphenated(reader.word(left), reader.word(right), language);
    known(reader.language(left)) || known(reader.language(right))
}

/// Whether the hyphen opens a parenthesis, which a later one closes: `he came -late- again`.
fn parenthetical(reader: &Reader, right: usize) -> bool {
    let ahead = right..(right + 12).min(reader.tokens.len().saturating_sub(1));
    ahead.clone().any(|k| {
        let dash = matches!(reader.sort(k), Sort::Hyphen | Sort::Dash);
        let ends = || matches!(reader.sort(k + 1), Sort::Comma | Sort::Close) || reader.word(k + 1) == ".";
        let closes = dash && reader.joined(k) && (reader.behind(k) != Gap::None || ends());
        let language = reader.language(k + 1);
        closes && !(compounds(language) && is_conjunction(reader.word(k + 1), language))
    })
}

/// Whether the hyphen is one of several command-line options.
fn options(reader: &Reader, left: usize) -> bool {
    let near = left.saturating_sub(6)..(left + 9).min(reader.tokens.len());
    near.clone().any(|k| {
        let begins = reader.before(k) == Gap::Space && reader.behind(k) == Gap::None;
        let mark = reader.word(k);
        let letter = reader.length(k + 1) == 1 && !is_clitic(reader.word(k + 1), reader.language(k + 1));
        begins && (mark == "--" && reader.is_word(k + 1) || mark == "-" && letter)
    })
}

/// `the suffixes -able and -less`, `die Endung -heit`, `l'option -v`: an ending or an option is spoken about.
fn names_ending(reader: &Reader, left: usize, right: usize) -> bool {
    let second = (right + 2..(right + 4).min(reader.tokens.len()))
        .filter(|&k| reader.word(k) == "-" && reader.before(k) == Gap::Space && reader.behind(k) == Gap::None)
        .any(|k| reader.case(k + 1) == Case::Lower || reader.case(right) != Case::Lower);
    // -ung, -heit; Czech -ost
    let listed = reader.case(right) == Case::Lower
        && (left.saturating_sub(8)..left).any(|k| {
            let ending = reader.word(k) == "-" && reader.before(k) != Gap::None && reader.behind(k) == Gap::None;
            ending && matches!(reader.sort(k + 2), Sort::Comma | Sort::Other)
        });
    second || listed || announces_part(reader, left)
}

/// Whether a word says that a part of a word, or an option, stands behind it: `the suffix -able`, `le préfixe re-`.
fn announces_part(reader: &Reader, i: usize) -> bool {
    const STEMS: [&str; 38] = [
        "suffi", "sufi", "endung", "ending", "termina", "desinen", "prefi", "préfi", "präfi", "vorsilbe",
        "voorvoegsel", "суффикс", "суфікс", "окончани", "закінчен", "приставк", "префикс", "końców", "přípon",
        "předpon", "ändels", "uitgang", "achtervoegsel", "pääte", "partíc", "partic", "partik", "částic", "частиц",
        "option", "opció", "opção", "opzione", "parám", "parâm", "param", "парам", "argument",
    ];
    let word = reader.word(i).to_lowercase();
    STEMS.iter().any(|stem| word.starts_with(stem))
}

/// `NATO- Länder`: the joint behind the hyphen at token `i`.
pub(super) fn space_after(reader: &Reader, found: &mut Found, i: usize) -> bool {
    let right = i + 1;
    if !reader.joined(i) || i == 0 || !reader.cased(right) {
        return false;
    }
    let left = i - 1;
    if is_counted(reader, left, right) {
        found.add("space-after-hyphen", reader.gap(i), "");
        return true;
    }
    if !reader.is_word(left) || !reader.cased(left) {
        return false;
    }
    let word = reader.word(right);
    let last = reader.behind(right) != Gap::None && is_conjunction(word, reader.language(right));
    if is_pair(reader, left, right) && !last && !reader.in_code(i) {
        found.add("space-after-hyphen", reader.gap(i), "");
        return true;
    }
    let cut = is_conjunction(word, reader.language(right)) || is_conjunction(word, reader.language(left));
    // A dash typed as a hyphen goes on with a small word or closes what an earlier one opened.
    let upper = reader.case(left) == Case::Upper && reader.length(left) > 1;
    let opened = !upper && closes_parenthesis(reader, left);
    // Hauts- de-Seine
    let part = reader.joined(right + 1)
        && reader.sort(right + 1) == Sort::Hyphen
        && matches!(reader.word(right), "de" | "du" | "des" | "la" | "le" | "les" | "sur" | "en" | "et" | "do" | "da");
    let function_word = reader.case(right) == Case::Lower && reader.frequent(right, 11) && !part;
    let letter = reader.length(left) < 2 && reader.case(left) == Case::Lower;
    let verb = reader.known(left).is_some() || reader.case(left) == Case::Lower && reader.length(left) > 4;
    if is_clitic(word, reader.language(right)) && verb && !reader.in_code(i) {
        found.add("space-after-hyphen", reader.gap(i), "");
        return true;
    }
    // Рыже-бурый, шлунково-кишковий: the first part of an adjective ends in o.
    let part = part || reader.length(left) > 3 && reader.word(left).ends_with(['o', 'о', 'ο']);
    let english = reader.language(left).code() == "en";
    let cut_off = reader.case(left) == Case::Lower && reader.known(left).is_none() && !part;
    // rw- допускает
    let flags = || reader.length(left) < 4 && reader.word(left).is_ascii() && reader.own_level(left).is_none();
    let piece = !reader.word(left).contains(['a', 'e', 'i', 'o', 'u', 'y', 'A', 'E', 'I', 'O', 'U', 'Y']);
    let piece = piece && reader.case(left) == Case::Lower && (english || flags());
    let stutter = cut_off && (english || reader.length(left) < 4) || piece || is_begun_again(reader.word(left), word);
    // Cl- ions, a B- grade
    let symbol =
        matches!(reader.word(left), "Cl" | "Br" | "F" | "I" | "OH" | "Na" | "H" | "K" | "Ca" | "O" | "S" | "N");
    let sign = symbol || english && reader.length(left) == 1;
    let stutter = stutter || sign && reader.case(right) == Case::Lower;
    let dash = opened || parts_names(reader, left, right) || is_likely_dash(reader, left, right);
    let spoken_about = left > 0 && reader.before(left) == Gap::Space && announces_part(reader, left - 1);
    let dash = dash || spoken_about || hangs(reader, right);
    if cut || dash || function_word || letter || stutter || reader.in_code(i) {
        return false;
    }
    found.add("space-after-hyphen", reader.gap(i), "");
    true
}

/// `Obst- Gemüse- und Blumensamen`: whether the word behind a hyphen hangs on a later one itself.
fn hangs(reader: &Reader, right: usize) -> bool {
    let hyphen = right + 1;
    let apart = reader.joined(hyphen) && reader.sort(hyphen) == Sort::Hyphen && reader.behind(hyphen) != Gap::None;
    apart && is_conjunction(reader.word(hyphen + 1), reader.language(right))
}

/// `él -como siempre- vino`: whether a hyphen or dash in the same sentence opens what the one behind a word closes.
fn closes_parenthesis(reader: &Reader, left: usize) -> bool {
    let sentence = (left.saturating_sub(PARENTHESIS)..left).rev().take_while(|&k| reader.sort(k) != Sort::Stop);
    let opens = |k: usize| matches!(reader.sort(k), Sort::Hyphen | Sort::Dash);
    sentence.into_iter().any(|k| opens(k) && !reader.joined(k) && reader.joined(k + 1))
}

/// `Mut- Was hilft`: whether a hyphen is likelier a dash than that of a compound: before a word that begins sentences,
/// and in languages where it was not measured: of those read, nine in ten such hyphens were dashes.
fn is_likely_dash(reader: &Reader, left: usize, right: usize) -> bool {
    let (word, language) = (reader.word(right), reader.language(right));
    let lower = || reader.behind(right) == Gap::Space && reader.case(right + 1) == Case::Lower;
    let starts = || lexicon::starter(word, language) >= Some(9) && reader.frequent(right, 9) && lower();
    match reader.case(left) {
        Case::Lower | Case::Capital => !is_measured(language) || reader.case(right) == Case::Capital && starts(),
        _ => false,
    }
}

/// `Ana Gil – Eva Sol- Leo Paz`, `Extra - Opties- Laden`: whether the hyphen stands between two names of a row, or two
/// steps of a path, whose other dashes have spaces.
fn parts_names(reader: &Reader, left: usize, right: usize) -> bool {
    let capital = |k: usize| matches!(reader.case(k), Case::Capital | Case::Upper);
    let near = left.saturating_sub(NEAR)..(right + NEAR).min(reader.tokens.len());
    let dash = |k: usize| matches!(reader.sort(k), Sort::Hyphen | Sort::Dash) && !reader.joined(k);
    let names = reader.case(left) == Case::Capital && capital(right);
    let mut dashes = near.filter(|&k| dash(k) && reader.behind(k) == Gap::Space);
    let plain = |k: usize| reader.case(k) == Case::Capital;
    let step = |k: usize| (1..left).contains(&k) && plain(k - 1) && plain(k + 1);
    names && (dashes.clone().any(step) || !compounds(reader.language(right)) && dashes.nth(1).is_some())
}

/// `5- Punkte`: a German noun with its number.
fn is_counted(reader: &Reader, left: usize, right: usize) -> bool {
    let counted = reader.sort(left) == Sort::Number && reader.before(left) == Gap::Space;
    let noun = || reader.language(right).code() == "de" && reader.frequent(right, 1);
    let starts = || lexicon::starter(reader.word(right), reader.language(right)) >= Some(6);
    counted && reader.case(right) == Case::Capital && noun() && !starts() && !reader.in_code(left)
}

/// `Stod- Stoddart`: a word that was begun again.
fn is_begun_again(left: &str, right: &str) -> bool {
    let mut letters = right.chars().flat_map(char::to_lowercase);
    left.chars().flat_map(char::to_lowercase).all(|c| letters.next() == Some(c))
}

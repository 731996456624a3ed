//! What only looks like a sum of money: `PHP 7.4`, `"$1"`, `14C`, `un livre`.

use super::amounts::{Amount, glued_after, near};
use super::decimal::Decimal;
use super::numbers::article;
use super::text::{Found, Text};
use super::words::Kind;
use crate::token::{Case, Gap};

/// Whether what stands before an amount, from the first token to the second, only looks like a currency.
pub(super) fn mistaken_before(text: &Text, (start, front): (usize, usize), amount: &Amount) -> bool {
    if !text.str(start).chars().any(char::is_alphabetic) {
        // `$ du` is a command, `$1` often a place in program code.
        let word = amount.words && amount.end == amount.start + 1;
        return word && !text.joined(front) || parameter(text, start, amount);
    }
    // `$A$1` is a cell.
    if text.joined(start) && text.is(start - 1, "$") {
        return true;
    }
    // `ssh -R 8000`
    let option = text.joined(start) && text.is(start - 1, "-") && text.str(start).len() == 1;
    // `VI R 8/10`, `Rs. 35/82` are cases before a court.
    if text.str(start).len() <= 2 && front <= start + 2 && in_number_of_case(text, amount) {
        return true;
    }
    // `am Rand eine`, `soli 47`: the name of a currency before a number is another word in these cases.
    let other = amount.words || other_word(text.str(start));
    option || other || front == start + 1 && counts_something_else(text, start, amount)
}

/// Whether the name of a currency behind an amount is another word there.
pub(super) fn mistaken_behind(text: &Text, amount: &Amount, (at, name): (usize, &Found)) -> bool {
    let last = name.end - 1;
    let short = name.kind == Kind::CurrencyShort;
    let word = |i: usize| text.token(i).is_some_and(|t| t.is_word());
    let glued = |mark: &str| text.joined(amount.start) && text.is(amount.start - 1, mark);
    // `14C` is a seat, `p. 62 p. 56` are pages; prices stand at the end of a line.
    let closed = text.token(last).is_some_and(|t| t.gap >= Gap::Line) || name.end == text.len();
    let small = text.token(last).is_some_and(|t| t.case == Case::Lower);
    let single = name.kind == Kind::Cent && text.str(last).len() == 1;
    // Pence are English: Japanese `4p` are four players.
    let code = text.draft.language(at).code();
    let foreign = matches!(code, "ja" | "zh" | "ko") || text.language(at) != 0 && code != "en";
    let small = small && !foreign;
    if single && !(small && (text.joined(at) || closed)) {
        return true;
    }
    // `7 Won't …` is a heading, `.0.1$` and `$1$` are patterns.
    let negation = matches!(text.str(name.end), "'" | "’") && text.joined(name.end) && text.is(name.end + 1, "t");
    let pattern = glued(".") && text.joined(amount.start - 1) || glued("$") && text.is(last, "$");
    let other = article(text, amount) && (short && in_small_letters(text.str(at)) || other_word(text.str(at)));
    // `1/2 TL` are spoons, `1 sek` is a second.
    let few = amount.value.is_some_and(|v| v.integer().is_none_or(|v| v < 10));
    let spoon = few && (text.is(at, "TL") && code == "de" || text.is(at, "sek"));
    // `720p` is a picture of so many lines.
    let lines = ["240", "360", "480", "576", "720", "1080", "1440", "2160", "4320"];
    let picture = single && text.joined(at) && lines.contains(&text.str(amount.start));
    // `one man.`
    let man = amount.words && text.is(at, "man");
    // `due centesimi di secondo`
    let part = || matches!(text.str(at), "centesimi" | "centesimo") && text.is(at + 1, "di");
    let share = || part() && matches!(text.str(at + 2), "secondo" | "grado" | "millimetro");
    if negation || pattern || other || man || share() || spoon || picture || weighs(text, amount, last) {
        return true;
    }
    // `un $name`; `bin$`: a thousand alone before a sign is another word.
    if amount.words && text.str(last).chars().all(|c| !c.is_alphanumeric()) {
        let thousand = amount.scale == 1 && amount.value.and_then(Decimal::integer).is_some_and(|v| v >= 1000);
        return thousand || text.joined(name.end) && word(name.end);
    }
    // In `$ c` the letter is part of the sign.
    let letter = text.str(last).chars().all(char::is_alphabetic) && !text.is(name.end - 2, "$");
    let solo = letter && text.str(last).chars().count() == 1;
    // `5 R 12/19`
    let case = || in_number_of_case(text, amount) || text.is_number(name.end) && has_stroke(text, name.end + 1);
    if short && solo && case() {
        return true;
    }
    if amount.words && short && solo || glued_after(text, name.end) && text.is_number(name.end) {
        return true;
    }
    // `5 a`: a lone letter is no currency after a number with words around; `515 R.W.` has initials.
    let initials = text.is(name.end, ".") && text.joined(name.end) && text.joined(name.end + 1) && word(name.end + 1);
    short && solo && (initials || !text.joined(at) && word(name.end))
}

/// Whether a number is a part of one with a stroke: `8/10`.
fn in_number_of_case(text: &Text, amount: &Amount) -> bool {
    let stroke = |i: usize| has_stroke(text, i);
    stroke(amount.end) || stroke(amount.start + 1) || amount.start > 1 && stroke(amount.start - 1)
}

/// Whether a token is a stroke between two numbers.
fn has_stroke(text: &Text, i: usize) -> bool {
    let number = i > 0 && text.is_number(i - 1) && text.is_number(i + 1);
    number && text.is(i, "/") && text.joined(i) && text.joined(i + 1)
}

/// Words of weights beside `weigh` and those made of it.
const WEIGHTS: [&str; 9] = ["kg", "oz", "lbs", "kilo", "kilos", "kilogram", "kilograms", "ounce", "ounces"];

/// What has pounds of money behind it: `50 pounds of her savings`.
const PAID: [&str; 22] = [
    "my", "your", "his", "her", "its", "our", "their", "the", "this", "that", "cash", "credit", "damage", "debt",
    "debts", "income", "investment", "money", "profit", "public", "savings", "tax",
];

/// Whether English pounds are those of a weight: with a word for one in their sentence, or behind them what weighs so
/// much.
fn weighs(text: &Text, amount: &Amount, pounds: usize) -> bool {
    if !matches!(text.str(pounds), "pound" | "pounds" | "Pounds") || text.draft.language(pounds).code() != "en" {
        return false;
    }
    let mark = |k: usize| matches!(text.str(k), "." | "!" | "?") && !text.joined(k + 1);
    let stop = |k: usize| mark(k) || text.token(k).is_some_and(|t| t.gap >= Gap::Line);
    let word = |k: usize| {
        let word = text.str(k).to_lowercase();
        word.starts_with("weigh") || WEIGHTS.contains(&word.as_str())
    };
    let before = (amount.start.saturating_sub(SENTENCE)..amount.start).rev().take_while(|&k| !stop(k));
    let behind = (pounds + 1..pounds + SENTENCE).take_while(|&k| !stop(k - 1) && !stop(k));
    let of = text.is(pounds + 1, "of") && amount.scale == 1 && !PAID.contains(&text.str(pounds + 2));
    let beside = matches!(text.str(pounds + 1), "heavy" | "heavier" | "lighter");
    of || beside || before.chain(behind).any(word)
}

/// Tokens on either side of pounds that tell a weight.
const SENTENCE: usize = 16;

/// Whether the code of a currency is the name of a product before a number: `PHP 7.4`, `AMD64`, `S/390`.
pub(super) fn product(text: &Text, i: usize, amount: &Amount) -> bool {
    let whole = || text.is_number(amount.end - 1) && amount.end == amount.start + 1;
    let small =
        || amount.value.is_none_or(|v| v.integer().is_none_or(|v| v < 20)) && text.str(amount.end - 1).len() != 2;
    match text.str(i) {
        "PHP" => small(),
        "AMD" => whole(),
        "S" => whole() && text.joined(amount.start) && text.draft.language(i).code() != "es",
        // `Q3`, `R43`; what costs `R50` has a small word before it.
        "Q" => whole() && text.joined(amount.start) && text.draft.language(i).code() != "es",
        // `TL0`
        "TL" => whole() && text.joined(amount.start) && text.draft.language(i).code() != "tr",
        "R" if whole() && text.joined(amount.start) => match text.draft.language(i).code() {
            "af" => false,
            "en" => {
                let before = i.checked_sub(1).and_then(|k| text.token(k)).filter(|_| near(text, i));
                let article = i > 0 && matches!(text.str(i - 1), "the" | "a" | "an");
                // `R13` is a register.
                let few = amount.value.and_then(Decimal::integer).is_some_and(|v| v < 20);
                article || few || !before.is_some_and(|t| t.is_word() && t.case == Case::Lower)
            }
            _ => true,
        },
        _ => false,
    }
}

/// Whether a sign and one digit name what a program or a pattern was given: `"$1"`, `{ print $2 }`, `$1,$2`, `$0`.
fn parameter(text: &Text, sign: usize, amount: &Amount) -> bool {
    let (start, end) = (amount.start, amount.end);
    let one = end == start + 1 && text.str(start).len() == 1 && text.joined(start) && text.is(sign, "$");
    let before = |marks: &[&str]| text.joined(sign) && marks.contains(&text.str(sign - 1));
    let after = |marks: &[&str]| text.joined(end) && marks.contains(&text.str(end));
    let other = |k: usize| text.is(k, "$") && (text.is_number(k + 1) || matches!(text.str(k + 1), "@" | "*" | "#"));
    let listed = other(end) || after(&[",", "/", ":"]) && text.joined(end + 1) && other(end + 1);
    let follows = sign > 1
        && (other(sign - 2) && text.is_number(sign - 1) && near(text, sign)
            || sign > 2 && before(&[",", "/", ":"]) && other(sign - 3));
    let quoted = before(&["\""]) && after(&["\""]);
    let braced = sign > 0 && text.is(end, "}") && near(text, end);
    let code = before(&["=", "/", "{", "\\"]) || after(&["=", "==", "}", "$"]);
    // `s/a/$1/`, but `$5/month`
    let pattern = after(&["/"]) && !(text.joined(end + 1) && text.token(end + 1).is_some_and(|t| t.is_word()));
    one && (pattern || text.is(start, "0") || listed || follows || quoted || braced || code)
}

/// Whether a whole number behind the name of a currency is no sum: `Euro 2024`, `Reis 200 g`, `Lev 12:3`.
fn counts_something_else(text: &Text, name: usize, amount: &Amount) -> bool {
    let digits = text.str(amount.start);
    // Codes have three capitals.
    let written_out = text.token(name).is_some_and(|t| t.span.len() > if t.case == Case::Upper { 3 } else { 2 });
    let whole = amount.end == amount.start + 1 && digits.bytes().all(|b| b.is_ascii_digit());
    let year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    let end = amount.end;
    let verse = text.is(end, ":") && text.joined(end) && text.is_number(end + 1);
    let unit = || text.find(end, &[Kind::Unit, Kind::UnitShort]).is_some_and(|_| near(text, end));
    written_out && whole && (year || verse || unit())
}

/// Whether the name of a currency is more often another word behind an article: `un livre` is a book, `un peso` a
/// weight, `un marco` a frame.
pub(super) fn other_word(name: &str) -> bool {
    let words = [
        "livre", "libra", "peso", "marco", "marca", "leva", "corona", "coroa", "krona", "real", "mark", "won", "soli",
        "sol", "rand", "som", "lei", "kip", "dong", "reis", "đồng", "dinar",
    ];
    words.contains(&name.to_lowercase().as_str()) || name == "SR"
}

/// Whether an abbreviation has small letters only: behind an article it is a word, as in `en man.` or `una din`.
fn in_small_letters(name: &str) -> bool {
    name.chars().all(char::is_lowercase)
}

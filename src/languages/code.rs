//! Words of code inside a text, which are in no language: options, paths, names of variables, tags.

use crate::token::{Case, Gap, Token, letters_of_a_word};

/// Keys that are pressed together with another.
const KEYS: [&str; 6] = ["Alt", "Cmd", "Ctrl", "Meta", "Shift", "Strg"];
/// Letters of an option behind a single hyphen. Longer words may be names' endings: `Wiener Straße -niminen`.
const OPTION: usize = 2;
/// Letters of a reading: `zhuang`.
const READING: usize = 6;
/// Tokens before a word that are looked at.
const REACH: usize = 16;

/// Whether the marks that touch a word make it one of code.
pub(super) fn is_code(text: &str, tokens: &[Token], index: usize) -> bool {
    let touches = |at: usize| tokens.get(at).is_some_and(|token| token.gap == Gap::None);
    let (before, behind) = (index > 0 && touches(index - 1), touches(index));
    if before && behind && is_reading(text, tokens, index) {
        return true;
    }
    (before || behind)
        && tokens[index].text(text).is_ascii()
        && (behind && goes_on(text, tokens, index) || before && is_begun(text, tokens, index))
}

/// `國(guó)際`: whether a word in brackets tells how the letter of a script without spaces before it is read.
fn is_reading(text: &str, tokens: &[Token], index: usize) -> bool {
    let bracketed = matches!(tokens[index - 1].text(text), "(" | "（")
        && matches!(tokens.get(index + 1).map(|token| token.text(text)), Some(")" | "）"));
    let touches = |token: &Token| token.gap == Gap::None && letters_of_a_word(token.script).is_some();
    bracketed && index > 1 && touches(&tokens[index - 2]) && tokens[index].text(text).chars().nth(READING).is_none()
}

/// `unit_name`, `color="`, `ls(1)`, `exit()`, `Ctrl+`, `std::`, `lib/kiln.h`.
fn goes_on(text: &str, tokens: &[Token], index: usize) -> bool {
    let mark = |at: usize| tokens.get(at).map_or("", |token| token.text(text));
    let next = || tokens[index + 1].gap == Gap::None;
    match mark(index + 1) {
        "=" | "+" => next(),
        "/" | "." => next() && is_dotted(text, tokens, index),
        "(" => next() && mark(index + 2).starts_with(|c: char| c == ')' || c.is_ascii_digit()),
        ":" => next() && mark(index + 2) == ":",
        other => other.starts_with('_'),
    }
}

/// `unit_name`, `$name`, `{name}`, `%s`, `<b>`, `</b>`, `--help`, `/usr/bin`, `Ctrl+C`, `Ctrl-c`.
fn is_begun(text: &str, tokens: &[Token], index: usize) -> bool {
    let mark = |at: Option<usize>| at.and_then(|at| tokens.get(at)).map_or("", |token| token.text(text));
    let touching = |at: usize| at.checked_sub(1).filter(|&before| tokens[before].gap == Gap::None);
    let before = touching(index - 1);
    match mark(Some(index - 1)) {
        "$" | "\\" | "+" => true,
        "%" => !mark(before).ends_with(|c: char| c.is_ascii_digit()),
        "{" => mark(before) == "$" || mark(Some(index + 1)) == "}",
        "<" => mark(before) != "<",
        "/" if mark(before) == "<" => true,
        "-" if KEYS.contains(&mark(before)) => true,
        "/" | "." | "-" | "--" => is_in_path(text, tokens, index),
        other => other.starts_with('_'),
    }
}

/// Whether a word belongs to a run without white space that begins like a path or an option, or is dotted.
fn is_in_path(text: &str, tokens: &[Token], index: usize) -> bool {
    let run = &tokens[start_of_run(text, tokens, index)..=index];
    match run[0].text(text) {
        "/" | "~" | "--" => true,
        "." | ".." => run[1].text(text) == "/",
        "-" => run[1].case != Case::Capital && run[1].text(text).chars().nth(OPTION).is_none(),
        _ => is_dotted(text, tokens, index),
    }
}

/// Whether a word belongs to a run without white space and capitals that has two stops, or slashes and a stop:
/// `tile.wall.colour`, `lib/kiln.h`. With one only it may be two glued sentences.
fn is_dotted(text: &str, tokens: &[Token], index: usize) -> bool {
    let start = start_of_run(text, tokens, index);
    let touching = tokens[index..].iter().take(REACH).take_while(|token| token.gap == Gap::None).count();
    let behind = tokens[index + 1..].iter().take(touching);
    let end = index + behind.take_while(|token| is_part(text, token)).count();
    let run = &tokens[start..=end];
    let between = |mark: &str| {
        let pairs = run.windows(2).filter(|pair| pair[0].text(text) == mark && pair[1].is_word());
        pairs.count()
    };
    let is_plain = |token: &Token| !token.is_word() || token.case != Case::Capital && token.text(text).is_ascii();
    let (dots, slashes) = (between("."), between("/"));
    dots > 0 && dots + slashes > 1 && run.iter().all(is_plain)
}

/// Where the run of letters, digits, slashes, stops and hyphens begins that a word belongs to.
fn start_of_run(text: &str, tokens: &[Token], index: usize) -> usize {
    let before = tokens[..index].iter().rev().take(REACH).take_while(|token| token.gap == Gap::None);
    index - before.take_while(|token| is_part(text, token)).count()
}

fn is_part(text: &str, token: &Token) -> bool {
    match token.text(text) {
        "/" | "." | ".." | "-" | "--" | "~" | "_" => true,
        other => {
            letters_of_a_word(token.script).is_none()
                && other.starts_with(|c: char| c.is_alphabetic() || c.is_numeric())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token;

    fn code(text: &str) -> Vec<&str> {
        let mut tokens = Vec::new();
        token::scan(text, &mut tokens);
        let found = (0..tokens.len()).filter(|&at| tokens[at].is_word() && is_code(text, &tokens, at));
        found.map(|at| tokens[at].text(text)).collect()
    }

    #[test]
    fn marks_make_code() {
        assert_eq!(
            code("siehe cut(1), exit() und --zero-ended, -v oder [-ab]"),
            ["cut", "exit", "zero", "ended", "v", "ab"]
        );
        assert_eq!(
            code("in /srv/www/kiln.conf und ~/.kilnrc, ./kiln"),
            ["srv", "www", "kiln", "conf", "kilnrc", "kiln"]
        );
        assert_eq!(
            code("<b>Ofen</b> <Öfen> <img alt='Ofen'> $kiln_size {size} %s std::sort"),
            ["b", "b", "img", "alt", "kiln", "size", "size", "s", "std"]
        );
        assert_eq!(code("tile.wall.size und lib/kiln.h"), ["tile", "wall", "size", "lib", "kiln", "h"]);
        assert_eq!(code("Ctrl-v, Strg+Alt+q"), ["v", "Strg", "Alt", "q"]);
        assert_eq!(code("橋(qiáo)很舊(jiù)。 Brücke(alt)"), ["qiáo", "jiù"]);
    }

    #[test]
    fn prose_is_no_code() {
        let marks = "Er kam.Sie ging - und/oder er-sie, (drei) Öfen(alt): <<Gut>> 5 %ig; 25%ige -Ende -kivi e-mail";
        assert_eq!(code(marks), ["ig"]);
        assert_eq!(code("Genga-n L'eau it's er kam.sie ging und/oder.Dann kam"), Vec::<&str>::new());
    }
}

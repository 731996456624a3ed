//! Words in letters of several scripts of which some only look as if they belonged: `і` is often typed as the Latin
//! `i`, `Ε` as the Latin `E`.

use crate::token::{Case, Gap, Script, Token};

/// Letters that look alike: Latin, Cyrillic, Greek, in the same order; a hyphen where a script has none.
const LATIN: &str = "aceijkopsvxyABCEHIJKMNOPSTXYZəï------";
const CYRILLIC: &str = "асеіј-орѕ-хуАВСЕНІЈКМ-ОРЅТХУ-әїкптГПФ";
const GREEK: &str = "α--ι-κορ-νχ-ΑΒ-ΕΗΙ-ΚΜΝΟΡ-ΤΧΥΖ-ϊκπτΓΠΦ";

/// A word of more pieces is none.
const MOST_PIECES: usize = 24;

/// The scripts whose letters look alike.
const SCRIPTS: [Script; 3] = [Script::Latin, Script::Cyrillic, Script::Greek];

/// The word in letters of several scripts that begins with the first of some tokens, if it does with a piece of a word:
/// of how many tokens it is, and the script that it is meant in, which is that of most of its letters. Each letter of
/// another one looks like one of that script.
pub(crate) fn word(text: &str, tokens: &[Token]) -> Option<(usize, Script)> {
    let is_one = |token: &Token| token.is_word() && SCRIPTS.contains(&token.script);
    let pieces = tokens.iter().take_while(|token| is_one(token)).take(MOST_PIECES + 1).count();
    let joined = tokens.iter().take_while(|token| token.gap == Gap::None).take(MOST_PIECES).count() + 1;
    let pieces = &tokens[..pieces.min(joined)];
    if !(2..=MOST_PIECES).contains(&pieces.len()) {
        return None;
    }
    let letters = |token: &Token| token.text(text).chars().count();
    let own = |script: Script| pieces.iter().filter(|t| t.script == script).map(letters).sum::<usize>();
    let others = |script: Script| pieces.iter().filter(move |t| t.script != script).flat_map(|t| t.text(text).chars());
    let fits = |script: &Script| own(*script) > 0 && others(*script).all(|c| of(c, *script) != c);
    // Of two with as many letters, the later one: Latin ones are typed for others.
    SCRIPTS.into_iter().filter(fits).max_by_key(|script| own(*script)).map(|script| (pieces.len(), script))
}

/// The letter of a script that another one looks like; that other one where there is none.
pub(crate) fn of(letter: char, script: Script) -> char {
    let (own, others) = match script {
        Script::Latin => (LATIN, [CYRILLIC, GREEK]),
        Script::Cyrillic => (CYRILLIC, [LATIN, GREEK]),
        _ => (GREEK, [LATIN, CYRILLIC]),
    };
    let like = |other: &str| other.chars().zip(own.chars()).find(|pair| pair.0 == letter && pair.1 != '-');
    others.into_iter().find_map(like).map_or(letter, |pair| pair.1)
}

/// Small capitals, in which whole pages are set to hide from filters, and the letters that they are.
const SMALL_CAPITALS: [&str; 2] = ["ᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢ", "abcdeghijklmnoprtuvwyz"];

/// The plain letter of a small capital; another letter as it is.
pub(crate) fn of_small_capital(letter: char) -> char {
    let [small, plain] = SMALL_CAPITALS;
    small.chars().zip(plain.chars()).find(|pair| pair.0 == letter).map_or(letter, |pair| pair.1)
}

/// The case of a word.
pub(crate) fn case(word: &str) -> Case {
    let count = |is: fn(char) -> bool| word.chars().filter(|&c| is(c)).count() as u32;
    Case::of(count(char::is_uppercase), count(char::is_lowercase), word.starts_with(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token;

    #[test]
    fn letters_that_look_alike_do_not_part_a_word() {
        let found = |text: &str| {
            let mut tokens = Vec::new();
            token::scan(text, &mut tokens);
            word(text, &tokens)
        };
        assert_eq!(found("мiста"), Some((3, Script::Cyrillic)));
        assert_eq!(found("Мiнску i"), Some((3, Script::Cyrillic)));
        assert_eq!(found("vəfаt"), Some((3, Script::Latin)));
        assert_eq!(found("cтояли"), Some((2, Script::Cyrillic)));
        assert_eq!(found("гοрοд"), Some((5, Script::Cyrillic)));
        assert_eq!(found("EΠΑΛ"), Some((2, Script::Greek)));
        assert_eq!(found("ΤΗΕΑTRE"), Some((2, Script::Latin)));
        assert_eq!(found("Wifi-μονάδα"), None);
        assert_eq!(found("USBкабель"), None);
        assert_eq!(found("город i"), None);
        assert_eq!(found("stone"), None);
        assert_eq!(found(""), None);
    }

    #[test]
    fn letters_are_paired() {
        assert_eq!(LATIN.chars().count(), CYRILLIC.chars().count());
        assert_eq!(LATIN.chars().count(), GREEK.chars().count());
        let pair = |a: char, b: char| a == '-' || b == '-' || of(a, Script::Cyrillic) == b && of(b, Script::Latin) == a;
        assert!(LATIN.chars().zip(CYRILLIC.chars()).all(|(a, b)| pair(a, b)));
        assert_eq!(of('w', Script::Cyrillic), 'w');
        assert_eq!(SMALL_CAPITALS[0].chars().count(), SMALL_CAPITALS[1].chars().count());
        assert_eq!("ᴏɪə".chars().map(of_small_capital).collect::<String>(), "oiə");
    }
}

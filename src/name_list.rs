//! A caller's own list of names: which label each name has, and its id.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};

use crate::character::{Character, Class};
use crate::document::Label;
use crate::error::{Error, ErrorKind};
use crate::span::Span;
use crate::token::{self, Gap, Kind, Token, letters_of_a_word};

/// Names that are found wherever a text has them: products, customers, streets, whatever a caller knows of.
///
/// Where names of the list begin at the same word, the longest counts. It has to begin and end with a word of the
/// text, and stand within a paragraph; line breaks and other white space inside it are all one. A capital of the list
/// asks for a capital in the text, a small letter takes either: `Apple` finds `Apple` and `APPLE` but no `apple`, and
/// `acme` finds all three spellings of itself. Typographic apostrophes and hyphens are the same as plain ones.
///
/// ```
/// let mut list = textmend::NameList::default();
/// list.add(textmend::Label::Org, "Nordwind Werke", Some("crm:17"))?;
/// let options = textmend::Options { gazetteer: Some(list.into()), ..textmend::Options::default() };
/// let doc = textmend::Analyzer::new(options)?.analyze("Die Aktie der Nordwind Werke stieg.");
/// assert_eq!(doc.entities[0].id.as_deref(), Some("crm:17"));
/// assert_eq!(doc.entities[0].source, textmend::Source::Gazetteer);
/// # Ok::<(), textmend::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct NameList {
    /// All names and ids, one behind the other.
    text: String,
    names: Vec<Name>,
    /// What begins with some words, by their hash.
    nodes: FxHashMap<u64, Node>,
    /// Room for the units of one name.
    tokens: Vec<Token>,
    units: Vec<Unit>,
}

#[derive(Clone, Copy, Debug)]
struct Name {
    name: Span,
    /// Empty for none.
    id: Span,
    label: Label,
    /// The next name of the same words.
    next: u32,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    /// The name that ends here.
    name: u32,
    /// Whether longer names go on from here.
    longer: bool,
}

const NONE: u32 = u32::MAX;
/// So many mistakes of a file are told: where there are more, it is another kind of file.
const MOST_MISTAKES: usize = 9;
/// The longest name, in words and marks: titles of books stay below it.
const LONGEST: usize = 100;

/// A piece of a text that names are compared by: a token, or a character of a script without spaces.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unit {
    /// Where it stands.
    pub span: Span,
    /// What stands behind it.
    gap: Gap,
    hash: u32,
    /// A word or number: another one glued to it makes a longer word of both.
    solid: bool,
}

/// A name found in a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Listed<'a> {
    /// The unit behind its last one.
    pub end: usize,
    pub label: Label,
    pub id: Option<&'a str>,
}

impl NameList {
    /// Adds a name. Of names spelled alike the first counts.
    ///
    /// # Errors
    /// A name without a letter or digit, or of more than 100 words.
    pub fn add(&mut self, label: Label, name: &str, id: Option<&str>) -> Result<(), Error> {
        let name = name.trim();
        let wrong = |what: &str| Err(Error::new(ErrorKind::Input, format!("{name:?} {what}")));
        if !name.chars().any(char::is_alphanumeric) {
            return wrong("is no name: it has no letter and no digit");
        }
        token::scan(name, &mut self.tokens);
        units(name, &self.tokens, &mut self.units);
        if self.units.len() > LONGEST || self.units.iter().any(|u| u.gap == Gap::Paragraph) {
            return wrong("is no name: it has more than 100 words, or several paragraphs");
        }
        if self.text.len() + name.len() + id.map_or(0, str::len) >= NONE as usize {
            return wrong("is too much: a gazetteer holds 4 GiB of names");
        }
        let number = self.names.len() as u32;
        let last = self.units.len() - 1;
        let mut hash = 0;
        for (i, unit) in self.units.iter().enumerate() {
            hash = longer(hash, unit.hash);
            let node = self.nodes.entry(hash).or_insert(Node { name: NONE, longer: false });
            node.longer |= i < last;
        }
        let first = self.nodes.get(&hash).map_or(NONE, |node| node.name);
        if chain(&self.names, first).any(|n| self.text[self.names[n as usize].name.range()] == *name) {
            return Ok(());
        }
        let (name, id) = (self.kept(name), self.kept(id.unwrap_or_default()));
        self.names.push(Name { name, id, label, next: first });
        self.nodes.insert(hash, Node { name: number, longer: self.nodes.get(&hash).is_some_and(|node| node.longer) });
        Ok(())
    }

    fn kept(&mut self, text: &str) -> Span {
        let start = self.text.len();
        self.text.push_str(text);
        Span::new(start, self.text.len())
    }

    /// The names of a table: lines of label, name and, if you like, id, with tabs between them, in UTF-8. Empty lines
    /// and those that begin with `#` are passed over. `file` names the table in messages.
    ///
    /// # Errors
    /// Lines that are not so, with their numbers; the first nine.
    pub fn from_tsv(file: &str, table: &[u8]) -> Result<NameList, Error> {
        let mut list = NameList::default();
        let table = table.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(table);
        let numbered = (1..).zip(table.split(|&b| b == b'\n'));
        let wrong = numbered.filter_map(|(number, line)| Some((number, list.add_line(line).err()?)));
        let mistakes: Vec<String> = wrong.take(MOST_MISTAKES).map(|(i, e)| format!("{file}, line {i}: {e}")).collect();
        let head = if mistakes.len() < MOST_MISTAKES { "the gazetteer has" } else { "the gazetteer has at least" };
        Error::of_all(ErrorKind::Input, head, mistakes).map(|()| list)
    }

    /// Adds the name of a line, if there is one in it.
    fn add_line(&mut self, line: &[u8]) -> Result<(), Error> {
        let wrong = |what| Error::new(ErrorKind::Input, what);
        let line = std::str::from_utf8(line).map_err(|_| wrong("it is not UTF-8"))?.trim_end_matches('\r');
        if line.trim().is_empty() || line.starts_with('#') {
            return Ok(());
        }
        let mut fields = line.split('\t');
        let (label, name, id, more) = (fields.next(), fields.next(), fields.next(), fields.next());
        let (Some(label), Some(name), None) = (label, name, more) else {
            return Err(wrong("it takes a label, a name and, if you like, an id, with tabs between them"));
        };
        self.add(Label::from_name(label.trim())?, name, id.map(str::trim).filter(|id| !id.is_empty()))
    }

    /// How many names it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Its names in the order they were added: label, name, id.
    pub fn iter(&self) -> impl Iterator<Item = (Label, &str, Option<&str>)> {
        self.names.iter().map(|name| (name.label, &self.text[name.name.range()], self.id(*name)))
    }

    fn id(&self, name: Name) -> Option<&str> {
        Some(&self.text[name.id.range()]).filter(|id| !id.is_empty())
    }

    /// The longest name that begins with unit `start`.
    pub(crate) fn longest(&self, text: &str, all: &[Unit], start: usize) -> Option<Listed<'_>> {
        let glued =
            |i: usize| i > 0 && i < all.len() && all[i - 1].gap == Gap::None && all[i - 1].solid && all[i].solid;
        let (mut hash, mut best) = (0, None);
        for end in start + 1..=all.len().min(start + LONGEST) {
            hash = longer(hash, all[end - 1].hash);
            let Some(node) = self.nodes.get(&hash) else { break };
            if !glued(end)
                && let Some(name) = self.written(node.name, text, &all[start..end])
            {
                best = Some(Listed { end, label: name.label, id: self.id(name) });
            }
            if !node.longer || all[end - 1].gap >= Gap::Paragraph {
                break;
            }
        }
        best.filter(|_| !glued(start))
    }

    /// The name of a chain that these units spell; of several the one with most capitals, which is the most exact.
    fn written(&self, first: u32, text: &str, units: &[Unit]) -> Option<Name> {
        let listed = |name: &Name| &self.text[name.name.range()];
        let names = chain(&self.names, first).map(|n| self.names[n as usize]);
        let capitals = |name: &Name| listed(name).chars().filter(|c| c.is_uppercase()).count();
        names.filter(|name| spells(listed(name), text, units)).max_by_key(|name| (capitals(name), listed(name)))
    }
}

impl PartialEq for NameList {
    fn eq(&self, other: &NameList) -> bool {
        let sorted = |list: &NameList| {
            let mut names: Vec<_> = list.iter().map(|n| (n.0, n.1.to_owned(), n.2.map(str::to_owned))).collect();
            names.sort_unstable();
            names
        };
        self.len() == other.len() && sorted(self) == sorted(other)
    }
}

/// The names of the same words, from the one with this number on.
fn chain(names: &[Name], first: u32) -> impl Iterator<Item = u32> {
    let known = |n: u32| Some(n).filter(|&n| n != NONE);
    std::iter::successors(known(first), move |&n| known(names[n as usize].next))
}

fn longer(hash: u64, word: u32) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_u64(hash);
    hasher.write_u32(word);
    hasher.finish()
}

/// A character in lower case, apostrophes and hyphens plain.
fn plain(c: char) -> char {
    match c {
        '’' | 'ʼ' | '＇' | '`' | '´' => '\'',
        '‑' | '‐' | '–' => '-',
        _ if c.is_ascii() => c.to_ascii_lowercase(),
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

/// The units of a text.
pub(crate) fn units(text: &str, tokens: &[Token], units: &mut Vec<Unit>) {
    units.clear();
    for token in tokens {
        let word = token.text(text);
        if token.is_word() && letters_of_a_word(token.script).is_some() {
            let first = units.len();
            for (i, c) in word.char_indices() {
                let span = Span::new(token.span.start as usize + i, token.span.start as usize + i + c.len_utf8());
                match units.last_mut().filter(|_| Character::of(c).class == Class::Mark) {
                    Some(letter) if i > 0 => letter.span.end = span.end,
                    _ => units.push(Unit { span, gap: Gap::None, hash: 0, solid: false }),
                }
            }
            units[first..].iter_mut().for_each(|unit| unit.hash = hashed(&text[unit.span.range()]));
            if let Some(last) = units.last_mut() {
                last.gap = token.gap;
            }
        } else {
            let solid = matches!(token.kind, Kind::Word | Kind::Number) || word == "_";
            units.push(Unit { span: token.span, gap: token.gap, hash: hashed(word), solid });
        }
    }
}

fn hashed(word: &str) -> u32 {
    let mut hasher = FxHasher::default();
    word.chars().for_each(|c| hasher.write_u32(plain(c) as u32));
    let hash = hasher.finish();
    (hash ^ hash >> 32) as u32
}

/// Whether units spell a name: white space where it has some, and capitals where it has capitals.
fn spells(name: &str, text: &str, units: &[Unit]) -> bool {
    let mut listed = name.split_whitespace().flat_map(|word| word.chars().chain([' ']));
    let last = units.len() - 1;
    let spaced = |i: usize| i == last || units[i].gap != Gap::None;
    let written =
        units.iter().enumerate().flat_map(|(i, unit)| text[unit.span.range()].chars().chain(spaced(i).then_some(' ')));
    for c in written {
        let Some(name) = listed.next() else { return false };
        if plain(name) != plain(c) || name.is_uppercase() && !c.is_uppercase() {
            return false;
        }
    }
    listed.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(names: &[&str]) -> NameList {
        let mut list = NameList::default();
        for name in names {
            list.add(Label::Org, name, None).expect("a name");
        }
        list
    }

    fn found<'a>(list: &NameList, text: &'a str) -> Vec<&'a str> {
        let (mut tokens, mut all, mut names) = (Vec::new(), Vec::new(), Vec::new());
        token::scan(text, &mut tokens);
        units(text, &tokens, &mut all);
        let mut i = 0;
        while i < all.len() {
            let end = list.longest(text, &all, i).map(|found| found.end);
            names.extend(end.map(|end| &text[all[i].span.start as usize..all[end - 1].span.end as usize]));
            i = end.unwrap_or(i + 1);
        }
        names
    }

    #[test]
    fn the_longest_name_counts_from_word_to_word() {
        let list = list(&["Kiln", "Kiln Works", "Kiln Works Oslo Ltd.", "D'Orsay-Haus", "Q7", "東京タワー"]);
        for (text, names) in [
            ("Kiln Works Oslo and Kiln", vec!["Kiln Works", "Kiln"]),
            ("Kiln\nWorks Oslo  Ltd.", vec!["Kiln\nWorks Oslo  Ltd."]),
            ("Kiln\n\nWorks", vec!["Kiln"]),
            ("Kilns, Kiln7, my_Kiln, Q71, BQ7, Q7", vec!["Q7"]),
            ("Kiln-Ofen (Kiln’s)", vec!["Kiln", "Kiln"]),
            ("D’Orsay‑Haus, D'Orsay - Haus", vec!["D’Orsay‑Haus"]),
            ("昨日東京タワーに行った", vec!["東京タワー"]),
        ] {
            assert_eq!(found(&list, text), names, "{text}");
        }
    }

    #[test]
    fn a_capital_of_the_list_asks_for_a_capital() {
        let list = list(&["Apple", "acme", "iPhone", "ÖBB"]);
        assert_eq!(found(&list, "apple APPLE Apple"), ["APPLE", "Apple"]);
        assert_eq!(found(&list, "acme Acme ACME"), ["acme", "Acme", "ACME"]);
        assert_eq!(found(&list, "iphone IPHONE iPhone öbb ÖBB"), ["IPHONE", "iPhone", "ÖBB"]);
    }

    #[test]
    fn of_names_spelled_alike_the_first_counts() {
        let table = b"# own names\r\nORG\tNimbus\tcrm:1\r\n\nPER\tNimbus\tcrm:2\nMISC\tnimbus\n";
        let list = NameList::from_tsv("names.tsv", table).expect("a list");
        let rows: Vec<_> = list.iter().collect();
        assert_eq!(rows, [(Label::Org, "Nimbus", Some("crm:1")), (Label::Misc, "nimbus", None)]);
        let (mut tokens, mut all) = (Vec::new(), Vec::new());
        token::scan("NIMBUS nimbus", &mut tokens);
        units("NIMBUS nimbus", &tokens, &mut all);
        let label = |i| list.longest("NIMBUS nimbus", &all, i).map(|found| found.label);
        assert_eq!((label(0), label(1)), (Some(Label::Org), Some(Label::Misc)));
    }

    #[test]
    fn a_wrong_line_is_told_with_its_number() {
        for (table, message) in [
            (&b"ORG\tA1\nORGG\tB"[..], "t.tsv, line 2: there is no label \"ORGG\". Did you mean \"ORG\"?"),
            (b"ORG", "t.tsv, line 1: it takes a label, a name and"),
            (b"ORG\ta\tb\tc", "t.tsv, line 1: it takes a label, a name and"),
            (b"ORG\t \tid", "t.tsv, line 1: \"\" is no name"),
            (b"\nORG\t--", "t.tsv, line 2: \"--\" is no name"),
            (b"ORG\tM\xFCller", "t.tsv, line 1: it is not UTF-8"),
        ] {
            let error = NameList::from_tsv("t.tsv", table).expect_err("wrong").to_string();
            assert!(error.starts_with(message), "{error}");
        }
    }

    #[test]
    fn lists_are_equal_whatever_their_order() {
        assert_eq!(list(&["a", "b"]), list(&["b", "a"]));
        assert_ne!(list(&["a", "b"]), list(&["a", "c"]));
    }
}

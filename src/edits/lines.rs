//! Line breaks: text wrapped at a fixed width, words divided at line ends. Verse, addresses, tables, lists and code
//! have line breaks that mean something; the shape of a block tells.

use super::code;
use super::paragraphs;
use super::reader::{Reader, Sort, is_clitic, is_conjunction};
use super::rules::Found;
use super::words::is_compound;
use crate::lexicon;
use crate::span::Span;
use crate::token::{Case, Gap, Kind};

/// A line: its tokens, its length and that of its first word in characters, how far in it begins, and where and how far
/// in the text of an item begins behind its mark.
#[derive(Clone, Copy)]
pub(super) struct Line {
    pub first: usize,
    pub last: usize,
    pub length: usize,
    head: usize,
    indent: usize,
    item: Option<(usize, usize)>,
}

/// Columns that text is wrapped at: from the narrow columns of a newspaper to wide terminals.
const NARROWEST: usize = 36;
const WIDEST: usize = 130;
/// Words divided at line ends leave no doubt in narrower ones.
const NARROWEST_HYPHENATED: usize = 24;
/// From here on an indented line is a part of its own: code, a quotation, what is said of an option.
const INDENTED: usize = 4;
/// Gaps of a line from which on it may be justified; one of a table has fewer.
const JUSTIFIED: usize = 4;
/// No line of verse is longer.
const VERSE: usize = 60;
/// The share of lines that may break earlier than they had to: a greedy breaker breaks none, a hyphenating or
/// balancing one a few.
const EARLY: usize = 12;
/// One in so many lines may be longer than the width.
const STAND_OUT: usize = 8;

/// Judges every line and paragraph break.
pub(super) fn judge(reader: &Reader, found: &mut Found) {
    let tokens = reader.tokens;
    let mut block: Vec<Line> = Vec::new();
    let mut first = 0;
    let mut previous: Option<Line> = None;
    let mut torn = false;
    for i in 0..tokens.len() {
        if tokens[i].gap < Gap::Line {
            continue;
        }
        let line = measure(reader, first, i);
        block.push(line);
        first = i + 1;
        if tokens[i].gap > Gap::Line {
            let deep = block.iter().skip(1).any(|line| line.indent >= INDENTED);
            let hangs = |above: &Line, below: &Line| above.item.is_some_and(|(_, column)| column == below.indent);
            for part in block.chunk_by_mut(|above, below| !deep || above.indent == below.indent || hangs(above, below))
            {
                if let [item, next, ..] = part
                    && let Some((text, column)) = item.item.filter(|_| deep && hangs(item, next))
                {
                    item.length -= column - item.indent;
                    item.first = text;
                }
                if part.len() > 1 {
                    wrapped(reader, found, part);
                }
            }
            if tokens[i].gap == Gap::Paragraph && first < tokens.len() {
                let alone = block.len() == 1 || previous.is_none();
                torn = paragraphs::judge(reader, found, line, i, (alone, torn));
            }
            previous = Some(line);
            block.clear();
        }
    }
}

fn measure(reader: &Reader, first: usize, last: usize) -> Line {
    let text = &reader.text[reader.tokens[first].span.start as usize..reader.tokens[last].span.end as usize];
    let mut head = first;
    while head < last && reader.tokens[head].gap == Gap::None {
        head += 1;
    }
    let start = &reader.text[reader.tokens[first].span.start as usize..reader.tokens[head].span.end as usize];
    let indent = indent(reader, first);
    let from = reader.tokens[first].span.start as usize;
    let item = item_text(reader, first).filter(|&k| k <= last);
    let mark = |k: usize| reader.text[from..reader.tokens[k].span.start as usize].chars().count();
    let item = item.map(|k| (k, indent + mark(k)));
    Line { first, last, length: text.chars().count(), head: start.chars().count(), indent, item }
}

/// The width of the white space before the first token of a line.
fn indent(reader: &Reader, first: usize) -> usize {
    let before = &reader.text[..reader.tokens[first].span.start as usize];
    let blank = before.bytes().rev().take_while(|byte| matches!(byte, b' ' | b'\t'));
    blank.map(|byte| if byte == b'\t' { 8 } else { 1 }).sum()
}

/// A block of lines without an empty one between them.
fn wrapped(reader: &Reader, found: &mut Found, lines: &[Line]) {
    let mut lengths: Vec<usize> = lines.iter().map(|l| l.length).collect();
    lengths.sort_unstable();
    // An address, or words added later, may stand out of the column.
    let longest = |but: usize| lengths.iter().rev().nth(but).copied().unwrap_or(0);
    let (width, narrower) = (longest(0), longest(lines.len() / STAND_OUT));
    let fits = |width: usize| is_wrapped(reader, lines, width);
    let (width, is_wrapped) = match fits(width) {
        false if narrower < width && fits(narrower) => (narrower, true),
        fits => (width, fits),
    };
    for pair in lines.windows(2) {
        let (left, right) = (pair[0].last, pair[1].first);
        if divided(reader, left, right, is_wrapped, found) || !is_wrapped || ends_paragraph(reader, pair, width) {
            continue;
        }
        found.add("hard-wrap", reader.gap(left), " ");
    }
    if is_wrapped && lines.iter().any(|l| has_wide_gap(reader, *l)) {
        let inside = lines.iter().flat_map(|line| line.first..line.last);
        inside.filter(|&k| reader.behind(k) == Gap::Spaces).for_each(|k| found.add("double-space", reader.gap(k), " "));
    }
}

/// Whether the lines were broken because the next word would not have fitted: with the longest line as the width, all
/// but a few of them could not have taken the first word of the next.
fn is_wrapped(reader: &Reader, lines: &[Line], width: usize) -> bool {
    let marked = lines.windows(2).any(|p| is_item(reader, p[1].first) && !goes_on(reader, p, width));
    let hyphenated = || lines.windows(2).any(|p| is_divided(reader, p[0].last, p[1].first));
    let narrow = width < NARROWEST && !(width >= NARROWEST_HYPHENATED && hyphenated());
    let columns = || lines.iter().any(|l| has_wide_gap(reader, *l)) && !is_justified(reader, lines, width);
    if narrow || width > WIDEST || marked || lines.iter().any(|l| has_code_mark(reader, *l)) || columns() {
        return false;
    }
    let breaks = lines.len() - 1;
    let early = lines.windows(2).filter(|p| p[0].length + 1 + p[1].head <= width).count();
    let running = lines.windows(2).filter(|p| runs_on(reader, p[0].last, p[1].first)).count();
    let capitals = lines.windows(2).filter(|p| reader.case(p[1].first) == Case::Capital).count();
    // Prose breaks at one mark in seven, and its last line is as short as it happens to be. Where indented lines all
    // end with a mark, they are arguments or items.
    let marks = lines.windows(2).filter(|p| matches!(reader.sort(p[0].last), Sort::Comma | Sort::Stop)).count();
    let full = lines[breaks].length * 4 >= width * 3 && width <= VERSE;
    let verse = capitals == breaks && breaks > 1 && running * 2 < breaks
        || breaks > 2 && marks * 4 >= breaks * 3
        || breaks > 1 && marks == breaks && lines[0].indent >= INDENTED
        || breaks > 1 && full && marks * 3 >= breaks * 2;
    // deb http://… main⏎deb http://… main
    let alike = lines.windows(2).filter(|p| reader.word(p[0].first) == reader.word(p[1].first)).count();
    // Two lines tell little: the first must be long, and the sentence must run on.
    let shape = match breaks {
        1 if lines[0].indent >= INDENTED && !is_prose_break(reader, lines[0].last, lines[1].first) => false,
        1 => lines[0].length + 12 >= lines[1].length && running == 1 && lines[0].length >= NARROWEST,
        2..=4 => early <= 1 && running * 2 >= breaks,
        _ => early * EARLY <= breaks && running * 3 >= breaks,
    };
    let code = |l: &Line| {
        let (first, last) = (reader.tokens[l.first].span, reader.tokens[l.last].span);
        code::is_line(&reader.text[first.start as usize..last.end as usize])
    };
    shape && early * 2 <= breaks && !verse && (alike == 0 || alike * 3 < breaks * 2) && !lines.iter().any(code)
}

/// Whether words in lower case stand on both sides of a break.
fn is_prose_break(reader: &Reader, left: usize, right: usize) -> bool {
    let open = reader.case(left) == Case::Lower || reader.sort(left) == Sort::Comma || is_hyphen(reader, left);
    open && reader.case(right) == Case::Lower
}

/// Whether a line ends with its sentence and far from the width: so do headings and last lines of paragraphs.
fn ends_paragraph(reader: &Reader, pair: &[Line], width: usize) -> bool {
    (pair[0].length + 1 + pair[1].head) * 4 <= width * 3 && !runs_on(reader, pair[0].last, pair[1].first)
}

/// Whether a mark at the start of a line is none: the line before it is full and its sentence is not over.
fn goes_on(reader: &Reader, pair: &[Line], width: usize) -> bool {
    let full = pair[0].length + 1 + pair[1].head > width && pair[0].length >= NARROWEST;
    let open = matches!(reader.sort(pair[0].last), Sort::Word | Sort::Comma | Sort::Close | Sort::Quote);
    let sign = matches!(reader.word(pair[1].first).as_bytes()[0], b'>' | b'|' | b'{' | b'}' | b'$' | b'=');
    full && open && !sign && reader.word(pair[0].last) != ":" && !is_item(reader, pair[0].first)
}

/// Whether a sentence runs on over a break: no mark before it, and behind it a lower-case word, a noun or a name.
fn runs_on(reader: &Reader, left: usize, right: usize) -> bool {
    match reader.case(right) {
        Case::Lower => true,
        Case::Capital | Case::Upper if reader.is_word(left) || is_hyphen(reader, left) => {
            let language = reader.language(right);
            let starts = lexicon::starter(reader.word(right), language).is_some_and(|s| s >= 6);
            // WML-a: an ending is no small word.
            let small = || reader.case(left) == Case::Lower && !reader.joined(left) && reader.frequent(left, 10);
            !starts && (language.code() == "de" || small())
        }
        Case::Capital | Case::Upper => false,
        _ => !matches!(reader.sort(left), Sort::Stop | Sort::Other) && reader.word(left) != ":",
    }
}

/// Whether a line begins as an item does, or far in.
pub(super) fn is_marked(reader: &Reader, first: usize) -> bool {
    is_item(reader, first) || first > 0 && indent(reader, first) >= INDENTED
}

/// Whether a line begins as an item of a list or of a log, a speech, a quotation, a heading or code does.
fn is_item(reader: &Reader, first: usize) -> bool {
    let mark = reader.word(first);
    let sign = matches!(mark.as_bytes()[0], b'>' | b'#' | b'|' | b'{' | b'}' | b'$' | b'=' | b'~' | b'/');
    // 17:12 <kate> hi
    let timed = reader.sort(first) == Sort::Number && reader.word(first + 1) == ":" && reader.joined(first + 1);
    let spoken = mark == "<" && (first + 1..first + 4).any(|k| reader.word(k) == ">" && reader.behind(k) != Gap::None);
    sign || timed || spoken || item_text(reader, first).is_some()
}

/// Where the text of an item begins, behind the dash or number of a list.
fn item_text(reader: &Reader, first: usize) -> Option<usize> {
    let dash = matches!(reader.word(first), "-" | "–" | "—" | "*" | "•" | "◦" | "·" | "‣" | "+");
    if dash && reader.behind(first) != Gap::None {
        return Some(first + 1);
    }
    let longest = if reader.tokens[first].kind == Kind::Number { 2 } else { 1 };
    let listed = matches!(reader.tokens[first].kind, Kind::Number | Kind::Word)
        && reader.length(first) <= longest
        && reader.behind(first) == Gap::None
        && matches!(reader.word(first + 1), "." | ")")
        && reader.behind(first + 1) != Gap::None;
    listed.then_some(first + 2)
}

/// Whether a line has wide gaps or marks of code in it.
pub(super) fn is_column(reader: &Reader, line: Line) -> bool {
    has_wide_gap(reader, line) || has_code_mark(reader, line)
}

fn has_wide_gap(reader: &Reader, line: Line) -> bool {
    let wide = |k: usize| {
        let gap = reader.gap_text(k);
        reader.behind(k) == Gap::Spaces && (gap.starts_with('\t') || gap.len() > 3)
    };
    (line.first..line.last).any(wide)
}

fn has_code_mark(reader: &Reader, line: Line) -> bool {
    let same = |k: usize| reader.behind(k) == Gap::None && reader.word(k) == reader.word(k + 1);
    let triple = |k: usize| matches!(reader.word(k), "\"" | "'") && same(k) && same(k + 1);
    let code = |k: usize| matches!(reader.word(k), "|" | "{" | "}" | "==" | "```") || triple(k);
    reader.word(line.last) == "\\" || (line.first..=line.last).any(code)
}

/// Whether all lines but the last are as long as the longest, by gaps of nearly the same width in each.
fn is_justified(reader: &Reader, lines: &[Line], width: usize) -> bool {
    let even = |line: &Line| {
        let gaps = (line.first..line.last).filter(|&k| reader.behind(k) != Gap::None).map(|k| reader.gap_text(k).len());
        let (count, least, most) =
            gaps.fold((0, WIDEST, 0), |(n, least, most), gap| (n + 1, gap.min(least), gap.max(most)));
        line.length == width && count >= JUSTIFIED && most <= least + 2
    };
    lines[..lines.len() - 1].iter().all(even)
}

/// `Verhand-⏎lung`: a word divided at the end of a line; `left` is the hyphen. Whether the break was spoken about.
fn divided(reader: &Reader, left: usize, right: usize, is_wrapped: bool, found: &mut Found) -> bool {
    let hyphen = is_hyphen(reader, left) && reader.joined(left) && left > 0 && reader.is_word(left - 1);
    let short = left > 0 && reader.length(left - 1) + reader.length(right) < 4;
    if !hyphen || short || !reader.is_word(right) || !reader.cased(right) || !reader.cased(left - 1) {
        return false;
    }
    let word = left - 1;
    let both = Span { start: reader.tokens[left].span.start, end: reader.gap(left).end };
    if is_conjunction(reader.word(right), reader.language(right)) {
        let cut = is_wrapped && !is_word(reader, word, right);
        if cut {
            found.add("hard-wrap", reader.gap(left), " ");
            return true;
        }
    }
    // какие-⏎то, est-⏎ce
    let hung = is_clitic(reader.word(right), reader.language(right)) && reader.known(word).is_some();
    let hung = hung && !is_word(reader, word, right);
    let joins = reader.case(right) == Case::Lower && !hung && one_word(reader, word, right);
    match (joins, is_wrapped) {
        (true, true) => found.add("line-hyphenation", both, ""),
        (true, false) if is_word(reader, word, right) || is_torn(reader, word, right) => {
            found.add("line-hyphenation", both, "")
        }
        (_, true) => found.add("line-hyphen-kept", reader.gap(left), ""),
        _ => return false,
    }
    true
}

/// Whether a token is a hyphen, or the sign that typesetters have for it.
fn is_hyphen(reader: &Reader, i: usize) -> bool {
    reader.sort(i) == Sort::Hyphen || reader.word(i) == "‐"
}

/// Whether a known word is divided between two lines; `left` is the hyphen.
fn is_divided(reader: &Reader, left: usize, right: usize) -> bool {
    let hyphen = left > 0 && is_hyphen(reader, left) && reader.joined(left);
    hyphen && reader.case(right) == Case::Lower && is_word(reader, left - 1, right)
}

fn is_word(reader: &Reader, left: usize, right: usize) -> bool {
    lexicon::frequency_joined(reader.word(left), reader.word(right), reader.language(right)).is_some()
}

/// Whether the two sides of a line-end hyphen are no words by themselves, or a compound that is cut inside a part.
fn is_torn(reader: &Reader, left: usize, right: usize) -> bool {
    let language = reader.language(right);
    let unknown = |k: usize| lexicon::frequency(reader.word(k), language).is_none();
    let compound = || is_compound(&format!("{}{}", reader.word(left), reader.word(right)), language);
    reader.length(right) > 3 && unknown(right) && (reader.length(left) > 3 && unknown(left) || compound())
}

/// Whether the two sides of a line-end hyphen are one word; else the hyphen is the word's own.
fn one_word(reader: &Reader, left: usize, right: usize) -> bool {
    let language = reader.language(right);
    if is_word(reader, left, right) {
        return true;
    }
    if reader.joined(left) && reader.word(left - 1) == reader.word(left + 1) {
        return false;
    }
    if is_compound(&format!("{}{}", reader.word(left), reader.word(right)), language) {
        return true;
    }
    let whole =
        |k: usize, least: usize| lexicon::frequency(reader.word(k), language) >= Some(2) && reader.length(k) >= least;
    !(whole(left, 3) && whole(right, 4))
}

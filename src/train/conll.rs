//! Reads CoNLL files of names back into raw text.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use flate2::read::MultiGzDecoder;

use crate::entities::chain::TYPES;
use crate::error::{Error, ErrorKind};
use crate::span::Span;

/// A text with its names: span, and the index of its type in `TYPES`; `None` for a place that may or may not be part
/// of a name.
#[derive(Clone, Default)]
pub(super) struct Marked {
    pub text: String,
    pub names: Vec<(Span, Option<usize>)>,
}

/// The sentences of a gzip-packed file, `token TAB tag` a line, with `# text = ` lines where the source has raw text.
///
/// # Errors
/// A file that cannot be read.
pub(super) fn read(path: &Path) -> Result<Vec<Marked>, Error> {
    let failed = |e| Error::new(ErrorKind::File, format!("cannot read {}", path.display())).with_source(e);
    let reader = BufReader::new(MultiGzDecoder::new(File::open(path).map_err(failed)?));
    let (mut tokens, mut raw, mut sentences) = (Vec::new(), None, Vec::new());
    for line in reader.lines() {
        let line = line.map_err(failed)?;
        if let Some(text) = line.strip_prefix("# text = ") {
            raw = Some(text.to_owned());
        } else if line.trim().is_empty() {
            sentences.extend(marked(&std::mem::take(&mut tokens), raw.take().as_deref()));
        } else if let (false, Some((token, tag))) = (line.starts_with("# "), line.split_once('\t')) {
            tokens.push((token.to_owned(), tag.to_owned()));
        }
    }
    sentences.extend(marked(&tokens, raw.as_deref()));
    Ok(sentences)
}

/// Sentences behind each other without a name that are taken for a part nobody annotated: most of the NewsEye papers in
/// German and of the Slovenian treebank, some of the Dutch papers. The tagger would learn from them to find nothing.
const BARE: usize = 25;

/// The sentences of a file, in order, without the parts that nobody annotated.
pub(super) fn annotated(sentences: Vec<Marked>) -> Vec<Marked> {
    let bare = |s: &Marked| s.names.iter().all(|(_, label)| label.is_none());
    let runs = sentences.chunk_by(|a, b| bare(a) && bare(b));
    runs.filter(|run| run.len() < BARE).flatten().cloned().collect()
}

/// The tag of a token of which it is left open whether it is part of a name.
const DOUBTFUL: &str = "?";

fn marked(tokens: &[(String, String)], raw: Option<&str>) -> Option<Marked> {
    if tokens.is_empty() {
        return None;
    }
    let aligned = raw.and_then(|text| Some((text.to_owned(), aligned(tokens, text)?)));
    let (text, places) = aligned.unwrap_or_else(|| joined(tokens));
    let mut names: Vec<(Span, Option<usize>)> = Vec::new();
    let mut open: Option<&str> = None;
    for ((_, tag), place) in tokens.iter().zip(places) {
        let label = tag.get(2..).filter(|_| tag != "O");
        match (label, names.last_mut()) {
            (Some(label), Some(last)) if open == Some(label) && !tag.starts_with("B-") => last.0.end = place.end,
            (Some(label), _) => {
                let index = TYPES.iter().position(|t| t.name() == label);
                names.extend(index.map(|index| (place, Some(index))));
            }
            (None, _) if tag == DOUBTFUL => names.push((place, None)),
            (None, _) => {}
        }
        open = label.filter(|label| TYPES.iter().any(|t| t.name() == *label));
    }
    Some(Marked { text, names })
}

/// The places of the tokens in the raw text; `None` where they are not the same letters.
fn aligned(tokens: &[(String, String)], text: &str) -> Option<Vec<Span>> {
    let mut at = 0;
    let mut places = Vec::with_capacity(tokens.len());
    for (token, _) in tokens {
        at += text[at..].len() - text[at..].trim_start().len();
        let start = at;
        for c in token.chars().filter(|c| !c.is_whitespace()) {
            at += text[at..].len() - text[at..].trim_start().len();
            at += text[at..].strip_prefix(c).map(|_| c.len_utf8())?;
        }
        places.push(Span::new(start, at));
    }
    Some(places)
}

/// The tokens joined as they would be written, in any language.
fn joined(tokens: &[(String, String)]) -> (String, Vec<Span>) {
    const NO_SPACE_BEFORE: &str = ".,;:!?)]}%…»”’";
    const NO_SPACE_AFTER: &str = "([{«„‘¿¡";
    let (mut text, mut places) = (String::new(), Vec::with_capacity(tokens.len()));
    let (mut before, mut quoted, mut low_open) = ("", false, false);
    for (token, _) in tokens {
        let one = |set: &str| token.chars().count() == 1 && set.contains(token.as_str());
        let opened = !before.is_empty() && before.chars().count() == 1 && NO_SPACE_AFTER.contains(before);
        // l' homme, dell' Italia
        let elided = before.len() > 1 && before.chars().count() <= 5 && before.ends_with(['\'', '’']);
        let tail = matches!(token.as_str(), "'s" | "’s" | "n't" | "''");
        let closes = (token == "\"" && quoted) || (token == "“" && low_open);
        let inside = before == "\"" && quoted;
        if !(text.is_empty() || one(NO_SPACE_BEFORE) || tail || opened || elided || closes || inside) {
            text.push(' ');
        }
        quoted ^= token == "\"";
        low_open = (low_open || token == "„") && token != "“";
        places.push(Span::new(text.len(), text.len() + token.len()));
        text.push_str(token);
        before = token;
    }
    (text, places)
}

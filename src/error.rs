//! The one error type: what was wrong, where, and what would be right.

use std::fmt;

/// What went wrong, in one sentence for people; [`Error::kind`] for programs.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// The kinds of [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// An option, language or label that does not exist, or a value out of range.
    Option,
    /// A text, column or table that is not what it has to be.
    Input,
    /// A file or folder that is not there.
    Missing,
    /// A file or folder that could not be read or written.
    File,
    /// The caller asked to stop.
    Interrupted,
}

impl Error {
    /// An error with its message, which should say what was wrong, where, and what would be right.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Error { kind, message: message.into(), source: None }
    }

    /// The same with the error that caused it.
    #[must_use]
    pub fn with_source(mut self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.source = Some(Box::new(source));
        self
    }

    /// "There is no `what` called `name`; there are: …", with the nearest name first where one is near.
    pub fn unknown<'a>(what: &str, name: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let mut known: Vec<&str> = known.into_iter().collect();
        known.sort_unstable();
        let near = known.iter().copied().min_by_key(|k| distance(name, k));
        let hint = match near {
            Some(k) if distance(name, k) <= 1 + name.chars().count() / 4 => format!(" Did you mean {k:?}?"),
            _ => String::new(),
        };
        Error::new(ErrorKind::Option, format!("there is no {what} {name:?}.{hint} There are: {}", known.join(", ")))
    }

    /// One error that tells all mistakes that were found in `what`; a single one speaks for itself.
    ///
    /// # Errors
    /// That one, unless there is no mistake.
    pub(crate) fn of_all(kind: ErrorKind, what: &str, mut mistakes: Vec<String>) -> Result<(), Self> {
        if mistakes.len() > 1 {
            mistakes.iter_mut().for_each(shorten);
        }
        match &mistakes[..] {
            [] => Ok(()),
            [one] => Err(Error::new(kind, one.as_str())),
            many => Err(Error::new(kind, format!("{what} {} mistakes:\n  {}", many.len(), many.join("\n  ")))),
        }
    }

    /// What kind of error it is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

/// Takes the list of all names from a mistake that says already which one was meant: one of several mistakes has to
/// stay a line.
fn shorten(mistake: &mut String) {
    if let Some(at) = mistake.find(" There are: ").filter(|_| mistake.contains("Did you mean")) {
        mistake.truncate(at);
    }
}

/// Levenshtein distance in characters, for the hint of [`Error::unknown`].
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.to_lowercase().chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.to_lowercase().chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.source {
            Some(source) => write!(f, ": {source}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|e| e as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_names_the_nearest_and_all() {
        let message = Error::unknown("task", "entites", ["languages", "entities"]).to_string();
        assert_eq!(message, "there is no task \"entites\". Did you mean \"entities\"? There are: entities, languages");
        assert!(!Error::unknown("task", "zzz", ["languages"]).to_string().contains("mean"));
    }
}

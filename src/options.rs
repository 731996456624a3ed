//! Every choice a caller has, flat, each with its default.

use std::sync::Arc;

use jiff::civil::Date;

use crate::document::{EditKind, Label};
use crate::error::{Error, ErrorKind};
use crate::language::Language;
use crate::name_list::NameList;

/// What to look for. Sentences and entities are found as if the text were mended, whether or not edits are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tasks {
    /// Languages and the measures of their mix.
    pub languages: bool,
    /// Edits and the mended text.
    pub edits: bool,
    /// Sentences.
    pub sentences: bool,
    /// Entities.
    pub entities: bool,
    /// Text-quality signals.
    pub signals: bool,
}

impl Tasks {
    /// The names of the tasks, as the user writes them.
    pub const NAMES: [&'static str; 5] = ["languages", "edits", "sentences", "entities", "signals"];

    /// Everything.
    pub const ALL: Tasks = Tasks { languages: true, edits: true, sentences: true, entities: true, signals: true };

    /// Nothing.
    pub const NONE: Tasks = Tasks { languages: false, edits: false, sentences: false, entities: false, signals: false };

    /// The tasks with these names.
    ///
    /// # Errors
    /// An unknown name; the message lists the known ones.
    pub fn from_names<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Tasks, Error> {
        let mut tasks = Tasks::NONE;
        for name in names {
            match name {
                "languages" => tasks.languages = true,
                "edits" => tasks.edits = true,
                "sentences" => tasks.sentences = true,
                "entities" => tasks.entities = true,
                "signals" => tasks.signals = true,
                _ => return Err(Error::unknown("task", name, Tasks::NAMES)),
            }
        }
        Ok(tasks)
    }

    /// The names of those that are chosen.
    #[must_use]
    pub fn names(self) -> Vec<&'static str> {
        let chosen = [self.languages, self.edits, self.sentences, self.entities, self.signals];
        Tasks::NAMES.iter().zip(chosen).filter(|(_, chosen)| *chosen).map(|(name, _)| *name).collect()
    }

    /// Whether the task of this name is chosen. What is no task, such as the empty name, is always there.
    #[cfg(feature = "corpus")]
    pub(crate) fn has(self, name: &str) -> bool {
        match name {
            "languages" => self.languages,
            "edits" => self.edits,
            "sentences" => self.sentences,
            "entities" => self.entities,
            "signals" => self.signals,
            _ => true,
        }
    }

    /// Whether the text has to be mended to do them.
    pub(crate) fn need_mending(self) -> bool {
        self.edits || self.sentences || self.entities
    }

    /// Whether the languages of all words have to be known to do them.
    pub(crate) fn need_languages(self) -> bool {
        self.languages || self.entities
    }
}

/// How readily a few words are reported as another language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Sensitivity {
    /// A title or a quotation of a few words stays part of the language around it.
    #[default]
    Strict,
    /// Single words count, as in code-switched speech; monolingual text gives more false alarms.
    Sensitive,
}

impl Sensitivity {
    /// Its name, as the user writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Sensitivity::Strict => "strict",
            Sensitivity::Sensitive => "sensitive",
        }
    }

    /// The one with this name.
    ///
    /// # Errors
    /// An unknown name; the message lists the known ones.
    pub fn from_name(name: &str) -> Result<Sensitivity, Error> {
        match name {
            "strict" => Ok(Sensitivity::Strict),
            "sensitive" => Ok(Sensitivity::Sensitive),
            _ => Err(Error::unknown("sensitivity", name, ["strict", "sensitive"])),
        }
    }
}

/// How a list of mistakes in them begins.
pub(crate) const MISTAKES: &str = "the options have";

/// The choices of an [`crate::Analyzer`].
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// The languages a document may be in; `None` (the default): all that are known.
    pub languages: Option<Vec<Language>>,
    /// What to look for; default: everything.
    pub tasks: Tasks,
    /// How readily a few words are reported as another language; default: strict.
    pub sensitivity: Sensitivity,
    /// The kinds of edits to make; `None` (the default): all.
    pub edit_kinds: Option<Vec<EditKind>>,
    /// Edits with less confidence are not made, 0…1; default: 0.9.
    pub min_edit_confidence: f32,
    /// The day that `tomorrow` or `am Freitag` is counted from; `None` (the default): of such a date
    /// no more than the hour has a value.
    pub reference_date: Option<Date>,
    /// The entity labels to look for; `None` (the default): all but `CARDINAL`.
    pub labels: Option<Vec<Label>>,
    /// The caller's own names, which are found before all others; `None` (the default): there are none.
    pub gazetteer: Option<Arc<NameList>>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            languages: None,
            tasks: Tasks::ALL,
            sensitivity: Sensitivity::Strict,
            edit_kinds: None,
            min_edit_confidence: 0.9,
            reference_date: None,
            labels: None,
            gazetteer: None,
        }
    }
}

impl Options {
    /// Whether an edit of this kind and confidence is to be made.
    pub(crate) fn wants_edit(&self, kind: EditKind, confidence: f32) -> bool {
        confidence >= self.min_edit_confidence && self.edit_kinds.as_ref().is_none_or(|kinds| kinds.contains(&kind))
    }

    /// Whether entities with this label are to be found.
    pub(crate) fn wants_label(&self, label: Label) -> bool {
        self.labels.as_ref().map_or(label != Label::Cardinal, |labels| labels.contains(&label))
    }

    /// What is wrong with the values.
    pub(crate) fn mistakes(&self) -> Vec<String> {
        let mut found = Vec::new();
        if !(0.0..=1.0).contains(&self.min_edit_confidence) {
            let given = self.min_edit_confidence;
            found.push(format!("min_edit_confidence is {given}, but a confidence is from 0 to 1"));
        }
        if self.languages.as_ref().is_some_and(|l| l.is_empty()) {
            found.push("languages is an empty list: name at least one, or leave it out to consider all".into());
        }
        if self.languages.as_ref().is_some_and(|l| l.contains(&Language::UND)) {
            found.push("languages contains \"und\", which is what a text in none of the named languages gets".into());
        }
        found
    }

    /// # Errors
    /// Says all that is wrong with the values.
    pub(crate) fn check(&self) -> Result<(), Error> {
        Error::of_all(ErrorKind::Option, MISTAKES, self.mistakes())
    }
}

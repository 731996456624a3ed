//! The glossary: [`Document`] and all its parts, plain and owned.

use std::fmt;

use serde::Serialize;

use crate::error::Error;
use crate::language::Language;
use crate::span::Span;

/// Declares an enumeration whose variants have a published name: `ALL`, `name()`, `about()`, `from_name()`.
macro_rules! named {
    ($(#[$doc:meta])* $type:ident, $what:literal, {
        $($(#[doc = $about:literal])+ $variant:ident = $name:literal,)*
    }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum $type { $($(#[doc = $about])+ $variant,)* }

        impl $type {
            /// All of them, in their order.
            pub const ALL: &'static [$type] = &[$($type::$variant),*];

            /// The published name.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $($type::$variant => $name),* }
            }

            /// What it is, in one line, as its documentation says it.
            #[must_use]
            pub fn about(self) -> &'static str {
                match self { $($type::$variant => concat!($($about),+).trim_ascii()),* }
            }

            /// The one with a published name.
            ///
            /// # Errors
            /// An unknown name; the message lists the known ones.
            pub fn from_name(name: &str) -> Result<Self, Error> {
                let known = $type::ALL.iter().copied();
                let found = known.clone().find(|k| k.name() == name);
                found.ok_or_else(|| Error::unknown($what, name, known.map(Self::name)))
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.name())
            }
        }

        impl Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }
    };
}

named! {
    /// What an [`Edit`] puts right.
    EditKind, "edit kind", {
        /// Characters read in the wrong encoding, letters set as one sign, and backslashes before quotation marks:
        /// `Ã¼` → `ü`, `ﬁ` → `fi`, `\"` → `"`.
        Encoding = "encoding",
        /// A character reference left over from HTML: `&amp;` → `&`.
        HtmlEntity = "html-entity",
        /// A character nobody sees where nothing needs it: zero-width space, soft hyphen, byte-order mark.
        Invisible = "invisible",
        /// Several spaces, or a space of another kind, where one plain space belongs.
        Whitespace = "whitespace",
        /// `word ,` → `word,`
        SpaceBeforePunctuation = "space-before-punctuation",
        /// `NATO -Länder` → `NATO-Länder`
        SpaceBeforeHyphen = "space-before-hyphen",
        /// `NATO- Länder` → `NATO-Länder`
        SpaceAfterHyphen = "space-after-hyphen",
        /// `( so )` → `(so)`, also inside quotation marks
        SpaceInsideBrackets = "space-inside-brackets",
        /// `one,two` → `one, two`
        MissingSpace = "missing-space",
        /// `argued.Ukraine` → `argued. Ukraine`
        GluedSentence = "glued-sentence",
        /// `endHere` → `end Here`, also where a heading is glued to the sentence below.
        GluedWord = "glued-word",
        /// `Verhand lung` → `Verhandlung`
        SplitWord = "split-word",
        /// A full stop in mid-sentence: `the. plan` → `the plan`
        FalseStop = "false-stop",
        /// A line break inside a paragraph, as in text wrapped at a fixed width.
        HardWrap = "hard-wrap",
        /// A word divided at a line's end, also where the lines are joined already: `Verhand-⏎lung`, `Verhand- lung` →
        /// `Verhandlung`
        LineHyphenation = "line-hyphenation",
        /// A paragraph break lost, doubled, or inside a sentence.
        ParagraphBreak = "paragraph-break",
        /// A quotation mark of another style than its partner.
        Quote = "quote",
    }
}

named! {
    /// What an [`Entity`] is.
    Label, "label", {
        /// A person's name.
        Per = "PER",
        /// An organisation: company, party, authority, team, alliance.
        Org = "ORG",
        /// A place: country, city, region, river, building.
        Loc = "LOC",
        /// Another name: work, product, event.
        Misc = "MISC",
        /// A date, a year, a decade, or a range of them. Value: ISO 8601, `2024-33` for a quarter, `199X` for a decade.
        Date = "DATE",
        /// A time of day, with or without a date, or a range of them. Value: ISO 8601.
        Time = "TIME",
        /// A length of time. Value: ISO 8601 duration.
        Duration = "DURATION",
        /// A sum of money. Value: amount and ISO 4217 currency.
        Money = "MONEY",
        /// A percentage. Value: the number.
        Percent = "PERCENT",
        /// A measured quantity or an age. Value: amount and unit.
        Quantity = "QUANTITY",
        /// `third`, `3rd`. Value: the number.
        Ordinal = "ORDINAL",
        /// A bare number. Off by default. Value: the number.
        Cardinal = "CARDINAL",
        /// A web address.
        Url = "URL",
        /// An e-mail address.
        Email = "EMAIL",
        /// A telephone number. Value: E.164 where the country is known.
        Phone = "PHONE",
        /// An IP address, version 4 or 6.
        Ip = "IP",
        /// A bank account whose check digits are right.
        Iban = "IBAN",
        /// `@name`
        Handle = "HANDLE",
        /// `#tag`
        Hashtag = "HASHTAG",
    }
}

named! {
    /// What found an [`Entity`].
    Source, "source", {
        /// The tagger of names.
        Model = "model",
        /// The rules of values.
        Rules = "rules",
        /// The caller's own list of names.
        Gazetteer = "gazetteer",
    }
}

/// A change not yet made: put `replacement` in the place of `span`.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub span: Span,
    /// What comes in its place; empty for a deletion.
    pub replacement: String,
    /// What it puts right.
    pub kind: EditKind,
    /// The rule that asked for it, by its name in the tables.
    pub rule: &'static str,
    /// How likely it is right, 0…1.
    pub confidence: f32,
}

/// A stretch of text in one language.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LanguageSpan {
    /// Where it stands; spans of one document don't overlap and cover every letter.
    pub span: Span,
    /// Its language, or `Language::UND`.
    pub language: Language,
    /// How likely a word of it is in that language, 0…1.
    pub confidence: f32,
}

/// Why a language span has its language.
#[derive(Clone, Debug, PartialEq)]
pub struct LanguageEvidence {
    /// Where the span stands.
    pub span: Span,
    /// Its language.
    pub language: Language,
    /// The language it would have otherwise: another one of the document, or the likeliest other one.
    pub against: Language,
    /// Its most telling words, and how much each speaks for `language` against `against`: log-odds in nats, as they
    /// count in labelling.
    pub words: Vec<(Span, f32)>,
}

/// A sentence, without the white space around it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sentence {
    /// Where it stands.
    pub span: Span,
    /// The language of most of its letters; `und` where neither languages nor entities were looked for.
    pub language: Language,
}

/// Something named or measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub label: Label,
    /// Its normalised value, where it has one.
    ///
    /// A date or time says what is known: `XXXX-05-01` is a day without its year, `15:00` is `tomorrow at 3 pm` without
    /// a reference date, and what comes again has how often: `P1W` for `weekly`.
    pub value: Option<Value>,
    /// The same for the same thing in any language: `iso3166:RU`, `iso3166-2:DE-BY`, `geonames:2950159`; or the id of
    /// the caller's list.
    pub id: Option<String>,
    /// How likely span and label are right, 0…1.
    pub confidence: f32,
    /// What found it.
    pub source: Source,
}

/// A normalised value.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// ISO 8601, E.164, a number, an address.
    Text(String),
    /// A sum of money.
    Money {
        /// Decimal number, `.` before the fraction, no grouping.
        amount: String,
        /// ISO 4217 code.
        currency: String,
    },
    /// A measured quantity.
    Quantity {
        /// Decimal number, `.` before the fraction, no grouping.
        amount: String,
        /// UCUM symbol of the unit, or its English name.
        unit: String,
    },
}

/// Which languages a document mixes, and how, with the field's published measures. Filled by `mix.rs`, where each
/// formula stands with its source.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LanguageMix {
    /// Share of letters of each language, largest first; they add up to 1, or there are none.
    pub shares: Vec<(Language, f64)>,
    /// Share of letters outside the dominant language, 0…1.
    pub score: f64,
    /// Code-Mixing Index, 0…100 (Das & Gambäck 2014).
    pub cmi: f64,
    /// Multilingual index, 0…1 (Barnett et al. 2000).
    pub m_index: f64,
    /// Integration index, 0…1 (Guzmán et al. 2017).
    pub i_index: f64,
    /// Language entropy in bits (Guzmán et al. 2017).
    pub entropy: f64,
    /// Entropy of span lengths in bits (Guzmán et al. 2017).
    pub span_entropy: f64,
    /// Burstiness of switching, -1…1 (Goh & Barabási 2008).
    pub burstiness: f64,
    /// Memory of switching, -1…1 (Goh & Barabási 2008).
    pub memory: f64,
    /// Number of places where a word has another language than the word before.
    pub switch_points: usize,
}

impl LanguageMix {
    /// The language of most letters; `Language::UND` where there are none.
    #[must_use]
    pub fn dominant(&self) -> Language {
        self.shares.first().map_or(Language::UND, |s| s.0)
    }
}

/// Text-quality signals by name; `signals.rs` defines them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Signals(pub Vec<(&'static str, f64)>);

impl Signals {
    /// The value of a signal.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<f64> {
        self.0.iter().find(|s| s.0 == name).map(|s| s.1)
    }
}

/// A text and what is known about it. Every span is in bytes of `text`, on character boundaries.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The text as given.
    pub text: String,
    /// The text after all edits.
    pub mended: String,
    /// Changes, sorted, not overlapping.
    pub edits: Vec<Edit>,
    /// Stretches of one language, in order.
    pub languages: Vec<LanguageSpan>,
    /// How languages are mixed.
    pub mix: LanguageMix,
    /// Sentences, in order.
    pub sentences: Vec<Sentence>,
    /// Entities, in order, not overlapping.
    pub entities: Vec<Entity>,
    /// Text-quality signals.
    pub signals: Signals,
}

impl Document {
    /// The text of an entity, as given.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.range()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_there_and_back() {
        for &kind in EditKind::ALL {
            assert_eq!(EditKind::from_name(kind.name()).expect("known"), kind);
        }
        for &label in Label::ALL {
            assert_eq!(Label::from_name(label.name()).expect("known"), label);
        }
        assert!(Label::from_name("PERSON").expect_err("unknown").to_string().contains("There are: CARDINAL, DATE"));
    }
}

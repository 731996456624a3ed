//! What is kept: plain thresholds over what is known about a document.

use regex::Regex;
use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use crate::corpus::measures::{MEASURES, known_signal, per_1000, rounded, signal_names};
use crate::document::{Document, EditKind, Label};
use crate::error::{Error, ErrorKind};
use crate::language::Language;
use crate::options::Tasks;

/// Thresholds that a document has to meet; the default lets everything pass.
///
/// In TOML, and as keywords in Python:
///
/// ```toml
/// languages = ["de", "en"]        # the dominant language is one of these
/// max_mix_score = 0.4             # min_… and max_… of any measure of `MEASURES` and of any signal
/// max_edits_per_1000 = 20         # per 1,000 characters
/// [signals]
/// gopher_doc_words = { min = 50, max = 100000 }
/// [edits_per_1000]
/// encoding = { max = 1 }
/// [entities_per_1000]
/// EMAIL = { max = 2 }
/// [patterns_per_1000]             # regular expressions, counted in the mended text
/// cookies = { pattern = "(?i)accept (all )?cookies", max = 0 }
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Policy {
    languages: Option<Vec<Language>>,
    rules: Vec<Rule>,
    patterns: Vec<Pattern>,
    given: Map<String, Json>,
}

/// A user's regular expression. The engine is linear in the text whatever the expression, so none can stall a run.
#[derive(Clone, Debug)]
struct Pattern(Regex);

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

#[derive(Clone, Debug, PartialEq)]
struct Rule {
    name: String,
    measure: Measure,
    limit: f64,
    upper: bool,
}

/// Something about a document that is a number.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Measure {
    Named(usize),
    Edits(EditKind),
    Entities(Label),
    Signal(&'static str),
    Pattern(usize),
}

/// A rule that a document fails: the name of the rule, what the document has, what the limit is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reason {
    /// The rule, by its key in the policy.
    pub rule: String,
    /// What the document has: a number, or the code of its dominant language.
    pub value: Json,
    /// The limit that it misses.
    pub limit: Json,
}

/// How a document stands to one threshold.
pub(crate) struct Verdict<'a> {
    rule: &'a Rule,
    pub value: f64,
}

impl Verdict<'_> {
    /// The rule, by its key in the policy.
    pub(crate) fn rule(&self) -> &str {
        &self.rule.name
    }

    pub(crate) fn limit(&self) -> f64 {
        self.rule.limit
    }

    pub(crate) fn fails(&self) -> bool {
        if self.rule.upper { self.value > self.rule.limit } else { self.value < self.rule.limit }
    }

    /// The measure, where it is one of the policy's own and not known about every document.
    pub(crate) fn own_measure(&self) -> Option<&str> {
        let own = !matches!(self.rule.measure, Measure::Named(_) | Measure::Signal(_));
        own.then(|| &self.rule()["min_".len()..])
    }
}

impl Policy {
    /// Reads a policy from TOML.
    ///
    /// # Errors
    /// All mistakes at once.
    pub fn from_toml(text: &str) -> Result<Policy, Error> {
        let wrong = |e: toml::de::Error| {
            let line = 1 + text[..e.span().map_or(0, |span| span.start.min(text.len()))].matches('\n').count();
            Error::new(ErrorKind::Option, format!("the policy is not TOML, line {line}: {}", e.message()))
        };
        Policy::from_json(&toml::from_str(text).map_err(wrong)?)
    }

    /// Reads a policy from plain data of the same form.
    ///
    /// # Errors
    /// All mistakes at once.
    pub fn from_json(table: &Json) -> Result<Policy, Error> {
        let Json::Object(given) = table else {
            return Err(Error::new(ErrorKind::Option, "a policy is a table of thresholds"));
        };
        let mut policy = Policy { given: given.clone(), ..Policy::default() };
        let mut mistakes = Vec::new();
        for (key, value) in given {
            if let Err(found) = policy.read(key, value) {
                mistakes.extend(found);
            }
        }
        mistakes.extend(policy.contradictions());
        if let [one] = &mut mistakes[..] {
            one.insert_str(0, "policy: ");
        }
        Error::of_all(ErrorKind::Option, "the policy has", mistakes).map(|()| policy)
    }

    /// Limits that were given twice, and ranges in which no value lies.
    fn contradictions(&self) -> Vec<String> {
        let mut found = Vec::new();
        for (i, rule) in self.rules.iter().enumerate() {
            let before = self.rules[..i].iter().filter(|other| other.measure == rule.measure);
            for other in before {
                let (min, max) = if rule.upper { (other, rule) } else { (rule, other) };
                if other.upper == rule.upper {
                    found.push(format!("{} is given twice", rule.name));
                } else if min.limit > max.limit {
                    found.push(format!("{} {} is greater than {} {}", min.name, min.limit, max.name, max.limit));
                }
            }
        }
        found
    }

    /// The policy as it was given.
    #[must_use]
    pub fn to_json(&self) -> Json {
        Json::Object(self.given.clone())
    }

    fn read(&mut self, key: &str, value: &Json) -> Result<(), Vec<String>> {
        match key {
            _ if value.is_null() => Ok(()),
            "languages" => {
                self.languages = Some(languages(value)?);
                Ok(())
            }
            "signals" | "edits_per_1000" | "entities_per_1000" | "patterns_per_1000" => self.read_table(key, value),
            _ => {
                let (upper, name) = match (key.strip_prefix("max_"), key.strip_prefix("min_")) {
                    (Some(name), _) => (true, name),
                    (_, Some(name)) => (false, name),
                    _ => return Err(vec![unknown_key(key)]),
                };
                let named = MEASURES.iter().position(|m| m.0 == name).map(Measure::Named);
                let measure = named.or_else(|| known_signal(name).map(Measure::Signal));
                let measure = measure.ok_or_else(|| vec![unknown_key(key)])?;
                let limit = number(key, value)?;
                self.rules.push(Rule { name: key.to_owned(), measure, limit, upper });
                Ok(())
            }
        }
    }

    /// A table of ranges: `name = { min = …, max = … }`.
    fn read_table(&mut self, table: &str, value: &Json) -> Result<(), Vec<String>> {
        let Json::Object(rows) = value else {
            return Err(vec![format!("{table} is a table of ranges, such as {{ name = {{ min = 0, max = 1 }} }}")]);
        };
        let mut mistakes = Vec::new();
        for (name, range) in rows {
            let (measure, range) = match table {
                "patterns_per_1000" => match self.read_pattern(name, range) {
                    Ok((measure, range)) => (Ok(measure), range),
                    Err(mistake) => {
                        mistakes.push(mistake);
                        continue;
                    }
                },
                _ => (named_measure(table, name), range.clone()),
            };
            match (measure, bounds(&format!("{table}.{name}"), &range)) {
                (Ok(measure), Ok(bounds)) => self.rules.extend(bounds.into_iter().map(|(upper, limit)| {
                    let side = if upper { "max" } else { "min" };
                    let name = if table == "signals" { name.clone() } else { format!("{table}.{name}") };
                    Rule { name: format!("{side}_{name}"), measure, limit, upper }
                })),
                (measure, bounds) => {
                    mistakes.extend(measure.err());
                    mistakes.extend(bounds.err().into_iter().flatten());
                }
            }
        }
        if mistakes.is_empty() { Ok(()) } else { Err(mistakes) }
    }

    /// The measure of a pattern, and its range without the pattern.
    fn read_pattern(&mut self, name: &str, row: &Json) -> Result<(Measure, Json), String> {
        let mut range = row.clone();
        let pattern = range.as_object_mut().and_then(|row| row.shift_remove("pattern"));
        let (Some(Json::String(pattern)), Some(1..)) = (pattern, range.as_object().map(Map::len)) else {
            let right = "write { pattern = \"…\", max = 0 }";
            return Err(format!("patterns_per_1000.{name} is {row}, which has no pattern or no limit: {right}"));
        };
        let regex = Regex::new(&pattern).map_err(|e| {
            // The last line says what is wrong; those before it show where, for which there is no room in a list.
            let wrong = e.to_string();
            let wrong = wrong.lines().last().unwrap_or_default().trim_start_matches("error: ");
            format!("patterns_per_1000.{name}: {pattern:?} is no regular expression: {wrong}")
        })?;
        self.patterns.push(Pattern(regex));
        Ok((Measure::Pattern(self.patterns.len() - 1), range))
    }

    /// # Errors
    /// Rules over what the analyzer was told not to look for.
    pub(crate) fn check(&self, tasks: Tasks) -> Result<(), Error> {
        let needed = |measure: Measure| match measure {
            Measure::Named(index) => MEASURES[index].1,
            Measure::Edits(_) => "edits",
            Measure::Entities(_) => "entities",
            Measure::Signal(_) => "signals",
            Measure::Pattern(_) => "",
        };
        let missing = |task: &str| !tasks.has(task);
        let mut idle: Vec<String> =
            self.rules.iter().filter(|r| missing(needed(r.measure))).map(|r| r.name.clone()).collect();
        if self.languages.is_some() && missing("languages") {
            idle.push("languages".into());
        }
        if idle.is_empty() {
            return Ok(());
        }
        let message = format!(
            "the policy asks for {}, but the analyzer's tasks are only {}",
            idle.join(", "),
            tasks.names().join(", ")
        );
        Err(Error::new(ErrorKind::Option, message))
    }

    /// All rules that a document fails.
    #[must_use]
    pub fn reasons(&self, document: &Document) -> Vec<Reason> {
        self.failed(document, &self.verdicts(document))
    }

    /// How a document stands to every threshold. It is judged by the digits that records and reports show: 1 - 0.7 is a
    /// little more than 0.3, and nobody could see why `max_mix_score = 0.3` rejects it.
    pub(crate) fn verdicts(&self, document: &Document) -> Vec<Verdict<'_>> {
        self.rules.iter().map(|rule| Verdict { rule, value: rounded(self.value(rule.measure, document)) }).collect()
    }

    /// The rules that a document with these verdicts fails.
    pub(crate) fn failed(&self, document: &Document, verdicts: &[Verdict]) -> Vec<Reason> {
        let dominant = document.mix.dominant();
        let language = self.languages.as_ref().filter(|l| !l.contains(&dominant)).map(|languages| {
            let codes: Vec<&str> = languages.iter().map(|l| l.code()).collect();
            Reason { rule: "languages".into(), value: json!(dominant.code()), limit: json!(codes) }
        });
        let missed = verdicts.iter().filter(|v| v.fails()).map(|v| Reason {
            rule: v.rule().to_owned(),
            value: json!(v.value),
            limit: json!(v.limit()),
        });
        language.into_iter().chain(missed).collect()
    }

    fn value(&self, measure: Measure, document: &Document) -> f64 {
        match measure {
            Measure::Named(index) => MEASURES[index].2(document),
            Measure::Edits(kind) => per_1000(document, document.edits.iter().filter(|e| e.kind == kind).count()),
            Measure::Entities(label) => {
                per_1000(document, document.entities.iter().filter(|e| e.label == label).count())
            }
            Measure::Signal(name) => document.signals.get(name).unwrap_or(0.0),
            Measure::Pattern(index) => per_1000(document, self.patterns[index].0.find_iter(&document.mended).count()),
        }
    }
}

/// The measure of a row in a table of ranges.
fn named_measure(table: &str, name: &str) -> Result<Measure, String> {
    match table {
        "signals" => known_signal(name).map(Measure::Signal).ok_or_else(|| unknown_signal(name)),
        "edits_per_1000" => EditKind::from_name(name).map(Measure::Edits).map_err(|e| e.to_string()),
        _ => Label::from_name(name).map(Measure::Entities).map_err(|e| e.to_string()),
    }
}

fn languages(value: &Json) -> Result<Vec<Language>, Vec<String>> {
    let codes: Option<Vec<&str>> = value.as_array().and_then(|list| list.iter().map(Json::as_str).collect());
    let codes = codes.filter(|c| !c.is_empty());
    let codes =
        codes.ok_or_else(|| vec![format!("languages is a list of codes such as [\"de\", \"en\"], not {value}")])?;
    let (mut languages, mut mistakes) = (Vec::new(), Vec::new());
    for code in codes {
        match Language::from_code(code) {
            Ok(language) => languages.push(language),
            Err(e) => mistakes.push(e.to_string()),
        }
    }
    if mistakes.is_empty() { Ok(languages) } else { Err(mistakes) }
}

fn number(key: &str, value: &Json) -> Result<f64, Vec<String>> {
    let number = value.as_f64().filter(|n| n.is_finite());
    number.ok_or_else(|| vec![format!("{key} is {value}, but a threshold is a number")])
}

/// The limits of a range; `true` marks the upper one.
fn bounds(key: &str, range: &Json) -> Result<Vec<(bool, f64)>, Vec<String>> {
    let sides: Option<Vec<(&str, &Json)>> = match range {
        Json::Object(sides) => Some(sides.iter().map(|(side, value)| (side.as_str(), value)).collect()),
        Json::Array(pair) if pair.len() == 2 => Some(vec![("min", &pair[0]), ("max", &pair[1])]),
        _ => None,
    };
    let sides: Vec<_> = sides.unwrap_or_default().into_iter().filter(|(_, value)| !value.is_null()).collect();
    if sides.is_empty() || sides.iter().any(|(side, _)| !matches!(*side, "min" | "max")) {
        return Err(vec![format!("{key} is {range}, but a range is {{ min = …, max = … }}, with one of them or both")]);
    }
    let limit = |(side, value): &(&str, &Json)| Ok((*side == "max", number(&format!("{key}.{side}"), value)?));
    sides.iter().map(limit).collect()
}

fn unknown_key(key: &str) -> String {
    let mut known: Vec<String> =
        ["languages", "signals", "edits_per_1000", "entities_per_1000", "patterns_per_1000"].map(String::from).into();
    known.extend(MEASURES.iter().flat_map(|m| [format!("min_{}", m.0), format!("max_{}", m.0)]));
    let signals = signal_names().flat_map(|name| [format!("min_{name}"), format!("max_{name}")]);
    let all: Vec<String> = known.iter().cloned().chain(signals).collect();
    let message = Error::unknown("threshold", key, all.iter().map(String::as_str)).to_string();
    // The list of all signals twice would hide the rest.
    let head = message.split(" There are: ").next().unwrap_or_default();
    format!("{head} There are: {}, and min_… and max_… of every signal", known.join(", "))
}

fn unknown_signal(name: &str) -> String {
    Error::unknown("signal", name, signal_names()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{LanguageMix, Signals};

    #[test]
    fn all_mistakes_are_listed_at_once() {
        let text = "max_mix_scor = 1\nlanguages = [\"dee\"]\nmax_cmi = \"x\"\n[signals]\nfoo = {min = 1}\n\
                    gopher_doc_words = {min = 2, max = 1}\n[edits_per_1000]\nencoding = 3";
        let message = Policy::from_toml(text).expect_err("mistakes").to_string();
        let expected =
            ["6 mistakes", "max_mix_score", "\"dee\"", "max_cmi is \"x\"", "\"foo\"", "2 is greater", "a range is"];
        assert!(expected.iter().all(|e| message.contains(e)), "{message}");
        assert!(Policy::from_toml("a = 1\n= 1").expect_err("broken").to_string().contains("not TOML, line 2: "));
    }

    #[test]
    fn limits_that_contradict_each_other_are_mistakes() {
        for (text, wrong) in [
            ("min_cmi = 3\nmax_cmi = 2", "min_cmi 3 is greater than max_cmi 2"),
            (
                "min_gopher_doc_words = 1\n[signals]\ngopher_doc_words = { min = 5 }",
                "min_gopher_doc_words is given twice",
            ),
        ] {
            let message = Policy::from_toml(text).expect_err("a mistake").to_string();
            assert_eq!(message, format!("policy: {wrong}"));
        }
        assert!(Policy::from_toml("min_cmi = 2\nmax_cmi = 2").is_ok());
    }

    #[test]
    fn every_failed_rule_is_named() {
        let text =
            "max_mix_score = 0.2\nlanguages = [\"de\"]\nmin_characters = 3\n[signals]\ngopher_doc_words = { min = 50 }";
        let policy = Policy::from_toml(text).expect("right");
        let english = Language::from_code("en").expect("known");
        let mix = LanguageMix { shares: vec![(english, 1.0)], score: 0.3, ..LanguageMix::default() };
        let signals = Signals(vec![("gopher_doc_words", 7.0)]);
        let document = Document { text: "Seven".into(), mix, signals, ..Document::default() };
        let rules: Vec<String> = policy.reasons(&document).into_iter().map(|r| r.rule).collect();
        assert_eq!(rules, ["languages", "max_mix_score", "min_gopher_doc_words"]);
        assert!(Policy::default().reasons(&document).is_empty());
    }

    #[test]
    fn a_value_at_the_limit_is_accepted() {
        let policy = Policy::from_toml("max_mix_score = 0.3\nmin_m_index = 0.3").expect("right");
        let mix = LanguageMix { score: 1.0 - 0.7, m_index: 0.3 - 1e-12, ..LanguageMix::default() };
        assert!(mix.score > 0.3 && mix.m_index < 0.3);
        assert_eq!(policy.reasons(&Document { mix, ..Document::default() }), []);
    }

    #[test]
    fn patterns_are_counted_in_the_mended_text() {
        let text = "[patterns_per_1000]\ncookies = { pattern = '(?i)cookies?', max = 0 }";
        let policy = Policy::from_toml(text).expect("right");
        let document = |mended: &str| Document { text: mended.into(), mended: mended.into(), ..Document::default() };
        let reasons = policy.reasons(&document("Accept all Cookies."));
        assert_eq!((reasons.len(), reasons[0].rule.as_str()), (1, "max_patterns_per_1000.cookies"));
        assert!(policy.reasons(&document("Nothing to accept.")).is_empty());
        for (row, wrong) in [("{ max = 0 }", "has no pattern"), ("{ pattern = '(', max = 0 }", "no regular expression")]
        {
            let message = Policy::from_toml(&format!("[patterns_per_1000]\nx = {row}")).expect_err("wrong").to_string();
            assert!(message.contains(wrong), "{message}");
        }
    }

    #[test]
    fn rules_without_their_task_are_refused() {
        let policy = Policy::from_toml("max_cmi = 1\nmax_characters = 9").expect("right");
        let message = policy.check(Tasks { languages: false, ..Tasks::ALL }).expect_err("idle").to_string();
        assert!(message.contains("asks for max_cmi, but"), "{message}");
        assert!(policy.check(Tasks::ALL).is_ok());
    }
}

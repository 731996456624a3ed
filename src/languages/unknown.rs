//! What whatlang is asked: the name of a language that our own model does not know, where a text is in none that it
//! does. Over all its languages whatlang costs some 1,000 ns a byte, so it never sees another text. Of its
//! languages our model lacks two, Javanese and Akan, for want of text. Of 44 Javanese texts of six sentences (Tatoeba)
//! 42 are in no language that our model knows, and whatlang names 41 of those; the others pass for Indonesian or
//! Tagalog.

use whatlang::Detector;

use crate::draft::TokenLanguage;
use crate::language::Language;
use crate::languages::model::model;
use crate::languages::words::Unit;
use crate::options::Options;

/// Fewer words say too little for trigrams.
const FEWEST_WORDS: usize = 8;
/// Bytes looked at of a run.
const MOST_BYTES: usize = 2000;

/// Puts a language to runs of words in no known one, where whatlang is sure of one that the model lacks.
pub(crate) fn ask(text: &str, units: &[Unit], labels: &mut [TokenLanguage], options: &Options) {
    let mut from = 0;
    while let Some(found) = labels[from..].iter().position(|label| label.language == Language::UND) {
        from += found;
        let length = labels[from..].iter().take_while(|label| label.language == Language::UND).count();
        let run = &units[from..from + length];
        if length >= FEWEST_WORDS
            && let Some(language) = language(&text[run[0].span.start as usize..run[length - 1].span.end as usize])
            && options.languages.as_ref().is_none_or(|named| named.contains(&language))
        {
            let found = |label: &mut TokenLanguage| *label = TokenLanguage { language, ..*label };
            labels[from..from + length].iter_mut().for_each(found);
        }
        from += length;
    }
}

fn language(run: &str) -> Option<Language> {
    let end = run.char_indices().map(|(at, _)| at).find(|&at| at >= MOST_BYTES).unwrap_or(run.len());
    let found = Detector::new().detect(&run[..end]).filter(whatlang::Info::is_reliable)?;
    let language = Language::from_code(found.lang().code()).ok()?;
    model().lane(language).is_none().then_some(language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatlang_adds_two_languages() {
        let known = whatlang::Lang::all().iter().filter_map(|lang| Language::from_code(lang.code()).ok());
        let added: Vec<&str> = known.filter(|&l| model().lane(l).is_none()).map(Language::code).collect();
        assert_eq!(added.len(), 2, "{added:?}");
        assert!(added.contains(&"jv") && added.contains(&"ak"), "{added:?}");
    }
}

//! Job: encoding. Damage to characters: UTF-8 read in another code page, ligatures of print, and character references
//! of HTML and backslashes of programs left over.
//!
//! Damage is mended span by span: one good character elsewhere blocks nothing. Compare ftfy, which decodes a whole
//! segment or leaves it.

mod escapes;
mod ligatures;
mod lone;
mod pages;
mod references;
mod spans;
mod whole;

use crate::document::{Edit, EditKind};
use crate::draft::Draft;
use crate::offset_map;
use crate::options::Options;
use crate::span::Span;

/// How often a text may have been read in a wrong code page.
const LAYERS: usize = 3;

/// Mends all layers of damage at once: between two of them other repairs would find faults that are none.
pub(crate) fn run(draft: &mut Draft, options: &Options) {
    for _ in 0..LAYERS {
        let before = draft.changes;
        mend(draft, options);
        if draft.changes == before {
            break;
        }
    }
}

fn mend(draft: &mut Draft, options: &Options) {
    let mut edits: Vec<Edit> = Vec::new();
    let mut add = |span: Span, replacement: &str, kind: EditKind, rule: &'static str, confidence: f32| {
        if options.wants_edit(kind, confidence) {
            edits.push(offset_map::edit(span, replacement, kind, rule, confidence));
        }
    };
    for found in spans::find(&draft.text) {
        let confidence = if found.strong { 0.995 } else { 0.97 };
        add(found.span, &found.text, EditKind::Encoding, "mojibake", confidence);
    }
    ligatures::find(&draft.text, |span, text| add(span, text, EditKind::Encoding, "ligature", 0.99));
    references::find(&draft.text, |span, text| add(span, text, EditKind::HtmlEntity, "character-reference", 0.98));
    escapes::find(&draft.text, |span, text| add(span, text, EditKind::Encoding, "escaped-quote", 0.97));
    edits.sort_by_key(|e| e.span);
    edits.dedup_by(|b, a| a.span.end > b.span.start);
    draft.apply(edits);
}

#[cfg(test)]
mod tests {
    use crate::analyzer::Analyzer;
    use crate::options::Options;

    fn mend(text: &str) -> String {
        Analyzer::new(Options::default()).expect("default options").mend(text)
    }

    #[test]
    fn damage_is_mended_span_by_span() {
        for (text, right) in [
            ("Die Brücke ist schÃ¶n.", "Die Brücke ist schön."),
            ("Itâ€™s late.", "It’s late."),
            ("Ð£Ñ‚Ñ€Ð¾ Ð¸ Ð²ÐµÑ‡ÐµÑ€", "Утро и вечер"),
            ("РЈС‚СЂРѕ Рё РІРµС‡РµСЂ", "Утро и вечер"),
            ("la rÃƒÂ©gion entiÃƒÂ¨re", "la région entière"),
            ("trÄ\u{99}bacz i dzieĹ„", "tręb\u{61}cz i dzień"),
            ("sch√∂ne Br√ºcke", "schöne Brücke"),
            ("Questa Ã¨ la cittÃ  di Bari", "Questa è la città di Bari"),
            ("Fish &amp; chips, caf&eacute;", "Fish & chips, café"),
            (r#"Sie rief: \"Foça\'da brennt es\" und lief."#, r#"Sie rief: "Foça'da brennt es" und lief."#),
            ("Die Schiﬀe ﬁelen auf, der Eﬃzienz wegen.", "Die Schiffe fielen auf, der Effizienz wegen."),
        ] {
            assert_eq!(mend(text), right);
        }
    }

    #[test]
    fn what_only_looks_damaged_stays() {
        for text in [
            "Die Laute „Ä“ und „Ö“ sind Umlaute.",
            "Der Staat hieß СССР», das Buch «СССР…»",
            "CAFÉ… À”, ÉTÉ»",
            "Рівне і Січень, Віра",
            "le passé»…",
            "3–ä und 5≈±",
            "a &b; c & d",
            r"Poincar\'e saß im Caf\'e.",
            r"print 'it\'s' or \'it\'",
            r#"Schreibe \' oder \" für ein Zeichen."#,
            "Das Zeichen „ﬁ“ ist eine Ligatur, ﬂ auch.",
        ] {
            assert_eq!(mend(text), text);
        }
    }
}

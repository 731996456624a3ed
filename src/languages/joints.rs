//! What stands between two words: how easily the language changes there, and where exactly.

use crate::span::Span;
use crate::token::{Case, Gap, Kind, Token};

/// How much of a boundary a joint is, weakest first; the order of `switch` in `presets.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Boundary {
    /// Nothing, behind a short word in lower case: mostly an article, preposition or conjunction, which is in the
    /// language of what follows (the Functional Head Constraint of Belazi, Rubin & Toribio 1994). Or nothing between
    /// two capitalised words, mostly a name.
    Inside,
    Nothing,
    Comma,
    Quote,
    SentenceEnd,
    /// The end of a sentence without white space: often a joint between two texts.
    Glue,
    LineBreak,
}

/// Letters of a short word.
const SHORT: usize = 3;

/// The strongest boundary between two tokens, the second behind the first.
pub(crate) fn between(text: &str, tokens: &[Token], first: usize, second: usize) -> Boundary {
    if first == second {
        return Boundary::Nothing;
    }
    if second == first + 1 && behind(tokens[first]) == Boundary::Nothing {
        let inside = is_inside(text, tokens[first], tokens[second]);
        return if inside { Boundary::Inside } else { Boundary::Nothing };
    }
    let joints = (first..second).map(|i| behind(tokens[i]));
    let marks = tokens[first + 1..second].iter().map(|token| of_mark(text, *token));
    let found = joints.chain(marks).max().unwrap_or(Boundary::Nothing);
    match found {
        Boundary::SentenceEnd if tokens[first..second].iter().all(|token| token.gap == Gap::None) => Boundary::Glue,
        _ => found,
    }
}

fn is_inside(text: &str, first: Token, second: Token) -> bool {
    match first.case {
        Case::Lower => first.text(text).chars().nth(SHORT).is_none(),
        Case::Capital => second.case == Case::Capital,
        _ => false,
    }
}

/// What the white space behind a token makes of it.
fn behind(token: Token) -> Boundary {
    match token.gap {
        Gap::Line | Gap::Paragraph => Boundary::LineBreak,
        _ => Boundary::Nothing,
    }
}

/// What a mark makes of the place where it stands.
fn of_mark(text: &str, token: Token) -> Boundary {
    if token.kind != Kind::Punctuation {
        return Boundary::Nothing;
    }
    match token.text(text).chars().next().unwrap_or(' ') {
        '.' | '!' | '?' | '…' | '。' | '！' | '？' | '।' | '॥' | '۔' | '؟' | '։' | '။' | '།' => {
            Boundary::SentenceEnd
        }
        ',' | ':' | ';' | '-' | '–' | '—' | '―' | '/' => Boundary::Comma,
        '、' | '，' | '；' | '：' | '،' | '؛' | '·' => Boundary::Comma,
        '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›' | '‘' | '’' | '‚' | '\'' | '`' => {
            Boundary::Quote
        }
        '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' => Boundary::Quote,
        '「' | '」' | '『' | '』' | '《' | '》' | '（' | '）' => Boundary::Quote,
        _ => Boundary::Nothing,
    }
}

/// Whether a mark opens: it belongs to what follows.
fn opens(text: &str, token: Token) -> bool {
    token.kind == Kind::Punctuation && token.text(text).chars().all(|c| "([{“„«‘‹「『《（¿¡".contains(c))
}

/// Where the text parts between two words of different languages: the end of the one part and the start of the other.
/// It parts at white space where there is some, the strongest boundary first, then the last; else right before the
/// marks that open what follows.
pub(crate) fn cut(text: &str, tokens: &[Token], first: (usize, Span), second: (usize, Span)) -> (u32, u32) {
    if first.0 == second.0 {
        return (second.1.start, second.1.start);
    }
    let strength = |i: usize| {
        let before = if i > first.0 && !opens(text, tokens[i]) { of_mark(text, tokens[i]) } else { Boundary::Nothing };
        let after = if i + 1 < second.0 && opens(text, tokens[i + 1]) { Boundary::Quote } else { Boundary::Nothing };
        behind(tokens[i]).max(before).max(after)
    };
    let spaced = (first.0..second.0).filter(|&i| tokens[i].gap != Gap::None);
    if let Some(i) = spaced.max_by_key(|&i| (strength(i), i)) {
        return (tokens[i].span.end, tokens[i + 1].span.start);
    }
    let mut at = second.0;
    while at > first.0 + 1 && opens(text, tokens[at - 1]) {
        at -= 1;
    }
    let place = if at == second.0 { second.1.start } else { tokens[at].span.start };
    (place, place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token;

    fn parted<'a>(text: &'a str, first: &str, second: &str) -> (&'a str, &'a str) {
        let mut tokens = Vec::new();
        token::scan(text, &mut tokens);
        let index = |word: &str| tokens.iter().position(|t| t.text(text) == word).expect("a token");
        let (a, b) = (index(first), index(second));
        let (end, start) = cut(text, &tokens, (a, tokens[a].span), (b, tokens[b].span));
        (&text[..end as usize], &text[start as usize..])
    }

    #[test]
    fn marks_go_where_they_belong() {
        assert_eq!(parted("er kam.“ (She left", "kam", "She"), ("er kam.“", "(She left"));
        assert_eq!(parted("kam.She left", "kam", "She"), ("kam.", "She left"));
        assert_eq!(parted("kam(she", "kam", "she"), ("kam", "(she"));
        assert_eq!(parted("Kiln 25 % people", "Kiln", "people"), ("Kiln 25 %", "people"));
        assert_eq!(parted("kam. 25 people", "kam", "people"), ("kam.", "25 people"));
        assert_eq!(parted("un « stone » dit", "un", "stone"), ("un", "« stone » dit"));
        assert_eq!(parted("un « stone » dit", "stone", "dit"), ("un « stone »", "dit"));
    }

    #[test]
    fn the_strongest_boundary_counts() {
        let text = "a, (b). c\nd.e of f ghij Kiln Ost";
        let mut tokens = Vec::new();
        token::scan(text, &mut tokens);
        let words: Vec<usize> = (0..tokens.len()).filter(|&i| tokens[i].is_word()).collect();
        let found: Vec<Boundary> = words.windows(2).map(|w| between(text, &tokens, w[0], w[1])).collect();
        use Boundary::{Glue, Inside, LineBreak, Nothing, Quote, SentenceEnd};
        assert_eq!(found, [Quote, SentenceEnd, LineBreak, Glue, Inside, Inside, Inside, Nothing, Inside]);
    }
}

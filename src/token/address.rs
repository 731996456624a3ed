//! Addresses, which are one token: of pages, of mail.

use super::{Case, Gap, Kind, Script, Token, first, is_name, length_while};
use crate::character::{Character, Class};
use crate::span::Span;

/// Whether a token is one of those that [`whole_address`] looks for.
pub(super) fn may_join_an_address(bytes: &[u8], token: Token) -> bool {
    match bytes[token.span.start as usize] {
        b':' | b'@' => true,
        b'w' | b'W' => token.span.len() == 3,
        _ => false,
    }
}

/// Whether `token` begins or joins an address: then the whole address, with what stood before it taken from `tokens`.
pub(super) fn whole_address(text: &str, tokens: &mut Vec<Token>, token: Token) -> Token {
    let found = match token.text(text) {
        ":" if text[token.span.end as usize..].starts_with("//") => scheme(text, tokens, token),
        "@" => email(text, tokens, token),
        word if word.eq_ignore_ascii_case("www") => {
            let rest = &text[token.span.end as usize..];
            let follows = rest.starts_with('.') && first(&rest[1..]).is_some_and(|(_, n)| is_name(n.class));
            follows.then(|| (tokens.len(), Kind::Url, address_end(text, token.span.end as usize)))
        }
        _ => None,
    };
    let Some((keep, kind, end)) = found else { return token };
    let start = tokens.get(keep).map_or(token.span.start, |t| t.span.start);
    tokens.truncate(keep);
    Token { span: Span::new(start as usize, end), kind, case: Case::None, script: Script::Common, gap: Gap::None }
}

/// `scheme://…`: the scheme stands as a word right before the colon.
fn scheme(text: &str, tokens: &[Token], colon: Token) -> Option<(usize, Kind, usize)> {
    let last = tokens.last().filter(|t| t.is_word() && t.gap == Gap::None)?;
    let known = ["http", "https", "ftp", "ftps", "sftp", "file", "ssh", "git", "ws", "wss"];
    let name = last.text(text);
    let end = address_end(text, colon.span.end as usize + 2);
    let holds = end > colon.span.end as usize + 2 && known.iter().any(|k| name.eq_ignore_ascii_case(k));
    holds.then_some((tokens.len() - 1, Kind::Url, end))
}

/// `name@host.tld`: the name is what stands before without a gap, the host has a dot inside.
fn email(text: &str, tokens: &[Token], at_sign: Token) -> Option<(usize, Kind, usize)> {
    let mut keep = tokens.len();
    while keep > 0 {
        let t = tokens[keep - 1];
        let joined = t.gap == Gap::None && t.span.end as usize <= at_sign.span.start as usize;
        let part = matches!(t.kind, Kind::Word | Kind::Number | Kind::Apostrophe)
            || matches!(t.text(text), "." | "_" | "-" | "+");
        if !joined || !part {
            break;
        }
        keep -= 1;
    }
    while keep < tokens.len() && !matches!(tokens[keep].kind, Kind::Word | Kind::Number) {
        keep += 1;
    }
    let host = at_sign.span.end as usize;
    let run = length_while(&text[host..], |c| {
        c.is_ascii_alphanumeric() || matches!(c, '.' | '-') || !c.is_ascii() && c.is_alphanumeric()
    });
    let host_text = text[host..host + run].trim_end_matches(['.', '-']);
    let labels: Vec<&str> = host_text.split('.').collect();
    let plausible =
        labels.len() > 1 && labels.iter().all(|l| !l.is_empty()) && labels[labels.len() - 1].chars().count() > 1;
    (keep < tokens.len() && plausible).then_some((keep, Kind::Email, host + host_text.len()))
}

/// Where an address ends: at white space, quotes or angle brackets, without the punctuation that closes the sentence.
fn address_end(text: &str, from: usize) -> usize {
    let stop = |c: char| {
        let class = Character::of(c).class;
        class.is_space()
            || matches!(
                c,
                '<' | '>' | '"' | '“' | '”' | '„' | '«' | '»' | '`' | '{' | '}' | '|' | '\\' | '。' | '，' | '」'
            )
            || matches!(class, Class::Control | Class::Invisible)
    };
    let run = &text[from..from + length_while(&text[from..], |c| !stop(c))];
    let mut end = run.len();
    // One count of the brackets, kept up to date while marks are cut off, so that a long tail stays linear.
    let mut open = run.matches('(').count() as i64 - run.matches(')').count() as i64;
    while let Some(c) = run[..end].chars().next_back() {
        match c {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | ']' | '*' | '_' | '…' => {}
            ')' if open < 0 => open += 1,
            _ => break,
        }
        end -= c.len_utf8();
    }
    from + end
}

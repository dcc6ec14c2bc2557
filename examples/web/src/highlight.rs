//! Colours for the source that pages show of themselves.

use std::fmt::Write;

const KEYWORDS: [&str; 22] = [
    "as", "async", "await", "const", "crate", "else", "export", "fn", "if", "impl", "import", "in",
    "let", "match", "mod", "move", "pub", "return", "struct", "throw", "use", "where",
];

/// Returns a text of Rust or TypeScript as HTML, in which comments, strings, keywords, types and
/// Convex's hooks have classes.
pub(crate) fn highlighted(source: &str) -> String {
    let mut html = String::with_capacity(source.len() * 2);
    let mut rest = source.trim_end();
    while let Some(first) = rest.chars().next() {
        let length = length(rest, first);
        let (word, after) = rest.split_at(length);
        rest = after;
        let word = word
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;");
        // Writing to a string does not fail.
        let _ = match class(&word, first) {
            Some(class) => write!(html, "<span class={class}>{word}</span>"),
            None => html.write_str(&word),
        };
    }
    html
}

/// Returns the length in bytes of the token that a text starts with.
fn length(rest: &str, first: char) -> usize {
    let end = match first {
        '/' if rest.starts_with("//") => rest.find('\n'),
        '/' if rest.starts_with("/*") => rest.find("*/").map(|end| end + 2),
        '"' => {
            let mut escaped = false;
            let closes = |character: char| {
                let closes = character == '"' && !escaped;
                escaped = character == '\\' && !escaped;
                closes
            };
            rest[1..].find(closes).map(|end| end + 2)
        }
        _ if is_letter(first) => rest.find(|character| !is_letter(character)),
        _ => Some(first.len_utf8()),
    };
    end.unwrap_or(rest.len())
}

fn class(word: &str, first: char) -> Option<&'static str> {
    match first {
        '/' if word.len() > 1 => Some("comment"),
        '"' => Some("string"),
        'A'..='Z' => Some("type"),
        _ if word.starts_with("use_convex") => Some("hook"),
        _ if KEYWORDS.contains(&word) => Some("keyword"),
        _ => None,
    }
}

fn is_letter(character: char) -> bool {
    character == '_' || character.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::highlighted;

    #[test]
    fn words_have_classes_and_the_text_stays_as_it_is() {
        let html = highlighted("let a = use_convex_action(\"<\\\"b\"); // Ada's\n&Some");
        assert_eq!(
            html,
            "<span class=keyword>let</span> a = <span class=hook>use_convex_action</span>\
             (<span class=string>\"&lt;\\\"b\"</span>); \
             <span class=comment>// Ada's</span>\n&amp;<span class=type>Some</span>"
        );
    }
}

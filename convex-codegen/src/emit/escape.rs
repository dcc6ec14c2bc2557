//! Text of the backend in generated files: everything that is not a name passes here.

use std::fmt::Write as _;

/// `text` as a string literal.
pub fn string(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                literal.push('\\');
                literal.push(c);
            }
            '\n' => literal.push_str("\\n"),
            '\t' => literal.push_str("\\t"),
            '\r' => literal.push_str("\\r"),
            c if is_hidden(c) => {
                let _ = write!(literal, "\\u{{{:x}}}", u32::from(c));
            }
            c => literal.push(c),
        }
    }
    literal.push('"');
    literal
}

/// `text` as a comment that starts with `mark`. Nothing in it ends the line.
pub fn comment(mark: &str, text: &str) -> String {
    let visible: String = text.chars().filter(|c| !is_hidden(*c)).collect();
    match visible.trim_end() {
        "" => format!("{mark}\n"),
        visible => format!("{mark} {visible}\n"),
    }
}

/// Control characters, separators of lines, and those that change the direction of text, which rustc denies.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::{comment, string};

    #[test]
    fn a_literal_is_the_same_text() {
        for text in [
            "",
            "a\"b\\c",
            "\u{0}\r\n\t",
            "\u{202e}\u{2028}",
            "größe 👍",
            "*/ //",
        ] {
            let literal: syn::LitStr = syn::parse_str(&string(text)).expect("it is a literal");
            assert_eq!(literal.value(), text);
            assert_eq!(string(text).lines().count(), 1);
        }
    }

    #[test]
    fn a_comment_is_one_line() {
        assert_eq!(comment("///", "a\n#[evil] \u{202e}b"), "/// a#[evil] b\n");
        assert_eq!(comment("//!", " "), "//!\n");
    }
}

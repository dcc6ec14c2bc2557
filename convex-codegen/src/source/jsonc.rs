//! JSON with comments and trailing commas: `tsconfig.json`, `bun.lock`.

use serde_json::Value;

/// Parses `text`, which may have comments and trailing commas; `None` if it is otherwise invalid.
pub(crate) fn parse(text: &str) -> Option<Value> {
    serde_json::from_str(&plain(text)).ok()
}

/// `text` without comments and trailing commas.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                plain.push(c);
                while let Some(c) = chars.next() {
                    plain.push(c);
                    match c {
                        '\\' => plain.extend(chars.next()),
                        '"' => break,
                        _ => {}
                    }
                }
            }
            '/' if chars.peek() == Some(&'/') => while chars.next_if(|c| *c != '\n').is_some() {},
            '/' if chars.peek() == Some(&'*') => {
                let mut last = ' ';
                chars.next();
                for c in chars.by_ref() {
                    if last == '*' && c == '/' {
                        break;
                    }
                    last = c;
                }
            }
            '}' | ']' => {
                let end = plain.trim_end().len();
                if plain[..end].ends_with(',') {
                    plain.truncate(end - 1);
                }
                plain.push(c);
            }
            c => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::parse;

    #[test]
    fn comments_and_trailing_commas_are_no_part_of_the_value() {
        let text = "\u{feff}{ // a\n \"a\": [\"//\", \"b,\",], /* \"c\": 1, */ \"d\": {},\n}";
        assert_eq!(parse(text), Some(json!({ "a": ["//", "b,"], "d": {} })));
        assert_eq!(parse("{,"), None);
    }
}

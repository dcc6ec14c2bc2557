//! Forms: fields in the encoding of URLs.

use std::fmt::Write;

/// `name=value&…`, as queries and bodies have it.
pub(super) fn encode(fields: &[(&str, &str)]) -> String {
    let mut out = String::new();
    for (name, value) in fields {
        if !out.is_empty() {
            out.push('&');
        }
        escape(&mut out, name);
        out.push('=');
        escape(&mut out, value);
    }
    out
}

fn escape(out: &mut String, text: &str) {
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
}

/// The value of a field; `None` when there is none, or it is malformed.
pub(super) fn field(query: &str, wanted: &str) -> Option<String> {
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=')?;
        (name == wanted).then(|| unescape(value))?
    };
    query.split('&').find_map(pair)
}

fn unescape(text: &str) -> Option<String> {
    let mut bytes = text.bytes();
    let mut out = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digits = [bytes.next()?, bytes.next()?];
                u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_come_back_as_they_were() {
        let text = "a b&c=d+é/%";
        let query = encode(&[("first", "1"), ("second", text)]);
        assert_eq!(query, "first=1&second=a%20b%26c%3Dd%2B%C3%A9%2F%25");
        assert_eq!(field(&query, "second").as_deref(), Some(text));
        assert_eq!(field("a=%4&b=%zz", "a"), None);
        assert_eq!(field("a=1", "b"), None);
    }
}

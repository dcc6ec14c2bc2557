//! `encodeURIComponent` and its relatives.

/// The characters that `encodeURI` keeps and `encodeURIComponent` escapes.
const RESERVED: &str = ";/?:@&=+$,#";

/// `encodeURIComponent(text)`
pub(super) fn encode_component(text: &str) -> String {
    encode(text, "-_.!~*'()")
}

/// `encodeURI(text)`
pub(super) fn encode_whole(text: &str) -> String {
    encode(text, "-_.!~*'();/?:@&=+$,#")
}

fn encode(text: &str, kept: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || kept.contains(c) {
            encoded.push(c);
            continue;
        }
        for byte in c.encode_utf8(&mut [0; 4]).bytes() {
            push_escape(&mut encoded, byte);
        }
    }
    encoded
}

fn push_escape(encoded: &mut String, byte: u8) {
    encoded.push('%');
    for digit in [byte >> 4, byte & 15] {
        let digit = char::from_digit(u32::from(digit), 16).unwrap_or('0');
        encoded.push(digit.to_ascii_uppercase());
    }
}

/// `decodeURIComponent(text)`; `None` is a `URIError`.
pub(super) fn decode_component(text: &str) -> Option<String> {
    decode(text, "")
}

/// `decodeURI(text)`; `None` is a `URIError`.
pub(super) fn decode_whole(text: &str) -> Option<String> {
    decode(text, RESERVED)
}

fn decode(text: &str, kept: &str) -> Option<String> {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let first = byte(rest)?;
        let length = match first {
            0..0x80 => 1,
            0xc2..0xe0 => 2,
            0xe0..0xf0 => 3,
            0xf0..0xf5 => 4,
            _ => return None,
        };
        let mut bytes = Vec::with_capacity(length);
        for index in 0..length {
            bytes.push(byte(rest.get(index * 3..)?)?);
        }
        let c = std::str::from_utf8(&bytes).ok()?;
        let (escapes, after) = rest.split_at(length * 3);
        decoded.push_str(if kept.contains(c) { escapes } else { c });
        rest = after;
    }
    decoded.push_str(rest);
    Some(decoded)
}

/// The byte of `%41..`.
fn byte(text: &str) -> Option<u8> {
    let digits = text.strip_prefix('%')?.get(..2)?;
    let valid = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    u8::from_str_radix(digits, 16).ok().filter(|_| valid)
}

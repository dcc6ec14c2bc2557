//! `btoa`, `atob`, `escape` and `unescape`.

use crate::script::native::{Native, attempt};

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The characters that `escape` keeps, besides letters and digits.
const KEPT: &str = "@*_+-./";

/// `btoa`
pub(super) static BTOA: Native = attempt("btoa", |cx, call| {
    let text = cx.string_of(&call.arg(0), call.span)?;
    let bytes: Option<Vec<u8>> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).ok())
        .collect();
    match bytes {
        Some(bytes) => cx.text(&encoded(&bytes), call.span),
        None => Err(cx.throw_message(
            "InvalidCharacterError",
            "The string contains a character beyond 255",
            call.span,
        )),
    }
});

/// `atob`
pub(super) static ATOB: Native = attempt("atob", |cx, call| {
    let text = cx.string_of(&call.arg(0), call.span)?;
    let Some(bytes) = decoded(&text) else {
        let message = "The string to be decoded is not correctly encoded.";
        return Err(cx.throw_message("InvalidCharacterError", message, call.span));
    };
    let text: String = bytes.into_iter().map(char::from).collect();
    cx.text(&text, call.span)
});

/// `escape`
pub(super) static ESCAPE: Native = attempt("escape", |cx, call| {
    let text = cx.string_of(&call.arg(0), call.span)?;
    let mut escaped = String::with_capacity(text.len());
    for unit in text.encode_utf16() {
        match u8::try_from(unit) {
            Ok(byte) if byte.is_ascii_alphanumeric() || KEPT.contains(char::from(byte)) => {
                escaped.push(char::from(byte));
            }
            Ok(byte) => escaped.extend(format!("%{byte:02X}").chars()),
            Err(_) => escaped.extend(format!("%u{unit:04X}").chars()),
        }
    }
    cx.text(&escaped, call.span)
});

/// `unescape`
pub(super) static UNESCAPE: Native = attempt("unescape", |cx, call| {
    let text = cx.string_of(&call.arg(0), call.span)?;
    let units: Vec<u16> = text.encode_utf16().collect();
    let digits = |from: usize, count: usize| -> Option<u16> {
        let part = units.get(from..from + count)?;
        part.iter().try_fold(0, |sum, unit| {
            let digit = char::from_u32(u32::from(*unit))?.to_digit(16)?;
            Some(sum * 16 + u16::try_from(digit).ok()?)
        })
    };
    let mut plain = Vec::with_capacity(units.len());
    let mut at = 0;
    while at < units.len() {
        let marked = units[at] == u16::from(b'%');
        let long = marked && units.get(at + 1) == Some(&u16::from(b'u'));
        let found = match (marked, long) {
            (_, true) => digits(at + 2, 4).map(|unit| (unit, 6)),
            (true, _) => digits(at + 1, 2).map(|unit| (unit, 3)),
            _ => None,
        };
        let (unit, length) = found.unwrap_or((units[at], 1));
        plain.push(unit);
        at += length;
    }
    cx.text_of(&plain, call.span)
});

/// Bytes as Base64.
fn encoded(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let at = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let group = at(0) << 16 | at(1) << 8 | at(2);
        for digit in 0..4 {
            let value = (group >> (18 - 6 * digit)) & 63;
            text.push(if digit <= chunk.len() {
                char::from(DIGITS[value as usize])
            } else {
                '='
            });
        }
    }
    text
}

/// The bytes of Base64, which may have spaces and lack its padding.
fn decoded(text: &str) -> Option<Vec<u8>> {
    let mut digits: Vec<u8> = text
        .bytes()
        .filter(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | 0xc | b'\r'))
        .collect();
    if digits.len().is_multiple_of(4) {
        for _ in 0..2 {
            if digits.last() == Some(&b'=') {
                digits.pop();
            }
        }
    }
    if digits.len() % 4 == 1 {
        return None;
    }
    let mut bytes = Vec::with_capacity(digits.len() / 4 * 3 + 2);
    let (mut group, mut bits) = (0_u32, 0);
    for digit in digits {
        let value = DIGITS.iter().position(|known| *known == digit)?;
        group = (group << 6 | u32::try_from(value).ok()?) & 0xffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(group >> bits & 0xff).ok()?);
        }
    }
    Some(bytes)
}

//! Writing of strings and numbers.

use super::{number::push_shortest, scan::special};

/// Above this an integral float may not survive as an integer.
const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

/// The last digits of numbers up to 99.
const PAIRS: &[u8; 200] = b"0001020304050607080910111213141516171819\
2021222324252627282930313233343536373839\
4041424344454647484950515253545556575859\
6061626364656667686970717273747576777879\
8081828384858687888990919293949596979899";

/// Writes a string, quoted and escaped.
#[inline]
pub(crate) fn push_text(out: &mut String, text: &str) {
    out.push('"');
    let end = special(text.as_bytes(), 0);
    if end == text.len() {
        out.push_str(text);
    } else {
        push_escaped(out, text, end);
    }
    out.push('"');
}

/// Writes a text whose first special character is at `end`.
#[cold]
fn push_escaped(out: &mut String, text: &str, mut end: usize) {
    let mut start = 0;
    loop {
        out.push_str(&text[start..end]);
        let Some(&byte) = text.as_bytes().get(end) else {
            return;
        };
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            8 => out.push_str("\\b"),
            12 => out.push_str("\\f"),
            _ => {
                out.push_str("\\u00");
                for digit in [byte >> 4, byte & 15] {
                    out.push(char::from(b"0123456789abcdef"[usize::from(digit)]));
                }
            }
        }
        start = end + 1;
        end = special(text.as_bytes(), start);
    }
}

/// A string as JSON text.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    push_text(&mut out, text);
    out
}

/// Writes an integer.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "below 100")]
pub(crate) fn push_integer(out: &mut String, value: i64) {
    let (mut buffer, mut at) = ([0; 20], 20);
    let mut left = value.unsigned_abs();
    while left >= 100 {
        let pair = (left % 100) as usize * 2;
        left /= 100;
        at -= 2;
        buffer[at..at + 2].copy_from_slice(&PAIRS[pair..pair + 2]);
    }
    if left >= 10 {
        let pair = left as usize * 2;
        at -= 2;
        buffer[at..at + 2].copy_from_slice(&PAIRS[pair..pair + 2]);
    } else {
        at -= 1;
        buffer[at] = PAIRS[left as usize * 2 + 1];
    }
    if value < 0 {
        out.push('-');
    }
    out.push_str(std::str::from_utf8(&buffer[at..]).expect("digits are ASCII"));
}

/// Writes a finite float; an integral one as an integer.
#[inline]
pub(crate) fn push_float(out: &mut String, value: f64) {
    if value.fract() == 0.0 && value.abs() <= MAX_SAFE_INTEGER {
        #[expect(clippy::cast_possible_truncation, reason = "integral and within ±2^53")]
        push_integer(out, value as i64);
    } else {
        push_shortest(out, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_written_as_serde_json_writes_them() {
        let all: String = (0..0x500).filter_map(char::from_u32).collect();
        for text in ["", "plain", "a\"b\\c\nd\u{1}\u{7f}é\u{1F600}", &all] {
            assert_eq!(quoted(text), serde_json::to_string(text).unwrap());
        }
    }

    #[test]
    fn integers_are_written_as_the_standard_library_writes_them() {
        let mut values = vec![0, 9, 10, 99, 100, 101, 999, 1_000, i64::MAX, i64::MIN];
        values.extend((0..63).map(|shift| 1_i64 << shift));
        for value in values
            .iter()
            .flat_map(|value| [*value, value.wrapping_neg()])
        {
            let mut out = String::new();
            push_integer(&mut out, value);
            assert_eq!(out, value.to_string());
        }
    }
}

//! Base64 in few lines.

const DIGITS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

pub(super) fn encode_into(bytes: &[u8], text: &mut String) {
    for three in bytes.chunks(3) {
        let group = three
            .iter()
            .fold(0, |group, &byte| group << 8 | u32::from(byte));
        let group = group << (8 * (3 - three.len()));
        for place in 0..4 {
            let digit = group >> (18 - 6 * place) & 63;
            text.push(match digit {
                _ if place > three.len() => '=',
                62 => '+',
                63 => '/',
                _ => char::from(DIGITS[digit as usize]),
            });
        }
    }
}

pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim_end_matches('=');
    let padding = text.len() - digits.len();
    if !text.len().is_multiple_of(4) || padding > 2 {
        return None;
    }
    read(digits, *b"+/")
}

pub(super) fn decode_url(text: &str) -> Option<Vec<u8>> {
    read(text, *b"-_")
}

/// Reads digits, of which two differ between the alphabets.
fn read(digits: &str, last: [u8; 2]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(digits.len() / 4 * 3 + 2);
    let (mut group, mut bits) = (0_u32, 0);
    for digit in digits.bytes() {
        let digit = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            _ if digit == last[0] => 62,
            _ if digit == last[1] => 63,
            _ => return None,
        };
        group = group << 6 | u32::from(digit);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(group >> bits).ok()?);
            group &= (1 << bits) - 1;
        }
    }
    // A digit too many, or one whose last bits belong to no byte.
    (bits < 6 && group == 0).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use base64::{
        Engine,
        engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
    };

    use super::{decode, decode_url, encode_into};

    /// Returns bytes that are the same in each run.
    fn bytes() -> impl Iterator<Item = u8> {
        let next = |state: &u64| Some(state.wrapping_mul(6_364_136_223_846_793_005) + 1);
        std::iter::successors(Some(7), next).map(|state| state.to_be_bytes()[0])
    }

    #[test]
    fn it_writes_and_reads_what_the_crate_does() {
        let mut random = bytes();
        for len in (0..40).cycle().take(2_000) {
            let value: Vec<u8> = random.by_ref().take(len).collect();
            let mut text = String::new();
            encode_into(&value, &mut text);
            assert_eq!(text, STANDARD.encode(&value));
            assert_eq!(decode(&text).as_ref(), Some(&value));
            assert_eq!(decode_url(&URL_SAFE_NO_PAD.encode(&value)), Some(value));
        }
    }

    #[test]
    fn it_refuses_what_the_crate_refuses() {
        const LETTERS: &[u8] = b"AQgwz09+/-_=B= \n\xc3";
        let mut random = bytes();
        for len in (0..12).cycle().take(60_000) {
            let letters = random.by_ref().take(len);
            let text: String = letters
                .map(|byte| char::from(LETTERS[usize::from(byte) % LETTERS.len()]))
                .collect();
            assert_eq!(decode(&text), STANDARD.decode(&text).ok(), "{text:?}");
            let url = URL_SAFE_NO_PAD.decode(&text).ok();
            assert_eq!(decode_url(&text), url, "{text:?}");
        }
    }
}

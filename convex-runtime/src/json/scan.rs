//! Scanning of strings for what is not plain text.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// The position of the first byte at or behind `start` that is a quote, a backslash or a control
/// character; the length of `bytes` if there is none.
#[inline]
pub(super) fn special(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    // Eight at a time.
    while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        let word = u64::from_le_bytes(*chunk);
        let (quote, slash) = (word ^ (ONES * 0x22), word ^ (ONES * 0x5c));
        let found = (word.wrapping_sub(ONES * 0x20) & !word
            | quote.wrapping_sub(ONES) & !quote
            | slash.wrapping_sub(ONES) & !slash)
            & HIGHS;
        if found != 0 {
            // The lowest one that is found is one; those above it may be taken for one.
            at += (found.trailing_zeros() / 8) as usize;
            break;
        }
        at += 8;
    }
    while let Some(byte) = bytes.get(at) {
        if is_special(*byte) {
            return at;
        }
        at += 1;
    }
    at
}

fn is_special(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_a_look_at_each_byte_finds() {
        let mut random = 7_u64;
        for _ in 0..20_000 {
            random = random
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let len = (random >> 33) as usize % 40;
            let bytes: Vec<u8> = (0..len)
                .map(|at| {
                    let byte = random
                        .rotate_left(u32::try_from(at).unwrap() * 7)
                        .to_le_bytes()[3];
                    if byte.is_multiple_of(5) {
                        byte
                    } else {
                        byte | 0x60
                    }
                })
                .collect();
            for start in [0, len / 2, len] {
                let slow = (start..len)
                    .find(|at| is_special(bytes[*at]))
                    .unwrap_or(len);
                assert_eq!(special(&bytes, start), slow, "{bytes:?} from {start}");
            }
        }
    }
}

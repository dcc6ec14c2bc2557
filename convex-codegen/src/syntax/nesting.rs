//! Refuses text that is nested deeper than the parser's stack allows, before it is parsed.

/// How deep brackets, `else if` and prefix operators may nest. The parser's threads have stack for this.
pub const LIMIT: usize = 12_000;

/// The byte at which `text` is nested deeper than [`LIMIT`], if it is anywhere.
///
/// It counts what makes the parser recurse: open brackets, and within each of them the operators that nest to the
/// right since the last `;`. Strings and comments count too, which only makes the bound more careful.
pub fn too_deep_at(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    // One counter per open bracket: what nests to the right inside it.
    let mut open: Vec<usize> = vec![0];
    let mut total = 0usize;
    let mut at = 0;
    while at < bytes.len() {
        let nests = match bytes[at] {
            b'(' | b'[' | b'{' => {
                open.push(0);
                total += 1;
                false
            }
            b')' | b']' | b'}' => {
                if open.len() > 1 {
                    total -= 1 + open.pop().unwrap_or(0);
                }
                false
            }
            b';' => {
                let since = open.last_mut().map_or(0, std::mem::take);
                total -= since;
                false
            }
            b'\n' if ends_statement(bytes, at) => {
                let since = open.last_mut().map_or(0, std::mem::take);
                total -= since;
                false
            }
            b'?' | b'!' | b'~' | b'=' | b'<' => true,
            b'-' | b'+' | b'*' => {
                bytes.get(at + 1) == Some(&bytes[at]) || at == 0 || bytes[at - 1] == bytes[at]
            }
            b'e' | b'n' | b't' | b'v' | b'a' | b'd' | b'k' | b'y' | b'i' => {
                match keyword(&bytes[at..]) {
                    0 => false,
                    len if at > 0 && is_word(bytes[at - 1]) => {
                        at += len - 1;
                        false
                    }
                    len => {
                        at += len - 1;
                        true
                    }
                }
            }
            _ => false,
        };
        if nests {
            if let Some(since) = open.last_mut() {
                *since += 1;
            }
            total += 1;
        }
        if total > LIMIT {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// The length of the keyword that nests to the right at the start of `text`, or 0.
fn keyword(text: &[u8]) -> usize {
    const WORDS: [&[u8]; 10] = [
        b"else", b"new", b"typeof", b"void", b"await", b"delete", b"keyof", b"yield", b"infer",
        b"if",
    ];
    WORDS
        .iter()
        .find(|word| {
            text.starts_with(word) && text.get(word.len()).is_none_or(|next| !is_word(*next))
        })
        .map_or(0, |word| word.len())
}

/// Whether the line break at `at` surely ends a statement, so that code without semicolons does not add up.
fn ends_statement(bytes: &[u8], at: usize) -> bool {
    let before = bytes[..at]
        .iter()
        .rev()
        .find(|byte| !byte.is_ascii_whitespace());
    let after = bytes[at..]
        .iter()
        .position(|byte| !byte.is_ascii_whitespace());
    let (Some(before), Some(after)) = (before, after) else {
        return false;
    };
    let ends = is_word(*before) || matches!(before, b')' | b']' | b'}' | b'"' | b'\'' | b'`');
    let next = &bytes[at + after..];
    ends && is_word(next[0]) && keyword(next) == 0 && !continues(&bytes[..at])
}

/// Whether `line` ends in a keyword whose operand is on the next line.
fn continues(line: &[u8]) -> bool {
    let end = line
        .iter()
        .rposition(|byte| !byte.is_ascii_whitespace())
        .map_or(0, |last| last + 1);
    let start = line[..end]
        .iter()
        .rposition(|byte| !is_word(*byte))
        .map_or(0, |before| before + 1);
    keyword(&line[start..end]) != 0
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$'
}

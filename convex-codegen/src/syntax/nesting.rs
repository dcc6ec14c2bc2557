//! Refuses text that is nested deeper than the parser's stack allows, before it is parsed.

use super::{
    parse::Dialect,
    quoted::{Quoted, Quotes},
};

/// The depth to which brackets, `else if` and operators may nest. The parser's threads have stack
/// for this.
pub(super) const LIMIT: usize = 12_000;

/// The constructs that are open inside one bracket.
#[derive(Debug, Clone, Copy, Default)]
struct Level {
    /// Operators that nest to the right, since the expression began.
    chain: usize,
    /// `<` without its `>`.
    angles: usize,
}

impl Level {
    fn depth(self) -> usize {
        self.chain + self.angles
    }
}

/// Returns the byte at which `text` is nested deeper than [`LIMIT`], if it is anywhere.
///
/// It counts what makes the parser recurse: open brackets, and the operators that nest to the right
/// inside each of them. Strings and comments count where it takes a parser to tell them from code,
/// which only makes the bound more careful.
pub(super) fn too_deep_at(text: &str, dialect: Dialect) -> Option<usize> {
    // A level takes a byte at least: ordinary modules need no counting.
    if text.len() <= LIMIT {
        return None;
    }
    let bytes = text.as_bytes();
    let mut quotes = Quotes::new(text, dialect);
    let mut outer: Vec<Level> = Vec::new();
    let mut level = Level::default();
    // Depth of the brackets and of all outer levels.
    let mut below = 0;
    let mut last = 0;
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte.is_ascii_whitespace() {
            if matches!(byte, b'\n' | b'\r') {
                quotes.end_line();
            }
            at += 1;
            continue;
        }
        match quotes.at(at) {
            Some(Quoted::Comment(end)) => {
                at = end;
                continue;
            }
            Some(Quoted::String(end)) => {
                last = end - 1;
                at = end;
                continue;
            }
            None => {}
        }
        let previous = bytes[last];
        if is_word(byte) && starts_statement(bytes, last, at) {
            level = Level::default();
        }
        let next = bytes.get(at + 1).copied().unwrap_or_default();
        let mut length = 1;
        match byte {
            b'(' | b'[' | b'{' => {
                below += 1 + level.depth();
                outer.push(std::mem::take(&mut level));
            }
            b')' | b']' | b'}' => {
                if let Some(around) = outer.pop() {
                    level = around;
                    below -= 1 + level.depth();
                }
            }
            b';' => level = Level::default(),
            b',' => level.chain = 0,
            b'?' | b'~' => level.chain += 1,
            b'!' if next != b'=' => level.chain += 1,
            b'=' if next != b'=' && !b"=!<>".contains(&previous) => level.chain += 1,
            b'-' | b'+' if !is_operand_end(previous) || next == byte => level.chain += 1,
            b'*' if next == b'*' => level.chain += 1,
            b'<' => level.angles += 1,
            b'>' if previous != b'=' => level.angles = level.angles.saturating_sub(1),
            _ if is_word(byte) => {
                let rest = bytes[at..].iter();
                length = rest.take_while(|byte| is_word(**byte)).count();
                if is_prefix(&bytes[at..at + length]) {
                    level.chain += 1;
                }
            }
            _ => {}
        }
        if below + level.depth() > LIMIT {
            return Some(at);
        }
        last = at + length - 1;
        at += length;
    }
    None
}

/// Returns whether the word at `at`, after the token that ends at `last`, surely begins a new
/// statement on a new line. Code without semicolons must not add up.
fn starts_statement(bytes: &[u8], last: usize, at: usize) -> bool {
    let word = |at: usize| {
        let rest = bytes[at..].iter().take_while(|byte| is_word(**byte));
        &bytes[at..at + rest.count()]
    };
    let before = bytes[..=last]
        .iter()
        .rev()
        .take_while(|byte| is_word(**byte));
    let before = &bytes[last + 1 - before.count()..=last];
    bytes[last..at].contains(&b'\n')
        && is_operand_end(bytes[last])
        && !is_prefix(word(at))
        && !is_prefix(before)
}

/// Returns whether an operand may end in `byte`.
fn is_operand_end(byte: u8) -> bool {
    is_word(byte) || b")]}\"'`".contains(&byte)
}

/// Returns whether `word` nests the tokens behind it.
fn is_prefix(word: &[u8]) -> bool {
    const WORDS: [&[u8]; 11] = [
        b"if", b"else", b"new", b"typeof", b"void", b"await", b"delete", b"keyof", b"yield",
        b"infer", b"extends",
    ];
    // `else if` is one level, which its `if` counts.
    word != b"else" && WORDS.contains(&word)
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$'
}

#[cfg(test)]
mod tests {
    use super::{Dialect, LIMIT};

    fn too_deep_at(text: &str) -> Option<usize> {
        super::too_deep_at(text, Dialect::TypeScript)
    }

    #[test]
    fn what_nests_is_counted() {
        for (open, close) in [
            ("(", ")"),
            ("{a:", "}"),
            ("!", ""),
            ("typeof\n", ""),
            ("a => ", ""),
            ("A<", ">"),
        ] {
            let text = |times: usize| format!("x = {}1{}", open.repeat(times), close.repeat(times));
            assert_eq!(too_deep_at(&text(LIMIT / 4)), None, "{open}");
            assert!(too_deep_at(&text(LIMIT * 2)).is_some(), "{open}");
        }
    }

    #[test]
    fn strings_and_comments_are_not() {
        let many = "([{<".repeat(LIMIT);
        for text in [
            format!("const a = \"{many}\";"),
            format!("const a = '\\'{many}';"),
            format!("const a = `\n{many}`;"),
            format!("// {many}\nconst a = 1 / 2;"),
            format!("/* {many}\n{many} */"),
            format!("const a = 1 / 2;\nconst b = \"{many}\";"),
        ] {
            assert_eq!(too_deep_at(&text), None, "{}", &text[..20]);
        }
    }

    #[test]
    fn what_only_a_parser_tells_from_a_string_is() {
        let many = "[".repeat(LIMIT * 2);
        for text in [
            format!("/\"/; {many} \""),
            format!("/'/; x = '\n{many} '"),
            format!("/[/*]/; {many} */"),
            format!("/`/;\n{many} `"),
            format!("`${{{many}`"),
            format!("\"\\\n{many}\""),
        ] {
            assert!(too_deep_at(&text).is_some(), "{}", &text[..10]);
        }
        let jsx = format!("<p>' {{{many}}} '</p>");
        assert!(super::too_deep_at(&jsx, Dialect::Tsx).is_some());
    }

    #[test]
    fn what_follows_is_not() {
        let many = |line: &str| line.repeat(LIMIT * 2);
        assert_eq!(too_deep_at(&many("const a = !b\n")), None);
        assert_eq!(too_deep_at(&many("f(() => !a);\n")), None);
        assert_eq!(too_deep_at(&format!("[{}]", many("a ? b : -c, "))), None);
        assert_eq!(too_deep_at(&"\n".repeat(2_000_000)), None);
    }
}

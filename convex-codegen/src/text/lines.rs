//! Lines and columns of a text, found without counting from its start.

use super::LineColumn;

/// Bytes of a long line from one mark to the next.
const STRIDE: u32 = 1 << 10;

/// A byte whose line and column are known.
#[derive(Debug, Clone, Copy)]
struct Mark {
    byte: u32,
    line: u32,
    column: u32,
}

/// Marks in a text: at each start of a line, and inside long lines.
#[derive(Debug, Clone)]
pub(super) struct Lines(Vec<Mark>);

impl Lines {
    /// The marks of `text`.
    pub(super) fn of(text: &str) -> Self {
        let mut mark = Mark {
            byte: 0,
            line: 1,
            column: 1,
        };
        let mut marks = vec![mark];
        let mut here = mark;
        for (byte, c) in text.char_indices() {
            let Ok(byte) = u32::try_from(byte) else { break };
            here.byte = byte;
            if byte - mark.byte >= STRIDE {
                mark = here;
                marks.push(mark);
            }
            here.column = here.column.saturating_add(1);
            if c == '\n' {
                mark = Mark {
                    byte: byte + 1,
                    line: here.line.saturating_add(1),
                    column: 1,
                };
                marks.push(mark);
                here = mark;
            }
        }
        Self(marks)
    }

    /// The position of the byte `offset` of the same text, or of the character that it is part of.
    pub(super) fn position(&self, text: &str, offset: usize) -> LineColumn {
        let mut start = offset.min(text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let after = self.0.partition_point(|mark| mark.byte as usize <= start);
        let mark = self.0[after.saturating_sub(1)];
        let passed = text[mark.byte as usize..start].chars().count();
        LineColumn {
            line: mark.line,
            column: mark
                .column
                .saturating_add(u32::try_from(passed).unwrap_or(u32::MAX)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts from the start of the text.
    fn counted(text: &str, offset: usize) -> LineColumn {
        let before = &text[..offset];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let count = |n: usize| u32::try_from(n).expect("a short text");
        LineColumn {
            line: count(before.matches('\n').count() + 1),
            column: count(before[line_start..].chars().count() + 1),
        }
    }

    #[test]
    fn positions_are_as_counted_from_the_start() {
        let long = "é😀x".repeat(2_000);
        for text in [
            "",
            "\n",
            "a\nbä\n\nc",
            &long,
            &format!("{long}\n{long}\r\n"),
        ] {
            let lines = Lines::of(text);
            for (offset, _) in text.char_indices().chain([(text.len(), ' ')]) {
                assert_eq!(lines.position(text, offset), counted(text, offset));
            }
        }
    }

    #[test]
    fn a_byte_inside_a_character_is_at_the_character() {
        let lines = Lines::of("aé");
        assert_eq!(lines.position("aé", 2), lines.position("aé", 1));
        assert_eq!(lines.position("aé", 99).column, 3);
    }
}

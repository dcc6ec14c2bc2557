//! Lines and columns of a text, found without counting from its start.

use super::LineColumn;

/// Bytes of a long line from one mark to the next.
const STRIDE: usize = 1 << 10;

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
        let mut lines = Self(Vec::new());
        let (mut start, mut number) = (0, 1_u32);
        // In a build script, which is unoptimised, looking at every character takes long.
        for (newline, _) in text.match_indices('\n') {
            lines.mark((start, &text[start..newline]), number);
            start = newline + 1;
            number = number.saturating_add(1);
        }
        lines.mark((start, &text[start..]), number);
        lines
    }

    /// Marks the line that starts at the byte `start`.
    fn mark(&mut self, (start, line): (usize, &str), number: u32) {
        let mark = |offset: usize, column: u32| {
            let byte = u32::try_from(start + offset).ok()?;
            Some(Mark {
                byte,
                line: number,
                column,
            })
        };
        self.0.extend(mark(0, 1));
        if line.len() <= STRIDE {
            return;
        }
        let (mut last, mut column) = (0, 1_u32);
        for (offset, _) in line.char_indices() {
            if offset - last >= STRIDE {
                last = offset;
                self.0.extend(mark(offset, column));
            }
            column = column.saturating_add(1);
        }
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

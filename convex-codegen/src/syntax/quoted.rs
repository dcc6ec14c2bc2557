//! Finds the ends of strings and comments, where they are certain without a parser.
//!
//! A `/` may begin a regular expression, in which quotes are only text. A regular expression ends
//! with its line, so that a line is certain up to its first `/`. Behind the first uncertain quote
//! nothing is taken for a string any more: too much is counted then, and never too little.

use super::parse::Dialect;

/// A string or a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quoted {
    /// A string, or a template without expressions; it ends before this byte.
    String(usize),
    /// A comment; it ends before this byte.
    Comment(usize),
}

/// Goes over a text once, from its start.
#[derive(Debug)]
pub(super) struct Quotes<'a> {
    bytes: &'a [u8],
    /// True while strings can be told from code.
    certain: bool,
    /// True if the line has had a `/` that may begin a regular expression.
    slash: bool,
}

impl<'a> Quotes<'a> {
    /// Starts on a text of a file in `dialect`. Where JSX may stand, quotes between tags are text.
    pub(super) fn new(text: &'a str, dialect: Dialect) -> Self {
        Self {
            bytes: text.as_bytes(),
            certain: dialect == Dialect::TypeScript,
            slash: false,
        }
    }

    /// Notes that a line has ended.
    pub(super) fn end_line(&mut self) {
        self.slash = false;
    }

    /// Returns the string or comment that begins at `at`, if one certainly does.
    pub(super) fn at(&mut self, at: usize) -> Option<Quoted> {
        if !self.certain {
            return None;
        }
        let found = match (self.bytes[at], self.bytes.get(at + 1)) {
            (b'/', Some(b'/')) => Quoted::Comment(self.line_end(at)),
            (b'/', Some(b'*')) => match find(self.bytes, at + 2, b"*/") {
                Some(end) => Quoted::Comment(end + 2),
                None => return self.give_up(),
            },
            (b'/', _) => {
                self.slash = true;
                return None;
            }
            (quote @ (b'"' | b'\'' | b'`'), _) => match self.string_end(at, quote) {
                Some(end) => Quoted::String(end),
                None => return self.give_up(),
            },
            _ => return None,
        };
        if self.slash {
            return self.give_up();
        }
        Some(found)
    }

    fn give_up(&mut self) -> Option<Quoted> {
        self.certain = false;
        None
    }

    fn line_end(&self, at: usize) -> usize {
        let rest = self.bytes[at..].iter();
        at + rest
            .take_while(|byte| !matches!(byte, b'\n' | b'\r'))
            .count()
    }

    /// The byte after the string that `quote` begins at `at`; `None` where it does not end, or is
    /// more than a string.
    fn string_end(&self, at: usize, quote: u8) -> Option<usize> {
        let mut end = at + 1;
        loop {
            match *self.bytes.get(end)? {
                byte if byte == quote => return Some(end + 1),
                b'\n' | b'\r' if quote != b'`' => return None,
                b'$' if quote == b'`' && self.bytes.get(end + 1) == Some(&b'{') => return None,
                b'\\' => match self.bytes.get(end + 1)? {
                    b'\n' | b'\r' => return None,
                    _ => end += 2,
                },
                _ => end += 1,
            }
        }
    }
}

fn find(bytes: &[u8], from: usize, what: &[u8]) -> Option<usize> {
    let found = bytes
        .get(from..)?
        .windows(what.len())
        .position(|window| window == what)?;
    Some(from + found)
}

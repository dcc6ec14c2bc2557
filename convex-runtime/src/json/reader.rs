//! `Reader`: a place in JSON text, and what can be read there.

use super::{
    DEEPEST,
    number::{Decimal, exact},
};

/// So many decimal digits fit into 64 bits, whatever they are.
const ROOM: u32 = 19;

/// A place in JSON text.
pub(crate) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
}

/// Text that is not the JSON that was expected. Says where, and never what was there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct JsonError {
    what: &'static str,
    line: usize,
    column: usize,
}

impl std::fmt::Display for JsonError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} at line {} column {}",
            self.what, self.line, self.column
        )
    }
}

pub(super) type Read<T> = Result<T, JsonError>;

impl<'a> Reader<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The error that something else was expected before this place.
    #[cold]
    pub(crate) fn error(&self, what: &'static str) -> JsonError {
        let read = &self.text.as_bytes()[..self.at.min(self.text.len())];
        let lines = read.split(|byte| *byte == b'\n');
        JsonError {
            what,
            column: lines.clone().next_back().unwrap_or(read).len(),
            line: lines.count(),
        }
    }

    /// The error of the byte at this place.
    #[cold]
    pub(super) fn unexpected(&mut self) -> JsonError {
        if self.at >= self.text.len() {
            return self.error("unexpected end of input");
        }
        self.at += 1;
        self.error("syntax error")
    }

    /// The next byte that is not white space.
    #[inline]
    pub(crate) fn peek(&mut self) -> Option<u8> {
        loop {
            let byte = *self.text.as_bytes().get(self.at)?;
            if !matches!(byte, b' ' | b'\n' | b'\t' | b'\r') {
                return Some(byte);
            }
            self.at += 1;
        }
    }

    /// Takes this byte, if it is the next one.
    #[inline]
    pub(crate) fn takes(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    #[inline]
    pub(super) fn take(&mut self, byte: u8) -> Read<()> {
        if self.takes(byte) {
            return Ok(());
        }
        Err(self.unexpected())
    }

    /// Nothing follows.
    pub(crate) fn end(&mut self) -> Read<()> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.unexpected()),
        }
    }

    /// Takes a word: `true`, `false` or `null`.
    pub(crate) fn word(&mut self, word: &str) -> Read<()> {
        let rest = &self.text.as_bytes()[self.at..];
        if rest.starts_with(word.as_bytes()) {
            self.at += word.len();
            return Ok(());
        }
        let same = rest.iter().zip(word.bytes()).take_while(|(a, b)| *a == b);
        self.at += same.count();
        Err(self.unexpected())
    }

    /// Goes on behind so many items of a container. Returns `false` at its end.
    #[inline]
    pub(crate) fn more(&mut self, end: u8, items: u32) -> Read<bool> {
        match self.peek() {
            Some(byte) if byte == end => {
                self.at += 1;
                Ok(false)
            }
            Some(_) if items == 0 => Ok(true),
            Some(b',') => {
                self.at += 1;
                match self.peek() {
                    Some(byte) if byte != end => Ok(true),
                    _ => Err(self.unexpected()),
                }
            }
            _ => Err(self.unexpected()),
        }
    }

    /// Takes the colon behind a name.
    #[inline]
    pub(crate) fn colon(&mut self) -> Read<()> {
        self.take(b':')
    }

    /// Takes digits into a number that has room for so many. Returns how many there are, and how
    /// many of them it has no room for.
    #[inline]
    fn digits(&mut self, number: &mut u64, room: &mut u32) -> (i64, i64) {
        let (mut count, mut lost) = (0, 0);
        while let Some(byte @ b'0'..=b'9') = self.text.as_bytes().get(self.at) {
            if *room > 0 {
                *number = *number * 10 + u64::from(byte - b'0');
                // Leading zeros take none.
                *room -= u32::from(*number > 0);
            } else {
                lost += 1;
            }
            count += 1;
            self.at += 1;
        }
        (count, lost)
    }

    /// The number that begins here.
    #[inline]
    pub(crate) fn number(&mut self) -> Read<f64> {
        let start = self.at;
        let is_negative = self.takes(b'-');
        let is_zero = self.text.as_bytes().get(self.at) == Some(&b'0');
        let mut number = Decimal {
            is_negative,
            digits: 0,
            exponent: 0,
        };
        let mut room = ROOM;
        let (count, lost) = self.digits(&mut number.digits, &mut room);
        if count == 0 || is_zero && count > 1 {
            return Err(self.unexpected());
        }
        let mut is_exact = lost == 0;
        if self.text.as_bytes().get(self.at) == Some(&b'.') {
            self.at += 1;
            let (count, behind) = self.digits(&mut number.digits, &mut room);
            if count == 0 {
                return Err(self.unexpected());
            }
            is_exact &= behind == 0;
            number.exponent = -count;
        }
        if let Some(b'e' | b'E') = self.text.as_bytes().get(self.at) {
            self.at += 1;
            let is_below = match self.text.as_bytes().get(self.at) {
                Some(sign @ (b'+' | b'-')) => {
                    self.at += 1;
                    *sign == b'-'
                }
                _ => false,
            };
            let mut exponent = 0;
            let (count, behind) = self.digits(&mut exponent, &mut { ROOM });
            if count == 0 {
                return Err(self.unexpected());
            }
            is_exact &= behind == 0 && exponent < 1_000;
            let exponent = i64::try_from(exponent.min(1_000)).unwrap_or(1_000);
            number.exponent += if is_below { -exponent } else { exponent };
        }
        let fast = if is_exact { number.fast() } else { None };
        let value = match fast {
            Some(value) => value,
            None => exact(&self.text[start..self.at]),
        };
        if value.is_finite() {
            return Ok(value);
        }
        Err(self.error("number out of range"))
    }

    /// The text of the value that begins here, which is checked to be one.
    pub(crate) fn raw(&mut self) -> Read<&'a str> {
        self.peek();
        let start = self.at;
        self.skip(0)?;
        Ok(&self.text[start..self.at])
    }

    /// Passes over a value.
    fn skip(&mut self, depth: u32) -> Read<()> {
        match self.peek() {
            Some(b'"') => self.skip_string(),
            Some(b'{') => {
                self.deeper(depth)?;
                let mut read = 0;
                while self.more(b'}', read)? {
                    read += 1;
                    self.peek();
                    self.skip_string()?;
                    self.colon()?;
                    self.skip(depth + 1)?;
                }
                Ok(())
            }
            Some(b'[') => {
                self.deeper(depth)?;
                let mut read = 0;
                while self.more(b']', read)? {
                    read += 1;
                    self.skip(depth + 1)?;
                }
                Ok(())
            }
            Some(b't') => self.word("true"),
            Some(b'f') => self.word("false"),
            Some(b'n') => self.word("null"),
            Some(b'-' | b'0'..=b'9') => self.number().map(drop),
            _ => Err(self.unexpected()),
        }
    }

    /// Takes the first byte of a container, unless it is nested too deep.
    #[inline]
    pub(crate) fn deeper(&mut self, depth: u32) -> Read<()> {
        self.at += 1;
        if depth < DEEPEST {
            return Ok(());
        }
        Err(self.error("nested too deep"))
    }
}

/// Objects of a certain type.
impl Reader<'_> {
    /// Reads an object: `field` takes the value behind each name, or leaves it to be passed over.
    pub(crate) fn fields(
        &mut self,
        field: &mut dyn FnMut(&str, &mut Self) -> Read<bool>,
    ) -> Read<()> {
        self.take(b'{')?;
        let (mut name, mut read) = (String::new(), 0);
        while self.more(b'}', read)? {
            read += 1;
            name.clear();
            self.string_into(&mut name)?;
            self.colon()?;
            if !field(&name, self)? {
                self.skip(0)?;
            }
        }
        Ok(())
    }
}

/// Values of a certain type, for messages of the sync protocol.
#[cfg(feature = "live")]
impl Reader<'_> {
    /// Reads an array: `item` takes each value.
    pub(crate) fn items(&mut self, item: &mut dyn FnMut(&mut Self) -> Read<()>) -> Read<()> {
        self.take(b'[')?;
        let mut read = 0;
        while self.more(b']', read)? {
            read += 1;
            item(self)?;
        }
        Ok(())
    }

    /// Reads `null` as none.
    pub(crate) fn optional<T>(&mut self, read: fn(&mut Self) -> Read<T>) -> Read<Option<T>> {
        if self.peek() == Some(b'n') {
            return self.word("null").map(|()| None);
        }
        read(self).map(Some)
    }

    pub(crate) fn text(&mut self) -> Read<String> {
        let mut text = String::new();
        self.string_into(&mut text)?;
        Ok(text)
    }

    pub(crate) fn texts(&mut self) -> Read<Vec<String>> {
        let mut texts = Vec::new();
        self.items(&mut |item| {
            texts.push(item.text()?);
            Ok(())
        })?;
        Ok(texts)
    }

    pub(crate) fn boolean(&mut self) -> Read<bool> {
        if self.peek() == Some(b't') {
            return self.word("true").map(|()| true);
        }
        self.word("false").map(|()| false)
    }

    /// A whole number of 32 bits.
    pub(crate) fn count(&mut self) -> Read<u32> {
        self.peek();
        let number = self.number()?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "another number than it was is refused"
        )]
        let count = number as u32;
        if f64::from(count).to_bits() == number.to_bits() {
            return Ok(count);
        }
        Err(self.error("a count is out of range"))
    }
}

//! Strings of JSON text: their escapes, and skipping them.

use super::{
    reader::{Read, Reader},
    scan::special,
};

impl Reader<'_> {
    /// Appends the string that begins here.
    #[inline]
    pub(crate) fn string_into(&mut self, out: &mut String) -> Read<()> {
        self.take(b'"')?;
        let end = special(self.text.as_bytes(), self.at);
        out.push_str(&self.text[self.at..end]);
        self.at = end;
        if self.text.as_bytes().get(end) == Some(&b'"') {
            self.at += 1;
            return Ok(());
        }
        self.rest_into(out)
    }

    /// Appends the rest of a string, from a special character on.
    #[cold]
    fn rest_into(&mut self, out: &mut String) -> Read<()> {
        loop {
            match self.text.as_bytes().get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => {
                    self.at += 1;
                    out.push(self.escape()?);
                }
                // Control characters have to be escaped.
                _ => return Err(self.unexpected()),
            }
            let end = special(self.text.as_bytes(), self.at);
            out.push_str(&self.text[self.at..end]);
            self.at = end;
        }
    }

    /// The character of an escape, behind the backslash.
    fn escape(&mut self) -> Read<char> {
        let Some(byte) = self.text.as_bytes().get(self.at) else {
            return Err(self.unexpected());
        };
        let letter = match byte {
            b'"' | b'\\' | b'/' => char::from(*byte),
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'u' => {
                self.at += 1;
                return self.unicode();
            }
            _ => return Err(self.unexpected()),
        };
        self.at += 1;
        Ok(letter)
    }

    /// The character of `\uXXXX`, or of two of them that are a pair.
    fn unicode(&mut self) -> Read<char> {
        let first = self.hexadecimal()?;
        if let Some(letter) = char::from_u32(first) {
            return Ok(letter);
        }
        let is_leading = (0xd800..0xdc00).contains(&first);
        if is_leading && self.text.as_bytes()[self.at..].starts_with(b"\\u") {
            self.at += 2;
            let second = self.hexadecimal()?;
            if (0xdc00..0xe000).contains(&second) {
                let code = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                return char::from_u32(code).ok_or_else(|| self.error("syntax error"));
            }
        }
        Err(self.error("syntax error"))
    }

    fn hexadecimal(&mut self) -> Read<u32> {
        let mut code = 0;
        for _ in 0..4 {
            let byte = self.text.as_bytes().get(self.at).copied();
            let digit = byte.and_then(|byte| char::from(byte).to_digit(16));
            let Some(digit) = digit else {
                return Err(self.unexpected());
            };
            code = code * 16 + digit;
            self.at += 1;
        }
        Ok(code)
    }

    /// Skips the string that begins here.
    pub(super) fn skip_string(&mut self) -> Read<()> {
        self.take(b'"')?;
        loop {
            self.at = special(self.text.as_bytes(), self.at);
            match self.text.as_bytes().get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => {
                    self.at += 1;
                    self.escape()?;
                }
                _ => return Err(self.unexpected()),
            }
        }
    }
}

//! JSON text to `Tape`.

use super::{Extent, Slot, Span, Tape, TapeError, index};
use crate::json::{JsonError, Reader};

pub(super) fn parse(json: &str) -> Result<Tape, TapeError> {
    if u32::try_from(json.len()).is_err() {
        return Err(TapeError {
            reason: "4 GiB or more".to_owned(),
        });
    }
    let tape = Tape {
        // Documents have a slot for each ten bytes or so. One too many costs nothing, and one too
        // few a copy of all of them.
        slots: Vec::with_capacity(json.len() / 8 + 1),
        strings: String::with_capacity(json.len() / 2),
        bytes: Vec::new(),
    };
    let mut parser = Parser {
        reader: Reader::new(json),
        tape,
    };
    let parsed = parser.value(0).and_then(|()| parser.reader.end());
    parsed.map_err(|error| TapeError {
        reason: error.to_string(),
    })?;
    Ok(parser.tape)
}

/// Fills a tape with what a reader reads.
struct Parser<'a> {
    reader: Reader<'a>,
    tape: Tape,
}

impl Parser<'_> {
    fn value(&mut self, depth: u32) -> Result<(), JsonError> {
        let slot = match self.reader.peek() {
            Some(b'"') => Slot::String(self.string()?),
            Some(b'{') => return self.object(depth),
            Some(b'[') => return self.array(depth),
            Some(b't') => {
                self.reader.word("true")?;
                Slot::Boolean(true)
            }
            Some(b'f') => {
                self.reader.word("false")?;
                Slot::Boolean(false)
            }
            Some(b'n') => {
                self.reader.word("null")?;
                Slot::Null
            }
            // Whatever else it is, a number it is not either.
            _ => Slot::Float64(self.reader.number()?),
        };
        self.tape.slots.push(slot);
        Ok(())
    }

    #[inline]
    fn string(&mut self) -> Result<Span, JsonError> {
        let start = self.tape.strings.len();
        self.reader.string_into(&mut self.tape.strings)?;
        Ok(Span::new(start, self.tape.strings.len() - start))
    }

    fn array(&mut self, depth: u32) -> Result<(), JsonError> {
        self.reader.deeper(depth)?;
        let start = self.tape.slots.len();
        self.tape.slots.push(Slot::Null);
        let mut len = 0;
        while self.reader.more(b']', len)? {
            self.value(depth + 1)?;
            len += 1;
        }
        let end = index(self.tape.slots.len());
        self.tape.slots[start] = Slot::Array(Extent { len, end });
        Ok(())
    }

    fn object(&mut self, depth: u32) -> Result<(), JsonError> {
        self.reader.deeper(depth)?;
        let start = self.tape.slots.len();
        self.tape.slots.push(Slot::Null);
        let mut len = 0;
        while self.reader.more(b'}', len)? {
            let key = self.string()?;
            self.tape.slots.push(Slot::Key(key));
            self.reader.colon()?;
            self.value(depth + 1)?;
            len += 1;
        }
        let end = index(self.tape.slots.len());
        self.tape.slots[start] = Slot::Object(Extent { len, end });
        if len == 1 {
            let folded = self.tape.fold(start);
            return folded.map_err(|what| self.reader.error(what));
        }
        Ok(())
    }
}

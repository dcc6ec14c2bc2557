//! Any format that describes itself to `Tape`, through serde.

use serde_core::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::{Extent, Slot, Span, Tape, index};

pub(super) fn read<'de, D: Deserializer<'de>>(reader: D) -> Result<Tape, D::Error> {
    let mut tape = Tape {
        slots: Vec::new(),
        strings: String::new(),
        bytes: Vec::new(),
    };
    ValueInto(&mut tape).deserialize(reader)?;
    Ok(tape)
}

/// Reads one value.
struct ValueInto<'a>(&'a mut Tape);

/// Reads one key.
struct KeyInto<'a>(&'a mut Tape);

impl<'de> DeserializeSeed<'de> for ValueInto<'_> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueInto<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.0.slots.push(Slot::Null);
        Ok(())
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        self.deserialize(reader)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.0.slots.push(Slot::Boolean(value));
        Ok(())
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "JSON numbers are floats; the cast rounds to the nearest one as JSON.parse does"
    )]
    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.visit_f64(value as f64)
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "JSON numbers are floats; the cast rounds to the nearest one as JSON.parse does"
    )]
    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.0.slots.push(Slot::Float64(value));
        Ok(())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        let span = push_text(self.0, value);
        self.0.slots.push(Slot::String(span));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let start = self.0.slots.len();
        self.0.slots.push(Slot::Null);
        let mut len = 0;
        while items.next_element_seed(ValueInto(self.0))?.is_some() {
            len += 1;
        }
        self.0.slots[start] = Slot::Array(Extent {
            len,
            end: index(self.0.slots.len()),
        });
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        let start = self.0.slots.len();
        self.0.slots.push(Slot::Null);
        let mut len = 0;
        while fields.next_key_seed(KeyInto(self.0))?.is_some() {
            fields.next_value_seed(ValueInto(self.0))?;
            len += 1;
        }
        self.0.slots[start] = Slot::Object(Extent {
            len,
            end: index(self.0.slots.len()),
        });
        if len == 1 {
            self.0.fold(start).map_err(Error::custom)
        } else {
            Ok(())
        }
    }
}

impl<'de> DeserializeSeed<'de> for KeyInto<'_> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_str(self)
    }
}

impl Visitor<'_> for KeyInto<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a field name")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        let span = push_text(self.0, value);
        self.0.slots.push(Slot::Key(span));
        Ok(())
    }
}

#[inline]
fn push_text(tape: &mut Tape, text: &str) -> Span {
    let start = tape.strings.len();
    tape.strings.push_str(text);
    Span::new(start, text.len())
}

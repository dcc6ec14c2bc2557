//! A field that is put into encoded arguments.

use super::{JsonError, Reader, push_text};

/// The object `object` with the field `name`, instead of one of that name. Objects and `value` are
/// JSON text: a `Value` in between weighs 8 kB in a browser.
pub(crate) fn with_field(object: &str, name: &str, value: &str) -> Result<String, JsonError> {
    let mut out = String::with_capacity(object.len() + name.len() + value.len() + 4);
    out.push('{');
    let mut push = |name: &str, value: &str| {
        if out.len() > 1 {
            out.push(',');
        }
        push_text(&mut out, name);
        out.push(':');
        out.push_str(value);
    };
    let mut reader = Reader::new(object);
    reader.fields(&mut |known, known_value| {
        if known != name {
            push(known, known_value.raw()?);
            return Ok(true);
        }
        Ok(false)
    })?;
    reader.end()?;
    push(name, value);
    out.push('}');
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_added_or_replaced() {
        let with = |object| with_field(object, "s\"", r#""id""#).map_err(|_| ());
        assert_eq!(with("{}").as_deref(), Ok(r#"{"s\"":"id"}"#));
        assert_eq!(
            with(r#"{"a":[1.0,{"s\"":2}],"s\"":{"b":3},"c":null}"#).as_deref(),
            Ok(r#"{"a":[1.0,{"s\"":2}],"c":null,"s\"":"id"}"#)
        );
        for object in ["[]", "3.0", "{", r#"{"a":}"#, "{}{}"] {
            assert!(with(object).is_err(), "{object}");
        }
    }
}

//! `JSON.parse`.

use crate::script::{
    Interpreter,
    heap::{Entry, Object, Plain},
    native::Call,
    value::Value,
};
use crate::{source::Span, syntax::Name};

/// `JSON.parse(text, reviver)`
pub(super) fn parse(cx: &mut Interpreter<'_>, call: &Call) -> Result<Value, Value> {
    let text = cx.string_of(&call.arg(0), call.span)?;
    let mut reader = Reader {
        rest: &text,
        span: call.span,
    };
    let value = reader.value(cx)?;
    reader.skip();
    if !reader.rest.is_empty() {
        return Err(reader.error(cx));
    }
    let reviver = call.arg(1);
    if !cx.is_callable(&reviver) {
        return match reviver {
            Value::Opaque(_) => Err(reviver),
            _ => Ok(value),
        };
    }
    let holder = cx.object_of([("", value)]);
    revived(cx, &reviver, (&holder, ""), call.span)
}

struct Reader<'a> {
    rest: &'a str,
    span: Span,
}

impl Reader<'_> {
    fn error(&self, cx: &mut Interpreter<'_>) -> Value {
        cx.throw_message("SyntaxError", "Unexpected token in JSON", self.span)
    }

    fn skip(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }

    fn eat(&mut self, mark: &str) -> bool {
        let after = self.rest.strip_prefix(mark);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    fn value(&mut self, cx: &mut Interpreter<'_>) -> Result<Value, Value> {
        cx.steps(1, self.span)?;
        self.skip();
        for (word, value) in [
            ("null", Value::Null),
            ("true", Value::Bool(true)),
            ("false", Value::Bool(false)),
        ] {
            if self.eat(word) {
                return Ok(value);
            }
        }
        match self.rest.bytes().next() {
            Some(b'"') => self.string(cx).map(Value::String),
            Some(b'[') => cx.nested(self.span, |cx| self.array(cx)),
            Some(b'{') => cx.nested(self.span, |cx| self.object(cx)),
            _ => self.number(cx),
        }
    }

    fn number(&mut self, cx: &mut Interpreter<'_>) -> Result<Value, Value> {
        let part = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E');
        let end = self.rest.find(|c| !part(c)).unwrap_or(self.rest.len());
        let (number, rest) = self.rest.split_at(end);
        let digits = number.strip_prefix('-').unwrap_or(number);
        let whole = digits
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(digits.len());
        let zero = digits.starts_with('0') && whole > 1;
        let fraction = digits
            .split_once('.')
            .is_some_and(|(_, fraction)| !fraction.starts_with(|c: char| c.is_ascii_digit()));
        if whole == 0 || zero || fraction {
            return Err(self.error(cx));
        }
        match number.parse() {
            Ok(value) => {
                self.rest = rest;
                Ok(Value::Number(value))
            }
            Err(_) => Err(self.error(cx)),
        }
    }

    fn string(&mut self, cx: &mut Interpreter<'_>) -> Result<Name, Value> {
        self.eat("\"");
        let mut units: Vec<u16> = Vec::new();
        let mut chars = self.rest.char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => {
                    self.rest = &self.rest[at + 1..];
                    return match cx.text_of(&units, self.span)? {
                        Value::String(text) => Ok(text),
                        other => Err(other),
                    };
                }
                '\0'..='\u{1f}' => break,
                '\\' => {
                    let unit = match chars.next().map(|(_, c)| c) {
                        Some(c @ ('"' | '\\' | '/')) => u16::try_from(u32::from(c)).ok(),
                        Some('b') => Some(8),
                        Some('f') => Some(12),
                        Some('n') => Some(10),
                        Some('r') => Some(13),
                        Some('t') => Some(9),
                        Some('u') => {
                            let mut unit = Some(0_u32);
                            for _ in 0..4 {
                                let digit = chars.next().and_then(|(_, c)| c.to_digit(16));
                                unit = unit.zip(digit).map(|(unit, digit)| unit * 16 + digit);
                            }
                            unit.and_then(|unit| u16::try_from(unit).ok())
                        }
                        _ => None,
                    };
                    match unit {
                        Some(unit) => units.push(unit),
                        None => break,
                    }
                }
                c => units.extend(c.encode_utf16(&mut [0; 2]).iter()),
            }
        }
        Err(self.error(cx))
    }

    fn array(&mut self, cx: &mut Interpreter<'_>) -> Result<Value, Value> {
        self.eat("[");
        let mut items = Vec::new();
        self.skip();
        if self.eat("]") {
            return Ok(cx.array(items));
        }
        loop {
            items.push(self.value(cx)?);
            self.skip();
            if self.eat("]") {
                return Ok(cx.array(items));
            }
            if !self.eat(",") {
                return Err(self.error(cx));
            }
        }
    }

    fn object(&mut self, cx: &mut Interpreter<'_>) -> Result<Value, Value> {
        self.eat("{");
        let mut object = Plain::default();
        self.skip();
        if self.eat("}") {
            return Ok(Value::Object(cx.heap.add(Object::Plain(object))));
        }
        loop {
            self.skip();
            if !self.rest.starts_with('"') {
                return Err(self.error(cx));
            }
            let key = self.string(cx)?;
            self.skip();
            if !self.eat(":") {
                return Err(self.error(cx));
            }
            let value = self.value(cx)?;
            object.set(Entry::new(key, value));
            self.skip();
            if self.eat("}") {
                return Ok(Value::Object(cx.heap.add(Object::Plain(object))));
            }
            if !self.eat(",") {
                return Err(self.error(cx));
            }
        }
    }
}

/// A value as the second argument of `JSON.parse` makes it.
fn revived(
    cx: &mut Interpreter<'_>,
    reviver: &Value,
    (holder, key): (&Value, &str),
    span: Span,
) -> Result<Value, Value> {
    let value = cx.property(holder, key, span);
    cx.unless_thrown()?;
    if let Value::Object(_) = value {
        for entry in cx.entries(&value, span)? {
            let inner = cx.nested(span, |cx| revived(cx, reviver, (&value, &entry.key), span))?;
            if let Value::Undefined = inner {
                cx.delete_property(&value, &entry.key, span)?;
            } else {
                cx.set_property(&value, Entry::new(entry.key, inner));
                cx.unless_thrown()?;
            }
        }
    }
    let args = vec![Value::text(key), value];
    let value = cx.call(reviver, holder.clone(), (args, span));
    cx.unless_thrown()?;
    Ok(value)
}

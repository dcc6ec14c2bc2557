//! `JSON.stringify`.

use crate::script::{
    Interpreter,
    coerce::index,
    heap::{Object, ObjectId},
    native::Call,
    value::Value,
};
use crate::{diagnostics::catalogue, source::Span, syntax::number_text};

/// The longest text that is written.
const LONGEST: usize = 1 << 20;

/// `JSON.stringify(value, replacer, space)`
pub(super) fn stringify(cx: &mut Interpreter<'_>, call: &Call) -> Result<Value, Value> {
    let replacer = call.arg(1);
    let keys = match cx.list(&replacer) {
        Some(_) => Some(listed(cx, &replacer, call.span)?),
        None => None,
    };
    let indent = match call.arg(2) {
        opaque @ Value::Opaque(_) => return Err(opaque),
        Value::Number(width) => " ".repeat(index(width.clamp(0.0, 10.0))),
        Value::String(text) => {
            let units: Vec<u16> = text.encode_utf16().take(10).collect();
            match cx.text_of(&units, call.span)? {
                Value::String(text) => text.to_string(),
                other => return Err(other),
            }
        }
        _ => String::new(),
    };
    let function = if cx.is_callable(&replacer) {
        Some(replacer)
    } else if let Value::Opaque(_) = replacer {
        return Err(replacer);
    } else {
        None
    };
    let holder = cx.object_of([("", call.arg(0))]);
    let mut writer = Writer {
        text: String::new(),
        function,
        keys,
        indent,
        open: Vec::new(),
        span: call.span,
    };
    if writer.value(cx, &holder, "", call.arg(0))? {
        cx.text(&writer.text, call.span)
    } else {
        Ok(Value::Undefined)
    }
}

/// The keys that a list as second argument lets through.
fn listed(cx: &mut Interpreter<'_>, replacer: &Value, span: Span) -> Result<Vec<String>, Value> {
    let mut keys: Vec<String> = Vec::new();
    for item in cx.iterate(replacer, span)? {
        let key = match item {
            Value::String(_) | Value::Number(_) => cx.string_of(&item, span)?,
            Value::Opaque(_) => return Err(item),
            _ => continue,
        };
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    Ok(keys)
}

struct Writer {
    text: String,
    function: Option<Value>,
    keys: Option<Vec<String>>,
    indent: String,
    open: Vec<ObjectId>,
    span: Span,
}

impl Writer {
    /// Writes a value; false when it is left out.
    fn value(
        &mut self,
        cx: &mut Interpreter<'_>,
        holder: &Value,
        key: &str,
        value: Value,
    ) -> Result<bool, Value> {
        let span = self.span;
        cx.steps(1, span)?;
        if self.text.len() > LONGEST {
            return Err(cx.opaque(catalogue::too_long(span)));
        }
        let mut value = value;
        if matches!(value, Value::Object(_) | Value::BigInt(_)) {
            let method = cx.property(&value, "toJSON", span);
            cx.unless_thrown()?;
            if let Value::Opaque(_) = method {
                return Err(method);
            }
            if cx.is_callable(&method) {
                value = cx.call(&method, value, (vec![Value::text(key)], span));
                cx.unless_thrown()?;
            }
        }
        if let Some(function) = &self.function {
            value = cx.call(
                function,
                holder.clone(),
                (vec![Value::text(key), value], span),
            );
            cx.unless_thrown()?;
        }
        value = match cx.unwrapped(&value) {
            Value::String(_) => Value::text(&cx.string_of(&value, span)?),
            Value::Number(_) => Value::Number(cx.number_of(&value, span)?),
            inner @ (Value::Bool(_) | Value::BigInt(_)) => inner,
            _ => value,
        };
        match &value {
            Value::Opaque(_) => return Err(value),
            Value::Bool(value) => self.text.push_str(if *value { "true" } else { "false" }),
            Value::Number(number) if number.is_finite() => {
                self.text.push_str(&number_text(*number));
            }
            Value::Null | Value::Number(_) => self.text.push_str("null"),
            Value::String(text) => quote(&mut self.text, text),
            Value::BigInt(_) => {
                return Err(cx.type_error("Do not know how to serialize a BigInt", span));
            }
            Value::Undefined | Value::Hole | Value::Symbol(_) => return Ok(false),
            Value::Reference => return Err(cx.unsupported(span, "a reference as JSON")),
            Value::Native(_) | Value::Namespace(_) | Value::Object(_) if cx.is_callable(&value) => {
                return Ok(false);
            }
            Value::Native(_) | Value::Namespace(_) => self.text.push_str("{}"),
            Value::Object(id) => {
                let id = *id;
                if self.open.contains(&id) {
                    return Err(cx.type_error("Converting circular structure to JSON", span));
                }
                self.open.push(id);
                cx.nested(span, |cx| self.object(cx, id, &value))?;
                self.open.pop();
            }
        }
        Ok(true)
    }

    fn object(
        &mut self,
        cx: &mut Interpreter<'_>,
        id: ObjectId,
        value: &Value,
    ) -> Result<(), Value> {
        let span = self.span;
        if let Object::Array(_) = cx.heap.get(id) {
            let length = cx.items(id).len();
            let mut first = true;
            self.text.push('[');
            for at in 0..length {
                self.separate(&mut first);
                let item = cx.items(id).get(at).map_or(Value::Undefined, Value::filled);
                if !self.value(cx, value, &at.to_string(), item)? {
                    self.text.push_str("null");
                }
            }
            if !first {
                self.line(self.open.len() - 1);
            }
            self.text.push(']');
            return Ok(());
        }
        let keys = if let Some(keys) = &self.keys {
            keys.clone()
        } else {
            let entries = cx.entry_keys(value, span)?;
            entries.iter().map(ToString::to_string).collect()
        };
        let mut first = true;
        self.text.push('{');
        for key in keys {
            let item = cx.property(value, &key, span);
            cx.unless_thrown()?;
            let before = (self.text.len(), first);
            self.separate(&mut first);
            quote(&mut self.text, &key);
            self.text
                .push_str(if self.indent.is_empty() { ":" } else { ": " });
            if !self.value(cx, value, &key, item)? {
                self.text.truncate(before.0);
                first = before.1;
            }
        }
        if !first {
            self.line(self.open.len() - 1);
        }
        self.text.push('}');
        Ok(())
    }

    fn separate(&mut self, first: &mut bool) {
        if !std::mem::take(first) {
            self.text.push(',');
        }
        self.line(self.open.len());
    }

    fn line(&mut self, depth: usize) {
        if !self.indent.is_empty() {
            self.text.push('\n');
            for _ in 0..depth {
                self.text.push_str(&self.indent);
            }
        }
    }
}

/// Text in quotes.
fn quote(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\0'..='\u{1f}' => out.extend(format!("\\u{:04x}", u32::from(c)).chars()),
            c => out.push(c),
        }
    }
    out.push('"');
}

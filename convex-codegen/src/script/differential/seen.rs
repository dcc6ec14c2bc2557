//! Descriptions of values in the form of `observe.mjs`, including unknown parts, and their
//! comparison.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use crate::{
    script::{
        Interpreter,
        heap::{Object, ObjectId, Plain},
        value::Value,
    },
    syntax::number_text,
};

/// Describes `value`.
pub(super) fn describe(cx: &mut Interpreter<'_>, value: &Value) -> Json {
    Describe {
        cx,
        seen: BTreeMap::new(),
        builtins: BTreeMap::new(),
    }
    .value(value, "")
}

struct Describe<'a, 'b> {
    cx: &'a mut Interpreter<'b>,
    seen: BTreeMap<ObjectId, String>,
    builtins: BTreeMap<usize, String>,
}

impl Describe<'_, '_> {
    fn value(&mut self, value: &Value, path: &str) -> Json {
        match value {
            Value::Undefined => json!({"undefined": true}),
            Value::Null => json!({"null": true}),
            Value::Bool(value) => json!({"boolean": value}),
            Value::Number(value) => json!({"number": number(*value)}),
            Value::BigInt(value) => json!({"bigint": value.to_string()}),
            Value::String(value) => json!({"string": text(value)}),
            Value::Symbol(key) => {
                let description = super::super::builtins::description(key).unwrap_or_default();
                json!({"symbol": text(&description)})
            }
            Value::Hole => json!({"hole": true}),
            Value::Opaque(id) => json!({"opaque": self.cx.problem_of(*id).message}),
            Value::Reference => json!({"opaque": "a reference"}),
            Value::Native(native) => self.builtin(std::ptr::from_ref(*native).addr(), value, path),
            Value::Namespace(namespace) => {
                self.builtin(std::ptr::from_ref(*namespace).addr(), value, path)
            }
            Value::Object(id) => {
                if let Some(known) = self.seen.get(id) {
                    return json!({"same": known});
                }
                self.seen.insert(*id, path.to_owned());
                self.object(*id, path)
            }
        }
    }

    fn builtin(&mut self, address: usize, value: &Value, path: &str) -> Json {
        if let Some(known) = self.builtins.get(&address) {
            return json!({"same": known});
        }
        self.builtins.insert(address, path.to_owned());
        if self.cx.is_callable(value) {
            json!({"function": []})
        } else {
            json!({"object": [], "bare": false})
        }
    }

    fn object(&mut self, id: ObjectId, path: &str) -> Json {
        let inner = |at: &str| format!("{path}/{}", text(at));
        if let Some(why) = self.cx.heap.unknown_rest(id) {
            return self.value(&Value::Opaque(why), path);
        }
        match self.cx.heap.get(id).clone() {
            Object::Plain(plain) => {
                if self.cx.is_error(id) {
                    let span = self.cx.somewhere();
                    let name = self.cx.property(&Value::Object(id), "name", span);
                    return match name {
                        Value::String(name) => json!({"error": &*name}),
                        other => self.value(&other, path),
                    };
                }
                let bare = plain.bare;
                json!({"object": self.properties(&plain, path), "bare": bare})
            }
            Object::Array(list) => {
                let mut items = Vec::new();
                for (at, item) in list.items.iter().enumerate() {
                    items.push(self.value(item, &inner(&at.to_string())));
                }
                let extra = list.extra.map(|extra| self.cx.plain(extra));
                let more = extra.map_or_else(Vec::new, |extra| self.properties(&extra, path));
                json!({"array": items, "more": more})
            }
            Object::Date(time) => json!({"date": number(time)}),
            Object::Regex(regex) => {
                let last = match regex.last_index {
                    Value::Number(last) => json!(last),
                    _ => json!(null),
                };
                json!({"regexp": text(&regex.source), "flags": &*regex.flags, "last": last})
            }
            Object::Collection(collection) => {
                if let Some(why) = collection.unknown {
                    return self.value(&Value::Opaque(why), path);
                }
                let mut entries = Vec::new();
                for (at, (key, item)) in collection.entries().enumerate() {
                    if collection.keyed {
                        let key = self.value(key, &inner(&format!("{at}k")));
                        let item = self.value(item, &inner(&format!("{at}v")));
                        entries.push(json!([key, item]));
                    } else {
                        entries.push(self.value(key, &inner(&at.to_string())));
                    }
                }
                match (collection.weak, collection.keyed) {
                    (true, _) => json!({"object": [], "bare": false}),
                    (false, true) => json!({"map": entries}),
                    (false, false) => json!({"set": entries}),
                }
            }
            Object::Closure(closure) => {
                let extra = closure.extra.map(|extra| self.cx.plain(extra));
                let properties = extra.map_or_else(Vec::new, |extra| self.properties(&extra, path));
                json!({"function": properties})
            }
            Object::Class(class) => {
                let properties = self.properties(&class.statics, path);
                json!({"function": properties})
            }
            Object::Bound(_) => json!({"function": []}),
            Object::Iterator(_) | Object::Promise(_) => json!({"object": [], "bare": false}),
            Object::Exotic(_) => {
                let value = Value::Object(id);
                let span = self.cx.somewhere();
                let mut properties = Vec::new();
                for entry in self.cx.entries(&value, span).unwrap_or_default() {
                    let key = text(&entry.key);
                    let value = self.value(&entry.value, &format!("{path}/{key}"));
                    properties.push(json!([key, value]));
                }
                json!({"object": properties, "bare": false})
            }
            Object::Unknown(why) => self.value(&Value::Opaque(why), path),
            _ => json!({"opaque": "a generator, a promise or an object of a library"}),
        }
    }

    fn properties(&mut self, plain: &Plain, path: &str) -> Vec<Json> {
        let mut properties = Vec::new();
        for entry in plain.iter() {
            let key = text(&entry.key);
            let value = if entry.getter {
                // A setter alone reads as `undefined`.
                match entry.value {
                    Value::Undefined => json!({"undefined": true}),
                    _ => json!({"getter": true}),
                }
            } else {
                self.value(&entry.value, &format!("{path}/{key}"))
            };
            properties.push(json!([key, value]));
        }
        properties
    }
}

fn number(value: f64) -> String {
    if value == 0.0 && value.is_sign_negative() {
        "-0".to_owned()
    } else {
        number_text(value)
    }
}

/// Text with all but printable ASCII escaped.
fn text(value: &str) -> String {
    let mut escaped = String::new();
    for unit in value.encode_utf16() {
        match u8::try_from(unit) {
            Ok(byte @ 0x20..=0x7e) if byte != b'\\' => escaped.push(char::from(byte)),
            _ => escaped.extend(format!("\\u{unit:04x}").chars()),
        }
    }
    escaped
}

/// The result of comparing our description of a value with Node's.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Verdict {
    /// They are equal.
    Equal,
    /// They are equal except for unknown parts; this is the reason.
    Opaque(String),
    /// They differ.
    Different,
}

/// Compares ours with Node's.
pub(super) fn compare(node: &Json, ours: &Json) -> Verdict {
    let mut reason = None;
    if agree(node, ours, &mut reason) {
        reason.map_or(Verdict::Equal, Verdict::Opaque)
    } else {
        Verdict::Different
    }
}

fn agree(node: &Json, ours: &Json, reason: &mut Option<String>) -> bool {
    if let Some(why) = ours.get("opaque").and_then(Json::as_str) {
        reason.get_or_insert_with(|| why.to_owned());
        return true;
    }
    match (node, ours) {
        (Json::Array(node), Json::Array(ours)) => {
            node.len() == ours.len()
                && node
                    .iter()
                    .zip(ours)
                    .all(|(node, ours)| agree(node, ours, reason))
        }
        (Json::Object(node), Json::Object(ours)) => {
            // A part that is described first in one may be unknown in the other.
            if reason.is_some() && (node.contains_key("same") || ours.contains_key("same")) {
                return true;
            }
            let agree = |(key, node): (&String, &Json),
                         ours: &Map<String, Json>,
                         reason: &mut Option<String>| {
                ours.get(key).is_some_and(|ours| agree(node, ours, reason))
            };
            node.len() == ours.len() && node.iter().all(|entry| agree(entry, ours, reason))
        }
        (node, ours) => node == ours,
    }
}

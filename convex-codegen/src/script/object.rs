//! Objects and arrays: reading them whole, spreading them, and what they have in common.

use super::{
    Interpreter,
    heap::{Entry, Object, ObjectId, Plain},
    host::HostKind,
    value::{OpaqueId, Value},
};
use crate::{diagnostics::catalogue, source::Span, syntax::Name};

impl Interpreter<'_> {
    /// A copy of the plain object `id`; an empty one when it is something else.
    pub fn plain(&self, id: ObjectId) -> Plain {
        match self.heap.get(id) {
            Object::Plain(plain) => plain.clone(),
            _ => Plain::default(),
        }
    }

    /// The plain object that `value` is.
    pub fn as_plain(&self, value: &Value) -> Option<ObjectId> {
        match value {
            Value::Object(id) if matches!(self.heap.get(*id), Object::Plain(_)) => Some(*id),
            _ => None,
        }
    }

    /// The items of the array that `value` is.
    pub fn as_array(&self, value: &Value) -> Option<Vec<Value>> {
        let Value::Object(id) = value else {
            return None;
        };
        match self.heap.get(*id) {
            Object::Array(list) => Some(list.items.iter().map(Value::filled).collect()),
            _ => None,
        }
    }

    /// `{}`
    pub fn empty_object(&mut self) -> Value {
        Value::Object(self.heap.add(Object::Plain(Plain::default())))
    }

    /// A value of the library.
    pub fn host(&mut self, object: impl HostKind) -> Value {
        Value::Object(self.heap.add(Object::Host(Box::new(object))))
    }

    /// An array.
    pub fn array(&mut self, items: Vec<Value>) -> Value {
        Value::Object(self.heap.add(Object::Array(items.into())))
    }

    /// Whether `value` can be called.
    pub fn is_callable(&self, value: &Value) -> bool {
        match value {
            Value::Native(_) => true,
            Value::Namespace(namespace) => namespace.call.is_some(),
            Value::Object(id) => {
                matches!(self.heap.get(*id), Object::Closure(_) | Object::Class(_))
                    || matches!(self.heap.get(*id), Object::Host(host) if host.class().call.is_some())
            }
            _ => false,
        }
    }

    /// The own properties of `value`, in JavaScript's order. `Err` when they are not known. Each is a step.
    pub fn entries(&mut self, value: &Value, span: Span) -> Result<Vec<Entry>, Value> {
        let entries = self.own_entries(value, span)?;
        self.steps(entries.len(), span)?;
        Ok(entries)
    }

    fn own_entries(&mut self, value: &Value, span: Span) -> Result<Vec<Entry>, Value> {
        let indexed = |index: usize, value| Entry::new(Name::from(index.to_string()), value);
        Ok(match value {
            Value::Opaque(_) => return Err(value.clone()),
            Value::Undefined
            | Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::BigInt(_)
            | Value::Symbol(_)
            | Value::Hole
            | Value::Native(_) => Vec::new(),
            Value::String(text) => text
                .chars()
                .enumerate()
                .map(|(index, c)| indexed(index, Value::text(&c.to_string())))
                .collect(),
            Value::Namespace(namespace) => namespace
                .members
                .iter()
                .map(|native| Entry::new(Name::from(native.name), Value::Native(native)))
                .collect(),
            Value::Reference => {
                return Err(self.opaque(catalogue::unsupported(
                    span,
                    "the properties of a reference",
                )));
            }
            Value::Object(id) => match self.heap.get(*id) {
                Object::Plain(plain) => {
                    if let Some(why) = plain.unknown {
                        return Err(Value::Opaque(why));
                    }
                    let entries = plain.iter().cloned().collect::<Vec<_>>();
                    let evaluated = |entry| self.evaluated(entry, value, span);
                    entries.into_iter().map(evaluated).collect()
                }
                Object::Array(list) => {
                    let extra = list.extra.map(|extra| self.plain(extra));
                    let items = list.items.iter().enumerate();
                    let items = items.filter(|(_, item)| !matches!(item, Value::Hole));
                    let mut entries: Vec<Entry> = items
                        .map(|(index, item)| indexed(index, item.clone()))
                        .collect();
                    entries.extend(extra.iter().flat_map(Plain::iter).cloned());
                    entries
                }
                Object::Module(file) => {
                    let file = *file;
                    let names = self.export_names(file);
                    let value = |name: Name| {
                        let value = self.export(file, &name).unwrap_or(Value::Undefined);
                        Entry::new(name, value)
                    };
                    names.into_iter().map(value).collect()
                }
                Object::Class(class) => class.statics.iter().cloned().collect(),
                Object::Closure(_)
                | Object::Collection(_)
                | Object::Date(_)
                | Object::Regex(_)
                | Object::Generator(_)
                | Object::Promise(_)
                | Object::Unknown(_) => Vec::new(),
                Object::Host(_) => {
                    return Err(
                        self.opaque(catalogue::unsupported(span, "the properties of this value"))
                    );
                }
            },
        })
    }

    /// `entry` with its value computed, when it is a getter.
    fn evaluated(&mut self, entry: Entry, this: &Value, span: Span) -> Entry {
        if !entry.getter {
            return entry;
        }
        let value = self.call(&entry.value, this.clone(), (Vec::new(), span));
        Entry {
            value,
            getter: false,
            ..entry
        }
    }

    /// `{ ...value }` into `object`.
    pub fn spread_into(&mut self, object: &mut Plain, value: &Value, span: Span) {
        if let Value::Object(id) = value
            && let Object::Plain(plain) = self.heap.get(*id)
            && let Some(why) = plain.unknown
        {
            // What came after the unknown part is known again.
            let known: Vec<Entry> = plain.iter().cloned().collect();
            object.taint(why);
            for entry in known {
                object.set(entry);
            }
            return;
        }
        match self.entries(value, span) {
            Ok(entries) => entries.into_iter().for_each(|entry| object.set(entry)),
            Err(Value::Opaque(why)) => object.taint(why),
            Err(_) => {}
        }
    }

    /// What `for (const item of value)` and `[...value]` go over. Each item is a step.
    pub fn iterate(&mut self, value: &Value, span: Span) -> Result<Vec<Value>, Value> {
        let items = self.items(value, span)?;
        self.steps(items.len(), span)?;
        Ok(items)
    }

    fn items(&mut self, value: &Value, span: Span) -> Result<Vec<Value>, Value> {
        match value {
            Value::Opaque(_) => return Err(value.clone()),
            Value::String(text) => {
                return Ok(text.chars().map(|c| Value::text(&c.to_string())).collect());
            }
            Value::Object(id) => match self.heap.get(*id) {
                Object::Array(list) => return Ok(list.items.iter().map(Value::filled).collect()),
                Object::Collection(collection) => {
                    let entries = collection.entries.clone();
                    if !collection.keyed {
                        return Ok(entries.into_iter().map(|(key, _)| key).collect());
                    }
                    return Ok(entries
                        .into_iter()
                        .map(|(key, value)| self.array(vec![key, value]))
                        .collect());
                }
                Object::Generator(_) => return self.generated(*id, span),
                _ => {}
            },
            _ => {}
        }
        Err(self.opaque(catalogue::unsupported(span, "iteration over this value")))
    }

    /// Marks an object as changed in a way that is not known.
    pub fn taint(&mut self, object: &Value, why: OpaqueId) {
        if let Value::Object(id) = object
            && let Object::Plain(plain) = self.heap.get_mut(*id)
        {
            plain.taint(why);
        }
    }
}

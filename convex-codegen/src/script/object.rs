//! Objects and arrays: reading them whole, spreading them, and what they have in common.

use super::{
    Interpreter, builtins,
    heap::{Entry, Object, ObjectId, Plain},
    host::HostKind,
    value::{OpaqueId, Value},
};
use crate::{source::Span, syntax::Name};

impl Interpreter<'_> {
    /// A copy of the plain object `id`; an empty one when it is something else.
    pub fn plain(&self, id: ObjectId) -> Plain {
        match self.heap.get(id) {
            Object::Plain(plain) => plain.clone(),
            _ => Plain::default(),
        }
    }

    /// The number of properties of the plain object `id`.
    pub fn field_count(&self, id: ObjectId) -> usize {
        match self.heap.get(id) {
            Object::Plain(plain) => plain.len(),
            _ => 0,
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

    /// Returns whether `value` is callable.
    pub fn is_callable(&self, value: &Value) -> bool {
        match value {
            Value::Native(_) => true,
            Value::Namespace(namespace) => {
                namespace.call.is_some() || namespace.construct.is_some()
            }
            Value::Object(id) => {
                matches!(
                    self.heap.get(*id),
                    Object::Closure(_) | Object::Class(_) | Object::Bound(_)
                ) || matches!(self.heap.get(*id), Object::Host(host) if host.class().call.is_some())
            }
            _ => false,
        }
    }

    /// An object with these properties.
    pub fn object_of<const N: usize>(&mut self, entries: [(&str, Value); N]) -> Value {
        let mut plain = Plain::default();
        for (key, value) in entries {
            plain.set(Entry::new(Name::from(key), value));
        }
        Value::Object(self.heap.add(Object::Plain(plain)))
    }

    /// An object that inherits nothing.
    pub fn bare_object(&mut self, mut plain: Plain) -> Value {
        plain.bare = true;
        Value::Object(self.heap.add(Object::Plain(plain)))
    }

    /// The own properties of `value` that `Object.entries` lists, in JavaScript's order; `Err` if
    /// they are unknown. Each counts as a step.
    pub fn entries(&mut self, value: &Value, span: Span) -> Result<Vec<Entry>, Value> {
        let keys = self.entry_keys(value, span)?;
        self.read_keys(value, keys, span)
    }

    /// The own properties of `value` that spreads copy: those that symbols name too.
    pub fn entries_and_symbols(&mut self, value: &Value, span: Span) -> Result<Vec<Entry>, Value> {
        self.entries_without(value, &[], span)
    }

    fn entries_without(
        &mut self,
        value: &Value,
        taken: &[Name],
        span: Span,
    ) -> Result<Vec<Entry>, Value> {
        let mut keys = self.entry_keys(value, span)?;
        if let Value::Object(id) = value
            && let Object::Plain(plain) = self.heap.get(*id)
        {
            let symbols = plain.all();
            let symbols = symbols.filter(|entry| !entry.hidden && entry.key.starts_with("\0@@"));
            keys.extend(symbols.map(|entry| entry.key.clone()));
        }
        keys.retain(|key| !taken.contains(key));
        self.read_keys(value, keys, span)
    }

    fn read_keys(
        &mut self,
        value: &Value,
        keys: Vec<Name>,
        span: Span,
    ) -> Result<Vec<Entry>, Value> {
        let mut entries = Vec::with_capacity(keys.len());
        for key in keys {
            let known = match value {
                Value::Object(id) => self.own_entry(*id, &key),
                _ => None,
            };
            entries.push(match known {
                Some(entry) if !entry.getter => entry,
                known => {
                    let inner = self.property(value, &key, span);
                    self.unless_thrown()?;
                    Entry {
                        span: known.as_ref().and_then(|known| known.span),
                        docs: known.and_then(|known| known.docs),
                        ..Entry::new(key, inner)
                    }
                }
            });
        }
        Ok(entries)
    }

    /// The names of the own properties that `Object.keys` lists.
    pub fn entry_keys(&mut self, value: &Value, span: Span) -> Result<Vec<Name>, Value> {
        let keys = self.own_keys(value, span)?;
        self.steps(keys.len(), span)?;
        Ok(keys)
    }

    fn own_keys(&mut self, value: &Value, span: Span) -> Result<Vec<Name>, Value> {
        let keys = |plain: &Plain| plain.iter().map(|entry| entry.key.clone()).collect();
        if let Value::Object(id) = value
            && let Some(why) = self.heap.unknown_rest(*id)
        {
            return Err(Value::Opaque(why));
        }
        let mut found = match value {
            Value::Opaque(_) => return Err(value.clone()),
            Value::Undefined
            | Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::BigInt(_)
            | Value::Symbol(_)
            | Value::Hole
            | Value::Native(_) => Vec::new(),
            Value::Namespace(namespace) if namespace.name == "globalThis" => {
                return Err(self.unsupported(span, "the names of all globals"));
            }
            Value::Namespace(namespace) if builtins::is_builtin(namespace) => Vec::new(),
            // A library's object, as in `{ ...v }`.
            Value::Namespace(namespace) => {
                let members = namespace.members.iter();
                members.map(|member| Name::from(member.name)).collect()
            }
            Value::String(text) => {
                let length = text.encode_utf16().count();
                (0..length).map(|at| Name::from(at.to_string())).collect()
            }
            Value::Reference => return Err(self.unsupported(span, "the properties of a reference")),
            Value::Object(id) => match self.heap.get(*id) {
                Object::Plain(plain) => keys(plain),
                Object::Array(list) => {
                    let items = list.items.iter().enumerate();
                    let items = items.filter(|(_, item)| !matches!(item, Value::Hole));
                    let mut names: Vec<Name> =
                        items.map(|(at, _)| Name::from(at.to_string())).collect();
                    if let Some(extra) = list.extra {
                        names.extend(keys(&self.plain(extra)));
                    }
                    names
                }
                Object::Module(file) => {
                    let file = *file;
                    self.export_names(file).into_iter().collect()
                }
                Object::Class(class) => {
                    let fields = class.statics.iter();
                    fields.map(|entry| entry.key.clone()).collect()
                }
                Object::Closure(closure) => closure
                    .extra
                    .map_or_else(Vec::new, |extra| keys(&self.plain(extra))),
                Object::Collection(_)
                | Object::Date(_)
                | Object::Regex(_)
                | Object::Bound(_)
                | Object::Generator(_)
                | Object::Promise(_)
                | Object::Iterator(_) => Vec::new(),
                Object::Exotic(exotic) => exotic.keys(),
                Object::Unknown(why) => return Err(Value::Opaque(*why)),
                Object::Host(_) => {
                    return Err(self.unsupported(span, "the properties of this value"));
                }
            },
        };
        // An instance of a class that extends a built-in one.
        if let Value::Object(id) = value
            && let Some(extra) = self.heap.extra(*id)
        {
            found.extend(keys(&self.plain(extra)));
        }
        Ok(found)
    }

    /// Counts the copies of `count` properties, which take more space than other values.
    fn entry_copies(&mut self, count: usize, span: Span) -> Result<(), Value> {
        const STEPS: usize = 4;
        self.steps(count.saturating_mul(STEPS), span)
    }

    /// `{ ...value }` into `object`.
    pub fn spread_into(&mut self, object: &mut Plain, value: &Value, span: Span) {
        self.spread_rest(object, (value, &[]), span);
    }

    /// `const { a, b, ...object } = value`, where `a` and `b` are taken.
    pub fn spread_rest(
        &mut self,
        object: &mut Plain,
        (value, taken): (&Value, &[Name]),
        span: Span,
    ) {
        if let Value::Object(id) = value
            && let Object::Plain(plain) = self.heap.get(*id)
            && let Some(why) = plain.unknown
        {
            // Properties after the unknown part are known again.
            let keys = plain.all().filter(|entry| {
                let name = !entry.key.starts_with('\0') || entry.key.starts_with("\0@@");
                name && !entry.hidden && !taken.contains(&entry.key)
            });
            let keys: Vec<Name> = keys.map(|entry| entry.key.clone()).collect();
            object.taint(why);
            if self.entry_copies(keys.len(), span).is_err() {
                return;
            }
            for entry in self.read_keys(value, keys, span).unwrap_or_default() {
                copy_into(object, entry);
            }
            return;
        }
        let entries = self.entries_without(value, taken, span);
        let counted = entries.and_then(|entries| {
            self.entry_copies(entries.len(), span)?;
            Ok(entries)
        });
        match counted {
            Ok(entries) => {
                for entry in entries {
                    copy_into(object, entry);
                }
            }
            Err(Value::Opaque(why)) => object.taint(why),
            Err(_) => {}
        }
    }

    /// Marks an object as changed in a way that is not known.
    pub fn taint(&mut self, object: &Value, why: OpaqueId) {
        let Value::Object(id) = object else { return };
        match self.heap.get_mut(*id) {
            Object::Plain(plain) => plain.taint(why),
            _ => self.lose(*id, why),
        }
    }
}

/// Copies a property as a spread does: its value, without its attributes.
fn copy_into(object: &mut Plain, entry: Entry) {
    object.define(Entry {
        span: entry.span,
        docs: entry.docs,
        ..Entry::new(entry.key, entry.value)
    });
}

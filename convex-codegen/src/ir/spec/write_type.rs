//! A type as validator JSON, and the paths of what cannot be said in it.

use serde::{Serialize, Serializer, ser::SerializeMap};

use super::{
    super::{Field, Type, TypeId, Types},
    literal,
};

/// The types being written: meeting one again is a recursion, which validator JSON cannot express.
#[derive(Debug, Clone, Copy)]
struct Open<'a> {
    id: TypeId,
    outer: Option<&'a Self>,
}

impl Open<'_> {
    fn has(mut self, id: TypeId) -> bool {
        loop {
            if self.id == id {
                return true;
            }
            let Some(outer) = self.outer else {
                return false;
            };
            self = *outer;
        }
    }
}

/// Validator JSON of the type `id`.
#[derive(Debug, Clone, Copy)]
pub(super) struct TypeJson<'a> {
    types: &'a Types,
    id: TypeId,
    outer: Option<&'a Open<'a>>,
}

impl<'a> TypeJson<'a> {
    pub(super) fn new(types: &'a Types, id: TypeId) -> Self {
        Self {
            types,
            id,
            outer: None,
        }
    }

    /// Returns whether the type cannot be written: it is unknown, or already being written.
    fn is_opaque(&self) -> bool {
        match &self.types[self.id].ty {
            Type::Opaque => true,
            Type::Object(fields) if unsure(self.types, fields) => true,
            _ => self.outer.is_some_and(|open| open.has(self.id)),
        }
    }
}

impl Serialize for TypeJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let open = Open {
            id: self.id,
            outer: self.outer,
        };
        let inner = |id: TypeId| TypeJson {
            types: self.types,
            id,
            outer: Some(&open),
        };
        let ty = &self.types[self.id].ty;
        let mut map = serializer.serialize_map(None)?;
        if self.is_opaque() {
            map.serialize_entry("type", "any")?;
            return map.end();
        }
        map.serialize_entry("type", name(ty))?;
        match ty {
            Type::Id(table) => map.serialize_entry("tableName", table)?,
            Type::Literal(value) => map.serialize_entry("value", &literal::write(value))?,
            Type::Array(element) => map.serialize_entry("value", &inner(*element))?,
            Type::Object(fields) => {
                let fields = FieldsJson {
                    of: fields,
                    types: self.types,
                    open: &open,
                };
                map.serialize_entry("value", &fields)?;
            }
            Type::Record {
                keys,
                values,
                optional,
            } => {
                map.serialize_entry("keys", &inner(*keys))?;
                let values = FieldJson {
                    ty: inner(*values),
                    optional: *optional,
                };
                map.serialize_entry("values", &values)?;
            }
            Type::Union(members) => {
                let members: Vec<TypeJson<'_>> =
                    members.iter().map(|member| inner(*member)).collect();
                map.serialize_entry("value", &members)?;
            }
            _ => {}
        }
        map.end()
    }
}

struct FieldsJson<'a> {
    of: &'a [Field],
    types: &'a Types,
    open: &'a Open<'a>,
}

impl Serialize for FieldsJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.of.iter().map(|field| {
            let ty = TypeJson {
                types: self.types,
                id: field.ty,
                outer: Some(self.open),
            };
            let json = FieldJson {
                ty,
                optional: field.optional,
            };
            (&field.name, json)
        }))
    }
}

#[derive(Serialize)]
struct FieldJson<'a> {
    #[serde(rename = "fieldType")]
    ty: TypeJson<'a>,
    optional: bool,
}

/// The name of a type in validator JSON.
fn name(ty: &Type) -> &'static str {
    match ty {
        Type::Any | Type::Opaque => "any",
        Type::Null => "null",
        Type::Boolean => "boolean",
        Type::Float64 => "number",
        Type::Int64 => "bigint",
        Type::CommitTs => "commitTs",
        Type::String => "string",
        Type::Bytes => "bytes",
        Type::Id(_) => "id",
        Type::Literal(_) => "literal",
        Type::Array(_) => "array",
        Type::Object(_) => "object",
        Type::Record { .. } => "record",
        Type::Union(_) => "union",
    }
}

/// Returns whether one of `fields` is optional and opaque, so that it may or may not be absent.
/// Validator JSON must state one or the other, so the whole object cannot be written.
fn unsure(types: &Types, fields: &[Field]) -> bool {
    let mut fields = fields.iter();
    fields.any(|field| field.optional && types[field.ty].ty == Type::Opaque)
}

/// The paths of the parts that [`TypeJson`] cannot express of the type `id`, which is at `path`.
pub(crate) fn opaque_paths(types: &Types, id: TypeId, path: &str) -> Vec<String> {
    let mut paths = Vec::new();
    collect(&TypeJson::new(types, id), &mut path.to_owned(), &mut paths);
    paths
}

fn collect(json: &TypeJson<'_>, path: &mut String, paths: &mut Vec<String>) {
    if json.is_opaque() {
        paths.push(path.clone());
        return;
    }
    let open = Open {
        id: json.id,
        outer: json.outer,
    };
    let length = path.len();
    let mut inner = |id: TypeId, step: [&str; 2]| {
        path.extend(step);
        let json = TypeJson {
            types: json.types,
            id,
            outer: Some(&open),
        };
        collect(&json, path, paths);
        path.truncate(length);
    };
    match &json.types[json.id].ty {
        Type::Array(element) => inner(*element, ["[]", ""]),
        Type::Object(fields) => {
            for field in fields {
                inner(field.ty, [".", &field.name]);
            }
        }
        Type::Record { keys, values, .. } => {
            inner(*keys, ["{key}", ""]);
            inner(*values, ["{}", ""]);
        }
        Type::Union(members) => {
            for (index, member) in members.iter().enumerate() {
                inner(*member, ["|", &index.to_string()]);
            }
        }
        _ => {}
    }
}

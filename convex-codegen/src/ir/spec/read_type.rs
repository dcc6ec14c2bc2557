//! Validator JSON → types.

use serde_json::Value;

use super::{
    super::{Field, Origin, Type, TypeDef, TypeId, Types},
    cursor::{Cursor, SpecError},
    literal,
};
use crate::{
    diagnostics::{Diagnostics, catalogue},
    source::Span,
    text::Docs,
};

/// The destination of what is read.
#[derive(Debug)]
pub(super) struct Destination<'a> {
    /// The types.
    pub types: &'a mut Types,
    /// The diagnostics of the reader.
    pub diagnostics: &'a mut Diagnostics,
    /// The span of everything that is read: the document.
    pub span: Span,
}

/// Reads the types of one function or table.
#[derive(Debug)]
pub(super) struct TypeReader<'a, 'd> {
    to: &'a mut Destination<'d>,
    /// The paths that `opaque` lists.
    opaque: Vec<&'a str>,
    path: String,
}

impl<'a, 'd> TypeReader<'a, 'd> {
    /// A reader for what `owner`, a function or a table, holds.
    pub(super) fn new(owner: &Cursor<'a>, to: &'a mut Destination<'d>) -> Self {
        let opaque = owner.value().get("opaque").and_then(Value::as_array);
        let opaque = opaque.into_iter().flatten();
        Self {
            to,
            opaque: opaque.filter_map(Value::as_str).collect(),
            path: String::new(),
        }
    }

    /// Adds a type that stands for no validator of the document.
    pub(super) fn add(&mut self, ty: Type, origin: Option<Origin>) -> TypeId {
        self.to.types.add(TypeDef {
            ty,
            origin,
            docs: Docs::default(),
            span: self.to.span,
        })
    }

    /// Reads the type that `json` describes, at `step` of the path.
    pub(super) fn read(&mut self, json: &Cursor<'_>, step: &str) -> Result<TypeId, SpecError> {
        self.read_named(json, step, None)
    }

    /// Like [`TypeReader::read`], for a type that may have a name of its own.
    pub(super) fn read_named(
        &mut self,
        json: &Cursor<'_>,
        step: &str,
        origin: Option<Origin>,
    ) -> Result<TypeId, SpecError> {
        let length = self.path.len();
        self.path.push_str(step);
        let ty = self.read_type(json)?;
        self.path.truncate(length);
        Ok(self.add(ty, origin))
    }

    fn read_type(&mut self, json: &Cursor<'_>) -> Result<Type, SpecError> {
        let kind = json.field("type")?;
        Ok(match kind.text()? {
            "any" if self.opaque.contains(&self.path.as_str()) => Type::Opaque,
            "any" => Type::Any,
            "null" => Type::Null,
            "boolean" => Type::Boolean,
            "number" | "float64" => Type::Float64,
            "bigint" | "int64" => Type::Int64,
            "commitTs" => Type::CommitTs,
            "string" => Type::String,
            "bytes" => Type::Bytes,
            "id" => Type::Id(json.field("tableName")?.text()?.to_owned()),
            "literal" => {
                let value = json.field("value")?;
                let literal = literal::read(value.value());
                Type::Literal(literal.ok_or_else(|| value.expected("an encoded literal"))?)
            }
            "array" => Type::Array(self.read(&json.field("value")?, "[]")?),
            "object" => Type::Object(self.read_fields(&json.field("value")?)?),
            "record" => {
                let values = json.field("values")?;
                Type::Record {
                    keys: self.read(&json.field("keys")?, "{key}")?,
                    values: self.read(&values.field("fieldType")?, "{}")?,
                    optional: read_optional(&values)?,
                }
            }
            "union" => {
                let members = json.field("value")?;
                let members = members.elements()?.enumerate();
                let members = members.map(|(index, json)| self.read(&json, &format!("|{index}")));
                Type::Union(members.collect::<Result<_, _>>()?)
            }
            // A newer Convex may have it.
            other => {
                let problem = catalogue::unknown_kind(self.to.span, &kind.path(), other);
                self.to.diagnostics.push(problem);
                Type::Opaque
            }
        })
    }

    fn read_fields(&mut self, json: &Cursor<'_>) -> Result<Vec<Field>, SpecError> {
        json.fields()?
            .map(|(name, field)| {
                Ok(Field {
                    name: name.to_owned(),
                    ty: self.read(&field.field("fieldType")?, &format!(".{name}"))?,
                    optional: read_optional(&field)?,
                    docs: Docs::default(),
                    span: self.to.span,
                })
            })
            .collect()
    }
}

fn read_optional(json: &Cursor<'_>) -> Result<bool, SpecError> {
    match json.optional("optional")? {
        Some(optional) => optional.boolean(),
        None => Ok(false),
    }
}

//! Validators → types by id. One validator is one type, wherever it is used.

use super::{
    identifier,
    validator::{self, Kind, Validator},
};
use crate::script::{
    Interpreter,
    heap::ObjectId,
    value::{OpaqueId, Value},
};
use crate::{
    diagnostics::{Diagnostic, catalogue},
    ir::{Field, Type, TypeDef, TypeId, Types},
    source::Span,
    text::Docs,
};

/// The maximum nesting depth of Convex values.
const DEEPEST: usize = 64;

/// The maximum size of a validator when it is written out. The largest real ones have a few
/// thousand types.
const LARGEST: u32 = 200_000;

/// The maximum number of fields and members of all types together, besides one for each eight bytes
/// of the sources. A shared object with many fields takes no space in the source where it is used.
const PARTS: u64 = 100_000;

/// Collects types.
#[derive(Debug, Default)]
pub(super) struct TypeWriter {
    /// The types so far.
    pub types: Types,
    /// By the number of the object.
    known: Vec<Option<TypeId>>,
    /// The number of fields and members so far.
    parts: u64,
    /// The number of types in each of `types` when it is written out.
    sizes: Vec<u32>,
    /// Those being written, at most [`DEEPEST`].
    running: Vec<ObjectId>,
    /// The unknown values met since this was last taken.
    pub unknown: Vec<OpaqueId>,
    /// The fields that a deployment refuses.
    pub refused: Vec<Diagnostic>,
}

impl TypeWriter {
    /// A type without a name.
    pub(super) fn add(&mut self, ty: Type, span: Span) -> TypeId {
        self.types.add(TypeDef {
            ty,
            origin: None,
            docs: Docs::default(),
            span,
        })
    }

    /// The type of `value`, a validator or an unknown value. `span` is where it is used.
    pub(super) fn write(&mut self, cx: &mut Interpreter<'_>, value: &Value, span: Span) -> TypeId {
        let id = match value {
            Value::Object(id) => *id,
            Value::Opaque(why) => {
                self.unknown.push(*why);
                return self.add(Type::Opaque, span);
            }
            _ => return self.add(Type::Opaque, span),
        };
        let Some(validator) = cx.heap.host::<Validator>(id) else {
            return self.add(Type::Opaque, span);
        };
        let id = validator.base.unwrap_or(id);
        if let Some(Some(known)) = self.known.get(id.index()) {
            return *known;
        }
        let Some(validator) = cx.heap.host::<Validator>(id) else {
            return self.add(Type::Opaque, span);
        };
        let validator = validator.clone();
        if self.running.len() >= DEEPEST || self.running.contains(&id) {
            let problem = catalogue::too_deep_for_convex(validator.span);
            if let Value::Opaque(why) = cx.opaque(problem) {
                self.unknown.push(why);
            }
            return self.add(Type::Opaque, span);
        }
        self.parts += parts_of(cx, &validator.kind);
        let crowded = self.parts > PARTS + cx.program.project.sources.bytes() / 8;
        let (ty, size) = if crowded {
            (Type::Opaque, u32::MAX)
        } else {
            self.running.push(id);
            let ty = self.kind(cx, validator.kind, validator.span);
            self.running.pop();
            let size = self.size(&ty);
            (ty, size)
        };
        if size > LARGEST {
            let problem = catalogue::too_long(validator.span);
            if let Value::Opaque(why) = cx.opaque(problem) {
                self.unknown.push(why);
            }
            return self.add(Type::Opaque, span);
        }
        let docs = validator.docs.map(|docs| *docs).unwrap_or_default();
        let written = self.types.add(TypeDef {
            ty,
            origin: validator.origin,
            docs,
            span: validator.span,
        });
        if self.known.len() <= id.index() {
            self.known.resize(id.index() + 1, None);
        }
        self.known[id.index()] = Some(written);
        self.sizes.resize(written.0 as usize, 1);
        self.sizes.push(size);
        written
    }

    fn size(&self, ty: &Type) -> u32 {
        let of = |id: &TypeId| self.sizes.get(id.0 as usize).copied().unwrap_or(1);
        let parts = match ty {
            Type::Array(element) => of(element),
            Type::Object(fields) => {
                let sizes = fields.iter().map(|field| of(&field.ty));
                sizes.fold(0, u32::saturating_add)
            }
            Type::Record { keys, values, .. } => of(keys).saturating_add(of(values)),
            Type::Union(members) => members.iter().map(of).fold(0, u32::saturating_add),
            _ => 0,
        };
        parts.saturating_add(1)
    }

    fn kind(&mut self, cx: &mut Interpreter<'_>, kind: Kind, span: Span) -> Type {
        match kind {
            Kind::Any => Type::Any,
            Kind::Null => Type::Null,
            Kind::Boolean => Type::Boolean,
            Kind::Float64 => Type::Float64,
            Kind::Int64 => Type::Int64,
            Kind::CommitTs => Type::CommitTs,
            Kind::String => Type::String,
            Kind::Bytes => Type::Bytes,
            Kind::Id(table) => Type::Id(table.to_string()),
            Kind::Literal(literal) => Type::Literal(literal),
            Kind::Array(element) => Type::Array(self.write(cx, &element, span)),
            Kind::Object(fields) => Type::Object(self.fields(cx, fields, span)),
            Kind::Record(keys, values) => {
                let keys = self.write(cx, &keys, span);
                Type::Record {
                    keys,
                    values: self.write(cx, &values, span),
                    optional: false,
                }
            }
            Kind::Union(members) => Type::Union(
                members
                    .iter()
                    .map(|member| self.write(cx, member, span))
                    .collect(),
            ),
        }
    }

    fn fields(&mut self, cx: &mut Interpreter<'_>, fields: ObjectId, span: Span) -> Vec<Field> {
        let fields = cx.plain(fields);
        let field = |entry: &crate::script::heap::Entry| {
            let span = entry.span.unwrap_or(span);
            self.refused.extend(identifier::check(&entry.key, span));
            Field {
                name: entry.key.to_string(),
                ty: self.write(cx, &entry.value, span),
                // An unknown validator may be optional, so the field may be absent.
                optional: validator::of(cx, &entry.value).is_none_or(|(optional, _)| optional),
                docs: entry.docs.as_deref().cloned().unwrap_or_default(),
                span,
            }
        };
        fields.iter().map(field).collect()
    }
}

/// The number of fields or members that are written for a validator.
fn parts_of(cx: &Interpreter<'_>, kind: &Kind) -> u64 {
    let parts = match kind {
        Kind::Object(fields) => cx.field_count(*fields),
        Kind::Union(members) => members.len(),
        _ => 1,
    };
    u64::try_from(parts).unwrap_or(u64::MAX)
}

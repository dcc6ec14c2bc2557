//! The data of `inspect` from the IR: types by number become shared trees.

use std::{collections::BTreeMap, sync::Arc};

use super::{Field, Function, Place, Signature, Table, Throws, Type};
use crate::{
    ir::{self, TypeId, Types, spec::opaque_paths},
    pipeline::Backend,
    source::Span,
};

/// Deeper types are cut: nothing that Convex accepts is nested as deep.
const DEEPEST: usize = 128;

pub(super) struct Builder<'a> {
    backend: &'a Backend,
    /// `true` if spans are places in sources.
    has_places: bool,
    /// Finished types that do not refer to a type that contains them.
    done: BTreeMap<TypeId, Arc<Type>>,
    open: Vec<TypeId>,
    /// The outermost open type that the present one refers to.
    refers: usize,
}

impl<'a> Builder<'a> {
    pub(super) fn new(backend: &'a Backend) -> Self {
        let extension = backend.folder.extension();
        Self {
            backend,
            has_places: extension.is_none_or(|extension| extension != "json"),
            done: BTreeMap::new(),
            open: Vec::new(),
            refers: usize::MAX,
        }
    }

    pub(super) fn function(&mut self, function: &ir::Function) -> Function {
        Function {
            path: function.path.to_string(),
            kind: function.kind,
            visibility: function.visibility,
            args: self.signature(function.args, "args"),
            returns: self.signature(function.returns, "returns"),
            throws: function.throws.as_ref().map(|throws| Throws {
                ty: self.ty(throws.ty),
                places: throws
                    .places
                    .iter()
                    .filter_map(|span| self.place(*span))
                    .collect(),
            }),
            docs: function.docs.text.clone(),
            deprecated: function.docs.deprecated.clone(),
            place: self.place(function.span),
        }
    }

    pub(super) fn table(&mut self, table: &ir::Table) -> Table {
        let indexes = table.indexes.as_ref();
        Table {
            name: table.name.clone(),
            ty: self.ty(table.validator),
            indexes: indexes.map(|all| all.iter().map(|index| index.name.clone()).collect()),
            docs: table.docs.text.clone(),
            place: self.place(table.span),
        }
    }

    fn signature(&mut self, signature: ir::Signature, side: &str) -> Signature {
        Signature {
            ty: self.ty(signature.ty),
            from: signature.from,
            opaque: opaque_paths(self.types(), signature.ty, side),
        }
    }

    fn types(&self) -> &'a Types {
        &self.backend.api.types
    }

    fn place(&self, span: Span) -> Option<Place> {
        let sources = &self.backend.sources;
        let span = sources.written(span).unwrap_or(span);
        self.has_places.then(|| Place {
            path: sources.file(span.file).path.clone(),
            line: sources.position(span).line,
        })
    }

    fn ty(&mut self, id: TypeId) -> Arc<Type> {
        if let Some(done) = self.done.get(&id) {
            return done.clone();
        }
        if let Some(at) = self.open.iter().position(|open| *open == id) {
            self.refers = self.refers.min(at);
            return Arc::new(Type::Recursive(self.open.len() - at));
        }
        if self.open.len() == DEEPEST {
            self.refers = 0;
            return Arc::new(Type::Unknown);
        }
        let outer = std::mem::replace(&mut self.refers, usize::MAX);
        self.open.push(id);
        let ty = Arc::new(self.parts(id));
        self.open.pop();
        if self.refers >= self.open.len() {
            self.done.insert(id, ty.clone());
            self.refers = outer;
        } else {
            self.refers = self.refers.min(outer);
        }
        ty
    }

    fn parts(&mut self, id: TypeId) -> Type {
        match &self.types()[id].ty {
            ir::Type::Any => Type::Any,
            ir::Type::Opaque => Type::Unknown,
            ir::Type::Null => Type::Null,
            ir::Type::Boolean => Type::Boolean,
            ir::Type::Float64 => Type::Number,
            ir::Type::Int64 => Type::Int64,
            ir::Type::CommitTs => Type::CommitTs,
            ir::Type::String => Type::String,
            ir::Type::Bytes => Type::Bytes,
            ir::Type::Id(table) => Type::Id(table.clone()),
            ir::Type::Literal(literal) => Type::Literal(literal.clone()),
            ir::Type::Array(element) => Type::Array(self.ty(*element)),
            ir::Type::Object(fields) => {
                let fields = fields.iter();
                Type::Object(fields.map(|field| self.field(field)).collect())
            }
            ir::Type::Record {
                keys,
                values,
                optional,
            } => Type::Record {
                keys: self.ty(*keys),
                values: self.ty(*values),
                optional: *optional,
            },
            ir::Type::Union(members) => {
                let members = members.iter();
                Type::Union(members.map(|member| self.ty(*member)).collect())
            }
        }
    }

    fn field(&mut self, field: &ir::Field) -> Field {
        Field {
            name: field.name.clone(),
            ty: self.ty(field.ty),
            optional: field.optional,
            docs: field.docs.text.clone(),
            place: self.place(field.span),
        }
    }
}

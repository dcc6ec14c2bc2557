//! Rust types as generated code writes them.

use super::{Ident, Literal, RustPath};

/// A type. `R` is how it refers to a generated type: by path, or by number while names are still
/// open.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Ty<R = TypePath> {
    /// `()`.
    Unit,
    /// `bool`.
    Bool,
    /// `f64`.
    F64,
    /// `i64`.
    I64,
    /// `u32` and its like: a whole number that is a float on the wire.
    Integer(&'static str),
    /// `String`.
    String,
    /// `convex_runtime::Bytes`.
    Bytes,
    /// `convex_runtime::Value`.
    Value,
    /// `Option<T>`.
    Option(Box<Ty<R>>),
    /// `Vec<T>`.
    Vec(Box<Ty<R>>),
    /// `Box<T>`, where a type would contain itself.
    Boxed(Box<Ty<R>>),
    /// `BTreeMap<K, V>`.
    Map(Box<Ty<R>>, Box<Ty<R>>),
    /// `Id<StorageFile>`, `Id<ScheduledFunction>`.
    SystemId(SystemTable),
    /// `convex_runtime::PaginationOptions`.
    Pagination,
    /// A type of the user's own.
    Own(RustPath),
    /// A type of a library that the runtime converts.
    Library(Library),
    /// Nothing: the field always holds this literal.
    Constant(Literal),
    /// `bool`: `true` if the field is present; it always holds this literal.
    Flag(Literal),
    /// A generated type.
    Named(R),
}

/// A table of Convex itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum SystemTable {
    /// `_storage`.
    StorageFile,
    /// `_scheduled_functions`.
    ScheduledFunction,
}

/// A type of a library, for numbers that are points in time and for strings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Library {
    /// `jiff::Timestamp`.
    Jiff,
    /// `chrono::DateTime<chrono::Utc>`.
    Chrono,
    /// `time::OffsetDateTime`.
    Time,
    /// `std::time::SystemTime`.
    SystemTime,
    /// `uuid::Uuid`.
    Uuid,
    /// `url::Url`.
    Url,
}

/// A generated type, named from the root of the generated code.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct TypePath {
    /// The modules: `api`, `payments`.
    pub module: Vec<Ident>,
    /// The type.
    pub name: Ident,
}

impl<R> Ty<R> {
    /// `Option<self>`.
    pub(crate) fn optional(self) -> Self {
        Self::Option(Box::new(self))
    }

    /// Returns this type with its references replaced.
    pub(crate) fn map<S>(&self, replace: &mut impl FnMut(&R) -> Ty<S>) -> Ty<S> {
        match self {
            Self::Unit => Ty::Unit,
            Self::Bool => Ty::Bool,
            Self::F64 => Ty::F64,
            Self::I64 => Ty::I64,
            Self::Integer(name) => Ty::Integer(name),
            Self::String => Ty::String,
            Self::Bytes => Ty::Bytes,
            Self::Value => Ty::Value,
            Self::Option(inner) => Ty::Option(Box::new(inner.map(replace))),
            Self::Vec(inner) => Ty::Vec(Box::new(inner.map(replace))),
            Self::Boxed(inner) => Ty::Boxed(Box::new(inner.map(replace))),
            Self::Map(key, value) => {
                Ty::Map(Box::new(key.map(replace)), Box::new(value.map(replace)))
            }
            Self::SystemId(table) => Ty::SystemId(*table),
            Self::Pagination => Ty::Pagination,
            Self::Own(path) => Ty::Own(path.clone()),
            Self::Library(library) => Ty::Library(*library),
            Self::Constant(literal) => Ty::Constant(literal.clone()),
            Self::Flag(literal) => Ty::Flag(literal.clone()),
            Self::Named(reference) => replace(reference),
        }
    }

    /// The generated types it mentions.
    pub(crate) fn references<'a>(&'a self, visit: &mut impl FnMut(&'a R)) {
        match self {
            Self::Option(inner) | Self::Vec(inner) | Self::Boxed(inner) => inner.references(visit),
            Self::Map(key, value) => {
                key.references(visit);
                value.references(visit);
            }
            Self::Named(reference) => visit(reference),
            _ => {}
        }
    }
}

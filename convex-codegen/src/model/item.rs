//! The items of a file: handles, structs, enums, aliases and submodules.

use super::{FunctionKind, Ident, Literal, Name, RustPath, Ty, TypePath, Visibility};

/// An item of a file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Item {
    /// `pub mod payments;`
    Module(Module),
    /// `pub const process: Action<..> = ..;`
    Handle(Handle),
    /// `pub const post_hook: HttpRoute = HttpRoute::new("POST", "/hook");`
    Route(Route),
    /// `pub const BINDINGS: Bindings = ..;`, of the functions in the module with this name.
    Bindings(Ident),
    /// `pub(super) const FUNCTIONS: &[Binding] = &[..];`, in a file of its own, since it changes with
    /// every signature.
    BoundFunctions(Vec<Binding>),
    /// `pub type Id = convex_runtime::Id<Doc>;`, in the file of a table.
    TableId(TableId),
    /// `pub type Address = crate::Address;`, where the user has a type.
    Alias(Alias),
    /// `pub struct ProcessArgs { .. }`
    Struct(Struct),
    /// `pub enum Status { .. }`
    Enum(Enum),
}

/// Documentation that rustdoc accepts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct RustDocs {
    /// The lines, without `///`.
    pub lines: Vec<String>,
    /// The note of `#[deprecated]`, empty if there is none.
    pub deprecated: Option<String>,
}

/// A module in a file of its own.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Module {
    /// Its name.
    pub name: Ident,
    /// Its documentation, where its own file cannot say it.
    pub docs: RustDocs,
    /// True for one that only its parent uses.
    pub is_private: bool,
}

/// The constant that stands for a function of the backend.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Handle {
    /// Its name.
    pub name: Ident,
    /// Its documentation.
    pub docs: RustDocs,
    /// Its kind.
    pub kind: FunctionKind,
    /// Its visibility.
    pub visibility: Visibility,
    /// `payments:process`.
    pub path: String,
    /// Its arguments.
    pub args: Ty,
    /// Its result.
    pub returns: Ty,
    /// The errors that it throws, where they are known.
    pub throws: Option<Ty>,
    /// True if no validator guarantees the result.
    pub inferred: bool,
    /// The argument that the client writes, by its name on the wire.
    pub session: Option<String>,
}

/// A function as it was when the bindings were generated.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Binding {
    /// `payments:process`.
    pub path: String,
    /// Its kind.
    pub kind: FunctionKind,
    /// Its visibility.
    pub visibility: Visibility,
    /// The fingerprint of its arguments, or 0.
    pub args: u64,
    /// The fingerprint of its result, or 0.
    pub returns: u64,
}

/// The ids of a table.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct TableId {
    /// Its documentation.
    pub docs: RustDocs,
    /// The type of the table's documents.
    pub document: Ident,
}

/// Another name of a type: of the user's own, or of one that is equal.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Alias {
    /// The name.
    pub name: Ident,
    /// Its documentation.
    pub docs: RustDocs,
    /// The type.
    pub target: Ty,
}

/// Traits in `#[derive(..)]`, in the order it lists them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Derive {
    /// `Debug`.
    Debug,
    /// `Clone`.
    Clone,
    /// `Copy`.
    Copy,
    /// `PartialEq`.
    PartialEq,
    /// `Eq`.
    Eq,
    /// `PartialOrd`.
    PartialOrd,
    /// `Ord`.
    Ord,
    /// `Hash`.
    Hash,
    /// `Default`.
    Default,
    /// `convex_runtime::FromConvex`.
    FromConvex,
    /// `convex_runtime::ToConvex`.
    ToConvex,
    /// `convex_runtime::Literals`.
    Literals,
    /// `convex_runtime::Builder`.
    Builder,
    /// A derive added by `Config::derive`.
    Other(RustPath),
}

/// A struct with named fields.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Struct {
    /// Its name.
    pub name: Ident,
    /// Its documentation.
    pub docs: RustDocs,
    /// Its derives, sorted.
    pub derives: Vec<Derive>,
    /// The table whose document it is.
    pub table: Option<String>,
    /// True if it has serde's traits.
    pub serde: bool,
    /// For arguments of a paginated query: the type of the others.
    pub rest: Option<Ty>,
    /// The literal that it stands for; it has no fields then.
    pub literal: Option<Literal>,
    /// The type that it is a newtype of; it has no fields then.
    pub inner: Option<Ty>,
    /// Its fields, in the order they were written.
    pub fields: Vec<Field>,
}

/// A field of a struct or of a struct variant.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Field<R = TypePath> {
    /// Its name.
    pub name: Name,
    /// Its documentation.
    pub docs: RustDocs,
    /// Its type, `Option<..>` when optional.
    pub ty: Ty<R>,
    /// True if `None` is an absent key.
    pub optional: bool,
}

/// Form of an enum on the wire.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum EnumShape {
    /// Each variant is a literal.
    Literals,
    /// Each variant is an object; this field tells them apart.
    Tagged(String),
    /// Each variant is a literal or a type; the first that fits is taken.
    Union,
}

/// An enum.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Enum {
    /// Its name.
    pub name: Ident,
    /// Its documentation.
    pub docs: RustDocs,
    /// Its derives, sorted.
    pub derives: Vec<Derive>,
    /// The table whose document it is.
    pub table: Option<String>,
    /// True if it has serde's traits.
    pub serde: bool,
    /// Its form on the wire.
    pub shape: EnumShape,
    /// Its variants, in the order they are tried.
    pub variants: Vec<Variant>,
}

/// A variant.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Variant<R = TypePath> {
    /// Its name.
    pub name: Ident,
    /// Its documentation.
    pub docs: RustDocs,
    /// The literal it stands for, or the tag's.
    pub literal: Option<Literal>,
    /// Its contents.
    pub body: Body<R>,
}

/// Contents of a variant.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Body<R = TypePath> {
    /// Nothing.
    Unit,
    /// One value.
    Tuple(Ty<R>),
    /// Fields.
    Struct(Vec<Field<R>>),
}

/// The constant that stands for a route of HTTP actions.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Route {
    /// Its name.
    pub name: Ident,
    /// Its documentation.
    pub docs: RustDocs,
    /// Its method.
    pub method: String,
    /// Its path, or what its paths begin with.
    pub path: String,
    /// True for all paths that begin with `path`.
    pub is_prefix: bool,
}

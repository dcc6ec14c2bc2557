//! The ports of an interpreter: values that a library adds to JavaScript, and modules outside the
//! project.

use std::{any::Any, fmt};

use super::{
    Interpreter,
    heap::ObjectId,
    native::Namespace,
    value::{Hint, OpaqueId, Value},
};
use crate::{
    diagnostics::Diagnostic,
    resolve::Target,
    source::{FileId, Span},
    syntax::{Element, Expr, Imported, Name},
    text::Docs,
};

/// A kind of values with an identity that a library adds.
pub trait HostKind: Clone + fmt::Debug + 'static {
    /// The operations of this kind.
    const CLASS: &'static HostClass;

    /// Something unknown may have changed it, because of `why`.
    fn lose(&mut self, why: OpaqueId) {
        let _ = why;
    }
}

/// A value with an identity that a library adds.
pub trait HostObject: Any + fmt::Debug {
    /// The operations of this kind of values.
    fn class(&self) -> &'static HostClass;

    /// A copy, for the state before a change.
    fn copy(&self) -> Box<dyn HostObject>;

    /// Something unknown may have changed it, because of `why`.
    fn lose(&mut self, why: OpaqueId);
}

impl<T: HostKind> HostObject for T {
    fn class(&self) -> &'static HostClass {
        T::CLASS
    }

    fn copy(&self) -> Box<dyn HostObject> {
        Box::new(self.clone())
    }

    fn lose(&mut self, why: OpaqueId) {
        HostKind::lose(self, why);
    }
}

impl Clone for Box<dyn HostObject> {
    fn clone(&self) -> Self {
        (**self).copy()
    }
}

/// The code of a property of host objects: the object, the key, the place that asks.
pub(crate) type HostProperty = fn(&mut Interpreter<'_>, ObjectId, &str, Span) -> Option<Value>;

/// The operations of one kind of host objects.
#[derive(Debug)]
pub struct HostClass {
    /// Reads a property.
    pub property: HostProperty,
    /// The description of a call of such a value, for a diagnostic; `None` if it is not a function.
    pub call: Option<&'static str>,
}

/// An import or a re-export from outside the project's files.
#[derive(Debug, Clone, Copy)]
pub struct PackageImport<'a> {
    /// The file that imports.
    pub file: FileId,
    /// The module's name there.
    pub specifier: &'a str,
    /// The imported name, or the whole module.
    pub imported: &'a Imported,
    /// The place of the import.
    pub span: Span,
}

/// A top-level name that got its value.
#[derive(Debug, Clone, Copy)]
pub struct Declared<'a> {
    /// The file.
    pub file: FileId,
    /// The name.
    pub name: &'a str,
    /// The place where it gets its value.
    pub span: Span,
    /// The comment above it, unless it was taken out of a larger value.
    pub docs: Option<&'a Docs>,
}

/// Resolves imports of packages.
pub trait Packages: fmt::Debug + Sync {
    /// The module of a package, if its source or a model of it is known.
    fn module(&self, cx: &mut Interpreter<'_>, from: FileId, specifier: &str) -> Option<FileId>;

    /// The export `name` of a package's module; `None` when it is not known.
    fn export(
        &self,
        cx: &mut Interpreter<'_>,
        import: &PackageImport<'_>,
        name: &str,
    ) -> Option<Value>;

    /// The value of an import from a package or from generated code.
    fn import(
        &self,
        cx: &mut Interpreter<'_>,
        target: &Target,
        import: &PackageImport<'_>,
    ) -> Value;

    /// The value of `key`, which the module `file`, or an instance of a class in it, does not have;
    /// `None` if it is `undefined` there.
    fn left_out(
        &self,
        cx: &mut Interpreter<'_>,
        file: FileId,
        key: &str,
        span: Span,
    ) -> Option<Value>;
}

/// The interpreter's callbacks into a library.
pub trait Library: fmt::Debug + Sync {
    /// Names the parts of `value`, the value of a top-level name.
    fn declared(&self, cx: &mut Interpreter<'_>, value: &Value, declared: Declared<'_>);

    /// Attaches the comment above an export to the exported value.
    fn documented(&self, cx: &mut Interpreter<'_>, value: &Value, docs: &Docs);

    /// A value that stands for one of `either`, since `why` hides which; `None` if nothing is known
    /// of it.
    fn joined(
        &self,
        cx: &mut Interpreter<'_>,
        either: (&Value, &Value),
        why: &Value,
    ) -> Option<Value>;

    /// A hint at the unknown result of `callee(args)`.
    fn supposed(&self, callee: &Expr, args: &[Element]) -> Option<Hint>;

    /// A hint at the unknown value of a variable from its annotated type: the type's name and its
    /// first argument.
    fn annotated(&self, name: &Name, argument: Option<&str>) -> Option<Hint>;

    /// The problem with `key`, which `namespace` does not have.
    fn missing_member(&self, namespace: &Namespace, key: &str, span: Span) -> Option<Diagnostic>;

    /// Returns whether `problem` says that the library has no such member, so that calling it
    /// throws.
    fn is_absent(&self, problem: &Diagnostic) -> bool;
}

/// The interpreter's interfaces to its surroundings.
#[derive(Debug, Clone, Copy)]
pub struct Ports {
    /// Resolves imports of packages.
    pub packages: &'static dyn Packages,
    /// The library's callbacks.
    pub library: &'static dyn Library,
}

//! The ports of an interpreter: values that a library adds to JavaScript, and modules that are not files of the project.

use std::{any::Any, fmt};

use super::{
    Interpreter,
    heap::ObjectId,
    native::Namespace,
    value::{Hint, OpaqueId, Value},
};
use crate::{
    diagnostics::Diagnostic,
    docs::Docs,
    resolve::Target,
    source::{FileId, Span},
    syntax::{Element, Expr, Imported, Name},
};

/// A kind of values with an identity that a library adds.
pub trait HostKind: Clone + fmt::Debug + 'static {
    /// What they can do.
    const CLASS: &'static HostClass;

    /// Something unknown may have changed it, because of `why`.
    fn lose(&mut self, why: OpaqueId) {
        let _ = why;
    }
}

/// A value with an identity that a library adds.
pub trait HostObject: Any + fmt::Debug {
    /// What values of this kind can do.
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
pub type HostProperty = fn(&mut Interpreter<'_>, ObjectId, &str, Span) -> Option<Value>;

/// What host objects of one kind can do.
#[derive(Debug)]
pub struct HostClass {
    /// Reads a property.
    pub property: HostProperty,
    /// What a call of such a value would be, in a diagnostic; `None` when it is not a function.
    pub call: Option<&'static str>,
}

/// An import or a re-export that leads to no file of the project.
#[derive(Debug, Clone, Copy)]
pub struct PackageImport<'a> {
    /// The file that imports.
    pub file: FileId,
    /// The module's name there.
    pub specifier: &'a str,
    /// What is taken.
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
    /// The comment above it, unless it was taken out of a larger value.
    pub docs: Option<&'a Docs>,
}

/// Which module speaks for an import.
pub trait Packages: fmt::Debug + Sync {
    /// The module that stands for a package, when its source or a model of it is known.
    fn module(&self, cx: &mut Interpreter<'_>, from: FileId, specifier: &str) -> Option<FileId>;

    /// The export `name` of a package's module; `None` when it is not known.
    fn export(
        &self,
        cx: &mut Interpreter<'_>,
        import: &PackageImport<'_>,
        name: &str,
    ) -> Option<Value>;

    /// What an import of a package or of generated code is.
    fn import(
        &self,
        cx: &mut Interpreter<'_>,
        target: &Target,
        import: &PackageImport<'_>,
    ) -> Value;
}

/// What a library makes of values that an interpreter meets.
pub trait Library: fmt::Debug + Sync {
    /// Names what `value`, which a top-level name holds, is made of.
    fn declared(&self, cx: &mut Interpreter<'_>, value: &Value, declared: Declared<'_>);

    /// Gives the comment above an export to what it exports.
    fn documented(&self, cx: &mut Interpreter<'_>, value: &Value, docs: &Docs);

    /// What a value is that is one of `either`, because of `why`; `None` when nothing is known of it.
    fn joined(
        &self,
        cx: &mut Interpreter<'_>,
        either: (&Value, &Value),
        why: &Value,
    ) -> Option<Value>;

    /// What the unknown result of `callee(args)` may be.
    fn supposed(&self, callee: &Expr, args: &[Element]) -> Option<Hint>;

    /// What the annotated type of a variable says its unknown value is: the type's name and its first argument.
    fn annotated(&self, name: &Name, argument: Option<&str>) -> Option<Hint>;

    /// The problem with `key`, which `namespace` does not have.
    fn missing_member(&self, namespace: &Namespace, key: &str, span: Span) -> Option<Diagnostic>;
}

/// What an interpreter asks.
#[derive(Debug, Clone, Copy)]
pub struct Ports {
    /// Which module speaks for an import.
    pub packages: &'static dyn Packages,
    /// What a library makes of values.
    pub library: &'static dyn Library,
}

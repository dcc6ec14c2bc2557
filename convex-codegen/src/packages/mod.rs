//! What packages export, so that no package needs to be installed.
//!
//! The values of `convex/values` and `convex/server` are native. Everything else is a module in JavaScript: the package's own
//! where it is on disk, or one that stands in for it (see [`models`]). It is evaluated like a module of the project. An
//! export that it leaves out is opaque.

mod models;

use crate::convex::{
    register, schema,
    validator::{self, V},
};
use crate::script::{
    Interpreter,
    heap::{self, Object},
    host::{PackageImport, Packages},
    native::{Native, find, native},
    value::Value,
};
use crate::{diagnostics::catalogue, resolve::Target, source::FileId, syntax::Imported};

/// What imports of packages, and of code that Convex generates, stand for.
#[derive(Debug)]
pub struct Imports;

impl Packages for Imports {
    fn module(&self, cx: &mut Interpreter<'_>, from: FileId, specifier: &str) -> Option<FileId> {
        module(cx, from, specifier)
    }

    fn export(
        &self,
        cx: &mut Interpreter<'_>,
        import: &PackageImport<'_>,
        name: &str,
    ) -> Option<Value> {
        export(cx, import, name)
    }

    fn import(
        &self,
        cx: &mut Interpreter<'_>,
        target: &Target,
        import: &PackageImport<'_>,
    ) -> Value {
        match (target, import.imported) {
            (Target::Generated(module), _) => generated(cx, module, import),
            (_, Imported::Name(name)) => export(cx, import, name).unwrap_or_else(|| {
                let (span, specifier) = (import.span, import.specifier);
                cx.opaque(catalogue::unknown_package(span, name, specifier))
            }),
            (_, Imported::Namespace) => namespace(cx, import),
        }
    }
}

/// The export `name` of a package's module; `None` when it is not known.
fn export(cx: &mut Interpreter<'_>, import: &PackageImport<'_>, name: &str) -> Option<Value> {
    if let Some(value) = native_export(import.specifier, name) {
        return Some(value);
    }
    let module = module(cx, import.file, import.specifier)?;
    cx.export(module, name)
}

fn native_export(specifier: &str, name: &str) -> Option<Value> {
    match specifier {
        "convex/values" => match name {
            "v" => Some(Value::Namespace(&V)),
            "asObjectValidator" => find(validator::FUNCTIONS, name),
            _ => None,
        },
        "convex/server" => match name {
            "anyApi" => Some(Value::Reference),
            _ => find(register::GENERIC_BUILDERS, name)
                .or_else(|| find(schema::FUNCTIONS, name))
                .or_else(|| find(REFERENCES, name)),
        },
        _ => None,
    }
}

/// What gives references to functions, which are no functions.
const REFERENCES: &[Native] = &[
    native("makeFunctionReference", |_, _| Value::Reference),
    native("componentsGeneric", |_, _| Value::Reference),
    native("createFunctionHandle", |_, _| Value::Reference),
    native("getFunctionName", |_, _| Value::Reference),
    native("getFunctionAddress", |_, _| Value::Reference),
    native("filterApi", |_, _| Value::Reference),
];

/// The module that stands for `specifier` where `from` imports it. Components change their validators from version to
/// version, so that an installed one speaks for itself; helpers are the same in all versions that are in use.
fn module(cx: &mut Interpreter<'_>, from: FileId, specifier: &str) -> Option<FileId> {
    let model = models::model(specifier);
    if !model.is_some_and(|model| model.every_version)
        && let Some(file) = cx.program.package(from, specifier, cx.diagnostics)
    {
        return Some(file);
    }
    let before = models::earlier(specifier)
        .iter()
        .find(|earlier| cx.program.is_before(earlier.package, earlier.change))
        .map(|earlier| earlier.model);
    before
        .or(model)
        .map(|model| cx.program.model(model.path, model.text))
}

/// `import * as name from "specifier"`.
fn namespace(cx: &mut Interpreter<'_>, import: &PackageImport<'_>) -> Value {
    let (specifier, span) = (import.specifier, import.span);
    if !specifier.starts_with("convex/")
        && let Some(file) = module(cx, import.file, specifier)
    {
        return Value::Object(cx.heap.add(Object::Module(file)));
    }
    let mut object = heap::Plain::default();
    let natives: Vec<&'static str> = match specifier {
        "convex/values" => vec!["v", "asObjectValidator"],
        "convex/server" => {
            let natives = register::GENERIC_BUILDERS.iter();
            let natives = natives.chain(schema::FUNCTIONS).chain(REFERENCES);
            natives
                .map(|native| native.name)
                .chain(["anyApi"])
                .collect()
        }
        _ => Vec::new(),
    };
    let modelled = module(cx, import.file, specifier)
        .map(|model| cx.export_names(model))
        .unwrap_or_default();
    if let Value::Opaque(why) = cx.opaque(catalogue::unknown_package(span, "*", specifier)) {
        object.taint(why);
    }
    let names = natives
        .into_iter()
        .map(str::to_owned)
        .chain(modelled.iter().map(ToString::to_string));
    for name in names {
        if let Some(value) = export(cx, import, &name) {
            object.set(heap::Entry::new(name.as_str().into(), value));
        }
    }
    Value::Object(cx.heap.add(Object::Plain(object)))
}

/// An import from `_generated/server`, `_generated/api` or `_generated/dataModel`.
fn generated(cx: &mut Interpreter<'_>, module: &str, import: &PackageImport<'_>) -> Value {
    let span = import.span;
    match (module, import.imported) {
        ("server", Imported::Name(name)) => find(register::BUILDERS, name).unwrap_or_else(|| {
            let known: Vec<&str> = register::BUILDERS
                .iter()
                .map(|native| native.name)
                .collect();
            let specifier = "_generated/server";
            cx.opaque(catalogue::missing_export(span, name, (specifier, &known)))
        }),
        ("server", Imported::Namespace) => {
            let mut object = heap::Plain::default();
            for native in register::BUILDERS {
                object.set(heap::Entry::new(native.name.into(), Value::Native(native)));
            }
            Value::Object(cx.heap.add(Object::Plain(object)))
        }
        _ => Value::Reference,
    }
}

//! The exports of packages, so that no package needs to be installed.
//!
//! The values of `convex/values` and `convex/server` are native. Everything else is a module in
//! JavaScript: the package's own where it is installed, or else a model that stands in for it (see
//! [`models`]), for the versions that it was compared with. It is evaluated like a module of the
//! project. An export that it leaves out is opaque.

mod models;
mod versions;

use self::models::Choice;
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
use crate::{
    diagnostics::catalogue::{self, OtherVersion},
    resolve::Target,
    source::{FileId, Required, Span},
    syntax::Imported,
};

/// Resolves imports of packages and of code that Convex generates.
#[derive(Debug)]
pub(crate) struct Imports;

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

    fn left_out(
        &self,
        cx: &mut Interpreter<'_>,
        file: FileId,
        key: &str,
        span: Span,
    ) -> Option<Value> {
        // A model leaves out what it does not know, and knows what it leaves out.
        let model = cx.program.model_of(file)?;
        if cx.program.model_of(span.file).is_some() {
            return None;
        }
        let package = models::modelled_by(model);
        Some(cx.opaque(catalogue::not_modelled(span, key, package)))
    }
}

/// The export `name` of a package's module; `None` if it is unknown.
fn export(cx: &mut Interpreter<'_>, import: &PackageImport<'_>, name: &str) -> Option<Value> {
    if let Some(value) = native_export(import.specifier, name) {
        return Some(value);
    }
    match imported(cx, import) {
        Speaker::Module(file) => cx.export(file, name),
        Speaker::OtherVersion(other) => {
            let problem = catalogue::other_version(import.span, name, &other);
            Some(cx.opaque(problem))
        }
        Speaker::Missing => None,
    }
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
        versions::SPECIFIER => find(versions::FUNCTIONS, name),
        _ => None,
    }
}

/// Built-ins that return a function *reference*, which cannot be called.
const REFERENCES: &[Native] = &[
    native("makeFunctionReference", |_, _| Value::Reference),
    native("componentsGeneric", |_, _| Value::Reference),
    native("createFunctionHandle", |_, _| Value::Reference),
    native("getFunctionName", |_, _| Value::Reference),
    native("getFunctionAddress", |_, _| Value::Reference),
    native("filterApi", |_, _| Value::Reference),
];

/// The module that stands for `specifier` where `from` imports it, if any.
fn module(cx: &mut Interpreter<'_>, from: FileId, specifier: &str) -> Option<FileId> {
    match speaker(cx, from, specifier) {
        Speaker::Module(file) => Some(file),
        Speaker::OtherVersion(_) | Speaker::Missing => None,
    }
}

/// Modules whose own code the interpreter cannot run: zod makes its classes with
/// `Object.defineProperty` on functions, the others are built on zod or are `CommonJS`.
const NOT_RUN: [&str; 6] = [
    "zod",
    "zodvex",
    "convex-helpers/server/zod",
    "convex-ents",
    "kitcn",
    "better-convex",
];

/// The code that stands for a module of a package.
enum Speaker {
    /// The package's own source, or a model of it.
    Module(FileId),
    /// Models exist, but only of other versions.
    OtherVersion(OtherVersion),
    /// The package is neither installed nor modelled.
    Missing,
}

/// The code that `import` reads; what is wrong in a model is reported there.
fn imported(cx: &mut Interpreter<'_>, import: &PackageImport<'_>) -> Speaker {
    let speaker = speaker(cx, import.file, import.specifier);
    if let Speaker::Module(file) = speaker
        && cx.program.model_of(file).is_some()
    {
        cx.program.project.sources.stands_in(file, import.span);
    }
    speaker
}

fn speaker(cx: &mut Interpreter<'_>, from: FileId, specifier: &str) -> Speaker {
    // The values of `convex` itself are native, so that its own sources would bring other ones.
    // Models know each other's insides.
    let own = !specifier.starts_with("convex/") && cx.program.model_of(from).is_none();
    if own && let Some(file) = cx.program.package(from, specifier, cx.diagnostics) {
        return Speaker::Module(equal_model(cx, from, specifier).unwrap_or(file));
    }
    let package = models::package_of(specifier);
    let required = package.and_then(|package| cx.program.required(package));
    match models::choose(specifier, required.as_ref()) {
        Choice::Model(model) => Speaker::Module(read(cx, (specifier, model))),
        Choice::OtherVersion { package, known } => Speaker::OtherVersion(OtherVersion {
            package: package.to_owned(),
            known,
            asked: required.map(|required| required.text().to_owned()),
        }),
        Choice::Unknown => Speaker::Missing,
    }
}

fn read(cx: &mut Interpreter<'_>, (specifier, model): (&str, models::Model)) -> FileId {
    let package = models::package_of(specifier).unwrap_or(specifier);
    cx.program.model((model.path, package), model.text)
}

/// The model of an installed module that the interpreter cannot run yet, if it was compared with
/// just that version.
fn equal_model(cx: &mut Interpreter<'_>, from: FileId, specifier: &str) -> Option<FileId> {
    if !NOT_RUN.iter().any(|start| specifier.starts_with(start)) {
        return None;
    }
    let version = cx.program.installed_version(from, specifier)?;
    match models::choose(specifier, Some(&Required::Locked(version))) {
        Choice::Model(model) => Some(read(cx, (specifier, model))),
        Choice::OtherVersion { .. } | Choice::Unknown => None,
    }
}

/// `import * as name from "specifier"`.
fn namespace(cx: &mut Interpreter<'_>, import: &PackageImport<'_>) -> Value {
    let (specifier, span) = (import.specifier, import.span);
    if !specifier.starts_with("convex/") {
        match imported(cx, import) {
            Speaker::Module(file) => return Value::Object(cx.heap.add(Object::Module(file))),
            Speaker::OtherVersion(other) => {
                return cx.opaque(catalogue::other_version(span, "*", &other));
            }
            Speaker::Missing => {}
        }
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

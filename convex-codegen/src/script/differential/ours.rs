//! Runs programs in the interpreter.

use std::{
    path::{Path, PathBuf},
    thread,
};

use serde_json::{Value as Json, json};

use super::{Program, seen::describe};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    resolve::{self, Target},
    script::{
        Interpreter,
        host::{Declared, Library, PackageImport, Packages, Ports},
        native::Namespace,
        value::{Hint, Value},
    },
    source::{FileId, Files, Span, discover},
    syntax::{self, Element, Expr, Name},
    text::Docs,
};

/// No packages and no library: JavaScript alone.
#[derive(Debug)]
struct Nothing;

impl Packages for Nothing {
    fn module(&self, _: &mut Interpreter<'_>, _: FileId, _: &str) -> Option<FileId> {
        None
    }

    fn export(&self, _: &mut Interpreter<'_>, _: &PackageImport<'_>, _: &str) -> Option<Value> {
        None
    }

    fn import(&self, cx: &mut Interpreter<'_>, _: &Target, import: &PackageImport<'_>) -> Value {
        cx.unsupported(import.span, "a package")
    }

    fn left_out(&self, _: &mut Interpreter<'_>, _: FileId, _: &str, _: Span) -> Option<Value> {
        None
    }
}

impl Library for Nothing {
    fn declared(&self, _: &mut Interpreter<'_>, _: &Value, _: Declared<'_>) {}

    fn documented(&self, _: &mut Interpreter<'_>, _: &Value, _: &Docs) {}

    fn joined(&self, _: &mut Interpreter<'_>, _: (&Value, &Value), _: &Value) -> Option<Value> {
        None
    }

    fn supposed(&self, _: &Expr, _: &[Element]) -> Option<Hint> {
        None
    }

    fn annotated(&self, _: &Name, _: Option<&str>) -> Option<Hint> {
        None
    }

    fn missing_member(&self, _: &Namespace, _: &str, _: Span) -> Option<Diagnostic> {
        None
    }

    fn is_absent(&self, _: &Diagnostic) -> bool {
        false
    }
}

/// The value of each of `programs` in our interpreter.
pub(super) fn run(programs: &[Program]) -> Vec<Json> {
    const STACK: usize = 1 << 30;
    thread::scope(|scope| {
        let work = || programs.iter().map(evaluate).collect();
        let thread = thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, work);
        let thread = thread.expect("a thread with this stack");
        thread.join().expect("the interpreter does not panic")
    })
}

fn evaluate(program: &Program) -> Json {
    let modules = program.modules.iter();
    let files = modules.map(|(name, text)| {
        let path = format!("/project/convex/{name}.ts");
        (PathBuf::from(path), text.ours.clone().into_bytes())
    });
    let mut diagnostics = Diagnostics::default();
    let place = (Path::new("/project"), Path::new("convex"));
    let project = discover(Files::memory(files), place, &mut diagnostics);
    let project = project.expect("the files are in memory");
    let entries: Vec<FileId> = project.modules.iter().map(|entry| entry.file).collect();
    let main = entries.iter().copied();
    let mut main = main.filter(|file| project.sources.file(*file).path.ends_with("main.ts"));
    let main = main.next_back().expect("each program has a main module");
    let modules = syntax::parse_all(&project.sources, &entries, &mut diagnostics);
    let mut linked = resolve::link(project, modules);
    let ports = Ports {
        packages: &Nothing,
        library: &Nothing,
    };
    let mut cx = Interpreter::new(&mut linked, &mut diagnostics, ports);
    match cx.export(main, "result") {
        Some(value) => describe(&mut cx, &value),
        None => json!({"opaque": "the module has no result"}),
    }
}

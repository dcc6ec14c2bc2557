//! `Program` → `ir::Api`: asks for each export and the schema, and writes down what they are.

use std::{collections::BTreeSet, thread};

use super::{
    doubt::may_be_a_function,
    foreign_table,
    guess::Guess,
    guessed::Guessed,
    identifier,
    library::Convex,
    register::{self, Registered},
    router, schema,
    types::TypeWriter,
    validator::{self, Kind, Validator},
};
use crate::script::{
    Interpreter,
    host::{Packages, Ports},
    value::{OpaqueId, Value},
};
use crate::{
    diagnostics::{Code, Diagnostics, Severity, catalogue},
    ir::{
        Api, Candidate, Evidence, Function, FunctionPath, Origin, Schema, Signature, Table, Type,
    },
    resolve::{Program, Target},
    source::{EntryPoint, FileId, Span},
    text::Docs,
};

/// Stack of the evaluating thread; reserved, not used.
const STACK: usize = 1 << 30;

/// Evaluates the backend. Anything unsupported becomes [`Type::Opaque`] and a warning.
pub(crate) fn evaluate(
    program: &mut Program,
    packages: &'static dyn Packages,
    diagnostics: &mut Diagnostics,
) -> Api {
    thread::scope(|scope| {
        let work = || {
            let ports = Ports {
                packages,
                library: &Convex,
            };
            let mut interpreter = Interpreter::new(program, diagnostics, ports);
            ApiWriter::default().write(&mut interpreter)
        };
        let thread = thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, work);
        match thread.map(thread::ScopedJoinHandle::join) {
            Ok(Ok(api)) => api,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(_) => Api::default(),
        }
    })
}

#[derive(Debug, Default)]
struct ApiWriter {
    types: TypeWriter,
    functions: Vec<Function>,
    /// Exports that are not known.
    candidates: Vec<Candidate>,
    /// Functions that are guessed.
    guessed: Guessed,
    /// Problems already reported, by their place.
    reported: BTreeSet<(Code, Span)>,
}

impl ApiWriter {
    fn write(mut self, cx: &mut Interpreter<'_>) -> Api {
        let schema = cx
            .program
            .project
            .schema
            .and_then(|file| self.schema(cx, file));
        let modules = cx.program.project.modules.clone();
        // Definitions hold objects that others may still change.
        for entry in &modules {
            cx.run_module(entry.file);
        }
        for entry in modules {
            for name in cx.export_names(entry.file) {
                if let Some(value) = cx.export(entry.file, &name) {
                    self.export(cx, (&entry, &name), &value);
                }
            }
            self.stars(cx, &entry);
        }
        cx.diagnostics
            .extend(std::mem::take(&mut self.types.refused));
        self.constants(cx);
        cx.diagnostics.extend(self.guessed.problems());
        self.functions.sort_by(|a, b| a.path.cmp(&b.path));
        Api {
            functions: self.functions,
            schema,
            routes: router::routes(cx),
            candidates: self.candidates,
            types: self.types.types,
            ..Api::default()
        }
    }

    /// All exports of a package that is not there: nothing tells their names.
    fn stars(&mut self, cx: &mut Interpreter<'_>, entry: &EntryPoint) {
        for (specifier, span) in &cx.linked(entry.file).module.stars {
            let target = cx.program.target(entry.file, specifier, cx.diagnostics);
            if target != Target::Package || cx.package_module(entry.file, specifier).is_some() {
                continue;
            }
            self.candidates.push(Candidate {
                path: FunctionPath {
                    module: entry.path.clone(),
                    export: "*".to_owned(),
                },
                span: *span,
                why: catalogue::unknown_package(*span, "*", specifier),
                may_be_a_function: true,
            });
        }
    }

    /// Exported validators that no function uses: annotations may name their types.
    fn constants(&mut self, cx: &mut Interpreter<'_>) {
        for entry in cx.program.project.modules.clone() {
            for name in cx.export_names(entry.file) {
                if let Some(value) = cx.export(entry.file, &name)
                    && validator::of(cx, &value).is_some()
                {
                    self.types.write(cx, &value, Span::file_start(entry.file));
                }
            }
        }
        // Unknown parts of unused validators are not reported.
        self.types.unknown.clear();
    }

    fn export(
        &mut self,
        cx: &mut Interpreter<'_>,
        (entry, name): (&EntryPoint, &str),
        value: &Value,
    ) {
        let linked = cx.linked(entry.file);
        let export = linked.export(name);
        let star = linked.module.stars.first().map(|(_, span)| *span);
        let span = export
            .map(|export| export.span)
            .or(star)
            .unwrap_or(Span::file_start(entry.file));
        let path = FunctionPath {
            module: entry.path.clone(),
            export: name.to_owned(),
        };
        let function = if let Value::Opaque(why) = value {
            let guess = cx.heap.opaque(*why).hint.map(Guess::of);
            if guess.is_none_or(|guess| !guess.declared) {
                self.candidates.push(Candidate {
                    path: path.clone(),
                    span,
                    why: cx.problem_of(*why).clone(),
                    may_be_a_function: guess.is_none()
                        && export.is_none_or(|export| may_be_a_function(&linked, export)),
                });
            }
            let Some(guess) = guess else { return };
            if !guess.declared {
                self.guessed
                    .add((cx.problem_of(*why), guess), (path.to_string(), span));
            }
            self.opaque_function((path, guess), *why, (cx, span))
        } else {
            let Some((id, registered)) = register::of(cx, value) else {
                return;
            };
            let registered = registered.clone();
            let (args, returns, handler) = registered.parts(cx);
            let mut args = self.signature(cx, &args, (&path, "arguments", registered.span));
            let returns = self.signature(cx, &returns, (&path, "result", registered.span));
            if let Some(kept) = cx.heap.host_mut::<Registered>(id) {
                // The same function under another name has the same types.
                kept.args = Some(args.1.clone());
                kept.returns = Some(returns.1.clone());
            }
            // As TypeScript's client has it.
            if handler.no_args && matches!(args.1, Value::Undefined) {
                args.0 = Signature {
                    ty: self.types.add(Type::Object(Vec::new()), span),
                    from: Some(Evidence::Annotation),
                };
            }
            Function {
                path,
                kind: registered.kind,
                visibility: registered.visibility,
                args: args.0,
                returns: returns.0,
                throws: None,
                annotation: handler.returns,
                args_annotation: handler.args,
                docs: registered.docs.map(|docs| *docs).unwrap_or_default(),
                span,
            }
        };
        self.functions.push(function);
    }

    /// The signature for `value`, the `args` or `returns` of a definition, and its validator.
    fn signature(
        &mut self,
        cx: &mut Interpreter<'_>,
        value: &Value,
        (path, side, span): (&FunctionPath, &str, Span),
    ) -> (Signature, Value) {
        let validator = match value {
            Value::Undefined => {
                return (
                    Signature {
                        ty: self.types.add(Type::Any, span),
                        from: None,
                    },
                    Value::Undefined,
                );
            }
            Value::Opaque(_) => value.clone(),
            _ if validator::of(cx, value).is_some() => value.clone(),
            _ => validator::object(cx, value, span),
        };
        let ty = self.types.write(cx, &validator, span);
        self.report(cx, || {
            format!("the {side} of `{path}` are only partly typed because of this")
        });
        let from = (self.types.types[ty].ty != Type::Opaque).then_some(Evidence::Validator);
        (Signature { ty, from }, validator)
    }

    fn opaque_function(
        &mut self,
        (path, guess): (FunctionPath, Guess),
        why: OpaqueId,
        (cx, span): (&mut Interpreter<'_>, Span),
    ) -> Function {
        self.types.unknown.push(why);
        self.report(cx, || format!("`{path}` is not typed because of this"));
        let mut signature = || Signature {
            ty: self.types.add(Type::Opaque, span),
            from: None,
        };
        let (args, returns) = (signature(), signature());
        Function {
            path,
            kind: guess.kind,
            visibility: guess.visibility,
            args,
            returns,
            throws: None,
            annotation: None,
            args_annotation: None,
            docs: Docs::default(),
            span,
        }
    }

    /// Reports the unknown values met since the last report.
    fn report(&mut self, cx: &mut Interpreter<'_>, text: impl Fn() -> String) {
        for why in std::mem::take(&mut self.types.unknown) {
            let problem = cx.problem_of(why).clone();
            // An error was reported where it was found.
            if problem.severity != Severity::Error
                && self.reported.insert((problem.code, problem.primary.span))
            {
                let mut problem = problem;
                if problem.primary.text.is_empty() {
                    problem.primary.text = text();
                }
                cx.diagnostics.push(problem);
            }
        }
    }

    fn schema(&mut self, cx: &mut Interpreter<'_>, file: FileId) -> Option<Schema> {
        let value = cx.export(file, "default")?;
        let value = foreign_table::as_schema(cx, &value, Span::file_start(file));
        let schema = match &value {
            Value::Object(id) => cx.heap.host::<schema::Schema>(*id)?.clone(),
            Value::Opaque(why) => {
                self.types.unknown.push(*why);
                self.report(cx, || "the schema is not known because of this".to_owned());
                return None;
            }
            _ => return None,
        };
        let tables = cx.plain(schema.tables);
        if let Some(why) = tables.unknown {
            self.types.unknown.push(why);
            self.report(cx, || {
                "some tables are not known because of this".to_owned()
            });
        }
        let mut written = Vec::new();
        for entry in tables.iter() {
            let span = entry.span.unwrap_or(schema.span);
            let docs = entry.docs.as_deref().cloned().unwrap_or_default();
            cx.diagnostics.extend(identifier::check(&entry.key, span));
            written.push(self.table(cx, (&entry.key, &entry.value), (docs, span)));
        }
        Some(Schema {
            tables: written,
            validation: schema.validation,
            span: schema.span,
        })
    }

    fn table(
        &mut self,
        cx: &mut Interpreter<'_>,
        (name, table): (&str, &Value),
        (docs, span): (Docs, Span),
    ) -> Table {
        let table = &foreign_table::as_table(cx, table, span);
        let validator = cx.property(table, "validator", span);
        name_type(cx, &validator, Origin::Table(name.to_owned()));
        let document = schema::document(cx, &Value::text(name), table, span);
        if !matches!(validator::of(cx, &document), Some((_, Kind::Any))) {
            name_type(cx, &document, Origin::Document(name.to_owned()));
        }
        let (indexes, staged) = match table {
            Value::Object(id) => match cx.heap.host::<schema::Table>(*id) {
                Some(table) => (table.known_indexes(), table.staged.clone()),
                None => (None, None),
            },
            _ => (None, None),
        };
        let validator = self.types.write(cx, &validator, span);
        let document = self.types.write(cx, &document, span);
        let staged = staged.map(|staged| self.types.write(cx, &staged, span));
        self.report(cx, || {
            format!("documents of `{name}` are only partly typed because of this")
        });
        Table {
            name: name.to_owned(),
            validator,
            document,
            staged,
            indexes,
            docs,
            span,
        }
    }
}

/// Names a validator, unless it already has a name.
fn name_type(cx: &mut Interpreter<'_>, value: &Value, origin: Origin) {
    if let Value::Object(id) = value
        && let Some(validator) = cx.heap.host_mut::<Validator>(*id)
    {
        validator.origin.get_or_insert(origin);
    }
}

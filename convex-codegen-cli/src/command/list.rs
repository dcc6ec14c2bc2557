//! `convex-codegen list`: the functions and tables of a backend, and the source of each type.

mod markdown;

use std::{
    fmt::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, ValueEnum};
use convex_codegen::inspect::{Backend, Function, FunctionKind, Signature, Visibility};
use serde_json::{Value as Json, json};

use super::{answer, print};
use crate::{
    backends,
    evidence::source,
    failure::{Failure, Outcome},
    page,
    terminal::{self, Terminal, bold, dim, doubtful, good},
};

/// List the functions of a backend: kind, arguments, result, and where each type comes from
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
#[command(after_help = "\
Examples:
  convex-codegen list                             every function
  convex-codegen list payments:charge             its Rust signature and a call to copy
  convex-codegen list 'payments:*' --untyped      what is not typed yet
  convex-codegen list --format html > api.html    a page to browse and search
  convex-codegen list --min-typed 95              exit with 1 if fewer than 95 % of functions are typed")]
pub(super) struct List {
    /// Functions to list: `payments:charge`, or a pattern such as `payments:*`
    #[arg(value_name = "FUNCTION")]
    functions: Vec<String>,
    /// The project, its functions folder, or a specification [default: the current folder]
    #[arg(long, short = 'C', value_name = "PATH")]
    dir: Option<PathBuf>,
    /// Only functions of this kind
    #[arg(long, value_enum)]
    kind: Option<Kind>,
    /// Only public functions
    #[arg(long, conflicts_with = "internal")]
    public: bool,
    /// Only internal functions
    #[arg(long)]
    internal: bool,
    /// Only functions whose arguments or result have no type, or only a part of one
    #[arg(long)]
    untyped: bool,
    /// Only functions without documentation
    #[arg(long)]
    undocumented: bool,
    /// The format
    #[arg(long, short, value_enum, default_value_t)]
    format: Format,
    /// Exit with 1 if fewer than this percentage of the listed functions are typed
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    min_typed: Option<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    Query,
    Mutation,
    Action,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
    /// For documents
    Markdown,
    /// One page to browse and search
    Html,
}

impl List {
    pub(super) fn run(self, terminal: Terminal) -> Outcome<ExitCode> {
        let backend = backends::read(self.dir.as_deref())?;
        let errors = backends::errors(&backend);
        if let Some(diagnostics) = &errors {
            terminal.diagnostics(diagnostics);
        }
        let functions: Vec<&Function> = backend
            .functions()
            .iter()
            .filter(|function| self.wants(function))
            .collect();
        if let [path] = &self.functions[..]
            && !path.contains('*')
        {
            let Some(function) = backend.function(path) else {
                return Err(missing(path, &backend));
            };
            if self.format == Format::Text && errors.is_none() {
                print(terminal, &details(&backend, function))?;
                return Ok(self.verdict(&[function], terminal));
            }
        }
        let text = match self.format {
            Format::Text => table(&functions),
            Format::Json => {
                let functions: Vec<Json> = functions
                    .iter()
                    .map(|function| json_of(&backend, function))
                    .collect();
                serde_json::to_string_pretty(&json!({ "functions": functions }))
                    .map_err(|error| Failure::Text(error.to_string()))?
            }
            Format::Markdown => markdown::markdown(&backend, &functions),
            Format::Html => page::html(&backend, &functions),
        };
        if backend.functions().is_empty() {
            let name = self.dir.as_deref().unwrap_or(Path::new("."));
            terminal.warning(&backends::nothing(name, Some(backend.modules())));
        } else {
            self.warn_of_misses(&backend, terminal);
            if functions.is_empty() {
                terminal.warning("no function matches");
            }
        }
        if !(functions.is_empty() && self.format == Format::Text) {
            print(terminal, &text)?;
        }
        if errors.is_some() {
            terminal.error("the Convex backend has errors; functions may be missing");
            return Ok(answer(false));
        }
        Ok(self.verdict(&functions, terminal))
    }

    /// Names the functions and patterns that the backend has nothing for, if there are several.
    fn warn_of_misses(&self, backend: &Backend, terminal: Terminal) {
        for pattern in self.functions.iter().filter(|_| self.functions.len() > 1) {
            let mut paths = backend.functions().iter().map(|function| &function.path);
            if !paths.any(|path| matches(pattern, path)) {
                terminal.warning(&missing(pattern, backend).to_string());
            }
        }
    }

    fn wants(&self, function: &Function) -> bool {
        let kind = match function.kind {
            FunctionKind::Query => Kind::Query,
            FunctionKind::Mutation => Kind::Mutation,
            FunctionKind::Action => Kind::Action,
        };
        let is_public = function.visibility == Visibility::Public;
        let matches = |pattern: &String| matches(pattern, &function.path);
        (self.functions.is_empty() || self.functions.iter().any(matches))
            && self.kind.is_none_or(|wanted| wanted == kind)
            && (!self.public || is_public)
            && (!self.internal || !is_public)
            && (!self.untyped || !is_typed(function))
            && (!self.undocumented || function.docs.is_empty())
    }

    /// The exit code, by how many functions are typed.
    fn verdict(&self, functions: &[&Function], terminal: Terminal) -> ExitCode {
        let Some(wanted) = self.min_typed else {
            return ExitCode::SUCCESS;
        };
        let typed = functions
            .iter()
            .filter(|function| is_typed(function))
            .count();
        let enough = typed * 100 >= functions.len() * usize::from(wanted);
        if !enough {
            let (all, percent) = (functions.len(), typed * 100 / functions.len().max(1));
            terminal.error(&format!("{typed} of {all} functions are typed, {percent} %; `--min-typed` asks for {wanted} %"));
        }
        answer(enough)
    }
}

fn is_typed(function: &Function) -> bool {
    function.args.is_typed() && function.returns.is_typed()
}

/// Returns whether `path` matches `pattern`, in which each `*` stands for any text.
fn matches(pattern: &str, path: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == path,
        Some((start, rest)) => path.strip_prefix(start).is_some_and(|path| {
            let ends = (0..=path.len()).filter(|at| path.is_char_boundary(*at));
            ends.into_iter().any(|at| matches(rest, &path[at..]))
        }),
    }
}

pub(super) fn missing(path: &str, backend: &Backend) -> Failure {
    let name = path.rsplit(':').next().unwrap_or(path);
    let close: Vec<String> = backend
        .functions()
        .iter()
        .map(|function| function.path.as_str())
        .filter(|known| known.rsplit(':').next() == Some(name) || known.eq_ignore_ascii_case(path))
        .take(3)
        .map(|known| format!("`{known}`"))
        .collect();
    let help = if close.is_empty() {
        "; `convex-codegen list` shows all of them".to_owned()
    } else {
        format!("; did you mean {}?", close.join(" or "))
    };
    Failure::Text(format!("the backend has no function `{path}`{help}"))
}

fn table(functions: &[&Function]) -> String {
    let mut text = String::new();
    let mut module = None;
    let width = functions
        .iter()
        .map(|function| name(function).chars().count())
        .max()
        .unwrap_or(0)
        .min(36);
    for function in functions {
        let (of, _) = function.path.rsplit_once(':').unwrap_or(("", ""));
        if module != Some(of) {
            let gap = if module.is_some() { "\n" } else { "" };
            let _ = writeln!(text, "{gap}{}", bold(of));
            module = Some(of);
        }
        let kind = format!("{:?}", function.kind).to_lowercase();
        let internal = if function.visibility == Visibility::Internal {
            " internal"
        } else {
            ""
        };
        let returns = match function.returns.from {
            None => doubtful("any"),
            Some(_) => function.returns.ty.to_string(),
        };
        let args = match function.args.from {
            None => doubtful("any"),
            Some(_) => function.args.ty.to_string(),
        };
        let marks = marks(function);
        let _ = writeln!(
            text,
            "  {:<width$}  {:<8} {args} → {returns}{}{marks}",
            name(function),
            kind,
            dim(internal)
        );
    }
    let typed = functions
        .iter()
        .filter(|function| is_typed(function))
        .count();
    let s = if functions.len() == 1 { "" } else { "s" };
    let _ = write!(text, "\n{} function{s}, {typed} typed", functions.len());
    text
}

fn name(function: &Function) -> &str {
    function.path.rsplit(':').next().unwrap_or(&function.path)
}

/// Returns notes on a function: the sources of its types, missing docs, deprecation.
fn marks(function: &Function) -> String {
    let mut marks = Vec::new();
    for (side, signature) in [("args", &function.args), ("result", &function.returns)] {
        let source = source(signature);
        if source != "validator" {
            marks.push(format!("{side}: {source}"));
        }
    }
    if function.throws.is_some() {
        marks.push("throws".to_owned());
    }
    if function.docs.is_empty() {
        marks.push("undocumented".to_owned());
    }
    if function.deprecated.is_some() {
        marks.push("deprecated".to_owned());
    }
    if marks.is_empty() {
        return String::new();
    }
    dim(format!("  [{}]", marks.join("; ")))
}

/// One function: signature, documentation, types, call.
fn details(backend: &Backend, function: &Function) -> String {
    let mut text = String::new();
    let kind = format!("{:?}", function.kind).to_lowercase();
    let internal = if function.visibility == Visibility::Internal {
        "internal "
    } else {
        ""
    };
    let place = function
        .place
        .as_ref()
        .map_or_else(String::new, terminal::place);
    let _ = writeln!(
        text,
        "{}  {internal}{kind}  {}",
        bold(&function.path),
        dim(place)
    );
    if !function.docs.is_empty() {
        let _ = writeln!(text, "\n{}", function.docs);
    }
    if let Some(note) = &function.deprecated {
        let _ = writeln!(text, "\n{} {note}", doubtful("deprecated:"));
    }
    let _ = writeln!(text);
    for (side, signature) in [("arguments", &function.args), ("result", &function.returns)] {
        let _ = writeln!(
            text,
            "{side:<9}  {}  {}",
            signature.ty,
            dim(format!("[{}]", source(signature)))
        );
        for path in &signature.opaque {
            let _ = writeln!(
                text,
                "           {}",
                doubtful(format!("{path} is not known"))
            );
        }
    }
    if let Some(throws) = &function.throws {
        let _ = writeln!(text, "{:<9}  {}", "throws", throws.ty);
        for place in &throws.places {
            let _ = writeln!(text, "           {}", dim(terminal::place(place)));
        }
    }
    for diagnostic in about(backend, function) {
        let _ = writeln!(text, "\n{diagnostic}");
    }
    let Some(rust) = backend.rust(&function.path) else {
        let _ = write!(text, "\nThe options of the generator omit this function.");
        return text;
    };
    let _ = writeln!(
        text,
        "\n{}  {}: {}",
        bold("Rust"),
        good(&rust.path),
        rust.signature
    );
    for ty in &rust.types {
        let _ = writeln!(text, "\n{ty}");
    }
    let _ = write!(text, "\n{}\n\n{}", bold("Call"), rust.call);
    text
}

/// The diagnostics that lie in a function.
fn about(backend: &Backend, function: &Function) -> Vec<String> {
    let Some(place) = &function.place else {
        return Vec::new();
    };
    let next = backend
        .functions()
        .iter()
        .filter_map(|other| other.place.as_ref())
        .filter(|other| other.path == place.path && other.line > place.line)
        .map(|other| other.line)
        .min()
        .unwrap_or(u32::MAX);
    let diagnostics = backend.diagnostics().into_iter();
    diagnostics
        .filter(|diagnostic| {
            diagnostic.path == place.path && (place.line..next).contains(&diagnostic.line)
        })
        .map(|diagnostic| diagnostic.coloured)
        .collect()
}

fn json_of(backend: &Backend, function: &Function) -> Json {
    let side = |signature: &Signature| json!({ "type": signature.ty.to_string(), "from": source(signature), "unknown": signature.opaque });
    let rust = backend.rust(&function.path);
    json!({
        "path": function.path,
        "kind": format!("{:?}", function.kind).to_lowercase(),
        "visibility": format!("{:?}", function.visibility).to_lowercase(),
        "args": side(&function.args),
        "returns": side(&function.returns),
        "throws": function.throws.as_ref().map(|throws| throws.ty.to_string()),
        "documented": !function.docs.is_empty(),
        "docs": function.docs,
        "deprecated": function.deprecated,
        "file": function.place.as_ref().map(|place| &place.path),
        "line": function.place.as_ref().map(|place| place.line),
        "rust": rust.map(|rust| json!({ "path": rust.path, "type": rust.signature, "call": rust.call })),
    })
}

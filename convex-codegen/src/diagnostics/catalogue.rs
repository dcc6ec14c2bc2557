//! Every problem, one constructor each, with its code and its wording.

use std::collections::BTreeSet;

use super::{Code, Diagnostic, Label, Severity};
use crate::text::{FileId, Span};

pub(super) fn problem(
    code: &'static str,
    severity: Severity,
    span: Span,
    message: String,
) -> Diagnostic {
    let primary = Label {
        span,
        text: String::new(),
    };
    Diagnostic {
        code: Code(code),
        severity,
        message,
        primary,
        related: Vec::new(),
        help: None,
    }
}

/// A file that is not valid TypeScript or JavaScript.
pub(crate) fn syntax_error(span: Span, what: &str) -> Diagnostic {
    let message = format!("this is not valid TypeScript: {what}");
    let help = "fix the syntax or move the file out of the functions folder; `npx convex dev` rejects it too";
    with_help(problem("syntax", Severity::Error, span, message), help)
}

/// Text nested deeper than the parser's limit.
pub(crate) fn nested_too_deep(span: Span) -> Diagnostic {
    let mut problem = problem(
        "nesting",
        Severity::Error,
        span,
        "this file is nested too deeply to be read".to_owned(),
    );
    let text = "brackets and operators are nested more than 12,000 levels deep here";
    text.clone_into(&mut problem.primary.text);
    problem.help =
        Some("Convex itself allows 64 levels in a value; split the expression".to_owned());
    problem
}

/// A file that cannot be read, or is not text.
pub(crate) fn unreadable_file(file: FileId, path: &str, why: &str) -> Diagnostic {
    let message = format!("`{path}` cannot be read: {why}");
    let mut problem = problem(
        "unreadable",
        Severity::Error,
        Span::file_start(file),
        message,
    );
    problem.help =
        Some("save the file as UTF-8 text, or move it out of the functions folder".to_owned());
    problem
}

pub(super) fn unknown(code: &'static str, span: Span, message: String) -> Diagnostic {
    problem(code, Severity::Warning, span, message)
}

pub(super) fn with_help(mut problem: Diagnostic, help: impl Into<String>) -> Diagnostic {
    problem.help = Some(help.into());
    problem
}

/// The code of [`unknown_package`].
pub(crate) const UNKNOWN_PACKAGE: Code = Code("unknown-package");

/// A value from a package that is not modelled.
pub(crate) fn unknown_package(span: Span, name: &str, specifier: &str) -> Diagnostic {
    let why = "which is not installed or cannot be read";
    let message = match name {
        "default" => format!("the default import comes from the package `{specifier}`, {why}"),
        name => format!("`{name}` comes from the package `{specifier}`, {why}"),
    };
    let problem = unknown(UNKNOWN_PACKAGE.0, span, message);
    with_help(problem, WITHOUT_PACKAGE)
}

/// A value that the built-in model of a package leaves out.
pub(crate) fn not_modelled(span: Span, name: &str, package: Option<&str>) -> Diagnostic {
    let package = package.map_or("its package".to_owned(), |package| format!("`{package}`"));
    let message = format!(
        "`{name}` is not in the built-in model of {package}, which is used because the package is not installed or cannot be read"
    );
    with_help(unknown(UNKNOWN_PACKAGE.0, span, message), WITHOUT_PACKAGE)
}

const WITHOUT_PACKAGE: &str =
    "declare the validators in the backend itself, or let the TypeScript compiler give the types";

/// A package that is not installed, in another version than those whose models are built in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OtherVersion {
    /// The package.
    pub package: String,
    /// The versions that are known: `0.4.10 to 0.4.12`.
    pub known: String,
    /// The version or range that the project's files state.
    pub asked: Option<String>,
}

/// A value from a package that is not installed, in a version that is not built in.
pub(crate) fn other_version(span: Span, name: &str, other: &OtherVersion) -> Diagnostic {
    let OtherVersion { package, known, .. } = other;
    let asked = other.asked.as_deref().unwrap_or("in another version");
    let message = format!(
        "`{name}` comes from `{package}` {asked}, which is not installed; the built-in model covers {known}"
    );
    let problem = unknown("other-version", span, message);
    with_help(
        problem,
        "run `npm install`, so that the package's own code can be read",
    )
}

/// An export that is omitted although it may be a function; `why` it is not known.
pub(crate) fn unknown_export(span: Span, path: &str, why: &Diagnostic) -> Diagnostic {
    let message = match path.strip_suffix(":*") {
        Some(module) => format!(
            "exports of `{module}` are omitted, although they may be functions: {}",
            why.message
        ),
        None => format!(
            "`{path}` is omitted, although it may be a function: {}",
            why.message
        ),
    };
    let mut problem = unknown("unknown-export", span, message);
    let mut cause = why.primary.clone();
    if cause.text.is_empty() {
        "this is not known".clone_into(&mut cause.text);
    }
    let labels = std::iter::once(&cause).chain(&why.related);
    problem.related = labels.filter(|label| label.span != span).cloned().collect();
    let help = match why.code.0 {
        "missing-module" => "add the file, or correct the path",
        code if code == UNKNOWN_PACKAGE.0 || code == "other-version" => {
            "install the package that makes it, and run `convex-codegen types`, which asks TypeScript what it is"
        }
        _ => "run `convex-codegen types`, which asks TypeScript what it is",
    };
    with_help(problem, help)
}

/// A kind of function or validator in a function specification that is not known.
pub(crate) fn unknown_kind(span: Span, path: &str, kind: &str) -> Diagnostic {
    let message = format!("`{path}` is `{kind}`, which this generator does not know");
    with_help(
        unknown("unknown-kind", span, message),
        "update `convex-codegen`; until then a type is `Value`, and a function is omitted",
    )
}

/// An import that leads nowhere.
pub(crate) fn missing_module(span: Span, specifier: &str) -> Diagnostic {
    let problem = unknown(
        "missing-module",
        span,
        format!("there is no file for `{specifier}`"),
    );
    with_help(
        problem,
        "check the path; aliases are read from `paths` of the nearest `tsconfig.json`",
    )
}

/// An import of a name that its module, whose exports are `known`, does not export.
pub(crate) fn missing_export(
    span: Span,
    name: &str,
    (specifier, known): (&str, &[&str]),
) -> Diagnostic {
    let message = format!("`{specifier}` does not export `{name}`");
    let help = match super::suggest::closest(name, known) {
        Some(close) => format!("did you mean `{close}`?"),
        None => "check the name in the import".to_owned(),
    };
    with_help(unknown("missing-export", span, message), help)
}

/// A name that is not declared.
pub(crate) fn unknown_name(span: Span, name: &str) -> Diagnostic {
    let problem = unknown(
        "unknown-name",
        span,
        format!("`{name}` is not declared or imported here, so it cannot be evaluated"),
    );
    with_help(problem, "use a constant instead")
}

/// A global of JavaScript that evaluation does not have.
pub(crate) fn unknown_global(span: Span, name: &str) -> Diagnostic {
    let message = format!("the global `{name}` is not evaluated");
    with_help(
        unknown("unknown-name", span, message),
        "use a constant instead",
    )
}

/// A built-in function that cannot be evaluated.
pub(crate) fn unknown_builtin(span: Span, name: &str) -> Diagnostic {
    let problem = unknown("unknown-builtin", span, format!("cannot evaluate `{name}`"));
    with_help(problem, "write the validator without it")
}

/// The code of [`unknown_validator`].
pub(crate) const UNKNOWN_VALIDATOR: Code = Code("unknown-validator");

/// `v.strin()`.
pub(crate) fn unknown_validator(span: Span, name: &str, known: &[&str]) -> Diagnostic {
    let problem = unknown(
        UNKNOWN_VALIDATOR.0,
        span,
        format!("there is no validator `v.{name}`"),
    );
    let help = match super::suggest::closest(name, known) {
        Some(close) => format!("did you mean `v.{close}`?"),
        None => "check its name, or update `convex-codegen` if Convex has added it".to_owned(),
    };
    with_help(problem, help)
}

/// Something that Convex's own library throws an error for.
pub(crate) fn rejected(span: Span, why: &str) -> Diagnostic {
    let problem = unknown("rejected", span, format!("Convex rejects this: {why}"));
    with_help(
        problem,
        "fix the definition; `npx convex dev` fails with the same error",
    )
}

/// A property of `undefined` or `null`.
pub(crate) fn property_of_nothing(span: Span, key: &str, what: &str) -> Diagnostic {
    let problem = unknown(
        "property-of-nothing",
        span,
        format!("`{what}` has no property `{key}`"),
    );
    with_help(
        problem,
        "check the name or the import of the value before the dot",
    )
}

/// A call of `what`, which is not a function.
pub(crate) fn not_callable(span: Span, what: &str) -> Diagnostic {
    let problem = unknown("not-callable", span, format!("`{what}` is not a function"));
    with_help(problem, "check the name")
}

/// Code that runs into `throw`.
pub(crate) fn throws(span: Span) -> Diagnostic {
    let problem = unknown("throws", span, "evaluating this throws an error".to_owned());
    with_help(problem, "check the arguments of the call that leads here")
}

/// Code that runs into an error of JavaScript's own.
pub(crate) fn throws_error(span: Span, name: &str, message: &str) -> Diagnostic {
    let problem = unknown("throws", span, format!("this throws a {name}: {message}"));
    with_help(problem, "check the values that this line uses")
}

/// Syntax or a feature that the evaluator leaves out.
pub(crate) fn unsupported(span: Span, what: &str) -> Diagnostic {
    let problem = unknown("unsupported", span, format!("{what} is not evaluated"));
    with_help(
        problem,
        "write the validator with constants and `v.*` calls",
    )
}

/// A definition that needs itself.
pub(crate) fn cycle(span: Span, what: &str) -> Diagnostic {
    let problem = unknown(
        "cycle",
        span,
        format!("{what} is needed to evaluate itself"),
    );
    with_help(
        problem,
        "break the cycle, for example by moving shared validators to a file of their own",
    )
}

/// Code that takes too many steps.
pub(crate) fn too_long(span: Span) -> Diagnostic {
    let problem = unknown(
        "too-long",
        span,
        "evaluating this takes too long".to_owned(),
    );
    with_help(problem, "write the validator out")
}

/// A validator nested deeper than Convex allows.
pub(crate) fn too_deep_for_convex(span: Span) -> Diagnostic {
    let problem = unknown(
        "too-deep",
        span,
        "this validator is nested more than 64 levels deep".to_owned(),
    );
    with_help(problem, "Convex values may be nested at most 64 levels")
}

/// An index whose name or fields are not constants.
pub(crate) fn unknown_index(span: Span) -> Diagnostic {
    let problem = unknown(
        "unknown-index",
        span,
        "cannot evaluate this index; it is omitted".to_owned(),
    );
    with_help(problem, "give its name and fields as constants")
}

/// The advice to run the command that writes the types.
const TYPES_COMMAND: &str = "run `convex-codegen types` and check in what it writes";

/// A file of inferred types that cannot be read.
pub(crate) fn unreadable_types(span: Span, path: &str, why: &str) -> Diagnostic {
    let message = format!("cannot parse `{path}`; inferred types are ignored: {why}");
    with_help(unknown("types-file", span, message), TYPES_COMMAND)
}

/// A file of inferred types that is older than the sources.
pub(crate) fn stale_types(span: Span, path: &str, modules: &BTreeSet<String>) -> Diagnostic {
    let first: Vec<String> = modules
        .iter()
        .take(3)
        .map(|module| format!("`{module}`"))
        .collect();
    let more = modules.len() - first.len();
    let more = if more == 0 {
        String::new()
    } else {
        format!(" and {more} more")
    };
    let message = format!(
        "`{path}` is out of date for {}{more}: their types are not used",
        first.join(", ")
    );
    with_help(unknown("stale-types", span, message), TYPES_COMMAND)
}

/// A type that TypeScript knows but Convex cannot send, or that cannot be followed.
pub(crate) fn type_without_value(span: Span, function: &str, reason: &str) -> Diagnostic {
    let message = format!("part of the type of `{function}` is `Value`: {reason}");
    with_help(
        unknown("no-value", span, message),
        "declare the type with `returns`, which the server enforces, or return plain data",
    )
}

/// Functions that do not declare their result.
pub(crate) fn unknown_returns(span: Span, functions: &[&str]) -> Diagnostic {
    let first: Vec<String> = functions
        .iter()
        .take(3)
        .map(|path| format!("`{path}`"))
        .collect();
    let more = functions.len() - first.len();
    let more = if more == 0 {
        String::new()
    } else {
        format!(" and {more} more")
    };
    let (declare, typed) = if functions.len() == 1 {
        ("declares", "its result is")
    } else {
        ("declare", "their results are")
    };
    let message = format!(
        "{}{more} {declare} no `returns`; {typed} typed as `Value`",
        first.join(", ")
    );
    with_help(
        unknown("unknown-returns", span, message),
        "run `convex-codegen types`, which asks TypeScript, and check in what it writes; or declare `returns`",
    )
}

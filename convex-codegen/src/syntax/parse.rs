//! Calls swc: files in parallel, on threads with stack for the deepest nesting that is let through.

use std::panic;

use swc_common::{BytePos, Spanned};
use swc_ecma_ast::{EsVersion, Expr, ExprStmt, ModuleItem, Stmt};
use swc_ecma_parser::{
    EsSyntax, Parser, StringInput, Syntax, TsSyntax, error::Error, lexer::Lexer,
};

use super::{Module, lower::Lowering, nesting, stmt};
use crate::{
    diagnostics::{Diagnostic, Diagnostics, catalogue},
    parallel::{self, Threads},
    source::{FileId, SourceFile, Sources, Span},
};

/// Stack of a parsing thread. It is reserved, not used: only what nesting touches becomes memory.
const STACK: usize = 1 << 30;

/// The language of a file, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// `.ts`, `.mts`, `.cts`
    TypeScript,
    /// `.tsx`
    Tsx,
    /// `.js`, `.jsx`, `.mjs`, `.cjs`
    JavaScript,
    /// `.json`
    Json,
}

impl Dialect {
    /// The dialect of the file at `path`.
    pub(super) fn of(path: &str) -> Self {
        let extension = path.rsplit('.').next().unwrap_or_default();
        match extension.to_ascii_lowercase().as_str() {
            "tsx" => Self::Tsx,
            "json" => Self::Json,
            "js" | "jsx" | "mjs" | "cjs" => Self::JavaScript,
            _ => Self::TypeScript,
        }
    }

    fn syntax(self) -> Syntax {
        match self {
            Self::TypeScript | Self::Tsx => Syntax::Typescript(TsSyntax {
                tsx: self == Self::Tsx,
                decorators: true,
                no_early_errors: true,
                ..TsSyntax::default()
            }),
            Self::JavaScript | Self::Json => Syntax::Es(EsSyntax {
                jsx: true,
                decorators: true,
                import_attributes: true,
                auto_accessors: true,
                explicit_resource_management: true,
                ..EsSyntax::default()
            }),
        }
    }
}

/// Parses `files` of `sources` in parallel; the modules are sorted by file.
pub(crate) fn parse_all(
    sources: &Sources,
    files: &[FileId],
    diagnostics: &mut Diagnostics,
) -> Vec<Module> {
    let mut modules = Vec::with_capacity(files.len());
    for (module, problems) in parse_each(sources, files) {
        diagnostics.extend(problems);
        modules.push(module);
    }
    modules
}

/// Parses `files` of `sources` in parallel, each with its problems; sorted by file.
pub(super) fn parse_each(sources: &Sources, files: &[FileId]) -> Vec<(Module, Vec<Diagnostic>)> {
    let threads = Threads {
        most: files.len().min(8),
        stack: STACK,
    };
    let mut parsed = parallel::map(files.len(), threads, |at| {
        let file = files[at];
        parse_file(file, sources.file(file))
    });
    parsed.sort_by_key(|(module, _)| module.file);
    parsed
}

/// Parses one file on the calling thread, which has a large stack.
pub(crate) fn parse_file(file: FileId, source: &SourceFile) -> (Module, Vec<Diagnostic>) {
    let text = source.text.as_str();
    let mut module = Module::empty(file);
    module.common_js = text.contains("exports");
    let mut problems = Vec::new();
    let whole = Span::new(file, 0, u32::try_from(text.len()).unwrap_or(u32::MAX));
    let dialect = Dialect::of(&source.path);
    match parse(text, whole, dialect) {
        Ok((items, errors)) if dialect == Dialect::Json => {
            Lowering::new(text, file).json(items, &mut module);
            problems.extend(errors);
        }
        Ok((items, errors)) => {
            Lowering::new(text, file).module(&items, &mut module);
            problems.extend(errors);
        }
        Err(problem) => {
            module.broken = true;
            problems.push(*problem);
        }
    }
    (module, problems)
}

/// Parses the block `{ .. }` of a function at `span` of `source`. Its syntax was checked with its
/// file.
pub(crate) fn parse_block(source: &SourceFile, span: Span) -> Vec<stmt::Stmt> {
    let dialect = Dialect::of(&source.path);
    if let Some(items) = parse_generator(&source.text, span, dialect) {
        return Lowering::new(&source.text, span.file).statements(items);
    }
    match parse(&source.text, span, dialect) {
        Ok((items, _)) => Lowering::new(&source.text, span.file).statements(items),
        Err(_) => vec![stmt::Stmt {
            kind: stmt::StmtKind::Unsupported("this function"),
            span,
        }],
    }
}

/// Parses a block with `yield` in it, as what it is: the body of a generator.
fn parse_generator(text: &str, span: Span, dialect: Dialect) -> Option<Vec<ModuleItem>> {
    const BEFORE: &str = "({*a()";
    let block = text.get(span.start as usize..span.end as usize)?;
    let length = u32::try_from(BEFORE.len()).ok()?;
    let start = span.start.checked_sub(length)?;
    if !block.contains("yield") || nesting::too_deep_at(block, dialect).is_some() {
        return None;
    }
    let part = format!("{BEFORE}{block}}})");
    let place = Span { start, ..span };
    let (items, _) = guarded(|| parse_part(&part, place, dialect))?.ok()?;
    let Some(ModuleItem::Stmt(Stmt::Expr(stmt))) = items.into_iter().next() else {
        return None;
    };
    let object = stmt.expr.paren()?.expr.object()?;
    let method = object.props.into_iter().next()?.prop()?.method()?;
    let stmts = method.function.body?.stmts;
    Some(stmts.into_iter().map(ModuleItem::Stmt).collect())
}

type Parsed = (Vec<ModuleItem>, Vec<Diagnostic>);

fn parse(text: &str, span: Span, dialect: Dialect) -> Result<Parsed, Box<Diagnostic>> {
    let mut start = span.start;
    let mut part = &text[span.start as usize..span.end as usize];
    if let Some(rest) = part.strip_prefix('\u{feff}') {
        part = rest;
        start += 3;
    }
    if let Some(at) = nesting::too_deep_at(part, dialect) {
        let at = start + u32::try_from(at).unwrap_or(0);
        let place = Span::new(span.file, at, at + 1);
        return Err(Box::new(catalogue::nested_too_deep(place)));
    }
    guarded(|| parse_part(part, Span { start, ..span }, dialect)).unwrap_or_else(|| {
        let start = Span::new(span.file, start, start);
        Err(Box::new(catalogue::syntax_error(start, PANICKED)))
    })
}

/// The message for a text that makes swc panic.
pub(super) const PANICKED: &str = "the parser cannot make sense of it";

/// Runs `parse`; `None` if it panics. Some texts that are not TypeScript make swc panic, above all
/// where its assertions are on.
pub(super) fn guarded<T>(parse: impl FnOnce() -> T) -> Option<T> {
    panic::catch_unwind(panic::AssertUnwindSafe(parse)).ok()
}

/// Parses `part`, the text at `span`.
fn parse_part(part: &str, span: Span, dialect: Dialect) -> Result<Parsed, Box<Diagnostic>> {
    // swc reserves position 0.
    let input = StringInput::new(part, BytePos(span.start + 1), BytePos(span.end + 1));
    let lexer = Lexer::new(dialect.syntax(), EsVersion::latest(), input, None);
    let mut parser = Parser::new_from(lexer);
    if dialect == Dialect::Json {
        return match parser.parse_expr() {
            Ok(expr) => Ok((vec![ModuleItem::from(expr_stmt(expr))], Vec::new())),
            Err(error) => Err(Box::new(syntax_error(&error, span))),
        };
    }
    match parser.parse_module() {
        Ok(module) => {
            let errors = parser
                .take_errors()
                .into_iter()
                .map(|error| syntax_error(&error, span));
            Ok((module.body, errors.collect()))
        }
        Err(error) => Err(Box::new(syntax_error(&error, span))),
    }
}

/// A JSON file is one expression.
fn expr_stmt(expr: Box<Expr>) -> Stmt {
    Stmt::Expr(ExprStmt {
        span: expr.span(),
        expr,
    })
}

fn syntax_error(error: &Error, within: Span) -> Diagnostic {
    let place = error.span();
    let at = |position: BytePos| position.0.saturating_sub(1).clamp(within.start, within.end);
    let (start, end) = (at(place.lo), at(place.hi));
    catalogue::syntax_error(
        Span::new(within.file, start, end.max(start)),
        &error.kind().msg(),
    )
}

//! swc's tree → [`Module`]. Only this folder and `parse` name swc's types.

mod class;
mod declaration;
mod expr;
mod pattern;
mod stmt;

use swc_common::{BytePos, Spanned};
use swc_ecma_ast as swc;

use super::{Export, Exported, ExprKind, Key, Module, Name, Property, Stmt, StmtKind, jsdoc};
use crate::{
    source::{FileId, Span},
    text::Docs,
};

/// The deepest nesting of trees. A deeper part is replaced by an unsupported expression, so that
/// walking and dropping a tree never overflows a stack.
const DEPTH: u32 = 400;

/// The state needed to lower one file.
pub(super) struct Lowering<'a> {
    text: &'a str,
    file: FileId,
    depth: u32,
}

impl<'a> Lowering<'a> {
    /// Lowers trees of `file`, which holds `text`.
    pub(super) fn new(text: &'a str, file: FileId) -> Self {
        Self {
            text,
            file,
            depth: 0,
        }
    }

    /// Fills `module` from the items of a file.
    pub(super) fn module(&mut self, items: &[swc::ModuleItem], module: &mut Module) {
        for item in items {
            match item {
                swc::ModuleItem::ModuleDecl(declaration) => self.declaration(declaration, module),
                swc::ModuleItem::Stmt(stmt) => self.stmt_into(stmt, &mut module.body),
            }
        }
    }

    /// Fills `module` from a JSON file: its value is the default export, and its properties are
    /// exports too.
    pub(super) fn json(&mut self, items: Vec<swc::ModuleItem>, module: &mut Module) {
        for stmt in self.statements(items) {
            let StmtKind::Expr(value) = stmt.kind else {
                continue;
            };
            if let ExprKind::Object(properties) = &value.kind {
                for property in properties {
                    let Property::Field {
                        key: Key::Name(name),
                        value,
                        span,
                        ..
                    } = property
                    else {
                        continue;
                    };
                    module.exports.push(Export {
                        name: name.clone(),
                        value: Exported::Expr(value.clone()),
                        docs: None,
                        span: *span,
                    });
                }
            }
            let span = value.span;
            module.exports.retain(|export| &*export.name != "default");
            module.exports.push(Export {
                name: name_of("default"),
                value: Exported::Expr(value),
                docs: None,
                span,
            });
        }
    }

    /// The statements of the one block, or of the one function, that `items` hold.
    pub(super) fn statements(&mut self, items: Vec<swc::ModuleItem>) -> Vec<Stmt> {
        let mut body = Vec::new();
        for item in items {
            if let swc::ModuleItem::Stmt(stmt) = item {
                self.stmt_into(&stmt, &mut body);
            }
        }
        match body.pop() {
            Some(Stmt {
                kind: StmtKind::Block(inner),
                ..
            }) if body.is_empty() => inner,
            Some(last) => {
                body.push(last);
                body
            }
            None => body,
        }
    }

    /// Goes one level down, unless that is too deep.
    fn deeper<T>(&mut self, lower: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth >= DEPTH {
            return None;
        }
        self.depth += 1;
        let lowered = lower(self);
        self.depth -= 1;
        Some(lowered)
    }

    fn span(&self, node: &impl Spanned) -> Span {
        let span = node.span();
        let at = |position: BytePos| position.0.saturating_sub(1);
        Span::new(self.file, at(span.lo), at(span.hi))
    }

    fn docs(&self, node: &impl Spanned) -> Option<Box<Docs>> {
        jsdoc::docs_before(self.text, self.span(node).start as usize).map(Box::new)
    }
}

fn name_of(atom: &str) -> Name {
    Name::from(atom)
}

fn string_of(string: &swc::Str) -> Name {
    Name::from(&*string.value.to_string_lossy())
}

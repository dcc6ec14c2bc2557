//! Statements.

use swc_common::Spanned;
use swc_ecma_ast::{
    BlockStmt, Expr, ForHead, Stmt as SwcStmt, TsEntityName, TsLit, TsType, VarDeclKind,
    VarDeclOrExpr, VarDeclarator,
};

use super::{Lowering, name_of, string_of};
use crate::{
    syntax::{Declarator, Each, Loop, Name, Pattern, Stmt, StmtKind, Try, VarKind},
    text::Docs,
};

impl Lowering<'_> {
    pub(super) fn stmt_into(&mut self, stmt: &SwcStmt, body: &mut Vec<Stmt>) {
        if let SwcStmt::Decl(decl) = stmt {
            return self.decl_into(decl, body);
        }
        let stmt = self.stmt(stmt);
        if stmt.kind != StmtKind::Empty {
            body.push(stmt);
        }
    }

    fn stmt(&mut self, stmt: &SwcStmt) -> Stmt {
        let span = self.span(stmt);
        let kind = self.deeper(|this| this.shallow_stmt(stmt));
        Stmt {
            kind: kind.unwrap_or(StmtKind::Unsupported("nesting this deep")),
            span,
        }
    }

    fn shallow_stmt(&mut self, stmt: &SwcStmt) -> StmtKind {
        match stmt {
            SwcStmt::Decl(decl) => {
                let mut body = Vec::new();
                self.decl_into(decl, &mut body);
                StmtKind::Block(body)
            }
            SwcStmt::Block(block) => StmtKind::Block(self.block(block)),
            SwcStmt::Expr(expr) => StmtKind::Expr(self.expr(&expr.expr)),
            SwcStmt::Return(stmt) => StmtKind::Return(stmt.arg.as_ref().map(|arg| self.expr(arg))),
            SwcStmt::Throw(stmt) => StmtKind::Throw(self.expr(&stmt.arg)),
            SwcStmt::If(stmt) => {
                let test = self.expr(&stmt.test);
                let then = Box::new(self.stmt(&stmt.cons));
                StmtKind::If(
                    test,
                    then,
                    stmt.alt.as_ref().map(|alt| Box::new(self.stmt(alt))),
                )
            }
            SwcStmt::ForOf(stmt) => {
                let mut each = self.each(&stmt.left, &stmt.right, &stmt.body);
                each.awaits = stmt.is_await;
                StmtKind::ForOf(each)
            }
            SwcStmt::ForIn(stmt) => StmtKind::ForIn(self.each(&stmt.left, &stmt.right, &stmt.body)),
            SwcStmt::For(stmt) => {
                let mut init = Vec::new();
                match &stmt.init {
                    Some(VarDeclOrExpr::VarDecl(var)) => {
                        self.declarators((var_kind(var.kind), &var.decls), None, &mut init);
                    }
                    Some(VarDeclOrExpr::Expr(expr)) => {
                        let expr = self.expr(expr);
                        init.push(Stmt {
                            span: expr.span,
                            kind: StmtKind::Expr(expr),
                        });
                    }
                    None => {}
                }
                let test = stmt.test.as_ref().map(|test| self.expr(test));
                let update = stmt.update.as_ref().map(|update| self.expr(update));
                StmtKind::For(Box::new(Loop {
                    init,
                    test,
                    update,
                    body: self.stmt(&stmt.body),
                }))
            }
            SwcStmt::While(stmt) => {
                let test = Some(self.expr(&stmt.test));
                let body = self.stmt(&stmt.body);
                StmtKind::For(Box::new(Loop {
                    init: Vec::new(),
                    test,
                    update: None,
                    body,
                }))
            }
            SwcStmt::Switch(stmt) => {
                let subject = self.expr(&stmt.discriminant);
                let cases = stmt.cases.iter().map(|case| {
                    let test = case.test.as_ref().map(|test| self.expr(test));
                    let mut body = Vec::new();
                    case.cons
                        .iter()
                        .for_each(|stmt| self.stmt_into(stmt, &mut body));
                    (test, body)
                });
                let cases = cases.collect();
                StmtKind::Switch(subject, cases)
            }
            SwcStmt::Try(stmt) => {
                let block = self.block(&stmt.block);
                let caught = stmt.handler.as_ref();
                let param = caught.and_then(|handler| handler.param.as_ref());
                StmtKind::Try(Box::new(Try {
                    block,
                    param: param.map(|param| self.pattern(param)),
                    handler: caught.map(|handler| self.block(&handler.body)),
                    finalizer: stmt.finalizer.as_ref().map(|block| self.block(block)),
                }))
            }
            SwcStmt::Break(stmt) => {
                StmtKind::Break(stmt.label.as_ref().map(|label| name_of(&label.sym)))
            }
            SwcStmt::Continue(stmt) => {
                StmtKind::Continue(stmt.label.as_ref().map(|label| name_of(&label.sym)))
            }
            SwcStmt::Empty(_) | SwcStmt::Debugger(_) => StmtKind::Empty,
            SwcStmt::DoWhile(stmt) => {
                let body = Box::new(self.stmt(&stmt.body));
                StmtKind::DoWhile(body, self.expr(&stmt.test))
            }
            SwcStmt::Labeled(stmt) => {
                StmtKind::Labeled(name_of(&stmt.label.sym), Box::new(self.stmt(&stmt.body)))
            }
            SwcStmt::With(_) => StmtKind::Unsupported("`with`"),
        }
    }

    fn block(&mut self, block: &BlockStmt) -> Vec<Stmt> {
        let mut body = Vec::with_capacity(block.stmts.len());
        block
            .stmts
            .iter()
            .for_each(|stmt| self.stmt_into(stmt, &mut body));
        body
    }

    fn each(&mut self, head: &ForHead, over: &Expr, body: &SwcStmt) -> Box<Each> {
        let (declares, pattern) = match head {
            ForHead::VarDecl(var) => {
                let pattern = var.decls.first().map(|decl| self.pattern(&decl.name));
                (Some(var_kind(var.kind)), pattern)
            }
            ForHead::Pat(pattern) => (None, Some(self.pattern(pattern))),
            ForHead::UsingDecl(_) => (None, None),
        };
        Box::new(Each {
            declares,
            pattern: pattern.unwrap_or(Pattern::Unsupported),
            over: self.expr(over),
            awaits: false,
            body: self.stmt(body),
        })
    }

    pub(super) fn declarators(
        &mut self,
        (kind, decls): (VarKind, &[VarDeclarator]),
        docs: Option<&Docs>,
        body: &mut Vec<Stmt>,
    ) {
        for decl in decls {
            let declarator = Declarator {
                kind,
                pattern: self.pattern(&decl.name),
                init: decl.init.as_ref().map(|init| self.expr(init)),
                annotation: decl
                    .name
                    .as_ident()
                    .and_then(|name| annotation(&name.type_ann.as_ref()?.type_ann)),
                docs: docs.cloned().map(Box::new).or_else(|| self.docs(decl)),
            };
            let span = self.span(&decl.span());
            body.push(Stmt {
                kind: StmtKind::Var(Box::new(declarator)),
                span,
            });
        }
    }
}

pub(super) fn var_kind(kind: VarDeclKind) -> VarKind {
    match kind {
        VarDeclKind::Var => VarKind::Var,
        VarDeclKind::Let => VarKind::Let,
        VarDeclKind::Const => VarKind::Const,
    }
}

/// `RegisteredQuery<"public", ..>` as its name and its first argument.
fn annotation(ty: &TsType) -> Option<(Name, Option<Name>)> {
    let TsType::TsTypeRef(reference) = ty else {
        return None;
    };
    let name = match &reference.type_name {
        TsEntityName::Ident(ident) => name_of(&ident.sym),
        TsEntityName::TsQualifiedName(name) => name_of(&name.right.sym),
    };
    let first = reference
        .type_params
        .as_ref()
        .and_then(|params| params.params.first());
    let argument = match first.map(|ty| &**ty) {
        Some(TsType::TsLitType(literal)) => match &literal.lit {
            TsLit::Str(string) => Some(string_of(string)),
            _ => None,
        },
        _ => None,
    };
    Some((name, argument))
}

//! Imports and exports.

use std::sync::Arc;

use swc_ecma_ast::{
    Decl, DefaultDecl, ExportDecl, ExportDefaultDecl, ExportSpecifier, Expr as SwcExpr, ImportDecl,
    ImportSpecifier, ModuleDecl, ModuleExportName, NamedExport, TsEntityName, TsImportEqualsDecl,
    TsModuleName, TsModuleRef, TsNamespaceBody,
};

use super::{Lowering, name_of, stmt::var_kind, string_of};
use crate::{
    source::Span,
    syntax::{
        Declarator, Export, Exported, Expr, ExprKind, Import, Imported, Key, Module, Name,
        Namespace, Pattern, Stmt, StmtKind, VarKind,
    },
};

impl Lowering<'_> {
    pub(super) fn declaration(&mut self, declaration: &ModuleDecl, module: &mut Module) {
        match declaration {
            ModuleDecl::Import(import) if !import.type_only => self.import(import, module),
            ModuleDecl::ExportDecl(export) => self.export_decl(export, module),
            ModuleDecl::ExportNamed(export) if !export.type_only => {
                self.export_named(export, module);
            }
            ModuleDecl::ExportDefaultExpr(export) => {
                let docs = self.docs(export);
                self.export_default(&export.expr, docs, module);
            }
            ModuleDecl::ExportDefaultDecl(export) => self.export_default_decl(export, module),
            ModuleDecl::ExportAll(all) if !all.type_only => {
                module.loads.push(string_of(&all.src));
                module.stars.push((string_of(&all.src), self.span(all)));
            }
            ModuleDecl::TsExportAssignment(assignment) => {
                let docs = self.docs(assignment);
                self.export_default(&assignment.expr, docs, module);
            }
            ModuleDecl::TsImportEquals(import) if !import.is_type_only => {
                self.import_equals(import, module);
            }
            _ => {}
        }
    }

    /// `import a = require("b")` and `import a = b.c`.
    fn import_equals(&mut self, import: &TsImportEqualsDecl, module: &mut Module) {
        let (local, span) = (name_of(&import.id.sym), self.span(import));
        match &import.module_ref {
            TsModuleRef::TsExternalModuleRef(external) => {
                let specifier = string_of(&external.expr);
                module.loads.push(specifier.clone());
                module.imports.push(Import {
                    local: local.clone(),
                    imported: Imported::Namespace,
                    specifier,
                    span,
                });
            }
            TsModuleRef::TsEntityName(entity) => {
                let init = entity_expr(entity, span);
                let pattern = Pattern::Name(local.clone(), span);
                let declarator = Declarator {
                    kind: VarKind::Const,
                    pattern,
                    init: Some(init),
                    annotation: None,
                    docs: None,
                };
                let kind = StmtKind::Var(Box::new(declarator));
                module.body.push(Stmt { kind, span });
            }
        }
        if import.is_export {
            module.exports.push(Export {
                name: local.clone(),
                value: Exported::Local(local),
                docs: None,
                span,
            });
        }
    }

    fn namespace(
        &mut self,
        name: &TsModuleName,
        body: Option<&TsNamespaceBody>,
    ) -> Option<StmtKind> {
        let TsModuleName::Ident(name) = name else {
            return None;
        };
        // A module of its own: the statements and exports of the namespace.
        let mut inner = Module::empty(self.file);
        match body? {
            TsNamespaceBody::TsModuleBlock(block) => {
                self.deeper(|this| this.module(&block.body, &mut inner))?;
            }
            TsNamespaceBody::TsNamespaceDecl(nested) => {
                let id = TsModuleName::Ident(nested.id.clone());
                let kind = self.deeper(|this| this.namespace(&id, Some(&nested.body)))??;
                let span = self.span(nested);
                let name = name_of(&nested.id.sym);
                inner.body.push(Stmt { kind, span });
                inner.exports.push(Export {
                    name: name.clone(),
                    value: Exported::Local(name),
                    docs: None,
                    span,
                });
            }
        }
        // One of types only is nothing when it runs.
        if inner.body.is_empty() {
            return None;
        }
        let exports = inner.exports.into_iter().map(|export| export.name);
        Some(StmtKind::Namespace(
            name_of(&name.sym),
            Arc::new(Namespace {
                exports: exports.collect(),
                body: inner.body,
            }),
        ))
    }

    fn import(&mut self, import: &ImportDecl, module: &mut Module) {
        let specifier = string_of(&import.src);
        let is_type = |name: &ImportSpecifier| matches!(name, ImportSpecifier::Named(named) if named.is_type_only);
        if import.specifiers.is_empty() || !import.specifiers.iter().all(is_type) {
            module.loads.push(specifier.clone());
        }
        for name in &import.specifiers {
            let (local, imported) = match name {
                ImportSpecifier::Named(named) if named.is_type_only => continue,
                ImportSpecifier::Named(named) => {
                    let imported = named.imported.as_ref();
                    let imported = imported.map_or_else(|| name_of(&named.local.sym), export_name);
                    (&named.local, Imported::Name(imported))
                }
                ImportSpecifier::Default(default) => {
                    (&default.local, Imported::Name(name_of("default")))
                }
                ImportSpecifier::Namespace(all) => (&all.local, Imported::Namespace),
            };
            module.imports.push(Import {
                local: name_of(&local.sym),
                imported,
                specifier: specifier.clone(),
                span: self.span(name),
            });
        }
    }

    fn export_decl(&mut self, export: &ExportDecl, module: &mut Module) {
        let docs = self.docs(export);
        let first = module.body.len();
        self.decl_into(&export.decl, &mut module.body);
        if let Some(docs) = &docs
            && let Some(Stmt {
                kind: StmtKind::Var(var),
                ..
            }) = module.body.get_mut(first)
        {
            var.docs.get_or_insert_with(|| docs.clone());
        }
        for stmt in &module.body[first..] {
            let names = match &stmt.kind {
                StmtKind::Var(var) => var.pattern.names(),
                StmtKind::Function(name, _)
                | StmtKind::Class(name, _)
                | StmtKind::Enum(name, _)
                | StmtKind::Namespace(name, _) => vec![(name, stmt.span)],
                _ => continue,
            };
            for (name, span) in names {
                module.exports.push(Export {
                    name: name.clone(),
                    value: Exported::Local(name.clone()),
                    docs: docs.clone(),
                    span,
                });
            }
        }
    }

    fn export_named(&mut self, export: &NamedExport, module: &mut Module) {
        let from = export.src.as_deref().map(string_of);
        module.loads.extend(from.clone());
        for specifier in &export.specifiers {
            let (name, imported) = match specifier {
                ExportSpecifier::Named(named) if named.is_type_only => continue,
                ExportSpecifier::Named(named) => {
                    let original = export_name(&named.orig);
                    let name = named.exported.as_ref();
                    let name = name.map_or_else(|| original.clone(), export_name);
                    (name, Imported::Name(original))
                }
                ExportSpecifier::Namespace(all) => (export_name(&all.name), Imported::Namespace),
                ExportSpecifier::Default(default) => (
                    name_of(&default.exported.sym),
                    Imported::Name(name_of("default")),
                ),
            };
            let value = match (&from, imported) {
                (Some(from), imported) => Exported::From(from.clone(), imported),
                (None, Imported::Name(local)) => Exported::Local(local),
                (None, Imported::Namespace) => continue,
            };
            let span = self.span(specifier);
            module.exports.push(Export {
                name,
                value,
                docs: None,
                span,
            });
        }
    }

    fn export_default_decl(&mut self, export: &ExportDefaultDecl, module: &mut Module) {
        let span = self.span(export);
        let (name, kind) = match &export.decl {
            DefaultDecl::Fn(function) => {
                let name = function.ident.as_ref().map(|name| name_of(&name.sym));
                let lowered = self.function(&function.function, name.clone());
                (name, ExprKind::Function(lowered))
            }
            DefaultDecl::Class(class) => {
                let name = class.ident.as_ref().map(|name| name_of(&name.sym));
                let lowered = self.class(&class.class, name.clone());
                (name, ExprKind::Class(lowered))
            }
            DefaultDecl::TsInterfaceDecl(_) => return,
        };
        let value = match (name, kind) {
            (Some(name), ExprKind::Function(function)) => {
                let kind = StmtKind::Function(name.clone(), function);
                module.body.push(Stmt { kind, span });
                Exported::Local(name)
            }
            (Some(name), ExprKind::Class(class)) => {
                let kind = StmtKind::Class(name.clone(), class);
                module.body.push(Stmt { kind, span });
                Exported::Local(name)
            }
            (_, kind) => Self::default_value(Expr { kind, span }, module),
        };
        let docs = self.docs(export);
        module.exports.push(Export {
            name: name_of("default"),
            value,
            docs,
            span,
        });
    }

    /// The value of `export default`, which is evaluated in its place.
    fn default_value(expr: Expr, module: &mut Module) -> Exported {
        let (kind, span) = (StmtKind::Default(module.exports.len()), expr.span);
        module.body.push(Stmt { kind, span });
        Exported::Expr(expr)
    }

    fn export_default(
        &mut self,
        value: &SwcExpr,
        docs: Option<Box<crate::text::Docs>>,
        module: &mut Module,
    ) {
        let expr = self.expr(value);
        let span = expr.span;
        let value = match expr.kind {
            ExprKind::Ident(name) => Exported::Local(name),
            _ => Self::default_value(expr, module),
        };
        module.exports.push(Export {
            name: name_of("default"),
            value,
            docs,
            span,
        });
    }

    pub(super) fn decl_into(&mut self, decl: &Decl, body: &mut Vec<Stmt>) {
        let span = self.span(decl);
        let kind = match decl {
            // `declare const` describes a value of another file.
            Decl::Var(var) if var.declare => return,
            Decl::Var(var) => {
                let docs = self.docs(&**var);
                let kind = var_kind(var.kind);
                return self.declarators((kind, &var.decls), docs.as_deref(), body);
            }
            Decl::Using(using) => {
                return self.declarators((VarKind::Const, &using.decls), None, body);
            }
            Decl::Fn(function) => {
                if function.function.body.is_none() {
                    return; // An overload or a `declare`.
                }
                let name = name_of(&function.ident.sym);
                StmtKind::Function(name.clone(), self.function(&function.function, Some(name)))
            }
            Decl::Class(class) => {
                let name = name_of(&class.ident.sym);
                StmtKind::Class(name.clone(), self.class(&class.class, Some(name)))
            }
            Decl::TsEnum(decl) if decl.declare => return,
            Decl::TsEnum(decl) => StmtKind::Enum(name_of(&decl.id.sym), self.enum_members(decl)),
            Decl::TsModule(module) if !module.declare => {
                match self.namespace(&module.id, module.body.as_ref()) {
                    Some(kind) => kind,
                    None => return,
                }
            }
            // Types.
            _ => return,
        };
        body.push(Stmt { kind, span });
    }
}

/// `a.b.c` as an expression.
fn entity_expr(entity: &TsEntityName, span: Span) -> Expr {
    let kind = match entity {
        TsEntityName::Ident(name) => ExprKind::Ident(name_of(&name.sym)),
        TsEntityName::TsQualifiedName(name) => ExprKind::Member(
            Box::new(entity_expr(&name.left, span)),
            Key::Name(name_of(&name.right.sym)),
        ),
    };
    Expr { kind, span }
}

fn export_name(name: &ModuleExportName) -> Name {
    match name {
        ModuleExportName::Ident(ident) => name_of(&ident.sym),
        ModuleExportName::Str(string) => string_of(string),
    }
}

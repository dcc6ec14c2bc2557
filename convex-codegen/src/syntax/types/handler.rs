//! What the functions of a file say they return: the annotation of each exported definition's handler.

use std::collections::BTreeMap;

use swc_ecma_ast as swc;

use super::{TsType, lower};

/// Exported name → the annotated return type of its handler.
pub fn handlers(body: &[swc::ModuleItem]) -> BTreeMap<String, TsType> {
    let file = File::of(body);
    let mut handlers = BTreeMap::new();
    for item in body {
        let swc::ModuleItem::ModuleDecl(declaration) = item else {
            continue;
        };
        match declaration {
            swc::ModuleDecl::ExportDecl(export) => {
                let swc::Decl::Var(variable) = &export.decl else {
                    continue;
                };
                for declarator in &variable.decls {
                    if let swc::Pat::Ident(ident) = &declarator.name
                        && let Some(ty) = file.declared(declarator)
                    {
                        handlers.insert(ident.sym.to_string(), ty);
                    }
                }
            }
            swc::ModuleDecl::ExportDefaultExpr(default) => {
                let ty = match &*default.expr {
                    swc::Expr::Ident(ident) => file.named(&ident.sym),
                    definition => file.definition(definition),
                };
                handlers.extend(ty.map(|ty| ("default".to_owned(), ty)));
            }
            swc::ModuleDecl::ExportNamed(export) if export.src.is_none() => {
                for specifier in &export.specifiers {
                    let swc::ExportSpecifier::Named(named) = specifier else {
                        continue;
                    };
                    let swc::ModuleExportName::Ident(local) = &named.orig else {
                        continue;
                    };
                    let outside = match &named.exported {
                        Some(swc::ModuleExportName::Ident(name)) => name.sym.to_string(),
                        Some(swc::ModuleExportName::Str(name)) => lower::text(name),
                        None => local.sym.to_string(),
                    };
                    handlers.extend(file.named(&local.sym).map(|ty| (outside, ty)));
                }
            }
            _ => {}
        }
    }
    handlers
}

/// The variables and functions at the top level of a file.
struct File<'a> {
    variables: BTreeMap<&'a str, &'a swc::VarDeclarator>,
    functions: BTreeMap<&'a str, &'a swc::Function>,
}

impl<'a> File<'a> {
    fn of(body: &'a [swc::ModuleItem]) -> Self {
        let mut file = Self {
            variables: BTreeMap::new(),
            functions: BTreeMap::new(),
        };
        for item in body {
            let declaration = match item {
                swc::ModuleItem::Stmt(swc::Stmt::Decl(declaration)) => declaration,
                swc::ModuleItem::ModuleDecl(swc::ModuleDecl::ExportDecl(export)) => &export.decl,
                _ => continue,
            };
            match declaration {
                swc::Decl::Fn(function) => {
                    file.functions
                        .insert(&function.ident.sym, &function.function);
                }
                swc::Decl::Var(variable) => {
                    for declarator in &variable.decls {
                        if let swc::Pat::Ident(ident) = &declarator.name {
                            file.variables.insert(&ident.sym, declarator);
                        }
                    }
                }
                _ => {}
            }
        }
        file
    }

    fn named(&self, name: &str) -> Option<TsType> {
        self.declared(self.variables.get(name)?)
    }

    /// `const f: RegisteredQuery<V, Args, Returns> = ..`, or the handler inside.
    fn declared(&self, declarator: &swc::VarDeclarator) -> Option<TsType> {
        let annotation = match &declarator.name {
            swc::Pat::Ident(ident) => ident.type_ann.as_deref(),
            _ => None,
        };
        if let Some(TsType::Reference(reference)) =
            annotation.map(|annotation| lower::ts_type(&annotation.type_ann))
            && reference
                .name
                .last()
                .is_some_and(|name| name.starts_with("Registered"))
            && let [_, _, returns] = reference.args.as_slice()
        {
            return Some(returns.clone());
        }
        self.definition(declarator.init.as_deref()?)
    }

    /// `query({ handler: (ctx, args): Returns => .. })`, `query((ctx, args): Returns => ..)`.
    fn definition(&self, definition: &swc::Expr) -> Option<TsType> {
        let swc::Expr::Call(call) = bare(definition) else {
            return None;
        };
        call.args
            .iter()
            .find_map(|argument| match bare(&argument.expr) {
                swc::Expr::Object(object) => self.handler_of(object),
                other => self.function(other),
            })
    }

    fn handler_of(&self, object: &swc::ObjectLit) -> Option<TsType> {
        object.props.iter().find_map(|property| {
            let swc::PropOrSpread::Prop(property) = property else {
                return None;
            };
            match &**property {
                swc::Prop::KeyValue(pair) if is_handler(&pair.key) => {
                    self.function(bare(&pair.value))
                }
                swc::Prop::Method(method) if is_handler(&method.key) => {
                    annotated(method.function.return_type.as_deref())
                }
                swc::Prop::Shorthand(ident) if &*ident.sym == "handler" => {
                    self.function_named("handler")
                }
                _ => None,
            }
        })
    }

    fn function(&self, function: &swc::Expr) -> Option<TsType> {
        match function {
            swc::Expr::Arrow(arrow) => annotated(arrow.return_type.as_deref()),
            swc::Expr::Fn(function) => annotated(function.function.return_type.as_deref()),
            swc::Expr::Ident(ident) => self.function_named(&ident.sym),
            _ => None,
        }
    }

    fn function_named(&self, name: &str) -> Option<TsType> {
        if let Some(function) = self.functions.get(name) {
            return annotated(function.return_type.as_deref());
        }
        match bare(self.variables.get(name)?.init.as_deref()?) {
            swc::Expr::Arrow(arrow) => annotated(arrow.return_type.as_deref()),
            swc::Expr::Fn(function) => annotated(function.function.return_type.as_deref()),
            _ => None,
        }
    }
}

fn annotated(annotation: Option<&swc::TsTypeAnn>) -> Option<TsType> {
    annotation.map(|annotation| lower::ts_type(&annotation.type_ann))
}

fn is_handler(key: &swc::PropName) -> bool {
    match key {
        swc::PropName::Ident(ident) => &*ident.sym == "handler",
        swc::PropName::Str(text) => lower::text(text) == "handler",
        _ => false,
    }
}

/// An expression without the casts and parentheses around it.
fn bare(expression: &swc::Expr) -> &swc::Expr {
    match expression {
        swc::Expr::Paren(inner) => bare(&inner.expr),
        swc::Expr::TsAs(inner) => bare(&inner.expr),
        swc::Expr::TsSatisfies(inner) => bare(&inner.expr),
        swc::Expr::TsConstAssertion(inner) => bare(&inner.expr),
        swc::Expr::TsNonNull(inner) => bare(&inner.expr),
        other => other,
    }
}

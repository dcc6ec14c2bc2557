//! Declared results of exported constants: `const f: RegisteredQuery<Visibility, Args, Returns> =
//! ..`.

use std::collections::BTreeMap;

use swc_ecma_ast as swc;

use super::{TsType, lower};

/// The types of functions in `convex/server`.
const NAMES: [&str; 3] = ["RegisteredQuery", "RegisteredMutation", "RegisteredAction"];

/// Exported name → the declared `Returns`.
pub(super) fn registered(body: &[swc::ModuleItem]) -> BTreeMap<String, TsType> {
    let constants = constants(body);
    let mut exported = BTreeMap::new();
    for item in body {
        let swc::ModuleItem::ModuleDecl(declaration) = item else {
            continue;
        };
        match declaration {
            swc::ModuleDecl::ExportDecl(export) => {
                for (name, ty) in declared(&export.decl) {
                    exported.insert(name.to_owned(), ty);
                }
            }
            swc::ModuleDecl::ExportDefaultExpr(default) => {
                if let swc::Expr::Ident(ident) = &*default.expr
                    && let Some(ty) = constants.get(&*ident.sym)
                {
                    exported.insert("default".to_owned(), ty.clone());
                }
            }
            swc::ModuleDecl::ExportNamed(export) if export.src.is_none() => {
                for specifier in &export.specifiers {
                    if let Some((outside, local)) = names(specifier)
                        && let Some(ty) = constants.get(local.as_str())
                    {
                        exported.insert(outside, ty.clone());
                    }
                }
            }
            _ => {}
        }
    }
    exported
}

/// The constants at the top level that are declared so.
fn constants(body: &[swc::ModuleItem]) -> BTreeMap<&str, TsType> {
    let declarations = body.iter().filter_map(|item| match item {
        swc::ModuleItem::Stmt(swc::Stmt::Decl(declaration)) => Some(declaration),
        swc::ModuleItem::ModuleDecl(swc::ModuleDecl::ExportDecl(export)) => Some(&export.decl),
        _ => None,
    });
    declarations.flat_map(declared).collect()
}

fn declared(declaration: &swc::Decl) -> Vec<(&str, TsType)> {
    let swc::Decl::Var(variable) = declaration else {
        return Vec::new();
    };
    let declared = variable.decls.iter().filter_map(|declarator| {
        let swc::Pat::Ident(ident) = &declarator.name else {
            return None;
        };
        let TsType::Reference(reference) = lower::ts_type(&ident.type_ann.as_deref()?.type_ann)
        else {
            return None;
        };
        match (reference.name.last(), reference.args.as_slice()) {
            (Some(name), [_, _, returns]) if NAMES.contains(&name.as_str()) => {
                Some((&*ident.sym, returns.clone()))
            }
            _ => None,
        }
    });
    declared.collect()
}

/// The names outside and inside of `export { inside as outside }`.
fn names(specifier: &swc::ExportSpecifier) -> Option<(String, String)> {
    let swc::ExportSpecifier::Named(named) = specifier else {
        return None;
    };
    let text = |name: &swc::ModuleExportName| match name {
        swc::ModuleExportName::Ident(ident) => ident.sym.to_string(),
        swc::ModuleExportName::Str(name) => lower::text(name),
    };
    let local = text(&named.orig);
    Some((
        named.exported.as_ref().map_or_else(|| local.clone(), text),
        local,
    ))
}

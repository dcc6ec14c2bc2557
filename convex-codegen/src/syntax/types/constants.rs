//! The types of constants and functions at the top level of a file, where they are written or plain
//! to see.

use std::collections::BTreeMap;

use swc_ecma_ast as swc;

use super::{Keyword, TsLiteral, TsMember, TsType, lower};
use crate::text::Docs;

/// The types of names that are values.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Constants {
    /// Constant → its type.
    pub values: BTreeMap<String, TsType>,
    /// Function without type parameters → its declared return type.
    pub returns: BTreeMap<String, TsType>,
}

/// The constants and functions of a file.
pub(super) fn constants(body: &[swc::ModuleItem]) -> Constants {
    let mut constants = Constants::default();
    for item in body {
        let declaration = match item {
            swc::ModuleItem::Stmt(swc::Stmt::Decl(declaration)) => declaration,
            swc::ModuleItem::ModuleDecl(swc::ModuleDecl::ExportDecl(export)) => &export.decl,
            _ => continue,
        };
        match declaration {
            swc::Decl::Fn(function) if function.function.type_params.is_none() => {
                let name = function.ident.sym.to_string();
                constants
                    .returns
                    .extend(written(function.function.return_type.as_deref()).map(|ty| (name, ty)));
            }
            swc::Decl::Var(variable) if variable.kind == swc::VarDeclKind::Const => {
                for declarator in &variable.decls {
                    constants.declare(declarator);
                }
            }
            _ => {}
        }
    }
    constants
}

impl Constants {
    fn declare(&mut self, declarator: &swc::VarDeclarator) {
        let swc::Pat::Ident(ident) = &declarator.name else {
            return;
        };
        let name = ident.sym.to_string();
        let init = declarator.init.as_deref();
        if let Some(swc::Expr::Arrow(arrow)) = init
            && arrow.type_params.is_none()
            && ident.type_ann.is_none()
        {
            let returns = written(arrow.return_type.as_deref());
            self.returns.extend(returns.map(|ty| (name, ty)));
            return;
        }
        let ty = written(ident.type_ann.as_deref()).or_else(|| match init? {
            // What cannot change is as narrow as it is written.
            literal @ (swc::Expr::Lit(_) | swc::Expr::Unary(_)) => value(literal, Width::Narrow),
            other => value(other, Width::Wide),
        });
        self.values.extend(ty.map(|ty| (name, ty)));
    }
}

fn written(annotation: Option<&swc::TsTypeAnn>) -> Option<TsType> {
    annotation.map(|annotation| lower::ts_type(&annotation.type_ann))
}

/// The width of a literal's type: narrow below `as const`, where a literal stays a literal.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Width {
    Narrow,
    Wide,
}

/// The type of an expression that is made of literals; `None` for all others.
fn value(expression: &swc::Expr, width: Width) -> Option<TsType> {
    match expression {
        swc::Expr::Paren(inner) => value(&inner.expr, width),
        swc::Expr::TsConstAssertion(inner) => value(&inner.expr, Width::Narrow),
        swc::Expr::TsAs(cast) => Some(lower::ts_type(&cast.type_ann)),
        // Otherwise the type that is satisfied decides how wide literals are.
        swc::Expr::TsSatisfies(inner) => match &*inner.expr {
            swc::Expr::TsConstAssertion(_) => value(&inner.expr, width),
            _ => None,
        },
        swc::Expr::Lit(literal) => scalar(literal, width),
        swc::Expr::Unary(unary) if unary.op == swc::UnaryOp::Minus => match &*unary.arg {
            swc::Expr::Lit(swc::Lit::Num(number)) => Some(match width {
                Width::Narrow => TsType::Literal(TsLiteral::Number(-number.value)),
                Width::Wide => TsType::Keyword(Keyword::Number),
            }),
            _ => None,
        },
        swc::Expr::Array(array) => {
            let elements = array.elems.iter().map(|element| {
                let element = element
                    .as_ref()
                    .filter(|element| element.spread.is_none())?;
                value(&element.expr, width)
            });
            let elements: Vec<TsType> = elements.collect::<Option<_>>()?;
            let scalars = |ty: &TsType| matches!(ty, TsType::Keyword(_));
            match width {
                Width::Narrow => Some(TsType::Tuple(elements)),
                // TypeScript evens out the fields of objects in one array.
                Width::Wide if elements.is_empty() || !elements.iter().all(scalars) => None,
                Width::Wide => Some(TsType::Array(Box::new(TsType::Union(elements)))),
            }
        }
        swc::Expr::Object(object) => {
            let members = object.props.iter().map(|property| {
                let swc::PropOrSpread::Prop(property) = property else {
                    return None;
                };
                let swc::Prop::KeyValue(pair) = &**property else {
                    return None;
                };
                let name = match &pair.key {
                    swc::PropName::Ident(ident) => ident.sym.to_string(),
                    swc::PropName::Str(text) => lower::text(text),
                    _ => return None,
                };
                Some(TsMember::Property {
                    name,
                    ty: value(&pair.value, width)?,
                    optional: false,
                    docs: Docs::default(),
                })
            });
            Some(TsType::Object(members.collect::<Option<_>>()?))
        }
        _ => None,
    }
}

fn scalar(literal: &swc::Lit, width: Width) -> Option<TsType> {
    let (narrow, wide) = match literal {
        swc::Lit::Str(text) => (TsLiteral::String(lower::text(text)), Keyword::String),
        swc::Lit::Num(number) => (TsLiteral::Number(number.value), Keyword::Number),
        swc::Lit::Bool(boolean) => (TsLiteral::Boolean(boolean.value), Keyword::Boolean),
        swc::Lit::Null(_) => return Some(TsType::Keyword(Keyword::Null)),
        _ => return None,
    };
    Some(match width {
        Width::Narrow => TsType::Literal(narrow),
        Width::Wide => TsType::Keyword(wide),
    })
}

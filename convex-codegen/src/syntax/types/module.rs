//! The types of one source file: its declarations, imports, exports, and declared return types.

use std::collections::BTreeMap;

use swc_common::BytePos;
use swc_ecma_ast as swc;
use swc_ecma_parser::{Parser, StringInput, Syntax, TsSyntax, lexer::Lexer};

use super::{
    super::{
        nesting,
        parse::{Dialect, guarded},
    },
    TsLiteral, TsMember, TsReference, TsType,
    constants::{self, Constants},
    lower, registered,
};

/// The types in a file.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct ModuleTypes {
    /// Local name → what it is elsewhere; type-only imports too.
    pub imports: BTreeMap<String, TypeImport>,
    /// Exported name → what it is here or elsewhere.
    pub exports: BTreeMap<String, TypeExport>,
    /// `export * from "specifier"`.
    pub stars: Vec<String>,
    /// The types that are declared at the top level.
    pub types: BTreeMap<String, TypeDeclaration>,
    /// Exported name → what it declares to return, as a `RegisteredQuery` or the like.
    pub registered: BTreeMap<String, TsType>,
    /// The types of its names that are values.
    pub constants: Constants,
}

/// Something of another file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TypeImport {
    /// The other file.
    pub specifier: String,
    /// Its export, `default` too; `None` for all of them.
    pub name: Option<String>,
}

/// The meaning of an exported name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TypeExport {
    /// A name of this file.
    Local(String),
    /// Something of another file.
    From(TypeImport),
}

/// A declaration of a type.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TypeDeclaration {
    /// `type A<P> = T`.
    Alias {
        /// The type parameters with their defaults.
        parameters: Vec<(String, Option<TsType>)>,
        /// The aliased type.
        ty: TsType,
    },
    /// `interface A<P> extends B { .. }`.
    Interface {
        /// The type parameters with their defaults.
        parameters: Vec<(String, Option<TsType>)>,
        /// The types that it extends.
        extends: Vec<TsReference>,
        /// Its own members.
        members: Vec<TsMember>,
    },
    /// `enum A { B = "b" }`: its members in order; `None` where the value is computed.
    Enum(Vec<(String, Option<TsLiteral>)>),
    /// `class A {}`.
    Class,
}

/// Reads the types of a file; a file with syntax errors has none. `path` tells TypeScript from JSX.
pub(crate) fn parse_module_types(path: &str, text: &str) -> ModuleTypes {
    let mut types = ModuleTypes::default();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let jsx = !path.ends_with("ts");
    let dialect = if jsx {
        Dialect::Tsx
    } else {
        Dialect::TypeScript
    };
    if nesting::too_deep_at(text, dialect).is_some() {
        return types;
    }
    let Ok(end) = u32::try_from(text.len()) else {
        return types;
    };
    // swc reserves position 0.
    let input = StringInput::new(text, BytePos(1), BytePos(end.saturating_add(1)));
    let syntax = Syntax::Typescript(TsSyntax {
        tsx: jsx,
        decorators: true,
        no_early_errors: true,
        ..TsSyntax::default()
    });
    let mut parser = Parser::new_from(Lexer::new(syntax, swc::EsVersion::latest(), input, None));
    let Some(Ok(module)) = guarded(|| parser.parse_module()) else {
        return types;
    };
    for item in &module.body {
        match item {
            swc::ModuleItem::ModuleDecl(declaration) => module_declaration(declaration, &mut types),
            swc::ModuleItem::Stmt(swc::Stmt::Decl(declaration)) => declare(declaration, &mut types),
            swc::ModuleItem::Stmt(_) => {}
        }
    }
    types.constants = constants::constants(&module.body);
    types.registered = registered::registered(&module.body);
    types
}

/// The type that `text` is; `None` when it is none by itself, such as `value is string`.
pub(crate) fn parse_type(text: &str) -> Option<TsType> {
    const NAME: &str = "Annotation";
    let types = parse_module_types("annotation.ts", &format!("type {NAME} = {text}\n;"));
    match types.types.into_iter().next() {
        Some((_, TypeDeclaration::Alias { ty, .. })) => Some(ty),
        _ => None,
    }
}

fn module_declaration(declaration: &swc::ModuleDecl, types: &mut ModuleTypes) {
    match declaration {
        swc::ModuleDecl::Import(import) => {
            let specifier = lower::text(&import.src);
            for imported in &import.specifiers {
                let (local, name) = match imported {
                    swc::ImportSpecifier::Named(named) => {
                        let name = named
                            .imported
                            .as_ref()
                            .map_or_else(|| named.local.sym.to_string(), export_name);
                        (&named.local, Some(name))
                    }
                    swc::ImportSpecifier::Default(default) => {
                        (&default.local, Some("default".to_owned()))
                    }
                    swc::ImportSpecifier::Namespace(namespace) => (&namespace.local, None),
                };
                let import = TypeImport {
                    specifier: specifier.clone(),
                    name,
                };
                types.imports.insert(local.sym.to_string(), import);
            }
        }
        swc::ModuleDecl::ExportDecl(export) => {
            for name in declared_names(&export.decl) {
                types.exports.insert(name.clone(), TypeExport::Local(name));
            }
            declare(&export.decl, types);
        }
        swc::ModuleDecl::ExportNamed(export) => named_exports(export, types),
        swc::ModuleDecl::ExportAll(all) => {
            let specifier = lower::text(&all.src);
            types.stars.push(specifier);
        }
        swc::ModuleDecl::ExportDefaultDecl(default) => {
            if let swc::DefaultDecl::TsInterfaceDecl(interface) = &default.decl {
                let name = interface.id.sym.to_string();
                types
                    .exports
                    .insert("default".to_owned(), TypeExport::Local(name));
                declare_interface(interface, types);
            }
        }
        swc::ModuleDecl::ExportDefaultExpr(default) => {
            if let swc::Expr::Ident(ident) = &*default.expr {
                types.exports.insert(
                    "default".to_owned(),
                    TypeExport::Local(ident.sym.to_string()),
                );
            }
        }
        _ => {}
    }
}

fn named_exports(export: &swc::NamedExport, types: &mut ModuleTypes) {
    let specifier = export.src.as_deref().map(lower::text);
    for exported in &export.specifiers {
        let (outside, inside) = match exported {
            swc::ExportSpecifier::Named(named) => {
                let inside = export_name(&named.orig);
                (
                    named
                        .exported
                        .as_ref()
                        .map_or_else(|| inside.clone(), export_name),
                    Some(inside),
                )
            }
            swc::ExportSpecifier::Namespace(namespace) => (export_name(&namespace.name), None),
            swc::ExportSpecifier::Default(default) => {
                (default.exported.sym.to_string(), Some("default".to_owned()))
            }
        };
        let value = match (&specifier, inside) {
            (Some(specifier), name) => TypeExport::From(TypeImport {
                specifier: specifier.clone(),
                name,
            }),
            (None, Some(name)) => TypeExport::Local(name),
            (None, None) => continue,
        };
        types.exports.insert(outside, value);
    }
}

fn export_name(name: &swc::ModuleExportName) -> String {
    match name {
        swc::ModuleExportName::Ident(ident) => ident.sym.to_string(),
        swc::ModuleExportName::Str(text) => lower::text(text),
    }
}

fn declared_names(declaration: &swc::Decl) -> Vec<String> {
    match declaration {
        swc::Decl::Class(class) => vec![class.ident.sym.to_string()],
        swc::Decl::Fn(function) => vec![function.ident.sym.to_string()],
        swc::Decl::TsInterface(interface) => vec![interface.id.sym.to_string()],
        swc::Decl::TsTypeAlias(alias) => vec![alias.id.sym.to_string()],
        swc::Decl::TsEnum(declared) => vec![declared.id.sym.to_string()],
        swc::Decl::Var(variable) => {
            let names = variable
                .decls
                .iter()
                .filter_map(|declarator| match &declarator.name {
                    swc::Pat::Ident(ident) => Some(ident.sym.to_string()),
                    _ => None,
                });
            names.collect()
        }
        _ => Vec::new(),
    }
}

fn declare(declaration: &swc::Decl, types: &mut ModuleTypes) {
    match declaration {
        swc::Decl::TsInterface(interface) => declare_interface(interface, types),
        swc::Decl::TsTypeAlias(alias) => {
            let parameters = parameters(alias.type_params.as_deref());
            let ty = lower::ts_type(&alias.type_ann);
            types.types.insert(
                alias.id.sym.to_string(),
                TypeDeclaration::Alias { parameters, ty },
            );
        }
        swc::Decl::TsEnum(declared) => {
            let members = enum_members(&declared.members);
            types
                .types
                .insert(declared.id.sym.to_string(), TypeDeclaration::Enum(members));
        }
        swc::Decl::Class(class) => {
            types
                .types
                .insert(class.ident.sym.to_string(), TypeDeclaration::Class);
        }
        _ => {}
    }
}

fn declare_interface(interface: &swc::TsInterfaceDecl, types: &mut ModuleTypes) {
    let own = lower::members(&interface.body.body);
    let parents = interface.extends.iter().map(lower::extended);
    // Interfaces of one name are one interface.
    if let Some(TypeDeclaration::Interface {
        extends, members, ..
    }) = types.types.get_mut(&*interface.id.sym)
    {
        members.extend(own);
        extends.extend(parents);
        return;
    }
    let declaration = TypeDeclaration::Interface {
        parameters: parameters(interface.type_params.as_deref()),
        extends: parents.collect(),
        members: own,
    };
    types
        .types
        .insert(interface.id.sym.to_string(), declaration);
}

fn parameters(declared: Option<&swc::TsTypeParamDecl>) -> Vec<(String, Option<TsType>)> {
    let parameters = declared.iter().flat_map(|declared| &declared.params);
    parameters
        .map(|parameter| {
            (
                parameter.name.sym.to_string(),
                parameter.default.as_deref().map(lower::ts_type),
            )
        })
        .collect()
}

fn enum_members(members: &[swc::TsEnumMember]) -> Vec<(String, Option<TsLiteral>)> {
    let mut next = Some(0.0);
    let mut lowered = Vec::with_capacity(members.len());
    for member in members {
        let name = match &member.id {
            swc::TsEnumMemberId::Ident(ident) => ident.sym.to_string(),
            swc::TsEnumMemberId::Str(text) => lower::text(text),
        };
        let value = match member.init.as_deref() {
            None => next.map(TsLiteral::Number),
            Some(swc::Expr::Lit(swc::Lit::Str(text))) => Some(TsLiteral::String(lower::text(text))),
            Some(swc::Expr::Lit(swc::Lit::Num(number))) => Some(TsLiteral::Number(number.value)),
            Some(_) => None,
        };
        next = match &value {
            Some(TsLiteral::Number(number)) => Some(number + 1.0),
            _ => None,
        };
        lowered.push((name, value));
    }
    lowered
}

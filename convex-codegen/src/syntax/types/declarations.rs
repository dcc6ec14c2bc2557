//! The types that a file declares at its top level: aliases, interfaces and typed constants.

use std::collections::BTreeMap;

use swc_common::BytePos;
use swc_ecma_ast as swc;
use swc_ecma_parser::{Parser, StringInput, Syntax, TsSyntax, lexer::Lexer};

use super::{
    super::parse::{PANICKED, guarded},
    TsMember, TsType, lower,
};

/// The contents of a declaration file.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Declarations {
    /// `declare const a: A`.
    pub constants: BTreeMap<String, TsType>,
    /// `interface A { .. }` without type parameters.
    pub interfaces: BTreeMap<String, Vec<TsMember>>,
}

/// Parses a declaration file; the error describes the syntax error.
pub(crate) fn parse_declarations(text: &str) -> Result<Declarations, String> {
    let end = u32::try_from(text.len()).map_err(|_| "more than 4 GB".to_owned())?;
    // swc reserves position 0.
    let input = StringInput::new(text, BytePos(1), BytePos(end + 1));
    let syntax = Syntax::Typescript(TsSyntax {
        dts: true,
        ..TsSyntax::default()
    });
    let mut parser = Parser::new_from(Lexer::new(syntax, swc::EsVersion::latest(), input, None));
    let module = guarded(|| parser.parse_module())
        .ok_or(PANICKED)?
        .map_err(|error| error.kind().msg().into_owned())?;
    let mut declarations = Declarations::default();
    for item in &module.body {
        let declaration = match item {
            swc::ModuleItem::ModuleDecl(swc::ModuleDecl::ExportDecl(export)) => &export.decl,
            swc::ModuleItem::Stmt(swc::Stmt::Decl(declaration)) => declaration,
            _ => continue,
        };
        match declaration {
            swc::Decl::Var(variable) => {
                for declarator in &variable.decls {
                    if let swc::Pat::Ident(ident) = &declarator.name {
                        let ty = lower::annotated(ident.type_ann.as_deref());
                        declarations.constants.insert(ident.sym.to_string(), ty);
                    }
                }
            }
            swc::Decl::TsInterface(interface) => {
                let members = lower::members(&interface.body.body);
                declarations
                    .interfaces
                    .insert(interface.id.sym.to_string(), members);
            }
            _ => {}
        }
    }
    Ok(declarations)
}

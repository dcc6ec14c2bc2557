//! Sentences of generated documentation: a thing's kind and its place in the source.

use crate::{
    ir::{Function, FunctionKind, Table, Visibility},
    model::{Body, EnumShape, Literal, RustDocs, Ty},
};

use super::{
    docs,
    draft::{Node, NodeBody, Ref},
    links::Links,
    markdown,
    places::{Rank, Root, Step},
};

/// A function's handle: the author's words, then the function's path and place.
pub(super) fn handle(function: &Function, errors: Option<&Ty>, links: &Links<'_>) -> RustDocs {
    let what = match (function.visibility, function.kind) {
        (Visibility::Public, FunctionKind::Query) => "Query",
        (Visibility::Public, FunctionKind::Mutation) => "Mutation",
        (Visibility::Public, FunctionKind::Action) => "Action",
        (Visibility::Internal, FunctionKind::Query) => "Internal query",
        (Visibility::Internal, FunctionKind::Mutation) => "Internal mutation",
        (Visibility::Internal, FunctionKind::Action) => "Internal action",
    };
    let path = markdown::code(&function.path.to_string());
    let last = format!("{what} {path} ({}).", links.place(function.span));
    let mut docs = docs::of_function(&function.docs, &last);
    let places = function.throws.iter().flat_map(|throws| &throws.places);
    let places: Vec<_> = places.map(|place| links.place(*place)).collect();
    if let Some(errors) = errors {
        let at = match places.join(", ") {
            none if none.is_empty() => none,
            places => format!(" ({places})"),
        };
        docs::paragraph(&mut docs.lines, &format!("Throws {}{at}.", named(errors)));
    }
    docs
}

/// The name of the type of errors, for a sentence.
fn named(errors: &Ty) -> String {
    match errors {
        Ty::Named(path) => markdown::code(&path.name.to_string()),
        Ty::Own(path) => markdown::code(&path.names.join("::")),
        Ty::String => "texts".to_owned(),
        _ => "errors".to_owned(),
    }
}

/// A struct, an enum or another name of one.
pub(super) fn generated_type(node: &Node, links: &Links<'_>) -> RustDocs {
    let place = &node.place;
    let whole = &place.whole;
    let field = markdown::code(&place.field);
    let (otherwise, last) = match place.rank {
        Rank::Function if place.key.ends_with(".throws") => (
            sentence(whole),
            Some("It may throw others, too: `Error::thrown` keeps their data.".to_owned()),
        ),
        Rank::Function => (sentence(whole), None),
        Rank::Table if node.table.is_some() => (format!("A document of {whole}."), None),
        Rank::Table => (format!("A document of {whole} before it has an id."), None),
        Rank::Named => (
            String::new(),
            Some(format!("{whole} ({}).", links.place(node.span))),
        ),
        Rank::Inline => {
            let inside = if place.field.is_empty() {
                whole.clone()
            } else {
                format!("{field} in {whole}")
            };
            let sentence = match place.step {
                Step::Field => format!("Field {inside}."),
                Step::Item => format!("An item of {inside}."),
                Step::Key => format!("A key of {inside}."),
                Step::Value => format!("A value of {inside}."),
                Step::Member => format!("A variant of {inside}."),
            };
            (sentence, None)
        }
    };
    let last = last
        .or_else(|| several_tables(node))
        .or_else(|| constants(node));
    docs::of_type(&node.docs, &otherwise, last)
}

/// `Arguments of ..`, `The result of ..`.
fn sentence(whole: &str) -> String {
    match whole.strip_prefix("the arguments") {
        Some(rest) => format!("Arguments{rest}."),
        None => format!("T{}.", whole.strip_prefix('t').unwrap_or(whole)),
    }
}

/// Names the fields that Rust omits, because their value is constant.
fn constants(node: &Node) -> Option<String> {
    let NodeBody::Struct(fields) = &node.body else {
        return None;
    };
    let constant = |field: &crate::model::Field<Ref>| match &field.ty {
        Ty::Constant(literal) => {
            let text = format!("{}: {}", field.name.wire, written(literal));
            Some(markdown::code(&text))
        }
        _ => None,
    };
    let constants: Vec<String> = fields.iter().filter_map(constant).collect();
    (!constants.is_empty()).then(|| format!("Always with {}.", constants.join(", ")))
}

/// Adds to the documentation of a field that is a `bool` in Rust how that is on the wire.
pub(super) fn flag(mut docs: RustDocs, literal: &Literal) -> RustDocs {
    if !docs.lines.is_empty() {
        docs.lines.push(String::new());
    }
    let literal = markdown::code(&written(literal));
    docs.lines.push(format!(
        "`true` is {literal} on the wire; `false` leaves the field out."
    ));
    docs
}

/// A literal as TypeScript writes it.
fn written(literal: &Literal) -> String {
    match literal {
        Literal::String(text) => format!("{text:?}"),
        Literal::Float64(bits) => f64::from_bits(*bits).to_string(),
        Literal::Int64(value) => format!("{value}n"),
        Literal::Boolean(value) => value.to_string(),
    }
}

/// A note on ids of several tables, which only the server can distinguish.
fn several_tables(node: &Node) -> Option<String> {
    let NodeBody::Enum(EnumShape::Union, variants) = &node.body else {
        return None;
    };
    let id = |body: &Body<Ref>| matches!(body, Body::Tuple(Ty::Named(Ref::TableId(_))));
    let ids = variants.iter().filter(|variant| id(&variant.body)).count();
    let text = "Ids do not reveal their table, so decoding always yields the first variant.";
    (ids > 1).then(|| text.to_owned())
}

/// A root module.
pub(super) fn root(root: Root) -> RustDocs {
    line(match root {
        Root::Api => "Public functions.",
        Root::Internal => "Internal functions, for admin keys and for tests.",
        Root::Tables => "Tables: documents and ids.",
        Root::Shared => "Types written outside the functions folder.",
    })
}

/// A module of functions or types.
pub(super) fn module(root: Root, path: &str, file: Option<String>) -> RustDocs {
    line(&match (root, file) {
        (_, None) => format!("Modules in {}.", markdown::code(&format!("{path}/"))),
        (Root::Api, Some(file)) => format!("Functions of {file}."),
        (Root::Internal, Some(file)) => format!("Internal functions of {file}."),
        (Root::Tables | Root::Shared, Some(file)) => format!("Types of {file}."),
    })
}

/// The module of a table, and the table when the schema has it.
pub(super) fn table(name: &str, table: Option<&Table>, links: &Links<'_>) -> RustDocs {
    let name = markdown::code(name);
    line(&match table {
        Some(table) => format!("Table {name} ({}).", links.place(table.span)),
        None => format!("Table {name}, which the schema does not describe."),
    })
}

/// The type of a table's ids.
pub(super) fn table_id(table: &str) -> RustDocs {
    line(&format!(
        "The id of a document of table {}.",
        markdown::code(table)
    ))
}

fn line(text: &str) -> RustDocs {
    RustDocs {
        lines: vec![markdown::clean(text)],
        deprecated: None,
    }
}

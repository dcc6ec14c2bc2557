//! What generated documentation says of itself: what a thing is and where it comes from.

use crate::{
    ir::{Function, FunctionKind, Table, Visibility},
    model::{Body, EnumShape, RustDocs, Ty},
    source::{Sources, Span},
};

use super::{
    docs,
    draft::{Node, NodeBody, Ref},
    markdown,
    places::{Rank, Root},
};

/// A function's handle: the author's words, then the function's path and place.
pub fn handle(function: &Function, sources: &Sources) -> RustDocs {
    let what = match (function.visibility, function.kind) {
        (Visibility::Public, FunctionKind::Query) => "Query",
        (Visibility::Public, FunctionKind::Mutation) => "Mutation",
        (Visibility::Public, FunctionKind::Action) => "Action",
        (Visibility::Internal, FunctionKind::Query) => "Internal query",
        (Visibility::Internal, FunctionKind::Mutation) => "Internal mutation",
        (Visibility::Internal, FunctionKind::Action) => "Internal action",
    };
    let place = position(function.span, sources);
    let last = format!("{what} `{}` (`{place}`).", function.path);
    docs::of_function(&function.docs, &last)
}

/// A struct or an enum.
pub fn generated_type(node: &Node, sources: &Sources) -> RustDocs {
    let place = &node.place;
    let key = place.key.strip_prefix("tables.").unwrap_or(&place.key);
    let (owner, rest) = key.split_once('.').unwrap_or((key, ""));
    let (otherwise, last) = match place.rank {
        Rank::Function if rest == "args" => (format!("Arguments of `{owner}`."), None),
        Rank::Function => (format!("What `{owner}` returns."), None),
        Rank::Table if rest.is_empty() => (format!("A document of `{owner}`."), None),
        Rank::Table => (
            format!("A document of `{owner}` before it has an id."),
            None,
        ),
        Rank::Named => {
            let place = position(node.span, sources);
            (String::new(), Some(format!("`{rest}` (`{place}`).")))
        }
        Rank::Inline => (format!("`{rest}` of `{owner}`."), None),
    };
    let last = last.or_else(|| several_tables(node));
    docs::of_type(&node.docs, &otherwise, last)
}

/// A word on ids of several tables, which nothing but the server can tell apart.
fn several_tables(node: &Node) -> Option<String> {
    let NodeBody::Enum(EnumShape::Union, variants) = &node.body else {
        return None;
    };
    let id = |body: &Body<Ref>| matches!(body, Body::Tuple(Ty::Named(Ref::TableId(_))));
    let ids = variants.iter().filter(|variant| id(&variant.body)).count();
    let text = "Ids of different tables look alike: what is received is always the first that an id can be.";
    (ids > 1).then(|| text.to_owned())
}

/// A root module.
pub fn root(root: Root) -> RustDocs {
    line(match root {
        Root::Api => "Public functions.",
        Root::Internal => "Internal functions, for admin keys and for tests.",
        Root::Tables => "Tables: documents and ids.",
        Root::Shared => "Types written outside the functions folder.",
    })
}

/// A module of functions or types.
pub fn module(root: Root, path: &str, file: Option<&str>) -> RustDocs {
    line(&match (root, file) {
        (_, None) => format!("Modules in `{path}/`."),
        (Root::Api, Some(file)) => format!("Functions of `{file}`."),
        (Root::Internal, Some(file)) => format!("Internal functions of `{file}`."),
        (Root::Tables | Root::Shared, Some(file)) => format!("Types of `{file}`."),
    })
}

/// The module of a table, and the table when the schema has it.
pub fn table(name: &str, table: Option<&Table>, sources: &Sources) -> RustDocs {
    line(&match table {
        Some(table) => format!("Table `{name}` (`{}`).", position(table.span, sources)),
        None => format!("Table `{name}`, which the schema does not describe."),
    })
}

/// The type of a table's ids.
pub fn table_id(table: &str) -> RustDocs {
    line(&format!("The id of a document of `{table}`."))
}

fn line(text: &str) -> RustDocs {
    RustDocs {
        lines: vec![markdown::clean(text)],
        deprecated: None,
    }
}

fn position(span: Span, sources: &Sources) -> String {
    let line = sources.position(span).line;
    format!("{}:{line}", sources.file(span.file).path)
}

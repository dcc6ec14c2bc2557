//! Documentation, derives and `#[convex(..)]`.

use std::fmt::Write as _;

use crate::model::{Derive, Literal, Name, RustDocs, RustPath};

use super::{
    escape::{comment, string},
    layout::list,
    scope::Scope,
};

/// `/// ..` and `#[deprecated]`.
pub fn docs(docs: &RustDocs) -> String {
    let mut text: String = docs.lines.iter().map(|line| comment("///", line)).collect();
    match docs.deprecated.as_deref() {
        None => {}
        Some("") => text.push_str("#[deprecated]\n"),
        Some(note) => {
            let _ = writeln!(text, "#[deprecated(note = {})]", string(note));
        }
    }
    text
}

/// `//! ..`.
pub fn inner_docs(docs: &RustDocs) -> String {
    docs.lines.iter().map(|line| comment("//!", line)).collect()
}

/// `#[derive(..)]`.
pub fn derives(derives: &[Derive], scope: &mut Scope<'_>) -> String {
    let names: Vec<String> = derives
        .iter()
        .map(|derive| match derive {
            Derive::Debug => "Debug".to_owned(),
            Derive::Clone => "Clone".to_owned(),
            Derive::Copy => "Copy".to_owned(),
            Derive::PartialEq => "PartialEq".to_owned(),
            Derive::Eq => "Eq".to_owned(),
            Derive::PartialOrd => "PartialOrd".to_owned(),
            Derive::Ord => "Ord".to_owned(),
            Derive::Hash => "Hash".to_owned(),
            Derive::Default => "Default".to_owned(),
            Derive::FromConvex => scope.runtime("FromConvex"),
            Derive::ToConvex => scope.runtime("ToConvex"),
            Derive::Literals => scope.runtime("Literals"),
            Derive::Builder => scope.runtime("Builder"),
            Derive::Other(derive) => rust_path(derive),
        })
        .collect();
    list("#[derive(", &names, ")]")
}

/// `#[convex(..)]` with `arguments`, if there are any.
pub fn convex(arguments: &[String]) -> String {
    if arguments.is_empty() {
        String::new()
    } else {
        format!("#[convex({})]\n", arguments.join(", "))
    }
}

/// `table = ".."`, if it is the document of a table.
pub fn table(table: Option<&str>) -> Option<String> {
    table.map(|table| format!("table = {}", string(table)))
}

/// The name on the wire, where the Rust name does not tell it.
pub fn wire_name(name: &Name) -> Option<String> {
    (!name.is_conventional()).then(|| string(&name.wire))
}

/// A literal as Rust writes it; `nan` and `infinity` are what the derives call the numbers that it has no literal for.
pub fn literal(literal: &Literal) -> String {
    match literal {
        Literal::String(text) => string(text),
        Literal::Float64(bits) => match f64::from_bits(*bits) {
            value if value.is_nan() => "nan".to_owned(),
            value if value.is_infinite() => {
                if value > 0.0 { "infinity" } else { "-infinity" }.to_owned()
            }
            // With a point or an exponent, so that it is a float.
            value => format!("{value:?}"),
        },
        Literal::Int64(value) => format!("{value}i64"),
        Literal::Boolean(value) => value.to_string(),
    }
}

/// A path that the user gave.
pub fn rust_path(path: &RustPath) -> String {
    let root = if path.global { "::" } else { "" };
    format!("{root}{}", path.names.join("::"))
}

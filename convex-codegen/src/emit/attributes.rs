//! Documentation, derives and `#[convex(..)]`.

use crate::{
    model::{Derive, Literal, Name, RustDocs},
    print::Page,
};

use super::scope::Scope;

/// `/// ..` and `#[deprecated]`.
pub fn docs(docs: &RustDocs, page: &mut Page) {
    for line in &docs.lines {
        page.line(format!("/// {line}").trim_end());
    }
    match docs.deprecated.as_deref() {
        None => {}
        Some("") => page.line("#[deprecated]"),
        Some(note) => page.line(&format!("#[deprecated(note = {note:?})]")),
    }
}

/// `#[derive(..)]`.
pub fn derives(derives: &[Derive], scope: &mut Scope<'_>, page: &mut Page) {
    let name = |derive: &Derive| match derive {
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
    };
    page.list(
        "#[derive(",
        &derives.iter().map(name).collect::<Vec<_>>(),
        ")]",
    );
}

/// `#[convex(..)]` with `arguments`, if there are any.
pub fn convex(arguments: &[String], page: &mut Page) {
    if !arguments.is_empty() {
        page.line(&format!("#[convex({})]", arguments.join(", ")));
    }
}

/// The name on the wire, where the Rust name does not tell it.
pub fn wire_name(name: &Name) -> Option<String> {
    (!name.is_conventional()).then(|| format!("{:?}", name.wire))
}

/// A literal as Rust writes it.
pub fn literal(literal: &Literal) -> String {
    match literal {
        Literal::String(text) => format!("{text:?}"),
        Literal::Float64(bits) => format!("{:?}", f64::from_bits(*bits)),
        Literal::Int64(value) => format!("{value}i64"),
        Literal::Boolean(value) => value.to_string(),
    }
}

//! Structs: arguments, returns, documents and what is inside them.

use crate::{
    model::{Field, Struct},
    print::Page,
};

use super::{attributes, scope::Scope};

/// A struct with its attributes.
pub fn structure(item: &Struct, scope: &mut Scope<'_>, page: &mut Page) {
    attributes::docs(&item.docs, page);
    attributes::derives(&item.derives, scope, page);
    let table = item
        .table
        .iter()
        .map(|table| format!("table = {table:?}"))
        .collect::<Vec<_>>();
    attributes::convex(&table, page);
    if item.fields.is_empty() {
        return page.line(&format!("pub struct {} {{}}", item.name));
    }
    page.block(&format!("pub struct {} {{", item.name), "}", |page| {
        item.fields
            .iter()
            .for_each(|item| field(item, "pub ", (scope, page)));
    });
}

/// A field with its attributes; `visibility` stands before its name.
pub fn field(item: &Field, visibility: &str, (scope, page): (&mut Scope<'_>, &mut Page)) {
    attributes::docs(&item.docs, page);
    attributes::convex(&arguments(item), page);
    page.line(&format!(
        "{visibility}{}: {},",
        item.name.rust,
        scope.ty(&item.ty)
    ));
}

/// What `#[convex(..)]` says of a field.
pub fn arguments(item: &Field) -> Vec<String> {
    attributes::wire_name(&item.name)
        .into_iter()
        .chain(item.optional.then(|| "optional".to_owned()))
        .collect()
}

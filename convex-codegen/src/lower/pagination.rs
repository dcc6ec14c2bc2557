//! Arguments of paginated queries: handles add `paginationOpts` page by page, so the others are a
//! type of their own.

use crate::model::{Derive, Ident, RustDocs, Struct, Ty, TypePath};

/// The field that pages are asked for by.
const FIELD: &str = "paginationOpts";

/// Makes the struct of the other `arguments`, if these are those of a paginated query and there are
/// others, and notes its type there.
pub(super) fn rest(
    arguments: &mut Struct,
    module: &[Ident],
    is_taken: impl Fn(&str) -> bool,
) -> Option<Struct> {
    let is_options = |ty: &Ty, name: &str| name == FIELD && *ty == Ty::Pagination;
    let mut fields = arguments.fields.iter();
    if !arguments.derives.contains(&Derive::ToConvex)
        || !fields.any(|field| is_options(&field.ty, &field.name.wire))
    {
        return None;
    }
    let fields: Vec<_> = arguments
        .fields
        .iter()
        .filter(|field| field.name.wire != FIELD)
        .cloned()
        .collect();
    if fields.is_empty() {
        arguments.rest = Some(Ty::Unit);
        return None;
    }
    let own = arguments.name.text();
    let stem = own.strip_suffix("Args").unwrap_or(own);
    let names = [format!("{stem}PageArgs"), format!("{stem}ArgsWithoutPage")];
    let name = Ident::new(names.into_iter().find(|name| !is_taken(name))?);
    arguments.rest = Some(Ty::Named(TypePath {
        module: module.to_vec(),
        name: name.clone(),
    }));
    let mut in_rust = fields
        .iter()
        .filter(|field| !matches!(field.ty, Ty::Constant(_)));
    let optional = in_rust.clone().filter(|field| field.optional).count();
    let all_optional = in_rust.all(|field| field.optional);
    let mut derives = vec![Derive::Debug, Derive::Clone, Derive::PartialEq];
    derives.extend(all_optional.then_some(Derive::Default));
    derives.push(Derive::ToConvex);
    derives.extend((optional > 0 && !all_optional).then_some(Derive::Builder));
    Some(Struct {
        name,
        docs: RustDocs {
            lines: vec![format!(
                "[`{own}`] without `{FIELD}`, which handles add page by page."
            )],
            deprecated: None,
        },
        derives,
        table: None,
        serde: false,
        rest: None,
        literal: None,
        inner: None,
        fields,
    })
}

//! The item type of structs that are a page of a paginated query.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{GenericArgument, PathArguments, Type};

use crate::shape::{Field, Item, Shape};

/// Fields that every page has on the wire.
const FIELDS: [&str; 3] = ["page", "isDone", "continueCursor"];

pub(crate) fn implement(item: &Item<'_>) -> Option<TokenStream> {
    let Shape::Object(object) = &item.shape else {
        return None;
    };
    let find = |name: &str| object.fields.iter().find(|field| field.wire == name);
    if !item.input.generics.params.is_empty() || FIELDS.into_iter().any(|name| find(name).is_none())
    {
        return None;
    }
    let Field { member, ty, .. } = find("page")?;
    let element = element(ty)?;
    let (ident, runtime, allow) = (&item.input.ident, &item.runtime, item.allow());
    Some(quote! {
        #allow
        #[automatically_derived]
        impl #runtime::Paginated for #ident {
            type Item = #element;
            fn into_items(self) -> #ty { self.#member }
        }
    })
}

/// The `T` of a `Vec<T>`.
fn element(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    match (last.ident == "Vec", arguments.args.first()) {
        (true, Some(GenericArgument::Type(element))) => Some(element),
        _ => None,
    }
}

//! Routes: the constants that stand for HTTP actions.

use syn::{Ident, Item, parse_quote};

use crate::model::Route;

use super::{attributes, idents::ident, scope::Scope};

/// `pub const post_hook: HttpRoute = HttpRoute::new("POST", "/hook");`
pub(super) fn route(route: &Route, scope: &mut Scope<'_>) -> Item {
    let docs = attributes::docs(&route.docs);
    let (name, ty) = (ident(&route.name), scope.runtime("HttpRoute"));
    let new = if route.is_prefix { "prefix" } else { "new" };
    let new = Ident::new(new, proc_macro2::Span::call_site());
    let (visibility, method, path) = (scope.visibility(), &route.method, &route.path);
    parse_quote!(#(#docs)* #visibility const #name: #ty = #ty::#new(#method, #path);)
}

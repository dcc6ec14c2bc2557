//! The constant that says what the bindings were generated from.

use syn::{
    Expr, ExprArray, ExprCall, ExprLit, ExprMethodCall, ExprReference, Item, ItemConst, Lit, Path,
    PathSegment, Token, parse_quote, punctuated::Punctuated, token,
};

use crate::model::{Binding, FunctionKind, Ident, Visibility};

use super::{idents::ident, scope::Scope, tree};

/// `pub const BINDINGS: Bindings = Bindings::new(__bindings::FUNCTIONS);`
pub(super) fn bindings(module: &Ident, scope: &mut Scope<'_>) -> Item {
    let docs = tree::doc(
        " The functions that these bindings were generated from, for `AdminClient::check`.",
    );
    let (visibility, ty) = (scope.visibility(), scope.runtime("Bindings"));
    let module = ident(module);
    parse_quote!(#docs #visibility const BINDINGS: #ty = #ty::new(self::#module::FUNCTIONS);)
}

/// `pub(super) const FUNCTIONS: &[Binding] = &[Binding::query("messages:list", 0x1, 0x2)];`
pub(super) fn functions(bindings: &[Binding], scope: &mut Scope<'_>) -> Item {
    let ty = scope.runtime("Binding");
    let elements = bindings.iter().map(|known| binding(known, ty.clone()));
    let all = Expr::Reference(ExprReference {
        attrs: Vec::new(),
        and_token: <Token![&]>::default(),
        mutability: None,
        expr: Box::new(Expr::Array(ExprArray {
            attrs: Vec::new(),
            bracket_token: token::Bracket::default(),
            elems: elements.collect(),
        })),
    });
    // Parsing the whole list again would take longer than making it.
    let mut item: ItemConst = parse_quote!(pub(super) const FUNCTIONS: &[#ty] = &[];);
    *item.expr = all;
    Item::Const(item)
}

fn binding(binding: &Binding, ty: Path) -> Expr {
    let kind = match binding.kind {
        FunctionKind::Query => "query",
        FunctionKind::Mutation => "mutation",
        FunctionKind::Action => "action",
    };
    let arguments = [
        tree::string(&binding.path),
        number(binding.args),
        number(binding.returns),
    ];
    let made = call(ty, kind, arguments.into_iter().collect());
    if binding.visibility == Visibility::Public {
        return made;
    }
    Expr::MethodCall(ExprMethodCall {
        attrs: Vec::new(),
        receiver: Box::new(made),
        dot_token: <Token![.]>::default(),
        method: tree::name("internal"),
        turbofish: None,
        paren_token: token::Paren::default(),
        args: Punctuated::new(),
    })
}

/// `ty::function(arguments)`.
fn call(mut ty: Path, function: &str, args: Punctuated<Expr, Token![,]>) -> Expr {
    ty.segments.push(PathSegment::from(tree::name(function)));
    Expr::Call(ExprCall {
        attrs: Vec::new(),
        func: Box::new(tree::value(ty)),
        paren_token: token::Paren::default(),
        args,
    })
}

/// `0x9e3779b97f4a7c15`, or `0`.
fn number(number: u64) -> Expr {
    let text = match number {
        0 => "0".to_owned(),
        known => format!("{known:#018x}"),
    };
    let literal = text.parse().expect("digits are a literal");
    Expr::Lit(ExprLit {
        attrs: Vec::new(),
        lit: Lit::Verbatim(literal),
    })
}

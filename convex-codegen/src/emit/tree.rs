//! Pieces of syntax, built as they are: a build script runs unoptimised, where `parse_quote!` takes
//! several times as long as what it parses.

use proc_macro2::{Ident, Span, TokenStream};
use syn::{
    AngleBracketedGenericArguments, AttrStyle, Attribute, Expr, ExprLit, ExprPath, Field,
    FieldModifiers, GenericArgument, Lit, LitStr, MacroDelimiter, Meta, MetaList, MetaNameValue,
    Path, PathArguments, PathSegment, Token, Type, TypePath, TypeTuple, Visibility,
    punctuated::Punctuated, token,
};

/// A path of `names`, behind `root`.
pub(super) fn path(root: Option<Token![::]>, names: impl Iterator<Item = Ident>) -> Path {
    Path {
        leading_colon: root,
        segments: names.map(PathSegment::from).collect(),
    }
}

/// A name that is not a keyword.
pub(super) fn name(text: &str) -> Ident {
    Ident::new(text, Span::call_site())
}

/// The type that `path` names.
pub(super) fn named(path: Path) -> Type {
    Type::Path(TypePath {
        attrs: Vec::new(),
        qself: None,
        path,
    })
}

/// `path<arguments>`.
pub(super) fn generic(mut path: Path, arguments: impl IntoIterator<Item = Type>) -> Type {
    if let Some(last) = path.segments.last_mut() {
        last.arguments = PathArguments::AngleBracketed(AngleBracketedGenericArguments {
            colon2_token: None,
            lt_token: <Token![<]>::default(),
            args: arguments.into_iter().map(GenericArgument::Type).collect(),
            gt_token: <Token![>]>::default(),
        });
    }
    named(path)
}

/// `()`.
pub(super) fn unit() -> Type {
    Type::Tuple(TypeTuple {
        attrs: Vec::new(),
        paren_token: token::Paren::default(),
        elems: Punctuated::new(),
    })
}

/// `#[name(tokens)]`.
pub(super) fn list(text: &str, tokens: TokenStream) -> Attribute {
    attribute(Meta::List(MetaList {
        path: name(text).into(),
        delimiter: MacroDelimiter::Paren(token::Paren::default()),
        tokens,
    }))
}

/// `#[doc = "text"]`, which is printed as a comment.
pub(super) fn doc(text: &str) -> Attribute {
    attribute(Meta::NameValue(MetaNameValue {
        path: name("doc").into(),
        eq_token: <Token![=]>::default(),
        value: string(text),
    }))
}

/// `#[name]`.
pub(super) fn word(text: &str) -> Attribute {
    attribute(Meta::Path(name(text).into()))
}

fn attribute(meta: Meta) -> Attribute {
    Attribute {
        pound_token: <Token![#]>::default(),
        style: AttrStyle::Outer,
        bracket_token: token::Bracket::default(),
        meta,
    }
}

/// `"text"`.
pub(super) fn string(text: &str) -> Expr {
    Expr::Lit(ExprLit {
        attrs: Vec::new(),
        lit: Lit::Str(LitStr::new(text, Span::call_site())),
    })
}

/// The value that `path` names.
pub(super) fn value(path: Path) -> Expr {
    Expr::Path(ExprPath {
        attrs: Vec::new(),
        qself: None,
        path,
    })
}

/// A field: of a struct or a struct variant where it has a name, else of a tuple.
pub(super) fn field(
    attrs: Vec<Attribute>,
    vis: Visibility,
    (ident, ty): (Option<Ident>, Type),
) -> Field {
    Field {
        attrs,
        vis,
        modifiers: FieldModifiers::default(),
        colon_token: ident.is_some().then(<Token![:]>::default),
        ident,
        ty,
        default: None,
    }
}

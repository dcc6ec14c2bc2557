//! `Shape`: the wire form of an item. All rules about the placement of `#[convex(..)]` are here.

use syn::{
    Attribute, Data, DataEnum, DeriveInput, Error, Fields, Ident, Index, Member, Path, Result,
    Type, parse_quote, spanned::Spanned,
};

use crate::{
    attribute::{Attributes, Constant, Literal},
    seen::{Choice, Seen, camel},
};

/// An item that can be derived for.
pub(crate) struct Item<'a> {
    pub input: &'a DeriveInput,
    pub shape: Shape<'a>,
    /// The table that this is the document of.
    pub table: Option<String>,
    /// True if serde's traits are wanted too.
    pub serde: bool,
    /// For arguments of a paginated query: the type of the others.
    pub rest: Option<Type>,
    /// Path of `convex-runtime`.
    pub runtime: Path,
    /// True if the item or a part of it is deprecated, so that derived code may use it.
    pub deprecated: bool,
}

/// Its form on the wire.
pub(crate) enum Shape<'a> {
    /// `v.object(..)`.
    Object(Object<'a>),
    /// `v.literal(..)`, which a struct without fields stands for.
    Literal(Literal),
    /// A newtype: the same as its only field.
    Transparent { ty: &'a Type },
    /// A union of literals.
    Literals(Vec<Choice<'a>>),
    /// A union of objects that a field tells apart.
    Tagged {
        tag: String,
        variants: Vec<Variant<'a>>,
    },
    /// Any other union.
    Union(Vec<Alternative<'a>>),
}

/// The fields of an object.
pub(crate) struct Object<'a> {
    /// Those that Rust has.
    pub fields: Vec<Field<'a>>,
    /// Those that always hold the same literal.
    pub constants: Vec<Constant>,
}

pub(crate) struct Field<'a> {
    pub member: Member,
    pub ty: &'a Type,
    pub wire: String,
    pub presence: Presence,
}

/// Presence of a field.
pub(crate) enum Presence {
    Required,
    /// An `Option`: `None` when it is absent.
    Optional,
    /// A `bool`: whether it is there, holding this literal.
    Flag(Literal),
}

impl Field<'_> {
    pub(crate) fn is_required(&self) -> bool {
        matches!(self.presence, Presence::Required)
    }
}

/// A member of a tagged union.
pub(crate) struct Variant<'a> {
    pub choice: Choice<'a>,
    pub contents: Contents<'a>,
}

/// Contents of a member of a tagged union.
pub(crate) enum Contents<'a> {
    /// The fields beside the tag.
    Fields(Object<'a>),
    /// A type of its own, which has the tag among its fields.
    Object(&'a Type),
}

/// A member of another union.
pub(crate) enum Alternative<'a> {
    Literal(Choice<'a>),
    Type { ident: &'a Ident, ty: &'a Type },
}

impl<'a> Item<'a> {
    pub(crate) fn read(input: &'a DeriveInput) -> Result<Self> {
        let attributes = Attributes::read(&input.attrs)?;
        let is_unit =
            matches!(&input.data, Data::Struct(data) if matches!(data.fields, Fields::Unit));
        if let Some((_, span)) = &attributes.literal
            && !is_unit
        {
            return Err(Error::new(
                *span,
                "a name on the wire belongs to a field or a variant",
            ));
        }
        if let Some((_, span)) = attributes.flag {
            return Err(Error::new(span, "`flag` belongs to a field"));
        }
        if let (Data::Enum(_), Some(constant)) = (&input.data, attributes.constants.first()) {
            let message = "`constant` belongs to a struct or to a variant with fields";
            return Err(Error::new(constant.span, message));
        }
        if let Some(span) = attributes.optional {
            return Err(Error::new(span, "`optional` belongs to a field"));
        }
        if let Some(span) = attributes.serde
            && !input.generics.params.is_empty()
        {
            return Err(Error::new(
                span,
                "`serde` is not for types with parameters; implement serde's traits by hand",
            ));
        }
        let shape = match &input.data {
            Data::Struct(data) => {
                if let Some(span) = attributes
                    .union
                    .or(attributes.tag.as_ref().map(Spanned::span))
                {
                    return Err(Error::new(span, "`union` and `tag` belong to an enum"));
                }
                structure(&data.fields, &attributes)?
            }
            Data::Enum(data) => enumeration(data, &attributes)?,
            Data::Union(data) => {
                return Err(Error::new(
                    data.union_token.span,
                    "a Rust union has no Convex type; use an enum",
                ));
            }
        };
        Ok(Self {
            input,
            shape,
            serde: attributes.serde.is_some(),
            rest: attributes.paginated.map(|(rest, _)| rest),
            table: attributes.table.map(|table| table.value()),
            runtime: attributes
                .runtime
                .map_or_else(|| parse_quote!(::convex_runtime), |(path, _)| path),
            deprecated: is_deprecated(input),
        })
    }

    /// The attribute that lets derived code use deprecated items, where the item is one.
    pub(crate) fn allow(&self) -> Option<Attribute> {
        self.deprecated.then(|| parse_quote!(#[allow(deprecated)]))
    }
}

fn structure<'a>(all: &'a Fields, attributes: &Attributes) -> Result<Shape<'a>> {
    if let Some((literal, _)) = &attributes.literal {
        return Ok(Shape::Literal(literal.clone()));
    }
    if let Fields::Unnamed(fields) = all
        && let Some(field) = fields.unnamed.first()
        && fields.unnamed.len() == 1
        && attributes.constants.is_empty()
        && !field
            .attrs
            .iter()
            .any(|attribute| attribute.path().is_ident("convex"))
    {
        return Ok(Shape::Transparent { ty: &field.ty });
    }
    object(all, &attributes.constants).map(Shape::Object)
}

/// The fields of a struct or of a variant, with those that are constant.
fn object<'a>(all: &'a Fields, constants: &[Constant]) -> Result<Object<'a>> {
    let fields = fields(all)?;
    let mut seen = Seen::default();
    for field in &fields {
        seen.check(&Literal::String(field.wire.clone()), field.member.span())?;
    }
    for constant in constants {
        let name = Literal::String(constant.name.clone());
        seen.check(&name, constant.span)?;
    }
    Ok(Object {
        fields,
        constants: constants.to_vec(),
    })
}

fn enumeration<'a>(data: &'a DataEnum, attributes: &Attributes) -> Result<Shape<'a>> {
    match (&attributes.tag, attributes.union) {
        (Some(_), Some(span)) => Err(Error::new(span, "an enum is either `tag` or `union`")),
        (Some(tag), None) => tagged(data, tag.value()),
        (None, Some(_)) => union(data),
        (None, None) => literals(data),
    }
}

fn literals(data: &DataEnum) -> Result<Shape<'_>> {
    let mut seen = Seen::default();
    let mut choices = Vec::with_capacity(data.variants.len());
    for variant in &data.variants {
        if !matches!(variant.fields, Fields::Unit) {
            let message = "a variant with fields: say `#[convex(tag = \"..\")]` or `#[convex(union)]` on the enum";
            return Err(Error::new(variant.fields.span(), message));
        }
        choices.push(seen.choice(variant)?);
    }
    Ok(Shape::Literals(choices))
}

fn tagged(data: &DataEnum, tag: String) -> Result<Shape<'_>> {
    let mut seen = Seen {
        tagged: true,
        ..Seen::default()
    };
    let mut variants = Vec::with_capacity(data.variants.len());
    for variant in &data.variants {
        let choice = seen.choice(variant)?;
        let fields = match &variant.fields {
            Fields::Unnamed(object) if object.unnamed.len() == 1 => {
                let contents = Contents::Object(&object.unnamed[0].ty);
                variants.push(Variant { choice, contents });
                continue;
            }
            Fields::Unnamed(unnamed) => {
                let message = "a variant of a tagged enum has named fields, or one type that holds all of them";
                return Err(Error::new(unnamed.span(), message));
            }
            named => object(named, &Attributes::read(&variant.attrs)?.constants)?,
        };
        let wire = fields
            .fields
            .iter()
            .map(|field| (field.wire == tag, field.member.span()));
        let constants = fields.constants.iter();
        let constants = constants.map(|constant| (constant.name == tag, constant.span));
        if let Some((_, span)) = wire.chain(constants).find(|(is_tag, _)| *is_tag) {
            return Err(Error::new(span, "the field has the name of the tag"));
        }
        variants.push(Variant {
            choice,
            contents: Contents::Fields(fields),
        });
    }
    Ok(Shape::Tagged { tag, variants })
}

fn union(data: &DataEnum) -> Result<Shape<'_>> {
    let mut seen = Seen::default();
    let mut alternatives = Vec::with_capacity(data.variants.len());
    for variant in &data.variants {
        let ident = &variant.ident;
        alternatives.push(match &variant.fields {
            Fields::Unit => Alternative::Literal(seen.choice(variant)?),
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                if let Some((_, span)) = Attributes::read(&variant.attrs)?.literal {
                    return Err(Error::new(
                        span,
                        "a member of a union that is not a literal has no name on the wire",
                    ));
                }
                Alternative::Type {
                    ident,
                    ty: &fields.unnamed[0].ty,
                }
            }
            fields => {
                return Err(Error::new(
                    fields.span(),
                    "a variant of a union has exactly one unnamed field, or none",
                ));
            }
        });
    }
    Ok(Shape::Union(alternatives))
}

fn fields(fields: &Fields) -> Result<Vec<Field<'_>>> {
    let mut seen = Seen::default();
    let mut all = Vec::with_capacity(fields.len());
    for (position, field) in fields.iter().enumerate() {
        let attributes = Attributes::read(&field.attrs)?;
        let constant = attributes.constants.first();
        let misplaced = attributes
            .union
            .or(constant.map(|constant| constant.span))
            .or(attributes.tag.as_ref().map(Spanned::span))
            .or(attributes.table.as_ref().map(Spanned::span))
            .or(attributes.serde);
        if let Some(span) = misplaced {
            return Err(Error::new(span, "this belongs to the item, not to a field"));
        }
        let member = match &field.ident {
            Some(ident) => Member::Named(ident.clone()),
            None => Member::Unnamed(Index::from(position)),
        };
        let (wire, span) = match (attributes.literal, &field.ident) {
            (Some((Literal::String(name), span)), _) => (name, span),
            (Some((_, span)), _) => {
                return Err(Error::new(span, "the name of a field is a string"));
            }
            (None, Some(ident)) => (camel(ident), ident.span()),
            (None, None) => {
                return Err(Error::new(
                    field.ty.span(),
                    "a field without a name needs one: `#[convex(\"..\")]`",
                ));
            }
        };
        seen.check(&Literal::String(wire.clone()), span)?;
        let presence = match (attributes.optional, attributes.flag) {
            (Some(_), Some((_, span))) => {
                return Err(Error::new(span, "a `flag` is `optional` already"));
            }
            (Some(_), None) if !is_option(&field.ty) => {
                let message = "an `optional` field is an `Option<..>`: `None` when it is absent";
                return Err(Error::new(field.ty.span(), message));
            }
            (Some(_), None) => Presence::Optional,
            (None, Some((literal, _))) => Presence::Flag(literal),
            (None, None) => Presence::Required,
        };
        all.push(Field {
            member,
            ty: &field.ty,
            wire,
            presence,
        });
    }
    Ok(all)
}

/// Returns whether it is written as an `Option`; an alias of one is not recognised.
fn is_option(ty: &Type) -> bool {
    match ty {
        Type::Path(ty) => ty
            .path
            .segments
            .last()
            .is_some_and(|last| last.ident == "Option"),
        Type::Group(ty) => is_option(&ty.elem),
        _ => false,
    }
}

fn is_deprecated(input: &DeriveInput) -> bool {
    let marked = |attributes: &[Attribute]| {
        attributes
            .iter()
            .any(|attribute| attribute.path().is_ident("deprecated"))
    };
    let any_field = |fields: &Fields| fields.iter().any(|field| marked(&field.attrs));
    marked(&input.attrs)
        || match &input.data {
            Data::Struct(data) => any_field(&data.fields),
            Data::Enum(data) => data
                .variants
                .iter()
                .any(|variant| marked(&variant.attrs) || any_field(&variant.fields)),
            Data::Union(_) => false,
        }
}

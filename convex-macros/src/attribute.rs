//! `#[convex(..)]`: reading the helper attribute.

use proc_macro2::Span;
use syn::{
    Attribute, Error, Ident, Lit, LitStr, Path, Result, Token, Type, parenthesized,
    parse::{Parse, ParseStream},
    punctuated::Punctuated,
};

/// Everything that the attributes of one item, field or variant say.
#[derive(Default)]
pub(crate) struct Attributes {
    /// `"wire name"`, `2.0`, `true`, `7i64`.
    pub literal: Option<(Literal, Span)>,
    /// `optional`.
    pub optional: Option<Span>,
    /// `flag = true`.
    pub flag: Option<(Literal, Span)>,
    /// `constant("kind" = "text")`, any number of them.
    pub constants: Vec<Constant>,
    /// `paginated = ListPageArgs`.
    pub paginated: Option<(Type, Span)>,
    /// `table = "tasks"`.
    pub table: Option<LitStr>,
    /// `tag = "kind"`.
    pub tag: Option<LitStr>,
    /// `union`.
    pub union: Option<Span>,
    /// `serde`.
    pub serde: Option<Span>,
    /// `crate = path`.
    pub runtime: Option<(Path, Span)>,
}

/// A field that always holds the same literal, and so is not a field in Rust.
#[derive(Clone)]
pub(crate) struct Constant {
    pub name: String,
    pub span: Span,
    pub literal: Literal,
}

/// The value of `v.literal(..)`.
#[derive(Clone)]
pub(crate) enum Literal {
    String(String),
    Float64(f64),
    Int64(i64),
    Boolean(bool),
}

enum Argument {
    Literal(Literal, Span),
    Optional(Span),
    Flag(Literal, Span),
    Constant(Constant),
    Paginated(Box<Type>, Span),
    Union(Span),
    Serde(Span),
    Table(LitStr),
    Tag(LitStr),
    Runtime(Path, Span),
}

impl Attributes {
    pub(crate) fn read(attributes: &[Attribute]) -> Result<Self> {
        let mut all = Self::default();
        for attribute in attributes
            .iter()
            .filter(|attribute| attribute.path().is_ident("convex"))
        {
            for argument in
                attribute.parse_args_with(Punctuated::<Argument, Token![,]>::parse_terminated)?
            {
                all.add(argument)?;
            }
        }
        Ok(all)
    }

    fn add(&mut self, argument: Argument) -> Result<()> {
        match argument {
            Argument::Literal(literal, span) => once(&mut self.literal, (literal, span), span),
            Argument::Optional(span) => once(&mut self.optional, span, span),
            Argument::Flag(literal, span) => once(&mut self.flag, (literal, span), span),
            Argument::Constant(constant) => {
                self.constants.push(constant);
                Ok(())
            }
            Argument::Paginated(rest, span) => once(&mut self.paginated, (*rest, span), span),
            Argument::Union(span) => once(&mut self.union, span, span),
            Argument::Serde(span) => once(&mut self.serde, span, span),
            Argument::Table(name) => {
                let span = name.span();
                once(&mut self.table, name, span)
            }
            Argument::Tag(name) => {
                let span = name.span();
                once(&mut self.tag, name, span)
            }
            Argument::Runtime(path, span) => once(&mut self.runtime, (path, span), span),
        }
    }
}

fn once<T>(place: &mut Option<T>, value: T, span: Span) -> Result<()> {
    match place.replace(value) {
        Some(_) => Err(Error::new(span, "`#[convex(..)]` says this twice")),
        None => Ok(()),
    }
}

impl Parse for Argument {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        if input.peek(Token![crate]) {
            let span = input.parse::<Token![crate]>()?.span;
            input.parse::<Token![=]>()?;
            return Ok(Self::Runtime(input.call(Path::parse_mod_style)?, span));
        }
        if input.peek(Token![union]) {
            return Ok(Self::Union(input.parse::<Token![union]>()?.span));
        }
        let special = |name: &Ident| name == "nan" || name == "infinity";
        if input.peek(Ident)
            && !input
                .fork()
                .parse::<Ident>()
                .is_ok_and(|name| special(&name))
        {
            let name: Ident = input.parse()?;
            return match name.to_string().as_str() {
                "optional" => Ok(Self::Optional(name.span())),
                "flag" => {
                    input.parse::<Token![=]>()?;
                    let (literal, span) = literal(input)?;
                    Ok(Self::Flag(literal, span))
                }
                "paginated" => {
                    input.parse::<Token![=]>()?;
                    Ok(Self::Paginated(Box::new(input.parse()?), name.span()))
                }
                "constant" => {
                    let inside;
                    parenthesized!(inside in input);
                    let name: LitStr = inside.parse()?;
                    inside.parse::<Token![=]>()?;
                    let (literal, _) = literal(&inside)?;
                    Ok(Self::Constant(Constant {
                        name: name.value(),
                        span: name.span(),
                        literal,
                    }))
                }

                "serde" => Ok(Self::Serde(name.span())),
                "table" => value(input).map(Self::Table),
                "tag" => value(input).map(Self::Tag),
                _ => Err(Error::new(
                    name.span(),
                    "expected a literal, `optional`, `flag = ..`, `constant(\"..\" = ..)`, `table = \"..\"`, `tag = \"..\"`, `union`, `serde` or `crate = path`",
                )),
            };
        }
        let (literal, span) = literal(input)?;
        Ok(Self::Literal(literal, span))
    }
}

fn value(input: ParseStream<'_>) -> Result<LitStr> {
    input.parse::<Token![=]>()?;
    input.parse()
}

fn literal(input: ParseStream<'_>) -> Result<(Literal, Span)> {
    let minus: Option<Token![-]> = input.parse()?;
    // The two numbers that Rust has no literal for.
    if input.peek(Ident) {
        let name: Ident = input.parse()?;
        if name != "nan" && name != "infinity" {
            return Err(Error::new(
                name.span(),
                "expected a literal, `nan` or `infinity`",
            ));
        }
        let value = if name == "nan" {
            f64::NAN
        } else {
            f64::INFINITY
        };
        let value = if minus.is_some() { -value } else { value };
        return Ok((Literal::Float64(value), name.span()));
    }
    let literal: Lit = input.parse()?;
    let span = minus.as_ref().map_or(literal.span(), |minus| minus.span);
    let sign = if minus.is_some() { "-" } else { "" };
    let value = match &literal {
        Lit::Str(text) if minus.is_none() => Literal::String(text.value()),
        Lit::Bool(value) if minus.is_none() => Literal::Boolean(value.value),
        Lit::Float(number) => Literal::Float64(
            format!("{sign}{}", number.base10_digits())
                .parse()
                .map_err(|error| Error::new(span, error))?,
        ),
        Lit::Int(number) if number.suffix() == "i64" => Literal::Int64(
            format!("{sign}{}", number.base10_digits())
                .parse()
                .map_err(|error| Error::new(span, error))?,
        ),
        Lit::Int(number) => {
            let digits = number.base10_digits();
            let message = format!(
                "write `{sign}{digits}.0` for `v.literal({sign}{digits})`, `{sign}{digits}i64` for `v.literal({sign}{digits}n)`"
            );
            return Err(Error::new(span, message));
        }
        _ => {
            return Err(Error::new(
                span,
                "expected the literal of a validator: a string, a float, an `i64` or a Boolean",
            ));
        }
    };
    Ok((value, span))
}

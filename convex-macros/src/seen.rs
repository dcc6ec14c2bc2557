//! Siblings: names on the wire that may not meet, and where none is given.

use std::collections::BTreeSet;

use heck::ToLowerCamelCase;
use proc_macro2::Span;
use syn::{Error, Fields, Ident, Result, ext::IdentExt};

use crate::attribute::{Attributes, Literal};

/// A literal and the unit variant that stands for it.
pub(crate) struct Choice<'a> {
    pub ident: &'a Ident,
    pub literal: Literal,
}

/// Names of siblings, to find two that are the same.
#[derive(Default)]
pub(crate) struct Seen {
    pub names: BTreeSet<String>,
    /// True if they are variants that stand for objects.
    pub tagged: bool,
}

impl Seen {
    pub(crate) fn choice<'a>(&mut self, variant: &'a syn::Variant) -> Result<Choice<'a>> {
        let attributes = Attributes::read(&variant.attrs)?;
        if let Some(span) = attributes
            .optional
            .or(attributes.flag.map(|(_, span)| span))
        {
            return Err(Error::new(span, "`optional` and `flag` belong to a field"));
        }
        if let (Some(constant), Fields::Unit) = (attributes.constants.first(), &variant.fields)
            && !self.tagged
        {
            let message = "`constant` belongs to a struct or to a variant with fields";
            return Err(Error::new(constant.span, message));
        }
        let ident = &variant.ident;
        let (literal, span) = attributes
            .literal
            .unwrap_or_else(|| (Literal::String(camel(ident)), ident.span()));
        self.check(&literal, span)?;
        Ok(Choice { ident, literal })
    }

    pub(crate) fn check(&mut self, literal: &Literal, span: Span) -> Result<()> {
        let (shown, key) = match literal {
            Literal::String(text) => (format!("{text:?}"), format!("s{text}")),
            Literal::Float64(value) => (value.to_string(), format!("f{value}")),
            Literal::Int64(value) => (format!("{value}i64"), format!("i{value}")),
            Literal::Boolean(value) => (value.to_string(), format!("b{value}")),
        };
        if self.names.insert(key) {
            Ok(())
        } else {
            Err(Error::new(span, format!("{shown} on the wire twice")))
        }
    }
}

/// The name on the wire where none is given.
pub(crate) fn camel(ident: &Ident) -> String {
    ident.unraw().to_string().to_lower_camel_case()
}

//! Statistics on how much of a backend is typed, for the summary of a build.

use std::{collections::BTreeSet, fmt};

use super::{Api, Function, Type, TypeId, Types};

/// The number of functions, and of those that are not fully typed, by what is missing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Coverage {
    /// All functions.
    pub functions: usize,
    /// Those with a part that could not be evaluated; a diagnostic states the reason.
    pub partly: usize,
    /// Of the others, those that declare no arguments: they take any value.
    pub open_args: usize,
    /// Of those with arguments, those that declare no result: it can be any value.
    pub open_returns: usize,
}

impl Coverage {
    /// The coverage of `api`.
    pub(crate) fn of(api: &Api) -> Self {
        let mut coverage = Self {
            functions: api.functions.len(),
            ..Self::default()
        };
        for function in &api.functions {
            if is_partly_opaque(function, &api.types) {
                coverage.partly += 1;
            } else if function.args.from.is_none() {
                coverage.open_args += 1;
            } else if function.returns.from.is_none() {
                coverage.open_returns += 1;
            }
        }
        coverage
    }

    /// Functions that are typed to the last field.
    pub(crate) fn typed(&self) -> usize {
        self.functions - self.partly - self.open_args - self.open_returns
    }
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let s = if self.functions == 1 { "" } else { "s" };
        write!(f, "{} function{s}, {} typed", self.functions, self.typed())?;
        for (count, what) in [
            (self.partly, "partly"),
            (self.open_args, "without a declaration of their arguments"),
            (self.open_returns, "without a declared result type"),
        ] {
            if count > 0 {
                write!(f, ", {count} {what}")?;
            }
        }
        Ok(())
    }
}

fn is_partly_opaque(function: &Function, types: &Types) -> bool {
    let mut seen = BTreeSet::new();
    let mut left = vec![function.args.ty, function.returns.ty];
    while let Some(id) = left.pop() {
        if !seen.insert(id) {
            continue;
        }
        if types[id].ty == Type::Opaque {
            return true;
        }
        left.extend(parts(&types[id].ty));
    }
    false
}

/// The types that a type is made of.
fn parts(ty: &Type) -> Vec<TypeId> {
    match ty {
        Type::Array(element) => vec![*element],
        Type::Object(fields) => fields.iter().map(|field| field.ty).collect(),
        Type::Record { keys, values, .. } => vec![*keys, *values],
        Type::Union(members) => members.clone(),
        _ => Vec::new(),
    }
}

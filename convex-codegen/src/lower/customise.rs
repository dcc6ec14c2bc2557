//! What `Config` says about single types, fields and functions, done to the draft.
//!
//! A path is what documentation and messages call a thing: `payments:process` for a function, `payments:process.args.amount` for a
//! field of its arguments and for the type written there, `tables.tasks.status` below a table, `types.address` for a constant. A new name
//! that starts with a capital is for the type or the variant, another for the field or the function.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    config::Config,
    diagnostics::suggest::closest,
    model::{Body, Field, Ident, Literal, RustPath, Ty, Variant, is_identifier},
};

use super::{
    Signature,
    draft::{DraftTy, Node, NodeBody, Nodes, Ref},
    places::Rank,
    select::matches,
};

/// What is left to do after the draft was changed.
#[derive(Debug, Default)]
pub struct Customised {
    /// Handles by their function's path.
    pub functions: BTreeMap<String, Ident>,
    /// What the configuration says that does not fit the backend.
    pub misfits: Vec<String>,
}

/// Changes `nodes` as `config` says.
pub fn customise(nodes: &mut Nodes, signatures: &[Signature<'_>], config: &Config) -> Customised {
    let mut customising = Customising {
        config,
        known: BTreeSet::new(),
        met: BTreeSet::new(),
    };
    let mut customised = Customised::default();
    if !config.customises() {
        return customised;
    }
    for signature in signatures {
        let path = signature.function.path.to_string();
        if let Some(name) = customising.rename(&path, char::is_lowercase) {
            customised.functions.insert(path, name);
        }
    }
    for node in &mut nodes.0 {
        customising.node(node);
    }
    customised.misfits = customising.misfits();
    customised
}

/// Integers that the runtime converts from and to `v.number()`.
const INTEGERS: [&str; 4] = ["u32", "i32", "u16", "i16"];

struct Customising<'a> {
    config: &'a Config,
    /// Every path there is, for suggestions.
    known: BTreeSet<String>,
    /// The settings that found something, by method and path.
    met: BTreeSet<(&'static str, &'a str)>,
}

impl Customising<'_> {
    fn node(&mut self, node: &mut Node) {
        let path = node.place.key.clone();
        if let Some(name) = self.rename(&path, char::is_uppercase) {
            name.text().clone_into(&mut node.place.name);
            node.place.rank = Rank::Chosen;
        }
        let config = self.config;
        for (pattern, derive) in &config.derives {
            if matches(pattern, &path) {
                self.met.insert(("derive", pattern));
                node.derives.extend(RustPath::parse(derive));
            }
        }
        match &mut node.body {
            NodeBody::Struct(fields) => self.fields(fields, &path),
            NodeBody::Enum(_, variants) => {
                for variant in variants {
                    self.variant(variant, &path);
                }
            }
            NodeBody::Own(_) => {}
        }
        if let Some((own, target)) = config.types.get_key_value(&path) {
            self.met.insert(("use_type", own));
            node.body = RustPath::parse(target).map_or_else(|| node.body.clone(), NodeBody::Own);
        }
    }

    fn variant(&mut self, variant: &mut Variant<Ref>, path: &str) {
        let label = match &variant.literal {
            Some(Literal::String(text)) => text.clone(),
            _ => variant.name.text().to_owned(),
        };
        let path = format!("{path}.{label}");
        if let Some(name) = self.rename(&path, char::is_uppercase) {
            variant.name = name;
        }
        if let Body::Struct(fields) = &mut variant.body {
            self.fields(fields, &path);
        }
    }

    fn fields(&mut self, fields: &mut [Field<Ref>], path: &str) {
        for field in fields {
            let path = format!("{path}.{}", field.name.wire);
            if let Some(name) = self.rename(&path, char::is_lowercase) {
                field.name.rust = name;
            }
            if let Some((path, rust)) = self.config.integers.get_key_value(&path)
                && let Some(rust) = INTEGERS.iter().find(|integer| *integer == rust)
                && make_integer(&mut field.ty, rust)
            {
                self.met.insert(("integer", path));
            }
        }
    }

    fn rename(&mut self, path: &str, case: fn(char) -> bool) -> Option<Ident> {
        if !self.known.contains(path) {
            self.known.insert(path.to_owned());
        }
        let (path, names) = self.config.names.get_key_value(path)?;
        let name = names.iter().find(|name| name.starts_with(case))?;
        self.met.insert(("rename", path));
        Some(Ident::new(name.clone()))
    }

    /// Settings that found nothing, and values that are no Rust.
    fn misfits(&self) -> Vec<String> {
        let config = self.config;
        let mut misfits = Vec::new();
        let paths = config.names.keys().map(|path| ("rename", path));
        let paths = paths.chain(config.types.keys().map(|path| ("use_type", path)));
        let paths = paths.chain(config.integers.keys().map(|path| ("integer", path)));
        let paths = paths.chain(config.derives.iter().map(|(path, _)| ("derive", path)));
        let known: Vec<&str> = self.known.iter().map(String::as_str).collect();
        for (method, path) in paths {
            if !self.met.contains(&(method, path.as_str())) {
                let suggestion =
                    closest(path, &known).map(|close| format!("; did you mean `{close}`?"));
                let suggestion = suggestion.unwrap_or_default();
                misfits.push(format!("`Config::{method}`: the backend has nothing at `{path}` that this fits{suggestion}"));
            }
        }
        for name in config
            .names
            .values()
            .flatten()
            .filter(|name| !is_identifier(name))
        {
            misfits.push(format!("`Config::rename`: `{name}` is no Rust identifier"));
        }
        let integers = config.integers.values();
        for integer in integers.filter(|integer| !INTEGERS.contains(&integer.as_str())) {
            misfits.push(format!(
                "`Config::integer`: `{integer}` is none of u32, i32, u16, i16"
            ));
        }
        let targets = config
            .types
            .values()
            .chain(config.derives.iter().map(|(_, derive)| derive));
        for target in targets.filter(|target| RustPath::parse(target).is_none()) {
            misfits.push(format!("`Config`: `{target}` is no path in Rust"));
        }
        misfits
    }
}

/// Turns the number in `ty`, if there is one, into `rust`.
fn make_integer(ty: &mut DraftTy, rust: &'static str) -> bool {
    match ty {
        Ty::F64 => {
            *ty = Ty::Integer(rust);
            true
        }
        Ty::Option(inner) | Ty::Vec(inner) | Ty::Boxed(inner) | Ty::Map(_, inner) => {
            make_integer(inner, rust)
        }
        _ => false,
    }
}

//! What `Config` says about single types and fields, done to the draft.
//!
//! A path is what documentation and messages call a thing: `payments:process` for a function, `payments:process.args.amount` for a
//! field of its arguments and for the type written there, `tables.tasks.status` below a table, `types.address` for a constant,
//! `users/profile` for a module. Names are asked for where they are given, of [`Renames`].

use std::collections::BTreeSet;

use crate::{
    config::Config,
    diagnostics::suggest::closest,
    model::{Body, EnumShape, Field, RustPath, Ty},
};

use super::{
    draft::{DraftTy, Node, NodeBody, Nodes, Ref},
    labels,
    names::Case,
    renames::Renames,
    select::matches,
};

/// Integers that the runtime converts from and to `v.number()`.
const INTEGERS: [&str; 4] = ["u32", "i32", "u16", "i16"];

/// The settings that found something, by method and path.
#[derive(Debug, Default)]
pub struct Customised(BTreeSet<(&'static str, String)>);

/// Changes `nodes` as `config` says.
pub fn customise(nodes: &mut Nodes, config: &Config, renames: &mut Renames) -> Customised {
    let mut customised = Customised::default();
    if config.customises() {
        for node in &mut nodes.0 {
            if let Some(name) = renames.ask(&node.place.key, Case::Pascal) {
                name.text().clone_into(&mut node.place.name);
                node.place.chosen = true;
            }
            customised.node(node, config);
        }
    }
    customised
}

impl Customised {
    fn node(&mut self, node: &mut Node, config: &Config) {
        let path = node.place.key.clone();
        for (pattern, derive) in &config.derives {
            if matches(pattern, &path) {
                self.meet("derive", pattern);
                node.derives.extend(RustPath::parse(derive));
            }
        }
        for pattern in &config.serde {
            if matches(pattern, &path) {
                self.meet("serde", pattern);
                node.serde = true;
            }
        }
        match &mut node.body {
            NodeBody::Struct(fields) => self.fields(fields, &path, config),
            NodeBody::Enum(EnumShape::Tagged(tag), variants) => {
                let literals: Vec<_> = variants
                    .iter()
                    .filter_map(|variant| variant.literal.clone())
                    .collect();
                let labels = labels::tags(tag, &literals.iter().collect::<Vec<_>>());
                for (variant, label) in variants.iter_mut().zip(labels) {
                    if let Body::Struct(fields) = &mut variant.body {
                        self.fields(fields, &format!("{path}.{label}"), config);
                    }
                }
            }
            NodeBody::Enum(..) | NodeBody::Unit(_) | NodeBody::Own(_) | NodeBody::Same(_) => {}
        }
        if let Some((own, target)) = config.types.get_key_value(&path) {
            self.meet("use_type", own);
            node.body = RustPath::parse(target).map_or_else(|| node.body.clone(), NodeBody::Own);
        }
    }

    fn fields(&mut self, fields: &mut [Field<Ref>], path: &str, config: &Config) {
        if config.integers.is_empty() {
            return;
        }
        for field in fields {
            let path = format!("{path}.{}", field.name.wire);
            if let Some((path, rust)) = config.integers.get_key_value(&path)
                && let Some(rust) = INTEGERS.iter().find(|integer| *integer == rust)
                && make_integer(&mut field.ty, rust)
            {
                self.meet("integer", path);
            }
        }
    }

    fn meet(&mut self, method: &'static str, path: &str) {
        self.0.insert((method, path.to_owned()));
    }

    /// Settings that found nothing, and values that are no Rust.
    pub fn misfits(&self, config: &Config, renames: &Renames) -> Vec<String> {
        let types = config.types.keys().map(|path| ("use_type", path));
        let integers = config.integers.keys().map(|path| ("integer", path));
        let derives = config.derives.iter().map(|(path, _)| ("derive", path));
        let serde = config.serde.iter().map(|path| ("serde", path));
        let settings = types.chain(integers).chain(derives).chain(serde);
        let unmet = settings
            .filter(|(method, path)| !self.0.contains(&(*method, (*path).clone())))
            .map(|(method, path)| (method, path.as_str()));
        let known: Vec<&str> = renames.known().collect();
        let misfit = |(method, path): (&str, &str)| {
            let suggestion =
                closest(path, &known).map(|close| format!("; did you mean `{close}`?"));
            let suggestion = suggestion.unwrap_or_default();
            format!(
                "`Config::{method}`: the backend has nothing at `{path}` that this fits{suggestion}"
            )
        };
        let unmet = renames.unmet().map(|path| ("rename", path)).chain(unmet);
        let mut misfits: Vec<String> = unmet.map(misfit).collect();
        misfits.extend(renames.misfits());
        let integers = config.integers.values();
        for integer in integers.filter(|integer| !INTEGERS.contains(&integer.as_str())) {
            misfits.push(format!(
                "`Config::integer`: `{integer}` is none of u32, i32, u16, i16"
            ));
        }
        let derives = config.derives.iter().map(|(_, derive)| derive);
        let targets = config.types.values().chain(derives);
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

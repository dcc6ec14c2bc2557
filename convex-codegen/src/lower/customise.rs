//! Applies the options of `Config` about single types and values to the draft.
//!
//! A path is what documentation and messages call a thing: `payments:process` for a function,
//! `payments:process.args.amount` for a field of its arguments and for the type written there,
//! `tables.tasks.status` below a table, `types.address` for a constant, `users/profile` for a
//! module. Names are asked for where they are given, of [`Renames`].

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    config::{Config, Setting, Timestamp},
    diagnostics::suggest::closest,
    model::{Body, EnumShape, Field, Library, RustPath, Ty},
};

use super::{
    Signature,
    draft::{DraftTy, NodeBody, NodeId, Nodes, Ref},
    labels,
    renames::Renames,
    select::matches,
};

/// Settings that matched something.
#[derive(Debug, Default)]
pub(super) struct Customised {
    /// Methods and patterns that found something.
    met: BTreeSet<(&'static str, String)>,
    /// Kinds of the values that a setting matched but does not fit, by path.
    kinds: BTreeMap<String, String>,
}

/// Changes `nodes` and `signatures` as `config` says.
pub(super) fn customise(
    nodes: &mut Nodes,
    signatures: &mut [Signature<'_>],
    config: &Config,
    renames: &mut Renames,
) -> Customised {
    let mut customised = Customised::default();
    if !config.customises() {
        return customised;
    }
    let keys: Vec<String> = nodes
        .iter()
        .map(|(_, node)| node.place.key.clone())
        .collect();
    let mut values = Values {
        settings: &config.values,
        keys: &keys,
        customised: &mut customised,
    };
    for node in &mut nodes.0 {
        values.body(&node.place.key, &mut node.body);
    }
    for signature in signatures {
        let path = &signature.function.path;
        values.value(&format!("{path}.args"), &mut signature.args);
        values.value(&format!("{path}.returns"), &mut signature.returns);
        if let Some(throws) = &mut signature.throws {
            values.value(&format!("{path}.throws"), throws);
        }
        values.thrown(&path.to_string(), &mut signature.throws);
    }
    for node in &mut nodes.0 {
        let path = node.place.key.clone();
        if let Some(name) = renames.ask_type(&path) {
            name.text().clone_into(&mut node.place.name);
            node.place.chosen = true;
        }
        for (pattern, derive) in &config.derives {
            if matches(pattern, &path) {
                customised.meet("derive", pattern);
                node.derives.extend(RustPath::parse(derive));
            }
        }
        for pattern in &config.serde {
            if matches(pattern, &path) {
                customised.meet("serde", pattern);
                node.serde = true;
            }
        }
        for (pattern, setting) in &config.values {
            if let Setting::Own(target) = setting
                && matches(pattern, &path)
            {
                customised.meet("use_type", pattern);
                let was = node.body.clone();
                node.body = match RustPath::parse(target) {
                    Some(target) => NodeBody::Own(target, Box::new(was)),
                    None => was,
                };
            }
        }
    }
    customised
}

/// The values inside types, each with its path.
struct Values<'a> {
    settings: &'a [(String, Setting)],
    /// The path of each node.
    keys: &'a [String],
    customised: &'a mut Customised,
}

impl Values<'_> {
    fn body(&mut self, path: &str, body: &mut NodeBody) {
        match body {
            NodeBody::Struct(fields) => self.fields(path, fields),
            NodeBody::Enum(EnumShape::Tagged(tag), variants) => {
                let literals = variants
                    .iter()
                    .filter_map(|variant| variant.literal.clone());
                let literals: Vec<_> = literals.collect();
                let labels = labels::tags(tag, &literals.iter().collect::<Vec<_>>());
                for (variant, label) in variants.iter_mut().zip(labels) {
                    if let Body::Struct(fields) = &mut variant.body {
                        self.fields(&format!("{path}.{label}"), fields);
                    }
                }
            }
            NodeBody::Enum(..) | NodeBody::Unit(_) | NodeBody::Own(..) | NodeBody::Same(_) => {}
        }
    }

    /// The type that the user knows the errors of the function at `path` to have.
    fn thrown(&mut self, path: &str, throws: &mut Option<DraftTy>) {
        for (pattern, setting) in self.settings {
            if let Setting::Thrown(target) = setting
                && matches(pattern, path)
            {
                self.customised.meet(setting.method(), pattern);
                if let Some(target) = RustPath::parse(target) {
                    *throws = Some(Ty::Own(target));
                }
            }
        }
    }

    fn fields(&mut self, path: &str, fields: &mut [Field<Ref>]) {
        for field in fields {
            self.value(&format!("{path}.{}", field.name.wire), &mut field.ty);
        }
    }

    /// Changes the value at `path`, or what is inside of it.
    fn value(&mut self, path: &str, ty: &mut DraftTy) {
        if let Ty::Option(inner) | Ty::Boxed(inner) = ty {
            return self.value(path, inner);
        }
        for (pattern, setting) in self.settings {
            if !matches!(setting, Setting::Thrown(_))
                && matches(pattern, path)
                && self.set(path, ty, setting)
            {
                self.customised.meet(setting.method(), pattern);
            }
        }
        match ty {
            Ty::Vec(inner) => self.value(&format!("{path}.item"), inner),
            Ty::Map(_, inner) => self.value(&format!("{path}.value"), inner),
            _ => {}
        }
    }

    fn set(&mut self, path: &str, ty: &mut DraftTy, setting: &Setting) -> bool {
        if let Setting::Own(target) = setting {
            // A type that is written here is replaced as a type.
            if matches!(ty, Ty::Named(Ref::Node(NodeId(id))) if self.keys[*id] == path) {
                return false;
            }
            if matches!(ty, Ty::Constant(_) | Ty::Flag(_)) {
                let kind = kind(ty, self.keys);
                self.customised.kinds.insert(path.to_owned(), kind);
                return false;
            }
            if let Some(target) = RustPath::parse(target) {
                *ty = Ty::Own(target);
            }
            return true;
        }
        let mut inner = &mut *ty;
        while let Ty::Option(next) | Ty::Vec(next) | Ty::Boxed(next) | Ty::Map(_, next) = inner {
            inner = next;
        }
        let new = match (&*inner, setting) {
            (Ty::F64, Setting::Integer(integer)) => Ty::Integer(integer.name()),
            (Ty::F64, Setting::Timestamp(timestamp)) => Ty::Library(match timestamp {
                Timestamp::Jiff => Library::Jiff,
                Timestamp::Chrono => Library::Chrono,
                Timestamp::Time => Library::Time,
                Timestamp::SystemTime => Library::SystemTime,
            }),
            (Ty::String, Setting::Uuid) => Ty::Library(Library::Uuid),
            (Ty::String, Setting::Url) => Ty::Library(Library::Url),
            (other, _) => {
                let kind = kind(other, self.keys);
                self.customised.kinds.insert(path.to_owned(), kind);
                return false;
            }
        };
        *inner = new;
        true
    }
}

/// Returns a type's kind, in words.
fn kind(ty: &DraftTy, keys: &[String]) -> String {
    match ty {
        Ty::Unit => "`()`".to_owned(),
        Ty::Bool => "a `bool`".to_owned(),
        Ty::F64 => "an `f64`".to_owned(),
        Ty::I64 => "an `i64`".to_owned(),
        Ty::Integer(name) => format!("a `{name}`"),
        Ty::String => "a `String`".to_owned(),
        Ty::Bytes => "`Bytes`".to_owned(),
        Ty::Value => "a `Value`".to_owned(),
        Ty::Pagination => "`PaginationOptions`".to_owned(),
        Ty::SystemId(_) | Ty::Named(Ref::TableId(_)) => "an `Id`".to_owned(),
        Ty::Named(Ref::Node(NodeId(id))) => format!("the type at `{}`", keys[*id]),
        Ty::Constant(_) | Ty::Flag(_) => "always the same literal".to_owned(),
        Ty::Own(_) | Ty::Library(_) => "given another type already".to_owned(),
        Ty::Option(_) | Ty::Vec(_) | Ty::Boxed(_) | Ty::Map(..) => "a container".to_owned(),
    }
}

impl Customised {
    fn meet(&mut self, method: &'static str, path: &str) {
        self.met.insert((method, path.to_owned()));
    }

    /// Settings that match nothing, and values that are not Rust.
    pub(super) fn misfits(&self, config: &Config, renames: &Renames) -> Vec<String> {
        let values = config.values.iter();
        let values = values.map(|(path, setting)| (setting.method(), path, Some(setting)));
        let derives = config
            .derives
            .iter()
            .map(|(path, _)| ("derive", path, None));
        let serde = config.serde.iter().map(|path| ("serde", path, None));
        let unmet = values
            .chain(derives)
            .chain(serde)
            .filter(|(method, path, _)| !self.met.contains(&(*method, (*path).clone())))
            .map(|(method, path, setting)| (method, path.as_str(), setting));
        let known: Vec<&str> = renames.known().collect();
        let misfit = |(method, path, setting): (&str, &str, Option<&Setting>)| {
            let mut kinds = self.kinds.iter().filter(|(other, _)| matches(path, other));
            if let (Some(setting), Some((_, kind))) = (setting, kinds.next()) {
                let wants = setting.wants();
                return format!(
                    "`Config::{method}({path:?})` does not fit: it is {kind}, and `{method}` is for {wants}"
                );
            }
            if known.contains(&path) {
                let other = if method == "rename" {
                    "rename_type"
                } else {
                    "rename"
                };
                return format!(
                    "`Config::{method}({path:?})` does not fit what is there; use `Config::{other}`"
                );
            }
            let suggestion =
                closest(path, &known).map(|close| format!("; did you mean `{close}`?"));
            let suggestion = suggestion.unwrap_or_default();
            format!("`Config::{method}({path:?})` matches nothing in the backend{suggestion}")
        };
        let names = renames.unmet().map(|(method, path)| (method, path, None));
        let mut misfits: Vec<String> = names.chain(unmet).map(misfit).collect();
        misfits.extend(renames.misfits());
        let own = config
            .values
            .iter()
            .filter_map(|(_, setting)| match setting {
                Setting::Own(target) | Setting::Thrown(target) => Some((setting.method(), target)),
                _ => None,
            });
        let derives = config.derives.iter().map(|(_, derive)| ("derive", derive));
        for (method, target) in own.chain(derives) {
            if RustPath::parse(target).is_none() {
                misfits.push(format!(
                    "`Config::{method}`: `{target}` is not a path in Rust"
                ));
            }
        }
        misfits
    }
}

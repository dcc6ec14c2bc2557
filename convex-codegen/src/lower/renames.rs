//! The names that the user chose, and the spelling of siblings some of which have one.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    config::Config,
    model::{Ident, Name, is_identifier},
};

use super::names::{Case, Clash, respell, spell_all};

/// Names given by `Config::rename` and `rename_type`, and which of them were asked for.
#[derive(Debug, Default)]
pub(super) struct Renames {
    names: BTreeMap<String, String>,
    type_names: BTreeMap<String, String>,
    /// Every existing path, for suggestions; empty unless something is customised.
    known: BTreeSet<String>,
    remember: bool,
    /// Methods and paths that found something.
    met: BTreeSet<(&'static str, String)>,
    /// Siblings that got the same name.
    doubles: Vec<String>,
}

impl Renames {
    /// Returns the options of `config`.
    pub(super) fn new(config: &Config) -> Self {
        Self {
            names: config.names.clone(),
            type_names: config.type_names.clone(),
            remember: config.customises(),
            ..Self::default()
        }
    }

    /// The name for the function, field, variant or module at `path`.
    pub(super) fn ask(&mut self, path: &str) -> Option<Ident> {
        self.note(path);
        let name = self.names.get(path)?;
        self.met.insert(("rename", path.to_owned()));
        Some(Ident::new(name.clone()))
    }

    /// The name for the type at `path`.
    pub(super) fn ask_type(&mut self, path: &str) -> Option<Ident> {
        self.note(path);
        let name = self.type_names.get(path)?;
        self.met.insert(("rename_type", path.to_owned()));
        Some(Ident::new(name.clone()))
    }

    fn note(&mut self, path: &str) {
        if self.remember && !self.known.contains(path) {
            self.known.insert(path.to_owned());
        }
    }

    /// Spells siblings, each at its `path`. User-chosen names win; generated names that collide are
    /// respelled.
    pub(super) fn spell(
        &mut self,
        siblings: &[&str],
        case: Case,
        path: impl Fn(&str) -> String,
    ) -> (Vec<Name>, Vec<Clash>) {
        if self.names.is_empty() && !self.remember {
            return spell_all(siblings, case);
        }
        let ask = |(at, name): (usize, &&str)| Some((at, self.ask(&path(name))?));
        let chosen: BTreeMap<usize, Ident> = siblings.iter().enumerate().filter_map(ask).collect();
        if chosen.is_empty() {
            return spell_all(siblings, case);
        }
        let taken: BTreeSet<&Ident> = chosen.values().collect();
        if taken.len() < chosen.len() {
            let paths = chosen.keys().map(|at| format!("`{}`", path(siblings[*at])));
            let paths = paths.collect::<Vec<_>>().join(", ");
            self.doubles
                .push(format!("`Config::rename`: one name for several of {paths}"));
        }
        let others: Vec<usize> = (0..siblings.len())
            .filter(|at| !chosen.contains_key(at))
            .collect();
        let names: Vec<&str> = others.iter().map(|at| siblings[*at]).collect();
        let (spelled, clashes) = spell_all(&names, case);
        let mut spelled = spelled.into_iter();
        let mut all = Vec::with_capacity(siblings.len());
        for (at, wire) in siblings.iter().enumerate() {
            let own = chosen.get(&at).map(|rust| Name {
                wire: (*wire).to_owned(),
                rust: rust.clone(),
            });
            all.push(own.or_else(|| {
                let name = spelled.next()?;
                Some(if taken.contains(&name.rust) {
                    respell(&name, case)
                } else {
                    name
                })
            }));
        }
        let at_siblings = |clash: Clash| Clash {
            members: clash.members.into_iter().map(|at| others[at]).collect(),
            ..clash
        };
        (
            all.into_iter().flatten().collect(),
            clashes.into_iter().map(at_siblings).collect(),
        )
    }

    /// Every path that was asked about.
    pub(super) fn known(&self) -> impl Iterator<Item = &str> {
        self.known.iter().map(String::as_str)
    }

    /// The methods and paths of renames that match nothing.
    pub(super) fn unmet(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let names = self.names.iter().map(|(path, name)| ("rename", path, name));
        let types = self.type_names.iter();
        let types = types.map(|(path, name)| ("rename_type", path, name));
        let unmet = names.chain(types).filter(|(method, path, name)| {
            is_identifier(name) && !self.met.contains(&(*method, (*path).clone()))
        });
        unmet.map(|(method, path, _)| (method, path.as_str()))
    }

    /// Names that are not identifiers in Rust, and those given twice.
    pub(super) fn misfits(&self) -> impl Iterator<Item = String> {
        let names = self.names.values().map(|name| ("rename", name));
        let types = self.type_names.values().map(|name| ("rename_type", name));
        let no_names = names.chain(types).filter(|(_, name)| !is_identifier(name));
        no_names
            .map(|(method, name)| format!("`Config::{method}`: `{name}` is not a Rust identifier"))
            .chain(self.doubles.iter().cloned())
    }
}

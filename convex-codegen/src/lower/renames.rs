//! The names that the user chose, and the spelling of siblings some of which have one.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    config::Config,
    model::{Ident, Name, is_identifier},
};

use super::names::{Case, Clash, respell, spell_all};

/// What `Config::rename` says, by path, and what of it was asked for.
#[derive(Debug, Default)]
pub struct Renames {
    names: BTreeMap<String, Vec<String>>,
    /// Every path there is, for suggestions; none when nobody could be told.
    known: BTreeSet<String>,
    remember: bool,
    /// Paths and names that found something.
    met: BTreeSet<(String, String)>,
    /// Siblings that got the same name.
    doubles: Vec<String>,
}

impl Renames {
    /// What `config` says.
    pub fn new(config: &Config) -> Self {
        Self {
            names: config.names.clone(),
            remember: config.customises(),
            ..Self::default()
        }
    }

    /// The name for what is at `path`: one that starts with a capital for a type or a variant, another for a field, a function or
    /// a module.
    pub fn ask(&mut self, path: &str, case: Case) -> Option<Ident> {
        if self.remember && !self.known.contains(path) {
            self.known.insert(path.to_owned());
        }
        let is_capital = case == Case::Pascal;
        let mut names = self.names.get(path)?.iter();
        let name = names.find(|name| name.starts_with(char::is_uppercase) == is_capital)?;
        self.met.insert((path.to_owned(), name.clone()));
        Some(Ident::new(name.clone()))
    }

    /// Spells siblings, each at its `path`. Those that have a name of the user's choice meet nobody; who meets them steps aside.
    pub fn spell(
        &mut self,
        siblings: &[&str],
        case: Case,
        path: impl Fn(&str) -> String,
    ) -> (Vec<Name>, Vec<Clash>) {
        let ask = |(at, name): (usize, &&str)| Some((at, self.ask(&path(name), case)?));
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
    pub fn known(&self) -> impl Iterator<Item = &str> {
        self.known.iter().map(String::as_str)
    }

    /// The paths whose new name found nothing.
    pub fn unmet(&self) -> impl Iterator<Item = &str> {
        let names = self.names.iter();
        let pairs = names.flat_map(|(path, names)| names.iter().map(move |name| (path, name)));
        let unmet = pairs.filter(|(path, name)| {
            is_identifier(name) && !self.met.contains(&((*path).clone(), (*name).clone()))
        });
        unmet.map(|(path, _)| path.as_str())
    }

    /// Names that are none in Rust, and those given twice.
    pub fn misfits(&self) -> impl Iterator<Item = String> {
        let names = self.names.values().flatten();
        let no_names = names.filter(|name| !is_identifier(name));
        no_names
            .map(|name| format!("`Config::rename`: `{name}` is no Rust identifier"))
            .chain(self.doubles.iter().cloned())
    }
}

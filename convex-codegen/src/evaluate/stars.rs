//! `export *`: which names come through it. A name that two of them bring from different places is not exported.

use std::collections::BTreeSet;

use super::{Evaluator, packages};
use crate::{
    resolve::{Binding, Target},
    source::FileId,
    syntax::{Exported, Imported, Name},
};

/// Where an exported name is declared: in a file of the project, or by a module that is not read.
type Site = (Option<FileId>, Name);

impl Evaluator<'_> {
    /// Whether the `export *` of `file` bring `name` from more than one place.
    pub fn is_ambiguous(&mut self, file: FileId, name: &Name) -> bool {
        let linked = self.linked(file);
        if linked.scope.export(name).is_some() || linked.module.stars.len() < 2 {
            return false;
        }
        let mut sites = BTreeSet::new();
        self.collect_sites(file, name, (&mut sites, &mut BTreeSet::new()));
        sites.len() > 1
    }

    /// Adds the places that `name`, an export of `file`, is declared in.
    fn collect_sites(
        &mut self,
        file: FileId,
        name: &Name,
        (sites, seen): (&mut BTreeSet<Site>, &mut BTreeSet<(FileId, Name)>),
    ) {
        if !seen.insert((file, name.clone())) {
            return;
        }
        let linked = self.linked(file);
        if let Some(index) = linked.scope.export(name) {
            let origin = match &linked.module.exports[index].value {
                Exported::From(specifier, Imported::Name(name)) => Some((specifier, name)),
                Exported::Local(local) => match linked.scope.get(local) {
                    Some(Binding::Import(index)) => {
                        let import = &linked.module.imports[index];
                        match &import.imported {
                            Imported::Name(name) => Some((&import.specifier, name)),
                            Imported::Namespace => None,
                        }
                    }
                    _ => {
                        sites.insert((Some(file), local.clone()));
                        return;
                    }
                },
                _ => None,
            };
            match origin {
                Some((specifier, name)) => {
                    self.collect_through((file, specifier), name, (sites, seen));
                }
                None => {
                    sites.insert((Some(file), name.clone()));
                }
            }
            return;
        }
        for (specifier, _) in &linked.module.stars {
            self.collect_through((file, specifier), name, (sites, seen));
        }
    }

    fn collect_through(
        &mut self,
        (file, specifier): (FileId, &Name),
        name: &Name,
        found: (&mut BTreeSet<Site>, &mut BTreeSet<(FileId, Name)>),
    ) {
        let target = match self.program.target(file, specifier, self.diagnostics) {
            Target::Module(target) => Some(target),
            Target::Package => packages::module(self, file, specifier),
            Target::Generated(_) | Target::Missing => None,
        };
        match target {
            Some(target) => self.collect_sites(target, name, found),
            None => {
                let name = format!("{specifier}:{name}");
                found.0.insert((None, Name::from(name)));
            }
        }
    }
}

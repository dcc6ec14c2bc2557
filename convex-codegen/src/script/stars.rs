//! Names exported by `export *`. A name that two of them export from different places is excluded.

use std::collections::BTreeSet;

use super::Interpreter;
use crate::{
    resolve::{Binding, Target},
    source::FileId,
    syntax::{Exported, Imported, Name},
};

/// The declaration of an exported name: in a file of the project, or in a module that is not read.
type Site = (Option<FileId>, Name);

impl Interpreter<'_> {
    /// Returns whether the `export *` declarations of `file` export `name` from more than one
    /// place.
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
        // Two are enough.
        if sites.len() > 1 || !seen.insert((file, name.clone())) {
            return;
        }
        let linked = self.linked(file);
        let Some(index) = linked.scope.export(name) else {
            let targets = self.star_targets(file);
            for ((specifier, _), target) in linked.module.stars.iter().zip(&*targets) {
                match target.file() {
                    Some(target) => self.collect_sites(target, name, (sites, seen)),
                    None => unread(specifier, name, sites),
                }
            }
            return;
        };
        let local = match &linked.module.exports[index].value {
            Exported::From(specifier, Imported::Name(name)) => {
                return self.collect_through((file, specifier), name, (sites, seen));
            }
            Exported::Local(local) => local,
            Exported::From(..) | Exported::Expr(_) => name,
        };
        if let Some(Binding::Import(index)) = linked.scope.get(local)
            && let import = &linked.module.imports[index]
            && let Imported::Name(name) = &import.imported
        {
            return self.collect_through((file, &import.specifier), name, (sites, seen));
        }
        sites.insert((Some(file), local.clone()));
    }

    fn collect_through(
        &mut self,
        (file, specifier): (FileId, &Name),
        name: &Name,
        found: (&mut BTreeSet<Site>, &mut BTreeSet<(FileId, Name)>),
    ) {
        let target = match self.program.target(file, specifier, self.diagnostics) {
            Target::Module(target) => Some(target),
            Target::Package => self.ports.packages.module(self, file, specifier),
            Target::Generated(_) | Target::Missing => None,
        };
        if let Some(target) = target {
            return self.collect_sites(target, name, found);
        }
        unread(specifier, name, found.0);
    }
}

/// Adds the place of `name` in a module that is not read.
fn unread(specifier: &Name, name: &Name, sites: &mut BTreeSet<Site>) {
    sites.insert((None, Name::from(format!("{specifier}:{name}"))));
}

//! The places that each function reaches: in itself, in what it calls by name, and in the functions
//! that it runs.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Throws,
    walk::{Found, Walk},
};
use crate::{
    diagnostics::Diagnostics,
    resolve::{Binding, Program, Target},
    source::{FileId, Span},
    syntax::{Exported, Imported, Name},
};

/// A declaration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Declaration {
    /// `module.body[i]`.
    Statement(FileId, usize),
    /// The expression of `module.exports[i]`.
    Export(FileId, usize),
}

/// Follows names from declaration to declaration.
#[derive(Debug)]
pub(super) struct Graph<'a> {
    program: &'a mut Program,
    /// Never reported: what cannot be found throws nothing that is known.
    diagnostics: Diagnostics,
    found: BTreeMap<Declaration, Found>,
    next: BTreeMap<Declaration, Vec<Declaration>>,
}

impl<'a> Graph<'a> {
    pub(super) fn new(program: &'a mut Program) -> Self {
        Self {
            program,
            diagnostics: Diagnostics::default(),
            found: BTreeMap::new(),
            next: BTreeMap::new(),
        }
    }

    /// Returns the places that the functions at `paths` throw at.
    pub(super) fn throws(mut self, paths: &[String]) -> Throws {
        let mut reached: BTreeMap<String, BTreeSet<Span>> = BTreeMap::new();
        let mut codes = BTreeSet::new();
        for path in paths {
            let (mut waiting, mut seen) = (self.function(path), BTreeSet::new());
            let mut places = BTreeSet::new();
            while let Some(declaration) = waiting.pop() {
                if !seen.insert(declaration) {
                    continue;
                }
                self.visit(declaration);
                if let Some(found) = self.found.get(&declaration) {
                    places.extend(found.throws.iter().copied());
                    codes.extend(found.codes.iter().copied());
                }
                waiting.extend(self.next.get(&declaration).into_iter().flatten().copied());
            }
            reached.insert(path.clone(), places);
        }
        let places: BTreeSet<Span> = reached.values().flatten().copied().collect();
        let places: Vec<Span> = places.into_iter().collect();
        let number = |span: &Span| places.binary_search(span).ok();
        let functions = reached
            .into_iter()
            .map(|(path, spans)| (path, spans.iter().filter_map(number).collect()))
            .collect();
        Throws {
            places,
            functions,
            codes,
        }
    }

    /// The declarations of the function at `path`.
    fn function(&mut self, path: &str) -> Vec<Declaration> {
        let Some((module, export)) = path.rsplit_once(':') else {
            return Vec::new();
        };
        let mut modules = self.program.project.modules.iter();
        let file = modules
            .find(|entry| entry.path.as_str() == module)
            .map(|entry| entry.file);
        file.map_or_else(Vec::new, |file| {
            self.export(file, export, &mut BTreeSet::new())
        })
    }

    /// Walks `declaration`, once.
    fn visit(&mut self, declaration: Declaration) {
        if self.found.contains_key(&declaration) {
            return;
        }
        let (Declaration::Statement(file, index) | Declaration::Export(file, index)) = declaration;
        let linked = self.program.module(file, &mut self.diagnostics);
        let source = self.program.project.sources.file(file);
        let found = match declaration {
            Declaration::Statement(..) => Walk::statement(source, &linked.module.body[index]),
            Declaration::Export(..) => match &linked.module.exports[index].value {
                Exported::Expr(expr) => Walk::expression(source, expr),
                _ => Found::default(),
            },
        };
        let mut next = Vec::new();
        for (name, member) in &found.names {
            let member = member.as_deref();
            next.extend(self.name((file, name), member, &mut BTreeSet::new()));
        }
        for path in &found.runs {
            if let Some((export, module)) = path.split_last() {
                let module: Vec<&str> = module.iter().map(|part| &**part).collect();
                next.extend(self.function(&format!("{}:{export}", module.join("/"))));
            }
        }
        self.next.insert(declaration, next);
        self.found.insert(declaration, found);
    }

    /// The declarations of the top-level name `name` of a file, or of its member `member` where it
    /// is a whole module.
    fn name(
        &mut self,
        (file, name): (FileId, &str),
        member: Option<&str>,
        seen: &mut BTreeSet<(FileId, Name)>,
    ) -> Vec<Declaration> {
        let linked = self.program.module(file, &mut self.diagnostics);
        match linked.scope.get(name) {
            Some(Binding::Statement(index)) => vec![Declaration::Statement(file, index)],
            Some(Binding::Import(index)) => {
                let import = &linked.module.imports[index];
                let Some(target) = self.target(file, &import.specifier) else {
                    return Vec::new();
                };
                match (&import.imported, member) {
                    (Imported::Name(name), _) => self.export(target, name, seen),
                    (Imported::Namespace, Some(member)) => self.export(target, member, seen),
                    (Imported::Namespace, None) => Vec::new(),
                }
            }
            None => Vec::new(),
        }
    }

    /// The declarations of the export `name` of a file.
    fn export(
        &mut self,
        file: FileId,
        name: &str,
        seen: &mut BTreeSet<(FileId, Name)>,
    ) -> Vec<Declaration> {
        if !seen.insert((file, Name::from(name))) {
            return Vec::new();
        }
        let linked = self.program.module(file, &mut self.diagnostics);
        if let Some(index) = linked.scope.export(name) {
            return match &linked.module.exports[index].value {
                Exported::Local(local) => self.name((file, local), None, seen),
                Exported::Expr(_) => vec![Declaration::Export(file, index)],
                Exported::From(specifier, Imported::Name(name)) => {
                    let target = self.target(file, specifier);
                    target.map_or_else(Vec::new, |target| self.export(target, name, seen))
                }
                Exported::From(_, Imported::Namespace) => Vec::new(),
            };
        }
        for (specifier, _) in &linked.module.stars {
            if let Some(target) = self.target(file, specifier) {
                let found = self.export(target, name, seen);
                if !found.is_empty() {
                    return found;
                }
            }
        }
        Vec::new()
    }

    /// The file of the project that `specifier` means.
    fn target(&mut self, file: FileId, specifier: &Name) -> Option<FileId> {
        match self.program.target(file, specifier, &mut self.diagnostics) {
            Target::Module(file) => self.program.is_own(file).then_some(file),
            _ => None,
        }
    }
}

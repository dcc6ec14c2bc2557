//! The tree of generated modules and how each is spelled.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Bound,
};

use crate::{
    diagnostics::{Diagnostics, naming},
    model::Ident,
    source::{FileId, Span},
};

use super::{
    names::Case,
    places::{ModuleKey, Root},
    renames::Renames,
};

/// Every module with its path in Rust, folders included.
#[derive(Debug, Default)]
pub(super) struct Modules(BTreeMap<ModuleKey, Vec<Ident>>);

impl Modules {
    /// The tree that holds `leaves`, each with the file it stands for.
    pub(super) fn new(
        leaves: &BTreeMap<ModuleKey, Option<FileId>>,
        renames: &mut Renames,
        problems: &mut Diagnostics,
    ) -> Self {
        let mut children: BTreeMap<ModuleKey, BTreeSet<&str>> = BTreeMap::new();
        for leaf in leaves.keys() {
            children
                .entry(ModuleKey {
                    root: leaf.root,
                    segments: Vec::new(),
                })
                .or_default();
            for (depth, segment) in leaf.segments.iter().enumerate() {
                let parent = ModuleKey {
                    root: leaf.root,
                    segments: leaf.segments[..depth].to_vec(),
                };
                children.entry(parent).or_default().insert(segment);
            }
        }
        let mut modules = Self::default();
        // Parents sort before their children.
        for (parent, segments) in &children {
            let own = modules
                .0
                .entry(parent.clone())
                .or_insert_with(|| vec![Ident::new(parent.root.name())])
                .clone();
            let segments: Vec<&str> = segments.iter().copied().collect();
            let child = |segment: &str| {
                let mut key = parent.clone();
                key.segments.push(segment.to_owned());
                key
            };
            let path = |segment: &str| child(segment).path();
            let (names, clashes) = renames.spell(&segments, Case::Module, path);
            for clash in clashes {
                let member = |&at: &usize| {
                    let file = leaves
                        .get(&child(segments[at]))
                        .copied()
                        .flatten()
                        .unwrap_or(FileId(0));
                    (child(segments[at]).path(), Span::file_start(file))
                };
                let members: Vec<_> = clash.members.iter().map(member).collect();
                problems.push(naming::name_clash("modules", &clash.spelling, &members));
            }
            for (segment, name) in segments.iter().zip(names) {
                let mut path = own.clone();
                path.push(module_ident(parent, segment, name.rust));
                modules.0.insert(child(segment), path);
            }
        }
        modules
    }

    /// The path of `module`.
    pub(super) fn path(&self, module: &ModuleKey) -> &[Ident] {
        &self.0[module]
    }

    /// All modules, parents before children.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&ModuleKey, &[Ident])> {
        self.0.iter().map(|(key, path)| (key, path.as_slice()))
    }

    /// The modules right below `parent`.
    pub(super) fn children(&self, parent: &ModuleKey) -> impl Iterator<Item = &Ident> {
        let within = move |key: &ModuleKey| {
            key.root == parent.root && key.segments.starts_with(&parent.segments)
        };
        let depth = parent.segments.len() + 1;
        // What is below a module sorts right behind it.
        self.0
            .range((Bound::Excluded(parent.clone()), Bound::Unbounded))
            .take_while(move |(key, _)| within(key))
            .filter(move |(key, _)| key.segments.len() == depth)
            .filter_map(|(_, path)| path.last())
    }
}

fn module_ident(parent: &ModuleKey, segment: &str, spelled: Ident) -> Ident {
    match spelled.text() {
        // `mod.rs` is the file of the folder itself.
        "mod" => Ident::new("mod_"),
        // Tables that start with `_` are Convex's own; no table of the user can.
        _ if parent.root == Root::Tables && segment.starts_with('_') => {
            Ident::new(format!("_{}", spelled.text()))
        }
        _ => spelled,
    }
}

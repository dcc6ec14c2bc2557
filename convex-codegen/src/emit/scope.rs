//! Names in a file: imported where possible, qualified where the file defines the name itself.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Path, Token, Type, VisRestricted, Visibility, token};

use crate::model::{File, Ident, Item, Library, MapType, Style, SystemTable, Ty, TypePath};

use super::{
    idents::{ident, path, rust_path},
    tree,
};

/// Names of the language's prelude that generated code writes, with where they come from.
const PRELUDE: &[(&str, &str)] = &[
    ("bool", "std::primitive::bool"),
    ("f64", "std::primitive::f64"),
    ("i64", "std::primitive::i64"),
    ("i16", "std::primitive::i16"),
    ("i32", "std::primitive::i32"),
    ("u16", "std::primitive::u16"),
    ("u32", "std::primitive::u32"),
    ("String", "std::string::String"),
    ("Option", "std::option::Option"),
    ("Vec", "std::vec::Vec"),
    ("Box", "std::boxed::Box"),
];

/// Names that no generated type is imported over.
#[rustfmt::skip]
const RUNTIME: &[&str] = &[
    "Action", "BTreeMap", "Binding", "Bindings", "Builder", "Bytes", "FromConvex", "HashMap", "Id", "IndexMap", "Internal", "Literals", "Mutation", "PaginationOptions", "Query",
    "ScheduledFunction", "StorageFile", "ToConvex", "Value",
];

/// The names of one file.
#[derive(Debug)]
pub(super) struct Scope<'a> {
    style: Style,
    module: &'a [Ident],
    /// Types and modules that the file defines.
    defined: BTreeSet<&'a str>,
    /// `true` if the file needs the prelude.
    pub(super) prelude: bool,
    /// Names imported from the runtime.
    pub(super) runtime: BTreeSet<&'static str>,
    /// Paths imported from std.
    pub(super) std: BTreeSet<&'static str>,
    /// Generated types and modules that are imported, by name.
    pub(super) generated: BTreeMap<String, Import>,
}

/// The target of a `use` line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Import {
    /// The number of modules up; 0 for a path inside this module.
    up: usize,
    down: Vec<Ident>,
}

impl Import {
    /// Returns the number of modules up, and the modules down from there.
    pub(super) fn module(&self) -> (usize, &[Ident]) {
        let module = self.down.split_last().map_or(&[][..], |(_, module)| module);
        (self.up, module)
    }

    /// Returns the path that the name is imported from.
    pub(super) fn parent(&self) -> Self {
        Self {
            up: self.up,
            down: self.module().1.to_vec(),
        }
    }

    /// The name that is imported.
    pub(super) fn name(&self) -> Option<syn::Ident> {
        self.down.last().map(ident)
    }

    /// The path from this module, with `more` below it.
    pub(super) fn path(&self, more: Option<syn::Ident>) -> Path {
        let up = std::iter::repeat_n("super", self.up);
        let own = (self.up == 0).then_some("self");
        let down = self.down.iter().map(ident);
        let parts = up.chain(own).map(tree::name).chain(down);
        tree::path(None, parts.chain(more))
    }
}

impl<'a> Scope<'a> {
    /// The scope of `file`, nothing imported yet.
    pub(super) fn new(file: &'a File, style: Style) -> Self {
        let name = |item: &'a Item| match item {
            Item::Module(item) => Some(item.name.text()),
            Item::TableId(_) => Some("Id"),
            Item::Alias(item) => Some(item.name.text()),
            Item::Struct(item) => Some(item.name.text()),
            Item::Enum(item) => Some(item.name.text()),
            Item::Handle(_) | Item::Route(_) | Item::Bindings(_) | Item::BoundFunctions(_) => None,
        };
        Self {
            style,
            module: &file.module,
            defined: file.items.iter().filter_map(name).collect(),
            prelude: false,
            runtime: BTreeSet::new(),
            std: BTreeSet::new(),
            generated: BTreeMap::new(),
        }
    }

    /// `name` of `convex_runtime`.
    pub(super) fn runtime(&mut self, name: &'static str) -> Path {
        if self.defined.contains(name) {
            return self.qualified(name);
        }
        self.runtime.insert(name);
        path(name)
    }

    /// Returns whether to import the prelude.
    pub(super) fn imports_prelude(&self) -> bool {
        self.prelude && self.style.no_implicit_prelude
    }

    /// The visibility of items.
    pub(super) fn visibility(&self) -> Visibility {
        if self.style.pub_crate {
            Visibility::Restricted(VisRestricted {
                pub_token: <Token![pub]>::default(),
                paren_token: token::Paren::default(),
                in_token: None,
                path: Box::new(tree::name("crate").into()),
            })
        } else {
            Visibility::Public(<Token![pub]>::default())
        }
    }

    /// The type at `full`, a path of std.
    fn std(&mut self, full: &'static str) -> Path {
        let name = full.rsplit("::").next().unwrap_or(full);
        if self.defined.contains(name) {
            return self.absolute(full);
        }
        self.std.insert(full);
        path(name)
    }

    /// `name` of `convex_runtime`, with its crate.
    pub(super) fn qualified(&self, name: &str) -> Path {
        self.absolute(&format!("convex_runtime::{name}"))
    }

    /// `names`, which start with a crate, so that no module of the file is taken for that crate.
    pub(super) fn absolute(&self, names: &str) -> Path {
        let start = names.split_once("::").map_or(names, |(start, _)| start);
        let root = self.style.no_implicit_prelude || self.defined.contains(start);
        let root = root.then(<Token![::]>::default);
        tree::path(root, names.split("::").map(tree::name))
    }

    /// `ty` as this file writes it.
    pub(super) fn ty(&mut self, ty: &Ty) -> Type {
        tree::named(match ty {
            // A constant is not a field, so its type is not needed.
            Ty::Unit | Ty::Constant(_) => return tree::unit(),
            Ty::Bool | Ty::Flag(_) => self.prelude("bool"),
            Ty::F64 => self.prelude("f64"),
            Ty::I64 => self.prelude("i64"),
            Ty::Integer(name) => self.prelude(name),
            Ty::String => self.prelude("String"),
            Ty::Bytes => self.runtime("Bytes"),
            Ty::Value => self.runtime("Value"),
            Ty::Option(inner) => return self.generic("Option", inner),
            Ty::Vec(inner) => return self.generic("Vec", inner),
            Ty::Boxed(inner) => return self.generic("Box", inner),
            Ty::Map(key, value) => {
                let map = match self.style.map {
                    MapType::BTreeMap => self.std("std::collections::BTreeMap"),
                    MapType::HashMap => self.std("std::collections::HashMap"),
                    MapType::IndexMap => self.runtime("IndexMap"),
                };
                return tree::generic(map, [self.ty(key), self.ty(value)]);
            }
            Ty::SystemId(table) => {
                let table = self.runtime(match table {
                    SystemTable::StorageFile => "StorageFile",
                    SystemTable::ScheduledFunction => "ScheduledFunction",
                });
                return tree::generic(self.runtime("Id"), [tree::named(table)]);
            }
            Ty::Pagination => self.runtime("PaginationOptions"),
            Ty::Own(path) => rust_path(path),
            Ty::Library(library) => return self.library(*library),
            Ty::Named(path) => self.named(path),
        })
    }

    fn library(&self, library: Library) -> Type {
        tree::named(match library {
            Library::Jiff => self.qualified("jiff::Timestamp"),
            Library::Chrono => {
                let (time, zone) = (
                    self.qualified("chrono::DateTime"),
                    self.qualified("chrono::Utc"),
                );
                return tree::generic(time, [tree::named(zone)]);
            }
            Library::Time => self.qualified("time::OffsetDateTime"),
            Library::SystemTime => self.absolute("std::time::SystemTime"),
            Library::Uuid => self.qualified("uuid::Uuid"),
            Library::Url => self.qualified("url::Url"),
        })
    }

    fn generic(&mut self, name: &str, inner: &Ty) -> Type {
        let name = self.prelude(name);
        tree::generic(name, [self.ty(inner)])
    }

    fn prelude(&mut self, name: &str) -> Path {
        self.prelude |= name.starts_with(char::is_uppercase);
        let known = PRELUDE.iter().find(|(known, _)| *known == name);
        match known {
            Some((_, full)) if self.defined.contains(name) => self.absolute(full),
            _ => path(name),
        }
    }

    fn named(&mut self, path: &TypePath) -> Path {
        let name = ident(&path.name);
        if path.module == self.module {
            return name.into();
        }
        let modules = self.relative(&path.module);
        let full = modules.path(Some(name.clone()));
        // `tables::users::Id` tells more than `Id`, and all tables have one.
        let (import, written) = match (is_table(&path.module), is_table(self.module)) {
            (true, true) => return full,
            (true, false) => {
                let below = path.module.iter().map(ident);
                (
                    self.relative(&path.module[..1]),
                    tree::path(None, below.chain([name])),
                )
            }
            (false, _) => {
                let mut import = modules;
                import.down.push(path.name.clone());
                (import, name.into())
            }
        };
        let imported = import.down.last().map_or("", Ident::text).to_owned();
        let taken = self.defined.contains(imported.as_str())
            || PRELUDE.iter().any(|(known, _)| *known == imported)
            || RUNTIME.contains(&imported.as_str())
            || self
                .generated
                .get(&imported)
                .is_some_and(|other| *other != import);
        if taken {
            return full;
        }
        self.generated.insert(imported, import);
        written
    }

    /// The path from this file's module to `target`.
    fn relative(&self, target: &[Ident]) -> Import {
        let common = self
            .module
            .iter()
            .zip(target)
            .take_while(|(a, b)| a == b)
            .count();
        Import {
            up: self.module.len() - common,
            down: target[common..].to_vec(),
        }
    }
}

fn is_table(module: &[Ident]) -> bool {
    module.first().is_some_and(|root| root.text() == "tables")
}

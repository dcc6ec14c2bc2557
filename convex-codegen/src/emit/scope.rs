//! How names are written in a file: imported where they can be, qualified where the file has its own meaning for them.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    model::{File, Ident, Item, SystemTable, Ty, TypePath},
    print::Page,
};

/// Names of the language's prelude that generated code writes, with where they come from.
const PRELUDE: &[(&str, &str)] = &[
    ("bool", "std::primitive::bool"),
    ("f64", "std::primitive::f64"),
    ("i64", "std::primitive::i64"),
    ("String", "std::string::String"),
    ("Option", "std::option::Option"),
    ("Vec", "std::vec::Vec"),
    ("Box", "std::boxed::Box"),
];

/// Names that no generated type is imported over.
const RUNTIME: &[&str] = &[
    "Action",
    "BTreeMap",
    "Bytes",
    "FromConvex",
    "Id",
    "Internal",
    "Literals",
    "Mutation",
    "Query",
    "ScheduledFunction",
    "StorageFile",
    "ToConvex",
    "Value",
];

/// The names of one file.
#[derive(Debug)]
pub struct Scope<'a> {
    module: &'a [Ident],
    /// Types and modules that the file defines.
    defined: BTreeSet<&'a str>,
    runtime: BTreeSet<&'static str>,
    std: BTreeSet<&'static str>,
    /// Imported name → path.
    generated: BTreeMap<String, String>,
}

impl<'a> Scope<'a> {
    /// The scope of `file`, nothing imported yet.
    pub fn new(file: &'a File) -> Self {
        let name = |item: &'a Item| match item {
            Item::Module(item) => Some(item.name.text()),
            Item::TableId(_) => Some("Id"),
            Item::Struct(item) => Some(item.name.text()),
            Item::Enum(item) => Some(item.name.text()),
            Item::Handle(_) => None,
        };
        Self {
            module: &file.module,
            defined: file.items.iter().filter_map(name).collect(),
            runtime: BTreeSet::new(),
            std: BTreeSet::new(),
            generated: BTreeMap::new(),
        }
    }

    /// `name` of `convex_runtime`.
    pub fn runtime(&mut self, name: &'static str) -> String {
        if self.defined.contains(name) {
            return self.qualified(name);
        }
        self.runtime.insert(name);
        name.to_owned()
    }

    /// `name` of `convex_runtime`, with its crate.
    pub fn qualified(&self, name: &str) -> String {
        format!("{}{name}", self.absolute("convex_runtime::"))
    }

    /// `path`, which starts with a crate, so that no module of the file is taken for that crate.
    fn absolute(&self, path: &str) -> String {
        let start = path.split_once("::").map_or(path, |(start, _)| start);
        let root = if self.defined.contains(start) {
            "::"
        } else {
            ""
        };
        format!("{root}{path}")
    }

    /// `ty` as this file writes it.
    pub fn ty(&mut self, ty: &Ty) -> String {
        match ty {
            Ty::Unit => "()".to_owned(),
            Ty::Bool => self.prelude("bool"),
            Ty::F64 => self.prelude("f64"),
            Ty::I64 => self.prelude("i64"),
            Ty::String => self.prelude("String"),
            Ty::Bytes => self.runtime("Bytes"),
            Ty::Value => self.runtime("Value"),
            Ty::Option(inner) => format!("{}<{}>", self.prelude("Option"), self.ty(inner)),
            Ty::Vec(inner) => format!("{}<{}>", self.prelude("Vec"), self.ty(inner)),
            Ty::Boxed(inner) => format!("{}<{}>", self.prelude("Box"), self.ty(inner)),
            Ty::Map(key, value) => {
                let map = if self.defined.contains("BTreeMap") {
                    self.absolute("std::collections::BTreeMap")
                } else {
                    self.std.insert("std::collections::BTreeMap");
                    "BTreeMap".to_owned()
                };
                format!("{map}<{}, {}>", self.ty(key), self.ty(value))
            }
            Ty::SystemId(table) => {
                let table = self.runtime(match table {
                    SystemTable::StorageFile => "StorageFile",
                    SystemTable::ScheduledFunction => "ScheduledFunction",
                });
                format!("{}<{table}>", self.runtime("Id"))
            }
            Ty::Named(path) => self.path(path),
        }
    }

    fn prelude(&self, name: &str) -> String {
        let path = PRELUDE.iter().find(|(known, _)| *known == name);
        match path {
            Some((_, path)) if self.defined.contains(name) => self.absolute(path),
            _ => name.to_owned(),
        }
    }

    fn path(&mut self, path: &TypePath) -> String {
        if path.module == self.module {
            return path.name.to_string();
        }
        let modules = self.relative(&path.module);
        let full = format!("{modules}::{}", path.name);
        // `tables::users::Id` tells more than `Id`, and all tables have one.
        let is_table =
            |module: &[Ident]| module.first().is_some_and(|root| root.text() == "tables");
        let (import, written) = match (is_table(&path.module), is_table(self.module)) {
            (true, true) => return full,
            (true, false) => {
                let tables = self.relative(&path.module[..1]);
                let below: Vec<String> = path.module.iter().map(ToString::to_string).collect();
                (
                    ("tables".to_owned(), tables),
                    format!("{}::{}", below.join("::"), path.name),
                )
            }
            (false, _) => ((path.name.to_string(), full.clone()), path.name.to_string()),
        };
        let name = import.0.as_str();
        let taken = self.defined.contains(name)
            || PRELUDE.iter().any(|(known, _)| *known == name)
            || RUNTIME.contains(&name)
            || self
                .generated
                .get(name)
                .is_some_and(|other| *other != import.1);
        if taken {
            return full;
        }
        self.generated.insert(import.0, import.1);
        written
    }

    /// The path from this file's module to `target`.
    fn relative(&self, target: &[Ident]) -> String {
        let common = self
            .module
            .iter()
            .zip(target)
            .take_while(|(a, b)| a == b)
            .count();
        let up = self.module.len() - common;
        let mut parts = vec!["super".to_owned(); up];
        if up == 0 {
            parts.push("self".to_owned());
        }
        parts.extend(target[common..].iter().map(ToString::to_string));
        parts.join("::")
    }

    /// Writes the `use` lines: std, then the runtime, then generated modules.
    pub fn imports(&self, page: &mut Page) {
        for path in &self.std {
            page.line(&format!("use {};", self.absolute(path)));
        }
        page.gap();
        let runtime: Vec<String> = self.runtime.iter().map(|&name| name.to_owned()).collect();
        let runtime_crate = self.absolute("convex_runtime");
        match runtime.as_slice() {
            [] => {}
            [only] => page.line(&format!("use {runtime_crate}::{only};")),
            all => page.list(&format!("use {runtime_crate}::{{"), all, "};"),
        }
        page.gap();
        let mut paths: Vec<&String> = self.generated.values().collect();
        paths.sort();
        for path in paths {
            page.line(&format!("use {path};"));
        }
    }
}

//! Module and names of a type: a pure function of its place in the source.

use crate::{
    ir::{Function, FunctionPath, Origin, Visibility},
    model::Ident,
    source::{Span, installed_package},
};

use super::{
    markdown::code,
    names::{Case, spell},
    nouns,
};

/// The root modules of the generated code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Root {
    /// Public functions, and the constants and aliases of every file in the functions folder.
    Api,
    /// Internal functions.
    Internal,
    /// Tables.
    Tables,
    /// Constants and aliases of files outside the functions folder.
    Shared,
}

impl Root {
    /// The module's name.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Internal => "internal",
            Self::Tables => "tables",
            Self::Shared => "shared",
        }
    }
}

/// A module of the generated code, by the names of the backend.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct ModuleKey {
    /// Its root.
    pub root: Root,
    /// `payments`, `refunds`, as the backend spells them.
    pub segments: Vec<String>,
}

impl ModuleKey {
    /// The path that messages and `Config` call it by: `users/profile`, `tables.users`.
    pub(super) fn path(&self) -> String {
        let path = self.segments.join("/");
        match self.root {
            Root::Tables => format!("tables.{path}"),
            Root::Api | Root::Internal | Root::Shared => path,
        }
    }
}

/// Rank of a claim to a name; the smaller keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// `Doc`, `Fields`, and `Id` beside them.
    Table,
    /// Arguments and returns of functions.
    Function,
    /// Constants and aliases.
    Named,
    /// Types written inside others.
    Inline,
}

/// Position of a type inside another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// The value of a field.
    Field,
    /// The element of an array.
    Item,
    /// The key of a record.
    Key,
    /// The value of a record.
    Value,
    /// A member of a union.
    Member,
}

/// The place of a type in the source, as far as its Rust name depends on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// The module it lives in.
    pub module: ModuleKey,
    /// The name by its whole path, unless another has a better claim: `ProcessArgsAddress`.
    pub name: String,
    /// The name that it has while nothing else in the module wants it: that of the field it is in,
    /// `Address`, or that of its constant without the words that say that it is a validator. Empty
    /// for a function's arguments and returns.
    pub short: String,
    /// Start of the names of types inside it.
    pub prefix: String,
    /// The name of the type around the field that `short` is of.
    pub outer: String,
    /// The name without English grammar: `FilesItem` where `short` is `File`. Empty if that is the
    /// same.
    pub long: String,
    /// The path that messages and `Config` call it by: `payments:process.args.address`.
    pub key: String,
    /// The thing around it, in words: the arguments of a function, a table, a constant.
    pub whole: String,
    /// Its position in `whole`, unless it is all of it.
    pub step: Step,
    /// The field around it, if any.
    pub field: String,
    /// Its claim to its name.
    pub rank: Rank,
    /// Its owner in the source, which it is printed after.
    pub owner: Span,
    /// True if it is written in something that has a name of its own: a table, a constant, an
    /// alias.
    pub named: bool,
    /// Its depth in values.
    pub depth: usize,
    /// True if the user chose its name.
    pub chosen: bool,
}

impl Place {
    /// The arguments, returns or errors of the function at `path`, which is called `rust` in Rust.
    pub(super) fn signature(function: &Function, side: &str, rust: &Ident) -> Self {
        let (path, owner, visibility) = (&function.path, function.span, function.visibility);
        let word = match side {
            "throws" => "error",
            side => side,
        };
        let name = format!(
            "{}{}",
            spell(rust.text(), Case::Pascal),
            spell(word, Case::Pascal)
        );
        Self {
            module: function_module(path, visibility),
            prefix: name.clone(),
            name,
            short: String::new(),
            outer: String::new(),
            long: String::new(),
            key: format!("{path}.{side}"),
            whole: match side {
                "args" => format!("the arguments of {}", code(&path.to_string())),
                "throws" => format!("the known errors of {}", code(&path.to_string())),
                _ => format!("the result of {}", code(&path.to_string())),
            },
            step: Step::Field,
            field: String::new(),
            rank: Rank::Function,
            owner,
            named: false,
            depth: 0,
            chosen: false,
        }
    }

    /// The document of a table, or its validator.
    pub(super) fn table(table: &str, name: &str, owner: Span) -> Self {
        Self {
            module: ModuleKey {
                root: Root::Tables,
                segments: vec![table.to_owned()],
            },
            name: name.to_owned(),
            short: String::new(),
            outer: String::new(),
            prefix: if name == "Doc" {
                String::new()
            } else {
                name.to_owned()
            },
            long: String::new(),
            whole: format!("table {}", code(table)),
            step: Step::Field,
            field: String::new(),
            key: if name == "Doc" {
                format!("tables.{table}")
            } else {
                format!("tables.{table}.{name}")
            },
            rank: Rank::Table,
            owner,
            named: true,
            depth: 0,
            chosen: false,
        }
    }

    /// A named validator or alias. `folder` is the functions folder, as file paths start.
    pub(super) fn named(origin: &Origin, folder: &str, owner: Span) -> Self {
        let (file, path) = match origin {
            Origin::Const { file, path } => (file, path.as_slice()),
            Origin::Table(table) => return Self::table(table, "Fields", owner),
            Origin::Document(table) => return Self::table(table, "Doc", owner),
        };
        let spelled = |parts: &[&str]| -> String {
            let parts = parts.iter().map(|part| spell(part, Case::Pascal));
            parts.collect()
        };
        let mut parts: Vec<&str> = path.iter().map(String::as_str).collect();
        let name = spelled(&parts);
        if let Some(first) = parts.first_mut() {
            *first = nouns::of_validator(first);
        }
        let short = spelled(&parts);
        let module = file_module(file, folder);
        let key = format!("{}.{}", module.segments.join("/"), path.join("."));
        Self {
            module,
            prefix: short.clone(),
            name,
            short,
            outer: String::new(),
            long: String::new(),
            whole: code(&path.join(".")),
            step: Step::Field,
            field: String::new(),
            key,
            rank: Rank::Named,
            owner,
            named: true,
            depth: 0,
            chosen: false,
        }
    }

    /// Returns the place of the field `name`.
    pub(super) fn field(&self, name: &str) -> Self {
        let short = spell(name, Case::Pascal);
        Self {
            name: join(&self.prefix, &short),
            outer: self.prefix.clone(),
            short,
            field: name.to_owned(),
            ..self.below(name, Step::Field)
        }
        .with_prefix()
    }

    /// An element of the array that is written here: `File` in `files`, `ListReturnsItem` in what
    /// `list` returns.
    pub(super) fn item(&self) -> Self {
        let singular = matches!(self.rank, Rank::Inline | Rank::Named)
            .then(|| nouns::singular(&self.short))
            .flatten();
        match singular {
            Some(short) => Self {
                name: join(&self.outer, &short),
                outer: self.outer.clone(),
                long: format!("{}Item", self.name),
                short,
                ..self.below("item", Step::Item)
            }
            .with_prefix(),
            None => self.inside("item", Step::Item),
        }
    }

    /// A key of the record that is written here.
    pub(super) fn key(&self) -> Self {
        self.inside("key", Step::Key)
    }

    /// A value of the record that is written here.
    pub(super) fn value(&self) -> Self {
        self.inside("value", Step::Value)
    }

    /// The member of the union that is written here which is called `label`.
    pub(super) fn member(&self, label: &str) -> Self {
        self.inside(label, Step::Member)
    }

    fn inside(&self, name: &str, step: Step) -> Self {
        let step_name = spell(name, Case::Pascal);
        let is_field = self.rank == Rank::Inline && !self.short.is_empty();
        Self {
            name: join(&self.prefix, &step_name),
            short: if is_field {
                join(&self.short, &step_name)
            } else {
                String::new()
            },
            outer: self.outer.clone(),
            ..self.below(name, step)
        }
        .with_prefix()
    }

    fn below(&self, name: &str, step: Step) -> Self {
        Self {
            module: self.module.clone(),
            name: String::new(),
            short: String::new(),
            prefix: String::new(),
            outer: String::new(),
            long: String::new(),
            key: format!("{}.{name}", self.key),
            whole: self.whole.clone(),
            step,
            field: self.field.clone(),
            rank: Rank::Inline,
            owner: self.owner,
            named: self.named,
            depth: self.depth + 1,
            chosen: false,
        }
    }

    fn with_prefix(self) -> Self {
        Self {
            prefix: self.name.clone(),
            ..self
        }
    }
}

/// `step` behind `prefix`. A digit needs its `_` only where the name starts, or behind another
/// digit.
fn join(prefix: &str, step: &str) -> String {
    let inner = match step.strip_prefix('_') {
        Some(digits) if prefix.ends_with(|c: char| !c.is_numeric()) => digits,
        _ => step,
    };
    format!("{prefix}{inner}")
}

/// The module of a function.
pub(super) fn function_module(path: &FunctionPath, visibility: Visibility) -> ModuleKey {
    let root = match visibility {
        Visibility::Public => Root::Api,
        Visibility::Internal => Root::Internal,
    };
    ModuleKey {
        root,
        segments: path.module.segments().map(str::to_owned).collect(),
    }
}

/// Returns the module of types written in `file`, independent of their users. All files of a
/// package share one, since they differ between its versions.
fn file_module(file: &str, folder: &str) -> ModuleKey {
    if let Some(package) = installed_package(file, folder) {
        return ModuleKey {
            root: Root::Shared,
            segments: package.split('/').map(str::to_owned).collect(),
        };
    }
    let (root, path) = match file
        .strip_prefix(folder)
        .and_then(|rest| rest.strip_prefix('/'))
    {
        Some(inside) => (Root::Api, inside),
        None => (Root::Shared, file),
    };
    let stem = match path.rsplit_once('.') {
        Some((stem, extension)) if !extension.contains('/') => stem,
        _ => path,
    };
    let ordinary = |segment: &&str| !matches!(*segment, "" | "." | "..");
    ModuleKey {
        root,
        segments: stem
            .split('/')
            .filter(ordinary)
            .map(str::to_owned)
            .collect(),
    }
}

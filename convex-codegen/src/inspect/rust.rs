//! `Rust`: the generated code of one function, and a call of it.

use std::{collections::BTreeSet, fmt::Write};

use crate::{
    emit,
    model::{
        Body, Crate, EnumShape, Field, File, FunctionKind, Handle, Item, Ty, TypePath, Visibility,
    },
    print,
};

/// The maximum number of types shown with a function; the generated files have all of them.
const TYPES: usize = 24;

/// The depth to which example arguments are written out.
const DEEP: usize = 3;

/// The Rust of one function.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rust {
    /// Its constant: `api::payments::charge`.
    pub path: String,
    /// The constant's type: `Action<ChargeArgs, ChargeReturns>`.
    pub signature: String,
    /// The constant with its documentation, as it is generated.
    pub handle: String,
    /// The types that it mentions and those that these mention, as they are generated.
    pub types: Vec<String>,
    /// A call to copy, with placeholders for the arguments.
    pub call: String,
}

pub(super) fn rust(model: &Crate, path: &str) -> Option<Rust> {
    let (file, handle) = model.files.iter().find_map(|file| {
        let handle = file.items.iter().find_map(|item| match item {
            Item::Handle(handle) if handle.path == path => Some(handle),
            _ => None,
        })?;
        Some((file, handle))
    })?;
    let module: Vec<String> = file.module.iter().map(ToString::to_string).collect();
    let constant = format!("{}::{}", module.join("::"), handle.name);
    let internal = match handle.visibility {
        Visibility::Public => "",
        Visibility::Internal => ", Internal",
    };
    Some(Rust {
        signature: format!(
            "{:?}<{}, {}{internal}>",
            handle.kind,
            short(&handle.args),
            short(&handle.returns)
        ),
        handle: source(model, file, &Item::Handle(handle.clone())),
        types: types(model, handle),
        call: call(model, handle, &constant),
        path: constant,
    })
}

/// A type without the paths of its parts.
fn short(ty: &Ty) -> String {
    match ty {
        Ty::Named(path) => match &*path.module {
            [root, table] if root.text() == "tables" => format!("{root}::{table}::{}", path.name),
            _ => path.name.to_string(),
        },
        Ty::Option(inner) => format!("Option<{}>", short(inner)),
        Ty::Vec(inner) => format!("Vec<{}>", short(inner)),
        Ty::Boxed(inner) => format!("Box<{}>", short(inner)),
        Ty::Map(key, value) => format!("BTreeMap<{}, {}>", short(key), short(value)),
        Ty::SystemId(table) => format!("Id<{table:?}>"),
        Ty::Unit => "()".to_owned(),
        Ty::Bool => "bool".to_owned(),
        Ty::Integer(name) => (*name).to_owned(),
        Ty::F64 => "f64".to_owned(),
        Ty::I64 => "i64".to_owned(),
        other => format!("{other:?}"),
    }
}

/// The text of one item.
fn source(model: &Crate, file: &File, item: &Item) -> String {
    let alone = File {
        items: vec![item.clone()],
        ..file.clone()
    };
    print::print("", emit::without_imports(&alone, model.style))
        .trim()
        .to_owned()
}

fn find<'a>(model: &'a Crate, path: &TypePath) -> Option<(&'a File, &'a Item)> {
    let file = model.files.iter().find(|file| file.module == path.module)?;
    let item = file.items.iter().find(|item| match item {
        Item::Struct(item) => item.name == path.name,
        Item::Enum(item) => item.name == path.name,
        Item::Alias(item) => item.name == path.name,
        Item::TableId(_) => path.name.text() == "Id",
        _ => false,
    })?;
    Some((file, item))
}

/// The types behind a function, arguments first.
fn types(model: &Crate, handle: &Handle) -> Vec<String> {
    let mut queue: Vec<&TypePath> = Vec::new();
    handle.args.references(&mut |path| queue.push(path));
    handle.returns.references(&mut |path| queue.push(path));
    if let Some(throws) = &handle.throws {
        throws.references(&mut |path| queue.push(path));
    }
    let mut seen = BTreeSet::new();
    let mut sources = Vec::new();
    let mut next = 0;
    while next < queue.len() && sources.len() < TYPES {
        let path = queue[next];
        next += 1;
        let Some((file, item)) = find(model, path).filter(|_| seen.insert(path)) else {
            continue;
        };
        if matches!(item, Item::TableId(_)) {
            continue;
        }
        sources.push(source(model, file, item));
        for ty in parts(item) {
            ty.references(&mut |path| queue.push(path));
        }
    }
    sources
}

fn parts(item: &Item) -> Vec<&Ty> {
    match item {
        Item::Struct(item) => item.fields.iter().map(|field| &field.ty).collect(),
        Item::Enum(item) => {
            let bodies = item.variants.iter().map(|variant| &variant.body);
            bodies
                .flat_map(|body| match body {
                    Body::Unit => Vec::new(),
                    Body::Tuple(ty) => vec![ty],
                    Body::Struct(fields) => fields.iter().map(|field| &field.ty).collect(),
                })
                .collect()
        }
        _ => Vec::new(),
    }
}

fn call(model: &Crate, handle: &Handle, constant: &str) -> String {
    let client = match handle.visibility {
        Visibility::Public => "client",
        Visibility::Internal => "admin",
    };
    let method = match handle.kind {
        FunctionKind::Query => "query",
        FunctionKind::Mutation => "mutation",
        FunctionKind::Action => "action",
    };
    let example = Example { model };
    let args = example.value(&handle.args, "args", 0);
    format!("let result = {client}.{method}({constant}, {args}).await?;")
}

/// Placeholders that have the right type.
struct Example<'a> {
    model: &'a Crate,
}

impl Example<'_> {
    fn value(&self, ty: &Ty, name: &str, depth: usize) -> String {
        match ty {
            Ty::Unit => "()".to_owned(),
            Ty::Bool => "true".to_owned(),
            Ty::F64 => "1.0".to_owned(),
            Ty::I64 | Ty::Integer(_) => "1".to_owned(),
            Ty::String => "\"…\".to_owned()".to_owned(),
            Ty::Option(_) => "None".to_owned(),
            Ty::Vec(inner) => format!("vec![{}]", self.value(inner, name, depth + 1)),
            Ty::Boxed(inner) => format!("Box::new({})", self.value(inner, name, depth + 1)),
            Ty::Named(path) => self.named(path, name, depth),
            _ => name.trim_start_matches("r#").to_owned(),
        }
    }

    fn named(&self, path: &TypePath, name: &str, depth: usize) -> String {
        let item = find(self.model, path).filter(|_| depth < DEEP);
        let module: Vec<String> = path.module.iter().map(ToString::to_string).collect();
        let full = format!("{}::{}", module.join("::"), path.name);
        match item {
            Some((_, Item::Struct(item))) => {
                format!("{full} {}", self.fields(&item.fields, depth))
            }
            Some((_, Item::Enum(item))) if !matches!(item.shape, EnumShape::Union) => {
                match item.variants.first() {
                    Some(first) => match &first.body {
                        Body::Unit => format!("{full}::{}", first.name),
                        Body::Tuple(ty) => {
                            let inner = self.value(ty, name, depth + 1);
                            format!("{full}::{}({inner})", first.name)
                        }
                        Body::Struct(fields) => {
                            let fields = self.fields(fields, depth);
                            format!("{full}::{} {fields}", first.name)
                        }
                    },
                    None => name.to_owned(),
                }
            }
            _ => name.trim_start_matches("r#").to_owned(),
        }
    }

    fn fields(&self, fields: &[Field], depth: usize) -> String {
        let pad = "    ".repeat(depth + 1);
        let mut text = "{\n".to_owned();
        for field in fields {
            let name = field.name.rust.to_string();
            let value = self.value(&field.ty, &name, depth + 1);
            // As rustfmt would: a variable of the field's name stands for both.
            let _ = if value == name {
                writeln!(text, "{pad}{name},")
            } else {
                writeln!(text, "{pad}{name}: {value},")
            };
        }
        text.push_str(&"    ".repeat(depth));
        text.push('}');
        text
    }
}

//! Times a large backend: `cargo test --release -p convex-codegen -- --ignored`.

use std::time::{Duration, Instant};

use crate::{
    config::Config,
    model::{
        Crate, Derive, Field, File, FunctionKind, Handle, Ident, Item, Name, RustDocs, Struct,
        Style, Ty, TypePath, Visibility,
    },
    print,
};

fn docs(line: &str) -> RustDocs {
    RustDocs {
        lines: vec![line.to_owned()],
        deprecated: None,
    }
}

fn item(name: &str, direction: Derive) -> Item {
    let field = |(name, ty): (&str, Ty)| Field {
        name: Name {
            wire: name.to_owned(),
            rust: Ident::new(name),
        },
        docs: docs("A field."),
        ty,
        optional: false,
    };
    let fields = [
        ("id", Ty::String),
        ("title", Ty::String),
        ("done", Ty::Bool),
        ("score", Ty::F64),
        ("tags", Ty::Vec(Box::new(Ty::String))),
    ];
    Item::Struct(Struct {
        name: Ident::new(name),
        docs: docs("A type."),
        derives: vec![Derive::Debug, Derive::Clone, Derive::PartialEq, direction],
        table: None,
        serde: false,
        rest: None,
        literal: None,
        inner: None,
        fields: fields.into_iter().map(field).collect(),
    })
}

/// A file of ten functions, with their arguments and returns, and two types more.
fn file(number: usize) -> File {
    let module = vec![Ident::new("api"), Ident::new(format!("module{number}"))];
    let mut items = vec![
        item("More", Derive::ToConvex),
        item("Most", Derive::ToConvex),
    ];
    for function in 0..10 {
        let path = |side: &str| {
            Ty::Named(TypePath {
                module: module.clone(),
                name: Ident::new(format!("Function{function}{side}")),
            })
        };
        items.push(Item::Handle(Handle {
            session: None,
            name: Ident::new(format!("function{function}")),
            docs: docs("A function."),
            kind: FunctionKind::Action,
            visibility: Visibility::Public,
            path: format!("module{number}:function{function}"),
            args: path("Args"),
            returns: path("Returns"),
            throws: None,
            inferred: false,
        }));
        items.push(item(&format!("Function{function}Args"), Derive::ToConvex));
        items.push(item(
            &format!("Function{function}Returns"),
            Derive::FromConvex,
        ));
    }
    File {
        path: format!("api/module{number}.rs"),
        module,
        docs: docs("A module."),
        items,
    }
}

#[test]
#[ignore = "needs a release build and a machine of its own"]
fn a_thousand_functions_take_less_than_150_ms() {
    let model = Crate {
        files: (0..100).map(file).collect(),
        style: Style::default(),
    };
    let config = Config::new("convex");
    let mut best = Duration::MAX;
    let mut length = 0_usize;
    for _ in 0..5 {
        let start = Instant::now();
        let outputs = print::files(&model, &config, None);
        length = outputs.iter().map(|output| output.text.len()).sum();
        best = best.min(start.elapsed());
    }
    println!("{length} bytes in {best:?}");
    assert!(best < Duration::from_millis(150), "{best:?}");
}

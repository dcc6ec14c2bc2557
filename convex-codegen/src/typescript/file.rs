//! `convex-types.d.ts`: [`CheckedTypes`] as TypeScript that people can read, review and compare.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use super::{
    checked::{CheckedSignature, CheckedTypes, KINDS, kind_of},
    print::{print, quoted},
    shape::Shape,
    structure,
};
use crate::{
    ir::Literal,
    syntax::types::{Declarations, Keyword, TsLiteral, TsMember, TsType, parse_declarations},
};

const HEAD: &str = "\
// The types of this backend's functions as TypeScript infers them, for the Rust bindings.
// Written by `convex-codegen types`. Check it in, and do not edit it.
//
";

/// The text of the file; `data_model` is how it imports `_generated/dataModel`.
pub(super) fn write(types: &CheckedTypes, data_model: &str) -> String {
    let mut text = HEAD.to_owned();
    let _ = writeln!(text, "// typescript {}", types.typescript);
    for (module, fingerprint) in &types.sources {
        let _ = writeln!(text, "// source {module} {fingerprint}");
    }
    let body = functions(&types.functions) + &thrown(types);
    let used = |names: &[&'static str], ends: &[char]| {
        let named = |name: &&&str| {
            let uses = body.match_indices(**name);
            let word = |at: usize, len: usize| {
                !body[..at].ends_with(|before: char| before.is_alphanumeric() || before == '"')
                    && body[at + len..].starts_with(ends)
            };
            uses.clone().any(|(at, name)| word(at, name.len()))
        };
        names.iter().filter(named).copied().collect::<Vec<_>>()
    };
    for (names, module) in [
        (used(&["Doc", "Id"], &['<']), data_model),
        (
            used(&["Value"], &[' ', ';', '[', '>', ')', '\n']),
            "convex/values",
        ),
    ] {
        if !names.is_empty() {
            let names = names.join(", ");
            let module = quoted(module);
            let _ = writeln!(text, "import type {{ {names} }} from {module};");
        }
    }
    text.push('\n');
    text.push_str(&body);
    text.push_str(&kinds(&types.functions));
    for (name, declaration) in [
        (
            "Up<",
            "/** The type so many arrays and objects further out: recursion. */\ninterface Up<Levels extends number> {\n  levels: Levels;\n}\n",
        ),
        (
            "Unsupported<",
            "/** What has no Convex type, and why. */\ninterface Unsupported<Reason extends string> {\n  reason: Reason;\n}\n",
        ),
    ] {
        if body.contains(name) {
            text.push('\n');
            text.push_str(declaration);
        }
    }
    text
}

fn functions(functions: &BTreeMap<String, CheckedSignature>) -> String {
    let mut text = "export interface Functions {\n".to_owned();
    for (path, signature) in functions {
        let head = format!("  {}(args: ", quoted(path));
        text.push_str(&head);
        let args = print(&signature.args, 2, head.len());
        text.push_str(&args);
        text.push_str("):");
        let column = text.len() - text.rfind('\n').unwrap_or(0);
        let returns = print(&signature.returns, 2, column);
        text.push_str(if returns.starts_with('\n') { "" } else { " " });
        text.push_str(&returns);
        text.push_str(";\n");
    }
    text.push_str("}\n");
    text
}

/// The interface `Kinds`: the functions that only TypeScript recognises, with kind and visibility.
fn kinds(functions: &BTreeMap<String, CheckedSignature>) -> String {
    let known = functions.iter().filter_map(|(path, signature)| {
        let kind = signature.kind?;
        let mut words = KINDS.iter();
        let (words, ..) = words.find(|(_, of, visibility)| (*of, *visibility) == kind)?;
        Some(format!("  {}: {};\n", quoted(path), quoted(words)))
    });
    let lines: String = known.collect();
    if lines.is_empty() {
        return lines;
    }
    format!(
        "\n/** Functions that only TypeScript recognises. */\nexport interface Kinds {{\n{lines}}}\n"
    )
}

/// The interfaces `Thrown`, by place, and `Throws`, by function.
fn thrown(types: &CheckedTypes) -> String {
    if types.throws.is_empty() {
        return String::new();
    }
    let mut text = "\n/** The data of each `ConvexError` whose type is known, by the place that throws it. */\nexport interface Thrown {\n".to_owned();
    for (place, shape) in &types.thrown {
        let head = format!("  {}:", quoted(place));
        let shape = print(shape, 2, head.len() + 1);
        let gap = if shape.starts_with('\n') { "" } else { " " };
        let _ = writeln!(text, "{head}{gap}{shape};");
    }
    text.push_str("}\n\n/** The places that functions reach, in themselves and in what they call. */\nexport interface Throws {\n");
    for (path, places) in &types.throws {
        let head = format!("  {}:", quoted(path));
        let literal = |place: &String| Shape::Literal(Literal::String(place.clone()));
        let places = Shape::union(places.iter().map(literal));
        let places = print(&places, 2, head.len() + 1);
        let gap = if places.starts_with('\n') { "" } else { " " };
        let _ = writeln!(text, "{head}{gap}{places};");
    }
    text.push_str("}\n");
    text
}

/// Returns whether the file whose text this is says what functions throw.
pub(super) fn says_errors(text: &str) -> bool {
    text.contains("\nexport interface Throws {")
}

/// The properties of the interface `name`.
fn properties<'a>(
    declarations: &'a Declarations,
    name: &str,
) -> impl Iterator<Item = (&'a String, Shape)> {
    let members = declarations.interfaces.get(name).into_iter().flatten();
    members.filter_map(|member| match member {
        TsMember::Property { name, ty, .. } => Some((name, structure::shape(ty))),
        _ => None,
    })
}

/// Parses the text of such a file; the error states the problem.
pub(super) fn read(text: &str) -> Result<CheckedTypes, String> {
    let mut types = CheckedTypes::default();
    for line in text.lines().map_while(|line| line.strip_prefix("//")) {
        match line.split_whitespace().collect::<Vec<_>>().as_slice() {
            ["typescript", version] => (*version).clone_into(&mut types.typescript),
            ["source", module, fingerprint] => {
                types
                    .sources
                    .insert((*module).to_owned(), (*fingerprint).to_owned());
            }
            _ => {}
        }
    }
    let declarations = parse_declarations(text)?;
    let members = declarations
        .interfaces
        .get("Functions")
        .ok_or("it declares no interface `Functions`")?;
    let kinds = declarations
        .interfaces
        .get("Kinds")
        .map_or(&[][..], Vec::as_slice);
    for member in members {
        let TsMember::Method {
            name,
            params,
            returns,
            ..
        } = member
        else {
            continue;
        };
        let args = structure::shape(params.first().unwrap_or(&TsType::Keyword(Keyword::Any)));
        let returns: Shape = structure::shape(returns);
        let kind = kinds.iter().find_map(|member| match member {
            TsMember::Property {
                name: path,
                ty: TsType::Literal(TsLiteral::String(words)),
                ..
            } if path == name => kind_of(words),
            _ => None,
        });
        let signature = CheckedSignature {
            args,
            returns,
            kind,
        };
        types.functions.insert(name.clone(), signature);
    }
    types.thrown = properties(&declarations, "Thrown")
        .map(|(place, shape)| (place.clone(), shape))
        .collect();
    for (path, places) in properties(&declarations, "Throws") {
        let places = places.members().iter().filter_map(|place| match place {
            Shape::Literal(Literal::String(place)) => Some(place.clone()),
            _ => None,
        });
        let places: BTreeSet<String> = places.collect();
        types.throws.insert(path.clone(), places);
    }
    Ok(types)
}

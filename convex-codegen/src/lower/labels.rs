//! Labels of a union's members, before they are spelled in Rust.

use std::{collections::BTreeMap, fmt::Write as _};

use crate::ir::{Field, Literal, Origin, Type, TypeId, Types, number_of};

use super::{
    apart::apart,
    names::{Case, spell},
    nouns,
};

/// Labels of literals; text and number that read alike get different ones.
pub(super) fn literals(literals: &[&Literal]) -> Vec<String> {
    let plain: Vec<String> = literals.iter().map(|literal| plain(literal)).collect();
    let label = |(at, literal): (usize, &&Literal)| {
        let alone = plain.iter().filter(|other| **other == plain[at]).count() == 1;
        match literal {
            _ if alone => plain[at].clone(),
            Literal::String(_) => plain[at].clone(),
            Literal::Float64(_) => format!("number {}", plain[at]),
            Literal::Int64(_) => format!("int64 {}", plain[at]),
            Literal::Boolean(_) => format!("boolean {}", plain[at]),
        }
    };
    literals.iter().enumerate().map(label).collect()
}

/// Labels of objects that the literals of their field `tag` tell apart. A Boolean or a number says
/// little without it: `success`, `failure`; `version 2`.
pub(super) fn tags(tag: &str, literals: &[&Literal]) -> Vec<String> {
    let labels = self::literals(literals);
    let label = |(literal, label): (&&Literal, String)| match literal {
        Literal::String(_) => label,
        Literal::Boolean(true) => of_true(tag),
        Literal::Boolean(false) => of_false(tag),
        Literal::Float64(_) | Literal::Int64(_) => format!("{tag} {label}"),
    };
    literals.iter().zip(labels).map(label).collect()
}

/// The words behind `prefix`, if that is the first word of `tag`.
fn behind<'a>(tag: &'a str, prefix: &str) -> Option<&'a str> {
    let rest = tag.strip_prefix(prefix)?;
    let is_word = rest.starts_with(|c: char| c.is_uppercase() || c == '_');
    is_word.then(|| rest.trim_start_matches('_'))
}

/// `tag` without the verb that only asks: `valid` of `isValid`.
fn adjective(tag: &str) -> &str {
    let verbs = ["is", "was", "did"].iter();
    let mut bare = verbs.filter_map(|verb| behind(tag, verb));
    bare.next().unwrap_or(tag)
}

/// The label of an object with `tag: true`.
fn of_true(tag: &str) -> String {
    adjective(tag).to_owned()
}

/// The label of an object with `tag: false`.
fn of_false(tag: &str) -> String {
    const OPPOSITES: &[(&str, &str)] = &[
        ("success", "failure"),
        ("succeeded", "failed"),
        ("valid", "invalid"),
        ("enabled", "disabled"),
        ("active", "inactive"),
        ("available", "unavailable"),
        ("authenticated", "unauthenticated"),
        ("authorized", "unauthorized"),
    ];
    if let Some(rest) = behind(tag, "has") {
        return format!("has no {rest}");
    }
    if let Some(rest) = behind(tag, "can") {
        return format!("cannot {rest}");
    }
    let bare = adjective(tag);
    let opposite = OPPOSITES
        .iter()
        .find(|(word, _)| bare.eq_ignore_ascii_case(word));
    match opposite {
        Some((_, opposite)) => (*opposite).to_owned(),
        None => format!("not {bare}"),
    }
}

fn plain(literal: &Literal) -> String {
    match literal {
        Literal::String(text) => text.clone(),
        Literal::Float64(bits) => match f64::from_bits(*bits) {
            value if value.is_nan() => "not a number".to_owned(),
            value if value == f64::INFINITY => "infinity".to_owned(),
            value if value == f64::NEG_INFINITY => "minus infinity".to_owned(),
            value => value
                .to_string()
                .replace('-', "minus ")
                .replace('.', " point "),
        },
        Literal::Int64(value) => value.to_string().replace('-', "minus "),
        Literal::Boolean(value) => value.to_string(),
    }
}

/// Labels of the members of a union that has no tag, all different where they are spelled.
///
/// Members whose labels meet say more, step by step: the first field that is theirs alone, the type
/// of a field, a field that they alone require, a field that they lack, in the end all that they
/// are.
pub(super) fn members(types: &Types, members: &[TypeId]) -> Vec<String> {
    let of_literals: Vec<&Literal> = members
        .iter()
        .filter_map(|member| match &types[*member].ty {
            Type::Literal(literal) => Some(literal),
            _ => None,
        })
        .collect();
    let mut of_literals = literals(&of_literals).into_iter();
    let mut candidates: Vec<Vec<String>> = members
        .iter()
        .map(|&member| match &types[member].ty {
            Type::Literal(_) => of_literals.next().into_iter().collect(),
            _ => candidates(types, member, members),
        })
        .collect();
    let mut chosen = vec![0; members.len()];
    // The last candidates take longer to find, and are rarely needed.
    let mut is_last = vec![false; members.len()];
    loop {
        let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, labels) in candidates.iter().enumerate() {
            let label = labels.get(chosen[at]).map_or("", String::as_str);
            groups
                .entry(spell(label, Case::Pascal))
                .or_default()
                .push(at);
        }
        let meet = groups.into_values().filter(|group| group.len() > 1);
        let mut moved = false;
        for at in meet.flatten() {
            let is_literal = matches!(types[members[at]].ty, Type::Literal(_));
            if chosen[at] + 1 == candidates[at].len() && !is_last[at] && !is_literal {
                is_last[at] = true;
                candidates[at].extend(last_candidates(types, members[at], members));
            }
            if chosen[at] + 1 < candidates[at].len() {
                chosen[at] += 1;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    let labels = candidates.into_iter().zip(chosen);
    labels
        .map(|(labels, at)| labels.into_iter().nth(at).unwrap_or_default())
        .collect()
}

/// The labels that a member could have, the shortest first.
fn candidates(types: &Types, id: TypeId, siblings: &[TypeId]) -> Vec<String> {
    let first = label(types, id, siblings);
    let mut labels = vec![first.clone()];
    let others = |pick: fn(&Types, TypeId) -> Option<TypeId>| -> Vec<TypeId> {
        let others = siblings.iter().filter(|other| **other != id);
        others.filter_map(|other| pick(types, *other)).collect()
    };
    match &types[id].ty {
        Type::Object(fields) => {
            // A name, or the literal that is first in it, goes before what it shares with no other
            // of that name.
            let named = types[id].origin.is_some() || literal_label(types, fields).is_some();
            let objects: Vec<&[Field]> = siblings
                .iter()
                .filter(|other| **other != id && (!named || meets(types, &first, **other)))
                .filter_map(|other| object(types, *other))
                .collect();
            let own = object_labels(types, fields, &objects);
            if named {
                labels.extend(own.map(|own| format!("{first} {own}")));
            } else {
                labels.extend(own);
            }
        }
        Type::Record { values, .. } => {
            labels.push(format!("{} record", label(types, *values, &[])));
        }
        Type::Array(element) => {
            let mut elements = others(|types, other| match types[other].ty {
                Type::Array(element) => Some(element),
                _ => None,
            });
            elements.push(*element);
            let of_elements = candidates_of_element(types, *element, &elements);
            labels.extend(
                of_elements
                    .into_iter()
                    .map(|label| format!("{label} array")),
            );
        }
        _ => {}
    }
    labels
}

/// With more siblings of the same label than this, a member is described in full.
const MANY: usize = 64;

/// The labels of a member that the usual ones do not tell apart from its siblings.
fn last_candidates(types: &Types, id: TypeId, siblings: &[TypeId]) -> Vec<String> {
    let first = label(types, id, siblings);
    let met: Vec<TypeId> = siblings
        .iter()
        .copied()
        .filter(|other| *other != id && meets(types, &first, *other))
        .collect();
    // Telling many apart takes long, and no short label would be left.
    let few = (met.len() <= MANY).then_some(met);
    let apart = few.and_then(|met| apart(types, id, &met, |types, id| label(types, id, &[])));
    let mut labels: Vec<String> = apart
        .map(|apart| format!("{first} {apart}"))
        .filter(|label| label.len() <= LONGEST)
        .into_iter()
        .collect();
    labels.push(describe(types, id));
    labels
}

/// Returns whether `other` would be called `label` too.
fn meets(types: &Types, label: &str, other: TypeId) -> bool {
    spell(&self::label(types, other, &[]), Case::Pascal) == spell(label, Case::Pascal)
}

/// Those of an array's element beside the elements of other arrays, to a depth that is enough.
fn candidates_of_element(types: &Types, element: TypeId, siblings: &[TypeId]) -> Vec<String> {
    match &types[element].ty {
        Type::Array(_) => vec![describe(types, element)],
        _ => candidates(types, element, siblings),
    }
}

/// Labels that tell an object apart: a field of its own, a field whose type no other has there, a
/// field that it alone requires, a field that it lacks.
fn object_labels(
    types: &Types,
    fields: &[Field],
    others: &[&[Field]],
) -> impl Iterator<Item = String> {
    let of = |fields: &[Field], name: &str| {
        let field = fields.iter().find(|field| field.name == name)?;
        Some(label(types, field.ty, &[]))
    };
    let mut labels = Vec::new();
    let own = fields
        .iter()
        .filter(|field| others.iter().all(|other| of(other, &field.name).is_none()));
    // `_id` is in every document, and is spelled as `id`.
    let (ordinary, system): (Vec<&Field>, Vec<&Field>) =
        own.partition(|field| !field.name.starts_with('_'));
    let own = ordinary.into_iter().chain(system);
    labels.extend(own.map(|field| format!("with {}", field.name)));
    for field in fields {
        let ty = label(types, field.ty, &[]);
        if others
            .iter()
            .all(|other| of(other, &field.name).as_ref() != Some(&ty))
        {
            labels.push(format!("with {} {ty}", field.name));
        }
    }
    let demands = |fields: &[Field], name: &str| {
        let mut fields = fields.iter();
        fields.any(|field| field.name == name && !field.optional)
    };
    let required = fields.iter().filter(|field| {
        let mut others = others.iter();
        !field.optional && others.all(|other| !demands(other, &field.name))
    });
    labels.extend(required.map(|field| format!("with {}", field.name)));
    let lacks = |name: &str| fields.iter().all(|field| field.name != name);
    if let Some((first, rest)) = others.split_first() {
        let missing = first.iter().filter(|field| lacks(&field.name));
        let missing =
            missing.filter(|field| rest.iter().all(|other| of(other, &field.name).is_some()));
        labels.extend(missing.map(|field| format!("without {}", field.name)));
    }
    labels.into_iter()
}

fn object(types: &Types, id: TypeId) -> Option<&[Field]> {
    match &types[id].ty {
        Type::Object(fields) => Some(fields),
        _ => None,
    }
}

/// The bytes of a description that a name may hold: documentation has a file for each type, and
/// file systems allow 255 for what that is called.
const LONGEST: usize = 60;

/// All that a type is, in words that depend on nothing else; of a long description its start and a
/// number that stands for all of it.
fn describe(types: &Types, id: TypeId) -> String {
    fn write(types: &Types, id: TypeId, depth: usize, out: &mut String) {
        let inside: Vec<(&str, TypeId)> = match &types[id].ty {
            Type::Array(element) => vec![("", *element)],
            Type::Record { keys, values, .. } => vec![("", *keys), ("", *values)],
            Type::Union(members) => members.iter().map(|member| ("", *member)).collect(),
            Type::Object(fields) => fields
                .iter()
                .map(|field| (field.name.as_str(), field.ty))
                .collect(),
            _ => Vec::new(),
        };
        out.push_str(&label(types, id, &[]));
        for (name, ty) in inside.into_iter().filter(|_| depth < 4) {
            out.push('(');
            out.push_str(name);
            out.push(' ');
            write(types, ty, depth + 1, out);
            out.push(')');
        }
    }
    let mut text = String::new();
    write(types, id, 0, &mut text);
    if text.len() > LONGEST {
        let whole = number_of(&text);
        let start = text.char_indices().take_while(|(at, _)| *at < LONGEST);
        text.truncate(start.last().map_or(0, |(at, _)| at));
        let _ = write!(text, " {:08x}", whole & 0xffff_ffff);
    }
    text
}

fn label(types: &Types, id: TypeId, siblings: &[TypeId]) -> String {
    let def = &types[id];
    match &def.origin {
        Some(Origin::Const { path, .. }) => {
            let mut parts: Vec<&str> = path.iter().map(String::as_str).collect();
            if let Some(first) = parts.first_mut() {
                *first = nouns::of_validator(first);
            }
            return parts.join(" ");
        }
        Some(Origin::Table(table)) => return format!("{table} fields"),
        Some(Origin::Document(table)) => return format!("{table} doc"),
        None => {}
    }
    match &def.ty {
        Type::Any | Type::Opaque => "value".to_owned(),
        Type::Null => "null".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::Float64 => "number".to_owned(),
        Type::Int64 | Type::CommitTs => "int64".to_owned(),
        Type::String => "string".to_owned(),
        Type::Bytes => "bytes".to_owned(),
        Type::Id(table) => format!("{table} id"),
        Type::Literal(literal) => plain(literal),
        Type::Array(element) if *element == id => "array".to_owned(),
        Type::Array(element) => match &types[*element].ty {
            Type::Array(_) | Type::Union(_) => "array".to_owned(),
            _ => format!("{} array", label(types, *element, &[])),
        },
        Type::Record { .. } => "record".to_owned(),
        Type::Union(_) => "union".to_owned(),
        Type::Object(fields) => object_label(types, fields, (id, siblings)),
    }
}

/// The value of its first literal field, or the first field that no sibling has.
fn object_label(types: &Types, fields: &[Field], (id, siblings): (TypeId, &[TypeId])) -> String {
    let others: Vec<&[Field]> = siblings
        .iter()
        .filter(|sibling| **sibling != id)
        .filter_map(|sibling| object(types, *sibling))
        .collect();
    literal_label(types, fields)
        .or_else(|| {
            object_labels(types, fields, &others)
                .next()
                .filter(|_| !others.is_empty())
        })
        .unwrap_or_else(|| "object".to_owned())
}

fn literal_label(types: &Types, fields: &[Field]) -> Option<String> {
    fields.iter().find_map(|field| match &types[field.ty].ty {
        Type::Literal(Literal::String(text)) if !field.optional && !text.is_empty() => {
            Some(text.clone())
        }
        _ => None,
    })
}

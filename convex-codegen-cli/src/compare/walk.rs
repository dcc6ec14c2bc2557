//! Differences between two types, field by field, down to the parts that changed.

use std::collections::BTreeSet;

use convex_codegen::inspect::{Field, Place, Type};

use super::{Change, Direction, Impact, fits};

/// The subject of a comparison and its places.
#[derive(Clone, Copy)]
pub(super) struct Side<'a> {
    pub subject: &'a str,
    pub direction: Direction,
    pub places: (&'a Option<Place>, &'a Option<Place>),
}

/// The maximum length of a type in a message.
const LONGEST: usize = 90;

/// Adds the changes from `old` to `new`.
pub(super) fn types(old: &Type, new: &Type, side: Side<'_>, changes: &mut Vec<Change>) {
    let mut found = Vec::new();
    differences(old, new, side, &mut found);
    // The type as a whole decides: what one part takes away, another member of a union may allow.
    let whole = Impact::from(fits(old, new, side.direction));
    for change in &mut found {
        change.impact = change.impact.min(whole);
    }
    if !found.iter().any(|change| change.impact == whole)
        && let Some(last) = found.last_mut()
    {
        last.impact = whole;
    }
    changes.extend(found);
}

fn differences(old: &Type, new: &Type, side: Side<'_>, changes: &mut Vec<Change>) {
    match (old, new) {
        (Type::Object(before), Type::Object(after)) => fields(before, after, side, changes),
        (Type::Array(before), Type::Array(after)) => {
            let subject = format!("{}[]", side.subject);
            let side = Side {
                subject: &subject,
                ..side
            };
            differences(before, after, side, changes);
        }
        (Type::Record { values: before, .. }, Type::Record { values: after, .. })
            if old.to_string() != new.to_string() && same_keys(old, new) =>
        {
            let subject = format!("{}{{}}", side.subject);
            let side = Side {
                subject: &subject,
                ..side
            };
            differences(before, after, side, changes);
        }
        (Type::Union(_), Type::Union(_)) => unions(old, new, side, changes),
        (Type::Unknown, Type::Unknown) => {}
        _ if same(old, new) => {}
        _ => {
            let message = match (old, new) {
                (Type::Unknown, _) => format!("type is {} now, was not known", short(new)),
                (_, Type::Unknown) => format!("type is no longer known, was {}", short(old)),
                _ => format!("type changed from {} to {}", short(old), short(new)),
            };
            push(
                changes,
                side,
                message,
                fits(old, new, side.direction).into(),
            );
        }
    }
}

fn same_keys(old: &Type, new: &Type) -> bool {
    let keys = |ty: &Type| match ty {
        Type::Record { keys, .. } => keys.to_string(),
        _ => String::new(),
    };
    keys(old) == keys(new)
}

/// Returns whether two types are displayed alike.
fn same(old: &Type, new: &Type) -> bool {
    old.to_string() == new.to_string()
}

fn fields(old: &[Field], new: &[Field], side: Side<'_>, changes: &mut Vec<Change>) {
    let names: BTreeSet<&str> = old
        .iter()
        .chain(new)
        .map(|field| field.name.as_str())
        .collect();
    let find = |fields: &'_ [Field], name: &str| fields.iter().position(|field| field.name == name);
    for name in names {
        let subject = format!("{}.{name}", side.subject);
        let (before, after) = (find(old, name), find(new, name));
        let place =
            |fields: &'_ [Field], at: Option<usize>| at.and_then(|at| fields[at].place.clone());
        let places = (&place(old, before), &place(new, after));
        let side = Side {
            subject: &subject,
            places,
            ..side
        };
        match (before, after) {
            (Some(at), None) => {
                let message = "field removed".to_owned();
                let impact = lone(&old[at], side.direction, Lone::Gone);
                push(changes, side, message, impact);
            }
            (None, Some(at)) => {
                let optional = if new[at].optional {
                    "optional"
                } else {
                    "required"
                };
                let impact = lone(&new[at], side.direction, Lone::New);
                push(changes, side, format!("{optional} field added"), impact);
            }
            (Some(before), Some(after)) => {
                let (before, after) = (&old[before], &new[after]);
                if before.optional != after.optional {
                    let (message, impact) = match (after.optional, side.direction) {
                        (true, Direction::Received) => ("is optional now", Impact::Breaking),
                        (true, _) => ("is optional now", Impact::Compatible),
                        (false, Direction::Received) => ("is required now", Impact::Compatible),
                        (false, _) => ("is required now", Impact::Breaking),
                    };
                    push(changes, side, message.to_owned(), impact);
                }
                differences(&before.ty, &after.ty, side, changes);
            }
            (None, None) => {}
        }
    }
}

/// The fate of a field that only one of two objects has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lone {
    Gone,
    New,
}

/// The impact of a field that only one of two objects has.
fn lone(field: &Field, direction: Direction, which: Lone) -> Impact {
    let (with, without) = (Type::Object(vec![field.clone()]), Type::Object(Vec::new()));
    let (old, new) = match which {
        Lone::Gone => (&with, &without),
        Lone::New => (&without, &with),
    };
    fits(old, new, direction).into()
}

/// Members that only one of two unions has.
fn unions(old: &Type, new: &Type, side: Side<'_>, changes: &mut Vec<Change>) {
    let (Type::Union(before), Type::Union(after)) = (old, new) else {
        return;
    };
    let texts = |members: &[std::sync::Arc<Type>]| -> BTreeSet<String> {
        members.iter().map(ToString::to_string).collect()
    };
    let (a, b) = (texts(before), texts(after));
    let gone: Vec<&String> = a.difference(&b).collect();
    let new_ones: Vec<&String> = b.difference(&a).collect();
    if gone.is_empty() && new_ones.is_empty() {
        return;
    }
    let list = |members: &[&String]| {
        let members = members.iter().map(|member| cut(member));
        members.collect::<Vec<String>>().join(", ")
    };
    let message = match (&gone[..], &new_ones[..]) {
        ([], added) => format!("union accepts {} too", list(added)),
        (removed, []) => format!("union no longer has {}", list(removed)),
        (removed, added) => format!("union has {} instead of {}", list(added), list(removed)),
    };
    push(
        changes,
        side,
        message,
        fits(old, new, side.direction).into(),
    );
}

fn push(changes: &mut Vec<Change>, side: Side<'_>, message: String, impact: Impact) {
    changes.push(super::change(impact, side.subject, message, side.places));
}

fn short(ty: &Type) -> String {
    format!("`{}`", cut(&ty.to_string()))
}

fn cut(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let start: String = text.chars().take(LONGEST - 1).collect();
    format!("{start}…")
}

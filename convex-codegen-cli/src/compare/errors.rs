//! The changes of what a function is known to throw.

use std::collections::BTreeMap;

use convex_codegen::inspect::{Field, Function, Literal, Type};

use super::{
    Change, Impact,
    accept::{Direction, fits},
    change,
};

/// The changes of errors from `old` to `new`.
///
/// A program keeps the data of an error that its bindings do not know, so an error more is
/// compatible, and so is one less. An error whose data became unreadable for old bindings goes on
/// as data, too: what a program does then is not known.
pub(super) fn errors(old: &Function, new: &Function, changes: &mut Vec<Change>) {
    let (Some(before), Some(after)) = (&old.throws, &new.throws) else {
        return;
    };
    let (before, after) = (members(&before.ty), members(&after.ty));
    let subject = format!("{}.throws", old.path);
    let mut push = |impact, message| {
        let places = (&old.place, &new.place);
        changes.push(change(impact, &subject, message, places));
    };
    for (code, ty) in &after {
        match before.get(code) {
            None => push(Impact::Compatible, format!("throws {code}, too")),
            Some(was) => {
                let impact = Impact::from(fits(was, ty, Direction::Received));
                if was.to_string() != ty.to_string() {
                    let message = format!("throws {code} as {ty} now, was {was}");
                    push(impact.min(Impact::Unknown), message);
                }
            }
        }
    }
    for code in before.keys().filter(|code| !after.contains_key(*code)) {
        let message = format!("is no longer known to throw {code}");
        push(Impact::Compatible, message);
    }
}

/// The errors of a type, by what tells them apart: their code, or the whole of them.
fn members(ty: &Type) -> BTreeMap<String, &Type> {
    let all: Vec<&Type> = match ty {
        Type::Union(members) => members.iter().map(AsRef::as_ref).collect(),
        other => vec![other],
    };
    let name = |ty: &Type| match ty {
        Type::Object(fields) => code(fields).unwrap_or_else(|| ty.to_string()),
        other => other.to_string(),
    };
    all.into_iter().map(|ty| (name(ty), ty)).collect()
}

fn code(fields: &[Field]) -> Option<String> {
    let of = |name: &str| {
        fields.iter().find_map(|field| match &*field.ty {
            Type::Literal(Literal::String(code)) if field.name == name => Some(format!("{code:?}")),
            _ => None,
        })
    };
    of("code").or_else(|| of("kind")).or_else(|| of("type"))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use convex_codegen::inspect::{Literal, Type};

    use super::members;

    #[test]
    fn texts_are_told_apart_by_themselves() {
        let text = |text: &str| Arc::new(Type::Literal(Literal::String(text.to_owned())));
        let both = Type::Union(vec![text("a"), text("b")]);
        let names: Vec<String> = members(&both).into_keys().collect();
        assert_eq!(names, ["\"a\"", "\"b\""]);
        assert_eq!(members(&Type::String).len(), 1);
    }
}

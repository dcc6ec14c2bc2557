//! The changes between two backends, and which programs they affect.

mod accept;
mod errors;
mod render;
mod walk;

use std::collections::BTreeSet;

use convex_codegen::inspect::{Backend, Function, Place, Signature, Table, Type, Visibility};

pub(crate) use accept::{Direction, Verdict, fits};
pub(crate) use render::{json, markdown, text};

/// The effect of a change on programs that were written for the old backend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Impact {
    /// Existing programs keep working.
    Compatible,
    /// A part of a type is unknown, so the effect is unknown too.
    Unknown,
    /// A call, or a document that is stored, may be rejected now; or a result may not be readable.
    Breaking,
}

impl From<Verdict> for Impact {
    fn from(fits: Verdict) -> Self {
        match fits {
            Verdict::Yes => Self::Compatible,
            Verdict::Unknown => Self::Unknown,
            Verdict::No => Self::Breaking,
        }
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Change {
    pub impact: Impact,
    /// The function or table, and the path inside its type: `payments:charge.args.amount`.
    pub subject: String,
    pub message: String,
    pub old: Option<Place>,
    pub new: Option<Place>,
}

/// The scope of a comparison.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scope {
    /// Internal functions too.
    pub internal: bool,
}

/// All changes from `old` to `new`: of functions, then of tables, each sorted by name.
pub(crate) fn compare(old: &Backend, new: &Backend, scope: Scope) -> Vec<Change> {
    let mut changes = Vec::new();
    let paths: BTreeSet<&str> = [old, new]
        .iter()
        .flat_map(|backend| backend.functions())
        .map(|function| function.path.as_str())
        .collect();
    for path in paths {
        let (before, after) = (old.function(path), new.function(path));
        let is_public = |function: Option<&Function>| {
            function.is_some_and(|function| function.visibility == Visibility::Public)
        };
        if scope.internal || is_public(before) || is_public(after) {
            functions(before, after, &mut changes);
        }
    }
    // The specification that Convex itself writes has no schema.
    if !old.tables().is_empty() && !new.tables().is_empty() {
        tables(old.tables(), new.tables(), &mut changes);
    }
    changes
}

fn functions(old: Option<&Function>, new: Option<&Function>, changes: &mut Vec<Change>) {
    let (old, new) = match (old, new) {
        (Some(old), Some(new)) => (old, new),
        (Some(old), None) => {
            let message = format!("{} removed", what(old));
            changes.push(change(
                Impact::Breaking,
                &old.path,
                message,
                (&old.place, &None),
            ));
            return;
        }
        (None, Some(new)) => {
            let message = format!("{} added", what(new));
            changes.push(change(
                Impact::Compatible,
                &new.path,
                message,
                (&None, &new.place),
            ));
            return;
        }
        (None, None) => return,
    };
    let places = (&old.place, &new.place);
    if old.kind != new.kind {
        let message = format!("is {} now, was {}", with_article(new), with_article(old));
        changes.push(change(Impact::Breaking, &old.path, message, places));
    }
    match (old.visibility, new.visibility) {
        (Visibility::Public, Visibility::Internal) => {
            let message = "is internal now: clients can no longer call it".to_owned();
            changes.push(change(Impact::Breaking, &old.path, message, places));
        }
        (Visibility::Internal, Visibility::Public) => {
            let message = "is public now".to_owned();
            changes.push(change(Impact::Compatible, &old.path, message, places));
        }
        _ => {}
    }
    let side = |side: &str| format!("{}.{side}", old.path);
    let sent = walk::Side {
        subject: &side("args"),
        direction: Direction::Sent,
        places,
    };
    walk::types(&old.args.ty, &new.args.ty, sent, changes);
    let received = walk::Side {
        subject: &side("returns"),
        direction: Direction::Received,
        places,
    };
    walk::types(
        &result(&old.returns),
        &result(&new.returns),
        received,
        changes,
    );
    errors::errors(old, new, changes);
}

/// A result that nothing declares is not known, whereas arguments that nothing declares are really
/// taken.
fn result(signature: &Signature) -> Type {
    match signature.from {
        None => Type::Unknown,
        Some(_) => (*signature.ty).clone(),
    }
}

fn tables(old: &[Table], new: &[Table], changes: &mut Vec<Change>) {
    let names: BTreeSet<&str> = old
        .iter()
        .chain(new)
        .map(|table| table.name.as_str())
        .collect();
    let find = |tables: &'_ [Table], name: &str| tables.iter().position(|table| table.name == name);
    for name in names {
        let subject = format!("tables.{name}");
        match (find(old, name), find(new, name)) {
            (Some(at), None) => {
                let places = (&old[at].place, &None);
                let message = "table removed".to_owned();
                changes.push(change(Impact::Breaking, &subject, message, places));
            }
            (None, Some(at)) => {
                let places = (&None, &new[at].place);
                let message = "table added".to_owned();
                changes.push(change(Impact::Compatible, &subject, message, places));
            }
            (Some(before), Some(after)) => {
                let (before, after) = (&old[before], &new[after]);
                let stored = walk::Side {
                    subject: &subject,
                    direction: Direction::Stored,
                    places: (&before.place, &after.place),
                };
                walk::types(&before.ty, &after.ty, stored, changes);
            }
            (None, None) => {}
        }
    }
}

fn change(
    impact: Impact,
    subject: &str,
    message: String,
    (old, new): (&Option<Place>, &Option<Place>),
) -> Change {
    Change {
        impact,
        subject: subject.to_owned(),
        message,
        old: old.clone(),
        new: new.clone(),
    }
}

fn what(function: &Function) -> String {
    let kind = format!("{:?}", function.kind).to_lowercase();
    match function.visibility {
        Visibility::Public => kind,
        Visibility::Internal => format!("internal {kind}"),
    }
}

fn with_article(function: &Function) -> String {
    let kind = format!("{:?}", function.kind).to_lowercase();
    let article = if kind == "action" { "an" } else { "a" };
    format!("{article} {kind}")
}

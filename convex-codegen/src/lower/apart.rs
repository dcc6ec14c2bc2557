//! Statements that tell a type apart from others, in words.

use std::collections::BTreeMap;

use crate::ir::{Type, TypeId, Types};

/// A part of a type at its place inside.
#[derive(PartialEq, Eq)]
struct Fact {
    label: String,
    required: bool,
}

/// The facts of a type by the way to their place, `details.item.code`.
type Facts = BTreeMap<Vec<String>, Fact>;

/// Something that holds for a type.
enum Statement<'a> {
    Has(&'a [String]),
    Is(&'a [String], &'a Fact),
    Requires(&'a [String]),
    Lacks(&'a [String]),
}

impl Statement<'_> {
    fn holds(&self, facts: &Facts) -> bool {
        match self {
            Self::Has(path) => facts.contains_key(*path),
            Self::Is(path, fact) => facts
                .get(*path)
                .is_some_and(|other| other.label == fact.label),
            Self::Requires(path) => facts.get(*path).is_some_and(|other| other.required),
            Self::Lacks(path) => !facts.contains_key(*path),
        }
    }

    fn words(&self) -> String {
        match self {
            Self::Has(path) | Self::Requires(path) => format!("with {}", path.join(" ")),
            Self::Is(path, fact) => format!("with {} {}", path.join(" "), fact.label),
            Self::Lacks(path) => format!("without {}", path.join(" ")),
        }
    }
}

/// Returns what holds for `id` and for no other, in as few statements as one finds by taking the
/// one that excludes the most each time; nothing where no statement tells them apart.
pub(super) fn apart(
    types: &Types,
    id: TypeId,
    others: &[TypeId],
    label: fn(&Types, TypeId) -> String,
) -> Option<String> {
    let facts_of = |id: TypeId| {
        let mut facts = Facts::new();
        collect((types, label), id, &mut Vec::new(), &mut facts);
        facts
    };
    let own = facts_of(id);
    let others: Vec<Facts> = others.iter().map(|other| facts_of(*other)).collect();
    let mut left: Vec<&Facts> = others.iter().collect();
    let mut words = Vec::new();
    while !left.is_empty() {
        let has = own.keys().map(|path| Statement::Has(path));
        let requires = own.iter().filter(|(_, fact)| fact.required);
        let requires = requires.map(|(path, _)| Statement::Requires(path));
        let theirs = left.iter().flat_map(|facts| facts.keys());
        let lacks = theirs.filter(|path| !own.contains_key(*path));
        let lacks = lacks.map(|path| Statement::Lacks(path));
        let is = own.iter().map(|(path, fact)| Statement::Is(path, fact));
        let all = has.chain(requires).chain(lacks).chain(is);
        // The first of those that exclude as many: `max_by_key` takes the last.
        let mut best: Option<(usize, usize, Statement<'_>)> = None;
        for statement in all {
            let excluded = left.iter().filter(|facts| !statement.holds(facts)).count();
            let depth = match &statement {
                Statement::Has(path)
                | Statement::Is(path, _)
                | Statement::Requires(path)
                | Statement::Lacks(path) => path.len(),
            };
            let is_better = best.as_ref().is_none_or(|(most, least, _)| {
                excluded > *most || (excluded == *most && depth < *least)
            });
            if excluded > 0 && is_better {
                best = Some((excluded, depth, statement));
            }
        }
        let (_, _, statement) = best?;
        words.push(statement.words());
        left.retain(|facts| statement.holds(facts));
    }
    Some(words.join(" "))
}

/// The deepest place that is looked at.
const DEEPEST: usize = 4;

fn collect(
    (types, label): (&Types, fn(&Types, TypeId) -> String),
    id: TypeId,
    path: &mut Vec<String>,
    facts: &mut Facts,
) {
    if path.len() >= DEEPEST {
        return;
    }
    let mut inside: Vec<(String, TypeId, bool)> = match &types[id].ty {
        Type::Object(fields) => fields
            .iter()
            .map(|field| (field.name.clone(), field.ty, !field.optional))
            .collect(),
        Type::Array(element) => vec![("item".to_owned(), *element, true)],
        Type::Record { keys, values, .. } => vec![
            ("key".to_owned(), *keys, true),
            ("value".to_owned(), *values, true),
        ],
        Type::Union(members) => members
            .iter()
            .map(|member| (format!("or {}", label(types, *member)), *member, true))
            .collect(),
        _ => Vec::new(),
    };
    for (name, ty, required) in inside.drain(..) {
        path.push(name);
        let fact = Fact {
            label: label(types, ty),
            required,
        };
        facts.insert(path.clone(), fact);
        collect((types, label), ty, path, facts);
        path.pop();
    }
}

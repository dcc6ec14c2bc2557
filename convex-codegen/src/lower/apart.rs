//! Statements that tell a type apart from others, in words.

use std::{cmp::Reverse, collections::BTreeMap};

use crate::ir::{Type, TypeId, Types};

/// The type at a place inside another, and whether it is always there.
#[derive(PartialEq, Eq)]
struct Fact {
    label: String,
    required: bool,
}

/// The facts of a type by path, such as `details.item.code`.
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

    fn path(&self) -> &[String] {
        match self {
            Self::Has(path) | Self::Is(path, _) | Self::Requires(path) | Self::Lacks(path) => path,
        }
    }

    fn words(&self) -> String {
        let path = self.path().join(" ");
        match self {
            Self::Has(_) | Self::Requires(_) => format!("with {path}"),
            Self::Is(_, fact) => format!("with {path} {}", fact.label),
            Self::Lacks(_) => format!("without {path}"),
        }
    }
}

/// Describes `id` by what holds for it and for none of `others`; `None` if nothing tells them
/// apart. Each statement is the one that excludes most of those that are left.
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
        let excluded =
            |statement: &Statement<'_>| left.iter().filter(|facts| !statement.holds(facts)).count();
        let best = all
            .map(|statement| (excluded(&statement), statement))
            .filter(|(excluded, _)| *excluded > 0)
            .min_by_key(|(excluded, statement)| (Reverse(*excluded), statement.path().len()));
        let (_, statement) = best?;
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
    let inside: Vec<(String, TypeId, bool)> = match &types[id].ty {
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
    for (name, ty, required) in inside {
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

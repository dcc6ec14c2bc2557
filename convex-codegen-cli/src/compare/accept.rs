//! Checks whether all values of one type are values of another, as Convex validates them.

use convex_codegen::inspect::{Field, Literal, Type};

/// The direction in which values of a type are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// Arguments: values that old callers send must be accepted.
    Sent,
    /// Results: what new functions return must be readable to old callers, who ignore further
    /// fields.
    Received,
    /// Documents: stored values must be accepted.
    Stored,
}

/// An answer that may not be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Yes,
    Unknown,
    No,
}

impl Verdict {
    /// Combines both; `No` takes precedence over `Unknown`.
    fn and(self, other: impl FnOnce() -> Self) -> Self {
        match self {
            Self::No => Self::No,
            Self::Yes => other(),
            Self::Unknown => match other() {
                Self::No => Self::No,
                _ => Self::Unknown,
            },
        }
    }

    fn or(self, other: impl FnOnce() -> Self) -> Self {
        match self {
            Self::Yes => Self::Yes,
            Self::No => other(),
            Self::Unknown => match other() {
                Self::Yes => Self::Yes,
                _ => Self::Unknown,
            },
        }
    }
}

impl From<bool> for Verdict {
    fn from(yes: bool) -> Self {
        if yes { Self::Yes } else { Self::No }
    }
}

/// The maximum number of alternatives that an object is split into at one field.
const ALTERNATIVES: usize = 128;

/// Deeper than any type is nested; a recursion that two types run into differently ends here.
const DEEPEST: usize = 200;

/// A type and the types that contain it.
#[derive(Clone, Copy)]
struct Node<'a> {
    ty: &'a Type,
    outer: Option<&'a Self>,
}

impl<'a> Node<'a> {
    /// The type itself, where this one only points to it.
    fn resolved(self) -> Option<Node<'a>> {
        let Type::Recursive(up) = self.ty else {
            return Some(self);
        };
        let mut node = self;
        for _ in 0..*up {
            node = *node.outer?;
        }
        node.resolved()
    }
}

/// Returns whether a program written for `old` works with `new`.
pub(crate) fn fits(old: &Type, new: &Type, direction: Direction) -> Verdict {
    let root = |ty| Node { ty, outer: None };
    let (subset, superset) = match direction {
        Direction::Sent | Direction::Stored => (old, new),
        Direction::Received => (new, old),
    };
    let check = Check {
        is_open: direction == Direction::Received,
    };
    check.within(root(subset), root(superset), &mut Vec::new())
}

/// The rules of a comparison.
struct Check {
    /// `true` if fields that the superset does not declare are allowed.
    is_open: bool,
}

/// The pairs that are being compared, by address: met again, they are assumed to fit.
type Open = Vec<(*const Type, *const Type)>;

impl Check {
    /// Returns whether each value of `sub` is a value of `sup`.
    fn within(&self, sub: Node<'_>, sup: Node<'_>, open: &mut Open) -> Verdict {
        let (Some(sub), Some(sup)) = (sub.resolved(), sup.resolved()) else {
            return Verdict::Unknown;
        };
        let pair = (std::ptr::from_ref(sub.ty), std::ptr::from_ref(sup.ty));
        if open.contains(&pair) {
            return Verdict::Yes;
        }
        if open.len() == DEEPEST {
            return Verdict::Unknown;
        }
        open.push(pair);
        let verdict = self.parts(sub, sup, open);
        open.pop();
        verdict
    }

    fn parts(&self, sub: Node<'_>, sup: Node<'_>, open: &mut Open) -> Verdict {
        if *sup.ty == Type::Any {
            return Verdict::Yes;
        }
        match (sub.ty, sup.ty) {
            (Type::Unknown, _) | (_, Type::Unknown) => Verdict::Unknown,
            (Type::Union(members), _) => members.iter().fold(Verdict::Yes, |all, member| {
                all.and(|| self.within(inside(&sub, member), sup, open))
            }),
            (_, Type::Union(members)) => {
                let whole = members.iter().fold(Verdict::No, |any, member| {
                    any.or(|| self.within(sub, inside(&sup, member), open))
                });
                whole.or(|| self.by_alternatives(sub, sup, open))
            }
            (Type::Literal(a), Type::Literal(b)) => Verdict::from(a == b),
            (Type::Literal(literal), other) => Verdict::from(matches!(
                (literal, other),
                (Literal::String(_), Type::String)
                    | (Literal::Float64(_), Type::Number)
                    | (Literal::Int64(_), Type::Int64 | Type::CommitTs)
                    | (Literal::Boolean(_), Type::Boolean)
            )),
            (Type::Id(a), Type::Id(b)) => Verdict::from(a == b),
            (Type::Int64, Type::Int64 | Type::CommitTs)
            | (Type::Id(_) | Type::String, Type::String)
            | (Type::Null, Type::Null)
            | (Type::Boolean, Type::Boolean)
            | (Type::Number, Type::Number)
            | (Type::CommitTs, Type::CommitTs)
            | (Type::Bytes, Type::Bytes) => Verdict::Yes,
            (Type::Array(a), Type::Array(b)) => self.within(inside(&sub, a), inside(&sup, b), open),
            (Type::Object(a), Type::Object(b)) => self.objects((&sub, a), (&sup, b), open),
            (Type::Object(fields), Type::Record { keys, values, .. }) => {
                fields.iter().fold(Verdict::Yes, |all, field| {
                    let name = Type::Literal(Literal::String(field.name.clone()));
                    let name = Node {
                        ty: &name,
                        outer: None,
                    };
                    all.and(|| self.key(name, inside(&sup, keys)))
                        .and(|| self.within(inside(&sub, &field.ty), inside(&sup, values), open))
                })
            }
            (
                Type::Record {
                    keys: k, values: v, ..
                },
                Type::Record { keys, values, .. },
            ) => self
                .within(inside(&sub, k), inside(&sup, keys), open)
                .and(|| self.within(inside(&sub, v), inside(&sup, values), open)),
            // A record may have any of the fields, or none.
            (Type::Record { values, .. }, Type::Object(fields)) if self.is_open => {
                fields.iter().fold(Verdict::Yes, |all, field| {
                    all.and(|| Verdict::from(field.optional))
                        .and(|| self.within(inside(&sub, values), inside(&sup, &field.ty), open))
                })
            }
            _ => Verdict::No,
        }
    }

    /// Returns whether a field's name may be a key; unknown if keys are ids.
    fn key(&self, name: Node<'_>, keys: Node<'_>) -> Verdict {
        match keys.ty {
            Type::Id(_) => Verdict::Unknown,
            _ => self.within(name, keys, &mut Vec::new()),
        }
    }

    fn objects(
        &self,
        (sub, a): (&Node<'_>, &[Field]),
        (sup, b): (&Node<'_>, &[Field]),
        open: &mut Open,
    ) -> Verdict {
        let known = b.iter().fold(Verdict::Yes, |all, wanted| {
            all.and(|| match a.iter().find(|field| field.name == wanted.name) {
                None => Verdict::from(wanted.optional),
                Some(field) if field.optional && !wanted.optional => {
                    // A type that is not understood may be optional or not.
                    match *field.ty {
                        Type::Unknown => Verdict::Unknown,
                        _ => Verdict::No,
                    }
                }
                Some(field) => self.within(inside(sub, &field.ty), inside(sup, &wanted.ty), open),
            })
        });
        known.and(|| {
            let is_known = |field: &Field| b.iter().any(|wanted| wanted.name == field.name);
            Verdict::from(self.is_open || a.iter().all(is_known))
        })
    }

    /// Takes a boolean or an object apart: `{ a: "x" | "y" }` fits into `{ a: "x" } | { a: "y" }`,
    /// though into neither alone.
    fn by_alternatives(&self, sub: Node<'_>, sup: Node<'_>, open: &mut Open) -> Verdict {
        let Some(alternatives) = alternatives(sub.ty) else {
            return Verdict::No;
        };
        alternatives.iter().fold(Verdict::Yes, |all, alternative| {
            let alternative = Node {
                ty: alternative,
                outer: sub.outer,
            };
            all.and(|| self.within(alternative, sup, open))
        })
    }
}

fn inside<'a>(outer: &'a Node<'a>, ty: &'a Type) -> Node<'a> {
    Node {
        ty,
        outer: Some(outer),
    }
}

/// Splits a type into several that together have the same values; `None` if it cannot be split.
fn alternatives(ty: &Type) -> Option<Vec<Type>> {
    match ty {
        Type::Boolean => Some(
            [true, false]
                .map(|value| Type::Literal(Literal::Boolean(value)))
                .into(),
        ),
        Type::Object(fields) => {
            // One field at a time: what is left is taken apart when it is met again.
            let at = fields.iter().position(|field| {
                field.optional || matches!(*field.ty, Type::Union(_) | Type::Boolean)
            })?;
            let field = &fields[at];
            let with = |change: &dyn Fn(&mut Vec<Field>)| {
                let mut fields = fields.clone();
                change(&mut fields);
                Type::Object(fields)
            };
            if field.optional {
                let required = with(&|fields| fields[at].optional = false);
                let absent = with(&|fields| drop(fields.remove(at)));
                return Some(vec![required, absent]);
            }
            let members: Vec<Type> = match &*field.ty {
                Type::Union(members) => members.iter().map(|member| (**member).clone()).collect(),
                other => alternatives(other)?,
            };
            (members.len() <= ALTERNATIVES).then(|| {
                members
                    .into_iter()
                    .map(|member| with(&|fields| fields[at].ty = member.clone().into()))
                    .collect()
            })
        }
        _ => None,
    }
}

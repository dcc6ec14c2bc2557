//! Equality of validators, field by field.

use crate::ir::{Field, Type, TypeId, Types};

/// Pairs that are compared before giving up; a validator that is larger was hardly written twice by
/// chance.
const BUDGET: usize = 10_000;

/// Significance of the order in which fields are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Counts,
    Free,
}

/// Returns whether `a` and `b` admit the same values and are written the same way.
pub(super) fn same(types: &Types, a: TypeId, b: TypeId) -> bool {
    compare(types, (a, b), Order::Counts)
}

/// Returns whether `a` and `b` admit the same values, in whatever order their fields are written.
/// Members of unions are compared in order.
pub(super) fn same_structure(types: &Types, a: TypeId, b: TypeId) -> bool {
    compare(types, (a, b), Order::Free)
}

fn compare(types: &Types, (a, b): (TypeId, TypeId), order: Order) -> bool {
    let mut pending = vec![(a, b)];
    let mut seen = std::collections::BTreeSet::new();
    while let Some((a, b)) = pending.pop() {
        if a == b || !seen.insert((a, b)) {
            continue;
        }
        if seen.len() > BUDGET {
            return false;
        }
        match (&types[a].ty, &types[b].ty) {
            (Type::Array(a), Type::Array(b)) => pending.push((*a, *b)),
            (Type::Object(a), Type::Object(b)) => {
                let (a, b) = (fields(a, order), fields(b, order));
                let alike =
                    |(a, b): (&&Field, &&Field)| a.name == b.name && a.optional == b.optional;
                if a.len() != b.len() || !a.iter().zip(&b).all(alike) {
                    return false;
                }
                pending.extend(a.iter().zip(&b).map(|(a, b)| (a.ty, b.ty)));
            }
            (
                Type::Record {
                    keys: a_keys,
                    values: a_values,
                    optional: a_optional,
                },
                Type::Record {
                    keys: b_keys,
                    values: b_values,
                    optional: b_optional,
                },
            ) => {
                if a_optional != b_optional {
                    return false;
                }
                pending.extend([(*a_keys, *b_keys), (*a_values, *b_values)]);
            }
            (Type::Union(a), Type::Union(b)) => {
                if a.len() != b.len() {
                    return false;
                }
                pending.extend(a.iter().copied().zip(b.iter().copied()));
            }
            (a, b) if a == b => {}
            _ => return false,
        }
    }
    true
}

fn fields(fields: &[Field], order: Order) -> Vec<&Field> {
    let mut fields: Vec<&Field> = fields.iter().collect();
    if order == Order::Free {
        fields.sort_by(|a, b| a.name.cmp(&b.name));
    }
    fields
}

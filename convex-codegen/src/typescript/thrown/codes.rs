//! The union of what several places throw: one member for each code.

use std::collections::BTreeMap;

use crate::{
    ir::Literal,
    typescript::shape::{Property, Shape},
};

/// The fields that tell errors apart, the first that is there.
pub(super) const TAGS: [&str; 3] = ["code", "kind", "type"];

/// The most codes of one place that become members of their own.
const MOST: usize = 64;

/// The type of what throws one of `shapes`.
///
/// Objects with one code are one member, in which a field that not all of them have is optional.
/// Literals elsewhere are what they are examples of: the next version says another sentence.
pub(super) fn union<'a>(shapes: impl IntoIterator<Item = &'a Shape>) -> Shape {
    let members: Vec<Shape> = shapes
        .into_iter()
        .flat_map(|shape| shape.members().to_vec())
        .collect();
    let objects: Vec<&Vec<Property>> = members
        .iter()
        .filter_map(|member| match member {
            Shape::Object(fields) => Some(fields),
            _ => None,
        })
        .collect();
    let tag = TAGS.iter().copied().find(|tag| {
        let mut objects = objects.iter();
        !objects.as_slice().is_empty() && objects.all(|fields| codes(fields, tag).is_some())
    });
    let mut by_code: BTreeMap<Literal, Vec<Vec<Property>>> = BTreeMap::new();
    let mut rest = Vec::new();
    for member in &members {
        match (member, tag) {
            (Shape::Object(fields), Some(tag)) => {
                for code in codes(fields, tag).unwrap_or_default() {
                    let fields = fields.iter().map(|field| Property {
                        shape: if field.name == tag {
                            Shape::Literal(code.clone())
                        } else {
                            widened(field.shape.clone())
                        },
                        ..field.clone()
                    });
                    by_code
                        .entry(code.clone())
                        .or_default()
                        .push(fields.collect());
                }
            }
            (Shape::Object(fields), None) => {
                let fields = fields.iter().map(|field| Property {
                    shape: if TAGS.contains(&field.name.as_str()) {
                        field.shape.clone()
                    } else {
                        widened(field.shape.clone())
                    },
                    ..field.clone()
                });
                rest.push(Shape::object(fields));
            }
            (other, _) => rest.push(other.clone()),
        }
    }
    let coded = by_code.into_values().map(joined);
    Shape::union(coded.chain(rest))
}

/// The literals of the required field `tag`, if it holds nothing else.
fn codes(fields: &[Property], tag: &str) -> Option<Vec<Literal>> {
    let field = fields
        .iter()
        .find(|field| field.name == tag && !field.optional)?;
    let members = field.shape.members();
    let codes = members.iter().map(|member| match member {
        Shape::Literal(literal @ Literal::String(_)) => Some(literal.clone()),
        _ => None,
    });
    let codes: Vec<Literal> = codes.collect::<Option<_>>()?;
    (codes.len() <= MOST).then_some(codes)
}

/// The object that each of `objects` is.
fn joined(objects: Vec<Vec<Property>>) -> Shape {
    let count = objects.len();
    let mut fields: BTreeMap<String, Vec<Property>> = BTreeMap::new();
    for field in objects.into_iter().flatten() {
        fields.entry(field.name.clone()).or_default().push(field);
    }
    Shape::object(fields.into_iter().map(|(name, fields)| Property {
        name,
        optional: fields.len() < count || fields.iter().any(|field| field.optional),
        shape: Shape::union(fields.into_iter().map(|field| field.shape)),
    }))
}

/// `shape` with the booleans and numbers that are only examples as what they are examples of.
///
/// TypeScript keeps such literals because `ConvexError` takes any value; texts it widens itself.
fn widened(shape: Shape) -> Shape {
    match shape {
        Shape::Literal(Literal::Boolean(_)) => Shape::Boolean,
        Shape::Literal(Literal::Float64(_)) => Shape::Number,
        Shape::Literal(Literal::Int64(_)) => Shape::BigInt,
        other => other.map_parts(widened),
    }
}

#[cfg(test)]
mod tests {
    use super::union;
    use crate::{
        ir::Literal,
        typescript::shape::{Property, Shape},
    };

    fn text(text: &str) -> Shape {
        Shape::Literal(Literal::String(text.to_owned()))
    }

    fn object(fields: &[(&str, Shape)]) -> Shape {
        Shape::object(fields.iter().map(|(name, shape)| Property {
            name: (*name).to_owned(),
            optional: false,
            shape: shape.clone(),
        }))
    }

    #[test]
    fn places_with_one_code_are_one_member() {
        let short = object(&[
            ("code", text("A")),
            ("retry", Shape::Literal(Literal::Boolean(true))),
        ]);
        let long = object(&[
            ("code", text("A")),
            ("retry", Shape::Boolean),
            ("id", Shape::String),
        ]);
        let other = object(&[("code", text("B"))]);
        let Shape::Union(members) = union([&short, &long, &other]) else {
            panic!("there are two codes");
        };
        let [Shape::Object(a), b] = members.as_slice() else {
            panic!("one member for each code: {members:?}");
        };
        assert_eq!(*b, other);
        let fields: Vec<_> = a
            .iter()
            .map(|field| (field.name.as_str(), field.optional))
            .collect();
        assert_eq!(fields, [("code", false), ("id", true), ("retry", false)]);
        assert_eq!(a[2].shape, Shape::Boolean);
    }

    #[test]
    fn a_union_of_codes_becomes_members() {
        let both = object(&[
            ("kind", Shape::union([text("a"), text("b")])),
            ("n", Shape::Number),
        ]);
        assert_eq!(union([&both]).members().len(), 2);
        // Where one has any code, no other is told from it.
        let any = object(&[("kind", Shape::String)]);
        assert_eq!(union([&both, &any]).members().len(), 2);
        assert_eq!(union([&text("x"), &Shape::String]), Shape::String);
    }
}

//! Cuts off types that would be too much Rust to compile.

use super::shape::{Shape, TOO_DEEP};

/// The most fields of one type. In Rust, each is about five lines, with its share of types and
/// derives.
const FIELDS: usize = 2000;

/// The reason for cutting off a type that is too large.
pub(super) const TOO_LARGE: &str = "more than 2000 fields";

/// The reason why TypeScript wrote only a part of a type.
pub(super) const TOO_LONG: &str = "too long for TypeScript to write";

/// Cuts `shape` at the greatest depth that keeps it within `FIELDS`.
pub(super) fn bounded(shape: Shape) -> Shape {
    if fields(&shape) <= FIELDS {
        return shape;
    }
    let mut deepest = Shape::Unsupported(TOO_LARGE.to_owned());
    for levels in 1.. {
        let cut = cut(shape.clone(), levels);
        if fields(&cut) > FIELDS || cut == shape {
            break;
        }
        deepest = cut;
    }
    deepest
}

/// Corrects `shape`, a result of less effort: its missing parts are due to the length of the whole
/// type.
pub(super) fn shortened(shape: Shape) -> Shape {
    match shape {
        Shape::Unsupported(reason) if reason == TOO_DEEP => Shape::Unsupported(TOO_LONG.to_owned()),
        other => other.map_parts(shortened),
    }
}

/// The number of fields on all levels.
fn fields(shape: &Shape) -> usize {
    match shape {
        Shape::Array(element) => fields(element),
        Shape::Record { values, .. } => fields(values),
        Shape::Union(members) => members.iter().map(fields).sum(),
        Shape::Object(all) => all.iter().map(|field| 1 + fields(&field.shape)).sum(),
        _ => 0,
    }
}

/// The outermost `levels` of objects.
fn cut(shape: Shape, levels: usize) -> Shape {
    match shape {
        Shape::Object(fields) if !fields.is_empty() && levels == 0 => {
            Shape::Unsupported(TOO_LARGE.to_owned())
        }
        Shape::Object(_) => shape.map_parts(|part| cut(part, levels.saturating_sub(1))),
        other => other.map_parts(|part| cut(part, levels)),
    }
}

#[cfg(test)]
mod tests {
    use super::{FIELDS, TOO_LARGE, bounded, fields};
    use crate::typescript::shape::{Property, Shape};

    fn object(names: usize, shape: &Shape) -> Shape {
        Shape::object((0..names).map(|name| Property {
            name: format!("f{name}"),
            optional: false,
            shape: shape.clone(),
        }))
    }

    #[test]
    fn what_is_too_large_keeps_its_outer_levels() {
        let small = object(10, &object(10, &Shape::String));
        assert_eq!(bounded(small.clone()), small);
        let large = object(16, &object(16, &object(16, &Shape::String)));
        let bounded_large = bounded(large);
        assert_eq!(fields(&bounded_large), 16 + 16 * 16);
        let is_cut = |part: &Shape| *part == Shape::Unsupported(TOO_LARGE.to_owned());
        assert!(bounded_large.some(&is_cut));
        let wide = bounded(object(FIELDS + 1, &Shape::String));
        assert_eq!(wide, Shape::Unsupported(TOO_LARGE.to_owned()));
    }
}

//! Errors of functions, from `convex-types.d.ts` into the IR.

use std::collections::{BTreeMap, BTreeSet};

use super::{TAGS, span_of, union};
use crate::{
    ir::{Literal, Throws, Type, TypeDef, TypeId},
    resolve::Program,
    source::Span,
    text::Docs,
    typescript::{checked::CheckedTypes, shape::Shape, to_ir::Lowering},
};

/// The places that documentation names for one error.
const NAMED: usize = 4;

/// The errors of a backend by their places.
#[derive(Debug)]
pub(in crate::typescript) struct Errors<'a> {
    checked: &'a CheckedTypes,
    spans: BTreeMap<&'a str, Span>,
    program: &'a Program,
}

impl<'a> Errors<'a> {
    /// The errors of `checked`, a backend read by `program`.
    pub(in crate::typescript) fn new(checked: &'a CheckedTypes, program: &'a Program) -> Self {
        let places = checked.thrown.keys();
        let spans = places.filter_map(|place| Some((place.as_str(), span_of(program, place)?)));
        Self {
            checked,
            spans: spans.collect(),
            program,
        }
    }

    /// Returns the errors of the function at `path`; `None` if nothing is known.
    pub(in crate::typescript) fn of(
        &self,
        path: &str,
        lowering: &mut Lowering<'_>,
    ) -> Option<Throws> {
        let places = self.checked.throws.get(path)?;
        let thrown = places
            .iter()
            .filter_map(|place| self.checked.thrown.get(place));
        let shape = union(thrown);
        if matches!(shape, Shape::Never | Shape::Any | Shape::Unknown) {
            return None;
        }
        let members: Vec<TypeId> = shape
            .members()
            .iter()
            .map(|member| self.member(member, lowering))
            .collect();
        let ty = match members.as_slice() {
            [only] => *only,
            _ => lowering.types.add(TypeDef {
                ty: Type::Union(members),
                origin: None,
                docs: Docs::default(),
                span: lowering.span,
            }),
        };
        let spans = places
            .iter()
            .filter_map(|place| self.spans.get(place.as_str()));
        Some(Throws {
            ty,
            places: spans.copied().collect(),
        })
    }

    /// One error, documented with the places at which the backend throws it.
    fn member(&self, member: &Shape, lowering: &mut Lowering<'_>) -> TypeId {
        let id = lowering.shape(member);
        let def = lowering.types[id].clone();
        if def.origin.is_none() {
            let text = self.sentence(member);
            let docs = Docs {
                text,
                ..Docs::default()
            };
            lowering.types.set(id, TypeDef { docs, ..def });
        }
        id
    }

    /// All functions document an error alike, because they may share its type.
    fn sentence(&self, member: &Shape) -> String {
        let places = self.checked.thrown.iter();
        let spans: BTreeSet<Span> = places
            .filter(|(_, shape)| shape.members().iter().any(|one| is_of(one, member)))
            .filter_map(|(place, _)| self.spans.get(place.as_str()).copied())
            .collect();
        let sources = &self.program.project.sources;
        let place = |span: &Span| {
            let path = &sources.file(span.file).path;
            format!("`{path}:{}`", sources.position(*span).line)
        };
        let named: Vec<String> = spans.iter().take(NAMED).map(place).collect();
        match spans.len().checked_sub(NAMED) {
            _ if named.is_empty() => String::new(),
            None | Some(0) => format!("Thrown by the backend ({}).", named.join(", ")),
            Some(more) => format!(
                "Thrown by the backend, also in {more} places more ({}).",
                named.join(", ")
            ),
        }
    }
}

/// Returns whether what one place throws is an example of `member`.
fn is_of(thrown: &Shape, member: &Shape) -> bool {
    if thrown == member {
        return true;
    }
    let (Shape::Object(thrown), Shape::Object(member)) = (thrown, member) else {
        return false;
    };
    TAGS.iter().any(|tag| {
        let code = |shape: &Shape| matches!(shape, Shape::Literal(Literal::String(_)));
        let field = |fields: &'_ [crate::typescript::shape::Property]| {
            let field = fields.iter().find(|field| field.name == *tag);
            field.map(|field| field.shape.clone())
        };
        match (field(thrown), field(member)) {
            (Some(thrown), Some(member)) => code(&member) && thrown.members().contains(&member),
            _ => false,
        }
    })
}

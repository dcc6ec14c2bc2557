//! The fields of object types: of literals and interfaces, of intersections and mapped types, of
//! `Pick` and its like.

use std::{collections::BTreeMap, rc::Rc};

use super::{
    super::shape::{Property, Shape, TOO_DEEP},
    Frame, Resolver, Scope,
    frame::Level,
    lookup::{Interface, Meaning},
};
use crate::{
    ir::Literal,
    syntax::types::{TsLiteral, TsMapped, TsMember, TsReference, TsType},
};

/// The fields and the index signatures of an object type.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Variant {
    /// The fields.
    pub fields: Vec<Property>,
    /// All keys, all values of index signatures.
    pub index: Option<(Vec<Shape>, Vec<Shape>)>,
}

/// One variant for each member of a union of objects, or why there are none.
type Variants = Result<Vec<Variant>, String>;

impl Resolver<'_> {
    /// The fields of `frame`, whose structure was entered already.
    pub(super) fn fields(&mut self, frame: &Frame) -> Variants {
        match &*frame.ty {
            TsType::Object(members) => self.members(frame, members).map(|variant| vec![variant]),
            TsType::Intersection(members) => {
                let mut all = vec![Variant::default()];
                for member in members {
                    let variants = self.fields(&frame.with(member))?;
                    let count = all.len().saturating_mul(variants.len());
                    self.left = match self.left.checked_sub(count) {
                        Some(left) => left,
                        None => return Err(super::TOO_LARGE.to_owned()),
                    };
                    let pairs = all
                        .iter()
                        .flat_map(|left| variants.iter().map(move |right| both(left, right)));
                    all = pairs.collect::<Result<_, _>>()?;
                }
                Ok(all)
            }
            TsType::Union(members) => {
                let mut all = Vec::new();
                for member in members {
                    all.extend(self.fields(&frame.with(member))?);
                }
                Ok(all)
            }
            TsType::Mapped(mapped) => self
                .mapped_fields(frame, mapped)
                .map(|variant| vec![variant]),
            TsType::Reference(reference) => self.referenced_fields(frame, reference),
            _ => match self.shape(frame) {
                Shape::Object(fields) => Ok(vec![Variant {
                    fields,
                    index: None,
                }]),
                Shape::Unsupported(reason) => Err(reason),
                _ => Err("a type that is not an object where one is needed".to_owned()),
            },
        }
    }

    /// The fields of a type that is taken apart: recursion to it does not lead here.
    pub(super) fn parts(&mut self, frame: &Frame) -> Variants {
        if self.around.len() >= super::DEPTH {
            return Err(TOO_DEEP.to_owned());
        }
        self.around.push(Level::Anonymous);
        let variants = self.fields(frame);
        self.around.pop();
        variants
    }

    fn referenced_fields(&mut self, frame: &Frame, reference: &TsReference) -> Variants {
        self.aliases += 1;
        if self.aliases > super::ALIASES {
            return Err(format!(
                "`{}`, which is defined by itself",
                reference.name.join(".")
            ));
        }
        let variants = match self.lookup(frame, reference) {
            Meaning::Type(target) => self.fields(&target),
            Meaning::Interface(interface) => self.interface_fields(&interface),
            Meaning::Shape(shape) => variants_of(&shape),
            Meaning::Builtin(name) => self.builtin_fields(frame, &name, &reference.args),
        };
        self.aliases = self.aliases.saturating_sub(1);
        variants
    }

    fn interface_fields(&mut self, interface: &Interface) -> Variants {
        let mut all = Variant::default();
        for parent in &interface.extends {
            let [variant] = self
                .fields(parent)?
                .try_into()
                .map_err(|_| "an interface of a union".to_owned())?;
            all = over(all, variant);
        }
        let [own] = self
            .fields(&interface.own)?
            .try_into()
            .map_err(|_| "an interface".to_owned())?;
        Ok(vec![over(all, own)])
    }

    fn members(&mut self, frame: &Frame, members: &[TsMember]) -> Result<Variant, String> {
        let mut variant = Variant::default();
        for member in members {
            match member {
                TsMember::Property {
                    name, ty, optional, ..
                } => variant.fields.push(Property {
                    name: name.clone(),
                    optional: *optional,
                    shape: self.shape(&frame.with(ty)),
                }),
                TsMember::Index { keys, values } => {
                    let (keys, values) = (
                        self.shape(&frame.with(keys)),
                        self.shape(&frame.with(values)),
                    );
                    let index = variant.index.get_or_insert_default();
                    index.0.push(keys);
                    index.1.push(values);
                }
                TsMember::Method {
                    name,
                    optional: false,
                    ..
                } => {
                    return Err(format!("an object with the method `{name}`"));
                }
                TsMember::Method { .. } => {}
                TsMember::Other => {
                    return Err("an object that can be called, or with a computed key".to_owned());
                }
            }
        }
        Ok(variant)
    }

    fn mapped_fields(&mut self, frame: &Frame, mapped: &TsMapped) -> Result<Variant, String> {
        let mut optional = BTreeMap::new();
        let keys = match &mapped.keys {
            // `[K in keyof T]` keeps which fields of `T` are optional.
            TsType::KeyOf(of) => {
                for field in self
                    .parts(&frame.with(of))?
                    .into_iter()
                    .flat_map(|variant| variant.fields)
                {
                    optional.insert(field.name, field.optional);
                }
                Shape::union(
                    optional
                        .keys()
                        .map(|name| Shape::Literal(Literal::String(name.clone()))),
                )
            }
            keys => self.shape(&frame.with(keys)),
        };
        let mut variant = Variant::default();
        for key in keys.members() {
            let Shape::Literal(Literal::String(name)) = key else {
                let value = self.shape(&frame.with(&mapped.value));
                variant.index = Some((vec![key.clone()], vec![value]));
                continue;
            };
            let literal = TsType::Literal(TsLiteral::String(name.clone()));
            let mut parameters = (*frame.scope.parameters).clone();
            parameters.insert(mapped.parameter.clone(), frame.with(&literal));
            let scope = Scope {
                file: frame.scope.file,
                parameters: Rc::new(parameters),
            };
            let shape = self.shape(&Frame {
                ty: Rc::new(mapped.value.clone()),
                scope,
            });
            let optional = mapped
                .optional
                .unwrap_or_else(|| optional.get(name).copied().unwrap_or(false));
            variant.fields.push(Property {
                name: name.clone(),
                optional,
                shape,
            });
        }
        Ok(variant)
    }

    /// `keyof T`.
    pub(super) fn keys(&mut self, frame: &Frame) -> Shape {
        match self.parts(frame) {
            Ok(variants) => match variants.as_slice() {
                [_, _, ..] => Shape::Unsupported("`keyof` of a union".to_owned()),
                [variant] if variant.index.is_none() => {
                    let names = variant
                        .fields
                        .iter()
                        .map(|field| Literal::String(field.name.clone()));
                    Shape::union(names.map(Shape::Literal))
                }
                _ => Shape::String,
            },
            Err(reason) => Shape::Unsupported(reason),
        }
    }

    /// `T["key"]`, `T[number]`.
    pub(super) fn indexed(&mut self, object: &Frame, index: &Frame) -> Shape {
        let index = self.shape(index);
        let element = match &index {
            Shape::Number => match self.shape(object) {
                Shape::Array(element) => *element,
                Shape::Unsupported(reason) => return Shape::Unsupported(reason),
                _ => return Shape::Unsupported("an index into what is no array".to_owned()),
            },
            _ => match self.parts(object) {
                Ok(variants) => match select(&variants, &index) {
                    Some(shape) => shape,
                    None => {
                        return Shape::Unsupported("an index that leads to no field".to_owned());
                    }
                },
                Err(reason) => return Shape::Unsupported(reason),
            },
        };
        if escapes(&element, 0) {
            Shape::Unsupported("a part of a recursive type".to_owned())
        } else {
            element
        }
    }
}

/// The variants of what is a shape already.
pub(super) fn variants_of(shape: &Shape) -> Variants {
    let variants = shape.members().iter().map(|member| match member {
        Shape::Object(fields) => Ok(Variant {
            fields: fields.clone(),
            index: None,
        }),
        Shape::Record { keys, values } => Ok(Variant {
            fields: Vec::new(),
            index: Some((vec![(**keys).clone()], vec![(**values).clone()])),
        }),
        Shape::Unsupported(reason) => Err(reason.clone()),
        _ => Err("a type that is not an object where one is needed".to_owned()),
    });
    variants.collect()
}

fn select(variants: &[Variant], index: &Shape) -> Option<Shape> {
    let mut found = Vec::new();
    for key in index.members() {
        for variant in variants {
            match (key, &variant.index) {
                (Shape::Literal(Literal::String(name)), None) => {
                    let field = variant.fields.iter().find(|field| field.name == *name)?;
                    found.push(field.shape.clone());
                    found.extend(field.optional.then_some(Shape::Undefined));
                }
                (_, Some((_, values))) => found.extend(values.iter().cloned()),
                _ => return None,
            }
        }
    }
    Some(Shape::union(found))
}

/// An intersection: all fields of both.
fn both(left: &Variant, right: &Variant) -> Result<Variant, String> {
    let mut all = left.clone();
    for field in &right.fields {
        match all.fields.iter_mut().find(|other| other.name == field.name) {
            None => all.fields.push(field.clone()),
            Some(same) if same.shape == field.shape => same.optional &= field.optional,
            Some(_) => {
                return Err(format!(
                    "an intersection whose parts disagree about `{}`",
                    field.name
                ));
            }
        }
    }
    if let Some((keys, values)) = &right.index {
        let index = all.index.get_or_insert_default();
        index.0.extend(keys.iter().cloned());
        index.1.extend(values.iter().cloned());
    }
    Ok(all)
}

/// The fields of `upper`, and those of `lower` that it does not declare again.
fn over(lower: Variant, upper: Variant) -> Variant {
    let mut all = lower;
    all.fields
        .retain(|field| upper.fields.iter().all(|other| other.name != field.name));
    all.fields.extend(upper.fields);
    all.index = upper.index.or(all.index);
    all
}

/// Returns whether a recursion in `shape` leads out of it.
pub(super) fn escapes(shape: &Shape, depth: usize) -> bool {
    match shape {
        Shape::Up(levels) => *levels >= depth,
        Shape::Array(element) => escapes(element, depth + 1),
        Shape::Object(fields) => fields.iter().any(|field| escapes(&field.shape, depth + 1)),
        Shape::Record { values, .. } => escapes(values, depth + 1),
        Shape::Union(members) => members.iter().any(|member| escapes(member, depth)),
        _ => false,
    }
}

//! Unions: literals, objects distinguished by a tag, and the rest.

use std::collections::BTreeSet;

use crate::{
    diagnostics::naming,
    ir::{self, Literal, Type, TypeId},
    model::{Body, EnumShape, RustDocs, Ty, Variant},
};

use super::{
    docs,
    draft::{DraftTy, NodeBody, Ref},
    labels,
    names::Case,
    places::Place,
    same::same,
    shapes::Shapes,
};

/// A union without its nulls and repetitions.
#[derive(Default)]
struct Flat {
    members: Vec<TypeId>,
    nullable: bool,
    any: bool,
    seen: BTreeSet<TypeId>,
}

impl<'a> Shapes<'a> {
    /// The shape of `v.union(..members)`.
    pub(super) fn union(&mut self, id: TypeId, members: &[TypeId], place: &Place) -> DraftTy {
        let mut flat = Flat::default();
        self.flatten(members, &mut flat);
        if flat.any {
            return Ty::Value;
        }
        let ty = match flat.members.as_slice() {
            [] if flat.nullable => return Ty::Unit,
            [] => return Ty::Value,
            [only] => self.ty(*only, place),
            members if self.are_literals(members) => self.literals(id, members, place),
            members => match self.tag(members) {
                Some(tag) => self.tagged(id, members, (tag, place)),
                None => self.untagged(id, members, place),
            },
        };
        if flat.nullable && !matches!(ty, Ty::Option(_) | Ty::Value | Ty::Unit) {
            ty.optional()
        } else {
            ty
        }
    }

    /// The shape of what a function throws. An object with a code is an enum, also while there is
    /// one code only: others will come.
    pub(super) fn error(&mut self, id: TypeId, place: &Place) -> DraftTy {
        const CODES: [&str; 3] = ["code", "kind", "type"];
        let def = &self.types[id];
        if let Type::Object(fields) = &def.ty
            && def.origin.is_none()
            && let Some(code) = CODES.into_iter().find(|code| {
                let code = self.tag_of(fields, code);
                matches!(code, Some(Literal::String(_)))
            })
        {
            return self.tagged(id, &[id], (code.to_owned(), place));
        }
        self.ty(id, place)
    }

    fn flatten(&self, members: &[TypeId], flat: &mut Flat) {
        for &member in members {
            if !flat.seen.insert(member) {
                continue;
            }
            let def = &self.types[member];
            match &def.ty {
                Type::Any | Type::Opaque => flat.any = true,
                Type::Null => flat.nullable = true,
                // A named union stays one type, unless it is all there is beside literals: one enum
                // is simpler then.
                Type::Union(inner)
                    if def.origin.is_none() || self.are_literals(inner) && members.len() > 2 =>
                {
                    self.flatten(inner, flat);
                }
                ty => {
                    // Written twice; objects with names of their own stay.
                    let again = |other: &TypeId| {
                        let named = def.origin.is_some() || self.types[*other].origin.is_some();
                        let object = matches!(ty, Type::Object(_));
                        !(named && object) && same(self.types, *other, member)
                    };
                    if !flat.members.iter().any(again) {
                        flat.members.push(member);
                    }
                }
            }
        }
    }

    fn are_literals(&self, members: &[TypeId]) -> bool {
        members
            .iter()
            .all(|member| matches!(self.types[*member].ty, Type::Literal(_)))
    }

    /// The literal that a value of type `id` always is.
    pub(super) fn constant(&self, id: TypeId) -> Option<&'a Literal> {
        let types = self.types;
        match &types[id].ty {
            Type::Literal(literal) => Some(literal),
            Type::Union(members) => {
                let mut flat = Flat::default();
                self.flatten(members, &mut flat);
                match flat.members.as_slice() {
                    [only] if !flat.any && !flat.nullable => literal(&types[*only].ty),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// One literal, or a union of them.
    pub(super) fn literals(&mut self, id: TypeId, members: &[TypeId], place: &Place) -> DraftTy {
        let literals: Vec<&Literal> = members
            .iter()
            .filter_map(|member| literal(&self.types[*member].ty))
            .collect();
        if let [Literal::Boolean(a), Literal::Boolean(b)] = literals.as_slice()
            && a != b
        {
            return Ty::Bool;
        }
        if let [only] = literals.as_slice() {
            let body = NodeBody::Unit((*only).clone());
            return self.node(id, place, |_| body);
        }
        let labels = labels::literals(&literals);
        self.node(id, place, |shapes| {
            let bodies = members.iter().zip(literals);
            let variants = bodies
                .map(|(member, literal)| (*member, Some(literal.clone()), Body::Unit))
                .collect();
            NodeBody::Enum(
                EnumShape::Literals,
                shapes.variants(variants, &labels, place),
            )
        })
    }

    /// The field that tells objects apart: required in all, a literal, different in each.
    fn tag(&self, members: &[TypeId]) -> Option<String> {
        let objects: Vec<&[ir::Field]> = members
            .iter()
            .map(|member| object(&self.types[*member].ty))
            .collect::<Option<_>>()?;
        let is_tag = |name: &str| {
            let mut literals = BTreeSet::new();
            objects.iter().all(|fields| {
                self.tag_of(fields, name)
                    .is_some_and(|literal| literals.insert(literal))
            })
        };
        objects
            .first()?
            .iter()
            .map(|field| &field.name)
            .find(|name| is_tag(name))
            .cloned()
    }

    fn tag_of(&self, fields: &[ir::Field], name: &str) -> Option<Literal> {
        let field = fields
            .iter()
            .find(|field| field.name == name && !field.optional)?;
        literal(&self.types[field.ty].ty).cloned()
    }

    fn tagged(
        &mut self,
        id: TypeId,
        members: &[TypeId],
        (tag, place): (String, &Place),
    ) -> DraftTy {
        self.node(id, place, |shapes| {
            let types = shapes.types;
            let fields = members
                .iter()
                .map(|member| object(&types[*member].ty).unwrap_or_default());
            let literals: Vec<Literal> = fields
                .clone()
                .filter_map(|fields| shapes.tag_of(fields, &tag))
                .collect();
            let labels = labels::tags(&tag, &literals.iter().collect::<Vec<_>>());
            let mut variants = Vec::new();
            for ((&member, fields), (literal, label)) in
                members.iter().zip(fields).zip(literals.iter().zip(&labels))
            {
                let body = if types[member].origin.is_some() {
                    Body::Tuple(shapes.ty(member, place))
                } else {
                    let others: Vec<ir::Field> = fields
                        .iter()
                        .filter(|field| field.name != tag)
                        .cloned()
                        .collect();
                    Body::Struct(shapes.fields(&others, &place.member(label)))
                };
                variants.push((member, Some(literal.clone()), body));
            }
            NodeBody::Enum(
                EnumShape::Tagged(tag),
                shapes.variants(variants, &labels, place),
            )
        })
    }

    fn untagged(&mut self, id: TypeId, members: &[TypeId], place: &Place) -> DraftTy {
        let types = self.types;
        let mut members = members.to_vec();
        // What takes any text or any key is tried last.
        members
            .sort_by_key(|member| matches!(types[*member].ty, Type::String | Type::Record { .. }));
        let labels = labels::members(types, &members);
        self.node(id, place, |shapes| {
            let mut variants = Vec::new();
            for (&member, label) in members.iter().zip(&labels) {
                variants.push(match &types[member].ty {
                    Type::Literal(literal) => (member, Some(literal.clone()), Body::Unit),
                    _ => (
                        member,
                        None,
                        Body::Tuple(shapes.ty(member, &place.member(label))),
                    ),
                });
            }
            NodeBody::Enum(EnumShape::Union, shapes.variants(variants, &labels, place))
        })
    }

    fn variants(
        &mut self,
        variants: Vec<(TypeId, Option<Literal>, Body<Ref>)>,
        labels: &[String],
        place: &Place,
    ) -> Vec<Variant<Ref>> {
        let types = self.types;
        let path = |label: &str| format!("{}.{label}", place.key);
        let siblings: Vec<&str> = labels.iter().map(String::as_str).collect();
        let (names, clashes) = self.renames.spell(&siblings, Case::Pascal, path);
        for clash in clashes {
            let member = |&at: &usize| (labels[at].clone(), types[variants[at].0].span);
            let members: Vec<_> = clash.members.iter().map(member).collect();
            let what = format!("members of `{}`", place.key);
            self.problems
                .push(naming::name_clash(&what, &clash.spelling, &members));
        }
        let lower =
            |((member, literal, body), name): ((TypeId, _, Body<Ref>), crate::model::Name)| {
                Variant {
                    name: name.rust,
                    docs: if matches!(body, Body::Tuple(_)) {
                        RustDocs::default()
                    } else {
                        docs::rustdoc(&types[member].docs)
                    },
                    literal,
                    body,
                }
            };
        variants.into_iter().zip(names).map(lower).collect()
    }
}

fn literal(ty: &Type) -> Option<&Literal> {
    match ty {
        Type::Literal(literal) => Some(literal),
        _ => None,
    }
}

fn object(ty: &Type) -> Option<&[ir::Field]> {
    match ty {
        Type::Object(fields) => Some(fields),
        _ => None,
    }
}

//! The names built into TypeScript and Convex.

use super::{
    super::{
        shape::{Property, Shape},
        structure::array,
    },
    Frame, Resolver,
    fields::{Variant, escapes, variants_of},
    unsupported,
};
use crate::{ir::Literal, syntax::types::TsType};

impl Resolver<'_> {
    /// The structure of the built-in `name` with `args`, as it is written at `frame`.
    pub(super) fn builtin(&mut self, frame: &Frame, name: &str, args: &[TsType]) -> Shape {
        match (name, args) {
            ("Promise" | "PromiseLike", [inner]) if self.awaited => self.shape(&frame.with(inner)),
            ("Promise" | "PromiseLike", [_]) => unsupported("Promise"),
            ("Awaited", [inner]) => {
                let awaited = std::mem::replace(&mut self.awaited, true);
                let shape = self.shape(&frame.with(inner));
                self.awaited = awaited;
                shape
            }
            ("NonNullable", [inner]) => {
                let shape = self.shape(&frame.with(inner));
                Shape::union(
                    shape
                        .members()
                        .iter()
                        .filter(|member| !matches!(member, Shape::Null | Shape::Undefined))
                        .cloned(),
                )
            }
            ("Array" | "ReadonlyArray", [element]) => {
                let element = frame.with(element);
                self.inside(frame, |resolver| array(resolver.shape(&element)))
            }
            ("Id" | "GenericId", [table]) => match self.shape(&frame.with(table)) {
                Shape::String | Shape::Any => Shape::String,
                tables => names(&tables).map_or_else(
                    || unsupported("an id of a table that is not known"),
                    |tables| Shape::union(tables.into_iter().map(Shape::Id)),
                ),
            },
            ("Id" | "GenericId" | "TableNames" | "Cursor" | "StorageId", [])
            | ("Uppercase" | "Lowercase" | "Capitalize" | "Uncapitalize", [_]) => Shape::String,
            ("Doc", [table]) => match names(&self.shape(&frame.with(table))) {
                Some(tables) => Shape::union(tables.into_iter().map(Shape::Document)),
                None => unsupported("a document of a table that is not known"),
            },
            ("Value", []) => Shape::Value,
            ("Doc" | "JSONValue", []) => Shape::Any,
            ("ArrayBuffer", []) => Shape::Bytes,
            ("Infer", [TsType::TypeOf(value)]) => self.infer(frame, &value.name),
            ("ReturnType", [TsType::TypeOf(function)]) => self.return_type(frame, function),
            ("Exclude" | "Extract", [all, some]) => {
                let (all, some) = (self.shape(&frame.with(all)), self.shape(&frame.with(some)));
                let extends = all.members().iter().map(|member| extends(member, &some));
                match extends.collect::<Option<Vec<bool>>>() {
                    Some(extends) => {
                        let kept = all.members().iter().zip(extends);
                        let kept = kept.filter(|(_, extends)| *extends == (name == "Extract"));
                        Shape::union(kept.map(|(member, _)| member.clone()))
                    }
                    None => unsupported(format!("`{name}` of types that are not compared")),
                }
            }
            ("Object", []) => Shape::Unknown,
            (
                "PaginationResult"
                | "Record"
                | "Partial"
                | "Required"
                | "Readonly"
                | "Pick"
                | "Omit"
                | "WithoutSystemFields"
                | "Expand"
                | "BetterOmit",
                [..],
            ) => self.object(frame),
            _ => unsupported(format!("`{name}`")),
        }
    }

    /// The fields of the built-in `name`.
    pub(super) fn builtin_fields(
        &mut self,
        frame: &Frame,
        name: &str,
        args: &[TsType],
    ) -> Result<Vec<Variant>, String> {
        match (name, args) {
            ("Partial" | "Required", [object]) => {
                let mut variants = self.parts(&frame.with(object))?;
                for field in variants.iter_mut().flat_map(|variant| &mut variant.fields) {
                    field.optional = name == "Partial";
                }
                Ok(variants)
            }
            ("Readonly" | "Expand", [object]) => self.parts(&frame.with(object)),
            ("Pick" | "Omit" | "BetterOmit", [object, keys]) => {
                let keys = self.shape(&frame.with(keys));
                let keys =
                    names(&keys).ok_or_else(|| format!("`{name}` with keys that are not known"))?;
                let mut variants = self.parts(&frame.with(object))?;
                if variants.len() > 1 {
                    return Err(format!("`{name}` of a union"));
                }
                for variant in &mut variants {
                    variant
                        .fields
                        .retain(|field| keys.contains(&field.name) == (name == "Pick"));
                }
                Ok(variants)
            }
            ("WithoutSystemFields", [object]) => {
                let mut variants = self.parts(&frame.with(object))?;
                for variant in &mut variants {
                    variant
                        .fields
                        .retain(|field| field.name != "_id" && field.name != "_creationTime");
                }
                Ok(variants)
            }
            ("Record", [keys, values]) => {
                let (keys, value) = (
                    self.shape(&frame.with(keys)),
                    self.shape(&frame.with(values)),
                );
                Ok(vec![record(&keys, &value)])
            }
            ("PaginationResult", [element]) => {
                let element = frame.with(element);
                let page = self.inside(
                    &frame.with(&TsType::Array(Box::new((*element.ty).clone()))),
                    |resolver| array(resolver.shape(&element)),
                );
                Ok(vec![pagination(page)])
            }
            ("Doc", _) => match self.builtin(frame, name, args) {
                Shape::Document(table) => {
                    let shape = self
                        .files
                        .document(&table)
                        .ok_or_else(|| format!("the table of `Doc<\"{table}\">` is not known"))?;
                    variants_of(&shape)
                }
                Shape::Unsupported(reason) => Err(reason),
                _ => Err("a document of several tables".to_owned()),
            },
            _ => {
                let shape = self.builtin(frame, name, args);
                if escapes(&shape, 0) {
                    Err("a part of a recursive type".to_owned())
                } else {
                    variants_of(&shape)
                }
            }
        }
    }
}

/// Returns whether `member` is assignable to `some`, as far as literals tell; `None` if they do
/// not.
fn extends(member: &Shape, some: &Shape) -> Option<bool> {
    let is_unit =
        |shape: &Shape| matches!(shape, Shape::Literal(_) | Shape::Null | Shape::Undefined);
    let units = some.members().iter().all(is_unit);
    match (member, some) {
        (Shape::Literal(_) | Shape::Null | Shape::Undefined, _) => {
            units.then(|| some.members().contains(member))
        }
        (Shape::Object(fields), Shape::Object(wanted)) => {
            let mut all = true;
            for want in wanted {
                if want.optional {
                    return None;
                }
                let field = fields.iter().find(|field| field.name == want.name);
                all &= match field {
                    Some(field) if !field.optional => extends_literals(&field.shape, &want.shape)?,
                    _ => false,
                };
            }
            Some(all)
        }
        (
            Shape::Object(_) | Shape::Array(_) | Shape::Document(_) | Shape::String | Shape::Number,
            _,
        ) if units => Some(false),
        _ => None,
    }
}

/// Returns whether the literals of `shape` are all among those of `wanted`; `None` for other types.
fn extends_literals(shape: &Shape, wanted: &Shape) -> Option<bool> {
    let is_literal = |shape: &Shape| matches!(shape, Shape::Literal(_));
    let all = shape
        .members()
        .iter()
        .chain(wanted.members())
        .all(is_literal);
    all.then(|| {
        shape
            .members()
            .iter()
            .all(|one| wanted.members().contains(one))
    })
}

fn record(keys: &Shape, value: &Shape) -> Variant {
    let mut variant = Variant::default();
    for key in keys.members() {
        match key {
            Shape::Literal(Literal::String(name)) => {
                variant.fields.push(Property {
                    name: name.clone(),
                    optional: false,
                    shape: value.clone(),
                });
            }
            other => {
                let index = variant.index.get_or_insert_default();
                index.0.push(other.clone());
                index.1.push(value.clone());
            }
        }
    }
    variant
}

fn pagination(page: Shape) -> Variant {
    let text = |text: &str| Shape::Literal(Literal::String(text.to_owned()));
    let field = |name: &str, optional, shape| Property {
        name: name.to_owned(),
        optional,
        shape,
    };
    let status = Shape::union([text("SplitRecommended"), text("SplitRequired"), Shape::Null]);
    let fields = vec![
        field("page", false, page),
        field("isDone", false, Shape::Boolean),
        field("continueCursor", false, Shape::String),
        field(
            "splitCursor",
            true,
            Shape::union([Shape::String, Shape::Null]),
        ),
        field("pageStatus", true, status),
    ];
    Variant {
        fields,
        index: None,
    }
}

/// The strings of a union of literals.
fn names(shape: &Shape) -> Option<Vec<String>> {
    let names = shape.members().iter().map(|member| match member {
        Shape::Literal(Literal::String(name)) => Some(name.clone()),
        _ => None,
    });
    names.collect()
}

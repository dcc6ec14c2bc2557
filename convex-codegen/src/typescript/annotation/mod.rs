//! Type annotations → [`Shape`], without any TypeScript: names are followed through aliases,
//! interfaces and imports.
//!
//! It covers what annotations of handlers usually consist of; for the rest, the shape states the
//! reason.

mod builtin;
mod fields;
mod frame;
mod lookup;
#[cfg(test)]
mod tests;
mod value;

use std::rc::Rc;

use self::frame::{Frame, Level, Scope};
use super::{
    shape::{Shape, TOO_DEEP},
    structure::{array, keyword_shape, literal_shape, structure},
};
use crate::{
    source::FileId,
    syntax::types::{ModuleTypes, TsMapped, TsReference, TsType},
};

/// Deepest nesting of structures, and longest chain of aliases, that are followed.
const DEPTH: usize = 24;
const ALIASES: usize = 64;

/// The most types that one annotation may consist of when its names are replaced by what they
/// mean. The largest real ones have a few hundred.
const LARGEST: usize = 10_000;

/// The files that annotations lead to.
pub(super) trait Files {
    /// The types of a file.
    fn types(&mut self, file: FileId) -> Rc<ModuleTypes>;
    /// Resolves `specifier`, imported by `from`.
    fn import(&mut self, from: FileId, specifier: &str) -> Destination;
    /// The document of a table, by structure.
    fn document(&mut self, table: &str) -> Option<Shape>;
    /// Returns whether `file` is the schema.
    fn is_schema(&self, file: FileId) -> bool;
    /// The validator that `file` declares as the constant `name`, by structure.
    fn validator(&mut self, file: FileId, name: &str) -> Option<Shape>;
}

/// The destination of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Destination {
    /// To a file of the project.
    File(FileId),
    /// To `_generated/…`.
    Generated,
    /// To a package.
    Package,
    /// Nowhere.
    Missing,
}

/// The structure of `ty`, which is written in `file`.
pub(super) fn resolve(files: &mut dyn Files, file: FileId, ty: &TsType) -> Shape {
    let scope = Scope::of(file);
    let mut resolver = Resolver {
        files,
        starred: std::collections::BTreeSet::new(),
        around: Vec::new(),
        aliases: 0,
        left: LARGEST,
        awaited: true,
    };
    let awaited = Frame {
        ty: Rc::new(ty.clone()),
        scope,
    };
    resolver.shape(&awaited)
}

struct Resolver<'a> {
    files: &'a mut dyn Files,
    /// `export *` that were followed for a name.
    starred: std::collections::BTreeSet<(crate::source::FileId, String)>,
    /// The structures around the current place.
    around: Vec<Level>,
    /// The number of names followed without entering a structure.
    aliases: usize,
    /// The number of types that may still be visited.
    left: usize,
    /// `true` while a promise stands for its result, as at the top; inside a structure it is
    /// unsupported.
    awaited: bool,
}

/// The reason why the rest of a type is missing.
const TOO_LARGE: &str = "a type this large in an annotation";

fn unsupported(reason: impl Into<String>) -> Shape {
    Shape::Unsupported(reason.into())
}

impl Resolver<'_> {
    fn shape(&mut self, frame: &Frame) -> Shape {
        let Some(left) = self.left.checked_sub(1) else {
            return unsupported(TOO_LARGE);
        };
        self.left = left;
        match &*frame.ty {
            TsType::Keyword(keyword) => keyword_shape(*keyword),
            TsType::Literal(literal) => literal_shape(literal),
            TsType::Template => Shape::String,
            TsType::Union(members) => {
                let shapes: Vec<Shape> = members
                    .iter()
                    .map(|member| self.shape(&frame.with(member)))
                    .collect();
                Shape::union(shapes)
            }
            TsType::Array(element) => {
                let element = frame.with(element);
                self.inside(frame, |resolver| array(resolver.shape(&element)))
            }
            TsType::Tuple(elements) => self.inside(frame, |resolver| {
                let shapes: Vec<Shape> = elements
                    .iter()
                    .map(|element| resolver.shape(&frame.with(element)))
                    .collect();
                array(Shape::union(shapes))
            }),
            TsType::Object(_) => self.object(frame),
            TsType::Intersection(members) => self.intersection(frame, members),
            TsType::Mapped(mapped) => self.mapped(frame, mapped),
            TsType::Reference(reference) => self.reference(frame, reference),
            TsType::KeyOf(of) => self.keys(&frame.with(of)),
            TsType::Indexed(object, index) => {
                let (object, index) = (frame.with(object), frame.with(index));
                self.indexed(&object, &index)
            }
            TsType::TypeOf(value) => self.type_of(frame, value),
            TsType::Function => unsupported("function"),
            TsType::Other(name) => unsupported(format!("{name} in an annotation")),
        }
    }

    /// Builds a structure, unless the very same one is around us already.
    fn inside(&mut self, frame: &Frame, build: impl FnOnce(&mut Self) -> Shape) -> Shape {
        let level = Level::of(frame);
        if let Some(levels) = self.around.iter().rev().position(|around| *around == level) {
            return Shape::Up(levels);
        }
        if self.around.len() >= DEPTH {
            return unsupported(TOO_DEEP);
        }
        let aliases = std::mem::take(&mut self.aliases);
        let awaited = std::mem::take(&mut self.awaited);
        self.around.push(level);
        let shape = build(self);
        self.around.pop();
        (self.aliases, self.awaited) = (aliases, awaited);
        shape
    }

    fn object(&mut self, frame: &Frame) -> Shape {
        self.inside(frame, |resolver| match resolver.fields(frame) {
            Ok(variants) => Shape::union(
                variants
                    .into_iter()
                    .map(|variant| structure(variant.fields, variant.index)),
            ),
            Err(reason) => unsupported(reason),
        })
    }

    fn intersection(&mut self, frame: &Frame, members: &[TsType]) -> Shape {
        // A brand: `string & { __brand: "user" }`.
        for member in members {
            if let TsType::Keyword(_) | TsType::Literal(_) = member {
                return self.shape(&frame.with(member));
            }
        }
        let mut primitive = None;
        for member in members {
            if let TsType::Reference(_) = member {
                let shape = self.shape(&frame.with(member));
                if matches!(
                    shape,
                    Shape::String | Shape::Number | Shape::Id(_) | Shape::Any
                ) {
                    primitive = Some(shape);
                }
            }
        }
        primitive.unwrap_or_else(|| self.object(frame))
    }

    fn mapped(&mut self, frame: &Frame, mapped: &TsMapped) -> Shape {
        if mapped.renamed {
            return unsupported("a mapped type that renames keys");
        }
        self.object(frame)
    }

    fn reference(&mut self, frame: &Frame, reference: &TsReference) -> Shape {
        self.aliases += 1;
        if self.aliases > ALIASES {
            return unsupported(format!(
                "`{}`, which is defined by itself",
                reference.name.join(".")
            ));
        }
        let shape = match self.lookup(frame, reference) {
            lookup::Meaning::Type(target) => self.shape(&target),
            lookup::Meaning::Interface(_) => self.object(frame),
            lookup::Meaning::Shape(shape) => shape,
            lookup::Meaning::Builtin(name) => self.builtin(frame, &name, &reference.args),
        };
        self.aliases = self.aliases.saturating_sub(1);
        shape
    }
}

//! Resolves names: a type parameter, a declaration of this or another file, or something built in.

use std::{collections::BTreeMap, rc::Rc};

use super::{
    super::{shape::Shape, structure::literal_shape},
    Destination, Frame, Resolver, Scope, unsupported,
};
use crate::{
    source::FileId,
    syntax::types::{TsReference, TsType, TypeDeclaration, TypeExport, TypeImport},
};

/// The most files through which a name is followed.
const HOPS: usize = 32;

/// The meaning of a name.
pub(super) enum Meaning {
    /// Another type.
    Type(Frame),
    /// An interface: the declaration, with its parameters bound.
    Interface(Rc<Interface>),
    /// This.
    Shape(Shape),
    /// Something of TypeScript or Convex, by its original name.
    Builtin(String),
}

/// An interface with its parameters bound.
pub(super) struct Interface {
    /// Its members, as an object type.
    pub own: Frame,
    /// The types that it extends.
    pub extends: Vec<Frame>,
}

/// A declaration and where it is.
struct Found {
    file: FileId,
    declaration: TypeDeclaration,
}

enum Search {
    Found(Found),
    /// `name` of a package or of `_generated`.
    Outside(String),
    /// The file neither declares nor imports it.
    Unbound,
    /// The file that it is imported from lacks it.
    Nothing,
}

impl Resolver<'_> {
    /// Resolves `reference`, written at `frame`.
    pub(super) fn lookup(&mut self, frame: &Frame, reference: &TsReference) -> Meaning {
        let Some((last, path)) = reference.name.split_last() else {
            return Meaning::Shape(unsupported("a module as a type"));
        };
        if reference.specifier.is_none()
            && path.is_empty()
            && let Some(bound) = frame.scope.parameters.get(last)
        {
            return Meaning::Type(bound.clone());
        }
        let file = frame.scope.file;
        self.starred.clear();
        let search = match (&reference.specifier, path) {
            (Some(specifier), []) => self.imported(file, &import(specifier, Some(last)), HOPS),
            (None, []) => self.local(file, last, HOPS),
            (None, [namespace]) => match self.local_import(file, namespace) {
                // `import * as types`, `types.Plan`.
                Some(TypeImport {
                    specifier,
                    name: None,
                }) => self.imported(file, &import(&specifier, Some(last)), HOPS),
                _ => return self.member(file, namespace, last),
            },
            _ => Search::Nothing,
        };
        match search {
            Search::Found(found) => declared(frame, reference, &found),
            Search::Outside(name) => Meaning::Builtin(name),
            Search::Unbound => Meaning::Builtin(last.clone()),
            Search::Nothing => {
                Meaning::Shape(unsupported(format!("`{}`", reference.name.join("."))))
            }
        }
    }

    /// `Color.Red`.
    fn member(&mut self, file: FileId, name: &str, member: &str) -> Meaning {
        if let Search::Found(Found {
            declaration: TypeDeclaration::Enum(members),
            ..
        }) = self.local(file, name, HOPS)
            && let Some((_, Some(value))) = members.iter().find(|(name, _)| name == member)
        {
            return Meaning::Shape(literal_shape(value));
        }
        Meaning::Shape(unsupported(format!("`{name}.{member}`")))
    }

    fn local_import(&mut self, file: FileId, name: &str) -> Option<TypeImport> {
        self.files.types(file).imports.get(name).cloned()
    }

    /// The file and the name that the value `name`, seen from `file`, is declared by.
    pub(super) fn value(&mut self, file: FileId, name: &str) -> Option<(FileId, String)> {
        self.starred.clear();
        self.declared_value(file, name, HOPS)
    }

    fn declared_value(
        &mut self,
        file: FileId,
        name: &str,
        hops: usize,
    ) -> Option<(FileId, String)> {
        match self.files.types(file).imports.get(name) {
            Some(import) => self.imported_value(file, import, hops),
            None => Some((file, name.to_owned())),
        }
    }

    fn imported_value(
        &mut self,
        from: FileId,
        from_there: &TypeImport,
        hops: usize,
    ) -> Option<(FileId, String)> {
        let Destination::File(file) = self.files.import(from, &from_there.specifier) else {
            return None;
        };
        let (name, hops) = (from_there.name.as_deref()?, hops.checked_sub(1)?);
        let types = self.files.types(file);
        match types.exports.get(name) {
            Some(TypeExport::Local(local)) => return self.declared_value(file, local, hops),
            Some(TypeExport::From(next)) => return self.imported_value(file, next, hops),
            None => {}
        }
        if !self.starred.insert((file, name.to_owned())) {
            return None;
        }
        types
            .stars
            .iter()
            .find_map(|star| self.imported_value(file, &import(star, Some(name)), hops))
    }

    fn local(&mut self, file: FileId, name: &str, hops: usize) -> Search {
        let types = self.files.types(file);
        if let Some(declaration) = types.types.get(name) {
            return Search::Found(Found {
                file,
                declaration: declaration.clone(),
            });
        }
        match types.imports.get(name) {
            Some(import) => self.imported(file, &import.clone(), hops),
            None => Search::Unbound,
        }
    }

    fn imported(&mut self, from: FileId, import: &TypeImport, hops: usize) -> Search {
        let Some(name) = &import.name else {
            return Search::Nothing;
        };
        if hops == 0 {
            return Search::Nothing;
        }
        match self.files.import(from, &import.specifier) {
            Destination::File(file) => self.exported(file, name, hops - 1),
            Destination::Generated => Search::Outside(name.clone()),
            Destination::Package if import.specifier.starts_with("convex/") => {
                Search::Outside(name.clone())
            }
            Destination::Package => Search::Outside(format!("{name} of {}", import.specifier)),
            Destination::Missing => {
                Search::Outside(format!("{name} of {}, which is missing", import.specifier))
            }
        }
    }

    fn exported(&mut self, file: FileId, name: &str, hops: usize) -> Search {
        let types = self.files.types(file);
        match types.exports.get(name) {
            Some(TypeExport::Local(local)) => {
                return match self.local(file, local, hops) {
                    Search::Unbound => Search::Nothing,
                    search => search,
                };
            }
            Some(TypeExport::From(import)) => return self.imported(file, import, hops),
            None => {}
        }
        if !self.starred.insert((file, name.to_owned())) {
            return Search::Nothing;
        }
        for star in &types.stars {
            if let Search::Found(found) = self.imported(file, &import(star, Some(name)), hops) {
                return Search::Found(found);
            }
        }
        Search::Nothing
    }
}

fn import(specifier: &str, name: Option<&str>) -> TypeImport {
    TypeImport {
        specifier: specifier.to_owned(),
        name: name.map(str::to_owned),
    }
}

fn declared(frame: &Frame, reference: &TsReference, found: &Found) -> Meaning {
    let scope = |parameters: &[(String, Option<TsType>)]| {
        let mut bound = BTreeMap::new();
        for (index, (name, default)) in parameters.iter().enumerate() {
            let argument = match (reference.args.get(index), default) {
                (Some(argument), _) => frame.argument(argument),
                (None, Some(default)) => {
                    let scope = Scope {
                        file: found.file,
                        parameters: Rc::new(bound.clone()),
                    };
                    Frame {
                        ty: Rc::new(default.clone()),
                        scope,
                    }
                }
                (None, None) => continue,
            };
            bound.insert(name.clone(), argument);
        }
        Scope {
            file: found.file,
            parameters: Rc::new(bound),
        }
    };
    match &found.declaration {
        TypeDeclaration::Alias { parameters, ty } => Meaning::Type(Frame {
            ty: Rc::new(ty.clone()),
            scope: scope(parameters),
        }),
        TypeDeclaration::Interface {
            parameters,
            extends,
            members,
        } => {
            let scope = scope(parameters);
            let at = |ty: TsType| Frame {
                ty: Rc::new(ty),
                scope: scope.clone(),
            };
            Meaning::Interface(Rc::new(Interface {
                own: at(TsType::Object(members.clone())),
                extends: extends
                    .iter()
                    .map(|parent| at(TsType::Reference(parent.clone())))
                    .collect(),
            }))
        }
        TypeDeclaration::Enum(members) => {
            let values: Option<Vec<Shape>> = members
                .iter()
                .map(|(_, value)| value.as_ref().map(literal_shape))
                .collect();
            let name = reference.name.join(".");
            Meaning::Shape(values.map_or_else(
                || unsupported(format!("the enum `{name}`, with computed values")),
                Shape::union,
            ))
        }
        TypeDeclaration::Class => Meaning::Shape(unsupported(format!(
            "the class `{}`",
            reference.name.join(".")
        ))),
    }
}

//! A type with the scope of its names.

use std::{collections::BTreeMap, rc::Rc};

use crate::{
    source::FileId,
    syntax::types::{TsReference, TsType},
};

/// The scope that names are looked up in: a file and the type parameters in effect.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scope {
    /// The file.
    pub file: FileId,
    /// Type parameters and what they stand for.
    pub parameters: Rc<BTreeMap<String, Frame>>,
}

impl Scope {
    /// The top level of `file`.
    pub(super) fn of(file: FileId) -> Self {
        Self {
            file,
            parameters: Rc::default(),
        }
    }
}

/// A type and its scope.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Frame {
    /// The type.
    pub ty: Rc<TsType>,
    /// The scope that it is written in.
    pub scope: Scope,
}

impl Frame {
    /// Another type in the same scope.
    pub(super) fn with(&self, ty: &TsType) -> Self {
        Self {
            ty: Rc::new(ty.clone()),
            scope: self.scope.clone(),
        }
    }

    /// An argument for a type parameter: a bare parameter is what it stands for, so that recursion
    /// stays the same.
    pub(super) fn argument(&self, ty: &TsType) -> Self {
        if let TsType::Reference(TsReference {
            specifier: None,
            name,
            ..
        }) = ty
            && let [name] = name.as_slice()
            && let Some(bound) = self.scope.parameters.get(name)
        {
            return bound.clone();
        }
        self.with(ty)
    }
}

/// A structure that we are inside of; the same one again is recursion.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Level {
    /// A type as it is written.
    Written(Frame),
    /// A structure that is taken apart to build another: nothing refers to it.
    Anonymous,
}

impl Level {
    /// The level of the structure that `frame` is.
    pub(super) fn of(frame: &Frame) -> Self {
        Self::Written(frame.clone())
    }
}

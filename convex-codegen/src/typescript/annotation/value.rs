//! `typeof`: of validators, whose values `Infer` gives, of constants and of functions.

use super::{
    super::shape::{Property, Shape},
    Destination, Frame, Resolver, Scope, unsupported,
};
use crate::syntax::types::{TsLiteral, TsReference, TsType};

impl Resolver<'_> {
    /// `Infer<typeof a.b>`.
    pub(super) fn infer(&mut self, frame: &Frame, path: &[String]) -> Shape {
        let name = path.join(".");
        let shape = match path {
            [constant] => self
                .value(frame.scope.file, constant)
                .and_then(|(file, constant)| self.files.validator(file, &constant)),
            [schema, tables, table, validator]
                if tables == "tables" && validator == "validator" =>
            {
                self.row(frame, (schema, table))
            }
            _ => None,
        };
        shape.unwrap_or_else(|| {
            unsupported(format!(
                "`Infer<typeof {name}>` of a validator that is not known"
            ))
        })
    }

    /// The shape that a table's validator allows: its documents without the system fields.
    fn row(&mut self, frame: &Frame, (schema, table): (&str, &str)) -> Option<Shape> {
        let here = frame.scope.file;
        let import = self.files.types(here).imports.get(schema).cloned();
        let file = match import {
            None => here,
            Some(import) => match self.files.import(here, &import.specifier) {
                Destination::File(file) => file,
                _ => return None,
            },
        };
        let document = self
            .files
            .is_schema(file)
            .then(|| self.files.document(table))??;
        let members = document.members().iter().map(|member| match member {
            Shape::Object(fields) => Some(Shape::Object(
                fields
                    .iter()
                    .filter(|field| !is_system(field))
                    .cloned()
                    .collect(),
            )),
            _ => None,
        });
        Some(Shape::union(members.collect::<Option<Vec<_>>>()?))
    }

    /// `typeof a.b`.
    pub(super) fn type_of(&mut self, frame: &Frame, value: &TsReference) -> Shape {
        if let [path @ .., last] = value.name.as_slice()
            && last == "type"
            && !path.is_empty()
        {
            return self.infer(frame, path);
        }
        let unknown = || unsupported(format!("`typeof {}`", value.name.join(".")));
        let (None, [constant, path @ ..]) = (&value.specifier, value.name.as_slice()) else {
            return unknown();
        };
        let Some((file, constant)) = self.value(frame.scope.file, constant) else {
            return unknown();
        };
        let Some(ty) = self
            .files
            .types(file)
            .constants
            .values
            .get(&constant)
            .cloned()
        else {
            return unknown();
        };
        let part = path.iter().fold(ty, |whole, key| {
            let key = TsType::Literal(TsLiteral::String(key.clone()));
            TsType::Indexed(Box::new(whole), Box::new(key))
        });
        let frame = Frame {
            ty: part.into(),
            scope: Scope::of(file),
        };
        self.shape(&frame)
    }

    /// `ReturnType<typeof f>`, of a function that declares its return type.
    pub(super) fn return_type(&mut self, frame: &Frame, function: &TsReference) -> Shape {
        if let (None, [name]) = (&function.specifier, function.name.as_slice())
            && let Some((file, name)) = self.value(frame.scope.file, name)
            && let Some(returns) = self.files.types(file).constants.returns.get(&name).cloned()
        {
            let frame = Frame {
                ty: returns.into(),
                scope: Scope::of(file),
            };
            return self.shape(&frame);
        }
        unsupported(format!("`ReturnType<typeof {}>`", function.name.join(".")))
    }
}

fn is_system(field: &Property) -> bool {
    field.name == "_id" || field.name == "_creationTime"
}

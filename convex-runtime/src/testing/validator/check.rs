//! Checking a value, with the server's messages.

use std::{
    collections::BTreeMap,
    fmt::{self, Display, Formatter},
};

use super::{
    Fields, Literal, Validator,
    display::{ObjectFields, Shown},
};
use crate::{Value, testing::table_of};

/// A mismatch between a value and a validator. Its text is the server's.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::testing) struct ValidationError {
    /// `.tasks[3].due`; nothing at the root.
    path: String,
    problem: Problem,
}

#[derive(Debug, Clone, PartialEq)]
enum Problem {
    OtherTable {
        id: String,
        found: String,
        table: String,
    },
    OtherLiteral {
        value: Value,
        literal: Literal,
    },
    MissingField {
        object: Value,
        field: String,
        fields: Fields,
    },
    ExtraField {
        object: Value,
        field: String,
        fields: Fields,
    },
    NoMatch {
        value: Value,
        validator: Validator,
    },
    /// Arguments are always an object.
    NoObject {
        value: Value,
    },
}

impl Validator {
    /// Checks a value.
    pub(in crate::testing) fn check(&self, value: &Value) -> Result<(), ValidationError> {
        self.check_at(value, "")
    }

    /// Checks the argument of a function.
    pub(in crate::testing) fn check_args(&self, value: &Value) -> Result<(), ValidationError> {
        if !matches!(self, Self::Any) && !matches!(value, Value::Object(_)) {
            return Err(ValidationError {
                path: String::new(),
                problem: Problem::NoObject {
                    value: value.clone(),
                },
            });
        }
        self.check(value)
    }

    fn check_at(&self, value: &Value, path: &str) -> Result<(), ValidationError> {
        let at = |problem| {
            Err(ValidationError {
                path: path.to_owned(),
                problem,
            })
        };
        match (self, value) {
            (Self::Any, _)
            | (Self::Null, Value::Null)
            | (Self::Boolean, Value::Boolean(_))
            | (Self::Int64, Value::Int64(_) | Value::CommitTs)
            | (Self::Float64, Value::Float64(_))
            | (Self::String, Value::String(_))
            | (Self::Bytes, Value::Bytes(_)) => Ok(()),
            (Self::Id(table), Value::String(id)) => match table_of(id) {
                Some(found) if found != table => at(Problem::OtherTable {
                    id: id.clone(),
                    found: found.to_owned(),
                    table: table.clone(),
                }),
                _ => Ok(()),
            },
            (Self::Literal(literal), value) if literal.value() == *value => Ok(()),
            (Self::Literal(literal), value) => at(Problem::OtherLiteral {
                value: value.clone(),
                literal: literal.clone(),
            }),
            (Self::Array(item), Value::Array(items)) => items
                .iter()
                .enumerate()
                .try_for_each(|(index, value)| item.check_at(value, &format!("{path}[{index}]"))),
            (Self::Record(keys, values), Value::Object(entries)) => {
                entries.iter().try_for_each(|(key, value)| {
                    keys.check_at(&Value::String(key.clone()), &format!("{path}.keys()"))?;
                    values.check_at(value, &format!("{path}.values()"))
                })
            }
            (Self::Object(fields), Value::Object(object)) => check_object(fields, object, path),
            (Self::Union(members), value) => match members.as_slice() {
                [only] => only.check_at(value, path),
                members
                    if members
                        .iter()
                        .any(|member| member.check_at(value, path).is_ok()) =>
                {
                    Ok(())
                }
                _ => at(Problem::NoMatch {
                    value: value.clone(),
                    validator: self.clone(),
                }),
            },
            (validator, value) => at(Problem::NoMatch {
                value: value.clone(),
                validator: validator.clone(),
            }),
        }
    }
}

fn check_object(
    fields: &Fields,
    object: &BTreeMap<String, Value>,
    path: &str,
) -> Result<(), ValidationError> {
    let whole = || Value::Object(object.clone());
    let at = |problem| {
        Err(ValidationError {
            path: path.to_owned(),
            problem,
        })
    };
    for (name, field) in fields {
        match object.get(name) {
            Some(value) => field.validator.check_at(value, &format!("{path}.{name}"))?,
            None if field.is_optional => {}
            None => {
                return at(Problem::MissingField {
                    object: whole(),
                    field: name.clone(),
                    fields: fields.clone(),
                });
            }
        }
    }
    match object.keys().find(|name| !fields.contains_key(*name)) {
        Some(name) => at(Problem::ExtraField {
            object: whole(),
            field: name.clone(),
            fields: fields.clone(),
        }),
        None => Ok(()),
    }
}

impl Display for ValidationError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let context = if self.path.is_empty() {
            String::new()
        } else {
            format!("Path: {}", self.path)
        };
        match &self.problem {
            Problem::OtherTable { id, found, table } if found.starts_with('_') => write!(
                f,
                "Found ID \"{id}\" from a system table, which does not match the table name in validator `v.id(\"{table}\")`.{context}"
            ),
            Problem::OtherTable { id, found, table } => write!(
                f,
                "Found ID \"{id}\" from table `{found}`, which does not match the table name in validator `v.id(\"{table}\")`.{context}"
            ),
            Problem::OtherLiteral { value, literal } => {
                write!(
                    f,
                    "`{}` does not match literal validator `v.literal({literal})`.{context}",
                    Shown(value)
                )
            }
            Problem::MissingField {
                object,
                field,
                fields,
            } => write!(
                f,
                "Object is missing the required field `{field}`. Consider wrapping the field validator in `v.optional(...)` if this is \
                 expected.\n{context}\nObject: {}\nValidator: {}",
                Shown(object),
                ObjectFields(fields)
            ),
            Problem::ExtraField {
                object,
                field,
                fields,
            } => write!(
                f,
                "Object contains extra field `{field}` that is not in the validator.\n{context}\nObject: {}\nValidator: {}",
                Shown(object),
                ObjectFields(fields)
            ),
            Problem::NoMatch { value, validator } => {
                write!(
                    f,
                    "Value does not match validator.\n{context}\nValue: {}\nValidator: {validator}",
                    Shown(value)
                )
            }
            Problem::NoObject { value } => {
                write!(
                    f,
                    "Expected to receive an object as the function's argument. Instead received: {}",
                    Shown(value)
                )
            }
        }
    }
}

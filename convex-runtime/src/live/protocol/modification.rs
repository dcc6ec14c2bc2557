//! `Modification`: what a transition says of one query.

use serde_core::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{Json, QueryId};

/// A change of one query in a transition.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Modification {
    /// It has a new result; the journal goes back to the deployment with the query after a
    /// reconnect.
    Ran {
        query: QueryId,
        outcome: QueryOutcome,
        journal: Option<String>,
    },
    /// The deployment forgot it.
    Removed { query: QueryId },
    /// Something that a newer deployment says; ignored.
    Unknown,
}

/// The value or the error of a query.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum QueryOutcome {
    Value {
        value: Json,
        logs: Vec<String>,
    },
    /// `data` is there when a `ConvexError` was thrown, even when it is `null`.
    Failure {
        message: String,
        data: Option<Json>,
        logs: Vec<String>,
    },
}

impl QueryOutcome {
    /// Returns the query's log lines.
    pub(crate) fn logs(&self) -> &[String] {
        match self {
            Self::Value { logs, .. } | Self::Failure { logs, .. } => logs,
        }
    }

    /// Returns whether both look alike to a subscriber. Log lines are ignored.
    pub(crate) fn shows_the_same_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Value { value, .. }, Self::Value { value: before, .. }) => value == before,
            (
                Self::Failure { message, data, .. },
                Self::Failure {
                    message: before,
                    data: data_before,
                    ..
                },
            ) => message == before && data == data_before,
            _ => false,
        }
    }
}

impl<'de> Deserialize<'de> for Modification {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        reader.deserialize_map(ModificationVisitor)
    }
}

struct ModificationVisitor;

impl<'de> Visitor<'de> for ModificationVisitor {
    type Value = Modification;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a modification of a query")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Modification, A::Error> {
        let (mut kind, mut id, mut journal, mut logs) = (String::new(), None, None, None);
        let (mut value, mut message, mut data) = (None, None, None);
        while let Some(name) = fields.next_key::<String>()? {
            match name.as_str() {
                "type" => kind = fields.next_value()?,
                "queryId" => id = Some(fields.next_value()?),
                "journal" => journal = fields.next_value()?,
                "logLines" => logs = fields.next_value()?,
                "value" => value = Some(raw(&mut fields)?),
                "errorMessage" => message = Some(fields.next_value()?),
                "errorData" => data = Some(raw(&mut fields)?),
                _ => drop(fields.next_value::<IgnoredAny>()?),
            }
        }
        let known = |id: Option<QueryId>| id.ok_or_else(|| A::Error::missing_field("queryId"));
        let logs = logs.unwrap_or_default();
        Ok(match kind.as_str() {
            "QueryUpdated" => {
                let value = value.unwrap_or_else(|| Json::from("null"));
                Modification::Ran {
                    query: known(id)?,
                    outcome: QueryOutcome::Value { value, logs },
                    journal,
                }
            }
            "QueryFailed" => {
                let message = message.unwrap_or_default();
                Modification::Ran {
                    query: known(id)?,
                    outcome: QueryOutcome::Failure {
                        message,
                        data,
                        logs,
                    },
                    journal,
                }
            }
            "QueryRemoved" => Modification::Removed { query: known(id)? },
            _ => Modification::Unknown,
        })
    }
}

/// The text of the next value; `null` is a text too, which an `Option` would swallow.
pub(super) fn raw<'de, A: MapAccess<'de>>(fields: &mut A) -> Result<Json, A::Error> {
    Ok(Json::from(fields.next_value::<&RawValue>()?.get()))
}

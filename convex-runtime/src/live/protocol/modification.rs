//! `Modification`: what a transition says of one query.

use super::{Json, QueryId};
use crate::json::{JsonError, Reader};

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

impl Modification {
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, JsonError> {
        let (mut kind, mut id, mut journal, mut logs) = (String::new(), None, None, None);
        let (mut value, mut message, mut data) = (None, None, None);
        reader.fields(&mut |name, field| {
            match name {
                "type" => kind = field.text()?,
                "queryId" => id = Some(field.count()?),
                "journal" => journal = field.optional(Reader::text)?,
                "logLines" => logs = field.optional(Reader::texts)?,
                // `null` is a value too.
                "value" => value = Some(Json::from(field.raw()?)),
                "errorMessage" => message = Some(field.text()?),
                "errorData" => data = Some(Json::from(field.raw()?)),
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        let known = id.ok_or_else(|| reader.error("a modification has no `queryId`"));
        let logs = logs.unwrap_or_default();
        let outcome = match kind.as_str() {
            "QueryUpdated" => QueryOutcome::Value {
                value: value.unwrap_or_else(|| Json::from("null")),
                logs,
            },
            "QueryFailed" => QueryOutcome::Failure {
                message: message.unwrap_or_default(),
                data,
                logs,
            },
            "QueryRemoved" => return Ok(Self::Removed { query: known? }),
            _ => return Ok(Self::Unknown),
        };
        Ok(Self::Ran {
            query: known?,
            outcome,
            journal,
        })
    }
}

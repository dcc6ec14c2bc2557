//! `Envelope`: all fields that any message of a deployment may have, read in one pass.

use super::{Json, Modification, RequestId, StateVersion, Timestamp, version::timestamp};
use crate::json::{JsonError, Reader};

/// One message, before its type is looked at: the type may come last.
#[derive(Default)]
pub(super) struct Envelope {
    pub(super) kind: String,
    pub(super) request: Option<RequestId>,
    pub(super) success: Option<bool>,
    pub(super) result: Option<Json>,
    pub(super) ts: Option<Timestamp>,
    pub(super) data: Option<Json>,
    pub(super) logs: Option<Vec<String>>,
    pub(super) start: Option<StateVersion>,
    pub(super) end: Option<StateVersion>,
    pub(super) modifications: Vec<Modification>,
    pub(super) error: Option<String>,
    pub(super) base_version: Option<u32>,
    pub(super) auth_update_attempted: Option<bool>,
    pub(super) chunk: Option<String>,
    pub(super) part: Option<u32>,
    pub(super) parts: Option<u32>,
    pub(super) transition: Option<String>,
}

impl Envelope {
    pub(super) fn read(text: &str) -> Result<Self, JsonError> {
        let (mut message, mut reader) = (Self::default(), Reader::new(text));
        reader.fields(&mut |name, value| message.field(name, value))?;
        reader.end()?;
        Ok(message)
    }

    /// Takes the value of a field, if it is known.
    fn field(&mut self, name: &str, value: &mut Reader<'_>) -> Result<bool, JsonError> {
        match name {
            "type" => self.kind = value.text()?,
            "requestId" => self.request = value.optional(Reader::count)?,
            "success" => self.success = value.optional(Reader::boolean)?,
            "result" => self.result = Some(value.raw()?.into()),
            "ts" => self.ts = value.optional(timestamp)?,
            "errorData" => self.data = Some(value.raw()?.into()),
            "logLines" => self.logs = value.optional(Reader::texts)?,
            "startVersion" => self.start = value.optional(StateVersion::read)?,
            "endVersion" => self.end = value.optional(StateVersion::read)?,
            "modifications" => {
                let all = &mut self.modifications;
                value.items(&mut |one| {
                    all.push(Modification::read(one)?);
                    Ok(())
                })?;
            }
            "error" => self.error = value.optional(Reader::text)?,
            "baseVersion" => self.base_version = value.optional(Reader::count)?,
            "authUpdateAttempted" => {
                self.auth_update_attempted = value.optional(Reader::boolean)?;
            }
            "chunk" => self.chunk = value.optional(Reader::text)?,
            "partNumber" => self.part = value.optional(Reader::count)?,
            "totalParts" => self.parts = value.optional(Reader::count)?,
            "transitionId" => self.transition = value.optional(Reader::text)?,
            _ => return Ok(false),
        }
        Ok(true)
    }
}

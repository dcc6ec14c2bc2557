//! `Envelope`: all fields that any message of a deployment may have, read in one pass.

use serde_core::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::{
    Json, Modification, RequestId, StateVersion, Timestamp, modification::raw, version::timestamp,
};

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

impl<'de> Deserialize<'de> for Envelope {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        reader.deserialize_map(EnvelopeVisitor)
    }
}

struct EnvelopeVisitor;

impl<'de> Visitor<'de> for EnvelopeVisitor {
    type Value = Envelope;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a message")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Envelope, A::Error> {
        let mut message = Envelope::default();
        while let Some(name) = fields.next_key::<String>()? {
            match name.as_str() {
                "type" => message.kind = fields.next_value()?,
                "requestId" => message.request = fields.next_value()?,
                "success" => message.success = fields.next_value()?,
                "result" => message.result = Some(raw(&mut fields)?),
                "ts" => {
                    let text: Option<String> = fields.next_value()?;
                    message.ts = text.map(|text| timestamp(&text)).transpose()?;
                }
                "errorData" => message.data = Some(raw(&mut fields)?),
                "logLines" => message.logs = fields.next_value()?,
                "startVersion" => message.start = fields.next_value()?,
                "endVersion" => message.end = fields.next_value()?,
                "modifications" => message.modifications = fields.next_value()?,
                "error" => message.error = fields.next_value()?,
                "baseVersion" => message.base_version = fields.next_value()?,
                "authUpdateAttempted" => message.auth_update_attempted = fields.next_value()?,
                "chunk" => message.chunk = fields.next_value()?,
                "partNumber" => message.part = fields.next_value()?,
                "totalParts" => message.parts = fields.next_value()?,
                "transitionId" => message.transition = fields.next_value()?,
                _ => drop(fields.next_value::<IgnoredAny>()?),
            }
        }
        Ok(message)
    }
}

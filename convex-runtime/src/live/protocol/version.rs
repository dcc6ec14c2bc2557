//! `StateVersion`: how far a connection's two sides agree.

use super::Timestamp;
use crate::json::{JsonError, Reader};

/// The state version before or after a transition. Each connection starts at zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct StateVersion {
    /// The number of `ModifyQuerySet` messages applied.
    pub(crate) query_set: u32,
    /// The number of `Authenticate` messages applied.
    pub(crate) identity: u32,
    pub(crate) ts: Timestamp,
}

impl StateVersion {
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, JsonError> {
        let mut version = Self::default();
        reader.fields(&mut |name, value| {
            match name {
                "querySet" => version.query_set = value.count()?,
                "identity" => version.identity = value.count()?,
                "ts" => version.ts = timestamp(value)?,
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        Ok(version)
    }
}

pub(super) fn timestamp(reader: &mut Reader<'_>) -> Result<Timestamp, JsonError> {
    let text = reader.text()?;
    let time = Timestamp::decode(&text);
    time.ok_or_else(|| reader.error("a timestamp is not the base64 of 8 bytes"))
}

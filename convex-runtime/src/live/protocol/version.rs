//! `StateVersion`: how far a connection's two sides agree.

use serde_core::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use super::Timestamp;

/// The state version before or after a transition. Each connection starts at zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct StateVersion {
    /// The number of `ModifyQuerySet` messages applied.
    pub(crate) query_set: u32,
    /// The number of `Authenticate` messages applied.
    pub(crate) identity: u32,
    pub(crate) ts: Timestamp,
}

impl<'de> Deserialize<'de> for StateVersion {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        reader.deserialize_map(VersionVisitor)
    }
}

struct VersionVisitor;

impl<'de> Visitor<'de> for VersionVisitor {
    type Value = StateVersion;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a state version")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<StateVersion, A::Error> {
        let mut version = StateVersion::default();
        while let Some(name) = fields.next_key::<String>()? {
            match name.as_str() {
                "querySet" => version.query_set = fields.next_value()?,
                "identity" => version.identity = fields.next_value()?,
                "ts" => version.ts = timestamp(&fields.next_value::<String>()?)?,
                _ => drop(fields.next_value::<IgnoredAny>()?),
            }
        }
        Ok(version)
    }
}

pub(super) fn timestamp<E: Error>(text: &str) -> Result<Timestamp, E> {
    Timestamp::decode(text).ok_or_else(|| E::custom("a timestamp is not the base64 of 8 bytes"))
}

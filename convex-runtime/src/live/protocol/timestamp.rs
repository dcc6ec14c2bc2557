//! `Timestamp`: when a deployment's data was in a certain state.

use crate::base64;

/// A point in a deployment's history, in nanoseconds. On the wire it is the base64 of 8
/// little-endian bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct Timestamp(pub(crate) u64);

impl Timestamp {
    pub(crate) fn encode(self) -> String {
        base64::encode(&self.0.to_le_bytes())
    }

    pub(crate) fn decode(text: &str) -> Option<Self> {
        let bytes = base64::decode(text)?;
        Some(Self(u64::from_le_bytes(bytes.try_into().ok()?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_epoch_is_written_as_every_client_writes_it() {
        assert_eq!(Timestamp(0).encode(), "AAAAAAAAAAA=");
        assert_eq!(Timestamp::decode("AQAAAAAAAAA="), Some(Timestamp(1)));
        assert_eq!(
            Timestamp::decode(&Timestamp(u64::MAX).encode()),
            Some(Timestamp(u64::MAX))
        );
    }

    #[test]
    fn other_lengths_are_refused() {
        assert_eq!(Timestamp::decode("AQ=="), None);
        assert_eq!(Timestamp::decode("AAAAAAAAAAAA"), None);
    }
}

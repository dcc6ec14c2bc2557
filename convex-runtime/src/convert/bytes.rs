//! `Bytes`: the type of `v.bytes()`.

use super::{Encoder, FromConvex, Mismatch, Node, ToConvex};

/// Bytes, the type of `v.bytes()`; an `ArrayBuffer` in TypeScript.
///
/// A type of its own, since `Vec<u8>` could as well mean an array of numbers.
///
/// ```
/// use convex_runtime::Bytes;
///
/// let bytes = Bytes::from(*b"hello");
/// assert_eq!(&bytes[..], b"hello");
/// assert_eq!(convex_runtime::encode(&bytes)?, r#"{"$bytes":"aGVsbG8="}"#);
/// # Ok::<(), convex_runtime::EncodeError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bytes(Vec<u8>);

impl Bytes {
    /// The bytes, without a copy.
    pub fn into_vec(self) -> Vec<u8> {
        self.0
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for Bytes {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl<const N: usize> From<[u8; N]> for Bytes {
    fn from(bytes: [u8; N]) -> Self {
        Self(bytes.to_vec())
    }
}

impl From<Bytes> for Vec<u8> {
    fn from(bytes: Bytes) -> Self {
        bytes.0
    }
}

impl std::ops::Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Debug for Bytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "b\"{}\"", self.0.escape_ascii())
    }
}

impl ToConvex for Bytes {
    #[inline]
    fn to_convex(&self, out: &mut Encoder) {
        out.bytes(&self.0);
    }

    mirror_receive!(Validator::Bytes);
}

impl FromConvex for Bytes {
    #[inline]
    fn from_convex(node: Node<'_>) -> Result<Self, Mismatch> {
        node.as_bytes()
            .map(Self::from)
            .ok_or_else(|| node.expected("bytes"))
    }

    mirror_send!(Validator::Bytes);
}

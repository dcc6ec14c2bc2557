//! Strings that are more than text: `uuid::Uuid`, `url::Url`.
//!
//! Both are sent in their normal form, whatever form they were received in: lower case, a slash
//! behind a host.

use super::{Encoder, FromConvex, Mismatch, Node, ToConvex};

macro_rules! text {
    ($text:ty, $expected:literal) => {
        impl ToConvex for $text {
            fn to_convex(&self, out: &mut Encoder) {
                out.string(&self.to_string());
            }

            mirror_receive!(Validator::String);
        }

        impl FromConvex for $text {
            fn from_convex(node: Node<'_>) -> Result<Self, Mismatch> {
                let text = node.as_str().and_then(|text| text.parse().ok());
                text.ok_or_else(|| node.expected($expected))
            }

            mirror_send!(Validator::String);
        }
    };
}

#[cfg(feature = "uuid")]
text!(uuid::Uuid, "a UUID");

#[cfg(feature = "url")]
text!(url::Url, "a URL");

#[cfg(all(test, feature = "uuid", feature = "url"))]
mod tests {
    use crate::{decode, encode};

    #[test]
    fn texts_are_parsed() {
        let json = "\"67e55044-10b1-426f-9247-bb680e5fe0c8\"";
        let id: uuid::Uuid = decode(json).expect("it is one");
        assert_eq!(encode(&id).expect("it is text"), json);
        let url: url::Url = decode("\"https://a.example/b?c\"").expect("it is one");
        assert_eq!(
            encode(&url).expect("it is text"),
            "\"https://a.example/b?c\""
        );
        for json in ["\"67e5\"", "1"] {
            let error = decode::<uuid::Uuid>(json).expect_err("it is none");
            assert!(error.to_string().contains("a UUID"), "{error}");
        }
    }
}

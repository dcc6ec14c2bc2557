//! Base64, in the two alphabets that Convex and tokens use.
//!
//! On a machine the crate of that name does it, whose loops are unrolled; in a browser these few
//! lines do, which weigh 2 kB less after gzip.

#[cfg(any(target_arch = "wasm32", test))]
mod small;

#[cfg(not(target_arch = "wasm32"))]
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};

/// Appends bytes in the standard alphabet, with padding.
pub(crate) fn encode_into(bytes: &[u8], text: &mut String) {
    #[cfg(not(target_arch = "wasm32"))]
    STANDARD.encode_string(bytes, text);
    #[cfg(target_arch = "wasm32")]
    small::encode_into(bytes, text);
}

/// Returns bytes in the standard alphabet, with padding.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut text = String::new();
    encode_into(bytes, &mut text);
    text
}

/// Reads the standard alphabet with padding; nothing that is written in another way.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    #[cfg(not(target_arch = "wasm32"))]
    return STANDARD.decode(text).ok();
    #[cfg(target_arch = "wasm32")]
    small::decode(text)
}

/// Reads the alphabet for URLs without padding; nothing that is written in another way.
pub(crate) fn decode_url(text: &str) -> Option<Vec<u8>> {
    #[cfg(not(target_arch = "wasm32"))]
    return URL_SAFE_NO_PAD.decode(text).ok();
    #[cfg(target_arch = "wasm32")]
    small::decode_url(text)
}

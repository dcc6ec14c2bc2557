//! The name of where a type comes from, as every format of `list` shows it.

use convex_codegen::inspect::{Evidence, Signature};

/// Returns the name of the source of a type.
pub(crate) fn source(signature: &Signature) -> &'static str {
    match (signature.from, signature.opaque.is_empty()) {
        (_, false) => "partly unknown",
        (Some(Evidence::Validator), _) => "validator",
        (Some(Evidence::TypeScript), _) => "TypeScript",
        (Some(Evidence::Annotation), _) => "annotation",
        (None, _) => "untyped",
    }
}

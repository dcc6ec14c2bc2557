//! `Limits`: which files may be uploaded.

use crate::{Error, UploadFile};

/// The limits of files that may be uploaded.
#[derive(Debug, Default)]
pub(super) struct Limits {
    /// In bytes.
    pub(super) max_size: Option<u64>,
    /// Such as `image/png` or `image/*`; any when it is empty.
    pub(super) types: Vec<String>,
}

impl Limits {
    pub(super) fn check(&self, file: &UploadFile) -> Result<(), Error> {
        if let Some(max) = self.max_size.filter(|max| file.size() > *max) {
            let size = file.size();
            return Err(Error::configuration(format!(
                "the file has {size} bytes, and {max} are allowed"
            )));
        }
        let of = |allowed: &String| match allowed.strip_suffix("/*") {
            Some(family) => file.content_type().split('/').next() == Some(family),
            None => file.content_type() == allowed,
        };
        if self.types.is_empty() || self.types.iter().any(of) {
            return Ok(());
        }
        let (found, allowed) = (file.content_type(), self.types.join(", "));
        Err(Error::configuration(format!(
            "the file is `{found}`, and allowed is {allowed}"
        )))
    }
}

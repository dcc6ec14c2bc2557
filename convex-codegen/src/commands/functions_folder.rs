//! `functions_folder`: where a project has its functions.

use std::path::{self, Path, PathBuf};

use crate::{Error, source};

/// Returns the functions folder of the project `dir`: the folder that `convex.json` names,
/// `convex` (`src/convex` in Create React App), or `dir` itself.
///
/// ```
/// let folder = convex_codegen::functions_folder("../examples/quickstart")?;
/// assert!(folder.ends_with("quickstart/convex"));
/// # Ok::<(), convex_codegen::Error>(())
/// ```
///
/// # Errors
///
/// When `dir` is not a folder that can be listed, or its `convex.json` is invalid, or it is a
/// project without functions.
pub fn functions_folder(dir: impl AsRef<Path>) -> Result<PathBuf, Error> {
    let dir = dir.as_ref();
    let absolute = path::absolute(dir).map_err(|error| Error::io("find", dir, error))?;
    let folder = source::functions_folder(&absolute)?;
    // As it was given: below `dir` if it is.
    Ok(match folder.strip_prefix(&absolute) {
        Ok(below) if below.as_os_str().is_empty() => dir.to_owned(),
        Ok(below) => dir.join(below),
        Err(_) => folder,
    })
}

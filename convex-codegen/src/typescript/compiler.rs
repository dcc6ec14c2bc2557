//! Finds the project's own TypeScript compiler.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::error::Error;

/// The name of the command inside `node_modules/.bin`.
const COMMAND: &str = if cfg!(windows) { "tsc.cmd" } else { "tsc" };

/// Finds the `tsc` of the project at `folder`: in its `node_modules`, or in that of a folder above
/// (a workspace's root).
pub(super) fn find(folder: &Path) -> Result<PathBuf, Error> {
    let candidates = folder
        .ancestors()
        .map(|above| above.join("node_modules/.bin").join(COMMAND));
    candidates.into_iter().find(|candidate| candidate.is_file()).ok_or_else(|| {
        Error::TypeScript(format!(
            "found no TypeScript for `{}`: there is no `node_modules/.bin/tsc` in it or above. Run {}, or name a \
             compiler with `--tsc PATH` (or `Types::tsc`).",
            folder.display(),
            install(folder, "typescript")
        ))
    })
}

/// Returns whether the package `convex` is installed for `folder`; without it every function is
/// `any`.
pub(super) fn has_convex(folder: &Path) -> bool {
    let mut above = folder.ancestors();
    above.any(|above| above.join("node_modules/convex/package.json").is_file())
}

/// The command that brings `package` to the project of the functions in `folder`, and where to run
/// it: by its lock file, and by what its `package.json` names already.
pub(super) fn install(folder: &Path, package: &str) -> String {
    const MANAGERS: [(&str, &str, &str); 5] = [
        ("package-lock.json", "npm install", "npm install --save-dev"),
        ("pnpm-lock.yaml", "pnpm install", "pnpm add --save-dev"),
        ("yarn.lock", "yarn install", "yarn add --dev"),
        ("bun.lock", "bun install", "bun add --dev"),
        ("bun.lockb", "bun install", "bun add --dev"),
    ];
    let locked = folder.ancestors().find_map(|above| {
        let mut managers = MANAGERS.iter();
        managers.find(|(lock, ..)| above.join(lock).is_file())
    });
    let (_, all, one) = locked.unwrap_or(&MANAGERS[0]);
    let mut manifests = folder
        .ancestors()
        .map(|above| (above, above.join("package.json")));
    let project = manifests.find(|(_, manifest)| manifest.is_file());
    let named = project.as_ref().is_some_and(|(_, manifest)| {
        let text = fs::read_to_string(manifest).unwrap_or_default();
        text.contains(&format!("\"{package}\""))
    });
    let beside = folder.parent().unwrap_or(folder);
    let at = project.map_or(beside, |(at, _)| at).display();
    if named {
        format!("`{all}` in `{at}`")
    } else {
        format!("`{one} {package}` in `{at}`")
    }
}

/// The folder that holds everything the sources can import by a relative path: the repository or
/// the workspace.
pub(super) fn workspace(functions: &Path) -> PathBuf {
    const MARKS: [&str; 5] = [
        "package.json",
        "node_modules",
        "tsconfig.json",
        "pnpm-workspace.yaml",
        "deno.json",
    ];
    let mut found = functions.parent().unwrap_or(functions);
    for above in functions.ancestors().skip(1) {
        // The file system's root is not a workspace.
        if above.parent().is_none() {
            break;
        }
        let repository = above.join(".git").exists();
        if repository || MARKS.iter().any(|mark| above.join(mark).exists()) {
            found = above;
        }
        if repository {
            break;
        }
    }
    found.to_owned()
}

/// The `tsconfig.json` that holds for `functions`, and whether it is in that very folder.
pub(super) fn tsconfig(functions: &Path, workspace: &Path) -> Option<PathBuf> {
    let inside = functions
        .ancestors()
        .take_while(|above| above.starts_with(workspace));
    inside
        .map(|above| above.join("tsconfig.json"))
        .find(|config| config.is_file())
}

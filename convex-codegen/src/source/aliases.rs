//! Aliases that frameworks define in a `tsconfig.json` which they write themselves, so that a fresh
//! checkout lacks it: `$lib` of `SvelteKit` (`.svelte-kit`), `~` and `@` of Nuxt (`.nuxt`). None of
//! them can be the name of a package.

use std::path::{Path, PathBuf};

use super::{Files, normalize};

/// An alias, and the folders that it may stand for in a project.
const ALIASES: [(&str, &[&str]); 5] = [
    ("$lib", &["src/lib"]),
    ("~~", &["."]),
    ("@@", &["."]),
    ("~", &[".", "src", "app"]),
    ("@", &[".", "src", "app"]),
];

/// The files that `specifier` may mean in `folder` when no configuration maps it, best first.
pub(super) fn candidates(files: &Files, (folder, specifier): (&Path, &str)) -> Vec<PathBuf> {
    let alias = ALIASES.iter().find_map(|(alias, targets)| {
        let rest = specifier.strip_prefix(alias)?;
        let rest = if rest.is_empty() {
            rest
        } else {
            rest.strip_prefix('/')?
        };
        Some((*targets, rest))
    });
    let Some((targets, rest)) = alias else {
        return Vec::new();
    };
    let root = folder
        .ancestors()
        .find(|above| files.is_file(&above.join("package.json")))
        .unwrap_or(folder);
    let of_root = |target: &&str| normalize(&root.join(target).join(rest));
    let inside = targets.iter().map(of_root);
    inside.filter(|path| path.starts_with(root)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_cannot_be_a_package_is_an_alias() {
        let root = Path::new("/p");
        let files = Files::memory([(root.join("package.json"), b"{}".to_vec())]);
        let meant = |specifier| candidates(&files, (&root.join("convex/lib"), specifier));
        assert_eq!(meant("$lib/roles"), [root.join("src/lib/roles")]);
        assert_eq!(meant("~~/shared/a"), [root.join("shared/a")]);
        assert_eq!(
            meant("@/lib/a"),
            ["lib/a", "src/lib/a", "app/lib/a"].map(|path| root.join(path))
        );
        for other in ["@acme/a", "~a", "$library/a", "zod", "@/../../etc/passwd"] {
            assert_eq!(meant(other), Vec::<PathBuf>::new(), "{other}");
        }
    }
}

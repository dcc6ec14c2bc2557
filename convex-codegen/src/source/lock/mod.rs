//! The version of a package in a lock file of npm, pnpm, Yarn or Bun.

mod bun;
mod npm;
mod pnpm;
mod yarn;

/// A query to a lock file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    /// The package, by its whole name.
    pub package: &'a str,
    /// The range that the nearest manifest has for it.
    pub range: Option<&'a str>,
    /// The way from the folder of the lock file to the folder that imports the package, with `/`.
    pub folder: &'a str,
}

impl<'a> Asked<'a> {
    /// The folder that imports, and those above it: `apps/web`, `apps`, and an empty text.
    fn folders(self) -> impl Iterator<Item = &'a str> {
        let folder = self.folder;
        let ends = folder.rmatch_indices('/').map(|(at, _)| at);
        let inner = (!folder.is_empty()).then_some(folder.len());
        inner
            .into_iter()
            .chain(ends)
            .chain([0])
            .map(|end| &folder[..end])
    }
}

/// Reads the text of a lock file.
type Read = fn(&str, Asked<'_>) -> Option<String>;

/// The lock files by name, and how they are read.
pub(super) const KINDS: [(&str, Read); 5] = [
    ("package-lock.json", npm::version),
    ("npm-shrinkwrap.json", npm::version),
    ("pnpm-lock.yaml", pnpm::version),
    ("yarn.lock", yarn::version),
    ("bun.lock", bun::version),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folders_above_come_after_the_folder() {
        let folders = |folder| {
            let asked = Asked {
                package: "a",
                range: None,
                folder,
            };
            asked.folders().collect::<Vec<_>>()
        };
        assert_eq!(
            folders("apps/web/convex"),
            ["apps/web/convex", "apps/web", "apps", ""]
        );
        assert_eq!(folders(""), [""]);
    }
}

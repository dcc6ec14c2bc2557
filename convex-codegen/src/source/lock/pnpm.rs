//! `pnpm-lock.yaml`: `importers` by their folders or, for a single package, `dependencies` at the
//! top.

use std::ops::ControlFlow;

use super::{super::yaml, Asked};

/// The lists of a package.
const LISTS: [&str; 3] = ["dependencies", "devDependencies", "optionalDependencies"];

pub(super) fn version(text: &str, asked: Asked<'_>) -> Option<String> {
    let mut found: Vec<(String, String)> = Vec::new();
    yaml::visit(text, |path, text| {
        let (importer, rest) = match path {
            ["packages" | "snapshots", ..] => return ControlFlow::Break(()),
            ["importers", importer, rest @ ..] => (*importer, rest),
            rest => (".", rest),
        };
        let is_version = match rest {
            [list, name] | [list, name, "version"] => {
                LISTS.contains(list) && *name == asked.package
            }
            _ => false,
        };
        if is_version {
            found.push((importer.to_owned(), plain(text).to_owned()));
        }
        ControlFlow::Continue(())
    });
    let of = |folder: &str| {
        let folder = if folder.is_empty() { "." } else { folder };
        let mut found = found.iter();
        let (_, version) = found.find(|(importer, _)| importer == folder)?;
        Some(version.clone())
    };
    asked
        .folders()
        .find_map(of)
        .or_else(|| anywhere(text, asked.package))
}

/// `version` without what pnpm appends of peers: `1.2.3(convex@1.0.0)`, earlier
/// `1.2.3_convex@1.0.0`.
fn plain(version: &str) -> &str {
    let end = version.find(['(', '_']).unwrap_or(version.len());
    &version[..end]
}

/// The version of a package that only others depend on: a key `'@scope/name@1.2.3':`, earlier
/// `/@scope/name/1.2.3:`.
fn anywhere(text: &str, package: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let key = line
            .strip_prefix("  ")?
            .trim_start_matches(['\'', '"', '/']);
        let version = key.strip_prefix(package)?.strip_prefix(['@', '/'])?;
        let end = version.find([':', '\'', '"']).unwrap_or(version.len());
        Some(plain(&version[..end]).to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_importer_counts_and_then_any() {
        let lock = "lockfileVersion: '9.0'\nimporters:\n  .:\n    devDependencies:\n      '@x/pool':\n        specifier: ^0.4.1\n        version: 0.4.12(convex@1.48.0)\n  apps/web:\n    dependencies:\n      '@x/pool':\n        specifier: 0.3.0\n        version: 0.3.0\npackages:\n\n  '@x/pool@0.4.12':\n    resolution: {}\n\n  y@2.0.0:\n    resolution: {}\n";
        let find = |package, folder| {
            version(
                lock,
                Asked {
                    package,
                    range: None,
                    folder,
                },
            )
        };
        assert_eq!(find("@x/pool", "apps/web/convex").as_deref(), Some("0.3.0"));
        assert_eq!(find("@x/pool", "apps/api").as_deref(), Some("0.4.12"));
        assert_eq!(find("y", "").as_deref(), Some("2.0.0"));
        assert_eq!(find("pool", ""), None);
        let single =
            "dependencies:\n  a: 1.2.3_convex@1.0.0\n\npackages:\n\n  /b/0.1.0:\n    dev: false\n";
        for (package, expected) in [("a", "1.2.3"), ("b", "0.1.0")] {
            let asked = Asked {
                package,
                range: None,
                folder: "convex",
            };
            assert_eq!(version(single, asked).as_deref(), Some(expected));
        }
    }
}

//! Directives that a build script prints for cargo. Every one is made by `directive`, which lets no
//! line break through.

use std::{
    collections::BTreeSet,
    env,
    path::{Path, PathBuf},
};

/// Returns whether this process is a build script, whose output cargo reads.
pub(super) fn is_listening() -> bool {
    // Programs that cargo runs otherwise have neither.
    env::var_os("OUT_DIR").is_some() && env::var_os("TARGET").is_some()
}

/// One directive. Control characters in `value` are escaped: a line break would start another
/// directive, and one of those can run code.
fn directive(key: &str, value: &str) -> String {
    let mut line = format!("cargo::{key}=");
    for c in value.chars() {
        if is_clean(c) {
            line.push(c);
        } else {
            line.extend(c.escape_default());
        }
    }
    line.push('\n');
    line
}

/// Returns whether `c` is neither a control character nor a line separator in Unicode.
fn is_clean(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}')
}

/// Asks cargo to run the build script again when one of `paths` changes. A folder stands for all
/// that is below it, and so it does for a path in it that no directive can name.
pub(super) fn rerun_if_changed<'a>(paths: impl IntoIterator<Item = &'a Path>) -> String {
    let paths: BTreeSet<&str> = paths.into_iter().filter_map(nameable).collect();
    let lines = paths.iter().map(|path| directive("rerun-if-changed", path));
    lines.collect()
}

/// The nearest ancestor of `path`, or itself, that is text without control characters.
fn nameable(path: &Path) -> Option<&str> {
    path.ancestors()
        .filter_map(Path::to_str)
        .find(|path| path.chars().all(is_clean))
        .map(|path| if path.is_empty() { "." } else { path })
}

/// Names the file `module` of the backend `name` to `include_api!`.
pub(super) fn api_file(name: &str, module: PathBuf) -> String {
    let module = std::path::absolute(&module).unwrap_or(module);
    let value = format!("CONVEX_API_{name}={}", module.display());
    directive("rustc-env", &value)
}

/// Shows `message` with the build; each of its lines is a warning.
pub(super) fn warning(message: &str) -> String {
    message
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| directive("warning", line))
        .collect()
}

/// Prints directives for cargo.
#[expect(
    clippy::print_stdout,
    reason = "this is how a build script talks to cargo"
)]
pub(super) fn tell(directives: &str) {
    print!("{directives}");
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{api_file, rerun_if_changed, warning};

    /// Names that would add a directive if they were printed as they are.
    const HOSTILE: [&str; 6] = [
        "convex\ncargo::rustc-link-arg=-Wl,evil",
        "convex\r\ncargo::rustc-env=A=B",
        "convex\rcargo:rustc-link-arg=x",
        "convex\u{85}cargo::rustc-link-arg=x",
        "convex\u{2028}cargo::rustc-link-arg=x",
        "a\u{0}b\u{1b}[31m\u{7f}",
    ];

    #[test]
    fn a_hostile_path_adds_no_directive() {
        for name in HOSTILE {
            let path = Path::new("project").join(name);
            let said = rerun_if_changed([path.as_path()]);
            assert_eq!(said, "cargo::rerun-if-changed=project\n", "{name:?}");
            let said = rerun_if_changed([Path::new(name)]);
            assert_eq!(said, "cargo::rerun-if-changed=.\n", "{name:?}");
        }
    }

    #[test]
    fn a_hostile_text_stays_on_its_line() {
        for name in HOSTILE {
            let file = api_file(name, Path::new("/out").join(name));
            assert_eq!(file.lines().count(), 1, "{file:?}");
            assert!(file.starts_with("cargo::rustc-env=CONVEX_API_"), "{file:?}");
            let said = warning(name) + &file;
            assert!(
                said.lines().all(|line| {
                    ["cargo::warning=", "cargo::rustc-env=CONVEX_API_"]
                        .iter()
                        .any(|start| line.starts_with(start))
                }),
                "{said:?}"
            );
            let controls = |c: char| c.is_control() && c != '\n';
            assert!(!said.contains(controls), "{said:?}");
        }
    }

    #[test]
    fn ordinary_paths_are_as_they_are() {
        let paths = ["b/ä ö.ts", "a", "a"].map(Path::new);
        assert_eq!(
            rerun_if_changed(paths),
            "cargo::rerun-if-changed=a\ncargo::rerun-if-changed=b/ä ö.ts\n"
        );
    }
}

//! The files of the functions folder that are modules, by the rules of the Convex CLI.

/// Extensions that may define functions, as the CLI lists them.
const EXTENSIONS: [&str; 8] = [".js", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts", ".jsx"];

/// The role that a file of the functions folder has for Convex.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Its exports are functions, if it is a module at all.
    EntryPoint,
    /// `schema.ts` at the top of the folder.
    Schema,
    /// Never deployed by itself.
    Skipped,
}

/// The role of the file at `relative`, a path below the functions folder with `/`.
pub(super) fn role(relative: &str) -> Role {
    let base = relative.rsplit('/').next().unwrap_or(relative);
    if !EXTENSIONS
        .iter()
        .any(|extension| relative.ends_with(extension))
        || relative.starts_with("_generated/")
        || base.starts_with('.')
        || base.starts_with('#')
    {
        Role::Skipped
    } else if base == "schema.ts" || base == "schema.js" {
        if base == relative {
            Role::Schema
        } else {
            Role::Skipped
        }
    } else if base.matches('.').count() > 1 || relative.contains(' ') {
        Role::Skipped
    } else {
        Role::EntryPoint
    }
}

/// Whitespace in front of `import` or `export` that the CLI accepts, in characters.
const INDENT: usize = 100;

/// Returns whether `text` of the file at `relative` makes it a module. TypeScript files need a line
/// that starts with `import` or `export`: the CLI tests them with `/^\s{0,100}(import|export)/m`.
pub(super) fn is_module(relative: &str, text: &str) -> bool {
    if ![".ts", ".tsx"]
        .iter()
        .any(|extension| relative.ends_with(extension))
    {
        return true;
    }
    text.split(is_line_end).any(|line| {
        let word = line.trim_start_matches(is_whitespace);
        let starts = word.starts_with("import") || word.starts_with("export");
        starts && line[..line.len() - word.len()].chars().count() <= INDENT
    })
}

/// Returns whether a line of JavaScript ends with `c`.
fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

/// Returns whether `\s` of a regular expression in JavaScript matches `c`, within a line.
fn is_whitespace(c: char) -> bool {
    c == '\u{feff}' || (c.is_whitespace() && c != '\u{85}')
}

#[cfg(test)]
mod tests {
    use super::is_module;

    #[test]
    fn lines_and_whitespace_are_those_of_javascript() {
        for end in ["\n", "\r", "\r\n", "\u{2028}", "\u{2029}"] {
            assert!(is_module(
                "a.ts",
                &format!("// a{end}\t\u{a0}export const a = 1;")
            ));
        }
        assert!(is_module(
            "a.ts",
            &format!("{}import a", "\u{3000}".repeat(100))
        ));
        for other in [
            &format!("{}import a", " ".repeat(101)),
            "// import",
            "\u{85}import a",
            "",
        ] {
            assert!(!is_module("a.ts", other), "{other:?}");
            assert!(is_module("a.mts", other));
        }
    }
}

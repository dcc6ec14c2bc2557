//! Which files of the functions folder are modules: the rules of the Convex CLI.

/// Extensions that may define functions, as the CLI lists them.
const EXTENSIONS: [&str; 8] = [".js", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts", ".jsx"];

/// What a file of the functions folder is to Convex.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Its exports are functions, if it is a module at all.
    EntryPoint,
    /// `schema.ts` at the top of the folder.
    Schema,
    /// Never deployed by itself.
    Skipped,
}

/// The role of the file at `relative`, a path below the functions folder with `/`.
pub fn role(relative: &str) -> Role {
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

/// Whether `text` of the file at `relative` makes it a module. TypeScript files need a line that starts with
/// `import` or `export`: the CLI tests them with `/^\s{0,100}(import|export)/m`.
pub fn is_module(relative: &str, text: &str) -> bool {
    if ![".ts", ".tsx"]
        .iter()
        .any(|extension| relative.ends_with(extension))
    {
        return true;
    }
    text.lines().any(|line| {
        let line = line.strip_prefix('\u{feff}').unwrap_or(line);
        let word = line.trim_start();
        line.len() - word.len() <= 100 && (word.starts_with("import") || word.starts_with("export"))
    })
}

//! Commands of other tools, answered with ours.

use std::ffi::OsString;

use crate::failure::Failure;

/// Commands that other tools have, each with the advice to print.
const ANSWERS: [(&str, &str); 16] = [
    (
        "codegen",
        "`convex-codegen generate --out PATH` writes the Rust; `npx convex codegen` writes `_generated` for TypeScript",
    ),
    ("gen", "use `convex-codegen generate --out PATH`"),
    (
        "build",
        "`convex-codegen generate --out PATH`, or `convex_codegen::generate` in `build.rs`",
    ),
    (
        "check",
        "`convex-codegen generate --check`, or `convex-codegen types --check`",
    ),
    ("watch", "use `convex-codegen generate --watch`"),
    (
        "dev",
        "`convex-codegen generate --watch` follows the functions, `convex-codegen serve` runs them here; `npx convex dev` deploys them",
    ),
    (
        "deploy",
        "`npx convex deploy` deploys; `convex-codegen diff` shows what that will change",
    ),
    (
        "function-spec",
        "`convex-codegen spec`, of the sources or with `--url` of a deployment",
    ),
    ("ls", "use `convex-codegen list`"),
    ("show", "use `convex-codegen list FUNCTION`"),
    ("docs", "use `convex-codegen list --format html > api.html`"),
    ("compare", "use `convex-codegen diff OLD NEW`"),
    ("new", "use `convex-codegen init`"),
    ("call", "use `convex-codegen run FUNCTION JSON`"),
    ("import", "use `npx convex import`"),
    ("export", "use `npx convex export`"),
];

const OURS: [&str; 14] = [
    "generate",
    "init",
    "list",
    "diff",
    "types",
    "spec",
    "run",
    "logs",
    "data",
    "env",
    "serve",
    "explain",
    "completions",
    "man",
];

/// Returns the error for a command that does not exist.
pub(super) fn answer(arguments: &[OsString]) -> Failure {
    let given = arguments
        .first()
        .map(|name| name.to_string_lossy().into_owned());
    let given = given.unwrap_or_default();
    let known = ANSWERS.iter().find(|(name, _)| *name == given);
    let advice = match known {
        Some((_, advice)) => (*advice).to_owned(),
        None => match OURS.iter().find(|ours| is_close(ours, &given)) {
            Some(ours) => format!("did you mean `convex-codegen {ours}`?"),
            None => format!("the commands are {}", OURS.join(", ")),
        },
    };
    Failure::Text(format!("there is no command `{given}`; {advice}"))
}

/// Returns whether one letter is missing, added or changed, or two are swapped.
pub(super) fn is_close(ours: &str, given: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (ours.chars().collect(), given.chars().collect());
    let start = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[start..], &b[start..]);
    let end = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (a, b) = (&a[..a.len() - end], &b[..b.len() - end]);
    match (a, b) {
        ([a1, a2], [b1, b2]) => a1 == b2 && a2 == b1,
        _ => a.len() <= 1 && b.len() <= 1,
    }
}

#[cfg(test)]
mod tests {
    use super::is_close;

    #[test]
    fn one_slip_is_close() {
        for given in ["lst", "lits", "lisst", "lost"] {
            assert!(is_close("list", given), "{given}");
        }
        for given in ["", "l", "generate", "tsil"] {
            assert!(!is_close("list", given), "{given}");
        }
    }
}

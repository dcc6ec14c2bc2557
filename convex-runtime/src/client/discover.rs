//! The deployment's URL, from the environment.

use crate::Error;

/// In this order. The first is Convex's own; frameworks read the others.
const NAMES: [&str; 4] = [
    "CONVEX_URL",
    "CONVEX_SELF_HOSTED_URL",
    "VITE_CONVEX_URL",
    "NEXT_PUBLIC_CONVEX_URL",
];

/// The file that `npx convex dev` writes.
const FILE: &str = ".env.local";

pub(super) fn url() -> Result<String, Error> {
    let from_process = |name| std::env::var(name).ok().filter(|url| !url.is_empty());
    if let Some(url) = NAMES.into_iter().find_map(from_process) {
        return Ok(url);
    }
    let file = std::fs::read_to_string(FILE).unwrap_or_default();
    NAMES
        .into_iter()
        .find_map(|name| from_file(&file, name))
        .ok_or_else(|| Error::configuration("no deployment: set `CONVEX_URL`, or run `npx convex dev` once, which writes `.env.local`"))
}

/// `NAME=value`, `NAME="value"`, `export NAME='value' # comment`.
fn from_file(file: &str, name: &str) -> Option<String> {
    // Of several lines the last one counts, as for the library that the CLI reads the file with.
    let lines = file.trim_start_matches('\u{feff}').lines();
    lines.rev().find_map(|line| {
        let line = line.trim();
        let (key, value) = line
            .strip_prefix("export ")
            .unwrap_or(line)
            .split_once('=')?;
        if key.trim() != name {
            return None;
        }
        let value = value.trim();
        let quoted = ['"', '\'']
            .into_iter()
            .find_map(|quote| value.strip_prefix(quote)?.split(quote).next());
        let value = quoted.unwrap_or_else(|| value.split(" #").next().unwrap_or_default().trim());
        (!value.is_empty()).then(|| value.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::from_file;

    #[test]
    fn lines_of_env_files() {
        let file = "# A comment\nCONVEX_DEPLOYMENT=dev:happy-otter-123 # team\n\nCONVEX_URL=https://a.convex.cloud # mine\n\
                    export VITE_CONVEX_URL=\"http://127.0.0.1:3210\"\nNEXT_PUBLIC_CONVEX_URL=\n";
        assert_eq!(
            from_file(file, "CONVEX_URL").as_deref(),
            Some("https://a.convex.cloud")
        );
        assert_eq!(
            from_file(file, "VITE_CONVEX_URL").as_deref(),
            Some("http://127.0.0.1:3210")
        );
        assert_eq!(from_file(file, "NEXT_PUBLIC_CONVEX_URL"), None);
        assert_eq!(from_file(file, "CONVEX_SELF_HOSTED_URL"), None);
        let twice =
            "\u{feff}CONVEX_URL=https://a.convex.cloud\r\nCONVEX_URL='https://b.convex.cloud'\r\n";
        let found = from_file(twice, "CONVEX_URL");
        assert_eq!(
            found.as_deref(),
            Some("https://b.convex.cloud"),
            "as dotenv"
        );
        let first = twice.lines().next().unwrap_or_default();
        let marked = from_file(first, "CONVEX_URL");
        assert_eq!(marked.as_deref(), Some("https://a.convex.cloud"));
    }
}

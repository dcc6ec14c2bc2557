//! Versions and ranges of npm packages.

pub(crate) use semver::Version;
use semver::VersionReq;

/// The version that `text` is.
pub(crate) fn parse(text: &str) -> Option<Version> {
    Version::parse(text.trim().trim_start_matches(['v', '='])).ok()
}

/// Returns whether `range`, as a `package.json` has it, admits `version`; `None` when it is not a
/// range of versions, as a tag, a path or an address is not.
pub(crate) fn admits(range: &str, version: &Version) -> Option<bool> {
    let range = range.strip_prefix("npm:").unwrap_or(range);
    // `npm:other@^1.0.0`, an alias.
    let range = match range.rsplit_once('@') {
        Some((_, range)) => range,
        None => range,
    };
    let mut alternatives = range.split("||").map(requirement);
    let alternatives: Option<Vec<VersionReq>> = alternatives.by_ref().collect();
    Some(alternatives?.iter().any(|range| range.matches(version)))
}

/// The lowest version that `range` names.
pub(crate) fn lowest(range: &str) -> Option<Version> {
    let start = range.find(|c: char| c.is_ascii_digit())?;
    let number = &range[start..];
    let end = number.find(|c: char| c != '.' && !c.is_ascii_digit());
    let mut parts = number[..end.unwrap_or(number.len())].split('.');
    let mut part = || parts.next().map_or(Some(0), |part| part.parse().ok());
    Some(Version::new(part()?, part()?, part()?))
}

/// One alternative of a range in the notation of Cargo.
fn requirement(range: &str) -> Option<VersionReq> {
    let range = range.trim();
    if range.is_empty() || matches!(range, "*" | "x") {
        return Some(VersionReq::STAR);
    }
    if let Some((low, high)) = range.split_once(" - ") {
        return VersionReq::parse(&format!(">={}, <={}", low.trim(), high.trim())).ok();
    }
    // An operator may stand apart from its version.
    let mut comparators: Vec<String> = Vec::new();
    for word in range.split_whitespace() {
        match comparators.last_mut() {
            Some(last) if last.ends_with(['<', '>', '=', '^', '~']) => last.push_str(word),
            _ => comparators.push(word.trim_start_matches('v').to_owned()),
        }
    }
    for comparator in &mut comparators {
        let bare = comparator.starts_with(|c: char| c.is_ascii_digit());
        if bare && !comparator.contains(['x', 'X', '*']) {
            let partial = comparator.split(['-', '+']).next().unwrap_or_default();
            let operator = if partial.matches('.').count() == 2 {
                "="
            } else {
                "~"
            };
            comparator.insert_str(0, operator);
        }
    }
    VersionReq::parse(&comparators.join(", ")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_those_of_npm() {
        let version = parse("0.4.16").expect("a version");
        for range in [
            "0.4.16",
            "=0.4.16",
            "v0.4.16",
            "^0.4.1",
            "~0.4.1",
            "0.4",
            "0.4.x",
            "*",
            "",
            ">=0.3.0",
            ">= 0.3.0 < 1",
            "0.4.0 - 0.5.0",
            "^0.3.0 || ^0.4.0",
            "npm:@x/pool@^0.4.0",
            "npm:^0.4.0",
        ] {
            assert_eq!(admits(range, &version), Some(true), "{range}");
        }
        for range in [
            "0.4.12",
            "^0.3.1",
            "~0.3.9",
            "<0.4",
            "1",
            "0.4.0 - 0.4.2",
            "^1 || ^2",
        ] {
            assert_eq!(admits(range, &version), Some(false), "{range}");
        }
        for other in [
            "latest",
            "workspace:*",
            "file:../x",
            "github:a/b",
            "catalog:",
        ] {
            assert_eq!(admits(other, &version), None, "{other}");
        }
    }
}

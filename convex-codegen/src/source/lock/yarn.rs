//! `yarn.lock`, of Yarn 1 and of later ones: blocks whose heads name ranges.

use super::Asked;

pub(super) fn version(text: &str, asked: Asked<'_>) -> Option<String> {
    let mut lines = text.lines();
    let mut first = None;
    while let Some(line) = lines.next() {
        let Some(head) = line
            .strip_suffix(':')
            .filter(|_| !line.starts_with([' ', '#']))
        else {
            continue;
        };
        let ranges: Vec<&str> = head
            .split(',')
            .map(|part| part.trim().trim_matches('"'))
            .filter_map(|part| part.strip_prefix(asked.package)?.strip_prefix('@'))
            .map(|range| range.trim_start_matches("npm:"))
            .collect();
        if ranges.is_empty() {
            continue;
        }
        let Some(version) = lines.next().and_then(version_of) else {
            continue;
        };
        if asked.range.is_some_and(|range| ranges.contains(&range)) {
            return Some(version);
        }
        first = first.or(Some(version));
    }
    first
}

/// The version in `  version "1.2.3"` or `  version: 1.2.3`.
fn version_of(line: &str) -> Option<String> {
    let text = line.trim().strip_prefix("version")?;
    Some(text.trim_matches([':', ' ', '"']).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_range_of_the_manifest_counts_and_then_any() {
        for (quote, before) in [("", " \"0.4.12\""), ("npm:", ": 0.4.12")] {
            let lock = format!(
                "# c\n\n\"@x/pool@{quote}^0.3.0\":\n  version \"0.3.1\"\n  dependencies:\n    \"@x/other\" \"1\"\n\n\
                 \"@x/pool@{quote}^0.4.1\", \"@x/pool@{quote}0.4.x\":\n  version{before}\n"
            );
            let find = |package, range| {
                version(
                    &lock,
                    Asked {
                        package,
                        range,
                        folder: "",
                    },
                )
            };
            assert_eq!(find("@x/pool", Some("0.4.x")).as_deref(), Some("0.4.12"));
            assert_eq!(find("@x/pool", None).as_deref(), Some("0.3.1"));
            assert_eq!(find("@x/other", None), None);
            assert_eq!(find("@x/poo", None), None);
        }
    }
}

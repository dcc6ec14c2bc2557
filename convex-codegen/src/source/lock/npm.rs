//! `package-lock.json`: `packages` by their folders or, before npm 7, `dependencies` by name.

use serde_json::Value;

use super::Asked;

pub(super) fn version(text: &str, asked: Asked<'_>) -> Option<String> {
    let lock: Value = serde_json::from_str(text).ok()?;
    let at = |folder: &str| {
        let separator = if folder.is_empty() { "" } else { "/" };
        let key = format!("{folder}{separator}node_modules/{}", asked.package);
        lock["packages"].get(&key)
    };
    let entry = asked
        .folders()
        .find_map(at)
        .unwrap_or(&lock["dependencies"][asked.package]);
    entry["version"].as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_folder_counts() {
        let lock = r#"{ "packages": {
            "": { "dependencies": { "@x/pool": "^0.4.1" } },
            "node_modules/@x/pool": { "version": "0.4.12" },
            "node_modules/@x/pool/node_modules/y": { "version": "9.9.9" },
            "apps/web/node_modules/@x/pool": { "version": "0.3.0" },
            "node_modules/linked": { "link": true }
        }, "dependencies": { "old": { "version": "1.0.0" } } }"#;
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
        assert_eq!(find("@x/pool", "convex").as_deref(), Some("0.4.12"));
        assert_eq!(find("@x/pool", "apps/web/convex").as_deref(), Some("0.3.0"));
        assert_eq!(find("old", "").as_deref(), Some("1.0.0"));
        for other in ["pool", "y", "x/pool", "linked"] {
            assert_eq!(find(other, "convex"), None, "{other}");
        }
    }
}

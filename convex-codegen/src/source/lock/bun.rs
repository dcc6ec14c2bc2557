//! `bun.lock`: JSON with trailing commas, `packages` by name and, where a workspace differs, by
//! workspace and name.

use serde_json::Value;

use super::{super::jsonc, Asked};

pub(super) fn version(text: &str, asked: Asked<'_>) -> Option<String> {
    let lock = jsonc::parse(text)?;
    let packages = &lock["packages"];
    let of_workspace = asked.folders().find_map(|folder| {
        let name = lock["workspaces"][folder]["name"].as_str()?;
        packages.get(format!("{name}/{}", asked.package))
    });
    let entry = of_workspace.unwrap_or(&packages[asked.package]);
    // `["@x/pool@0.4.12", "", {}, "sha512-…"]`
    let text = entry.get(0).and_then(Value::as_str)?;
    let (_, version) = text.rsplit_once('@')?;
    Some(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_workspace_counts_and_then_the_root() {
        let lock = r#"{ "workspaces": { "": { "name": "all" }, "apps/web": { "name": "web" }, },
            "packages": { "@x/pool": ["@x/pool@0.4.12", "", {}, "sha"], "web/@x/pool": ["@x/pool@0.3.0"], } }"#;
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
        assert_eq!(find("pool", ""), None);
    }
}

//! `exports` and `imports` of a `package.json`: names of modules, with conditions and patterns.

use serde_json::Value;

/// The conditions that are met, best first.
const CONDITIONS: [&str; 7] = [
    "convex", "source", "module", "import", "node", "default", "require",
];

/// The files that `exports` maps `subpath` to; `""` is the package itself.
pub(super) fn exported(exports: &Value, subpath: &str) -> Vec<String> {
    let by_subpath = exports
        .as_object()
        .is_some_and(|entries| entries.keys().any(|key| key.starts_with('.')));
    if by_subpath {
        let separator = if subpath.is_empty() { "" } else { "/" };
        return mapped(exports, &format!(".{separator}{subpath}"));
    }
    let mut files = Vec::new();
    if subpath.is_empty() {
        conditional(exports, "", &mut files);
    }
    files
}

/// The files that `imports` maps `specifier` to, which starts with `#`.
pub(super) fn imported(imports: &Value, specifier: &str) -> Vec<String> {
    mapped(imports, specifier)
}

/// The targets of the entry that is `key`, or else of the most specific pattern that it matches.
fn mapped(entries: &Value, key: &str) -> Vec<String> {
    let mut files = Vec::new();
    let Some(entries) = entries.as_object() else {
        return files;
    };
    if let Some(target) = entries.get(key) {
        conditional(target, "", &mut files);
        return files;
    }
    let matching = entries.iter().filter_map(|(pattern, target)| {
        let (start, end) = pattern.split_once('*')?;
        let star = key.strip_prefix(start)?.strip_suffix(end)?;
        Some((start.len(), star, target))
    });
    if let Some((_, star, target)) = matching.max_by_key(|(length, ..)| *length) {
        conditional(target, star, &mut files);
    }
    files
}

/// The files of a target, which may depend on conditions; `star` replaces `*`.
fn conditional(target: &Value, star: &str, files: &mut Vec<String>) {
    match target {
        Value::String(file) => files.push(file.replace('*', star)),
        Value::Array(targets) => targets
            .iter()
            .for_each(|target| conditional(target, star, files)),
        Value::Object(conditions) => CONDITIONS
            .iter()
            .filter_map(|condition| conditions.get(*condition))
            .for_each(|target| conditional(target, star, files)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn imports_follow_the_most_specific_pattern_and_conditions() {
        let imports = json!({
            "#*": "./anything/*.ts",
            "#lib/*": "./lib/*",
            "#lib/db": { "browser": "./lib/browser.ts", "default": "./lib/server.ts" },
        });
        assert_eq!(imported(&imports, "#lib/db"), ["./lib/server.ts"]);
        assert_eq!(imported(&imports, "#lib/a/b.ts"), ["./lib/a/b.ts"]);
        assert_eq!(imported(&imports, "#roles"), ["./anything/roles.ts"]);
        assert_eq!(exported(&json!("./i.js"), ""), ["./i.js"]);
        assert_eq!(exported(&json!("./i.js"), "more"), [""; 0]);
    }
}

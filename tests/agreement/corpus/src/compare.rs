//! Puts a specification of ours next to the oracle's.

use std::{collections::BTreeMap, fmt};

use serde_json::Value;

/// The result of a comparison.
#[derive(Debug, Default)]
pub struct Report {
    /// Functions and tables that are the same in both.
    pub exact: usize,
    /// Items that ours knows in part, with the unknown parts.
    pub opaque: Vec<String>,
    /// Items that differ, are missing or should not exist in ours.
    pub wrong: Vec<String>,
}

impl Report {
    /// Adds what another comparison found in `project`.
    pub fn add(&mut self, project: &str, other: &Self) {
        self.exact += other.exact;
        self.opaque
            .extend(other.opaque.iter().map(|line| format!("{project} {line}")));
        self.wrong
            .extend(other.wrong.iter().map(|line| format!("{project} {line}")));
    }

    /// Functions and tables in all.
    pub fn total(&self) -> usize {
        self.exact + self.opaque.len() + self.wrong.len()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.opaque {
            writeln!(f, "opaque  {line}")?;
        }
        for line in &self.wrong {
            writeln!(f, "WRONG   {line}")?;
        }
        let (total, exact) = (self.total(), self.exact);
        write!(
            f,
            "{exact} of {total} exact, {} opaque, {} wrong",
            self.opaque.len(),
            self.wrong.len()
        )
    }
}

/// Compares every function and table of the two specifications.
///
/// Items that the oracle could not load (`errors`) are skipped: nothing can confirm them.
pub fn compare(ours: &Value, oracle: &Value) -> Report {
    let mut report = Report::default();
    let unknown: Vec<&str> = items(&oracle["errors"])
        .filter_map(|error| error["function"].as_str().or(error["module"].as_str()))
        .collect();
    let known = |name: &str| {
        let module = name.split(':').next().unwrap_or(name);
        !unknown.contains(&name) && !unknown.contains(&module)
    };
    let sides = |list: fn(&Value) -> &Value, key: &'static str| {
        (by_name(list(ours), key), by_name(list(oracle), key))
    };
    let (our_functions, functions) = sides(|spec| &spec["functions"], "identifier");
    for (name, function) in &functions {
        match our_functions.get(name) {
            None => report.wrong.push(format!("{name} is missing")),
            Some(ours) => report.judge(name, ours, &differences(ours, function, FUNCTION)),
        }
    }
    let extra = our_functions
        .keys()
        .filter(|name| !functions.contains_key(*name) && known(name));
    report
        .wrong
        .extend(extra.map(|name| format!("{name} does not exist")));
    if known("schema.js") {
        let (our_tables, tables) = sides(|spec| &spec["schema"]["tables"], "tableName");
        for (name, table) in &tables {
            match our_tables.get(name) {
                None => report.wrong.push(format!("table {name} is missing")),
                Some(ours) => report.judge(
                    &format!("table {name}"),
                    ours,
                    &differences(ours, table, TABLE),
                ),
            }
        }
        let extra = our_tables.keys().filter(|name| !tables.contains_key(*name));
        report
            .wrong
            .extend(extra.map(|name| format!("table {name} does not exist")));
    }
    report
}

const FUNCTION: &[&str] = &["functionType", "visibility", "args", "returns"];
const TABLE: &[&str] = &[
    "indexes",
    "stagedDbIndexes",
    "searchIndexes",
    "stagedSearchIndexes",
    "vectorIndexes",
    "stagedVectorIndexes",
    "documentType",
    "stagedDocumentType",
];

impl Report {
    fn judge(&mut self, name: &str, ours: &Value, differences: &[String]) {
        // What TypeScript adds to a result that no validator declares may be known in part.
        let inferred = ours["returnsFrom"]
            .as_str()
            .is_some_and(|from| from != "validator");
        let opaque = items(&ours["opaque"]).filter_map(Value::as_str);
        let opaque = opaque.filter(|path| !(inferred && path.starts_with("returns")));
        let opaque: Vec<&str> = opaque.collect();
        if !differences.is_empty() {
            self.wrong
                .push(format!("{name}: {}", differences.join("; ")));
        } else if opaque.is_empty() {
            self.exact += 1;
        } else {
            self.opaque.push(format!("{name}: {}", opaque.join(", ")));
        }
    }
}

fn items(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

fn by_name<'a>(list: &'a Value, key: &str) -> BTreeMap<&'a str, &'a Value> {
    items(list)
        .filter_map(|item| Some((item[key].as_str()?, item)))
        .collect()
}

/// Returns the `keys` in which `ours` and `theirs` differ, except for opaque parts.
fn differences(ours: &Value, theirs: &Value, keys: &[&str]) -> Vec<String> {
    let opaque: Vec<&str> = items(&ours["opaque"]).filter_map(Value::as_str).collect();
    let mut differences = Vec::new();
    for &key in keys {
        // What only TypeScript knows is not part of Convex's answer; a list that is left out is an
        // empty one.
        let from = match key {
            "args" => &ours["argsFrom"],
            "returns" => &ours["returnsFrom"],
            _ => &Value::Null,
        };
        let inferred = match key {
            "args" => *from == "annotation" || *from == "typescript",
            "returns" => *from != "validator" && !opaque.contains(&"returns"),
            _ => false,
        };
        let open = serde_json::json!({ "type": "any" });
        let ours = match key {
            "args" if inferred => &open,
            _ if inferred => &Value::Null,
            _ => &ours[key],
        };
        let theirs = &theirs[key];
        let empty = |list: &Value| list.is_null() || list.as_array().is_some_and(Vec::is_empty);
        if (empty(ours) && empty(theirs)) || agree(ours, theirs, (key, &opaque)) {
            continue;
        }
        differences.push(format!("{key} is {ours}, not {theirs}"));
    }
    differences
}

/// Returns whether two validators are equal, except for the paths in `opaque`.
fn agree(ours: &Value, theirs: &Value, (path, opaque): (&str, &[&str])) -> bool {
    if opaque.contains(&path) {
        return true;
    }
    if !opaque.iter().any(|inner| inner.starts_with(path)) {
        return ours == theirs;
    }
    let below = |key: &str, step: String| {
        agree(&ours[key], &theirs[key], (&format!("{path}{step}"), opaque))
    };
    if ours["type"] != theirs["type"] {
        return false;
    }
    match ours["type"].as_str() {
        Some("array") => below("value", "[]".to_owned()),
        Some("record") => {
            below("keys", "{key}".to_owned())
                && agree(
                    &ours["values"]["fieldType"],
                    &theirs["values"]["fieldType"],
                    (&format!("{path}{{}}"), opaque),
                )
        }
        Some("union") => {
            let (ours, theirs) = (items(&ours["value"]), items(&theirs["value"]));
            let members: Vec<_> = ours.zip(theirs).collect();
            let mut members = members.into_iter().enumerate();
            members.all(|(index, (a, b))| agree(a, b, (&format!("{path}|{index}"), opaque)))
        }
        Some("object") => {
            let (Some(ours), Some(theirs)) =
                (ours["value"].as_object(), theirs["value"].as_object())
            else {
                return false;
            };
            ours.len() == theirs.len()
                && ours.iter().all(|(name, field)| {
                    let path = format!("{path}.{name}");
                    theirs.get(name).is_some_and(|other| {
                        (field["optional"] == other["optional"] || opaque.contains(&path.as_str()))
                            && agree(&field["fieldType"], &other["fieldType"], (&path, opaque))
                    })
                })
        }
        _ => ours == theirs,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn function(args: &Value, opaque: &Value) -> Value {
        json!({
            "identifier": "a.js:f",
            "functionType": "Query",
            "visibility": { "kind": "public" },
            "args": args,
            "returns": null,
            "opaque": opaque,
        })
    }

    fn object(field: &Value) -> Value {
        json!({ "type": "object", "value": { "x": { "fieldType": field, "optional": false } } })
    }

    #[test]
    fn every_difference_is_seen() {
        let truth = json!({ "functions": [function(&object(&json!({ "type": "string" })), &json!([]))], "errors": [] });
        let ours = |args: Value, opaque: Value| json!({ "functions": [function(&args, &opaque)] });
        let cases = [
            (
                ours(object(&json!({ "type": "string" })), json!([])),
                [1, 0, 0],
            ),
            (
                ours(object(&json!({ "type": "number" })), json!([])),
                [0, 0, 1],
            ),
            (
                ours(object(&json!({ "type": "any" })), json!([])),
                [0, 0, 1],
            ),
            (
                ours(object(&json!({ "type": "any" })), json!(["args.x"])),
                [0, 1, 0],
            ),
            (
                ours(json!({ "type": "object", "value": {} }), json!(["args.x"])),
                [0, 0, 1],
            ),
            (ours(json!({ "type": "any" }), json!(["args"])), [0, 1, 0]),
            (json!({ "functions": [] }), [0, 0, 1]),
        ];
        for (ours, expected) in cases {
            let report = compare(&ours, &truth);
            assert_eq!(
                [report.exact, report.opaque.len(), report.wrong.len()],
                expected,
                "{ours} {report}"
            );
        }
        let nothing = json!({ "functions": [], "errors": [] });
        let report = compare(&truth, &nothing);
        assert_eq!(report.wrong, ["a.js:f does not exist"]);
    }
}

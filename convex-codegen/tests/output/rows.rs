//! A generated file for each row of the README's table "What becomes what", to be read and
//! reviewed.

use std::{fs, path::Path};

use crate::project::{IMPORTS, Project};

/// The first cell of each row, a name for its snapshot, and fields of that kind.
const ROWS: &[(&str, &str, &str)] = &[
    ("`v.string()`", "string", "title: v.string()"),
    (
        "`v.number()`, `v.float64()`",
        "number",
        "amount: v.number(), rate: v.float64()",
    ),
    (
        "`v.int64()`, `v.bigint()`, `v.commitTs()`",
        "int64",
        "size: v.int64(), count: v.bigint(), at: v.commitTs()",
    ),
    ("`v.boolean()`", "boolean", "done: v.boolean()"),
    ("`v.null()`", "null", "nothing: v.null()"),
    ("`v.bytes()`", "bytes", "key: v.bytes()"),
    (
        "`v.id(\"tasks\")`",
        "id",
        "task: v.id(\"tasks\"), file: v.id(\"_storage\"), job: v.id(\"_scheduled_functions\")",
    ),
    ("`v.any()`", "any", "extra: v.any()"),
    (
        "`v.array(T)`",
        "array",
        "tags: v.array(v.string()), grid: v.array(v.array(v.number()))",
    ),
    (
        "`v.object({ .. })`",
        "object",
        "address, place: v.object({ lat: v.number(), lng: v.number() }), empty: v.object({})",
    ),
    (
        "`v.record(K, V)`",
        "record",
        "scores: v.record(v.string(), v.number()), owners: v.record(v.id(\"tasks\"), v.boolean())",
    ),
    (
        "`v.optional(T)` in an object",
        "optional",
        "due: v.optional(v.number()), tags: v.optional(v.array(v.string()))",
    ),
    (
        "`v.union(T, v.null())`, `v.nullable(T)`",
        "nullable",
        "parent: v.union(v.id(\"tasks\"), v.null()), note: v.nullable(v.string()), both: v.optional(v.nullable(v.string()))",
    ),
    (
        "unions of literals",
        "literals",
        "status: v.union(v.literal(\"todo\"), v.literal(\"in-progress\")), level: v.union(v.literal(1), v.literal(-1.5)), big: v.union(v.literal(1n), v.literal(2n))",
    ),
    (
        "unions of objects told apart by a literal",
        "tagged",
        "body: v.union(v.object({ kind: v.literal(\"text\"), text: v.string() }), v.object({ kind: v.literal(\"image\"), url: v.string(), alt: v.optional(v.string()) }), v.object({ kind: v.literal(\"none\") }))",
    ),
    (
        "other unions",
        "union",
        "to: v.union(v.string(), v.array(v.string())), only: v.union(v.literal(\"all\"), v.object({ ids: v.array(v.id(\"tasks\")) }))",
    ),
];

const SCHEMA: &str = "import { defineSchema, defineTable } from \"convex/server\";\nimport { v } from \"convex/values\";\n\
    export default defineSchema({ tasks: defineTable({ title: v.string() }) });\n";

/// Returns the text of the module below its header.
fn module(fields: &str) -> String {
    let text = format!(
        "{IMPORTS}export const address = v.object({{ street: v.string() }});\n\
        const fields = {{ {fields} }};\n\
        export const run = mutation({{ args: fields, returns: v.object(fields), handler: async () => null as any }});\n"
    );
    let files = Project::new(&[("schema.ts", SCHEMA), ("m.ts", &text)]).generate();
    let text = &files["api/m.rs"];
    let below = text.split_once("\n\n").map_or("", |(_, below)| below);
    below.to_owned()
}

#[test]
fn each_row_of_the_readme_has_a_generated_file() {
    for (_, name, fields) in ROWS {
        insta::assert_snapshot!(*name, module(fields), fields);
    }
}

#[test]
fn the_rows_are_those_of_the_readme() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let readme = fs::read_to_string(readme).expect("it is part of the repository");
    let (_, table) = readme
        .split_once("## What becomes what\n")
        .expect("the section is there");
    let rows = table.lines().skip_while(|line| !line.starts_with("|---"));
    let rows = rows.skip(1).take_while(|line| line.starts_with('|'));
    let cells: Vec<&str> = rows
        .filter_map(|row| row.split('|').nth(1).map(str::trim))
        .collect();
    let tested: Vec<&str> = ROWS.iter().map(|(cell, ..)| *cell).collect();
    assert_eq!(cells, tested);
}

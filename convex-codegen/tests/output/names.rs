//! What a generated name depends on: where the thing is written, never what else there is.

use std::collections::BTreeSet;

use crate::project::{IMPORTS, Project};

/// Functions that resemble each other in name and type, and one that is opaque.
const FUNCTIONS: &[&str] = &[
    "export const list = query({ args: { page: page }, returns: v.array(v.object({ id: v.string() })), handler: async () => [] });",
    "export const listAll = query({ args: { page: page, all: v.boolean() }, handler: async () => [] });",
    "export const get = query({ args: { item: v.object({ id: v.string() }) }, returns: v.object({ id: v.string() }), handler: async () => null as any });",
    "export const getItem = query({ args: { id: v.object({ id: v.string() }) }, returns: v.union(v.object({ id: v.string() }), v.null()), handler: async () => null });",
    "export const set = mutation({ args: { to: v.union(v.literal(\"a\"), v.literal(\"b\")), item: v.object({ id: v.string() }) }, handler: async () => null });",
    "export const sent = mutation({ args: { to: v.union(v.object({ kind: v.literal(\"x\"), n: v.number() }), v.object({ kind: v.literal(\"y\") })) }, handler: async () => null });",
    "export const run = action({ args: { of: v.array(page), by: v.record(v.string(), v.object({ id: v.string() })) }, handler: async () => null });",
    "export const last = action({ handler: async () => null });",
];

fn module(functions: &[&str]) -> String {
    let constant =
        "export const page = v.object({ size: v.number(), of: v.object({ a: v.string() }) });";
    format!("{IMPORTS}{constant}\n{}\n", functions.join("\n"))
}

/// The items of the generated file, without the lines of the source that they name.
fn items(project: &Project) -> BTreeSet<String> {
    let files = project.generate();
    let text: String = files["api/m.rs"]
        .lines()
        .map(|line| line.split("(`").next().unwrap_or_default().to_owned() + "\n")
        .collect();
    let items = text.split("\n\n").filter(|item| item.contains("pub "));
    items.map(|item| item.trim().to_owned()).collect()
}

#[test]
fn adding_a_function_changes_no_other_item() {
    let all = items(&Project::new(&[("m.ts", &module(FUNCTIONS))]));
    for (left_out, function) in FUNCTIONS.iter().enumerate() {
        let mut fewer = FUNCTIONS.to_vec();
        fewer.remove(left_out);
        let fewer = items(&Project::new(&[("m.ts", &module(&fewer))]));
        // What is derived may grow with a new use: that is no change of a name.
        let bare = |items: &BTreeSet<String>| -> BTreeSet<String> {
            let lines = |item: &String| {
                item.lines()
                    .filter(|line| !line.starts_with("#[derive"))
                    .collect::<Vec<_>>()
                    .join("\n")
            };
            items.iter().map(lines).collect()
        };
        let lost: Vec<String> = bare(&fewer).difference(&bare(&all)).cloned().collect();
        assert_eq!(lost, Vec::<String>::new(), "without {function}");
        assert!(fewer.len() < all.len());
    }
}

#[test]
fn the_order_of_functions_changes_no_item() {
    let mut reversed = FUNCTIONS.to_vec();
    reversed.reverse();
    let forwards = items(&Project::new(&[("m.ts", &module(FUNCTIONS))]));
    assert_eq!(
        items(&Project::new(&[("m.ts", &module(&reversed))])),
        forwards
    );
}

#[test]
fn functions_that_meet_are_both_there_and_the_warning_names_both() {
    let functions = "export const fooBar = query({ args: {}, handler: async () => null });
        export const foo_bar = query({ args: {}, handler: async () => null });";
    let project = Project::new(&[("m.ts", &module(&[functions]))]);
    let files = project.generate();
    for path in ["m:fooBar", "m:foo_bar"] {
        assert!(files["api/m.rs"].contains(&format!("Query::new(\"{path}\")")));
    }
    let report = project.report();
    assert!(
        report.contains("name-clash")
            && report.contains("m:fooBar")
            && report.contains("m:foo_bar"),
        "{report}"
    );
}

#[test]
fn a_document_written_out_is_the_type_of_its_table() {
    let schema = "import { defineSchema, defineTable } from \"convex/server\";\nimport { v } from \"convex/values\";\n\
        export default defineSchema({ tasks: defineTable({ text: v.string(), due: v.optional(v.number()) }) });";
    let functions = "import schema from \"./schema\";\n\
        const tasks = schema.tables.tasks.validator;\n\
        export const task = v.object({ ...schema.tables.tasks.validator.fields, _id: v.id(\"tasks\"), _creationTime: v.number() });\n\
        export const constant = query({ args: { task }, returns: v.union(task, v.null()), handler: async () => null });\n\
        export const extended = query({ args: {}, returns: v.array(tasks.extend({ _id: v.id(\"tasks\"), _creationTime: v.number() })), handler: async () => [] });\n\
        export const more = query({ args: {}, returns: tasks.extend({ _id: v.id(\"tasks\"), _creationTime: v.number(), n: v.number() }), handler: async () => null as any });\n\
        export const fewer = query({ args: {}, returns: v.object({ _id: v.id(\"tasks\"), text: v.string() }), handler: async () => null as any });";
    let files = Project::new(&[
        ("schema.ts", schema),
        ("m.ts", &format!("{IMPORTS}{functions}")),
    ])
    .generate();
    let text = &files["api/m.rs"];
    for line in [
        "pub const constant: Query<ConstantArgs, Option<tables::tasks::Doc>>",
        "    pub task: tables::tasks::Doc,",
        "pub const extended: Query<(), Vec<tables::tasks::Doc>>",
        "pub const more: Query<(), MoreReturns>",
        "pub const fewer: Query<(), FewerReturns>",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
}

//! The text of generated files, to be read and reviewed.

use crate::project::{IMPORTS, Project};

fn snapshot(files: &[(&str, &str)]) -> String {
    let project = Project::new(files);
    let files = project.generate();
    let show = |(path, text): (&String, &String)| format!("======== {path}\n{text}");
    files.iter().map(show).collect::<Vec<_>>().join("\n")
}

#[test]
fn payments() {
    let schema = r#"import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  /** What somebody has to do. */
  tasks: defineTable({
    title: v.string(),
    status: v.union(v.literal("todo"), v.literal("in-progress"), v.literal("done")),
    /** When, in milliseconds. */
    due: v.optional(v.number()),
    parent: v.union(v.id("tasks"), v.null()),
    body: v.union(
      v.object({ kind: v.literal("text"), text: v.string() }),
      v.object({ kind: v.literal("image"), url: v.string(), alt: v.optional(v.string()) }),
    ),
  }),
});
"#;
    let payments = format!(
        r#"{IMPORTS}
export const address = v.object({{ street: v.string(), zip: v.optional(v.string()) }});

/**
 * Charges the customer's default card.
 *
 * ```
 * await client.action(api.payments.process, args);
 * ```
 * @param currency ISO 4217 code.
 */
export const process = action({{
  args: {{ amount: v.number(), currency: v.string(), address, task: v.id("tasks") }},
  returns: v.object({{ success: v.boolean() }}),
  handler: async () => ({{ success: true }}),
}});

/** @deprecated use `process` */
export const move = mutation({{ args: {{ type: v.optional(v.int64()) }}, returns: v.null(), handler: async () => null }});
"#
    );
    insta::assert_snapshot!(snapshot(&[
        ("schema.ts", schema),
        ("payments.ts", &payments)
    ]));
}

#[test]
fn text_from_typescript_stays_text() {
    let module = r##"import { query } from "./_generated/server";
import { v } from "convex/values";

/** Ends a comment: *\/ and goes on. `"#] \u{202e} #[evil] " */
export const run = query({
  args: { a: v.union(v.literal("\"); } pub fn evil() {"), v.literal("*/ //")) },
  handler: async () => null,
});
"##;
    insta::assert_snapshot!(snapshot(&[("m.ts", module)]));
}

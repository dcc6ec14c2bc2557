//! A generated file for each rule by which types and fields get their names, to be read and
//! reviewed.

use crate::project::{IMPORTS, Project};

/// Returns the generated files of the modules `m` and `schema`, below their headers.
fn generated(project: &Project) -> String {
    let files = project.generate();
    let shown = ["api/m.rs", "tables/messages.rs"];
    let shown = shown
        .iter()
        .filter_map(|path| Some((path, files.get(*path)?)));
    let texts = shown.map(|(path, text)| {
        let below = text.split_once("\n\n").map_or("", |(_, below)| below);
        format!("======== {path}\n{below}")
    });
    texts.collect::<Vec<_>>().join("\n")
}

fn module(text: &str) -> Project {
    Project::new(&[("m.ts", &format!("{IMPORTS}{text}"))])
}

#[test]
fn types_that_meet_get_what_tells_them_apart() {
    let project = module(
        "const WithId = v.object({ _id: v.string(), score: v.number() });
export const search = query({
  args: { filter: v.object({ tag: v.string() }), author: v.object({ name: v.string() }) },
  returns: v.array(v.union(v.object({ item: WithId, rank: v.number() }), v.object({ item: WithId, text: v.string() }), v.string())),
  handler: async () => [],
});
export const list = query({
  args: { filter: v.object({ tags: v.array(v.string()) }), author: v.object({ name: v.string() }) },
  returns: v.object({ item: v.object({ filter: v.object({ n: v.number() }) }) }),
  handler: async () => null as any,
});
",
    );
    insta::assert_snapshot!(generated(&project));
}

#[test]
fn a_field_that_is_always_the_same_is_not_a_field() {
    let project = module(
        "export const run = mutation({
  args: { kind: v.literal(\"email\"), to: v.string(), silent: v.optional(v.literal(true)), mode: v.union(v.literal(\"fast\"), v.null()) },
  returns: v.object({ ok: v.literal(true), id: v.string() }),
  handler: async () => null as any,
});
export const ping = query({ args: {}, returns: v.object({ ok: v.literal(true) }), handler: async () => null as any });
",
    );
    insta::assert_snapshot!(generated(&project));
}

#[test]
fn a_boolean_tag_names_the_variants() {
    let project = module(
        "export const run = mutation({
  args: {},
  returns: v.union(v.object({ success: v.literal(true), data: v.string() }), v.object({ success: v.literal(false), error: v.string() })),
  handler: async () => null as any,
});
export const find = query({
  args: {},
  returns: v.union(v.object({ found: v.literal(true), at: v.number() }), v.object({ found: v.literal(false) })),
  handler: async () => null as any,
});
",
    );
    insta::assert_snapshot!(generated(&project));
}

#[test]
fn equal_types_are_one() {
    let schema = "import { defineSchema, defineTable } from \"convex/server\";
import { v } from \"convex/values\";
export default defineSchema({ messages: defineTable({ role: v.union(v.literal(\"user\"), v.literal(\"assistant\")), text: v.string() }) });
";
    let module = format!(
        "{IMPORTS}export const point = v.object({{ x: v.number(), y: v.number() }});
const role = () => v.union(v.literal(\"user\"), v.literal(\"assistant\"));
export const send = mutation({{ args: {{ role: role(), author: v.object({{ name: v.string() }}) }}, returns: v.null(), handler: async () => null }});
export const move = mutation({{ args: {{ point: v.object({{ x: v.number(), y: v.number() }}), author: v.object({{ name: v.string() }}) }}, returns: v.null(), handler: async () => null }});
"
    );
    insta::assert_snapshot!(generated(&Project::new(&[
        ("schema.ts", schema),
        ("m.ts", &module)
    ])));
}

#[test]
fn a_constant_names_its_type_without_the_word_for_a_validator() {
    let project = module(
        "export const teamPlanValidator = v.object({ seats: v.number() });
export const vMember = v.object({ name: v.string() });
export const ProjectSchema = v.object({ title: v.string() });
export const run = mutation({ args: { plan: teamPlanValidator, member: vMember, project: ProjectSchema }, returns: v.null(), handler: async () => null });
",
    );
    insta::assert_snapshot!(generated(&project));
}

#[test]
fn docs_are_sentences_that_link_to_the_source() {
    let project = module(
        "/** Sends a message.
 * @param to The address.
 */
export const send = mutation({
  args: { to: v.string(), options: v.object({ parts: v.array(v.object({ text: v.string() })) }) },
  returns: v.union(v.object({ sent: v.object({ at: v.number() }) }), v.string()),
  handler: async () => null as any,
});
",
    );
    let url = "https://example.com/blob/main/{path}#L{line}";
    project
        .config()
        .source_url(url)
        .generate()
        .expect("the backend has no errors");
    let text = project.files()["api/m.rs"].clone();
    insta::assert_snapshot!(text);
}

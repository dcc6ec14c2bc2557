//! Generated names depend on the place of a declaration, never on other declarations.

use std::{collections::BTreeMap, fs};

use crate::project::{IMPORTS, Project};

/// Functions that resemble each other in name and type, and one that is opaque. No field has two
/// shapes.
const FUNCTIONS: &[&str] = &[
    "export const list = query({ args: { page: page }, returns: v.array(v.object({ id: v.string() })), handler: async () => [] });",
    "export const listAll = query({ args: { page: page, all: v.boolean() }, handler: async () => [] });",
    "export const get = query({ args: { item: v.object({ id: v.string() }) }, returns: v.object({ id: v.string() }), handler: async () => null as any });",
    "export const getItem = query({ args: { id: v.object({ id: v.string() }) }, returns: v.union(v.object({ id: v.string() }), v.null()), handler: async () => null });",
    "export const set = mutation({ args: { to: v.union(v.literal(\"a\"), v.literal(\"b\")), item: v.object({ id: v.string() }) }, handler: async () => null });",
    "export const reset = mutation({ args: { to: v.union(v.literal(\"a\"), v.literal(\"b\")), item: v.object({ id: v.string() }) }, handler: async () => null });",
    "export const hidden = internalMutation({ args: { to: v.union(v.literal(\"a\"), v.literal(\"b\")) }, handler: async () => null });",
    "export const sent = mutation({ args: { how: v.union(v.object({ kind: v.literal(\"x\"), n: v.number() }), v.object({ kind: v.literal(\"y\") })) }, handler: async () => null });",
    "export const run = action({ args: { of: v.array(page), by: v.record(v.string(), v.object({ id: v.string() })) }, handler: async () => null });",
    "export const plan = query({ args: {}, returns: v.object({ plan: v.object({ name: v.string() }) }), handler: async () => null as any });",
    "export const planOf = query({ args: { planValidator }, returns: v.object({ a: v.literal(1), plan: v.object({ name: v.string() }) }), handler: async () => null as any });",
    "export const last = action({ handler: async () => null });",
];

fn module(functions: &[&str]) -> String {
    let constant = "import { internalMutation } from \"./_generated/server\";\nconst planValidator = v.object({ name: v.string() });\n\
        export const page = v.object({ size: v.number(), of: v.object({ a: v.string() }) });";
    format!("{IMPORTS}{constant}\n{}\n", functions.join("\n"))
}

/// Returns the definition of each generated name, with the types in it expanded.
fn definitions(functions: &[&str]) -> BTreeMap<String, String> {
    let files = Project::new(&[("m.ts", &module(functions))]).generate();
    let mut own = BTreeMap::new();
    for (path, text) in &files {
        for item in text.split("\n\n").filter(|item| item.contains("\npub ")) {
            let lines: Vec<&str> = item
                .lines()
                .filter(|line| {
                    !line.starts_with("#[derive") && !line.trim_start().starts_with("//")
                })
                .collect();
            let text = lines.join("\n");
            let kinds = ["pub struct ", "pub enum ", "pub type ", "pub const "];
            let found = kinds
                .iter()
                .find_map(|kind| Some((*kind, text.split_once(kind)?.1)));
            let Some((kind, rest)) = found else { continue };
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
            let (name, body) = rest.split_at(end.unwrap_or_default());
            let module = path.trim_end_matches(".rs").replace('/', "::");
            let body = match kind {
                "pub type " => body.trim_start_matches(" = ").trim_end_matches(';'),
                _ => body,
            };
            own.insert(format!("{module}::{name}"), body.to_owned());
        }
    }
    let expand = |name: &String| (name.clone(), expanded(name, &own, 6));
    own.keys().map(expand).collect()
}

fn expanded(name: &str, own: &BTreeMap<String, String>, depth: usize) -> String {
    let Some(body) = own.get(name).filter(|_| depth > 0) else {
        return name.to_owned();
    };
    let module = name.rsplit_once("::").map_or("", |(module, _)| module);
    let mut text = String::new();
    let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let mut rest = body.as_str();
    // A word starts with a capital or with `super`; in front of it is nothing of a word.
    let starts = |(at, c): (usize, char), rest: &str| {
        (c.is_uppercase() || c == 's') && !rest[..at].ends_with(|c| is_path(c) || c == '"')
    };
    while let Some((start, _)) = rest.char_indices().find(|found| starts(*found, rest)) {
        let end = rest[start..]
            .find(|c| !is_path(c))
            .map_or(rest.len(), |end| start + end);
        let word = rest[start..end].trim_end_matches(':');
        text.push_str(&rest[..start]);
        let path = match word.rsplit_once("super::") {
            Some((_, path)) => path.to_owned(),
            None => format!("{module}::{word}"),
        };
        let path = if own.contains_key(&path) {
            path
        } else {
            format!("api::m::{word}")
        };
        let is_type = word
            .rsplit("::")
            .next()
            .is_some_and(|last| last.starts_with(char::is_uppercase));
        if is_type && own.contains_key(&path) {
            text.push_str(&expanded(&path, own, depth - 1));
        } else {
            text.push_str(&rest[start..end]);
        }
        rest = &rest[end..];
    }
    text + rest
}

#[test]
fn adding_functions_changes_nothing_that_is_there() {
    let all = definitions(FUNCTIONS);
    for left_out in 0..FUNCTIONS.len() {
        for also in left_out..FUNCTIONS.len() {
            let fewer = (0..FUNCTIONS.len()).filter(|at| ![left_out, also].contains(at));
            let fewer = definitions(&fewer.map(|at| FUNCTIONS[at]).collect::<Vec<_>>());
            for (name, definition) in &fewer {
                assert_eq!(
                    all.get(name),
                    Some(definition),
                    "`{name}` without {left_out} and {also}"
                );
            }
            assert!(fewer.len() < all.len());
        }
    }
}

/// Some of [`FUNCTIONS`] in some order.
fn some(random: &mut fastrand::Rng) -> Vec<&'static str> {
    let count = random.usize(1..FUNCTIONS.len());
    let mut some = random.choose_multiple(FUNCTIONS.iter().copied(), count);
    random.shuffle(&mut some);
    some
}

#[test]
fn the_order_of_functions_changes_no_item() {
    let mut reversed = FUNCTIONS.to_vec();
    reversed.reverse();
    assert_eq!(definitions(&reversed), definitions(FUNCTIONS));
}

#[test]
fn some_functions_in_any_order_have_the_items_that_all_have() {
    let all = definitions(FUNCTIONS);
    for seed in 0..40 {
        let some = some(&mut fastrand::Rng::with_seed(seed));
        for (name, definition) in definitions(&some) {
            assert_eq!(
                all.get(&name),
                Some(&definition),
                "`{name}` of seed {seed}: {some:#?}"
            );
        }
    }
}

#[test]
fn a_new_shape_of_a_field_forces_names_apart_and_the_report_says_so() {
    let function = |name: &str, fields: &str| {
        format!(
            "export const {name} = query({{ args: {{ author: v.object({{ {fields} }}) }}, handler: async () => null }});"
        )
    };
    let one = [
        function("first", "name: v.string()"),
        function("second", "name: v.string()"),
    ];
    let more = [
        one[0].clone(),
        one[1].clone(),
        function("third", "name: v.string(), age: v.number()"),
    ];
    let generate = |functions: &[String]| {
        let project = Project::new(&[("m.ts", &format!("{IMPORTS}{}", functions.join("\n")))]);
        let text = project.generate()["api/m.rs"].clone();
        (text, project.report())
    };
    let (text, report) = generate(&one);
    assert!(
        text.contains("pub struct Author {") && !report.contains("types-renamed"),
        "{text}"
    );
    let (text, report) = generate(&more);
    for line in [
        "pub struct FirstArgsAuthor {",
        "pub type SecondArgsAuthor = FirstArgsAuthor;",
        "pub struct ThirdArgsAuthor {",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    for part in [
        "note[types-renamed]",
        "`Author`",
        "`m:third.args.author` is `ThirdArgsAuthor`",
    ] {
        assert!(report.contains(part), "{part}\n{report}");
    }
}

#[test]
fn what_an_author_kept_apart_stays_apart() {
    let functions = "export const a = v.object({ x: v.string() });
        export const b = v.object({ x: v.string() });
        export const ofA = query({ args: { of: a }, returns: v.null(), handler: async () => null });
        export const ofB = query({ args: { of: b }, returns: v.null(), handler: async () => null });
        export const ofX = query({ args: { of: v.object({ x: v.string() }) }, returns: v.null(), handler: async () => null });";
    let files = Project::new(&[("m.ts", &format!("{IMPORTS}{functions}"))]).generate();
    for line in [
        "pub struct OfAArgs {\n    pub of: A,",
        "pub struct OfBArgs {\n    pub of: B,",
        "pub type OfXArgs = OfAArgs;",
    ] {
        assert!(
            files["api/m.rs"].contains(line),
            "{line}\n{}",
            files["api/m.rs"]
        );
    }
}

/// The variants of the union that `members` are, and the names of all items.
fn names_of_union(members: &str) -> (Vec<String>, Vec<String>) {
    let function = format!(
        "export const get = query({{ args: {{ of: v.union({members}) }}, handler: async () => null }});"
    );
    let files = Project::new(&[("m.ts", &format!("{IMPORTS}{function}"))]).generate();
    let text = &files["api/m.rs"];
    let body = text
        .split_once("pub enum Of {")
        .map_or("", |(_, body)| body);
    let body = body.split_once("\n}").map_or("", |(body, _)| body);
    let word = |line: &str| {
        let end = line.find(|c: char| !c.is_alphanumeric());
        line[..end.unwrap_or(line.len())].to_owned()
    };
    let variants = body.lines().map(str::trim);
    let variants =
        variants.filter(|line| line.starts_with(char::is_uppercase) && line.contains('('));
    let items = text.lines().filter_map(|line| {
        let line = line.strip_prefix("pub struct ")?;
        Some(word(line))
    });
    (variants.map(word).collect(), items.collect())
}

#[test]
fn members_that_differ_in_what_they_require_are_named_by_that() {
    let (variants, _) = names_of_union(
        "v.object({ type: v.literal(\"call\"), id: v.string(), input: v.any(), args: v.optional(v.any()) }),
        v.object({ type: v.literal(\"call\"), id: v.string(), args: v.any(), input: v.optional(v.any()) })",
    );
    assert_eq!(variants, ["CallWithInput", "CallWithArgs"]);
}

#[test]
fn parts_of_two_validators_whose_names_run_together_say_of_which_they_are() {
    let module = "export const campaign = v.object({ audienceStatus: v.union(v.literal(\"a\"), v.literal(\"b\")) });
export const campaignAudience = v.object({ status: v.union(v.literal(\"c\"), v.literal(\"d\")) });
export const get = query({ args: { campaign, campaignAudience }, handler: async () => null });";
    let files = Project::new(&[("m.ts", &format!("{IMPORTS}{module}"))]).generate();
    for name in ["AudienceStatusOfCampaign", "StatusOfCampaignAudience"] {
        let item = format!("pub enum {name} {{");
        assert!(files["api/m.rs"].contains(&item), "{}", files["api/m.rs"]);
    }
}

#[test]
fn members_of_one_name_are_told_apart_from_each_other_and_not_from_the_rest() {
    let (variants, _) = names_of_union(
        "v.object({ code: v.literal(\"INVALID\"), message: v.string(), details: v.object({ errors: v.array(v.string()) }) }),
        v.object({ code: v.literal(\"INVALID\"), message: v.string(), rawBody: v.string() }),
        v.object({ code: v.string(), message: v.string(), details: v.object({ status: v.number() }), retryAfter: v.number() })",
    );
    assert_eq!(
        variants,
        ["InvalidWithDetails", "InvalidWithRawBody", "WithRetryAfter"]
    );
}

#[test]
fn members_that_differ_inside_or_by_two_fields_are_named_by_those() {
    let (variants, _) = names_of_union(
        "v.object({ kind: v.literal(\"a\"), data: v.object({ item: v.object({ name: v.string() }) }) }),
        v.object({ kind: v.literal(\"a\"), data: v.object({ item: v.object({ size: v.number() }) }) })",
    );
    assert_eq!(variants, ["AWithDataItemName", "AWithDataItemSize"]);
    let (variants, _) = names_of_union(
        "v.object({ kind: v.literal(\"a\"), x: v.string(), y: v.string() }),
        v.object({ kind: v.literal(\"a\"), x: v.string() }),
        v.object({ kind: v.literal(\"a\"), y: v.string() })",
    );
    assert_eq!(variants, ["AWithXWithY", "AWithoutY", "AWithoutX"]);
}

#[test]
fn no_name_is_longer_than_a_file_may_be_called() {
    // Nothing but the order of their fields' members tells these apart.
    let fields: Vec<String> = (0..40)
        .map(|at| format!("field{at}: v.optional(v.string()), "))
        .collect();
    let fields = fields.concat();
    let member = |last: &str| {
        format!("v.object({{ type: v.literal(\"call\"), {fields} last: v.optional({last}) }})")
    };
    let number = member("v.array(v.array(v.number()))");
    let string = member("v.array(v.array(v.string()))");
    let (variants, items) = names_of_union(&format!("{number}, {string}"));
    assert_eq!(variants.len(), 2);
    assert_eq!(
        variants,
        ["CallWithLastItemNumberArray", "CallWithLastItemStringArray"]
    );
    for name in variants.iter().chain(&items) {
        assert!(name.len() <= 120, "{name}");
    }
    let (reversed, _) = names_of_union(&format!("{string}, {number}"));
    assert_eq!(reversed, [variants[1].clone(), variants[0].clone()]);
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

#[test]
fn arguments_of_pages_have_a_type_without_the_options() {
    let functions = "import { paginationOptsValidator } from \"convex/server\";
        export const list = query({ args: { of: v.string(), paginationOpts: paginationOptsValidator }, returns: v.null(), handler: async () => null });
        export const all = query({ args: { paginationOpts: paginationOptsValidator }, returns: v.null(), handler: async () => null });";
    let files = Project::new(&[("m.ts", &format!("{IMPORTS}{functions}"))]).generate();
    for line in [
        "#[convex(paginated = ListPageArgs)]\npub struct ListArgs {",
        "    pub pagination_opts: PaginationOptions,",
        "#[derive(Debug, Clone, PartialEq, ToConvex)]\npub struct ListPageArgs {\n    pub of: String,\n}",
        "#[convex(paginated = ())]\npub struct AllArgs {",
    ] {
        assert!(
            files["api/m.rs"].contains(line),
            "{line}\n{}",
            files["api/m.rs"]
        );
    }
}

#[test]
fn modules_and_functions_that_differ_in_letters_alone_are_all_there() {
    // Only some file systems tell the first three apart.
    let function = |name: &str| {
        format!(
            "{IMPORTS}export const {name} = query({{ args: {{}}, handler: async () => null }});"
        )
    };
    let project = Project::new(&[
        ("Mod.ts", &function("a")),
        ("MOD.ts", &function("b")),
        ("mod.ts", &function("c")),
        ("größe.ts", &function("d")),
        (
            "f.ts",
            &format!("{}\n{}", function("out"), function("__out")).replacen(IMPORTS, "", 1),
        ),
    ]);
    let modules = fs::read_dir(project.convex()).expect("it was just written");
    let modules: Vec<String> = modules
        .map(|entry| {
            let name = entry.expect("it can be read").file_name();
            name.to_string_lossy().trim_end_matches(".ts").to_owned()
        })
        .collect();
    let files = project.generate();
    let all: String = files.values().map(String::as_str).collect();
    for module in &modules {
        let handle = format!("Query::new(\"{module}:");
        assert!(all.contains(&handle), "{handle}\n{all}");
    }
    for path in ["f:out", "f:__out"] {
        assert!(all.contains(&format!("Query::new(\"{path}\")")), "{all}");
    }
    assert!(
        files.keys().all(|path| path.is_ascii()),
        "{:?}",
        files.keys()
    );
    let root = &files["api.rs"];
    let declared = root.lines().filter(|line| line.starts_with("pub mod "));
    assert_eq!(declared.count(), modules.len(), "{root}");
}

#[test]
fn the_document_of_a_table_that_no_schema_describes_is_a_newtype() {
    let function = "export const get = query({ args: { id: v.id(\"ghosts\") }, returns: v.null(), handler: async () => null });";
    let files = Project::new(&[("m.ts", &format!("{IMPORTS}{function}"))]).generate();
    let table = &files["tables/ghosts.rs"];
    assert!(
        table.contains("#[convex(table = \"ghosts\")]\npub struct Doc(pub Value);"),
        "{table}"
    );
}

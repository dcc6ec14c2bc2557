//! Effects of `Config`, and its messages about names that the backend does not have.

use convex_codegen::{Integer, MapType, Timestamp};

use crate::project::{IMPORTS, Project};

fn project() -> Project {
    let schema = "import { defineSchema, defineTable } from \"convex/server\";
import { v } from \"convex/values\";
export default defineSchema({
  tasks: defineTable({ title: v.string(), status: v.union(v.literal(\"todo\"), v.literal(\"in-progress\")), tries: v.optional(v.array(v.number())) }),
});
";
    let payments = format!(
        "{IMPORTS}export const address = v.object({{ street: v.string() }});
export const process = action({{ args: {{ amount: v.number(), address }}, returns: v.object({{ ok: v.boolean() }}), handler: async () => null as any }});
export const internalOnly = query({{ args: {{}}, handler: async () => null }});
"
    );
    Project::new(&[("schema.ts", schema), ("payments.ts", &payments)])
}

#[test]
fn names_types_integers_and_derives() {
    let project = project();
    let config = project
        .config()
        .rename("payments:process", "charge")
        .rename_type("payments:process.args", "Payment")
        .rename("payments:process.args.amount", "cents")
        .rename_type("tables.tasks.status", "TaskStatus")
        .rename("tables.tasks.status", "state")
        .rename("tables.tasks.status.in-progress", "Doing")
        .use_type("payments.address", "crate::Address")
        .integer("payments:process.args.amount", Integer::U32)
        .integer("tables.tasks.tries", Integer::I16)
        .derive("tables.*", "::serde::Serialize");
    config.generate().expect("every path is there");
    let read =
        |path: &str| std::fs::read_to_string(project.out().join(path)).expect("it was written");
    let payments = read("api/payments.rs");
    for line in [
        "pub const charge: Action<Payment, ChargeReturns> = Action::new(\"payments:process\");",
        "    #[convex(\"amount\")]\n    pub cents: u32,",
        "pub type Address = crate::Address;",
        "    pub address: Address,",
        "#[derive(Debug, Clone, PartialEq, ToConvex)]\npub struct Payment {",
    ] {
        assert!(payments.contains(line), "{line}\n{payments}");
    }
    let tasks = read("tables/tasks.rs");
    for line in [
        "    #[convex(\"status\")]\n    pub state: TaskStatus,",
        "    pub tries: Option<Vec<i16>>,",
        "    #[convex(\"in-progress\")]\n    Doing,",
        "#[derive(Debug, Clone, PartialEq, FromConvex, ::serde::Serialize)]\n#[convex(table = \"tasks\")]",
    ] {
        assert!(tasks.contains(line), "{line}\n{tasks}");
    }
}

#[test]
fn any_value_can_have_a_type_of_the_users_own() {
    let schema = "import { defineSchema, defineTable } from \"convex/server\";
import { v } from \"convex/values\";
export default defineSchema({
  users: defineTable({ email: v.string(), emails: v.optional(v.array(v.string())), role: v.union(v.literal(\"a\"), v.literal(\"b\")), seenAt: v.optional(v.number()), key: v.string(), site: v.union(v.string(), v.null()) }),
});
";
    let functions = format!(
        "{IMPORTS}export const set = mutation({{ args: {{ email: v.string(), role: v.union(v.literal(\"a\"), v.literal(\"b\")), seenAt: v.number() }}, returns: v.string(), handler: async () => \"\" }});"
    );
    let project = Project::new(&[("schema.ts", schema), ("m.ts", &functions)]);
    let config = project
        .config()
        .use_type("*.email", "crate::Email")
        .use_type("tables.users.emails.item", "crate::Email")
        .use_type("tables.users.role", "crate::Role")
        .use_type("m:set.returns", "crate::Receipt")
        .timestamps("*.seenAt", Timestamp::Jiff)
        .timestamps("*._creationTime", Timestamp::SystemTime)
        .uuid("tables.users.key")
        .url("*.site");
    config.generate().expect("everything fits");
    let files = project.files();
    for (file, line) in [
        (
            "tables/users.rs",
            "pub creation_time: std::time::SystemTime,",
        ),
        ("tables/users.rs", "pub email: crate::Email,"),
        ("tables/users.rs", "pub emails: Option<Vec<crate::Email>>,"),
        (
            "tables/users.rs",
            "pub seen_at: Option<convex_runtime::jiff::Timestamp>,",
        ),
        ("tables/users.rs", "pub key: convex_runtime::uuid::Uuid,"),
        (
            "tables/users.rs",
            "pub site: Option<convex_runtime::url::Url>,",
        ),
        ("tables/users.rs", "pub type Role = crate::Role;"),
        ("api/m.rs", "pub email: crate::Email,"),
        ("api/m.rs", "pub role: tables::users::Role,"),
        ("api/m.rs", "pub seen_at: convex_runtime::jiff::Timestamp,"),
        ("api/m.rs", "Mutation<SetArgs, crate::Receipt>"),
    ] {
        assert!(files[file].contains(line), "{line}\n{}", files[file]);
    }
}

#[test]
fn what_is_not_there_is_an_error_with_a_suggestion() {
    let project = project();
    let config = project
        .config()
        .rename("payments:proces", "charge")
        .rename("payments:process", "not a name")
        .rename("payments:process.args", "Payment")
        .use_type("payments.adress", "crate::Address")
        .integer("payments:process.args.address", Integer::U32)
        .derive("nothing.*", "Default;");
    let error = config.generate().expect_err("nothing fits").to_string();
    for part in [
        "`Config::rename(\"payments:proces\")` matches nothing in the backend; did you mean `payments:process`?",
        "`not a name` is not a Rust identifier",
        "`Config::use_type(\"payments.adress\")` matches nothing in the backend; did you mean `payments.address`?",
        "`Config::integer(\"payments:process.args.address\")` does not fit: it is the type at `payments.address`, and `integer` is for `v.number()`",
        "`Config::rename(\"payments:process.args\")` does not fit what is there; use `Config::rename_type`",
        "`Config::derive(\"nothing.*\")` matches nothing in the backend",
        "`Default;` is not a path in Rust",
    ] {
        assert!(error.contains(part), "{part}\n{error}");
    }
    assert!(!project.out().join("mod.rs").exists());
}

#[test]
fn functions_are_chosen_by_pattern() {
    let project = project();
    let config = project.config().only("payments:*").except("*:internalOnly");
    config.generate().expect("the backend has no errors");
    let text =
        std::fs::read_to_string(project.out().join("api/payments.rs")).expect("it was written");
    assert!(text.contains("payments:process") && !text.contains("internalOnly"));
}

/// Names that meet, and a record.
fn meeting() -> Project {
    let module = format!(
        "{IMPORTS}export const fooBar = query({{ args: {{ oneToOne: v.string(), one_to_one: v.number() }}, handler: async () => null }});
export const foo_bar = query({{ args: {{}}, returns: v.record(v.string(), v.object({{ by: v.record(v.id(\"users\"), v.string()) }})), handler: async () => null as any }});
export const pick = query({{ args: {{ of: v.union(v.literal(\"a-b\"), v.literal(\"a_b\")) }}, handler: async () => null }});
"
    );
    let other =
        format!("{IMPORTS}export const get = query({{ args: {{}}, handler: async () => null }});");
    Project::new(&[
        ("m.ts", &module),
        ("userProfile.ts", &other),
        ("user_profile.ts", &other),
    ])
}

#[test]
fn a_new_name_settles_what_meets() {
    let project = meeting();
    assert_eq!(project.report().matches("name-clash").count(), 4);
    let config = project
        .config()
        .rename("m:fooBar", "first")
        .rename("m:fooBar.args.oneToOne", "single")
        .rename("m:pick.args.of.a-b", "Dash")
        .rename("userProfile", "profile");
    let report = config.run().expect("every path is there").rendered();
    assert_eq!(report.matches("name-clash").count(), 0);
    let files = project.files();
    for (file, line) in [
        (
            "api/m.rs",
            "pub const first: Query<FirstArgs, Value> = Query::new(\"m:fooBar\");",
        ),
        ("api/m.rs", "pub const foo_bar: Query<"),
        (
            "api/m.rs",
            "    #[convex(\"oneToOne\")]\n    pub single: String,",
        ),
        ("api/m.rs", "    pub one_to_one: f64,"),
        ("api/m.rs", "    #[convex(\"a-b\")]\n    Dash,"),
        ("api.rs", "pub mod profile;\npub mod user_profile;"),
        ("api/profile.rs", "Query::new(\"userProfile:get\")"),
    ] {
        assert!(files[file].contains(line), "{line}\n{}", files[file]);
    }
}

#[test]
fn one_name_for_two_is_an_error() {
    let project = meeting();
    let config = project
        .config()
        .rename("m:fooBar", "same")
        .rename("m:foo_bar", "same");
    let error = config.generate().expect_err("they would meet").to_string();
    assert!(
        error.contains("one name for several of `m:fooBar`, `m:foo_bar`"),
        "{error}"
    );
}

#[test]
fn a_document_of_another_name_keeps_its_id() {
    let project = project();
    let config = project
        .config()
        .rename_type("tables.tasks", "Task")
        .rename("tables.tasks", "todo");
    config.generate().expect("every path is there");
    let text = &project.files()["tables/todo.rs"];
    for line in [
        "pub type Id = convex_runtime::Id<Task>;",
        "/// A document of table `tasks`.",
        "pub struct Task {",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
}

#[test]
fn maps_are_of_the_type_that_is_asked_for() {
    let project = meeting();
    for (map, import, derives) in [
        (
            MapType::BTreeMap,
            "use std::collections::BTreeMap;",
            ", Eq, Hash",
        ),
        (MapType::HashMap, "use std::collections::HashMap;", ", Eq"),
        (MapType::IndexMap, "IndexMap, ", ", Eq"),
    ] {
        let config = project.config().map(map);
        config.generate().expect("the backend has no errors");
        let text = &project.files()["api/m.rs"];
        let derives = format!(
            "#[derive(Debug, Clone, PartialEq{derives}, FromConvex)]\npub struct FooBarReturnsValue"
        );
        assert!(
            text.contains(import) && text.contains(&derives),
            "{map:?} {text}"
        );
    }
}

#[test]
fn serde_by_pattern_in_both_directions() {
    let project = project();
    let config = project.config().serde("tables.*");
    config.generate().expect("the backend has no errors");
    let files = project.files();
    let both = "#[derive(Debug, Clone, PartialEq, FromConvex, ToConvex)]";
    for line in [
        &format!("{both}\n#[convex(table = \"tasks\", serde)]\npub struct Doc"),
        "#[convex(serde)]\npub enum Status",
    ] {
        assert!(files["tables/tasks.rs"].contains(line), "{line}");
    }
    assert!(!files["api/payments.rs"].contains("serde"));
    project
        .config()
        .serde("payments:process.args")
        .generate()
        .expect("it is there");
    // What a type with serde holds has the traits that its own delegate to.
    let files = project.files();
    for line in [
        &format!("{both}\n#[convex(serde)]\npub struct ProcessArgs"),
        "#[derive(Debug, Clone, PartialEq, Eq, Hash, FromConvex, ToConvex)]\npub struct Address",
        "#[derive(Debug, Clone, PartialEq, Eq, Hash, FromConvex)]\npub struct ProcessReturns",
    ] {
        assert!(
            files["api/payments.rs"].contains(line),
            "{line}\n{}",
            files["api/payments.rs"]
        );
    }
    let error = project.config().serde("table.*").generate();
    let error = error.expect_err("there is no such path").to_string();
    assert!(
        error.contains("`Config::serde(\"table.*\")` matches nothing in the backend"),
        "{error}"
    );
}

#[test]
fn everything_in_one_file_for_the_crate_alone() {
    let project = project();
    project.generate();
    let config = project.config().one_file().pub_crate();
    config.generate().expect("the backend has no errors");
    let files = project.files();
    assert_eq!(files.keys().collect::<Vec<_>>(), ["mod.rs"]);
    insta::assert_snapshot!(files["mod.rs"]);
}

#[test]
fn the_client_writes_injected_arguments() {
    let cart = format!(
        "{IMPORTS}const session = {{ sessionId: v.string() }};
const mine = {{ ...session, other: v.string() }};
export const add = mutation({{ args: {{ ...session, item: v.string() }}, returns: v.null(), handler: async () => null }});
export const who = query({{ args: session, returns: v.string(), handler: async () => '' }});
export const maybe = query({{ args: {{ sessionId: v.optional(v.id('sessions')), item: v.string() }}, returns: v.string(), handler: async () => '' }});
export const wrong = query({{ args: {{ sessionNumber: v.number() }}, returns: v.string(), handler: async () => '' }});
export const two = query({{ args: mine, returns: v.string(), handler: async () => '' }});
"
    );
    let project = Project::new(&[("cart.ts", &cart)]);
    let config = project.config().inject("*.args.sessionId");
    config.generate().expect("the backend has no errors");
    let files = project.files();
    for line in [
        "pub const add: Mutation<AddArgs, ()> = Mutation::new(\"cart:add\").session(\"sessionId\");",
        "pub const who: Query<(), String> = Query::new(\"cart:who\").session(\"sessionId\");",
        "pub const maybe: Query<MaybeArgs, String> = Query::new(\"cart:maybe\").session(\"sessionId\");",
    ] {
        let text = files["api/cart.rs"].split_whitespace().collect::<String>();
        let line: String = line.split_whitespace().collect();
        assert!(text.contains(&line), "{line}\n{}", files["api/cart.rs"]);
    }
    assert!(!files["api/cart.rs"].contains("session_id"));
    for (pattern, message) in [
        (
            "*.args.sessionIds",
            "`Config::inject(\"*.args.sessionIds\")` matches no argument of a function",
        ),
        (
            "*.args.sessionNumber",
            "`cart:wrong.args.sessionNumber` is neither a string nor an id, as sessions are",
        ),
        (
            "cart:two.args.*",
            "`cart:two.args` has several such fields, and a client has one session",
        ),
    ] {
        let error = project.config().inject(pattern).generate();
        let error = error.expect_err(pattern).to_string();
        assert!(error.contains(message), "{error}");
    }
}

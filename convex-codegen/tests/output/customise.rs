//! What `Config` changes, and what it says when it is told of something that is not there.

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
        .rename("payments:process.args", "Payment")
        .rename("payments:process.args.amount", "cents")
        .rename("tables.tasks.status", "TaskStatus")
        .rename("tables.tasks.status", "state")
        .rename("tables.tasks.status.in-progress", "Doing")
        .use_type("payments.address", "crate::Address")
        .integer("payments:process.args.amount", "u32")
        .integer("tables.tasks.tries", "i16")
        .derive("tables.*", "::serde::Serialize");
    config.generate().expect("every path is there");
    let read =
        |path: &str| std::fs::read_to_string(project.out().join(path)).expect("it was written");
    let payments = read("api/payments.rs");
    for line in [
        "pub const charge: Action<Payment, ProcessReturns> = Action::new(\"payments:process\");",
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
fn what_is_not_there_is_an_error_with_a_suggestion() {
    let project = project();
    let config = project
        .config()
        .rename("payments:proces", "charge")
        .rename("payments:process", "not a name")
        .use_type("payments.adress", "crate::Address")
        .integer("payments:process.args.address", "u32")
        .derive("nothing.*", "Default;");
    let error = config.generate().expect_err("nothing fits").to_string();
    for part in [
        "`Config::rename`: the backend has nothing at `payments:proces` that this fits; did you mean `payments:process`?",
        "`not a name` is no Rust identifier",
        "`Config::use_type`: the backend has nothing at `payments.adress` that this fits; did you mean `payments.address`?",
        "`Config::integer`: the backend has nothing at `payments:process.args.address` that this fits",
        "`Config::derive`: the backend has nothing at `nothing.*`",
        "`Default;` is no path in Rust",
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

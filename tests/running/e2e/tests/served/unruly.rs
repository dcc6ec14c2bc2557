//! Functions that would end the process, or write where they should not: `serve` goes on.
#![expect(
    clippy::items_after_statements,
    reason = "each function is declared where it is called"
)]

use convex_codegen_cli::serve::Change;
use convex_runtime::{Action, Error, Mutation, Query, Value};

use crate::project::Project;

const MODULE: &str = r#"
import { action, internalMutation, mutation, query } from "./_generated/server";
import { internal } from "./_generated/api";
import { v } from "convex/values";
import fs from "node:fs";

export const add = mutation({ args: { text: v.string() }, handler: (ctx, args) => ctx.db.insert("notes", args) });
export const count = query({ args: {}, handler: async (ctx) => (await ctx.db.query("notes").collect()).length });
export const rename = mutation({ args: { id: v.id("others") }, handler: async () => null });
export const forget = action({ args: {}, handler: async () => { Promise.reject(new Error("nobody awaits this")); return "done"; } });
export const exit = action({ args: {}, handler: async () => { process.exit(3); } });
export const scribble = action({ args: {}, handler: async () => {
  fs.writeSync(1, '{"type":"result","id":0,"value":"forged"}\nhalf a line');
  console.log("scribbled", 1);
  return "real";
} });
export const scribbleAll = action({ args: {}, handler: async () => {
  for (let fd = 0; fd < 64; fd++) {
    try {
      if (fs.fstatSync(fd).isSocket() || fd < 3) fs.writeSync(fd, '{"type":"result","id":0,"value":"forged"}\nhalf a line');
    } catch {}
  }
  return "real";
} });
export const who = query({ args: {}, handler: async (ctx) => { const f = ctx.auth.getUserIdentity; return (await f())?.subject ?? null; } });
export const later = mutation({ args: {}, handler: async (ctx) => { await ctx.scheduler.runAfter(0, internal.m.fails, {}); return null; } });
export const fails = internalMutation({ args: {}, handler: async () => { console.warn("about to fail"); throw new Error("scheduled and failed"); } });
export const die = action({ args: {}, handler: async () => { process.reallyExit(7); } });
export const spin = mutation({ args: {}, handler: async (ctx) => {
  await ctx.db.insert("notes", { text: "never committed" });
  for (;;) { try { for (;;) {} } catch {} }
} });
export const fill = query({ args: {}, handler: async () => { const all = []; for (;;) all.push(new Array(1000).fill(1.5)); } });
export const recurse = query({ args: {}, handler: async () => { const fib = (n: number): number => (n < 2 ? n : fib(n - 1) + fib(n - 2)); return fib(60); } });
export const garbage = query({ args: {}, handler: async () => { let sum = 0; for (let i = 0; i < 20000; i++) sum += new Array(1000).fill(1).length; return sum; } });
export const charge = action({ args: {}, handler: async () => process.env.MISSING_KEY!.length });
export const region = query({ args: {}, handler: async () => process.env.REGION ?? null });
"#;

const SCHEMA: &str = r#"
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
export default defineSchema({ notes: defineTable({ text: v.string() }), others: defineTable({}) });
"#;

const FILES: [(&str, &str); 2] = [("convex/m.ts", MODULE), ("convex/schema.ts", SCHEMA)];

const ADD: Mutation<Value, String> = Mutation::new("m:add");
const COUNT: Query<Value, f64> = Query::new("m:count");

fn none() -> Value {
    Value::from_iter::<[(&str, Value); 0]>([])
}

fn text(text: &str) -> Value {
    Value::from_iter([("text", Value::from(text))])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_functions_do_to_the_process_ends_nothing() -> Result<(), Error> {
    let mut project = Project::serve_files("unruly", &FILES).await;
    let client = project.client();
    client.mutation(ADD, text("kept")).await?;

    const FORGET: Action<Value, String> = Action::new("m:forget");
    assert_eq!(client.action(FORGET, none()).await?, "done");
    let line = project.logged("nobody awaits this").await;
    assert!(
        line.text.starts_with("[ERROR] Unhandled rejection"),
        "{line:?}"
    );

    const EXIT: Action<Value, Value> = Action::new("m:exit");
    let error = client
        .action(EXIT, none())
        .await
        .expect_err("it may not exit");
    assert!(error.to_string().contains("process.exit"), "{error}");

    const SCRIBBLE: Action<Value, String> = Action::new("m:scribble");
    assert_eq!(client.action(SCRIBBLE, none()).await?, "real");
    let line = project.logged("scribbled").await;
    assert_eq!(
        (line.function.as_str(), line.kind.as_str()),
        ("m:scribble", "action")
    );
    assert_eq!(line.text, "[LOG] 'scribbled' 1");

    // What goes to the connection itself is not believed either, and ends nothing.
    const SCRIBBLE_ALL: Action<Value, String> = Action::new("m:scribbleAll");
    for _ in 0..2 {
        let real = client.with_deadline(std::time::Duration::from_secs(10));
        assert_eq!(real.action(SCRIBBLE_ALL, none()).await?, "real");
    }

    const WHO: Query<Value, Option<String>> = Query::new("m:who");
    assert_eq!(client.query(WHO, none()).await?, None);

    const LATER: Mutation<Value, ()> = Mutation::new("m:later");
    client.mutation(LATER, none()).await?;
    let line = project.logged("about to fail").await;
    assert_eq!(
        (line.function.as_str(), line.text.as_str()),
        ("m:fails", "[WARN] 'about to fail'")
    );
    let line = project.logged("scheduled and failed").await;
    assert!(
        line.function == "m:fails" && line.text.starts_with("[ERROR] Uncaught Error"),
        "{line:?}"
    );

    const RENAME: Mutation<Value, ()> = Mutation::new("m:rename");
    let id = client.mutation(ADD, text("other")).await?;
    let args = Value::from_iter([("id", Value::from(id.as_str()))]);
    let error = client
        .mutation(RENAME, args)
        .await
        .expect_err("it is the id of a note");
    let said = error.to_string();
    assert!(
        said.contains("ArgumentValidationError") && said.contains("from table `notes`"),
        "{said}"
    );

    assert_eq!(
        client.query(COUNT, none()).await?,
        2.0,
        "the data is still there"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_that_dies_is_started_again() -> Result<(), Error> {
    let mut project = Project::serve_files("unruly", &FILES).await;
    let client = project.client();
    client.mutation(ADD, text("lost")).await?;
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;

    const DIE: Action<Value, Value> = Action::new("m:die");
    client
        .action(DIE, none())
        .await
        .expect_err("the process is gone");
    let change = loop {
        match project.happened().await {
            Change::Logged(_) => {}
            change => break change,
        }
    };
    assert!(matches!(change, Change::Restarted(_)), "{change:?}");
    assert_eq!(client.query(COUNT, none()).await?, 0.0, "the data is new");
    client.mutation(ADD, text("again")).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn time_and_memory_have_convex_s_limits() -> Result<(), Error> {
    let project = Project::serve_files("limits", &FILES).await;
    let client = project.client();
    client.mutation(ADD, text("kept")).await?;

    const SPIN: Mutation<Value, Value> = Mutation::new("m:spin");
    let error = client.mutation(SPIN, none()).await;
    let error = error.expect_err("it takes too long");
    assert_eq!(
        error.message(),
        Some("Function execution timed out (maximum duration: 1s)"),
        "{error}"
    );
    const RECURSE: Query<Value, f64> = Query::new("m:recurse");
    let error = client.query(RECURSE, none()).await;
    let error = error.expect_err("it takes too long").to_string();
    assert!(error.contains("timed out"), "{error}");
    const FILL: Query<Value, Value> = Query::new("m:fill");
    let error = client.query(FILL, none()).await;
    let error = error.expect_err("it needs too much").to_string();
    assert!(
        error.contains("JavaScript execution ran out of memory (maximum memory usage: 64 MB)"),
        "{error}"
    );
    // 160 MB in all, and never many at a time.
    const GARBAGE: Query<Value, f64> = Query::new("m:garbage");
    assert_eq!(client.query(GARBAGE, none()).await?, 2e7);
    assert_eq!(
        client.query(COUNT, none()).await?,
        1.0,
        "the data is still there, and nothing of the mutation"
    );
    client.mutation(ADD, text("more")).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_missing_variable_is_named() -> Result<(), Error> {
    const CHARGE: Action<Value, f64> = Action::new("m:charge");
    let mut project = Project::serve_files("variables", &FILES).await;
    let client = project.client();
    client
        .action(CHARGE, none())
        .await
        .expect_err("it needs the variable");
    let line = project.logged("MISSING_KEY").await;
    assert_eq!(line.function, "m:charge");
    assert_eq!(
        line.text,
        "[WARN] `MISSING_KEY` is not set: add it to `.env.local` of the project, or to a file for `--env-file`"
    );
    let owner = client.admin(project.served.deployment().admin_key());
    let system = owner.system();
    system
        .set_environment_variable("MISSING_KEY", "four")
        .await?;
    assert_eq!(client.action(CHARGE, none()).await?, 4.0);

    // The owner sees tables and documents too.
    client.mutation(ADD, text("a note")).await?;
    assert_eq!(system.tables().await?, ["notes", "others"]);
    let mut notes = system.documents("notes", convex_runtime::admin::Order::Newest);
    let note = notes.next().await.expect("there is one")?;
    let Value::Object(fields) = note else {
        panic!("{note:?} is not a document");
    };
    assert_eq!(fields["text"], Value::from("a note"));
    assert!(notes.next().await.is_none());
    Ok(())
}

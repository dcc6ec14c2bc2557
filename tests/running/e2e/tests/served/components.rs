//! An application that uses components: of npm packages, with components of their own, and of the
//! project.

use convex_codegen_cli::serve::Change;
use convex_runtime::{FromConvex, Mutation, Query, Value};

use crate::project::Project;

const CONFIG: &str = r#"
import { defineApp } from "convex/server";
import { v } from "convex/values";
import rateLimiter from "@convex-dev/rate-limiter/convex.config";
import shardedCounter from "@convex-dev/sharded-counter/convex.config.js";
import greeter from "./greeter/convex.config";

const app = defineApp({ env: { PATH: v.string() } });
app.use(rateLimiter);
app.use(shardedCounter);
app.use(greeter, { name: "polite", env: { GREETING: "Good day", SEARCH: app.env.PATH } });
app.use(greeter, { name: "casual", env: { GREETING: "Hi" } });
export default app;
"#;

const VISITS: &str = r#"
import { mutation, query } from "./_generated/server";
import { components } from "./_generated/api";
import { v } from "convex/values";
import { MINUTE, RateLimiter } from "@convex-dev/rate-limiter";
import { ShardedCounter } from "@convex-dev/sharded-counter";

const limiter = new RateLimiter(components.rateLimiter, { visit: { kind: "fixed window", rate: 2, period: MINUTE } });
const counter = new ShardedCounter(components.shardedCounter);

export const visit = mutation({
  args: {},
  returns: v.object({ count: v.number(), greetings: v.array(v.string()) }),
  handler: async (ctx) => {
    await limiter.limit(ctx, "visit", { throws: true });
    await counter.inc(ctx, "visits");
    const greetings = [];
    for (const greeter of [components.polite, components.casual]) {
      greetings.push(await ctx.runMutation(greeter.greet.greet, { name: "Ada" }));
    }
    return { count: await counter.count(ctx, "visits"), greetings };
  },
});
export const count = query({ args: {}, returns: v.number(), handler: async (ctx) => await counter.count(ctx, "visits") });
"#;

const GREETER: &str = r#"
import { defineComponent } from "convex/server";
import { v } from "convex/values";
export default defineComponent("greeter", { env: { GREETING: v.string(), SEARCH: v.optional(v.string()) } });
"#;

const GREET: &str = r#"
import { env, mutation } from "./_generated/server";
import { v } from "convex/values";

export const greet = mutation({
  args: { name: v.string() },
  returns: v.string(),
  handler: async (ctx, { name }) => {
    await ctx.db.insert("greeted", { name });
    const count = (await ctx.db.query("greeted").collect()).length;
    return `${env.GREETING}, ${name} ${count} ${env.SEARCH !== undefined}`;
  },
});
"#;

const SCHEMA: &str = r#"
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
export default defineSchema({ greeted: defineTable({ name: v.string() }) });
"#;

#[derive(Debug, PartialEq, FromConvex)]
struct Visit {
    count: f64,
    greetings: Vec<String>,
}

#[derive(Debug, PartialEq, FromConvex)]
struct RateLimited {
    kind: String,
    name: String,
}

const VISIT: Mutation<(), Visit> = Mutation::new("visits:visit");
const COUNT: Query<(), f64> = Query::new("visits:count");

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn components_have_their_own_data_and_environment() {
    let files = [
        ("convex/convex.config.ts", CONFIG),
        ("convex/visits.ts", VISITS),
        ("convex/greeter/convex.config.ts", GREETER),
        ("convex/greeter/greet.ts", GREET),
        ("convex/greeter/schema.ts", SCHEMA),
    ];
    let mut project = Project::serve_files("components", &files).await;
    let client = project.client();
    let mut counts = client.subscribe(COUNT, ());
    assert_eq!(counts.next().await.expect("open").expect("a number"), 0.0);
    let visit = client.mutation(VISIT, ()).await.expect("a visit");
    assert_eq!(visit.count, 1.0);
    assert_eq!(visit.greetings, ["Good day, Ada 1 true", "Hi, Ada 1 false"]);
    assert_eq!(counts.next().await.expect("open").expect("a number"), 1.0);

    // No client calls a component.
    let greet = Mutation::<Value, String>::new("greeter/greet:greet");
    let refused = client
        .mutation(greet, Value::from_iter([("name", Value::from("Ada"))]))
        .await;
    let refused = refused.expect_err("it is not public");
    assert!(
        refused
            .server_message()
            .expect("a message")
            .contains("Could not find public function")
    );

    // Its code reloads, and its data stays.
    project.write(
        "convex/greeter/greet.ts",
        &GREET.replace("${name}", "dear ${name}"),
    );
    assert_eq!(project.changed().await, Change::Loaded(2));
    let visit = client.mutation(VISIT, ()).await.expect("a visit");
    assert_eq!(
        visit.greetings,
        ["Good day, dear Ada 2 true", "Hi, dear Ada 2 false"]
    );

    let limited = client
        .mutation(VISIT, ())
        .await
        .expect_err("two in a minute");
    let data: RateLimited = limited
        .application()
        .expect("a ConvexError")
        .data()
        .expect("its data");
    assert_eq!(
        (data.kind.as_str(), data.name.as_str()),
        ("RateLimited", "visit")
    );
}

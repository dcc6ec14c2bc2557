//! Features beside calls: HTTP actions, files, the scheduler, the environment.

use std::time::Duration;

use convex_codegen_cli::serve::Serve;
use convex_runtime::{
    Client, Id, Mutation, Query, StorageFile, Subscription, UploadFile, testing::Identity,
    use_convex_file_upload,
};
use reqwest::{Client as Http, StatusCode};

use crate::project::Project;

const HTTP: &str = r#"
import { httpRouter } from "convex/server";
import { httpAction } from "./_generated/server";
import { api } from "./_generated/api";

const http = httpRouter();
http.route({
  pathPrefix: "/notes/",
  method: "POST",
  handler: httpAction(async (ctx, request) => {
    const url = new URL(request.url);
    const user = await ctx.auth.getUserIdentity();
    const body = `${url.pathname} ${url.search} ${user?.subject} ${request.headers.get("x-kind")} ${await request.text()}`;
    await ctx.runMutation(api.notes.add, { body });
    return new Response(body, { status: 201, headers: { "Content-Type": "text/markdown", "X-Site": process.env.CONVEX_SITE_URL! } });
  }),
});
http.route({
  path: "/broken",
  method: "GET",
  handler: httpAction(async () => {
    throw new Error("boom");
  }),
});
export default http;
"#;

const NOTES: &str = r#"
import { mutation, query } from "./_generated/server";
import { internal } from "./_generated/api";
import { internalMutation } from "./_generated/server";
import { v } from "convex/values";

export const add = mutation({
  args: { body: v.string() },
  returns: v.null(),
  handler: async (ctx, { body }) => {
    await ctx.db.insert("notes", { body });
    return null;
  },
});
export const later = mutation({
  args: { body: v.string() },
  returns: v.null(),
  handler: async (ctx, { body }) => {
    await ctx.scheduler.runAfter(50, internal.notes.scheduled, { body });
    return null;
  },
});
export const scheduled = internalMutation({
  args: { body: v.string() },
  handler: async (ctx, { body }) => {
    await ctx.db.insert("notes", { body });
  },
});
export const list = query({
  args: {},
  returns: v.array(v.string()),
  handler: async (ctx) => (await ctx.db.query("notes").collect()).map((note) => note.body as string),
});
export const uploadUrl = mutation({ args: {}, returns: v.string(), handler: async (ctx) => await ctx.storage.generateUploadUrl() });
export const fileUrl = query({
  args: { file: v.id("_storage") },
  returns: v.union(v.string(), v.null()),
  handler: async (ctx, { file }) => await ctx.storage.getUrl(file),
});
"#;

/// Without TLS, which nothing here needs and the client wants to have.
fn http() -> Http {
    let _installed = rustls::crypto::ring::default_provider().install_default();
    Http::new()
}

const LIST: Query<(), Vec<String>> = Query::new("notes:list");

#[derive(Debug, Clone, convex_runtime::ToConvex)]
struct Note {
    body: String,
}

#[derive(Debug, Clone, convex_runtime::ToConvex)]
struct File {
    file: Id<StorageFile>,
}

/// A subscription of the notes, of which there are none yet.
async fn empty_list(client: &Client) -> Subscription<Vec<String>> {
    let mut lists = client.subscribe(LIST, ());
    let list = lists.next().await.expect("open").expect("a list");
    assert!(list.is_empty());
    lists
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn http_actions_are_at_the_root_of_the_site() {
    let project = Project::serve_files(
        "site",
        &[("convex/http.ts", HTTP), ("convex/notes.ts", NOTES)],
    )
    .await;
    let client = project.client();
    let mut lists = empty_list(&client).await;

    let site = project.served.site_url();
    let token = project.served.deployment().token(Identity::new("alice"));
    let http = http();
    let answer = http
        .post(format!("{site}/notes/one?deep=true"))
        .bearer_auth(token)
        .header("x-kind", "note")
        .body("text")
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status(), StatusCode::CREATED);
    assert_eq!(answer.headers()["content-type"], "text/markdown");
    assert_eq!(answer.headers()["x-site"], site.as_str());
    let body = answer.text().await.expect("a text");
    assert_eq!(body, "/notes/one ?deep=true alice note text");
    // What it changed reaches subscriptions.
    assert_eq!(lists.next().await.expect("open").expect("a list"), [body]);

    let broken = http
        .get(format!("{site}/broken"))
        .send()
        .await
        .expect("an answer");
    assert_eq!(broken.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let report = broken.text().await.expect("a text");
    assert!(
        report.contains("Server Error") && report.contains("Uncaught Error: boom"),
        "{report}"
    );
    let missing = http
        .get(format!("{site}/nowhere"))
        .send()
        .await
        .expect("an answer");
    assert_eq!(missing.status(), StatusCode::NOT_FOUND);
    assert_eq!(
        missing.text().await.expect("a text"),
        "No HttpAction routed for /nowhere"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_of_other_servers_are_refused() {
    let project = Project::serve_files("guarded", &[("convex/http.ts", HTTP)]).await;
    let (api, site) = (project.served.url(), project.served.site_url());
    let below = format!("{api}/http/nowhere");
    let http = http();
    for url in [
        &format!("{api}/version"),
        &format!("{site}/nowhere"),
        &below,
    ] {
        for (header, refused) in [
            ("host", "evil.example"),
            ("origin", "https://evil.example"),
            ("origin", "null"),
        ] {
            let answer = http.get(url).header(header, refused).send().await;
            let answer = answer.expect("an answer");
            assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{url} {header}");
            let text = answer.text().await.expect("a text");
            assert!(text.contains("--allow-"), "{text}");
        }
        let local = http.get(url).header("origin", "http://localhost:5173");
        let answer = local.send().await.expect("an answer");
        assert_ne!(answer.status(), StatusCode::FORBIDDEN, "{url}");
    }
    // As self-hosted backends have it.
    let answer = http.get(below).send().await.expect("an answer");
    let text = answer.text().await.expect("a text");
    assert_eq!(text, "No HttpAction routed for /nowhere");
}

const CRONS: &str = r#"
import { cronJobs } from "convex/server";
import { api, internal } from "./_generated/api";

const crons = cronJobs();
crons.interval("often", { hours: 1 }, internal.notes.scheduled, { body: "often" });
crons.daily("daily", { hourUTC: 3, minuteUTC: 0 }, api.notes.add, { body: "daily" });
crons.interval("broken", { hours: 1 }, internal.notes.missing, {});
export default crons;
"#;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cron_jobs_run_when_they_are_told_to() {
    let files = [("convex/crons.ts", CRONS), ("convex/notes.ts", NOTES)];
    let project = Project::serve_files("crons", &files).await;
    let mut lists = empty_list(&project.client()).await;
    let served = &project.served;
    assert_eq!(
        served.crons().collect::<Vec<_>>(),
        ["often", "daily", "broken"]
    );
    served.run_cron("daily").await.expect("it runs");
    let list = lists.next().await.expect("open").expect("a list");
    assert_eq!(list, ["daily"]);
    for (name, reason) in [("broken", "missing"), ("never", "there is no cron job")] {
        let failed = served.run_cron(name).await.expect_err("it fails");
        assert!(failed.to_string().contains(reason), "{failed}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cron_jobs_run_by_their_schedules() {
    let files = [("convex/crons.ts", CRONS), ("convex/notes.ts", NOTES)];
    let project = Project::serve_with("schedules", &files, Serve::crons).await;
    let mut lists = project.client().subscribe(LIST, ());
    let often = async { while lists.next().await.expect("open").expect("a list") != ["often"] {} };
    let waited = tokio::time::timeout(Duration::from_secs(30), often).await;
    waited.expect("jobs with an interval begin at once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_are_stored_and_scheduled_changes_are_seen() {
    let project = Project::serve_files("files", &[("convex/notes.ts", NOTES)]).await;
    let client = project.client();
    let site = project.served.site_url();
    let answer = http()
        .get(format!("{site}/notes"))
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    let text = answer.text().await.expect("a text");
    assert_eq!(
        text,
        "This Convex deployment does not have HTTP actions enabled."
    );

    let upload = use_convex_file_upload(&client, Mutation::<(), String>::new("notes:uploadUrl"));
    let file = upload
        .upload((), UploadFile::new("hello", "text/plain"))
        .await
        .expect("it is stored");
    let url = client
        .query(
            Query::<File, Option<String>>::new("notes:fileUrl"),
            File { file },
        )
        .await
        .expect("an answer")
        .expect("it is stored");
    assert!(url.starts_with(&project.served.url()), "{url}");
    let stored = http().get(url).send().await.expect("an answer");
    assert_eq!(stored.text().await.expect("a text"), "hello");

    // The scheduler runs functions without a client's call; subscriptions see the changes.
    let mut lists = empty_list(&client).await;
    let body = "later".to_owned();
    let later = Mutation::<Note, ()>::new("notes:later");
    client
        .mutation(later, Note { body })
        .await
        .expect("it is scheduled");
    let changed = tokio::time::timeout(Duration::from_secs(20), lists.next()).await;
    let list = changed.expect("it runs").expect("open").expect("a list");
    assert_eq!(list, ["later"]);
}

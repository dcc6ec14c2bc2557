//! Functions change while they are served.

use convex_codegen_cli::serve::Change;
use convex_runtime::{Client, Query};
use e2e::api::{ai, users};

use crate::project::Project;

const GREET: Query<(), String> = Query::new("greet:greet");

/// A query that says what is imported from `from`.
fn greeting(from: &str) -> String {
    format!(
        r#"import {{ greeting }} from "{from}";
        import {{ query }} from "./_generated/server";
        export const greet = query({{ args: {{}}, handler: async () => greeting }});"#
    )
}

async fn greet(client: &Client) -> String {
    client.query(GREET, ()).await.expect("an answer")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn functions_reload_and_data_stays() {
    let mut project = Project::serve("reload").await;
    let client = project.client();
    let user = e2e::tables::users::Fields {
        name: "Ada".to_owned(),
        email: "a@b".to_owned(),
        avatar_url: None,
    };
    let user_id = client.mutation(users::register, user).await.expect("an id");

    let source = project.read("convex/ai.ts");
    project.write(
        "convex/ai.ts",
        &source.replace(
            "return firstSentence(text);",
            "return firstSentence(text).toUpperCase();",
        ),
    );
    let changed = project.changed().await;
    assert!(matches!(changed, Change::Loaded(_)), "{changed:?}");
    let text = "One. Two.".to_owned();
    let summary = client.action(ai::summarize, ai::SummarizeArgs { text });
    assert_eq!(summary.await.expect("a summary"), "ONE.");
    let user = client
        .query(users::get, users::GetArgs { user_id })
        .await
        .expect("an answer");
    assert_eq!(user.expect("it is still there").name, "Ada");

    project.write("convex/ai.ts", "export const broken = (");
    let Change::Failed(report) = project.changed().await else {
        unreachable!("a syntax error")
    };
    assert!(report.starts_with("ai.ts:1:"), "{report}");
    // The functions from before are still served.
    let text = "One.".to_owned();
    let summary = client.action(ai::summarize, ai::SummarizeArgs { text });
    assert_eq!(summary.await.expect("a summary"), "ONE.");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_outside_of_the_folder_reload_too() {
    let files = [
        ("convex/greet.ts", &*greeting("../shared/greeting")),
        (
            "shared/greeting.ts",
            "export { greeting } from './deep/text';",
        ),
        ("shared/deep/text.ts", "export const greeting = 'Hello';"),
    ];
    let mut project = Project::serve_files("outside", &files).await;
    let client = project.client();
    assert_eq!(greet(&client).await, "Hello");
    project.write("shared/deep/text.ts", "export const greeting = 'Hi';");
    assert_eq!(project.changed().await, Change::Loaded(1));
    assert_eq!(greet(&client).await, "Hi");

    project.write("shared/deep/text.ts", "export const greeting = ;");
    let Change::Failed(report) = project.changed().await else {
        unreachable!("a syntax error")
    };
    assert!(report.starts_with("../shared/deep/text.ts:1:"), "{report}");
    assert_eq!(greet(&client).await, "Hi");
    project.write("shared/deep/text.ts", "export const greeting = 'Mended';");
    assert_eq!(project.changed().await, Change::Loaded(1));
    assert_eq!(greet(&client).await, "Mended");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_was_missing_is_noticed() {
    let files = [
        ("convex/greet.ts", &*greeting("./greetings/one")),
        ("convex/greetings/one.ts", "export const greeting = 'One';"),
    ];
    let mut project = Project::serve_files("later", &files).await;
    let client = project.client();
    project.write("convex/greet.ts", &greeting("../shared/later/two"));
    let Change::Failed(report) = project.changed().await else {
        unreachable!("it imports nothing")
    };
    assert!(report.contains("Could not resolve"), "{report}");
    assert_eq!(greet(&client).await, "One");
    project.write("shared/later/two.ts", "export const greeting = 'Two';");
    loop {
        // The folder comes before its file.
        if matches!(project.changed().await, Change::Loaded(_)) {
            break;
        }
    }
    assert_eq!(greet(&client).await, "Two");
}

/// Package managers put links to the workspace's own packages into `node_modules`.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn packages_of_the_workspace_reload_too() {
    let files = [
        ("convex/greet.ts", "export {};"),
        (
            "packages/greetings/package.json",
            r#"{ "name": "greetings", "main": "index.ts" }"#,
        ),
        (
            "packages/greetings/index.ts",
            "export const greeting = 'Hello';",
        ),
        ("node_modules/.keep", ""),
    ];
    let mut project = Project::serve_files("workspace", &files).await;
    let client = project.client();
    std::os::unix::fs::symlink(
        "../packages/greetings",
        project.path().join("node_modules/greetings"),
    )
    .expect("a link");
    project.write("convex/greet.ts", &greeting("greetings"));
    assert_eq!(project.changed().await, Change::Loaded(1));
    assert_eq!(greet(&client).await, "Hello");
    project.write(
        "packages/greetings/index.ts",
        "export const greeting = 'Hi';",
    );
    assert_eq!(project.changed().await, Change::Loaded(1));
    assert_eq!(greet(&client).await, "Hi");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn convex_json_names_another_folder() {
    let files = [
        ("convex/greet.ts", &*greeting("../greeting")),
        ("backend/functions/greet.ts", &*greeting("../greeting")),
        ("greeting.ts", "export const greeting = 'Hello';"),
        ("backend/greeting.ts", "export const greeting = 'Moved';"),
    ];
    let mut project = Project::serve_files("moved", &files).await;
    let client = project.client();
    assert_eq!(greet(&client).await, "Hello");
    project.write("convex.json", r#"{ "functions": "backend/functions/" }"#);
    // A look at the former folder that is on its way already finds the new file there too, and
    // loads once more.
    let mut changed = project.changed().await;
    while greet(&client).await != "Moved" {
        assert_eq!(changed, Change::Loaded(1));
        changed = project.changed().await;
    }
    project.write("convex.json", "{");
    while changed == Change::Loaded(1) {
        changed = project.changed().await;
    }
    assert!(
        matches!(&changed, Change::Failed(report) if report.contains("convex.json")),
        "{changed:?}"
    );
    assert_eq!(greet(&client).await, "Moved");
}

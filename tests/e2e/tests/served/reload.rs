//! Functions change while they are served, and what is missing is named.

use std::{fs, time::Duration};

use convex_codegen::{Change, Error, Serve};
use e2e::api::{ai, users};
use tokio::time::timeout;

use crate::project::{Project, quickstart};

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

    let source = project.read("ai.ts");
    project.write(
        "ai.ts",
        &source.replace(
            "return firstSentence(text);",
            "return firstSentence(text).toUpperCase();",
        ),
    );
    let changed = timeout(Duration::from_secs(20), project.served.changed())
        .await
        .expect("it notices");
    assert!(matches!(changed, Some(Change::Loaded(_))), "{changed:?}");
    let summary = client
        .action(
            ai::summarize,
            ai::SummarizeArgs {
                text: "One. Two.".to_owned(),
            },
        )
        .await;
    assert_eq!(summary.expect("a summary"), "ONE.");
    let user = client
        .query(users::get, users::GetArgs { user_id })
        .await
        .expect("an answer");
    assert_eq!(user.expect("it is still there").name, "Ada");

    project.write("ai.ts", "export const broken = (");
    let changed = timeout(Duration::from_secs(20), project.served.changed())
        .await
        .expect("it notices");
    let Some(Change::Failed(report)) = changed else {
        unreachable!("{changed:?}")
    };
    assert!(report.starts_with("ai.ts:1:"), "{report}");
    // The functions from before are still served.
    assert!(
        client
            .action(
                ai::summarize,
                ai::SummarizeArgs {
                    text: "One.".to_owned()
                }
            )
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn a_project_without_convex_test_is_told_what_to_install() {
    let folder = std::env::temp_dir().join(format!("convex-codegen-serve-{}", std::process::id()));
    fs::create_dir_all(folder.join("convex")).expect("a folder");
    fs::write(folder.join("package.json"), "{}").expect("a file");
    fs::write(folder.join("pnpm-lock.yaml"), "").expect("a file");
    fs::copy(quickstart().join("ai.ts"), folder.join("convex/ai.ts")).expect("a file");
    let error = Serve::new(&folder)
        .start()
        .await
        .expect_err("it has no packages");
    fs::remove_dir_all(&folder).expect("it can be removed");
    assert!(matches!(error, Error::Serve(_)));
    assert!(
        error
            .to_string()
            .contains("pnpm add --save-dev convex convex-test"),
        "{error}"
    );
}

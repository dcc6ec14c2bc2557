//! Calls: results, errors, subscriptions, faults.

use convex_runtime::{Action, Bytes, Client, Error, ErrorKind, FromConvex, Sent, testing::Fault};
use e2e::{
    api::{ai, emails, files, orders, payments, reports, tasks, users},
    tables,
};

use crate::project::Project;

#[derive(Debug, PartialEq, Eq, FromConvex)]
struct Refusal {
    code: String,
    message: String,
}

async fn register(client: &Client) -> tables::users::Id {
    let user = tables::users::Fields {
        name: "Ada".to_owned(),
        email: "ada@example.com".to_owned(),
        avatar_url: None,
    };
    client.mutation(users::register, user).await.expect("an id")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn results_have_the_generated_types() -> Result<(), Error> {
    let project = Project::serve("results").await;
    let client = project.client();

    let text = "First. Second.".to_owned();
    assert_eq!(
        client
            .action(ai::summarize, ai::SummarizeArgs { text: text.clone() })
            .await?,
        "First."
    );
    let args = ai::GenerateImageArgs {
        prompt: "a cat".to_owned(),
        size: Some(ai::Size::_256x256),
    };
    let image = client.action(ai::generate_image, args).await?;
    assert_eq!((image.width, image.height), (256.0, 256.0));

    let content = Bytes::from(*b"a\nb\nc");
    let args = files::ProcessArgs {
        file_name: "abc.txt".to_owned(),
        content,
    };
    let counted = client.action(files::process, args).await?;
    assert_eq!(
        (counted.file_name.as_str(), counted.size, counted.lines),
        ("abc.txt", 5, 3.0)
    );

    let charge = payments::ChargeArgs {
        amount: 5.0,
        currency: "EUR".to_owned(),
    };
    let transaction_id = client
        .action(payments::charge, charge)
        .await?
        .transaction_id;
    let items = vec![tables::orders::Item {
        sku: "tea".to_owned(),
        quantity: 2.0,
    }];
    client
        .mutation(
            orders::create,
            orders::CreateArgs {
                items,
                transaction_id,
            },
        )
        .await?;

    let report = client
        .action(
            reports::generate,
            reports::GenerateArgs {
                month: "2026-10".to_owned(),
            },
        )
        .await?;
    assert!(report.download_url.contains("2026-10"), "{report:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn functions_share_a_database() -> Result<(), Error> {
    let project = Project::serve("database").await;
    let client = project.client();
    let user_id = register(&client).await;
    let mut lists = client.subscribe(
        tasks::list,
        tasks::ListArgs {
            user_id: user_id.clone(),
        },
    );
    assert_eq!(lists.next().await.expect("open")?, []);

    let text = "Buy tea. And biscuits.".to_owned();
    let args = tasks::ProcessAndSaveArgs {
        text,
        user_id: user_id.clone(),
    };
    let saved = client.action(tasks::process_and_save, args).await?;
    let list = lists.next().await.expect("open")?;
    assert_eq!(list.len(), 1);
    assert_eq!(
        (&list[0].id, &list[0].summary),
        (&saved.task_id, &saved.summary)
    );
    assert_eq!(
        (list[0].status, list[0].due),
        (tables::tasks::Status::Todo, None)
    );

    let profile = users::Profile {
        name: Some("Ada L.".to_owned()),
        ..Default::default()
    };
    client
        .mutation(
            users::update_profile,
            users::UpdateProfileArgs {
                user_id: user_id.clone(),
                profile,
            },
        )
        .await?;
    let user = client
        .query(users::get, users::GetArgs { user_id })
        .await?
        .expect("a user");
    assert_eq!(
        (user.name.as_str(), user.email.as_str(), user.avatar_url),
        ("Ada L.", "ada@example.com", None)
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn errors_are_those_of_the_functions() {
    let project = Project::serve("errors").await;
    let client = project.client();

    let empty = client
        .action(
            ai::summarize,
            ai::SummarizeArgs {
                text: " ".to_owned(),
            },
        )
        .await;
    let error = empty.expect_err("there is nothing to summarize");
    let refusal: Refusal = error
        .application()
        .expect("a ConvexError")
        .data()
        .expect("its data");
    assert_eq!(refusal.code, "EMPTY_TEXT");
    assert!(
        error
            .server_message()
            .expect("a message")
            .contains("at handler (../convex/ai.ts:14:"),
        "{error:?}"
    );

    // Neither the bindings nor the server let a client call it.
    let record = Action::<emails::SendArgs, ()>::new("emails:record");
    let mail = emails::SendArgs {
        to: "a@b".to_owned(),
        subject: String::new(),
        body: String::new(),
    };
    let error = client
        .action(record, mail.clone())
        .await
        .expect_err("it is internal");
    assert!(
        error
            .server_message()
            .expect("a message")
            .contains("Could not find public function for 'emails:record'.")
    );

    // A result that never arrives: the function ran, and its caller cannot know.
    let deployment = project.served.deployment();
    deployment.inject(emails::send, Fault::drop_before_response());
    let error = client
        .action(emails::send, mail.clone())
        .await
        .expect_err("the connection broke");
    assert_eq!(
        (error.kind(), error.sent()),
        (ErrorKind::Transport, Sent::Maybe)
    );
    assert_eq!(deployment.calls(emails::send).len(), 1);
    assert_eq!(deployment.calls(emails::send)[0].args, mail);
}

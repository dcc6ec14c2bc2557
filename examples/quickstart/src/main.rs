//! Calls the backend in `convex/` through the code that the build script generated from it.
//!
//! Without `CONVEX_URL` it talks to a deployment inside its own process (`deployment.rs`), with it
//! to that one.
#![expect(
    clippy::print_stdout,
    reason = "the output is what this program is for"
)]

mod deployment;
mod terminal;

convex_runtime::include_api!();

use api::{ai, emails, files, payments, reports, tasks, users};
use convex_runtime::{
    Bytes, Client, Error, FromConvex, ToConvex, use_convex_action, use_convex_mutation,
};
use terminal::{heading, show, step};

/// The data of every `ConvexError` that this backend throws.
#[derive(Debug, Clone, PartialEq, Eq, FromConvex, ToConvex)]
pub struct Refusal {
    /// The code, for programs.
    pub code: String,
    /// The message, for people.
    pub message: String,
}

type Outcome = Result<(), Box<dyn std::error::Error>>;

// One thread: a call that was just made cannot be over before its state is shown.
#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    if std::env::var_os("CONVEX_URL").is_some() {
        let client = Client::from_env()?;
        println!("Calling the deployment that CONVEX_URL names.");
        return tour(&client).await;
    }
    let deployment = deployment::start().await?;
    println!("Calling a deployment in this process; set CONVEX_URL to call yours.");
    let client = Client::new(&deployment.url())?;
    tour(&client).await
}

/// One stop for each thing that an action handle does.
async fn tour(client: &Client) -> Outcome {
    states(client).await?;
    failure_and_retry(client).await?;
    values(client).await?;
    database(client).await
}

async fn states(client: &Client) -> Outcome {
    heading("An action and its states");
    let summarize = use_convex_action(client, ai::summarize);
    show("before the call", &summarize.state());

    let call = summarize.execute(ai::SummarizeArgs {
        text: "Convex runs your functions. They are TypeScript. Rust calls them.".into(),
    });
    show("as soon as it is called", &summarize.state());
    let text: String = call.await?;
    show("when it is done", &summarize.state());
    step("result", &text);

    summarize.reset();
    show("after reset()", &summarize.state());
    Ok(())
}

async fn failure_and_retry(client: &Client) -> Outcome {
    heading("An error, and trying again");
    let charge = use_convex_action(client, payments::charge);

    let declined = charge
        .execute(payments::ChargeArgs {
            amount: 0.0,
            currency: "EUR".into(),
        })
        .await;
    show("after a charge of nothing", &charge.state());
    match declined {
        Err(Error::Application(thrown)) => {
            let Refusal { code, message } = thrown.data()?;
            step("the function threw", &format!("{code}: {message}"));
        }
        other => step("unexpected", &format!("{other:?}")),
    }

    let paid = charge
        .execute(payments::ChargeArgs {
            amount: 1999.0,
            currency: "EUR".into(),
        })
        .await?;
    show("after a charge of 19.99", &charge.state());
    step("transaction", &paid.transaction_id);
    Ok(())
}

async fn values(client: &Client) -> Outcome {
    heading("Bytes, int64, and results with fields");
    let content = Bytes::from(b"first line\nsecond line".to_vec());
    let process = use_convex_action(client, files::process);
    let file = process
        .execute(files::ProcessArgs {
            file_name: "notes.txt".into(),
            content,
        })
        .await?;
    step(
        "file",
        &format!(
            "{}: {} bytes, {} lines",
            file.file_name, file.size, file.lines
        ),
    );

    let generate = use_convex_action(client, reports::generate);
    let report = generate
        .execute(reports::GenerateArgs {
            month: "2026-11".into(),
        })
        .await?;
    step("report", &report.download_url);

    let send = use_convex_action(client, emails::send);
    let mail = emails::SendArgs {
        to: "ada@example.com".into(),
        subject: "Your report".into(),
        body: report.download_url,
    };
    step("mail", &send.execute(mail).await?.message_id);
    Ok(())
}

async fn database(client: &Client) -> Outcome {
    heading("Mutations, and an action that runs one");
    let register = use_convex_mutation(client, users::register);
    let user = tables::users::Fields {
        name: "Ada".into(),
        email: "ada@example.com".into(),
        avatar_url: None,
    };
    let user_id = register.execute(user).await?;
    step("user", user_id.as_str());

    let save = use_convex_action(client, tasks::process_and_save);
    let text = "Write the letter. Then post it.".into();
    let task = save
        .execute(tasks::ProcessAndSaveArgs {
            text,
            user_id: user_id.clone(),
        })
        .await?;
    step("task", &format!("{} ({})", task.task_id, task.summary));

    let update = use_convex_mutation(client, users::update_profile);
    let profile = users::Profile {
        name: Some("Ada L.".into()),
        ..Default::default()
    };
    update
        .execute(users::UpdateProfileArgs { user_id, profile })
        .await?;
    show("after the profile changed", &update.state());
    Ok(())
}

//! The functions of `convex/` in Rust, for running without an account: handlers typed by the same
//! generated handles.

use std::io;

use convex_runtime::testing::{ConvexError, Deployment, State, Thrown, test_id};

use crate::{
    api::{ai, emails, files, payments, reports, tasks, users},
    tables,
};

/// The deployment's data.
#[derive(Debug, Clone, Default)]
struct Database {
    users: Vec<tables::users::Doc>,
    tasks: usize,
}

/// Starts the deployment on a free port of this machine.
pub async fn start() -> io::Result<Deployment> {
    let database = State::<Database>::default();
    Deployment::builder()
        .action(ai::summarize, async |args| summarize(&args.text))
        .action(emails::send, async |args| send(&args))
        .action(payments::charge, async |args| charge(&args))
        .action(files::process, async |args| Ok(process(args)))
        .action(reports::generate, async |args| report(&args.month))
        .mutation_on(users::register, &database, |database, user| {
            Ok(insert_user(database, user))
        })
        .action_on(tasks::process_and_save, &database, |database, args| {
            process_and_save(database, &args)
        })
        .mutation_on(users::update_profile, &database, update_profile)
        .start()
        .await
}

fn summarize(text: &str) -> Result<String, Thrown> {
    let text = text.trim();
    if text.is_empty() {
        return Err(refusal("EMPTY_TEXT", "There is nothing to summarize."));
    }
    let end = text.find(". ").map_or(text.len(), |stop| stop + 1);
    Ok(text[..end].to_owned())
}

fn send(mail: &emails::SendArgs) -> Result<emails::SendReturns, Thrown> {
    if !mail.to.contains('@') {
        return Err(refusal(
            "BAD_ADDRESS",
            &format!("{} is no mail address.", mail.to),
        ));
    }
    Ok(emails::SendReturns {
        message_id: format!("msg_{:08x}", mail.subject.len() + mail.body.len()),
    })
}

fn charge(money: &payments::ChargeArgs) -> Result<payments::ChargeReturns, Thrown> {
    if money.amount <= 0.0 {
        return Err(refusal("CARD_DECLINED", "The amount must be positive."));
    }
    Ok(payments::ChargeReturns {
        transaction_id: format!("tx_{}_{}", money.amount, money.currency),
    })
}

fn process(file: files::ProcessArgs) -> files::ProcessReturns {
    let content = file.content.as_ref();
    let lines = content.split(|&byte| byte == b'\n').count();
    files::ProcessReturns {
        file_name: file.file_name,
        size: i64::try_from(content.len()).unwrap_or(i64::MAX),
        lines: u32::try_from(lines).map_or(f64::INFINITY, f64::from),
    }
}

fn report(month: &str) -> Result<reports::GenerateReturns, Thrown> {
    match month.split_once('-') {
        Some((year, number)) if year.len() == 4 && number.len() == 2 => {
            Ok(reports::GenerateReturns {
                download_url: format!("https://reports.example/{month}.pdf"),
            })
        }
        _ => Err(refusal("BAD_MONTH", &format!("{month} is no month."))),
    }
}

fn insert_user(database: &mut Database, user: tables::users::Fields) -> tables::users::Id {
    let mut users = database.users.iter();
    if let Some(known) = users.find(|known| known.email == user.email) {
        return known.id.clone();
    }
    let id: tables::users::Id = test_id("users", database.users.len()).into();
    database.users.push(tables::users::Doc {
        id: id.clone(),
        creation_time: 0.0,
        name: user.name,
        email: user.email,
        avatar_url: user.avatar_url,
    });
    id
}

fn process_and_save(
    database: &mut Database,
    args: &tasks::ProcessAndSaveArgs,
) -> Result<tasks::ProcessAndSaveReturns, Thrown> {
    let summary = summarize(&args.text)?;
    database.tasks += 1;
    Ok(tasks::ProcessAndSaveReturns {
        task_id: test_id("tasks", database.tasks).into(),
        summary,
    })
}

fn update_profile(database: &mut Database, args: users::UpdateProfileArgs) -> Result<(), Thrown> {
    let mut users = database.users.iter_mut();
    let user = users
        .find(|user| user.id == args.user_id)
        .ok_or_else(|| Thrown::error("Update on nonexistent document"))?;
    let profile = args.profile;
    user.name = profile.name.unwrap_or_else(|| user.name.clone());
    user.email = profile.email.unwrap_or_else(|| user.email.clone());
    user.avatar_url = profile.avatar_url.or_else(|| user.avatar_url.take());
    Ok(())
}

/// The error that the functions throw: `new ConvexError({ code, message })`.
fn refusal(code: &str, message: &str) -> Thrown {
    ConvexError(crate::Refusal {
        code: code.into(),
        message: message.into(),
    })
    .into()
}

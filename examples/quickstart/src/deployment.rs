//! The functions of `convex/` in Rust, for running without an account: handlers typed by the same generated handles.

use std::{
    io,
    sync::{Arc, Mutex, PoisonError},
};

use convex_runtime::testing::{ConvexError, Deployment, Thrown, test_id};

use crate::{
    api::{ai, emails, files, payments, reports, tasks, users},
    tables,
};

/// What the deployment stores.
#[derive(Debug, Default)]
struct Database {
    users: Vec<tables::users::Doc>,
    tasks: usize,
}

type Shared = Arc<Mutex<Database>>;

/// Starts the deployment on a free port of this machine.
pub async fn start() -> io::Result<Deployment> {
    let database = Shared::default();
    let (register, save, update) = (database.clone(), database.clone(), database);
    Deployment::builder()
        .action(ai::summarize, async |args| summarize(&args.text))
        .action(emails::send, async |args| send(&args))
        .action(payments::charge, async |args| charge(&args))
        .action(files::process, async |args| Ok(process(args)))
        .action(reports::generate, async |args| report(&args.month))
        .mutation(users::register, move |user| {
            let id = insert_user(&register, user);
            async { Ok(id) }
        })
        .action(tasks::process_and_save, move |args| {
            let saved = process_and_save(&save, &args);
            async { saved }
        })
        .mutation(users::update_profile, move |args| {
            let updated = update_profile(&update, args);
            async { updated }
        })
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

fn insert_user(database: &Shared, user: tables::users::Fields) -> tables::users::Id {
    with(database, |database| {
        if let Some(known) = database
            .users
            .iter()
            .find(|known| known.email == user.email)
        {
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
    })
}

fn process_and_save(
    database: &Shared,
    args: &tasks::ProcessAndSaveArgs,
) -> Result<tasks::ProcessAndSaveReturns, Thrown> {
    let summary = summarize(&args.text)?;
    let number = with(database, |database| {
        database.tasks += 1;
        database.tasks
    });
    Ok(tasks::ProcessAndSaveReturns {
        task_id: test_id("tasks", number).into(),
        summary,
    })
}

fn update_profile(database: &Shared, args: users::UpdateProfileArgs) -> Result<(), Thrown> {
    with(database, |database| {
        let user = database
            .users
            .iter_mut()
            .find(|user| user.id == args.user_id)
            .ok_or_else(|| Thrown::error("Update on nonexistent document"))?;
        let profile = args.profile;
        user.name = profile.name.unwrap_or_else(|| user.name.clone());
        user.email = profile.email.unwrap_or_else(|| user.email.clone());
        user.avatar_url = profile.avatar_url.or_else(|| user.avatar_url.take());
        Ok(())
    })
}

/// Runs `work` as a transaction: one at a time, whatever earlier ones did.
fn with<T>(database: &Shared, work: impl FnOnce(&mut Database) -> T) -> T {
    work(&mut database.lock().unwrap_or_else(PoisonError::into_inner))
}

/// What the functions throw: `new ConvexError({ code, message })`.
fn refusal(code: &str, message: &str) -> Thrown {
    ConvexError(crate::Refusal {
        code: code.into(),
        message: message.into(),
    })
    .into()
}

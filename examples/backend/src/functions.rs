//! The functions of `convex/` in Rust, for running without an account: handlers typed by the same
//! generated handles.

use std::{io, sync::Arc, time::Duration};

use convex_runtime::testing::{Context, ConvexError, Deployment, State, Thrown};

use crate::{
    api::{ai, emails, files, notes, orders, payments, reports, tasks},
    database::{Database, picture},
};

/// Starts the deployment on a free port of this machine.
///
/// # Errors
///
/// When no port is free.
pub async fn start() -> io::Result<Arc<Deployment>> {
    let database = State::new(Database::with_tasks());
    let deployment = Deployment::builder()
        .action(ai::summarize, async |args| summarize(&args.text).await)
        .action(ai::generate_image, async |args| generate_image(args).await)
        .action(emails::send, async |args| send(&args).await)
        .action(payments::create_checkout_session, async |args| {
            checkout(&args).await
        })
        .action(payments::charge, async |args| charge(&args).await)
        .action(reports::generate, async |args| report(&args.month).await)
        .query_on(tasks::list, &database, |database, args| {
            Ok(database.page(&args.pagination_opts))
        })
        .mutation_on(tasks::add, &database, |database, args| {
            database.add_task(args.text)
        })
        .mutation_on(tasks::set_done, &database, |database, args| {
            database.set_done(&args)
        })
        .query_on(
            orders::list,
            &database,
            |database, ()| Ok(database.orders()),
        )
        .mutation_on(orders::create, &database, |database, order| {
            Ok(database.add_order(order))
        })
        .start()
        .await?;
    let deployment = Arc::new(deployment);
    deployment.extend(files(&deployment));
    deployment.extend(notes(&database));
    Ok(deployment)
}

/// Takes as long as the service that a real function would call here.
async fn thinking() {
    tokio::time::sleep(Duration::from_millis(900)).await;
}

async fn summarize(text: &str) -> Result<String, Thrown> {
    thinking().await;
    let text = text.trim();
    if text.is_empty() {
        return Err(ConvexError("There is nothing to summarize.").into());
    }
    let ends = |(at, mark): (usize, char)| {
        let rest = &text[at + mark.len_utf8()..];
        let is_end = matches!(mark, '.' | '!' | '?') && rest.starts_with(char::is_whitespace);
        is_end.then(|| text.len() - rest.len())
    };
    let end = text.char_indices().find_map(ends).unwrap_or(text.len());
    Ok(text[..end].to_owned())
}

async fn generate_image(args: ai::GenerateImageArgs) -> Result<ai::GenerateImageReturns, Thrown> {
    thinking().await;
    if args.prompt.trim().is_empty() {
        return Err(ConvexError("Describe the picture first.").into());
    }
    let url = picture(&args.prompt);
    Ok(ai::GenerateImageReturns {
        url,
        alt: args.prompt,
    })
}

async fn send(mail: &emails::SendArgs) -> Result<emails::SendReturns, Thrown> {
    thinking().await;
    if !mail.to.contains('@') {
        let to = &mail.to;
        return Err(ConvexError(format!("\"{to}\" is not an email address.")).into());
    }
    let (subject, body) = (mail.subject.len(), mail.body.len());
    Ok(emails::SendReturns {
        message_id: format!("msg_{subject}_{body}"),
    })
}

async fn checkout(
    args: &payments::CreateCheckoutSessionArgs,
) -> Result<payments::CreateCheckoutSessionReturns, Thrown> {
    thinking().await;
    let (origin, _) = args.success_url.split_once("/checkout").unwrap_or_default();
    let price = &args.price_id;
    Ok(payments::CreateCheckoutSessionReturns {
        url: format!("{origin}/pay?price={price}"),
    })
}

async fn charge(args: &payments::ChargeArgs) -> Result<payments::ChargeReturns, Thrown> {
    thinking().await;
    if args.amount <= 0.0 {
        return Err(ConvexError("The card was declined.").into());
    }
    let (item, amount) = (args.item.len(), args.amount);
    Ok(payments::ChargeReturns {
        transaction_id: format!("tx_{item}_{amount}"),
    })
}

async fn report(month: &str) -> Result<reports::GenerateReturns, Thrown> {
    thinking().await;
    match month.split_once('-') {
        Some((year, number)) if year.len() == 4 && number.len() == 2 => {
            Ok(reports::GenerateReturns {
                download_url: format!("data:text/plain,Report%20of%20{month}"),
            })
        }
        _ => Err(ConvexError("Choose a month first.").into()),
    }
}

fn files(deployment: &Arc<Deployment>) -> convex_runtime::testing::Builder {
    let (urls, stored) = (Arc::clone(deployment), Arc::clone(deployment));
    Deployment::builder()
        .mutation(files::generate_upload_url, move |()| {
            let url = urls.upload_url();
            async move { Ok(url) }
        })
        .action(files::process, move |args| {
            let file = stored.stored_file(&args.storage_id);
            async move { count(file).await }
        })
}

async fn count(file: Option<Vec<u8>>) -> Result<files::ProcessReturns, Thrown> {
    thinking().await;
    let file = file.ok_or_else(|| Thrown::from(ConvexError("The file is not there any more.")))?;
    let text = String::from_utf8_lossy(&file);
    let number = |count: usize| u32::try_from(count).map_or(f64::INFINITY, f64::from);
    Ok(files::ProcessReturns {
        bytes: number(file.len()),
        lines: number(text.split('\n').count()),
        words: number(text.split_whitespace().count()),
    })
}

fn notes(database: &State<Database>) -> convex_runtime::testing::Builder {
    let (read, write) = (database.clone(), database.clone());
    Deployment::builder()
        .query_with(notes::mine, move |context, ()| {
            let notes =
                author(&context).map(|author| read.read(|database| database.notes_of(&author)));
            async move { notes }
        })
        .mutation_with(notes::add, move |context, args| {
            let id = author(&context)
                .map(|author| write.update(|database| database.add_note(author, args.text)));
            async move { id }
        })
}

fn author(context: &Context) -> Result<String, Thrown> {
    match context.identity() {
        Some(identity) => Ok(identity.subject().to_owned()),
        None => Err(ConvexError("Sign in first.").into()),
    }
}

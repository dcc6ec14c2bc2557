//! The functions of `convex/notes.ts` in Rust, for running without an account and for tests.

use convex_runtime::{
    FromConvex, ToConvex,
    testing::{Builder, Context, ConvexError, Deployment, State, Thrown, test_id},
};

use crate::{api::notes, tables};

#[derive(Debug, ToConvex, FromConvex)]
struct Refusal {
    code: String,
    message: String,
}

fn refusal(code: &str, message: &str) -> Thrown {
    ConvexError(Refusal {
        code: code.into(),
        message: message.into(),
    })
    .into()
}

fn author(context: &Context) -> Result<String, Thrown> {
    let user = context.identity();
    let user = user.ok_or_else(|| refusal("UNAUTHENTICATED", "Sign in first."))?;
    Ok(user.subject().to_owned())
}

type Notes = State<Vec<tables::notes::Doc>>;

/// Returns a deployment without notes.
pub fn functions() -> Builder {
    let (all, added, mailed) = {
        let notes = Notes::default();
        (notes.clone(), notes.clone(), notes)
    };
    Deployment::builder()
        .query_with(notes::mine, move |context, ()| {
            let notes = author(&context).map(|author| {
                let mut notes = all.get();
                notes.retain(|note| note.author == author);
                notes
            });
            async { notes }
        })
        .mutation_with(notes::add, move |context, args| {
            let added = author(&context).and_then(|author| add(&added, author, args.text));
            async { added }
        })
        .action_with(notes::mail, move |context, args| {
            let sent = author(&context).and_then(|author| mail(&mailed, &author, &args));
            async { sent }
        })
}

fn add(notes: &Notes, author: String, text: String) -> Result<tables::notes::Id, Thrown> {
    if text.is_empty() {
        return Err(refusal("EMPTY", "There is nothing to write down."));
    }
    Ok(notes.update(|notes| {
        let id: tables::notes::Id = test_id("notes", notes.len()).into();
        notes.push(tables::notes::Doc {
            id: id.clone(),
            creation_time: 0.0,
            author,
            text,
        });
        id
    }))
}

fn mail(notes: &Notes, author: &str, mail: &notes::MailArgs) -> Result<notes::MailReturns, Thrown> {
    let notes = notes.get();
    let mut own = notes.iter().filter(|note| note.author == author);
    if own.any(|note| note.id == mail.id) {
        let message_id = format!("{}:{}", mail.to, mail.id);
        return Ok(notes::MailReturns { message_id });
    }
    Err(refusal("NOT_FOUND", "There is no such note."))
}

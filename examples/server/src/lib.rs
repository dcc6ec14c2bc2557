//! Routes that call a Convex backend as the sender of each request.
//!
//! One client serves all requests; each of them borrows its connections and brings an identity of
//! its own ([`Caller`]). What goes wrong becomes a status ([`Failure`]), and nothing is ever called
//! twice.

mod caller;
pub mod embedded;
mod failure;

convex_runtime::include_api!();

use std::time::Duration;

use api::notes;
use axum::{
    Json, Router,
    extract::Path,
    http::StatusCode,
    routing::{get, post},
};
use convex_runtime::Client;

pub use caller::Caller;
pub use failure::Failure;

/// The deadline of a mail, longer than any other.
const MAIL: Duration = Duration::from_secs(60);

/// The routes, on top of an anonymous client.
///
/// ```no_run
/// use convex_runtime::Client;
///
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
/// axum::serve(listener, server::routes(Client::from_env()?)).await?;
/// # Ok(())
/// # }
/// ```
pub fn routes(client: Client) -> Router {
    Router::new()
        .route("/notes", get(mine).post(add))
        .route("/notes/{id}/mail", post(mail))
        .with_state(client)
}

async fn mine(Caller(client): Caller) -> Result<Json<Vec<tables::notes::Doc>>, Failure> {
    Ok(Json(client.query(notes::mine, ()).await?))
}

async fn add(
    Caller(client): Caller,
    Json(note): Json<notes::AddArgs>,
) -> Result<(StatusCode, Json<tables::notes::Id>), Failure> {
    let id = client.mutation(notes::add, note).await?;
    Ok((StatusCode::CREATED, Json(id)))
}

async fn mail(
    Caller(client): Caller,
    Path(id): Path<tables::notes::Id>,
    Json(to): Json<String>,
) -> Result<Json<notes::MailReturns>, Failure> {
    let client = client.with_deadline(MAIL);
    let mail = notes::MailArgs { id, to };
    Ok(Json(client.action(notes::mail, mail).await?))
}

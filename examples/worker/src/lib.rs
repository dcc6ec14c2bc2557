//! A worker: takes jobs from a subscription, each at most once.
//!
//! The subscription says which jobs wait, the mutation `take` decides who gets one, and it goes
//! over the socket, where a mutation runs exactly once whatever happens to the connection. A job is
//! performed only after it was taken; if the worker ends in between, the job stays taken, and no
//! worker performs it again.

mod bindings {
    convex_runtime::include_api!();
}
pub mod deployment;

use api::jobs;
pub use bindings::{api, tables};
use convex_runtime::{Client, Error, Sent};

/// Performs jobs as `worker` until the client is closed. `client` routes calls over its socket:
/// `Route::Socket`.
///
/// # Errors
///
/// Any [`Error`] that another attempt would not get rid of, such as a function that does not exist.
pub async fn work<Work: Future<Output = String>>(
    client: &Client,
    worker: &str,
    perform: impl Fn(String) -> Work,
) -> Result<(), Error> {
    let mut waiting = client.subscribe(jobs::waiting, ());
    while let Some(jobs) = waiting.next().await {
        for job in jobs? {
            let take = jobs::TakeArgs {
                id: job.id.clone(),
                worker: worker.to_owned(),
            };
            if !patient(client.mutation(jobs::take, take))
                .await?
                .unwrap_or(false)
            {
                continue;
            }
            let result = perform(job.text).await;
            let finish = jobs::FinishArgs { id: job.id, result };
            // Recording it twice would be the same as once, so it is tried until it is known.
            while patient(client.mutation(jobs::finish, finish.clone()))
                .await?
                .is_none()
            {}
        }
    }
    Ok(())
}

/// The result of a call, or `None` when the deployment could not be reached within the call's
/// deadline.
async fn patient<T>(call: impl Future<Output = Result<T, Error>>) -> Result<Option<T>, Error> {
    match call.await {
        Ok(result) => Ok(Some(result)),
        Err(Error::Timeout { .. } | Error::Transport { .. }) => Ok(None),
        Err(error) if error.sent() == Sent::No && matches!(error, Error::Protocol { .. }) => {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

//! `CallReport`: what is known of a call beside its result.

use std::{sync::Arc, time::Duration};

use super::Client;
use crate::{
    Error, FunctionKind, answer, function::FunctionReference, platform::Moment, transport::Progress,
};

/// What is known of a call that has ended, beside its result; see [`Client::with_report`].
#[derive(Debug)]
#[non_exhaustive]
pub struct CallReport<'a> {
    /// The path of the function.
    pub function: &'a str,
    /// What it is.
    pub kind: FunctionKind,
    /// From the first poll to the end.
    pub duration: Duration,
    /// Why there is no result.
    pub error: Option<&'a Error>,
    /// What the function logged, as the server sends it: `[LOG] 'a text' 1`. Production deployments send none.
    pub log_lines: &'a [String],
    /// What Convex's logs know the call by. A call over a socket is known by one only when it fails.
    pub request_id: Option<&'a str>,
}

/// Who is told about calls.
pub(super) type Reporter = Arc<dyn Fn(&CallReport<'_>) + Send + Sync>;

impl Client {
    /// The same client, with somebody who is told about each of its calls when it ends.
    ///
    /// ```
    /// # use convex_runtime::{CallReport, Client, Error, Query};
    /// # const COUNT: Query<(), f64> = Query::new("tasks:count");
    /// async fn count(client: &Client) -> Result<f64, Error> {
    ///     let client = client.with_report(|call: &CallReport| {
    ///         println!("{} took {:?} (request {:?})", call.function, call.duration, call.request_id);
    ///         for line in call.log_lines {
    ///             println!("  {line}");
    ///         }
    ///     });
    ///     client.query(COUNT, ()).await
    /// }
    /// ```
    #[must_use]
    pub fn with_report(&self, report: impl Fn(&CallReport<'_>) + Send + Sync + 'static) -> Self {
        Self {
            reporter: Some(Arc::new(report)),
            ..self.clone()
        }
    }

    /// Tells of a call that has ended.
    pub(super) fn tell(
        &self,
        function: FunctionReference,
        (started, progress): (Moment, &Progress),
        error: Option<&Error>,
    ) {
        let FunctionReference { kind, path, .. } = function;
        let duration = started.elapsed();
        let request_id = progress
            .request_id()
            .or_else(|| error.and_then(Error::request_id));
        let log_lines = progress.log_lines();
        tracing::debug!(
            target: "convex::call",
            function = path,
            %kind,
            error = ?error.map(Error::kind),
            request_id,
            ?duration,
            "called"
        );
        if self.traces_log_lines {
            answer::trace_log_lines(path, log_lines);
        }
        if let Some(report) = &self.reporter {
            report(&CallReport {
                function: path,
                kind,
                duration,
                error,
                log_lines,
                request_id,
            });
        }
    }
}

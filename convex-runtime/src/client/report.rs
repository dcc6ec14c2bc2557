//! `CallReport`: what is known of a call beside its result.

use std::{sync::Arc, time::Duration};

use super::Client;
use crate::{
    Error, FunctionKind, answer, function::FunctionReference, platform::Moment, transport::Progress,
};

/// A report of a call that has ended; see [`Client::with_report`].
#[derive(Debug)]
#[non_exhaustive]
pub struct CallReport<'a> {
    /// The path of the function.
    pub function: &'a str,
    /// The kind of function.
    pub kind: FunctionKind,
    /// The time from the first poll to the end.
    pub duration: Duration,
    /// The error, if the call failed.
    pub error: Option<&'a Error>,
    /// The log lines of the function, as the server sends them: `[LOG] 'a text' 1`. Production
    /// deployments send none.
    pub log_lines: &'a [String],
    /// The call's request id in Convex's logs. Over a socket, only failed calls have one.
    pub request_id: Option<&'a str>,
}

/// The callback for reports of calls.
pub(super) type Reporter = Arc<dyn Fn(&CallReport<'_>) + Send + Sync>;

impl Client {
    /// Returns the same client, which reports each of its calls when it ends.
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

    /// Reports a call that has ended.
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
            let told = CallReport {
                function: path,
                kind,
                duration,
                error,
                log_lines,
                request_id,
            };
            // In a browser a panic cannot be caught.
            #[cfg(target_arch = "wasm32")]
            report(&told);
            #[cfg(not(target_arch = "wasm32"))]
            if std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| report(&told))).is_err() {
                tracing::error!(target: "convex::callback", function = path, "a report panicked; the call is not affected");
            }
        }
    }
}

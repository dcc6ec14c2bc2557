//! Events for `tracing`: stable targets, and no secrets.

#![allow(clippy::unwrap_used, reason = "tests say what they expect")]

use std::{
    fmt::Write,
    sync::{Arc, Mutex},
    time::Duration,
};

use convex_runtime::{
    Action, Client, ClientBuilder, Credential, Mutation, Query, Route, ToConvex,
    testing::{ConvexError, Deployment, Identity, Level},
    use_convex_action,
};
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};

#[derive(Debug, Clone, ToConvex)]
struct Args {
    text: String,
}

const ECHO: Query<Args, String> = Query::new("secrets:echo");
const KEEP: Mutation<Args, String> = Mutation::new("secrets:keep");
const THROW: Action<Args, String> = Action::new("secrets:throw");

/// Keeps all events of this crate: target and text.
#[derive(Clone, Default)]
struct Collector(Arc<Mutex<Vec<(String, String)>>>);

impl Subscriber for Collector {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("convex")
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        struct Text(String);
        impl Visit for Text {
            fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
                write!(self.0, " {field}={value:?}").unwrap();
            }
        }
        let mut text = Text(event.metadata().level().to_string());
        event.record(&mut text);
        let target = event.metadata().target().to_owned();
        self.0.lock().unwrap().push((target, text.0));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

type Configure = fn(ClientBuilder) -> ClientBuilder;

async fn use_everything(deployment: &Deployment, route: Route, configure: Configure) {
    let token = deployment.token(Identity::new("secret-user"));
    let builder = Client::builder()
        .url(deployment.url())
        .header("x-secret", "secret-header")
        .credential(Credential::token(token))
        .route(route);
    let client = configure(builder).build().unwrap();
    let secret = || Args {
        text: "secret-argument".to_owned(),
    };
    client.query(ECHO, secret()).await.unwrap();
    client.mutation(KEEP, secret()).await.unwrap();
    client.action(THROW, secret()).await.unwrap_err();
    let handle = use_convex_action(&client, THROW).on_error(|_, _| {});
    handle.execute(secret()).await.unwrap_err();
    client
        .subscribe(ECHO, secret())
        .next()
        .await
        .unwrap()
        .unwrap();
    let batch = client.query_batch(vec![(ECHO, secret()); 2]).await;
    assert!(batch.unwrap().iter().all(Result::is_ok));
    deployment.reject_tokens();
    deployment.disconnect().await;
    client.mutation(KEEP, secret()).await.unwrap_err();
    deployment.accept_tokens();
    client.close(Duration::ZERO).await;
}

async fn events(configure: Configure) -> Vec<(String, String)> {
    let collector = Collector::default();
    let _here = tracing::subscriber::set_default(collector.clone());
    let deployment = Deployment::builder()
        .query_with(ECHO, |context, args: Args| async move {
            context.log(Level::Warn, &args.text);
            Ok(args.text)
        })
        .mutation(KEEP, |args: Args| async move { Ok(args.text) })
        .action(THROW, |args: Args| async move {
            Err(ConvexError(args.text).into())
        })
        .start()
        .await
        .unwrap();
    use_everything(&deployment, Route::Http, configure).await;
    use_everything(&deployment, Route::Socket, configure).await;
    std::mem::take(&mut *collector.0.lock().unwrap())
}

/// The crate's documentation names the targets.
#[tokio::test]
async fn targets_are_stable_and_nothing_is_secret() {
    let events = events(|builder| builder).await;
    let documented = include_str!("../src/lib.rs");
    for (target, text) in &events {
        assert!(
            documented.contains(&format!("`{target}`")),
            "{target} is not documented"
        );
        assert!(
            !text.contains("secret-") && !text.contains("eyJ"),
            "{target}: {text}"
        );
        assert_ne!(
            target, "convex::log_line",
            "functions may log their arguments: {text}"
        );
    }
    let of = |target: &str| events.iter().filter(|event| event.0 == target).count();
    assert!(
        of("convex::call") >= 12 && of("convex::connection") >= 2,
        "{events:#?}"
    );
}

#[tokio::test]
async fn log_lines_of_functions_come_when_asked_for() {
    let events = events(ClientBuilder::trace_log_lines).await;
    let mut lines = events
        .iter()
        .filter(|(target, _)| target == "convex::log_line");
    assert!(lines.all(|(_, text)| text.starts_with("WARN") && text.contains("secrets:echo")));
    assert!(
        events
            .iter()
            .filter(|event| event.0 == "convex::log_line")
            .count()
            >= 6
    );
}

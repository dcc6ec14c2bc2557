//! Our client, with the suite that Convex's own clients pass: over HTTP and over a socket.
//!
//! It runs against the testing deployment, or against the one that `CONVEX_TEST_URL` names. That one has the functions of
//! `tests/clients/convex`; a self-hosted backend is one after
//!
//! ```sh
//! docker run --rm --detach --name convex --publish 3210:3210 ghcr.io/get-convex/convex-backend
//! export CONVEX_SELF_HOSTED_URL=http://127.0.0.1:3210
//! export CONVEX_SELF_HOSTED_ADMIN_KEY=$(docker exec convex ./generate_admin_key.sh | tail -1)
//! (cd tests/clients && npm --prefix npm ci && npx --prefix npm convex deploy)
//! CONVEX_TEST_URL=http://127.0.0.1:3210 cargo test --package clients --test ours
//! ```

use std::{fs, path::Path};

use clients::{
    ECHO, ECHO_ACTION, FAIL, LIST, REFUSE, REFUSE_MUTATION, SEND, SendArgs, WHO, deployment,
};
use convex_codegen::Serve;
use convex_runtime::{
    Bytes, Client, Credential, Error, ErrorKind, Route, Value,
    testing::{Deployment, Identity},
};
use tokio::sync::mpsc;

/// Where the suite runs; the deployment lasts as long as this.
struct Target {
    local: Option<Deployment>,
    url: String,
}

impl Target {
    async fn find() -> Self {
        if let Ok(url) = std::env::var("CONVEX_TEST_URL") {
            return Self { local: None, url };
        }
        let (control, _) = mpsc::unbounded_channel();
        let local = deployment(&control).start().await.expect("a free port");
        Self {
            url: local.url(),
            local: Some(local),
        }
    }

    fn client(&self, route: Route) -> Client {
        Client::builder()
            .url(&self.url)
            .route(route)
            .build()
            .expect("a URL")
    }
}

fn every_kind_of_value() -> Value {
    Value::from_iter([
        ("int", Value::Int64(i64::MIN)),
        ("negativeZero", Value::Float64(-0.0)),
        ("infinity", Value::Float64(f64::INFINITY)),
        ("bytes", Value::Bytes(Bytes::from([0, 1, 255]))),
        (
            "list",
            Value::from_iter([
                Value::Null,
                Value::Boolean(true),
                Value::from("é𝄞"),
                Value::Float64(1.5),
            ]),
        ),
        (
            "nested",
            Value::from_iter([("none", Value::Array(Vec::new()))]),
        ),
    ])
}

async fn suite(client: &Client) -> Result<(), Error> {
    let value = every_kind_of_value();
    assert_eq!(client.query(ECHO, value.clone()).await?, value);
    assert_eq!(client.action(ECHO_ACTION, value.clone()).await?, value);
    let nan = client
        .query(ECHO, Value::from_iter([("nan", Value::Float64(f64::NAN))]))
        .await?;
    assert!(matches!(nan["nan"], Value::Float64(number) if number.is_nan()));

    let before = client.query(LIST, ()).await?.len();
    for (sent, body) in ["one", "two"].into_iter().enumerate() {
        let count = client
            .mutation(
                SEND,
                SendArgs {
                    body: body.to_owned(),
                },
            )
            .await?;
        assert!(count > f64::from(u32::try_from(before + sent).expect("few")));
    }
    assert!(client.query(LIST, ()).await?.len() >= before + 2);

    let data = Value::from_iter([("code", Value::from("NO")), ("big", Value::Int64(7))]);
    let refused = client
        .query(REFUSE, data.clone())
        .await
        .expect_err("it refuses");
    assert_eq!(
        refused.application().and_then(|error| error.data().ok()),
        Some(data.clone())
    );
    let refused = client
        .mutation(REFUSE_MUTATION, data.clone())
        .await
        .expect_err("it refuses");
    assert_eq!(
        refused.application().and_then(|error| error.data().ok()),
        Some(data)
    );
    let failed = client.action(FAIL, ()).await.expect_err("it fails");
    assert!(matches!(failed, Error::Function { .. }), "{failed:?}");
    assert_eq!(client.query(WHO, ()).await?, None);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn over_http() -> Result<(), Error> {
    let target = Target::find().await;
    suite(&target.client(Route::Http)).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn over_a_socket() -> Result<(), Error> {
    let target = Target::find().await;
    let client = target.client(Route::Socket);
    suite(&client).await?;
    let mut lists = client.subscribe(LIST, ());
    let before = lists.next().await.expect("open")?;
    client
        .mutation(
            SEND,
            SendArgs {
                body: "news".to_owned(),
            },
        )
        .await?;
    let after = lists.next().await.expect("open")?;
    assert!(after.len() > before.len() && after.contains(&"news".to_owned()));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_a_token() -> Result<(), Error> {
    let target = Target::find().await;
    // Another deployment's tokens come from its auth provider.
    let Some(deployment) = &target.local else {
        return Ok(());
    };
    let token = deployment.token(Identity::new("alice"));
    for route in [Route::Http, Route::Socket] {
        let client = target
            .client(route)
            .with_credential(Credential::token(token.as_str()));
        assert_eq!(client.query(WHO, ()).await?.as_deref(), Some("alice"));
    }
    let stranger = target
        .client(Route::Http)
        .with_credential(Credential::token("not.a.token"));
    let refused = stranger.query(WHO, ()).await.expect_err("nobody issued it");
    assert_eq!(refused.kind(), ErrorKind::Authentication);
    Ok(())
}

/// The functions that another deployment has do the same as those of the testing deployment.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn against_typescript() -> Result<(), Error> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let package = corpus::npm::installed(&here.join("../e2e/npm"));
    let project = package.join(format!("clients-{}", std::process::id()));
    fs::create_dir_all(project.join("convex")).expect("a folder below target/ can be made");
    for entry in fs::read_dir(here.join("convex")).expect("the functions are there") {
        let file = entry.expect("its entries can be read");
        let copy = project.join("convex").join(file.file_name());
        fs::copy(file.path(), copy).expect("a file below target/ can be written");
    }
    let served = Serve::new(&project)
        .start()
        .await
        .expect("the functions load");
    let outcome = async {
        for route in [Route::Http, Route::Socket] {
            suite(&Client::builder().url(served.url()).route(route).build()?).await?;
        }
        Ok(())
    };
    let outcome = outcome.await;
    fs::remove_dir_all(&project).expect("the copy can be removed");
    outcome
}

//! HTTP actions and stored files.

use std::time::Duration;

use convex_runtime::{
    Client, Credential, Error, HttpRoute, Id, Query, Sent, StorageFile, UploadFile,
    testing::{Deployment, HttpAnswer, Identity},
    use_convex_file_upload,
};
use futures_util::StreamExt;

use crate::server::{Answer, Server};

const POST_ECHO: HttpRoute = HttpRoute::new("POST", "/echo");
const GET_FILES: HttpRoute = HttpRoute::prefix("GET", "/files/");
const GET_ONE: HttpRoute = HttpRoute::new("GET", "/files/one");
const PATCH_GONE: HttpRoute = HttpRoute::new("PATCH", "/gone");

async fn deployment() -> Deployment {
    Deployment::builder()
        .http_action(POST_ECHO, |request| async move {
            let who = request
                .identity
                .as_ref()
                .map_or("anonymous", Identity::subject)
                .to_owned();
            let kind = request
                .header("content-type")
                .unwrap_or_default()
                .to_owned();
            Ok(HttpAnswer::new(201)
                .header("X-Who", who)
                .header("X-Kind", kind)
                .body(request.body))
        })
        .http_action(GET_FILES, |request| async move {
            Ok(HttpAnswer::new(200).body(request.path))
        })
        .http_action(GET_ONE, |_| async { Ok(HttpAnswer::new(200).body("one")) })
        .start()
        .await
        .unwrap()
}

#[tokio::test]
async fn an_action_gets_the_token_and_the_body_and_answers() {
    let deployment = deployment().await;
    let client = deployment.client_as(Identity::new("ann"));
    let titles = vec!["Tea".to_owned(), "Milk".to_owned()];
    let answer = client.fetch(POST_ECHO).json(&titles).send().await.unwrap();
    assert_eq!((answer.status(), answer.is_success()), (201, true));
    assert_eq!(answer.header("X-WHO"), Some("ann"));
    assert_eq!(answer.header("x-kind"), Some("application/json"));
    assert_eq!(answer.json::<Vec<String>>().await.unwrap(), titles);

    let pieces =
        futures_util::stream::iter([Ok::<_, std::io::Error>(vec![b'a'; 3]), Ok(vec![b'b'])]);
    let body = UploadFile::stream(pieces, 4, "text/plain");
    let anonymous = client.with_credential(Credential::anonymous());
    let answer = anonymous.fetch(POST_ECHO).body(body).send().await.unwrap();
    assert_eq!(answer.header("x-who"), Some("anonymous"));
    assert_eq!(answer.text().await.unwrap(), "aaab");
}

#[tokio::test]
async fn paths_are_those_of_the_router() {
    let deployment = deployment().await;
    let client = deployment.client();
    let text =
        async |fetch: convex_runtime::Fetch| fetch.send().await.unwrap().text().await.unwrap();
    assert_eq!(text(client.fetch(GET_ONE)).await, "one");
    assert_eq!(
        text(client.fetch(GET_FILES).below("one")).await,
        "one",
        "as Convex looks it up"
    );
    let below = client
        .fetch(GET_FILES)
        .query("a b", "c&d")
        .below("x/ü z?")
        .query("e", "1");
    assert_eq!(text(below).await, "/files/x/%C3%BC%20z%3F?a%20b=c%26d&e=1");
    let missing = client.fetch(PATCH_GONE).send().await.unwrap();
    assert_eq!(missing.status(), 404, "an answer, and no error");

    for out in ["..", "../one", "a/./b", "a/../../../api/query"] {
        let wrong = client.fetch(GET_FILES).below(out).send().await.unwrap_err();
        assert!(matches!(wrong, Error::Configuration { .. }), "{wrong:?}");
    }
    let joined = client.fetch(GET_FILES).below(".").below("./one").send();
    assert!(joined.await.is_err());
    let wrong = client.fetch(GET_ONE).below("two").send().await.unwrap_err();
    assert!(matches!(wrong, Error::Configuration { .. }), "{wrong:?}");
    let wrong = client
        .fetch(GET_ONE)
        .header("a b", "c")
        .send()
        .await
        .unwrap_err();
    assert!(matches!(wrong, Error::Configuration { .. }), "{wrong:?}");
    let wrong = client
        .fetch(HttpRoute::new("TRACE", "/"))
        .send()
        .await
        .unwrap_err();
    assert!(matches!(wrong, Error::Configuration { .. }), "{wrong:?}");
}

#[tokio::test]
async fn an_answer_is_read_as_it_comes_and_silence_ends_it() {
    let begun = "HTTP/1.1 200 Test\r\nContent-Length: 9\r\n\r\nfirst".to_owned();
    let server = Server::start([Answer::Http(begun), Answer::Silence]).await;
    let client = Client::builder()
        .url(server.url())
        .deadline(Duration::from_millis(300))
        .build()
        .unwrap();
    let mut answer = client.fetch(GET_ONE).send().await.unwrap();
    assert_eq!(&answer.chunk().await.unwrap().unwrap()[..], b"first");
    assert!(
        answer.chunk().await.unwrap().is_err(),
        "the rest does not come"
    );
    assert!(answer.chunk().await.is_none(), "and that was all");
    let silent = client.fetch(GET_ONE).send().await.unwrap_err();
    assert!(matches!(silent, Error::Timeout { .. }), "{silent:?}");
}

#[tokio::test]
async fn a_source_of_tokens_that_hangs_costs_a_request_its_own_deadline() {
    let deployment = deployment().await;
    let client = Client::builder()
        .url(deployment.url())
        .deadline(Duration::from_millis(200))
        .token_source(|_: convex_runtime::TokenRequest| std::future::pending())
        .build()
        .unwrap();
    let started = std::time::Instant::now();
    let error = client.fetch(GET_ONE).send().await.unwrap_err();
    assert!(
        matches!(error, Error::Timeout { sent: Sent::No, .. }),
        "{error}"
    );
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn a_stored_file_is_downloaded_with_progress() {
    const UPLOAD_URL: convex_runtime::Mutation<(), String> =
        convex_runtime::Mutation::new("files:uploadUrl");
    const URL: Query<(), Option<String>> = Query::new("files:url");
    let deployment = std::sync::Arc::new(Deployment::builder().start().await.unwrap());
    let of_uploads = std::sync::Arc::downgrade(&deployment);
    deployment.extend(Deployment::builder().mutation(UPLOAD_URL, move |()| {
        let url = of_uploads.upgrade().unwrap().upload_url();
        async move { Ok(url) }
    }));
    let client = deployment.client();
    let content = vec![7; 300_000];
    let upload = use_convex_file_upload(&client, UPLOAD_URL);
    let file = UploadFile::new(content.clone(), "image/png");
    let id: Id<StorageFile> = upload.upload((), file).await.unwrap();
    let url = format!("{}/api/storage/{id}", deployment.url());

    let mut download = client.download(&url).await.unwrap();
    assert_eq!(download.size(), Some(300_000));
    let progress = download.progress();
    assert_eq!(progress.borrow().fraction(), Some(0.0));
    let mut received = Vec::new();
    while let Some(piece) = download.next().await {
        received.extend_from_slice(&piece.unwrap());
        assert_eq!(progress.borrow().received, received.len() as u64);
    }
    assert!(received == content, "all of it");
    assert_eq!(progress.borrow().fraction(), Some(1.0));
    let whole = client.download(&url).await.unwrap().bytes().await.unwrap();
    assert!(whole == content);
    let short = Client::builder().url(deployment.url()).max_message(1_000);
    let short = short
        .build()
        .unwrap()
        .download(&url)
        .await
        .unwrap()
        .bytes()
        .await;
    assert!(matches!(short, Err(Error::Protocol { .. })), "{short:?}");

    let missing = client
        .download(&format!("{}/api/storage/none", deployment.url()))
        .await;
    assert!(
        matches!(missing, Err(Error::Protocol { .. })),
        "{missing:?}"
    );
    assert!(client.download("file:///etc/passwd").await.is_err());

    deployment.extend(Deployment::builder().query(URL, move |()| {
        let url = url.clone();
        async move { Ok(Some(url)) }
    }));
    let found = client.download_from(URL, ()).await.unwrap().unwrap();
    assert!(found.bytes().await.unwrap() == content);
    deployment.extend(Deployment::builder().query(URL, |()| async { Ok(None) }));
    assert!(client.download_from(URL, ()).await.unwrap().is_none());
}

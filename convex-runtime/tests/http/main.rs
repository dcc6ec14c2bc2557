//! The HTTP transport against a server that says what the test tells it to.

#![allow(
    clippy::float_cmp,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests say what they expect"
)]

mod headers;
mod odd;
mod reads;
mod report;
mod server;
mod site;

use std::time::Duration;

use convex_runtime::{
    Action, Client, Credential, Error, ErrorKind, FromConvex, Mutation, Query, Sent, ToConvex,
    UploadFile, Value, use_convex_file_upload,
};
use server::{Answer, Server};

#[derive(ToConvex)]
struct Args {
    text: String,
}

const SUMMARIZE: Action<Args, String> = Action::new("ai:summarize");
const COUNT: Query<(), f64> = Query::new("tasks:count");
const GENERATE_UPLOAD_URL: Mutation<(), String> = Mutation::new("files:generateUploadUrl");
const CLEAR: Mutation<(), ()> = Mutation::new("tasks:clear");

fn args() -> Args {
    Args {
        text: "a \"quoted\" text".to_owned(),
    }
}

fn client(server: &Server) -> Client {
    Client::new(&server.url()).unwrap()
}

/// Returns the client's result for an action that gets this answer.
async fn summarize(answer: Answer) -> Result<String, Error> {
    let server = Server::start([answer]).await;
    client(&server).action(SUMMARIZE, args()).await
}

#[tokio::test]
async fn a_call_on_the_wire() {
    let server = Server::start([Answer::json(
        200,
        r#"{"status":"success","value":"short","logLines":["[LOG] 'hi'"]}"#,
    )])
    .await;
    let client = Client::builder()
        .url(server.url())
        .credential(Credential::token("jwt"))
        .header("X-Team", "red")
        .build()
        .unwrap();
    assert_eq!(client.action(SUMMARIZE, args()).await.unwrap(), "short");

    let request = server.requests().pop().unwrap();
    assert!(
        request.starts_with("POST /api/action HTTP/1.1\r\n"),
        "{request}"
    );
    let head = request.to_lowercase();
    for header in [
        "convex-client: convex-runtime-0.1.0",
        "authorization: bearer jwt",
        "content-type: application/json",
        "x-team: red",
    ] {
        assert!(head.contains(header), "{header} is missing in {request}");
    }
    let body = r#"{"path":"ai:summarize","format":"convex_encoded_json","args":[{"text":"a \"quoted\" text"}]}"#;
    assert!(request.ends_with(body), "{request}");
}

#[tokio::test]
async fn an_administrator_acts_as_a_user() {
    let answer = || Answer::json(200, r#"{"status":"success","value":3}"#);
    let server = Server::start([answer(), answer()]).await;
    let keys = [
        Credential::admin("prod:otter|key"),
        Credential::admin_acting_as("prod:otter|key", r#"{"subject":"u1"}"#).unwrap(),
    ];
    for key in keys {
        client(&server)
            .with_credential(key)
            .query(COUNT, ())
            .await
            .unwrap();
    }
    let requests = server.requests();
    assert!(
        requests[0].contains("Convex prod:otter|key\r\n"),
        "{requests:?}"
    );
    assert!(
        requests[1].contains("Convex prod:otter|key:eyJzdWJqZWN0IjoidTEifQ==\r\n"),
        "{requests:?}"
    );
}

#[test]
fn whom_an_administrator_acts_as_is_a_json_object() {
    for identity in ["u1", "\"u1\"", "{\"subject\":", "{}}"] {
        let error = Credential::admin_acting_as("prod:otter|key", identity).unwrap_err();
        assert!(error.to_string().contains("JSON object"), "{error}");
    }
}

#[tokio::test]
async fn headers_are_for_the_deployment_and_nobody_else() {
    let stored = || Answer::json(200, r#"{"storageId":"kg2"}"#);
    let elsewhere = Server::start([stored()]).await;
    let url = |server: &str| {
        let answer = format!(r#"{{"status":"success","value":"{server}/upload?token=t"}}"#);
        Answer::json(200, &answer)
    };
    let server = Server::start([url(&elsewhere.url())]).await;
    let client = Client::builder().url(server.url()).header("X-Team", "red");
    let client = client.build().unwrap();
    let upload = use_convex_file_upload(&client, GENERATE_UPLOAD_URL);
    let file = || UploadFile::new(b"tea".as_slice(), "text/plain");
    upload.upload((), file()).await.unwrap();
    let request = elsewhere.requests().remove(0).to_lowercase();
    assert!(request.contains("content-type: text/plain"), "{request}");
    assert!(!request.contains("x-team"), "{request}");
    assert!(server.requests()[0].to_lowercase().contains("x-team: red"));
}

#[tokio::test]
async fn no_arguments_are_an_empty_object() {
    let server = Server::start([Answer::json(200, r#"{"status":"success","value":3}"#)]).await;
    assert_eq!(client(&server).query(COUNT, ()).await.unwrap(), 3.0);
    let request = server.requests().pop().unwrap();
    assert!(
        request.starts_with("POST /api/query ") && request.ends_with(r#""args":[{}]}"#),
        "{request}"
    );
}

#[tokio::test]
async fn a_convex_error_carries_its_data() {
    #[derive(FromConvex)]
    struct Stock {
        left: i64,
    }
    for status in [200, 560] {
        let body = r#"{"status":"error","errorMessage":"[Request ID: 0123456789abcdef] Server Error\nUncaught ConvexError: secret",
            "errorData":{"left":{"$integer":"AgAAAAAAAAA="}},"logLines":[]}"#;
        let error = summarize(Answer::json(status, body)).await.unwrap_err();
        let application = error.application().expect("an application error");
        assert_eq!(application.data::<Stock>().unwrap().left, 2);
        assert_eq!(error.request_id(), Some("0123456789abcdef"));
        assert_eq!(error.kind(), ErrorKind::Server);
        assert!(!format!("{error} {error:?}").contains("secret"));
        let wrong = application.data::<Args2>().unwrap_err();
        assert_eq!(wrong.path(), "left");
    }
}

#[derive(Debug, FromConvex)]
struct Args2 {
    #[convex("left")]
    _left: String,
}

/// Nothing that a server says begins a line of a log, or steers a terminal.
#[tokio::test]
async fn errors_are_one_line_whatever_the_server_says() {
    let text = r"one\r\ntwo\u001b[2Jthree\u2028four";
    let refused = format!(r#"{{"code":"{text}","message":"{text}"}}"#);
    let thrown = format!(r#"{{"status":"error","errorMessage":"x","errorData":"{text}"}}"#);
    let to = "Location: https://a.example/\t\u{1b}[2J\r\nContent-Length: 0\r\n";
    let redirect = format!("HTTP/1.1 302 Found\r\nConnection: close\r\n{to}\r\n");
    for answer in [
        Answer::json(503, &refused),
        Answer::json(401, &refused),
        Answer::json(200, &thrown),
        Answer::Http(redirect),
    ] {
        let error = summarize(answer).await.unwrap_err();
        for said in [error.to_string(), format!("{error:?}")] {
            let steers = |letter: char| letter.is_control() || letter == '\u{2028}';
            assert!(!said.contains(steers), "{said:?}");
        }
    }
}

#[tokio::test]
async fn a_convex_error_says_what_its_function_says() {
    let shown = [
        (
            r#""Out of stock""#,
            "ConvexError: Out of stock (request a)",
            None,
        ),
        (
            r#"{"code":"STOCK","message":"Out of stock"}"#,
            "ConvexError: Out of stock (request a)",
            Some("STOCK"),
        ),
        (
            r#"{"code":"STOCK","left":0}"#,
            "ConvexError: STOCK (request a)",
            Some("STOCK"),
        ),
        ("7", "the function threw a ConvexError (request a)", None),
    ];
    for (data, message, code) in shown {
        let body = format!(
            r#"{{"status":"error","errorMessage":"[Request ID: a] Server Error","errorData":{data}}}"#
        );
        let error = summarize(Answer::json(200, &body)).await.unwrap_err();
        assert_eq!(error.to_string(), message);
        assert_eq!(error.application().unwrap().code(), code);
    }
}

#[tokio::test]
async fn null_data_is_a_convex_error_and_no_data_is_none() {
    let body = r#"{"status":"error","errorMessage":"Server Error","errorData":null}"#;
    let error = summarize(Answer::json(200, body)).await.unwrap_err();
    assert_eq!(
        error.application().unwrap().data::<Value>().unwrap(),
        Value::Null
    );

    let body = r#"{"status":"error","errorMessage":"[Request ID: a] Server Error\nArgumentValidationError: no.\nObject: {x: 1}"}"#;
    let error = summarize(Answer::json(200, body)).await.unwrap_err();
    assert!(matches!(error, Error::Function { .. }));
    assert_eq!(
        error.to_string(),
        "`ai:summarize`: ArgumentValidationError: no. (request a)"
    );
    assert_eq!(error.message(), Some("ArgumentValidationError: no."));
    assert!(error.server_message().unwrap().ends_with("Object: {x: 1}"));
    assert!(!format!("{error} {error:?}").contains("x: 1"));
}

#[tokio::test]
async fn refusals() {
    let error = summarize(Answer::json(
        401,
        r#"{"code":"InvalidAuthHeader","message":"no"}"#,
    ))
    .await
    .unwrap_err();
    assert!(
        matches!(&error, Error::Authentication { code, .. } if &**code == "InvalidAuthHeader"),
        "{error:?}"
    );
    assert_eq!(error.sent(), Sent::No);

    let error = summarize(Answer::json(
        503,
        r#"{"code":"RejectedBeforeExecution","message":"busy"}"#,
    ))
    .await
    .unwrap_err();
    let deployment = error.deployment().unwrap();
    assert_eq!(
        error.to_string(),
        format!(
            "`ai:summarize`: {deployment} answered HTTP 503: RejectedBeforeExecution: busy; the function did not run"
        )
    );

    for answer in [
        Answer::json(502, "<html>bad gateway</html>"),
        Answer::json(200, "<html>login</html>"),
        Answer::json(200, r#"{"status":"success"}"#),
        Answer::json(302, ""),
    ] {
        let error = summarize(answer).await.unwrap_err();
        assert!(
            matches!(&error, Error::Protocol { code, .. } if &**code == "InvalidResponse"),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn a_wrong_result_says_where() {
    let error = summarize(Answer::json(200, r#"{"status":"success","value":7}"#))
        .await
        .unwrap_err();
    let message = "the result of `ai:summarize` does not have its declared type: expected a string, found a number (Float64)";
    assert_eq!(error.to_string(), message);

    let server = Server::start([Answer::json(200, r#"{"status":"success","value":7}"#)]).await;
    let error = client(&server)
        .action(SUMMARIZE.inferred(), args())
        .await
        .unwrap_err();
    assert!(error.to_string().contains("its inferred type"), "{error}");
}

#[tokio::test]
async fn nobody_listens() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = Client::new(&url)
        .unwrap()
        .action(SUMMARIZE, args())
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::Transport { sent: Sent::No, .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn tls_with_a_server_that_has_none() {
    let server = Server::start([Answer::Close]).await;
    let url = server.url().replace("http://", "https://");
    let client = Client::new(&url)
        .unwrap()
        .with_deadline(Duration::from_millis(200));
    let error = client.action(SUMMARIZE, args()).await.unwrap_err();
    // The handshake failed, so that nothing was said.
    assert!(
        matches!(
            error,
            Error::Transport { sent: Sent::No, .. } | Error::Timeout { sent: Sent::No, .. }
        ),
        "{error:?}"
    );
}

#[tokio::test]
async fn the_connection_breaks_after_the_request() {
    let error = summarize(Answer::Close).await.unwrap_err();
    assert!(
        matches!(
            error,
            Error::Transport {
                sent: Sent::Maybe,
                ..
            }
        ),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_silent_server_meets_the_deadline() {
    let server = Server::start([Answer::Silence]).await;
    let client = client(&server).with_deadline(Duration::from_millis(50));
    let error = client.action(SUMMARIZE, args()).await.unwrap_err();
    assert!(
        matches!(
            error,
            Error::Timeout {
                sent: Sent::Maybe,
                ..
            }
        ),
        "{error:?}"
    );
}

#[tokio::test]
async fn mutations_wait_for_each_other() {
    let success = || Answer::json(200, r#"{"status":"success","value":null}"#);
    let server = Server::start([Answer::Silence, success()]).await;
    let client = client(&server);
    let first = tokio::spawn(
        client
            .with_deadline(Duration::from_millis(300))
            .mutation(CLEAR, ()),
    );
    server.received(1).await;
    // It never leaves while the first one is on its way.
    let second = client
        .with_deadline(Duration::from_millis(50))
        .mutation(CLEAR, ())
        .await
        .unwrap_err();
    assert!(
        matches!(second, Error::Timeout { sent: Sent::No, .. }),
        "{second:?}"
    );
    assert_eq!(server.requests().len(), 1);
    assert!(matches!(
        first.await.unwrap(),
        Err(Error::Timeout {
            sent: Sent::Maybe,
            ..
        })
    ));
    client.mutation(CLEAR, ()).await.unwrap();
}

#[tokio::test]
async fn somebody_else_does_not_get_the_result() {
    let server = Server::start([Answer::Silence]).await;
    let client = client(&server);
    let call = tokio::spawn(client.query(COUNT, ()));
    server.received(1).await;
    client.renew_credential(Credential::token("newer"));
    assert!(!call.is_finished());
    client.set_credential(Credential::token("other"));
    assert!(matches!(call.await.unwrap(), Err(Error::IdentityChanged)));
    // Who signs out by a renewal does not see it either.
    let call = tokio::spawn(client.query(COUNT, ()));
    tokio::task::yield_now().await;
    client.renew_credential(Credential::anonymous());
    assert!(matches!(call.await.unwrap(), Err(Error::IdentityChanged)));
}

#[test]
fn without_a_runtime() {
    let client = Client::new("https://happy-otter-123.convex.cloud").unwrap();
    let mut call = std::pin::pin!(client.query(COUNT, ()));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(result) = call.as_mut().poll(&mut context) else {
        panic!("it waits")
    };
    let error = result.unwrap_err().to_string();
    for way_out in ["block_on", "runtime(handle)", "blocking"] {
        assert!(error.contains(way_out), "{error}");
    }
}

#[test]
fn urls() {
    for url in ["", "happy-otter", "ftp://a.b", "https://"] {
        assert!(
            matches!(Client::new(url), Err(Error::Configuration { .. })),
            "{url}"
        );
    }
}

#[test]
fn nothing_secret_in_debug() {
    let builder = Client::builder()
        .url("http://me:secret@127.0.0.1:1/?key=secret")
        .credential(Credential::token("secret"))
        .header("Cookie", "secret");
    assert!(!format!("{builder:?}").contains("secret"));
    assert!(!format!("{:?}", builder.build().unwrap()).contains("secret"));
}

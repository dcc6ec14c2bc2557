//! TLS and proxies: the same connector makes connections for requests and for the socket. No
//! process-wide crypto provider is set.

#![allow(
    clippy::float_cmp,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests say what they expect"
)]

use std::{
    path::Path,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use convex_runtime::{
    Client, ClientBuilder, Error, Mutation, Query, Route, UploadFile, testing::Deployment,
    use_convex_file_upload,
};
use rustls::{
    ClientConfig, RootCertStore, ServerConfig,
    pki_types::{CertificateDer, PrivatePkcs8KeyDer},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, copy_bidirectional},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::TlsAcceptor;

const COUNT: Query<(), f64> = Query::new("tasks:count");
const ADD: Mutation<(), f64> = Mutation::new("tasks:add");

/// For `localhost`, signed by itself.
const CERTIFICATE: &[u8] = include_bytes!("certificate.der");
const KEY: &[u8] = include_bytes!("key.der");

async fn deployment() -> Deployment {
    Deployment::builder()
        .query(COUNT, |()| async { Ok(1.0) })
        .mutation(ADD, |()| async { Ok(2.0) })
        .start()
        .await
        .unwrap()
}

/// Speaks TLS for a deployment that does not; its port.
async fn with_tls(deployment: &Deployment) -> u16 {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let key = PrivatePkcs8KeyDer::from(KEY).into();
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![CertificateDer::from(CERTIFICATE)], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let address = deployment.url().replace("http://", "");
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, address) = (acceptor.clone(), address.clone());
            tokio::spawn(async move {
                if let Ok(mut stream) = acceptor.accept(stream).await {
                    let mut behind = TcpStream::connect(address).await.unwrap();
                    let _ended = copy_bidirectional(&mut stream, &mut behind).await;
                }
            });
        }
    });
    port
}

/// An HTTP proxy that can `CONNECT`; its URL, and how often it did.
async fn proxy() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let connections = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&connections);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let count = Arc::clone(&count);
            tokio::spawn(async move {
                let mut stream = BufReader::new(stream);
                let mut head = String::new();
                while !head.ends_with("\r\n\r\n") && stream.read_line(&mut head).await.unwrap() > 0
                {
                }
                let target = head.strip_prefix("CONNECT ").unwrap();
                let target = target.split(' ').next().unwrap().to_owned();
                count.fetch_add(1, SeqCst);
                let mut behind = TcpStream::connect(target).await.unwrap();
                stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
                let _ended = copy_bidirectional(&mut stream, &mut behind).await;
            });
        }
    });
    (url, connections)
}

/// A client that trusts the test's certificate only.
fn builder(port: u16) -> ClientBuilder {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from(CERTIFICATE)).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    Client::builder()
        .url(format!("https://localhost:{port}"))
        .deadline(Duration::from_secs(10))
        .connector(move |http| http.tls_backend_preconfigured(config.clone()))
}

/// P5: rustls without a crypto provider panics in the socket's task, and every call hangs.
#[tokio::test]
async fn p5_rustls_works_without_a_process_wide_provider() {
    let deployment = deployment().await;
    let port = with_tls(&deployment).await;
    for route in [Route::Http, Route::Socket] {
        let client = builder(port).route(route).build().unwrap();
        assert_eq!(client.query(COUNT, ()).await.unwrap(), 1.0);
        assert_eq!(client.mutation(ADD, ()).await.unwrap(), 2.0);
    }
}

/// The platform's TLS, here by the connector: both of a crate's features may be on, and then rustls
/// is the default.
#[cfg(feature = "native-tls")]
#[tokio::test]
async fn the_tls_of_the_platform() {
    let deployment = deployment().await;
    let port = with_tls(&deployment).await;
    for route in [Route::Http, Route::Socket] {
        let client = Client::builder()
            .url(format!("https://localhost:{port}"))
            .deadline(Duration::from_secs(10))
            .route(route)
            .connector(|http| {
                let certificate = reqwest::Certificate::from_der(CERTIFICATE).unwrap();
                http.tls_backend_native().tls_certs_only([certificate])
            })
            .build()
            .unwrap();
        assert_eq!(client.query(COUNT, ()).await.unwrap(), 1.0);
        assert_eq!(client.mutation(ADD, ()).await.unwrap(), 2.0);
    }
}

#[tokio::test]
async fn a_certificate_that_is_not_trusted() {
    let deployment = deployment().await;
    let port = with_tls(&deployment).await;
    for route in [Route::Http, Route::Socket] {
        let client = Client::builder()
            .url(format!("https://localhost:{port}"))
            .deadline(Duration::from_millis(500))
            .route(route)
            .build()
            .unwrap();
        let error = client.mutation(ADD, ()).await.unwrap_err();
        assert_eq!(error.sent(), convex_runtime::Sent::No, "{error:?}");
    }
    assert_eq!(deployment.calls(ADD).len(), 0);
}

#[tokio::test]
async fn requests_and_the_socket_go_through_the_proxy() {
    let deployment = deployment().await;
    let port = with_tls(&deployment).await;
    let (url, connections) = proxy().await;
    let client = builder(port).proxy(url).build().unwrap();
    assert_eq!(client.query(COUNT, ()).await.unwrap(), 1.0);
    assert_eq!(connections.load(SeqCst), 1);
    let mut counts = client.subscribe(COUNT, ());
    assert_eq!(counts.next().await.unwrap().unwrap(), 1.0);
    assert_eq!(connections.load(SeqCst), 2);
}

#[tokio::test]
async fn a_proxy_that_is_none() {
    let wrong = Client::builder()
        .url("https://example.com")
        .proxy("no url:")
        .build();
    assert!(
        matches!(wrong, Err(Error::Configuration { .. })),
        "{wrong:?}"
    );
}

const GENERATE_UPLOAD_URL: Mutation<(), String> = Mutation::new("files:generateUploadUrl");

/// A deployment that is reached by `http` may give upload URLs of `https`, where it is behind a
/// proxy for everybody else.
#[tokio::test]
async fn an_upload_to_https_from_a_deployment_without() {
    let deployment = deployment().await;
    let port = with_tls(&deployment).await;
    let secure = format!("https://localhost:{port}");
    let url = deployment.upload_url().replace(&deployment.url(), &secure);
    deployment.extend(
        Deployment::builder().mutation(GENERATE_UPLOAD_URL, move |()| {
            let url = url.clone();
            async move { Ok(url) }
        }),
    );
    // What the platform trusts is read from the environment, so that it takes a process of its own.
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("certificate.pem");
    let certificate = STANDARD.encode(CERTIFICATE);
    let pem = format!("-----BEGIN CERTIFICATE-----\n{certificate}\n-----END CERTIFICATE-----\n");
    std::fs::write(&file, pem).unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap());
    child
        .args(["--exact", "child", "--ignored"])
        .env("SSL_CERT_FILE", file)
        .env("CONVEX_URL", deployment.url());
    let output = tokio::task::spawn_blocking(move || child.output()).await;
    let output = output.unwrap().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
}

#[tokio::test]
#[ignore = "the test above runs it, with an environment of its own"]
async fn child() {
    let client = Client::builder().build().unwrap();
    let upload = use_convex_file_upload(&client, GENERATE_UPLOAD_URL);
    let file = UploadFile::new(&b"one"[..], "text/plain");
    upload.upload((), file).await.unwrap();
}

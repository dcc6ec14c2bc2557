//! Signing in: Convex Auth against the testing deployment, Better Auth and OIDC against providers
//! on loopback.
#![cfg(feature = "sign-in")]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use convex_runtime::{
    Action, AuthStatus, Client, Error, Query, Value,
    sign_in::{BetterAuth, ConvexAuth, FileStore, MemoryStore, Oidc, SignIn, TokenStore},
    testing::{ConvexError, Deployment, Identity},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

const ME: Query<(), String> = Query::new("users:me");
const SIGN_IN: Action<Value, Value> = Action::new("auth:signIn");
const SIGN_OUT: Action<(), Value> = Action::new("auth:signOut");

async fn deployment() -> Deployment {
    Deployment::builder()
        .query_with(ME, |context, ()| {
            let name = context.identity().map_or("nobody".to_owned(), |identity| {
                identity.subject().to_owned()
            });
            async move { Ok(name) }
        })
        .start()
        .await
        .unwrap()
}

/// A provider that answers each request by a function of its head and body.
async fn provider(answer: impl Fn(&str, &str) -> (u16, String) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let (head, body) = request(&mut stream).await;
            let (status, text) = answer(&head, &body);
            let length = text.len();
            let answer = format!(
                "HTTP/1.1 {status} x\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{text}"
            );
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    url
}

async fn request(stream: &mut TcpStream) -> (String, String) {
    let mut text = String::new();
    loop {
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "));
            if body.len() >= length.map_or(0, |length| length.parse().unwrap()) {
                return (head.to_owned(), body.to_owned());
            }
        }
        let mut piece = [0; 4096];
        let count = stream.read(&mut piece).await.unwrap();
        text.push_str(std::str::from_utf8(&piece[..count]).unwrap());
    }
}

fn field(form: &str, name: &str) -> String {
    let pairs: BTreeMap<_, _> = form
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .collect();
    (*pairs.get(name).unwrap_or(&"")).to_owned()
}

/// A store that a test looks into.
#[derive(Clone, Default)]
struct Shared(Arc<MemoryStore>);

impl TokenStore for Shared {
    fn load(&self) -> std::io::Result<Option<String>> {
        self.0.load()
    }

    fn save(&self, secret: Option<&str>) -> std::io::Result<()> {
        self.0.save(secret)
    }
}

/// Convex Auth's functions, for one user.
fn convex_auth(deployment: &Arc<Deployment>) {
    let owner = Arc::downgrade(deployment);
    let refresh = Arc::new(Mutex::new(0));
    let tokens = move || {
        let mut number = refresh.lock().unwrap();
        *number += 1;
        let token = owner.upgrade().unwrap().token(Identity::new("ann"));
        let pair = [
            ("token", token),
            ("refreshToken", format!("refresh {number}")),
        ];
        let pair = pair.map(|(name, value)| (name, Value::from(value)));
        Value::from_iter([("tokens", Value::from_iter(pair))])
    };
    let latest = Mutex::new("refresh 1".to_owned());
    let sign_in = move |args: Value| {
        let Value::Object(args) = args else {
            panic!("an object")
        };
        let answer = match (
            args.get("provider"),
            args.get("params"),
            args.get("refreshToken"),
        ) {
            (Some(Value::String(provider)), Some(Value::Object(params)), _)
                if provider == "password" =>
            {
                if params["password"] == Value::from("secret") {
                    Ok(tokens())
                } else {
                    Err(ConvexError("InvalidSecret").into())
                }
            }
            (Some(Value::String(provider)), ..) if provider == "github" => Ok(Value::from_iter([
                ("redirect", Value::from("https://github.example/authorize")),
                ("verifier", Value::from("v1")),
            ])),
            (None, Some(Value::Object(params)), _) => {
                assert_eq!(
                    (&params["code"], &args["verifier"]),
                    (&Value::from("c1"), &Value::from("v1"))
                );
                Ok(tokens())
            }
            (_, _, Some(Value::String(token))) => {
                let mut latest = latest.lock().unwrap();
                assert_eq!(*token, *latest, "each refresh token is used once");
                let next = tokens();
                "refresh 2".clone_into(&mut latest);
                Ok(next)
            }
            other => panic!("{other:?}"),
        };
        async move { answer }
    };
    deployment.extend(
        Deployment::builder()
            .action(SIGN_IN, sign_in)
            .action(SIGN_OUT, |()| async { Ok(Value::Null) }),
    );
}

#[tokio::test]
async fn convex_auth_keeps_a_user_signed_in() {
    let deployment = Arc::new(deployment().await);
    convex_auth(&deployment);
    let (client, store) = (deployment.client(), Shared::default());
    let auth = ConvexAuth::new(&client, store.clone());
    assert_eq!(client.query(ME, ()).await.unwrap(), "nobody");
    let wrong = auth
        .sign_in("password", [("password", "guess")])
        .await
        .unwrap_err();
    assert!(wrong.application().is_some(), "{wrong:?}");
    assert_eq!(
        auth.sign_in("password", [("password", "secret")])
            .await
            .unwrap(),
        SignIn::Done
    );
    assert_eq!(client.query(ME, ()).await.unwrap(), "ann");

    let kept = store.load().unwrap().unwrap();
    let token = kept.split('"').nth(3).unwrap();
    deployment.expire_token(token);
    assert_eq!(
        client.query(ME, ()).await.unwrap(),
        "ann",
        "the token was refreshed"
    );
    assert_ne!(store.load().unwrap().unwrap(), kept);

    let again = deployment.client();
    let auth = ConvexAuth::new(&again, store.clone());
    assert_eq!(again.query(ME, ()).await.unwrap(), "ann", "in the next run");
    auth.sign_out().await.unwrap();
    assert_eq!(again.query(ME, ()).await.unwrap(), "nobody");
    assert_eq!(store.load().unwrap(), None);
}

#[tokio::test]
async fn convex_auth_goes_by_way_of_a_provider() {
    let deployment = Arc::new(deployment().await);
    convex_auth(&deployment);
    let client = deployment.client();
    let auth = ConvexAuth::new(&client, MemoryStore::default());
    let redirect = auth
        .sign_in("github", [("redirectTo", "http://127.0.0.1")])
        .await
        .unwrap();
    let url = "https://github.example/authorize".to_owned();
    assert_eq!(redirect, SignIn::Redirect { url });
    assert_eq!(auth.finish("c1").await.unwrap(), SignIn::Done);
    assert_eq!(client.query(ME, ()).await.unwrap(), "ann");
}

#[tokio::test]
async fn better_auth_exchanges_a_session() {
    let deployment = Arc::new(deployment().await);
    let tokens = Arc::clone(&deployment);
    let site = provider(move |head, _| {
        assert!(head.starts_with("GET /api/auth/convex/token "), "{head}");
        assert!(
            !head.contains("x-secret"),
            "others get no header of the user"
        );
        if head.contains("cookie: better-auth.session_token=s1") {
            let token = tokens.token(Identity::new("ann"));
            (200, format!(r#"{{"token":"{token}"}}"#))
        } else {
            (401, "{}".to_owned())
        }
    })
    .await;
    let client = Client::builder()
        .url(deployment.url())
        .header("x-secret", "1")
        .build()
        .unwrap();
    client
        .set_token_source(BetterAuth::new(&client, &site).cookies("better-auth.session_token=s1"));
    assert_eq!(client.query(ME, ()).await.unwrap(), "ann");
    client.set_token_source(BetterAuth::new(&client, &site).bearer("ended"));
    assert_eq!(client.query(ME, ()).await.unwrap(), "nobody");
}

/// An OIDC provider, which remembers the challenge of who begins to sign in.
async fn openid(deployment: &Arc<Deployment>, challenge: &Arc<Mutex<String>>) -> String {
    let (tokens, challenge) = (Arc::clone(deployment), Arc::clone(challenge));
    provider(move |head, body| {
        if head.starts_with("GET /.well-known/openid-configuration ") {
            let host = head
                .lines()
                .find_map(|line| line.strip_prefix("host: "))
                .unwrap();
            let (authorize, token) = (
                format!("http://{host}/authorize"),
                format!("http://{host}/token"),
            );
            return (
                200,
                format!(r#"{{"authorization_endpoint":"{authorize}","token_endpoint":"{token}"}}"#),
            );
        }
        assert!(head.starts_with("POST /token "), "{head}");
        assert_eq!(field(body, "client_id"), "my-program");
        let token = tokens.token(Identity::new("ann"));
        match field(body, "grant_type").as_str() {
            "authorization_code" => {
                use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
                use sha2::{Digest, Sha256};

                let hash = URL_SAFE_NO_PAD.encode(Sha256::digest(field(body, "code_verifier")));
                assert_eq!(
                    (hash, field(body, "code")),
                    (challenge.lock().unwrap().clone(), "c1".to_owned())
                );
                (
                    200,
                    format!(r#"{{"id_token":"{token}","refresh_token":"r1"}}"#),
                )
            }
            "refresh_token" if field(body, "refresh_token") == "r1" => (
                200,
                format!(r#"{{"id_token":"{token}","refresh_token":"r2"}}"#),
            ),
            _ => (400, r#"{"error":"invalid_grant"}"#.to_owned()),
        }
    })
    .await
}

/// The address of loopback that the page at this URL sends back to.
fn address(url: &str) -> String {
    let (_, query) = url.split_once('?').unwrap();
    let redirect = field(query, "redirect_uri")
        .replace("%3A", ":")
        .replace("%2F", "/");
    let address = redirect.strip_prefix("http://").unwrap();
    address.strip_suffix("/callback").unwrap().to_owned()
}

/// Acts as the browser at the page's address: the provider redirects back with `answer`.
async fn browse(url: &str, answer: &str) -> String {
    let address = address(url);
    let mut stream = TcpStream::connect(&address).await.unwrap();
    let request = format!("GET /callback?{answer} HTTP/1.1\r\nhost: {address}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    text
}

#[tokio::test]
async fn an_openid_provider_sends_back_to_loopback() {
    let deployment = Arc::new(deployment().await);
    let challenge = Arc::default();
    let issuer = openid(&deployment, &challenge).await;
    let (client, store) = (deployment.client(), Shared::default());
    let oidc = Oidc::new(&client, issuer, "my-program", store.clone()).scope("email");
    assert!(!oidc.is_signed_in().unwrap());
    let login = oidc.start().await.unwrap();
    let url = login.url().to_owned();
    let (_, query) = url.split_once('?').unwrap();
    assert_eq!(
        field(query, "scope"),
        "openid%20profile%20offline_access%20email"
    );
    *challenge.lock().unwrap() = field(query, "code_challenge");
    let state = field(query, "state");
    let finishing = tokio::spawn(login.finish());
    let forged = browse(&url, "code=evil&state=guess").await;
    assert!(forged.starts_with("HTTP/1.1 400"), "{forged}");
    let done = browse(&url, &format!("code=c1&state={state}")).await;
    assert!(done.contains("You are signed in"), "{done}");
    finishing.await.unwrap().unwrap();

    client.set_token_source(oidc.clone());
    assert_eq!(client.query(ME, ()).await.unwrap(), "ann");
    for next in ["r2", "ended"] {
        let kept = store.load().unwrap().unwrap();
        deployment.expire_token(kept.split('"').nth(3).unwrap());
        if next == "r2" {
            assert_eq!(
                client.query(ME, ()).await.unwrap(),
                "ann",
                "by the refresh token"
            );
            assert!(store.load().unwrap().unwrap().contains("r2"));
        } else {
            // The provider knows `r2` no more: the user is signed out.
            assert_eq!(client.query(ME, ()).await.unwrap(), "nobody");
            assert_eq!(client.auth().borrow().status, AuthStatus::Anonymous);
            assert!(!oidc.is_signed_in().unwrap());
        }
    }
}

#[tokio::test]
async fn a_refusal_of_the_provider_is_an_error() {
    let deployment = Arc::new(deployment().await);
    let issuer = openid(&deployment, &Arc::default()).await;
    let oidc = Oidc::new(
        &deployment.client(),
        issuer,
        "my-program",
        MemoryStore::default(),
    );
    let login = oidc.start().await.unwrap();
    let url = login.url().to_owned();
    let state = field(url.split_once('?').unwrap().1, "state");
    let finishing = tokio::spawn(login.finish());
    browse(
        &url,
        &format!("error=access_denied&error_description=no+thanks&state={state}"),
    )
    .await;
    let error = finishing.await.unwrap().unwrap_err();
    let Error::Authentication { code, message, .. } = error else {
        panic!("{error:?}")
    };
    assert_eq!((&*code, &*message), ("access_denied", "no thanks"));
}

#[test]
fn a_file_keeps_a_secret_for_its_owner_alone() {
    let folder = std::env::temp_dir().join(format!("convex-tokens-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("tokens.json");
    let store = FileStore::new(&path);
    assert_eq!(store.load().unwrap(), None);
    store.save(Some("secret")).unwrap();
    assert_eq!(store.load().unwrap().as_deref(), Some("secret"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{mode:o}");
    }
    store.save(None).unwrap();
    store.save(None).unwrap();
    assert!(store.load().unwrap().is_none());
    std::fs::remove_dir_all(&folder).unwrap();
}

/// Browsers open connections ahead, on which nothing comes.
#[tokio::test]
async fn silent_connections_do_not_delay_a_sign_in() {
    let deployment = Arc::new(deployment().await);
    let challenge = Arc::default();
    let issuer = openid(&deployment, &challenge).await;
    let oidc = Oidc::new(
        &deployment.client(),
        issuer,
        "my-program",
        Shared::default(),
    );
    let login = oidc.start().await.unwrap();
    let url = login.url().to_owned();
    let (_, query) = url.split_once('?').unwrap();
    *challenge.lock().unwrap() = field(query, "code_challenge");
    let state = field(query, "state");
    let finishing = tokio::spawn(login.finish());
    let mut silent = Vec::new();
    for _ in 0..3 {
        silent.push(TcpStream::connect(address(&url)).await.unwrap());
    }
    // Less than what one of them has for its request.
    let soon = std::time::Duration::from_secs(4);
    let back = format!("code=c1&state={state}");
    let done = tokio::time::timeout(soon, browse(&url, &back)).await;
    let done = done.expect("it waits for none of them");
    assert!(done.contains("You are signed in"), "{done}");
    finishing.await.unwrap().unwrap();
}

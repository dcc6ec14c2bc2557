//! Defect P5: Convex's own client panics when it connects, and its calls never end, if it uses one
//! of its rustls features and the program installs no crypto provider. Run it with `cargo run`; our
//! test of the same is `p5_…` in `convex-runtime/tests/tls`.

use std::{collections::BTreeMap, sync::Mutex, time::Duration};

use convex::ConvexClient;
use tokio::{net::TcpListener, time::timeout};

static PANICS: Mutex<Vec<String>> = Mutex::new(Vec::new());

#[tokio::main]
async fn main() {
    // The client does not get as far as TLS: a listening socket is enough.
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("it is bound").port();
    std::panic::set_hook(Box::new(|panic| {
        let mut panics = PANICS.lock().expect("nothing panics here");
        panics.push(panic.to_string());
    }));
    let call = async {
        let mut client = ConvexClient::new(&format!("https://localhost:{port}")).await?;
        client.query("tasks:count", BTreeMap::new()).await
    };
    let ended = timeout(Duration::from_secs(5), call).await;
    let panics = PANICS.lock().expect("nothing panics here");
    println!("panics: {panics:#?}");
    println!(
        "the query {}",
        if ended.is_ok() {
            "ends"
        } else {
            "waits for ever"
        }
    );
    let shown = panics.iter().any(|panic| panic.contains("CryptoProvider")) && ended.is_err();
    std::process::exit(i32::from(!shown));
}

//! `Proxy`: stands between a client and a deployment, so that a test can cut their connections.

use std::{io, net::SocketAddr, sync::Arc};

use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream, lookup_host},
    sync::watch,
    task::AbortHandle,
};

/// A listener that passes everything on, until it is dropped.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    /// The number of cuts so far; every connection ends when it changes.
    cuts: Arc<watch::Sender<u64>>,
    listening: AbortHandle,
}

impl Proxy {
    /// Listens on a free port for the deployment at `host`, such as `127.0.0.1:3210`.
    ///
    /// # Errors
    ///
    /// When there is no such host.
    pub async fn start(host: &str) -> io::Result<Self> {
        let target = lookup_host(host)
            .await?
            .next()
            .ok_or(io::ErrorKind::NotFound)?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let cuts = Arc::new(watch::Sender::new(0));
        let ends = cuts.clone();
        let address = listener.local_addr()?;
        let listening = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(pass(client, target, ends.subscribe()));
            }
        });
        Ok(Self {
            address,
            cuts,
            listening: listening.abort_handle(),
        })
    }

    /// Returns the URL that clients connect to.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Breaks all connections; new ones are passed on.
    pub fn cut(&self) {
        self.cuts.send_modify(|cuts| *cuts += 1);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.listening.abort();
        self.cut();
    }
}

async fn pass(mut client: TcpStream, target: SocketAddr, mut cuts: watch::Receiver<u64>) {
    let passed = async {
        let mut server = TcpStream::connect(target).await?;
        copy_bidirectional(&mut client, &mut server).await
    };
    // However it ends, both sides hear it.
    tokio::select! {
        _ = passed => {}
        _ = cuts.changed() => {}
    }
}

//! `Connector`: how connections are made, for requests and for sockets.

use std::fmt;

use reqwest::{Client, ClientBuilder, Url, header::HeaderMap};

use super::client_headers;
use crate::Error;

/// What a user says of how connections are made.
#[derive(Default)]
#[cfg_attr(target_arch = "wasm32", expect(dead_code, reason = "browsers do it"))]
pub(crate) struct Connector {
    pub(crate) proxy: Option<String>,
    pub(crate) configure: Option<Configure>,
}

type Configure = Box<dyn Fn(ClientBuilder) -> ClientBuilder + Send + Sync>;

/// The same for one deployment.
pub(crate) struct Prepared {
    /// The user's.
    pub(crate) headers: HeaderMap,
    #[cfg(not(target_arch = "wasm32"))]
    connector: Connector,
    #[cfg(all(feature = "rustls", not(target_arch = "wasm32")))]
    tls: rustls::ClientConfig,
}

#[cfg(target_arch = "wasm32")]
impl Connector {
    #[expect(
        clippy::unnecessary_wraps,
        clippy::unused_self,
        reason = "browsers make connections their own way"
    )]
    pub(crate) fn prepare(self, _: &Url, headers: HeaderMap) -> Result<Prepared, Error> {
        Ok(Prepared { headers })
    }
}

#[cfg(target_arch = "wasm32")]
#[expect(
    clippy::unused_self,
    reason = "browsers make connections their own way"
)]
impl Prepared {
    pub(crate) fn client(&self) -> Result<Client, Error> {
        let http = Client::builder().default_headers(client_headers());
        http.build().map_err(|error| failed(&error))
    }

    #[cfg(feature = "live")]
    pub(crate) fn client_for_sockets(&self) -> Result<Client, Error> {
        self.client()
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use std::time::Duration;

    use super::{
        Client, ClientBuilder, Connector, Error, HeaderMap, Prepared, Url, client_headers, failed,
    };

    /// A connection that takes longer will not come.
    const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

    const IDLE_TIMEOUT: Duration = Duration::from_secs(30);

    impl Connector {
        #[cfg_attr(
            all(feature = "native-tls", not(feature = "rustls")),
            expect(
                clippy::unnecessary_wraps,
                unused_variables,
                reason = "the platform's TLS needs no preparation"
            )
        )]
        pub(crate) fn prepare(
            self,
            deployment: &Url,
            headers: HeaderMap,
        ) -> Result<Prepared, Error> {
            #[cfg(not(any(feature = "rustls", feature = "native-tls")))]
            if deployment.scheme() == "https" && self.configure.is_none() {
                return Err(Error::configuration(
                    "`https` needs the feature `rustls` or `native-tls`, or a connector with another TLS",
                ));
            }
            Ok(Prepared {
                headers,
                connector: self,
                #[cfg(feature = "rustls")]
                tls: super::super::tls::config(deployment.scheme())?,
            })
        }
    }

    impl Prepared {
        pub(crate) fn client(&self) -> Result<Client, Error> {
            // The longer a connection lies idle, the likelier the next call meets one that the server has just closed.
            let http = self.builder()?.pool_idle_timeout(IDLE_TIMEOUT);
            http.build().map_err(|error| failed(&error))
        }

        /// Sockets begin as requests of HTTP/1.1, each on a connection of its own.
        #[cfg(feature = "live")]
        pub(crate) fn client_for_sockets(&self) -> Result<Client, Error> {
            let http = self.builder()?.http1_only().pool_max_idle_per_host(0);
            // Beside those of this client.
            let http = http.default_headers(self.headers.clone());
            http.build().map_err(|error| failed(&error))
        }

        fn builder(&self) -> Result<ClientBuilder, Error> {
            let mut http = Client::builder().connect_timeout(CONNECT_TIMEOUT);
            #[cfg(feature = "rustls")]
            {
                http = http.tls_backend_preconfigured(self.tls.clone());
            }
            #[cfg(all(feature = "native-tls", not(feature = "rustls")))]
            {
                http = http.tls_backend_native();
            }
            if let Some(proxy) = &self.connector.proxy {
                let proxy = reqwest::Proxy::all(proxy).map_err(|error| failed(&error))?;
                http = http.proxy(proxy);
            }
            if let Some(configure) = &self.connector.configure {
                http = configure(http);
            }
            Ok(http
                .default_headers(client_headers())
                // A call that was redirected or repeated may run twice.
                .redirect(reqwest::redirect::Policy::none())
                .retry(reqwest::retry::never())
                .referer(false))
        }
    }
}

fn failed(error: &reqwest::Error) -> Error {
    Error::configuration(error.to_string())
}

impl fmt::Debug for Connector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A proxy's URL may hold a password.
        f.debug_struct("Connector").finish_non_exhaustive()
    }
}

//! `Connector`: how connections are made, for requests and for sockets.

use std::fmt;

#[cfg(not(target_arch = "wasm32"))]
use reqwest::{Client, ClientBuilder};

use super::{Address, Headers, Wire};
use crate::Error;

/// The user's connection settings.
#[derive(Default)]
pub(crate) struct Connector {
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) proxy: Option<String>,
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) configure: Option<Configure>,
}

#[cfg(not(target_arch = "wasm32"))]
type Configure = Box<dyn Fn(ClientBuilder) -> ClientBuilder + Send + Sync>;

/// Connection settings for one deployment.
pub(crate) struct Prepared {
    /// The user's.
    pub(crate) headers: Headers,
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
    pub(crate) fn prepare(self, _: &Address, headers: Headers) -> Result<Prepared, Error> {
        Ok(Prepared { headers })
    }
}

#[cfg(target_arch = "wasm32")]
#[expect(
    clippy::unnecessary_wraps,
    reason = "browsers make connections their own way"
)]
impl Prepared {
    pub(crate) fn wire(self) -> Result<(Wire, Headers), Error> {
        Ok((Wire, self.headers))
    }

    #[cfg(feature = "live")]
    #[expect(clippy::unused_self, reason = "as above")]
    pub(crate) fn dialer(&self) -> Result<super::Dialer, Error> {
        Ok(Wire)
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use std::time::Duration;

    use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

    use super::{Address, Client, ClientBuilder, Connector, Error, Headers, Prepared, Wire};

    /// A connection that takes longer will not come.
    const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

    const IDLE_TIMEOUT: Duration = Duration::from_secs(30);

    fn failed(error: &reqwest::Error) -> Error {
        Error::configuration(error.to_string())
    }

    /// The name that the server's logs and its deprecation rules know this crate by.
    fn client_headers() -> HeaderMap {
        HeaderMap::from_iter([(
            HeaderName::from_static("convex-client"),
            HeaderValue::from_static(super::super::CLIENT),
        )])
    }

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
            deployment: &Address,
            headers: Headers,
        ) -> Result<Prepared, Error> {
            #[cfg(not(any(feature = "rustls", feature = "native-tls")))]
            if deployment.is_tls() && self.configure.is_none() {
                return Err(Error::configuration(
                    "`https` needs the feature `rustls` or `native-tls`, or a connector with another TLS",
                ));
            }
            Ok(Prepared {
                headers,
                connector: self,
                #[cfg(feature = "rustls")]
                tls: super::super::tls::config(deployment)?,
            })
        }
    }

    impl Prepared {
        /// The clients of calls, and the user's headers.
        pub(crate) fn wire(mut self) -> Result<(Wire, Headers), Error> {
            let headers = std::mem::take(&mut self.headers);
            let wire = Wire::new(move || {
                // The longer a connection lies idle, the likelier the next call meets one that
                // the server has just closed.
                let http = self.builder()?.pool_idle_timeout(IDLE_TIMEOUT);
                http.build().map_err(|error| failed(&error))
            })?;
            Ok((wire, headers))
        }

        /// Sockets begin as requests of HTTP/1.1, each on a connection of its own.
        #[cfg(feature = "live")]
        pub(crate) fn dialer(&self) -> Result<Client, Error> {
            let http = self.builder()?.http1_only().pool_max_idle_per_host(0);
            // Beside those of this client.
            let http = http.default_headers(super::super::exchange::header_map(&self.headers));
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

impl fmt::Debug for Connector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A proxy's URL may hold a password.
        f.debug_struct("Connector").finish_non_exhaustive()
    }
}

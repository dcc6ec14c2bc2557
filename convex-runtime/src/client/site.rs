//! HTTP actions: `client.site()` and `client.fetch(route)`.

use std::{
    fmt,
    fmt::Write,
    future::{Future, poll_fn},
    pin::{Pin, pin},
    task::{Context, Poll},
};

use bytes::Bytes;
use futures_core::Stream;

use super::{
    Client, ClientBuilder,
    body::Body,
    request::{Waits, within},
};
use crate::{
    Error, FromConvex, FunctionKind, HttpRoute, ToConvex, UploadFile, convert,
    http::{Head, SiteRequest, without_secrets},
    transport::Progress,
};

impl ClientBuilder {
    /// Sets the URL of the deployment's HTTP actions. Without it, `.convex.cloud` becomes
    /// `.convex.site`, and elsewhere they are below `/http` of the deployment's URL.
    ///
    /// ```
    /// # use convex_runtime::Client;
    /// let client = Client::builder()
    ///     .url("https://convex.example.com")
    ///     .site_url("https://actions.example.com")
    ///     .build()?;
    /// assert_eq!(client.site()?, "https://actions.example.com");
    /// # Ok::<(), convex_runtime::Error>(())
    /// ```
    #[must_use]
    pub fn site_url(mut self, url: impl Into<String>) -> Self {
        self.site = Some(url.into().trim_end_matches('/').into());
        self
    }
}

impl Client {
    /// Returns the URL of the deployment's HTTP actions, without a slash at its end, for links and
    /// webhooks.
    ///
    /// ```
    /// # use convex_runtime::Client;
    /// let client = Client::new("https://happy-otter-123.convex.cloud")?;
    /// assert_eq!(client.site()?, "https://happy-otter-123.convex.site");
    /// # Ok::<(), convex_runtime::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns [`Error::Configuration`] if the client has a transport of its own and no
    /// [`site_url`](ClientBuilder::site_url).
    pub fn site(&self) -> Result<String, Error> {
        Ok(without_secrets(&self.site_url()?))
    }

    fn site_url(&self) -> Result<String, Error> {
        match &self.site {
            Some(site) => Ok(site.to_string()),
            None => Ok(self.http()?.site()),
        }
    }

    /// Begins a request to an HTTP action, with this client's token.
    ///
    /// ```no_run
    /// use convex_runtime::{Client, Error, HttpRoute, UploadFile};
    ///
    /// const POST_HOOK: HttpRoute = HttpRoute::new("POST", "/hook");
    /// const GET_FILES: HttpRoute = HttpRoute::prefix("GET", "/files/");
    ///
    /// # async fn example(client: &Client) -> Result<(), Error> {
    /// let event = UploadFile::new(&br#"{"type":"paid"}"#[..], "application/json");
    /// let answer = client.fetch(POST_HOOK).header("X-Signature", "…").body(event).send().await?;
    /// assert_eq!(answer.status(), 204);
    ///
    /// let mut report = client.fetch(GET_FILES).below("2024/report.csv").query("page", "2").send().await?;
    /// while let Some(piece) = report.chunk().await {
    ///     println!("{} bytes", piece?.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn fetch(&self, route: HttpRoute) -> Fetch {
        let request = SiteRequest {
            route,
            rest: String::new(),
            headers: self.call_headers(),
            body: None,
        };
        Fetch {
            generation: self.identity.current().generation,
            client: self.clone(),
            request: Ok(request),
        }
    }
}

/// A request to an HTTP action, by [`Client::fetch`].
#[must_use = "nothing is sent before `send`"]
pub struct Fetch {
    client: Client,
    /// The caller is who it was when the request was begun.
    generation: u64,
    request: Result<SiteRequest, Error>,
}

impl Fetch {
    fn change(mut self, change: impl FnOnce(&mut SiteRequest) -> Result<(), Error>) -> Self {
        if let Ok(request) = &mut self.request
            && let Err(error) = change(request)
        {
            self.request = Err(error);
        }
        self
    }

    /// Adds what comes behind the path of a route with a path prefix; what cannot be in a path is
    /// encoded. `.` and `..` as a part of the path are errors: they would lead out of the route.
    pub fn below(self, rest: &str) -> Self {
        self.change(|request| {
            if !request.route.is_prefix() {
                let wrong = format!("`{}` is one path, with nothing below it", request.route);
                return Err(Error::configuration(wrong));
            }
            let query = request.rest.find('?').unwrap_or(request.rest.len());
            request.rest.insert_str(query, &encoded(rest, b"/"));
            let path = request.rest.split('?').next().unwrap_or_default();
            let path = format!("{}{path}", request.route.path());
            if path.split('/').any(|part| matches!(part, "." | "..")) {
                let wrong = "`.` and `..` cannot be a part of the path of an HTTP action";
                return Err(Error::configuration(wrong));
            }
            Ok(())
        })
    }

    /// Adds a parameter to the query of the URL.
    pub fn query(self, name: &str, value: &str) -> Self {
        self.change(|request| {
            let sign = if request.rest.contains('?') { '&' } else { '?' };
            let (name, value) = (encoded(name, b""), encoded(value, b""));
            // Writing to a `String` never fails.
            let _ = write!(request.rest, "{sign}{name}={value}");
            Ok(())
        })
    }

    /// Adds a header.
    pub fn header(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.change(|request| {
            request.headers.push((name.into(), value.into()));
            Ok(())
        })
    }

    /// Sets the body and its content type. A [stream](UploadFile::stream) is read while it is sent.
    pub fn body(self, body: UploadFile) -> Self {
        self.change(|request| {
            request.body = Some(body);
            Ok(())
        })
    }

    /// Sets the body: a value as JSON. Of integers and bytes it is Convex's encoded JSON, which
    /// `jsonToConvex` of `convex/values` reads.
    ///
    /// ```
    /// # use convex_runtime::{Client, Error, HttpRoute};
    /// # const POST_HOOK: HttpRoute = HttpRoute::new("POST", "/hook");
    /// async fn post(client: &Client, titles: Vec<String>) -> Result<u16, Error> {
    ///     Ok(client.fetch(POST_HOOK).json(&titles).send().await?.status())
    /// }
    /// ```
    pub fn json<T: ToConvex + ?Sized>(self, value: &T) -> Self {
        self.change(|request| {
            let json = convert::encode(value).map_err(|source| Error::Encode {
                function: request.route.to_string().into(),
                source,
            })?;
            request.body = Some(UploadFile::new(json.into_bytes(), "application/json"));
            Ok(())
        })
    }

    /// Sends the request, once, and waits for the beginning of the answer; at most as long as the
    /// client's deadline for actions.
    ///
    /// # Errors
    ///
    /// Any [`Error`] that says that there is no answer. An answer of any status is one.
    pub fn send(self) -> impl Future<Output = Result<FetchResponse, Error>> + Send + use<> {
        let Self {
            client,
            generation,
            request,
        } = self;
        async move {
            let runner = client.clone();
            let limit = (client.deadline_of(FunctionKind::Action), &Waits::for_any());
            runner.run(limit, client.open(generation, request)).await
        }
    }
}

impl Client {
    async fn open(
        self,
        generation: u64,
        request: Result<SiteRequest, Error>,
    ) -> Result<FetchResponse, Error> {
        let (request, site) = (request?, self.site_url()?);
        let mut after = self.deadline_of(FunctionKind::Action);
        let opening = pin!(async {
            if self.signed_in_only {
                after = self.signed_in(after).await?;
            }
            let progress = Progress::default();
            let opening = pin!(async {
                let credential = self.proof(generation)?.credential().await?;
                if self.signed_in_only && credential.is_anonymous() {
                    return Err(Error::signed_out());
                }
                // An HTTP action is called once, whatever happens.
                let _may_run = progress.leaves();
                self.http()?.fetch(&site, request, &credential).await
            });
            within(after, &progress, opening).await
        });
        let (head, incoming) = self.as_the_same(generation, opening).await?;
        Ok(FetchResponse {
            body: Body::new(&self, incoming, self.deadline_of(FunctionKind::Action)),
            head,
        })
    }
}

/// The answer of an HTTP action, by [`Fetch::send`]: a stream of the pieces of its body.
pub struct FetchResponse {
    head: Head,
    body: Body,
}

impl FetchResponse {
    /// Returns the status, such as 200.
    pub fn status(&self) -> u16 {
        self.head.status
    }

    /// Returns whether the status is one of success: 200 to 299.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.head.status)
    }

    /// Returns the first header of that name, in any case. In a browser, only those that the answer
    /// exposes are there.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.header(name)
    }

    /// Waits for the next piece of the body; `None` at its end and after an error.
    pub async fn chunk(&mut self) -> Option<Result<Bytes, Error>> {
        poll_fn(|context| self.body.poll_chunk(context)).await
    }

    /// Reads the rest of the body, up to [`ClientBuilder::max_message`].
    ///
    /// # Errors
    ///
    /// Returns [`Error::Transport`] or [`Error::Timeout`] if the connection fails, and
    /// [`Error::Protocol`] if the body is too long.
    pub async fn bytes(self) -> Result<Bytes, Error> {
        self.body.whole(|_| ()).await
    }

    /// Reads the rest of the body as text.
    ///
    /// # Errors
    ///
    /// As [`bytes`](Self::bytes), and [`Error::Protocol`] if it is not UTF-8.
    pub async fn text(self) -> Result<String, Error> {
        let status = self.head.status;
        let bytes = self.bytes().await?;
        String::from_utf8(bytes.into())
            .map_err(|_| Error::invalid_response(Some(status), "the answer is not UTF-8"))
    }

    /// Reads the rest of the body as JSON, as [`decode`](crate::decode) does.
    ///
    /// ```
    /// # use convex_runtime::{Client, Error, HttpRoute};
    /// # const GET_TITLES: HttpRoute = HttpRoute::new("GET", "/titles");
    /// async fn titles(client: &Client) -> Result<Vec<String>, Error> {
    ///     client.fetch(GET_TITLES).send().await?.json().await
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`text`](Self::text), and [`Error::Protocol`] if it is not of that type.
    pub async fn json<T: FromConvex>(self) -> Result<T, Error> {
        let status = self.head.status;
        let text = self.text().await?;
        convert::decode(&text)
            .map_err(|error| Error::invalid_response(Some(status), error.to_string()))
    }
}

impl Stream for FetchResponse {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.body.poll_chunk(context)
    }
}

impl Head {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let known = headers.find(|(known, _)| known.eq_ignore_ascii_case(name));
        known.map(|(_, value)| &**value)
    }
}

/// Encodes what a part of a URL cannot hold.
fn encoded(text: &str, allowed: &[u8]) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || allowed.contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a `String` never fails.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

impl fmt::Debug for Fetch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Parameters and headers may be secret.
        let route = self.request.as_ref().map(|request| request.route);
        f.debug_struct("Fetch")
            .field("route", &route)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for FetchResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FetchResponse")
            .field("status", &self.head.status)
            .finish_non_exhaustive()
    }
}

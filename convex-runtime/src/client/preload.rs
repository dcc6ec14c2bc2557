//! `Preloaded`: a query's result that travels from a server to a browser.

use std::{fmt, marker::PhantomData, str::FromStr, sync::Arc};

use super::{Client, Snapshot, pages};
use crate::{
    Encoder, Error, FromConvex, Node, Paginated, PaginatedArgs, PaginationOptions, Query, Tape,
    ToConvex, Value, function::FunctionReference,
};

/// A query's result that travels as text, from a server that renders a page to the browser that
/// goes on with it; by [`Client::preload`].
///
/// [`QueryHandle::initial`](crate::QueryHandle::initial) shows it until the browser's own
/// connection has a result, so that nothing flickers. The text is JSON in which nothing ends a
/// `<script>` element. It belongs to the user for whom it was loaded: readers of the page can read
/// it.
///
/// ```
/// use convex_runtime::{Client, Error, Preloaded, Query};
///
/// const TITLES: Query<(), Vec<String>> = Query::new("tasks:titles");
///
/// /// On the server.
/// async fn render(client: &Client) -> Result<String, Error> {
///     let titles = client.preload(TITLES, ()).await?;
///     Ok(format!(
///         r#"<ul>{}</ul><script id="titles" type="application/json">{titles}</script>"#,
///         titles.value()?.join(", "),
///     ))
/// }
/// ```
pub struct Preloaded<Returns> {
    path: Arc<str>,
    args: Arc<str>,
    /// The number of items that the first page was asked for.
    items: Option<u32>,
    value: Arc<str>,
    ts: Arc<str>,
    /// Issuer and subject of the user for whom it was loaded.
    user: Option<Arc<str>>,
    types: PhantomData<fn() -> Returns>,
}

impl Client {
    /// Runs a query now, over HTTP, for a browser that goes on with it. Two requests: the time, and
    /// the query at that time. Results that belong together are preloaded from one
    /// [`snapshot`](Self::snapshot).
    ///
    /// # Errors
    ///
    /// Any [`Error`].
    pub async fn preload<A: ToConvex, R: FromConvex>(
        &self,
        query: Query<A, R>,
        args: A,
    ) -> Result<Preloaded<R>, Error> {
        self.snapshot().await?.preload(query, args).await
    }

    /// Runs a paginated query now, over HTTP, for its first page of `items` items; as
    /// [`preload`](Self::preload) does.
    ///
    /// # Errors
    ///
    /// Any [`Error`].
    pub async fn preload_page<A: PaginatedArgs, R: Paginated>(
        &self,
        query: Query<A, R>,
        args: A::Rest,
        items: u32,
    ) -> Result<Preloaded<R>, Error> {
        let snapshot = self.snapshot().await?;
        snapshot.preload_page(query, args, items).await
    }

    /// Shows what a server saw of a query, unless this client is another user.
    #[cfg(feature = "live")]
    pub(crate) fn seed<R>(&self, preloaded: &Preloaded<R>, (path, args): (&str, &str)) {
        let auth = self.identity.watch_user(&self.runtime);
        let auth = auth.borrow();
        let user = auth.user.as_ref().map(|user| user.token_identifier());
        // An opaque token does not say whose it is.
        let is_known = !auth.is_loading() && (user.is_some() || !auth.is_authenticated());
        if *preloaded.path == *path && (!is_known || user.as_deref() == preloaded.user.as_deref()) {
            let outcome = crate::live::QueryOutcome::Value {
                value: Arc::clone(&preloaded.value),
                logs: Vec::new(),
            };
            let generation = self.identity.current().generation;
            self.live.store().seed(generation, (path, args), outcome);
        }
    }
}

impl Snapshot {
    /// Runs a query of that time for a browser that goes on with it; see [`Client::preload`].
    ///
    /// # Errors
    ///
    /// Any [`Error`].
    pub async fn preload<A: ToConvex, R: FromConvex>(
        &self,
        query: Query<A, R>,
        args: A,
    ) -> Result<Preloaded<R>, Error> {
        let args = query.reference().encode(self.client().session(), &args)?;
        let value = self.load::<R>(query.reference(), args.clone()).await?;
        Ok(self.preloaded(query.path(), (args, None), value))
    }

    /// Runs a paginated query of that time for its first page; see [`Client::preload_page`].
    ///
    /// # Errors
    ///
    /// Any [`Error`].
    pub async fn preload_page<A: PaginatedArgs, R: Paginated>(
        &self,
        query: Query<A, R>,
        args: A::Rest,
        items: u32,
    ) -> Result<Preloaded<R>, Error> {
        let args = query.reference().encode(self.client().session(), &args)?;
        let page = pages::page_args(query.path(), &args, &PaginationOptions::first(items))?;
        let value = self.load::<R>(query.reference(), page).await?;
        Ok(self.preloaded(query.path(), (args, Some(items)), value))
    }

    /// The encoded result, which is one of `R`.
    async fn load<R: FromConvex>(
        &self,
        function: FunctionReference,
        args: String,
    ) -> Result<String, Error> {
        let reply = self.send(function, args).await?;
        function.decode::<R>(&reply)?;
        encoded(reply.value())
    }

    fn preloaded<R>(
        &self,
        path: &str,
        (args, items): (String, Option<u32>),
        value: String,
    ) -> Preloaded<R> {
        let auth = self.client().identity().watch_user(self.client().runtime());
        let user = auth
            .borrow()
            .user
            .as_ref()
            .map(|user| user.token_identifier());
        Preloaded {
            path: path.into(),
            args: args.into(),
            items,
            value: value.into(),
            ts: Arc::clone(self.timestamp()),
            user: user.map(Arc::from),
            types: PhantomData,
        }
    }
}

fn encoded(node: Node<'_>) -> Result<String, Error> {
    let value: Value = node
        .decode()
        .map_err(|error| Error::invalid_response(None, error.to_string()))?;
    crate::encode(&value).map_err(|error| Error::invalid_response(None, error.to_string()))
}

impl<Returns> Preloaded<Returns> {
    /// Returns whether it is the result for these encoded arguments, and this number of items of a
    /// first page.
    #[cfg(feature = "live")]
    pub(crate) fn is_of(&self, args: &str, items: Option<u32>) -> bool {
        *self.args == *args && self.items == items
    }
}

impl<Returns: FromConvex> Preloaded<Returns> {
    /// The result.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`] when the text came from a build with other types.
    pub fn value(&self) -> Result<Returns, Error> {
        crate::decode(&self.value).map_err(|source| Error::Decode {
            function: Arc::clone(&self.path),
            returns_from: crate::ReturnsFrom::Validator,
            source,
        })
    }
}

#[cfg(feature = "live")]
impl<Returns: Paginated> Preloaded<Returns> {
    /// Returns whether no page follows.
    pub(crate) fn is_done(&self) -> bool {
        Tape::parse(&self.value)
            .ok()
            .and_then(|page| page.root().get("isDone").and_then(Node::as_bool))
            .unwrap_or_default()
    }
}

impl<Returns> fmt::Display for Preloaded<Returns> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = Encoder::new();
        out.begin_object();
        out.field("path", &*self.path);
        out.name("args");
        out.raw(&self.args);
        if let Some(items) = self.items {
            out.field("items", &f64::from(items));
        }
        out.name("value");
        out.raw(&self.value);
        out.field("ts", &*self.ts);
        if let Some(user) = &self.user {
            out.field("user", &**user);
        }
        out.end_object();
        // Names and texts can all be written.
        let json = out.finish().map_err(|_| fmt::Error)?;
        // Outside of strings JSON has none of these.
        for part in json.split_inclusive(['<', '>', '&', '\u{2028}', '\u{2029}']) {
            match part.chars().next_back() {
                Some(last @ ('<' | '>' | '&' | '\u{2028}' | '\u{2029}')) => {
                    f.write_str(&part[..part.len() - last.len_utf8()])?;
                    write!(f, "\\u{:04x}", u32::from(last))?;
                }
                _ => f.write_str(part)?,
            }
        }
        Ok(())
    }
}

impl<Returns> FromStr for Preloaded<Returns> {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let malformed = || Error::configuration("the text is not that of a preloaded query");
        let tape = Tape::parse(text).map_err(|_| malformed())?;
        let field = |name| tape.root().get(name);
        let string = |name| field(name).and_then(Node::as_str).map(Arc::from);
        let json = |name| encoded(field(name).ok_or_else(malformed)?).map_err(|_| malformed());
        let items = match field("items") {
            Some(items) => Some(items.decode::<u32>().map_err(|_| malformed())?),
            None => None,
        };
        Ok(Self {
            path: string("path").ok_or_else(malformed)?,
            args: json("args")?.into(),
            items,
            value: json("value")?.into(),
            ts: string("ts").ok_or_else(malformed)?,
            user: string("user"),
            types: PhantomData,
        })
    }
}

impl<Returns> Clone for Preloaded<Returns> {
    fn clone(&self) -> Self {
        Self {
            path: Arc::clone(&self.path),
            args: Arc::clone(&self.args),
            items: self.items,
            value: Arc::clone(&self.value),
            ts: Arc::clone(&self.ts),
            user: self.user.clone(),
            types: PhantomData,
        }
    }
}

impl<Returns> fmt::Debug for Preloaded<Returns> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The result and its arguments may be secret.
        f.debug_struct("Preloaded")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

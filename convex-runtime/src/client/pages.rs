//! `Pages`: all items of a paginated query, one after another.

use std::{
    collections::VecDeque,
    fmt,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use futures_core::Stream;

use super::{Client, request::PreparedCall};
use crate::{
    Error, Node, Paginated, PaginatedArgs, PaginationOptions, Query,
    function::{FunctionReference, encode_args},
    json::with_field,
    transport::{BoxFuture, Reply},
};

/// All items of a paginated query, in order, by [`Client::pages`]. After an error the stream ends.
///
/// A page is asked for when the items of the one before it have been taken. Each page is the
/// deployment as it is then. When the client's identity changes, the stream ends with
/// [`Error::IdentityChanged`].
#[must_use = "nothing is asked for before the stream is polled"]
pub struct Pages<Returns: Paginated> {
    client: Client,
    function: FunctionReference,
    /// The encoded arguments without `paginationOpts`.
    args: String,
    /// The caller is who it was when the stream was made.
    generation: u64,
    /// The options of the next page; none when there is no more.
    next: Option<PaginationOptions>,
    items: VecDeque<Returns::Item>,
    page: Option<BoxFuture<Result<Reply, Error>>>,
    failed: Option<Error>,
}

impl Client {
    /// Returns all items of a paginated query, `items` per request, for scripts and workers. Pages
    /// are queries of their own: what is written meanwhile shows in those that were not asked for
    /// yet.
    ///
    /// ```no_run
    /// # use convex_runtime::{Client, Error, FromConvex, PaginatedArgs, PaginationOptions, Query, ToConvex};
    /// # #[derive(ToConvex)]
    /// # struct ListArgs { channel: String, pagination_opts: PaginationOptions }
    /// # #[derive(ToConvex)]
    /// # struct ListPageArgs { channel: String }
    /// # impl PaginatedArgs for ListArgs { type Rest = ListPageArgs; }
    /// # #[derive(Clone, FromConvex)]
    /// # struct ListReturns { page: Vec<String>, is_done: bool, continue_cursor: String }
    /// # const LIST: Query<ListArgs, ListReturns> = Query::new("messages:list");
    /// async fn print_all(client: &Client) -> Result<(), Error> {
    ///     let mut messages = client.pages(LIST, ListPageArgs { channel: "general".to_owned() }, 100);
    ///     while let Some(message) = messages.next().await {
    ///         println!("{}", message?);
    ///     }
    ///     Ok(())
    /// }
    /// ```
    #[expect(
        clippy::needless_pass_by_value,
        reason = "as with every call, the arguments are given away"
    )]
    pub fn pages<A: PaginatedArgs, R: Paginated>(
        &self,
        query: Query<A, R>,
        args: A::Rest,
        items: u32,
    ) -> Pages<R> {
        let args = query.reference().encode(self.session(), &args);
        let failed = args.as_ref().err().cloned();
        Pages {
            client: self.clone(),
            function: query.reference(),
            args: args.unwrap_or_default(),
            generation: self.identity.current().generation,
            next: failed
                .is_none()
                .then(|| PaginationOptions::first(items.max(1))),
            items: VecDeque::new(),
            page: None,
            failed,
        }
    }
}

/// Encoded arguments with `paginationOpts`.
pub(super) fn page_args(
    path: &str,
    args: &str,
    options: &PaginationOptions,
) -> Result<String, Error> {
    let options = encode_args(path, options)?;
    with_field(args, "paginationOpts", &options).map_err(|_| {
        Error::configuration("the arguments of a paginated query have to be an object")
    })
}

impl<Returns: Paginated> Pages<Returns> {
    /// The next item.
    pub async fn next(&mut self) -> Option<Result<Returns::Item, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    fn ask(&self, options: &PaginationOptions) -> BoxFuture<Result<Reply, Error>> {
        let request = PreparedCall {
            args: page_args(self.function.path, &self.args, options).map(Arc::from),
            generation: self.generation,
            ..self.client.prepare(self.function, &())
        };
        self.client.clone().reply(request)
    }

    fn take(&mut self, reply: &Reply, options: PaginationOptions) -> Result<(), Error> {
        let page = reply.value();
        let is_done = page.get("isDone").and_then(Node::as_bool);
        let cursor = page.get("continueCursor").and_then(Node::as_str);
        let (Some(is_done), Some(cursor)) = (is_done, cursor) else {
            return Err(Error::invalid_response(
                None,
                "the query does not return a page",
            ));
        };
        self.next = (!is_done).then(|| options.after(cursor));
        self.items = self.function.decode::<Returns>(reply)?.into_items().into();
        Ok(())
    }
}

/// Nothing in it is pinned: items are moved out.
impl<Returns: Paginated> Unpin for Pages<Returns> {}

impl<Returns: Paginated> Stream for Pages<Returns> {
    type Item = Result<Returns::Item, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if let Some(item) = this.items.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            if let Some(error) = this.failed.take() {
                return Poll::Ready(Some(Err(error)));
            }
            let Some(options) = this.next.clone() else {
                return Poll::Ready(None);
            };
            let mut page = match this.page.take() {
                Some(page) => page,
                None => this.ask(&options),
            };
            let Poll::Ready(reply) = page.as_mut().poll(context) else {
                this.page = Some(page);
                return Poll::Pending;
            };
            let taken = reply.and_then(|reply| this.take(&reply, options));
            if let Err(error) = taken {
                this.next = None;
                return Poll::Ready(Some(Err(error)));
            }
        }
    }
}

impl<Returns: Paginated> fmt::Debug for Pages<Returns> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("path", &self.function.path)
            .finish_non_exhaustive()
    }
}

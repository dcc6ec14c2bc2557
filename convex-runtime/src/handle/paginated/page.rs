//! `Page`: one page, subscribed to.

use std::{
    sync::Arc,
    task::{Context, Poll},
};

use super::options::PageOptions;
use crate::{
    Error, Node, Paginated, Tape,
    function::FunctionReference,
    live::{Ending, QueryOutcome, Shown, decode},
    subscription::Subscriber,
};

/// One page, subscribed to.
pub(super) struct Page<Item> {
    pub(super) options: PageOptions,
    subscriber: Subscriber,
    seen: u64,
    /// True when it waits for a user to sign in.
    pub(super) is_skipped: bool,
    /// None while it loads.
    pub(super) result: PageResult<Item>,
}

/// The result of a page; None while it loads. Items are the user's: they are shared, so that none
/// is cloned or dropped under a lock.
pub(super) type PageResult<Item> = Option<Result<Arc<Loaded<Item>>, Error>>;

/// A result that a page does not show yet.
pub(super) struct PageNews {
    /// The version that was shown before.
    pub(super) seen: u64,
    pub(super) version: u64,
    shown: Shown,
}

/// A page that is there.
pub(super) struct Loaded<Item> {
    pub(super) items: Vec<Item>,
    pub(super) is_done: bool,
    pub(super) next: String,
    /// The cursor at which it should be split.
    pub(super) split: Option<String>,
    pub(super) status: PageStatus,
}

/// The deployment's judgement of a page's size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PageStatus {
    Fine,
    SplitRecommended,
    /// It is too large to be whole.
    SplitRequired,
}

/// The outcome of looking at a page.
pub(super) enum Look {
    Same,
    News(PageNews),
    Closed(Ending),
}

impl<Item> Loaded<Item> {
    /// Returns the page with the items of an optimistic update, if there is one.
    fn with(self, items: Option<Vec<Item>>) -> Self {
        match items {
            Some(items) => Self { items, ..self },
            None => self,
        }
    }
}

impl<Item: 'static> Page<Item> {
    pub(super) fn new(options: PageOptions, subscriber: Subscriber) -> Self {
        Self {
            options,
            subscriber,
            seen: 0,
            is_skipped: false,
            result: None,
        }
    }

    pub(super) fn generation(&self) -> u64 {
        self.subscriber.generation()
    }

    /// Looks for something that the page does not show yet.
    pub(super) fn look(&self, context: &Context<'_>) -> Look {
        match self.subscriber.poll(self.seen, context) {
            Poll::Pending => Look::Same,
            Poll::Ready(None) => Look::Closed(self.subscriber.ending()),
            Poll::Ready(Some((version, shown))) => Look::News(PageNews {
                seen: self.seen,
                version,
                shown,
            }),
        }
    }

    /// Shows news, unless another thread was faster. Returns whether the page shows something else
    /// from now on; what it showed before is left in `result`.
    pub(super) fn take(&mut self, news: &PageNews, result: &mut PageResult<Item>) -> bool {
        if self.seen != news.seen {
            return false;
        }
        self.seen = news.version;
        // A page that an update has set as a whole has no cursors: what the deployment says is
        // shown.
        if matches!(news.shown, Shown::Local(_)) {
            return false;
        }
        self.is_skipped = matches!(news.shown, Shown::Skipped);
        std::mem::swap(&mut self.result, result);
        true
    }
}

impl PageNews {
    /// Decodes the page. To be called where no lock is held.
    pub(super) fn read<Returns>(&self, function: FunctionReference) -> PageResult<Returns::Item>
    where
        Returns: Paginated + Clone + Send + Sync + 'static,
        Returns::Item: Clone,
    {
        let page = match &self.shown {
            Shown::Local(_) => None,
            Shown::Page(outcome, items) => {
                let confirmed = Shown::Server(Arc::clone(outcome));
                let items = items.downcast_ref::<Vec<Returns::Item>>();
                read::<Returns>(function, &confirmed)
                    .map(|page| page.map(|page| page.with(items.cloned())))
            }
            shown => read::<Returns>(function, shown),
        };
        page.map(|page| page.map(Arc::new))
    }
}

fn read<Returns>(
    function: FunctionReference,
    shown: &Shown,
) -> Option<Result<Loaded<Returns::Item>, Error>>
where
    Returns: Paginated + Clone + Send + Sync + 'static,
{
    let outcome = match shown {
        Shown::Server(outcome) | Shown::Page(outcome, _) => outcome,
        Shown::Loading
        | Shown::Skipped
        | Shown::Local(_)
        | Shown::Unauthenticated(_)
        | Shown::Unreachable(_) => {
            return decode::<Returns>(function, shown)
                .and_then(Result::err)
                .map(Err);
        }
    };
    let QueryOutcome::Value { value, .. } = &**outcome else {
        return decode::<Returns>(function, shown)
            .and_then(Result::err)
            .map(Err);
    };
    let tape = match Tape::parse(value) {
        Ok(tape) => tape,
        Err(error) => return Some(Err(Error::invalid_response(None, error.to_string()))),
    };
    let root = tape.root();
    let decoded = root.decode::<Returns>().map_err(|source| Error::Decode {
        function: function.path.into(),
        returns_from: function.returns_from,
        source,
    });
    Some(decoded.and_then(|page| loaded(page.into_items(), root)))
}

fn loaded<Item>(items: Vec<Item>, page: Node<'_>) -> Result<Loaded<Item>, Error> {
    let text = |name| page.get(name).and_then(Node::as_str);
    let is_done = page.get("isDone").and_then(Node::as_bool);
    let (Some(is_done), Some(next)) = (is_done, text("continueCursor")) else {
        return Err(Error::invalid_response(
            None,
            "the query does not return a page",
        ));
    };
    Ok(Loaded {
        items,
        is_done,
        next: next.to_owned(),
        split: text("splitCursor").map(str::to_owned),
        status: match text("pageStatus") {
            Some("SplitRecommended") => PageStatus::SplitRecommended,
            Some("SplitRequired") => PageStatus::SplitRequired,
            _ => PageStatus::Fine,
        },
    })
}

/// Returns whether the data that the cursor comes from has changed so much that it means nothing
/// any more. Convex says so by data, and by a text that is not looked at.
pub(super) fn is_invalid_cursor(error: &Error) -> bool {
    let Some(data) = error.application().map(crate::ApplicationError::node) else {
        return false;
    };
    data.get("isConvexSystemError").and_then(Node::as_bool) == Some(true)
        && data.get("paginationError").and_then(Node::as_str) == Some("InvalidCursor")
}

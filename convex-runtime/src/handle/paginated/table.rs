//! Every state of a paginated query, and what each event makes of it.
//!
//! No connection: what a deployment would say is written to the client's store.

use std::{collections::BTreeSet, fmt::Write, sync::Arc};

use futures_util::FutureExt;
use serde_json::{Value, json};

use super::{PaginatedHandle, PaginatedState, PaginationStatus, use_convex_paginated_query};
use crate::{
    Client, Credential, Query, Value as ConvexValue,
    live::{CellId, QueryOutcome, QueryView},
};

const LIST: Query<ConvexValue, ConvexValue> = Query::new("messages:list");

/// The setup, the event, and the expected state: the status, the results, and behind `|` the
/// subscribed pages. A page runs from a cursor to its end, once that is known.
#[rustfmt::skip]
const TABLE: &[(&str, &str, &str)] = &[
    // Skipped.
    ("", "", "Skipped |"),
    ("", "load more", "Skipped |"),
    ("", "restart", "Skipped |"),
    ("", "args none", "Skipped |"),
    ("", "sign in", "Skipped |"),
    ("", "args wrong", "Error |"),
    ("", "args a", "LoadingFirstPage | start"),
    // The first page is on its way.
    ("args a", "", "LoadingFirstPage | start"),
    ("args a", "load more", "LoadingFirstPage | start"),
    ("args a", "more", "CanLoadMore 1 2 | start"),
    ("args a", "last", "Exhausted 1 2 | start"),
    ("args a", "large", "CanLoadMore 1 2 3 4 5 | start start-half half-next"),
    ("args a", "split recommended", "CanLoadMore 1 2 | start start-half half-next"),
    ("args a", "split required", "LoadingMore | start start-half half-next"),
    ("args a", "large without a place to split", "CanLoadMore 1 2 3 4 5 | start"),
    ("args a", "fails", "Error | start"),
    ("args a", "no page", "Error | start"),
    ("args a", "invalid cursor", "LoadingFirstPage | start"),
    ("args a", "refused", "Error | start"),
    ("args a", "args a", "LoadingFirstPage | start"),
    ("args a", "args b", "LoadingFirstPage | start"),
    ("args a", "args none", "Skipped |"),
    ("args a", "args wrong", "Error |"),
    ("args a", "restart", "LoadingFirstPage | start"),
    ("args a", "sign in", "LoadingFirstPage | start"),
    ("args a", "close", "LoadingFirstPage | start"),
    // There is more.
    ("args a, more", "load more", "LoadingMore 1 2 | start next"),
    ("args a, more", "more", "CanLoadMore 1 2 | start"),
    ("args a, more", "grows", "CanLoadMore 0 1 2 | start"),
    ("args a, more", "last", "Exhausted 1 2 | start"),
    ("args a, more", "large", "CanLoadMore 1 2 3 4 5 | start start-half half-next"),
    ("args a, more", "split required", "LoadingMore | start start-half half-next"),
    ("args a, more", "fails", "Error | start"),
    ("args a, more", "invalid cursor", "LoadingFirstPage | start"),
    ("args a, more", "args a", "CanLoadMore 1 2 | start"),
    ("args a, more", "args b", "LoadingFirstPage | start"),
    ("args a, more", "args none", "Skipped |"),
    ("args a, more", "args wrong", "Error |"),
    ("args a, more", "restart", "LoadingFirstPage | start"),
    ("args a, more", "sign in", "LoadingFirstPage | start"),
    ("args a, more", "close", "CanLoadMore 1 2 | start"),
    // The next page is on its way.
    ("args a, more, load more", "load more", "LoadingMore 1 2 | start next"),
    ("args a, more, load more", "more", "CanLoadMore 1 2 1 2 | start next"),
    ("args a, more, load more", "last", "Exhausted 1 2 1 2 | start next"),
    ("args a, more, load more", "large", "CanLoadMore 1 2 1 2 3 4 5 | start next next-half half-next"),
    ("args a, more, load more", "split required", "LoadingMore 1 2 | start next next-half half-next"),
    ("args a, more, load more", "fails", "Error 1 2 | start next"),
    ("args a, more, load more", "invalid cursor", "LoadingFirstPage | start"),
    ("args a, more, load more", "first grows", "LoadingMore 0 1 2 | start next"),
    ("args a, more, load more", "first fails", "Error | start next"),
    ("args a, more, load more", "args a", "LoadingMore 1 2 | start next"),
    ("args a, more, load more", "args b", "LoadingFirstPage | start"),
    ("args a, more, load more", "args none", "Skipped |"),
    ("args a, more, load more", "restart", "LoadingFirstPage | start"),
    ("args a, more, load more", "sign in", "LoadingFirstPage | start"),
    ("args a, more, load more", "close", "LoadingMore 1 2 | start next"),
    // Everything is there.
    ("args a, last", "load more", "Exhausted 1 2 | start"),
    ("args a, last", "more", "CanLoadMore 1 2 | start"),
    ("args a, last", "grows", "CanLoadMore 0 1 2 | start"),
    ("args a, last", "fails", "Error | start"),
    ("args a, last", "invalid cursor", "LoadingFirstPage | start"),
    ("args a, last", "args b", "LoadingFirstPage | start"),
    ("args a, last", "args none", "Skipped |"),
    ("args a, last", "restart", "LoadingFirstPage | start"),
    ("args a, last", "sign in", "LoadingFirstPage | start"),
    // A page is being split, and shown meanwhile.
    ("args a, large", "load more", "LoadingMore 1 2 3 4 5 | start start-half half-next next"),
    ("args a, large", "first half", "CanLoadMore 1 2 3 4 5 | start start-half half-next"),
    ("args a, large", "both halves", "CanLoadMore 1 2 3 | start-half half-next"),
    ("args a, large, load more", "both halves", "LoadingMore 1 2 3 | start-half half-next next"),
    ("args a, large, both halves", "load more", "LoadingMore 1 2 3 | start-half half-next next"),
    ("args a, large", "first fails", "Error | start start-half half-next"),
    ("args a, large", "first invalid cursor", "LoadingFirstPage | start"),
    ("args a, large", "args none", "Skipped |"),
    ("args a, large", "restart", "LoadingFirstPage | start"),
    ("args a, large", "sign in", "LoadingFirstPage | start"),
    // A page is not whole, and not shown before it is split.
    ("args a, split required", "load more", "LoadingMore | start start-half half-next next"),
    ("args a, split required", "both halves", "CanLoadMore 1 2 3 | start-half half-next"),
    // A page fails, and may come back.
    ("args a, fails", "load more", "Error | start"),
    ("args a, fails", "more", "CanLoadMore 1 2 | start"),
    ("args a, fails", "args a", "Error | start"),
    ("args a, fails", "args b", "LoadingFirstPage | start"),
    ("args a, fails", "args none", "Skipped |"),
    ("args a, fails", "restart", "LoadingFirstPage | start"),
    ("args a, fails", "sign in", "LoadingFirstPage | start"),
    ("args a, more, load more, fails", "more", "CanLoadMore 1 2 1 2 | start next"),
    ("args a, more, load more, fails", "load more", "Error 1 2 | start next"),
    ("args wrong", "load more", "Error |"),
    ("args wrong", "restart", "Error |"),
    ("args wrong", "args a", "LoadingFirstPage | start"),
    ("args wrong", "args none", "Skipped |"),
];

/// A handle, and the deployment that it believes in.
struct Session {
    client: Client,
    list: PaginatedHandle<ConvexValue, ConvexValue>,
}

impl Session {
    fn new() -> Self {
        let client = Client::new("http://127.0.0.1:1").unwrap();
        let list = use_convex_paginated_query(&client, LIST, None, 2);
        Self { client, list }
    }

    fn take(&self, event: &str) {
        if let Some(args) = event.strip_prefix("args ") {
            return self.list.set_args(match args {
                "none" => None,
                "wrong" => Some(convex_value(&json!("a"))),
                channel => Some(convex_value(&json!({"channel": channel}))),
            });
        }
        match event {
            "" => {}
            "load more" => drop(self.list.load_more(2)),
            "restart" => self.list.restart(),
            "sign in" => self.client.set_credential(Credential::token("ada")),
            "close" => self
                .client
                .live()
                .store()
                .close(crate::live::Ending::Closed),
            "first half" => self.say(-2, "more"),
            "both halves" => {
                // Those of the page that is split, which were asked for before a page behind it.
                let last = self.pages().len();
                let half = self.pages().iter().position(|(_, page)| page.contains('-'));
                let back = i64::try_from(last - half.unwrap()).unwrap();
                self.say(-back, "more");
                self.say(1 - back, "one");
            }
            _ => match event.strip_prefix("first ") {
                Some(result) => self.say(0, result),
                None => self.say(-1, event),
            },
        }
    }

    /// The n-th page that was asked for, or counted from the end, has a result.
    fn say(&self, page: i64, result: &str) {
        let pages = self.pages();
        let all = i64::try_from(pages.len()).unwrap();
        let index = usize::try_from(page.rem_euclid(all)).unwrap();
        let store = self.client.live().store();
        store.update(store.generation(), [(pages[index].0, view(result))], &[]);
    }

    /// The pages that are subscribed to, in the order in which they were asked for.
    fn pages(&self) -> Vec<(CellId, String)> {
        let page = |args: &str| {
            let args: Value = serde_json::from_str(args).unwrap();
            let options = &args["paginationOpts"];
            let cursor = options["cursor"].as_str().unwrap_or("start").to_owned();
            match options["endCursor"].as_str() {
                Some(end) => format!("{cursor}-{end}"),
                None => cursor,
            }
        };
        let queries = self.client.live().store().queries();
        queries
            .iter()
            .map(|(cell, args)| (*cell, page(args)))
            .collect()
    }

    fn seen(&self) -> String {
        // Looking at the state may ask for other pages.
        let mut seen = shown(&self.list.state());
        for (_, page) in self.pages() {
            let _ = write!(seen, " {page}");
        }
        seen
    }
}

/// The status and the results.
fn shown(state: &PaginatedState<ConvexValue>) -> String {
    let status = state.status();
    assert_eq!(state.error().is_some(), status == PaginationStatus::Error);
    let mut shown = format!("{status:?}");
    for item in &**state.results() {
        let ConvexValue::Float64(number) = item else {
            panic!("{item:?}")
        };
        let _ = write!(shown, " {number}");
    }
    shown + " |"
}

fn convex_value(value: &Value) -> ConvexValue {
    crate::decode(&value.to_string()).unwrap()
}

fn view(result: &str) -> QueryView {
    let page = |items: &[f64], more: Value| {
        let mut page = json!({"page": items, "isDone": false, "continueCursor": "next"});
        let fields = page.as_object_mut().unwrap();
        fields.extend(more.as_object().unwrap().clone());
        QueryOutcome::Value {
            value: page.to_string().as_str().into(),
            logs: Vec::new(),
        }
    };
    let failure = |data: Option<Value>| QueryOutcome::Failure {
        message: "Server Error".to_owned(),
        data: data.map(|data| data.to_string().as_str().into()),
        logs: Vec::new(),
    };
    let five = [1.0, 2.0, 3.0, 4.0, 5.0];
    let outcome = match result {
        "more" => page(&[1.0, 2.0], json!({})),
        "one" => page(&[3.0], json!({})),
        "grows" => page(&[0.0, 1.0, 2.0], json!({})),
        "last" => page(&[1.0, 2.0], json!({"isDone": true})),
        "large" => page(&five, json!({"splitCursor": "half"})),
        "large without a place to split" => page(&five, json!({"splitCursor": null})),
        "split recommended" | "split required" => {
            let status = result.replace("split r", "SplitR");
            page(
                &[1.0, 2.0],
                json!({"splitCursor": "half", "pageStatus": status}),
            )
        }
        "fails" => failure(None),
        "no page" => QueryOutcome::Value {
            value: "[]".into(),
            logs: Vec::new(),
        },
        "invalid cursor" => failure(Some(
            json!({"isConvexSystemError": true, "paginationError": "InvalidCursor"}),
        )),
        "refused" => return QueryView::Unauthenticated("expired".into()),
        other => panic!("{other} is no event"),
    };
    QueryView::Ready(Arc::new(outcome))
}

#[tokio::test]
async fn the_table_of_events() {
    let mut otherwise = Vec::new();
    for &(before, event, after) in TABLE {
        let session = Session::new();
        for earlier in before.split(", ") {
            session.take(earlier);
            session.seen();
        }
        let mut changes = session.list.changes();
        let shown = shown(&changes.next().await.unwrap());
        session.take(event);
        let seen = session.seen();
        if seen != after {
            otherwise.push(format!("{before}, then {event}: {seen}, not {after}"));
            continue;
        }
        let told = changes.next().now_or_never();
        let is_told = told.is_some();
        assert!(
            is_told || after.starts_with(&shown),
            "{before}, then {event}: nobody is told"
        );
        let told = told.flatten().map(|state| self::shown(&state));
        assert!(
            told.is_none_or(|told| after.starts_with(&told)),
            "{before}, then {event}"
        );
        let is_over = matches!(changes.next().now_or_never(), Some(None));
        assert_eq!(is_over, event == "close", "{before}, then {event}");
    }
    assert!(otherwise.is_empty(), "{otherwise:#?}");
}

/// The table has a row for each status.
#[test]
fn no_state_is_left_out() {
    let statuses = TABLE.iter().filter_map(|row| row.2.split(' ').next());
    let statuses: BTreeSet<_> = statuses.collect();
    assert_eq!(statuses.len(), 6, "{statuses:?}");
}

//! Items of pages whose decoding, cloning and dropping asks the handle.

use std::{
    cell::Cell,
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering::SeqCst},
    },
};

use convex_runtime::{
    Client, Credential, FromConvex, Mismatch, Mutation, Node, PaginatedArgs, PaginatedHandle,
    PaginationOptions, PaginationStatus, Query, ToConvex,
    testing::{Deployment, State},
    use_convex_mutation, use_convex_paginated_query,
};

use super::within;

#[derive(Clone, FromConvex, ToConvex)]
struct ListArgs {
    pagination_opts: PaginationOptions,
}

impl PaginatedArgs for ListArgs {
    type Rest = ();
}

#[derive(Clone, FromConvex)]
struct ListReturns {
    page: Vec<Asking>,
    is_done: bool,
    continue_cursor: String,
}

/// The page that the deployment returns: the same, with plain numbers.
#[derive(Clone, FromConvex, ToConvex)]
struct Numbers {
    page: Vec<f64>,
    is_done: bool,
    continue_cursor: String,
}

const LIST: Query<ListArgs, ListReturns> = Query::new("numbers:list");
const NUMBERS: Query<ListArgs, Numbers> = Query::new("numbers:list");
const ADD: Mutation<(), f64> = Mutation::new("numbers:add");

static HANDLE: OnceLock<PaginatedHandle<ListArgs, ListReturns>> = OnceLock::new();
static ASKED: AtomicU32 = AtomicU32::new(0);

struct Asking(f64);

thread_local! {
    static IS_ASKING: Cell<bool> = const { Cell::new(false) };
}

/// Asks the handle, once inside of itself: what is asked decodes, clones and drops too.
fn ask() {
    if let Some(handle) = HANDLE.get()
        && !IS_ASKING.replace(true)
    {
        ASKED.fetch_add(1, SeqCst);
        let _shown = (handle.status(), format!("{handle:?}"));
        IS_ASKING.set(false);
    }
}

impl FromConvex for Asking {
    fn from_convex(node: Node<'_>) -> Result<Self, Mismatch> {
        ask();
        f64::from_convex(node).map(Self)
    }
}

impl Clone for Asking {
    fn clone(&self) -> Self {
        ask();
        Self(self.0)
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        ask();
    }
}

fn page(all: &[f64], options: &PaginationOptions) -> Numbers {
    let start = options
        .cursor
        .as_deref()
        .map_or(0, |cursor| cursor.parse().unwrap());
    let end = (start + options.num_items as usize).min(all.len());
    Numbers {
        page: all[start..end].to_vec(),
        is_done: end == all.len(),
        continue_cursor: end.to_string(),
    }
}

async fn until(done: impl Fn(&PaginatedHandle<ListArgs, ListReturns>) -> bool) {
    let handle = HANDLE.get().unwrap();
    let mut changes = handle.changes();
    while !done(handle) {
        changes.next().await.unwrap();
    }
}

#[test]
fn items_may_ask_the_handle_that_shows_them() {
    within(60, async {
        let numbers = State::new(vec![0.0, 1.0, 2.0, 3.0, 4.0]);
        let server = Deployment::builder()
            .query_on(NUMBERS, &numbers, |all, args| {
                Ok(page(all, &args.pagination_opts))
            })
            .mutation_on(ADD, &numbers, |all, ()| {
                all.push(all.len() as f64);
                Ok(0.0)
            })
            .start()
            .await
            .unwrap();
        let client = Client::new(&server.url()).unwrap();
        let list = HANDLE.get_or_init(|| use_convex_paginated_query(&client, LIST, (), 2));
        until(|list| list.status() == PaginationStatus::CanLoadMore).await;
        assert!(list.load_more(2) && list.status() == PaginationStatus::LoadingMore);
        until(|list| list.results().len() == 4).await;
        list.load_more(20);
        until(|list| list.status() == PaginationStatus::Exhausted).await;
        let add = use_convex_mutation(&client, ADD).optimistic(|store, ()| {
            store
                .pages(LIST, &())
                .insert_at_bottom_if_loaded(Asking(9.0));
            let _shown = HANDLE.get().map(PaginatedHandle::results);
        });
        let call = add.execute(());
        assert_eq!(list.results().last().unwrap().0, 9.0, "it shows at once");
        call.await.unwrap();
        until(|list| list.results().len() == 6).await;
        list.restart();
        until(|list| list.status() == PaginationStatus::CanLoadMore).await;
        client.set_credential(Credential::token("other"));
        list.set_args(None);
        assert_eq!(list.status(), PaginationStatus::Skipped);
    });
    assert!(ASKED.load(SeqCst) > 50);
}

//! Results that a server loads and a browser shows until it has its own, and all items of a
//! paginated query.

use convex_runtime::{
    CallStatus, Client, Credential, Error, FromConvex, PaginatedArgs, PaginationOptions,
    PaginationStatus, Preloaded, Query, ToConvex,
    testing::{Deployment, Identity, Thrown},
    use_convex_paginated_query, use_convex_query,
};

const TITLES: Query<(), Vec<String>> = Query::new("tasks:titles");
const LIST: Query<ListArgs, ListReturns> = Query::new("tasks:list");

#[derive(Debug, Clone, PartialEq, ToConvex)]
struct ListArgs {
    list: String,
    pagination_opts: PaginationOptions,
}

#[derive(Debug, Clone, PartialEq, ToConvex)]
struct ListPageArgs {
    list: String,
}

impl PaginatedArgs for ListArgs {
    type Rest = ListPageArgs;
}

#[derive(Debug, Clone, PartialEq, FromConvex)]
struct ListReturns {
    page: Vec<String>,
    is_done: bool,
    continue_cursor: String,
}

fn home() -> ListPageArgs {
    ListPageArgs {
        list: "home".to_owned(),
    }
}

/// A page of `all`, with the index of the next item as its cursor.
fn page(all: &[String], options: &PaginationOptions) -> Result<ListReturns, Thrown> {
    let start = match &options.cursor {
        None => 0,
        Some(cursor) => cursor.parse().map_err(|_| Thrown::error("no cursor"))?,
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "small numbers"
    )]
    let end = (start + options.num_items as usize).min(all.len());
    Ok(ListReturns {
        page: all[start..end].to_vec(),
        is_done: end == all.len(),
        continue_cursor: end.to_string(),
    })
}

async fn deployment(titles: &[&str]) -> Deployment {
    let all: Vec<String> = titles.iter().map(|&title| title.to_owned()).collect();
    let list = all.clone();
    Deployment::builder()
        .query(TITLES, move |()| {
            let all = all.clone();
            async move { Ok(all) }
        })
        .query(LIST, move |args: ListArgs| {
            let page = page(&list, &args.pagination_opts);
            async move { page }
        })
        .start()
        .await
        .unwrap()
}

#[tokio::test]
async fn a_browser_shows_what_the_server_saw_until_it_has_its_own() {
    let deployment = deployment(&["tea", "</script>"]).await;
    let text = deployment
        .client()
        .preload(TITLES, ())
        .await
        .unwrap()
        .to_string();
    assert!(!text.contains('<'), "{text}");

    let preloaded: Preloaded<Vec<String>> = text.parse().unwrap();
    assert_eq!(preloaded.value().unwrap(), ["tea", "</script>"]);
    let hold = deployment.hold(TITLES);
    let browser = deployment.client();
    let titles = use_convex_query(&browser, TITLES, ()).initial(&preloaded);
    assert_eq!(
        titles.status(),
        CallStatus::Success,
        "before anything has come"
    );
    assert_eq!(titles.data().unwrap().len(), 2);
    let mut stream = browser.subscribe(TITLES, ());
    assert_eq!(stream.next().await.unwrap().unwrap().len(), 2);

    deployment
        .extend(Deployment::builder().query(TITLES, |()| async { Ok(vec!["new".to_owned()]) }));
    hold.release();
    while stream.next().await.unwrap().unwrap() != ["new"] {}
    assert_eq!(**titles.data().unwrap(), ["new"]);
}

#[tokio::test]
async fn what_was_loaded_for_one_user_is_not_shown_to_another() {
    let deployment = deployment(&["tea"]).await;
    let preloaded = deployment
        .client_as(Identity::new("ann"))
        .preload(TITLES, ())
        .await
        .unwrap();
    let _hold = deployment.hold(TITLES);
    let shown = |client: &Client| {
        use_convex_query(client, TITLES, ())
            .initial(&preloaded)
            .status()
    };
    assert_eq!(
        shown(&deployment.client_as(Identity::new("ann"))),
        CallStatus::Success
    );
    assert_eq!(
        shown(&deployment.client_as(Identity::new("bob"))),
        CallStatus::Pending
    );
    assert_eq!(
        shown(&deployment.client()),
        CallStatus::Pending,
        "nobody is signed in"
    );

    let client = deployment.client_as(Identity::new("ann"));
    let titles = use_convex_query(&client, TITLES, ()).initial(&preloaded);
    client.set_credential(Credential::anonymous());
    assert_eq!(titles.status(), CallStatus::Pending, "ann has signed out");
}

#[tokio::test]
async fn a_first_page_is_preloaded_too() {
    let deployment = deployment(&["a", "b", "c"]).await;
    let preloaded = deployment
        .client()
        .preload_page(LIST, home(), 2)
        .await
        .unwrap();
    let preloaded: Preloaded<ListReturns> = preloaded.to_string().parse().unwrap();
    let hold = deployment.hold(LIST);
    let browser = deployment.client();
    let list = use_convex_paginated_query(&browser, LIST, home(), 2).initial(&preloaded);
    assert_eq!(
        (list.status(), list.results().len()),
        (PaginationStatus::CanLoadMore, 2)
    );
    let other = use_convex_paginated_query(&browser, LIST, home(), 3).initial(&preloaded);
    assert_eq!(
        other.status(),
        PaginationStatus::LoadingFirstPage,
        "it is another page"
    );
    hold.release();
    assert!(list.load_more(2));
    let mut changes = list.changes();
    while changes.next().await.unwrap().status() != PaginationStatus::Exhausted {}
    assert_eq!(**list.results(), ["a", "b", "c"]);
}

#[tokio::test]
async fn all_items_come_one_after_another() {
    let deployment = deployment(&["a", "b", "c", "d", "e"]).await;
    let client = deployment.client();
    let mut all = Vec::new();
    let mut items = client.pages(LIST, home(), 2);
    while let Some(item) = items.next().await {
        all.push(item.unwrap());
    }
    assert_eq!(all, ["a", "b", "c", "d", "e"]);
    assert_eq!(deployment.calls(LIST).len(), 3, "a request for each page");

    let mut broken = client.pages(Query::<ListArgs, ListReturns>::new("tasks:nope"), home(), 2);
    assert!(broken.next().await.unwrap().is_err());
    assert!(broken.next().await.is_none());

    let page = client.query(
        LIST,
        ListArgs {
            list: "home".to_owned(),
            pagination_opts: PaginationOptions::first(2).after("2"),
        },
    );
    assert_eq!(page.await.unwrap().page, ["c", "d"]);
}

#[tokio::test]
async fn items_of_two_users_are_never_in_one_stream() {
    let deployment = deployment(&["a", "b", "c"]).await;
    let client = deployment.client();
    let mut items = client.pages(LIST, home(), 1);
    assert_eq!(items.next().await.unwrap().unwrap(), "a");
    let ann = deployment.token(Identity::new("ann"));
    client.set_credential(Credential::token(ann));
    let mut ended = None;
    while let Some(item) = items.next().await {
        ended = item.err();
    }
    assert!(matches!(ended, Some(Error::IdentityChanged)), "{ended:?}");
}

//! `with_session`: the client writes its session into the arguments of functions that take one.

use std::time::Duration;

use convex_runtime::{
    Client, Error, FromConvex, Mutation, PaginatedArgs, PaginationOptions, Query, Route, ToConvex,
    testing::Deployment, use_convex_mutation, use_convex_paginated_query, use_convex_query,
};

#[derive(Debug, Clone, ToConvex)]
struct AddArgs {
    item: String,
}

#[derive(Debug, Clone, ToConvex)]
struct ListArgs {
    pagination_opts: PaginationOptions,
}

#[derive(Debug, Clone, ToConvex)]
struct ListPageArgs {}

impl PaginatedArgs for ListArgs {
    type Rest = ListPageArgs;
}

#[derive(Debug, Clone, PartialEq, FromConvex)]
struct ListReturns {
    page: Vec<String>,
    is_done: bool,
    continue_cursor: String,
}

const WHO: Query<(), String> = Query::new("cart:who").session("sessionId");
const ADD: Mutation<AddArgs, String> = Mutation::new("cart:add").session("sessionId");
const LIST: Query<ListArgs, ListReturns> = Query::new("cart:list").session("sessionId");
const COUNT: Query<(), f64> = Query::new("cart:count");

async fn deployment() -> Deployment {
    Deployment::builder()
        .query_with(WHO, |context, ()| async move {
            Ok(context.session().unwrap_or("none").to_owned())
        })
        .mutation_with(ADD, |context, args: AddArgs| async move {
            Ok(format!("{} for {:?}", args.item, context.session()))
        })
        .query_with(LIST, |context, _args: ListArgs| async move {
            Ok(ListReturns {
                page: vec![format!("{:?}", context.session())],
                is_done: true,
                continue_cursor: String::new(),
            })
        })
        .query_with(COUNT, |context, ()| async move {
            assert_eq!(context.session(), None);
            Ok(1.0)
        })
        .start()
        .await
        .unwrap()
}

fn tea() -> AddArgs {
    AddArgs {
        item: "tea".to_owned(),
    }
}

async fn soon<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(10), what)
        .await
        .expect("it comes")
}

#[tokio::test]
async fn calls_and_subscriptions_have_it() {
    let deployment = deployment().await;
    for route in [Route::Http, Route::Socket] {
        let client = Client::builder()
            .url(deployment.url())
            .route(route)
            .build()
            .unwrap();
        let (ann, bob) = (client.with_session("ann"), client.with_session("b\"ob"));
        assert_eq!((ann.session(), client.session()), (Some("ann"), None));
        assert_eq!(ann.query(WHO, ()).await.unwrap(), "ann");
        assert_eq!(bob.query(WHO, ()).await.unwrap(), "b\"ob");
        let added = ann.mutation(ADD, tea()).await.unwrap();
        assert_eq!(added, "tea for Some(\"ann\")");
        // A function without a session is sent none.
        assert_eq!(ann.query(COUNT, ()).await.unwrap(), 1.0);
    }
    let client = deployment.client();
    let (ann, bob) = (client.with_session("ann"), client.with_session("bob"));
    let (mut of_ann, mut of_bob) = (ann.subscribe(WHO, ()), bob.subscribe(WHO, ()));
    assert_eq!(*soon(of_ann.next()).await.unwrap().unwrap(), *"ann");
    assert_eq!(*soon(of_bob.next()).await.unwrap().unwrap(), *"bob");
    let mut both = ann.subscribe_batch(((WHO, ()), (COUNT, ())));
    let (who, _count) = soon(both.next()).await.unwrap();
    assert_eq!(&*who.unwrap(), "ann");
    let (who, count) = bob.query_batch(((WHO, ()), (COUNT, ()))).await.unwrap();
    assert_eq!((who.unwrap(), count.unwrap()), ("bob".to_owned(), 1.0));
    let mut set = bob.query_set();
    let key = set.add(WHO, ());
    let view = soon(set.next()).await.unwrap();
    assert_eq!(&*view.get(key).unwrap().unwrap(), "bob");
}

#[tokio::test]
async fn handles_and_pages_have_it() {
    let deployment = deployment().await;
    let ann = deployment.client().with_session("ann");
    let who = use_convex_query(&ann, WHO, ());
    let mut changes = who.changes();
    while who.data().is_none() {
        soon(changes.next()).await.unwrap();
    }
    assert_eq!(who.data().unwrap().as_str(), "ann");
    let add = use_convex_mutation(&ann, ADD);
    assert_eq!(add.execute(tea()).await.unwrap(), "tea for Some(\"ann\")");
    let list = use_convex_paginated_query(&ann, LIST, ListPageArgs {}, 2);
    let mut changes = list.changes();
    while list.results().is_empty() {
        soon(changes.next()).await.unwrap();
    }
    assert_eq!(list.results()[0], "Some(\"ann\")");
    let mut items = ann.pages(LIST, ListPageArgs {}, 2);
    let item = soon(items.next()).await.unwrap().unwrap();
    assert_eq!(item, "Some(\"ann\")");
}

#[tokio::test]
async fn without_one_nothing_is_sent() {
    let deployment = deployment().await;
    let client = deployment.client();
    let lacks = |error: &Error| {
        assert!(matches!(error, Error::Configuration { .. }), "{error:?}");
        let text = error.to_string();
        assert!(text.contains("`sessionId`"), "{text}");
        assert!(text.contains("with_session"), "{text}");
    };
    lacks(&client.query(WHO, ()).await.unwrap_err());
    lacks(&client.mutation(ADD, tea()).await.unwrap_err());
    lacks(
        &soon(client.subscribe(WHO, ()).next())
            .await
            .unwrap()
            .unwrap_err(),
    );
    let mut pages = client.pages(LIST, ListPageArgs {}, 2);
    lacks(&soon(pages.next()).await.unwrap().unwrap_err());
    let who = use_convex_query(&client, WHO, ());
    lacks(&who.error().expect("it failed at once"));
    let list = use_convex_paginated_query(&client, LIST, ListPageArgs {}, 2);
    lacks(&list.error().expect("it failed at once"));
    assert!(deployment.journal().is_empty());
}

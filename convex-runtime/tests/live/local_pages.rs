//! Optimistic updates of paginated queries, of all subscriptions to a query, and of direct calls.

use std::time::Duration;

use convex_runtime::{
    Client, FromConvex, Mutation, PaginatedArgs, PaginatedHandle, PaginationOptions,
    PaginationStatus, Query, Route, ToConvex, Value,
    testing::{Deployment, State},
    use_convex_mutation, use_convex_paginated_query,
};

const LIST: Query<ListArgs, ListReturns> = Query::new("numbers:list");
const COUNT: Query<CountArgs, f64> = Query::new("numbers:count");
const ADD: Mutation<AddArgs, ()> = Mutation::new("numbers:add");

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
    page: Vec<f64>,
    is_done: bool,
    continue_cursor: String,
}

#[derive(Debug, Clone, PartialEq, ToConvex)]
struct CountArgs {
    list: String,
}

#[derive(Debug, Clone, PartialEq, ToConvex)]
struct AddArgs {
    number: f64,
}

fn home() -> ListPageArgs {
    ListPageArgs {
        list: "home".to_owned(),
    }
}

/// Numbers in order, a few on a page.
async fn deployment(numbers: &State<Vec<f64>>) -> Deployment {
    let page = |all: &Vec<f64>, args: ListArgs| {
        let start = match &args.pagination_opts.cursor {
            Some(cursor) => {
                let last: f64 = cursor.parse().expect("a number");
                all.iter().filter(|number| **number <= last).count()
            }
            None => 0,
        };
        let end = (start + 2).min(all.len());
        Ok(ListReturns {
            page: all[start..end].to_vec(),
            is_done: end == all.len(),
            continue_cursor: all[end - 1].to_string(),
        })
    };
    #[expect(clippy::cast_precision_loss, reason = "a few numbers")]
    Deployment::builder()
        .query_on(LIST, numbers, move |all: &Vec<f64>, args: ListArgs| {
            page(all, args)
        })
        .query_on(COUNT, numbers, |all: &Vec<f64>, _| Ok(all.len() as f64))
        .mutation_on(ADD, numbers, |all: &mut Vec<f64>, args: AddArgs| {
            all.push(args.number);
            all.sort_by(f64::total_cmp);
            Ok(())
        })
        .start()
        .await
        .unwrap()
}

async fn shows(list: &PaginatedHandle<ListArgs, ListReturns>, numbers: &[f64]) {
    let mut changes = list.changes();
    let reached = async {
        while let Some(state) = changes.next().await {
            if **state.results() == *numbers && !state.status().is_loading() {
                return;
            }
        }
    };
    let reached = tokio::time::timeout(Duration::from_secs(10), reached).await;
    assert!(
        reached.is_ok(),
        "{numbers:?} is not reached: {:?}",
        list.results()
    );
}

fn socket(deployment: &Deployment) -> Client {
    Client::builder()
        .url(deployment.url())
        .route(Route::Socket)
        .build()
        .unwrap()
}

#[tokio::test]
async fn items_are_inserted_changed_and_removed_until_the_mutation_has_ended() {
    let numbers = State::new(vec![1.0, 2.0, 4.0, 5.0, 7.0]);
    let deployment = deployment(&numbers).await;
    let client = socket(&deployment);
    let list = use_convex_paginated_query(&client, LIST, home(), 2);
    shows(&list, &[1.0, 2.0]).await;
    assert!(list.load_more(2));
    shows(&list, &[1.0, 2.0, 4.0, 5.0]).await;

    // What each update makes of it, while the mutation is held.
    let add =
        |number: f64, update: fn(&mut convex_runtime::LocalPages<'_, '_, ListReturns>, f64)| {
            use_convex_mutation(&client, ADD)
                .optimistic(move |store, args: &AddArgs| {
                    update(&mut store.pages(LIST, &home()), args.number);
                })
                .execute(AddArgs { number })
        };
    let hold = deployment.hold(ADD);
    let call = add(3.0, |pages, number| {
        pages.insert_sorted(number, f64::total_cmp);
    });
    assert_eq!(
        **list.results(),
        [1.0, 2.0, 3.0, 4.0, 5.0],
        "before anything is sent"
    );
    hold.release();
    call.await.unwrap();
    shows(&list, &[1.0, 2.0, 3.0, 4.0]).await;

    let hold = deployment.hold(ADD);
    let calls = [
        add(6.0, |pages, number| {
            pages.insert_sorted(number, f64::total_cmp);
        }),
        add(6.0, |pages, number| {
            pages.insert_at_bottom_if_loaded(number);
        }),
        add(6.0, |pages, _| {
            pages.update(|number| *number *= 10.0);
            pages.retain(|number| *number != 20.0);
        }),
        add(0.5, |pages, number| {
            pages.insert_at_top(number);
        }),
    ];
    assert_eq!(
        **list.results(),
        [0.5, 10.0, 30.0, 40.0],
        "six belongs to a page that is not loaded"
    );
    assert_eq!(list.status(), PaginationStatus::CanLoadMore);
    let items = Client::optimistic(&client, |store| {
        assert_eq!(
            store.pages(LIST, &home()).items(),
            [[0.5, 10.0, 30.0, 40.0]]
        );
    });
    let seen = tokio::spawn(items.mutation(ADD, AddArgs { number: 9.0 }));
    hold.release();
    for call in calls {
        call.await.unwrap();
    }
    seen.await.unwrap().unwrap();
    let other = ListPageArgs {
        list: "other".to_owned(),
    };
    let untouched = use_convex_paginated_query(&client, LIST, other, 2);
    shows(&untouched, &[0.5, 1.0]).await;
}

#[tokio::test]
async fn all_subscriptions_of_a_query_and_a_direct_call() {
    let numbers = State::new(vec![1.0]);
    let deployment = deployment(&numbers).await;
    let client = socket(&deployment);
    let count = |list: &str| {
        client.subscribe(
            COUNT,
            CountArgs {
                list: list.to_owned(),
            },
        )
    };
    let (mut home, mut work) = (count("home"), count("work"));
    for counts in [&mut home, &mut work] {
        assert_eq!(counts.next().await.unwrap().unwrap(), 1.0);
    }
    let add = client.optimistic(|store| {
        for count in store.all(COUNT) {
            let Value::Object(args) = count.args() else {
                panic!("arguments are an object")
            };
            if args["list"] == Value::from("home") {
                store.replace(&count, count.value().unwrap() + 1.0);
            } else {
                store.unset(
                    COUNT,
                    &CountArgs {
                        list: "work".to_owned(),
                    },
                );
            }
        }
    });
    let hold = deployment.hold(ADD);
    let call = add.mutation(ADD, AddArgs { number: 2.0 });
    assert_eq!(home.current().unwrap().unwrap(), 2.0);
    assert!(work.current().is_none(), "as if it were loading");
    let call = tokio::spawn(call);
    hold.release();
    call.await.unwrap().unwrap();
    assert_eq!(work.current().unwrap().unwrap(), 2.0);
}

#[tokio::test]
async fn what_was_prefetched_is_there_at_once() {
    let numbers = State::new(vec![1.0]);
    let deployment = deployment(&numbers).await;
    let client = socket(&deployment);
    client.prefetch_for(
        COUNT,
        CountArgs {
            list: "home".to_owned(),
        },
        Duration::from_secs(60),
    );
    while deployment.calls(COUNT).is_empty() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    let counts = client.subscribe(
        COUNT,
        CountArgs {
            list: "home".to_owned(),
        },
    );
    assert_eq!(counts.current().unwrap().unwrap(), 1.0);
    assert_eq!(deployment.calls(COUNT).len(), 1);
}

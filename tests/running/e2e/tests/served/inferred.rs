//! Real results in types that TypeScript inferred: pages, recursion, values at the edge of what
//! JSON says.

use convex_runtime::{Bytes, Error, PaginationOptions, Value};
use e2e::tracker::api::tasks::{self, Change, Either, LabelItem, To};

use crate::project::Project;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_parts_and_edges() -> Result<(), Error> {
    let project = Project::serve_project("tracker").await;
    let client = project.client();
    let empty = client.query(tasks::edges, ()).await?;
    assert_eq!((empty.absent, empty.either), (None, None));
    assert_eq!(
        (empty.nested.first, empty.nested.all.by_title.len()),
        (None, 0)
    );

    let mut ids = Vec::new();
    for title in ["tea", "cake", "jam"] {
        let args = tasks::AddArgs::builder().title(title).due(7.0).build();
        ids.push(client.mutation(tasks::add, args).await?);
    }
    let edges = client.query(tasks::edges, ()).await?;
    assert_eq!(edges.integers, [i64::MIN, 0, i64::MAX]);
    assert_eq!(edges.numbers, [f64::INFINITY, -0.0, 0.1]);
    assert!(edges.numbers[1].is_sign_negative());
    assert_eq!(edges.bytes, [Bytes::from([0, 255]), Bytes::from([])]);
    assert_eq!((edges.absent, edges.nothing), (Some(7.0), ()));
    assert_eq!(edges.either, Some(Either::Int64(0)));
    let first = edges.nested.first.expect("there are tasks");
    assert_eq!((&first.id, first.title.as_str()), (&ids[0], "tea"));
    assert_eq!(edges.nested.all.by_title["tea"], first);
    let moved = Change::Moved { to: To::Done };
    let renamed = Change::Renamed {
        from: "a".to_owned(),
        to: None,
    };
    assert_eq!(edges.changes, [moved, renamed, Change::Lost {}]);
    let list = Value::Array(vec![Value::from(1.0), Value::from("b"), Value::Null]);
    assert_eq!(edges.anything, Value::from_iter([("a", list)]));
    assert_eq!((edges.choice.as_str(), edges.flag), ("wide", true));

    let (mut seen, mut cursor) = (Vec::new(), None);
    loop {
        let pagination_opts = PaginationOptions {
            num_items: 2.0,
            cursor,
            end_cursor: None,
            id: None,
            maximum_rows_read: None,
            maximum_bytes_read: None,
        };
        let page = client
            .query(tasks::page, tasks::PageArgs { pagination_opts })
            .await?;
        for task in page.page {
            let labels = [LabelItem::Todo, LabelItem::_1];
            assert_eq!((task.labels, task.owner), (vec![labels.to_vec()], ()));
            seen.push(task.id);
        }
        if page.is_done {
            break;
        }
        cursor = Some(page.continue_cursor);
    }
    assert_eq!(seen, ids);

    let parts = client
        .query(tasks::parts, tasks::PartsArgs { deep: 3.0 })
        .await?;
    let mut level = &parts;
    let mut titles = vec![level.title.as_str()];
    while let Some(inner) = level.parts.first() {
        level = inner;
        titles.push(&level.title);
    }
    assert_eq!(titles, ["level 3", "level 2", "level 1", "level 0"]);
    assert_eq!((parts.done, level.done), (Some(true), None));

    client.mutation(tasks::nothing, ()).await?;
    let some = client
        .query(tasks::sometimes, tasks::SometimesArgs { some: true })
        .await?;
    assert_eq!(some.expect("it is asked for").at, 1.0);
    let none = client
        .query(tasks::sometimes, tasks::SometimesArgs { some: false })
        .await?;
    assert_eq!(none, None);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_inference_that_is_wrong_says_so() {
    let project = Project::serve_project("tracker").await;
    let error = project.client().query(tasks::wrong, ()).await;
    let error = error.expect_err("TypeScript believed a cast").to_string();
    assert_eq!(
        error,
        "the result of `tasks:wrong` does not have its inferred type: at `list[0].count`: \
         expected a number (Float64), found a string"
    );
}

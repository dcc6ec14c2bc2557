//! Inspection: the queries of a client, and their changes.

use std::time::Duration;

use convex_runtime::{
    Inspection, Inspections, Query, QueryPhase, ToConvex,
    testing::{ConvexError, Deployment, State},
};

#[derive(ToConvex)]
struct TitleArgs {
    secret: String,
}

const TITLE: Query<(), String> = Query::new("tasks:title");
const BROKEN: Query<(), String> = Query::new("tasks:broken");

async fn deployment(title: &State<String>) -> Deployment {
    Deployment::builder()
        .query_on(TITLE, title, |title, ()| Ok(title.clone()))
        .query(BROKEN, |()| async { Err(ConvexError("broken").into()) })
        .start()
        .await
        .unwrap()
}

async fn until(inspections: &mut Inspections, is_so: impl Fn(&Inspection) -> bool) -> Inspection {
    let reached = async {
        loop {
            let inspection = inspections.next().await.expect("the client is there");
            if is_so(&inspection) {
                return inspection;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(10), reached)
        .await
        .expect("it comes to that")
}

#[tokio::test]
async fn queries_come_change_and_go() {
    let title = State::new("Tea".to_owned());
    let deployment = deployment(&title).await;
    let client = deployment.client();
    let mut inspections = client.inspections();
    assert!(inspections.next().await.unwrap().queries.is_empty());

    let first = client.subscribe(TITLE, ());
    let second = client.subscribe(TITLE, ());
    let broken = client.subscribe(BROKEN, ());
    let is_known = |of: &Inspection| {
        of.queries.len() == 2
            && of
                .queries
                .iter()
                .all(|query| query.phase != QueryPhase::Loading)
    };
    let known = until(&mut inspections, is_known).await;
    let [tea, failed] = &*known.queries else {
        panic!("{known:?}");
    };
    assert_eq!((&*tea.path, &*tea.args), ("tasks:title", "{}"));
    assert_eq!((tea.phase, tea.subscribers), (QueryPhase::Ready, 2));
    assert_eq!((tea.size, tea.changes), (r#""Tea""#.len(), 1));
    assert!(tea.unchanged_for.unwrap() <= tea.age);
    assert_eq!((failed.phase, failed.size), (QueryPhase::Failed, 0));
    assert_eq!(known.size(), tea.size);

    title.set("Coffee".to_owned());
    let changed = until(&mut inspections, |of| of.queries[0].changes == 2).await;
    assert_eq!(changed.queries[0].size, r#""Coffee""#.len());

    drop((first, broken));
    let left = until(&mut inspections, |of| of.queries.len() == 1).await;
    assert_eq!(left.queries[0].subscribers, 1);
    drop(second);
    until(&mut inspections, |of| of.queries.is_empty()).await;
    drop(client);
    let end = tokio::time::timeout(Duration::from_secs(10), async {
        while inspections.next().await.is_some() {}
    });
    end.await.expect("the stream ends with the client");
}

#[tokio::test]
async fn arguments_are_not_in_what_is_printed() {
    const OF: Query<TitleArgs, String> = Query::new("tasks:of");
    let deployment = Deployment::builder().start().await.unwrap();
    let client = deployment.client();
    let secret = "wysiwyg".to_owned();
    let _subscription = client.subscribe(OF, TitleArgs { secret });
    let inspection = client.inspect();
    assert!(inspection.queries[0].args.contains("wysiwyg"));
    assert!(!format!("{inspection:?}").contains("wysiwyg"));
}

//! Components of Convex's npm packages, as the packages ship them: real results in declared and in
//! inferred types.

use std::time::Duration;

use convex_runtime::{Error, Value};
use e2e::packages::{
    action_cache, action_retrier, aggregate, persistent_text_streaming, presence, sharded_counter,
};
use tokio::time::timeout;

use crate::project::Project;

const PATIENCE: Duration = Duration::from_secs(30);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sharded_counter_counts() -> Result<(), Error> {
    use sharded_counter::api::public;

    let project = Project::serve_component("sharded-counter").await;
    let client = project.client();
    let name = || "visits".to_owned();
    for shard in [0.0, 1.0] {
        let add = public::AddArgs::builder()
            .name(name())
            .count(3.0)
            .shard(shard);
        assert_eq!(client.mutation(public::add, add.build()).await?, shard);
    }
    let count = public::CountArgs { name: name() };
    assert_eq!(client.query(public::count, count.clone()).await?, 6.0);
    let rebalance = public::RebalanceArgs {
        name: name(),
        shards: Some(4.0),
    };
    client.mutation(public::rebalance, rebalance).await?;
    // Its result is inferred.
    let estimate = public::EstimateCountArgs::builder()
        .name(name())
        .shards(4.0)
        .build();
    assert_eq!(client.query(public::estimate_count, estimate).await?, 6.0);
    client
        .mutation(public::reset, public::ResetArgs { name: name() })
        .await?;
    assert_eq!(client.query(public::count, count).await?, 0.0);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn aggregate_sums_and_ranks() -> Result<(), Error> {
    use aggregate::api::{btree, public};

    let project = Project::serve_component("aggregate").await;
    let client = project.client();
    for (key, summand) in [(1.0, 10.0), (2.0, 20.0), (3.0, 30.0)] {
        let item = public::InsertArgs {
            key: Value::Float64(key),
            value: Value::String(format!("item {key}")),
            summand: Some(summand),
            namespace: None,
        };
        client.mutation(public::insert, item).await?;
    }
    let all = btree::AggregateBetweenArgs::default();
    let total = client.query(btree::aggregate_between, all).await?;
    assert_eq!((total.count, total.sum), (3.0, 60.0));
    let second = btree::AtOffsetArgs::builder().offset(1.0).build();
    let second = client.query(btree::at_offset, second).await?;
    assert_eq!((second.k, second.s), (Value::Float64(2.0), 20.0));
    let missing = btree::GetArgs::builder().key(Value::Float64(9.0)).build();
    assert_eq!(client.query(btree::get, missing).await?, None);
    let page = btree::PaginateArgs::builder()
        .limit(2.0)
        .order(btree::Order::Desc)
        .build();
    let page = client.query(btree::paginate, page).await?;
    let keys: Vec<Value> = page.page.into_iter().map(|item| item.k).collect();
    assert_eq!(
        (keys, page.is_done),
        (vec![Value::Float64(3.0), Value::Float64(2.0)], false)
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_of_text_has_its_status() -> Result<(), Error> {
    use persistent_text_streaming::api::{lib, schema::StreamStatus};

    let project = Project::serve_component("persistent-text-streaming").await;
    let client = project.client();
    // An id of a table, inferred.
    let stream = client.mutation(lib::create_stream, ()).await?;
    let text = lib::GetStreamTextArgs {
        stream_id: stream.clone(),
    };
    let mut texts = client.subscribe(lib::get_stream_text, text);
    let first = texts.next().await.expect("open")?;
    assert_eq!(
        (first.text.as_str(), first.status),
        ("", StreamStatus::Pending)
    );
    for (text, r#final) in [("Hello, ", false), ("world", true)] {
        let chunk = lib::AddChunkArgs {
            stream_id: stream.clone(),
            text: text.to_owned(),
            r#final,
        };
        client.mutation(lib::add_chunk, chunk).await?;
    }
    let last = async {
        loop {
            let text = texts.next().await.expect("open")?;
            if text.status == StreamStatus::Done {
                return Ok::<_, Error>(text.text);
            }
        }
    };
    assert_eq!(
        timeout(PATIENCE, last).await.expect("it ends")?,
        "Hello, world"
    );
    let late = lib::AddChunkArgs {
        stream_id: stream,
        text: "!".to_owned(),
        r#final: false,
    };
    let refused = client
        .mutation(lib::add_chunk, late)
        .await
        .expect_err("it is done");
    let message = refused.message().unwrap_or_default();
    assert!(message.contains("Stream is not streaming"), "{message}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn presence_ends_without_heartbeats() -> Result<(), Error> {
    use presence::api::public;

    let project = Project::serve_component("presence").await;
    let client = project.client();
    let heartbeat = public::HeartbeatArgs {
        room_id: "lobby".to_owned(),
        user_id: "ada".to_owned(),
        session_id: "one".to_owned(),
        interval: Some(200.0),
    };
    let tokens = client.mutation(public::heartbeat, heartbeat).await?;
    let room = public::ListArgs::builder()
        .room_token(tokens.room_token)
        .build();
    let mut rooms = client.subscribe(public::list, room);
    let present = rooms.next().await.expect("open")?;
    assert_eq!(present.len(), 1);
    assert_eq!(
        (present[0].user_id.as_str(), present[0].online),
        ("ada", true)
    );
    assert_eq!(present[0].data, None);
    // A nested component notices through the scheduler, without a call.
    let gone = async {
        loop {
            let room = rooms.next().await.expect("open")?;
            if !room[0].online {
                return Ok::<_, Error>(room[0].last_disconnected);
            }
        }
    };
    assert!(timeout(PATIENCE, gone).await.expect("it notices")? > 0.0);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cache_hits_and_misses() -> Result<(), Error> {
    use action_cache::api::lib;

    let project = Project::serve_component("action-cache").await;
    let client = project.client();
    let args = Value::from_iter([("prompt", Value::from("a cat"))]);
    let get = lib::GetArgs {
        name: "image".to_owned(),
        args: args.clone(),
        ttl: None,
    };
    let missed = client.query(lib::get, get.clone()).await?;
    assert_eq!(
        missed,
        lib::GetReturns::Miss {
            expired_entry: None
        }
    );
    let put = lib::PutArgs {
        name: "image".to_owned(),
        args,
        value: Value::Int64(i64::MAX),
        ttl: None,
        expired_entry: None,
    };
    let put = client.mutation(lib::put, put).await?;
    assert_eq!((put.cache_hit, put.deleted_expired_entry), (false, false));
    let hit = client.query(lib::get, get.clone()).await?;
    assert_eq!(
        hit,
        lib::GetReturns::Hit {
            value: Value::Int64(i64::MAX)
        }
    );
    // Everything is older than no time at all.
    let expired = lib::GetArgs {
        ttl: Some(0.0),
        ..get
    };
    let expired = client.query(lib::get, expired).await?;
    assert!(
        matches!(
            expired,
            lib::GetReturns::Miss {
                expired_entry: Some(_)
            }
        ),
        "{expired:?}"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_retried_action_fails_in_the_end() -> Result<(), Error> {
    use action_retrier::api::{
        public::{self, StatusReturns},
        schema::{LogLevel, Options, RunResult},
    };

    let project = Project::serve_component("action-retrier").await;
    let client = project.client();
    let run = public::StartArgs {
        function_handle: "function://;nowhere:nothing".to_owned(),
        function_args: Value::from_iter([("n", Value::Int64(1))]),
        options: Options {
            initial_backoff_ms: 10.0,
            base: 2.0,
            max_failures: 1.0,
            log_level: LogLevel::Error,
            run_at: None,
            run_after: None,
            on_complete: None,
        },
    };
    let run_id = client.mutation(public::start, run).await?;
    let mut states = client.subscribe(
        public::status,
        public::StatusArgs {
            run_id: run_id.clone(),
        },
    );
    let completed = async {
        loop {
            if let StatusReturns::Completed { result } = states.next().await.expect("open")? {
                return Ok::<_, Error>(result);
            }
        }
    };
    let result = timeout(PATIENCE, completed).await.expect("it gives up")?;
    let RunResult::Failed { error } = result else {
        unreachable!("{result:?}")
    };
    assert!(error.contains("nowhere"), "{error}");
    let late = client.mutation(public::cancel, public::CancelArgs { run_id });
    assert!(!late.await?);
    Ok(())
}

//! The test and what its processes do.

use std::{
    collections::BTreeSet,
    fs,
    net::TcpListener,
    path::Path,
    process,
    sync::{Arc, Mutex},
};

use convex_runtime::{
    Client, Mutation, Query, Route, Subscription,
    testing::{Deployment, State},
};
use fork::Fork;
use tokio::runtime::{Builder, Runtime};

const COUNT: Query<(), f64> = Query::new("tasks:count");
const ADD: Mutation<(), f64> = Mutation::new("tasks:add");

pub(super) fn two_processes_are_two_clients() {
    let port = free_port();
    let url = format!("http://127.0.0.1:{port}");
    let folder = std::env::temp_dir().join(format!("convex-fork-{}", process::id()));
    fs::create_dir_all(&folder).unwrap();
    // Made before the fork: they wait for a runtime, which each process has of its own.
    let live = Client::builder().url(&url).route(Route::Socket);
    let live = live.build().unwrap();
    let http = Client::builder().url(&url).route(Route::Http);
    let http = http.build().unwrap();
    let mut counts = live.subscribe(COUNT, ());
    let children = [0, 1].map(|number| match fork::fork().unwrap() {
        Fork::Parent(child) => child,
        Fork::Child => {
            run(
                &mut counts,
                (&live, &http),
                &folder.join(number.to_string()),
            );
            process::exit(0);
        }
    });
    let (deployment, count, _runtime) = deploy(port);
    for child in children {
        fork::waitpid(child).unwrap();
    }
    let ids: Vec<_> = [0, 1]
        .map(|number| fs::read_to_string(folder.join(number.to_string())).unwrap())
        .into();
    assert!(!ids[0].is_empty() && ids[0] != ids[1], "{ids:?}");
    let sessions: BTreeSet<_> = deployment
        .connects()
        .into_iter()
        .map(|connect| connect.session_id)
        .collect();
    assert_eq!(sessions.len(), 2, "each has a session: {sessions:?}");
    // Of one session, the second mutation would be taken for a repetition of the first.
    assert_eq!(count.get(), 4.0, "all of them ran");
    fs::remove_dir_all(folder).unwrap();
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

fn deploy(port: u16) -> (Deployment, State<f64>, Runtime) {
    let runtime = Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let count = State::new(0.0);
    let builder = Deployment::builder()
        .port(port)
        .query_on(COUNT, &count, |count, ()| Ok(*count))
        .mutation_on(ADD, &count, |count, ()| {
            *count += 1.0;
            Ok(*count)
        });
    let deployment = runtime.block_on(builder.start()).unwrap();
    (deployment, count, runtime)
}

/// One mutation over the socket and one over HTTP, whose request id is written down.
fn run(counts: &mut Subscription<f64>, (live, http): (&Client, &Client), ids: &Path) {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let known = Arc::new(Mutex::new(String::new()));
    let http = http.with_report({
        let known = Arc::clone(&known);
        move |report| known.lock().unwrap().push_str(report.request_id.unwrap())
    });
    runtime.block_on(async {
        // The deployment starts meanwhile.
        while counts.next().await.unwrap().is_err() {}
        live.mutation(ADD, ()).await.unwrap();
        http.mutation(ADD, ()).await.unwrap();
    });
    fs::write(ids, &*known.lock().unwrap()).unwrap();
}

//! Mutations begin in the order in which they are made, whatever runs their tasks.

use std::time::Duration;

use convex_runtime::{
    Client, Mutation, Query, Route, ToConvex,
    testing::{Deployment, Transport},
    use_convex_mutation,
};

use super::{multi_thread, within};

const COUNT: Query<(), f64> = Query::new("tasks:count");
const ADD: Mutation<AddArgs, ()> = Mutation::new("tasks:add");

#[derive(Debug, Clone, PartialEq, ToConvex)]
struct AddArgs {
    number: u32,
}

async fn deployment() -> Deployment {
    let builder = Deployment::builder()
        .query(COUNT, |()| async { Ok(1.0) })
        .mutation(ADD, |_| async {
            tokio::time::sleep(Duration::from_millis(1)).await;
            Ok(())
        });
    builder.start().await.unwrap()
}

/// The numbers of all calls, as they arrived.
fn numbers(deployment: &Deployment) -> Vec<u32> {
    let calls = deployment.calls(ADD);
    calls.iter().map(|call| call.args.number).collect()
}

#[test]
fn calls_of_a_handle_arrive_in_the_order_in_which_they_are_made() {
    within(60, || {
        let (runtime, own) = (multi_thread(), multi_thread());
        for route in [Route::Http, Route::Socket] {
            for is_fixed in [false, true] {
                runtime.block_on(async {
                    let deployment = deployment().await;
                    let mut options = Client::builder().url(deployment.url()).route(route);
                    if is_fixed {
                        options = options.runtime(own.handle().clone());
                    }
                    let add = use_convex_mutation(&options.build().unwrap(), ADD);
                    // More than a task's budget.
                    let all: Vec<u32> = (0..300).collect();
                    let calls: Vec<_> = all
                        .iter()
                        .map(|number| add.execute(AddArgs { number: *number }))
                        .collect();
                    for call in calls {
                        call.await.unwrap();
                    }
                    assert_eq!(numbers(&deployment), all, "{route:?}, {is_fixed}");
                });
            }
        }
    });
}

/// Calls go over the socket once there is one, but not before those that wait for each other.
#[test]
fn a_socket_that_opens_meanwhile_changes_no_order() {
    within(60, || {
        multi_thread().block_on(async {
            let deployment = deployment().await;
            let client = deployment.client();
            let add = use_convex_mutation(&client, ADD);
            let execute = |number| add.execute(AddArgs { number });
            let mut calls: Vec<_> = (0..50).map(execute).collect();
            let mut counts = client.subscribe(COUNT, ());
            counts.next().await.unwrap().unwrap();
            calls.extend((50..100).map(execute));
            for call in calls {
                call.await.unwrap();
            }
            assert_eq!(numbers(&deployment), (0..100).collect::<Vec<_>>());
            // With nothing before them they go over the socket.
            execute(100).await.unwrap();
            let last = deployment.journal().pop().unwrap();
            assert_eq!(last.transport, Transport::Socket);
        });
    });
}

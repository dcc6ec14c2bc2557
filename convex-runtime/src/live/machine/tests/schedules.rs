//! Thousands of random schedules of drops, delays, dead connections, refused and expired tokens,
//! restarts and changes of identity.

use super::{super::CallOutcome, world::World};

/// Statistics of a schedule, so that a test can verify that faults occurred.
#[derive(Debug, Default)]
struct Experience {
    connections: u32,
    outcomes: [u32; 6],
}

fn live_through(seed: u64) -> (u32, Vec<CallOutcome>) {
    let mut world = World::new(seed);
    if world.random.percent(50) {
        world.sign_in("ann");
    }
    for number in 0..6 + world.random.below(12) {
        match world.random.below(20) {
            0..9 => world.make_call(number),
            9..12 => world.subscribe(),
            12..16 => world.others_write(),
            16 | 17 => world.unsubscribe(),
            18 => {
                let user = ["ann", "bob", ""][usize::try_from(world.random.below(3)).unwrap()];
                world.sign_in(user);
            }
            _ => world.push_to_all(),
        }
        let pause = [0, 3, 30, 300, 3_000][usize::try_from(world.random.below(5)).unwrap()];
        world.run_until(world.now + pause);
    }
    world.run_until(world.now + 60_000);
    world.heal();
    world.run_until(world.now + 60_000);
    world.run_until(world.now + 120_000);
    world.others_write();
    world.run_until(world.now + 60_000);
    world.check_end();
    let outcomes = world
        .calls
        .into_values()
        .map(|call| call.ended.unwrap().1)
        .collect();
    (world.machine.state().connections, outcomes)
}

#[test]
fn whatever_happens_calls_end_mutations_run_once_and_subscriptions_catch_up() {
    let mut seen = Experience::default();
    for seed in 0..10_000 {
        let (connections, outcomes) = std::panic::catch_unwind(|| live_through(seed))
            .unwrap_or_else(|_| panic!("the schedule with seed {seed} failed, see above"));
        seen.connections += connections;
        for outcome in outcomes {
            seen.outcomes[match outcome {
                CallOutcome::Success { .. } => 0,
                CallOutcome::Failure { .. } => 1,
                CallOutcome::Lost => 2,
                CallOutcome::TimedOut(_) => 3,
                CallOutcome::Unauthenticated { .. } => 4,
                _ => 5,
            }] += 1;
        }
    }
    // Otherwise the schedules are too calm to show anything.
    assert!(seen.connections > 15_000, "{seen:?}");
    assert!(seen.outcomes.iter().all(|count| *count > 100), "{seen:?}");
    println!("{seen:?}");
}

//! Random schedules on real sockets, with the testing deployment's faults. `CONVEX_SCHEDULES=10000`
//! runs as many.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use convex_runtime::{
    Action, Client, Credential, Error, FunctionKind, Mutation, Query, Route, Sent, Subscription,
    ToConvex,
    testing::{Builder, Deployment, Fault, Identity},
};
use tokio::{task::JoinSet, time::Instant};

use crate::metronome::Metronome;

const COUNT: Query<(), i64> = Query::new("tasks:count");
const ADD: Mutation<Args, i64> = Mutation::new("tasks:add");
const CHARGE: Action<Args, i64> = Action::new("payments:charge");

#[derive(Debug, Clone, Copy, ToConvex)]
struct Args {
    number: i64,
}

/// The number of runs of each call, by its number.
type Runs = Arc<Mutex<BTreeMap<i64, i64>>>;

struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % limit
    }

    fn choose<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        let index = self.below(u64::try_from(from.len()).unwrap());
        &from[usize::try_from(index).unwrap()]
    }
}

fn functions(runs: &Runs) -> Builder {
    let run = |runs: &Runs| {
        let runs = Arc::clone(runs);
        move |args: Args| {
            let mut runs = runs.lock().unwrap();
            *runs.entry(args.number).or_default() += 1;
            let total = runs.values().sum();
            async move { Ok(total) }
        }
    };
    let read = Arc::clone(runs);
    Deployment::builder()
        .query(COUNT, move |()| {
            let total = read.lock().unwrap().values().sum();
            async move { Ok(total) }
        })
        .mutation(ADD, run(runs))
        .action(CHARGE, run(runs))
}

fn fault(random: &mut Random) -> Fault {
    match random.below(7) {
        0 => Fault::drop_before_run(),
        1 => Fault::drop_before_response(),
        2 => Fault::truncate(),
        3 => Fault::drop_after_response(),
        4 => Fault::half_close(),
        5 => Fault::delay(Duration::from_millis(random.below(60))),
        _ => Fault::status(503, "Overloaded"),
    }
}

/// One call: when it has to end, and how it did.
struct Ended {
    number: i64,
    kind: FunctionKind,
    late: Duration,
    outcome: Result<i64, Error>,
}

async fn call(client: Client, number: i64, kind: FunctionKind) -> Ended {
    let after = Duration::from_secs(3);
    let (client, started) = (client.with_deadline(after), Instant::now());
    let outcome = match kind {
        FunctionKind::Mutation => client.mutation(ADD, Args { number }).await,
        _ => client.action(CHARGE, Args { number }).await,
    };
    let late = started.elapsed().saturating_sub(after);
    Ended {
        number,
        kind,
        late,
        outcome,
    }
}

/// The numbers of calls that succeeded, lost their connection, and failed otherwise.
type Experience = [usize; 3];

async fn live_through(seed: u64) -> Experience {
    let metronome = Metronome::start();
    let mut random = Random(seed);
    let runs = Runs::default();
    let mut deployment = functions(&runs).start().await.unwrap();
    let token = deployment.token(Identity::new("ada"));
    let client = Client::builder()
        .url(deployment.url())
        .route(Route::Socket)
        .credential(Credential::token(token.clone()))
        .build()
        .unwrap();
    let mut counts = client.subscribe(COUNT, ());
    let mut calls = JoinSet::new();
    // No two schedules have a number in common.
    let mut numbers = i64::try_from(seed).unwrap() * 1_000..;
    for _ in 0..5 + random.below(10) {
        match random.below(12) {
            0..5 => {
                let kinds = [FunctionKind::Mutation, FunctionKind::Action];
                let kind = *random.choose(&kinds);
                calls.spawn(call(client.clone(), numbers.next().unwrap(), kind));
            }
            5 => deployment.inject(ADD, fault(&mut random)),
            6 => deployment.inject(CHARGE, fault(&mut random)),
            7 => deployment.inject(COUNT, Fault::delay(Duration::from_millis(20))),
            8 => deployment.disconnect().await,
            9 => {
                deployment.go_down().await;
                // Another schedule may have taken the port meanwhile, for a while.
                while deployment.come_up().await.is_err() {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
            }
            10 => {
                // Refused, and signed in again.
                deployment.expire_token(&token);
                let token = deployment.token(Identity::new("ada"));
                client.renew_credential(Credential::token(token));
            }
            _ => counts = client.subscribe(COUNT, ()),
        }
        tokio::time::sleep(Duration::from_millis(*random.choose(&[0, 1, 10, 60]))).await;
    }
    let ended = calls.join_all().await;
    deployment.clear_faults();
    catch_up(&mut counts, &runs).await;
    drop((counts, client));
    deployment.stop().await;
    // Now nothing can run any more: a call that was lost may do so after its caller knows.
    check(&ended, &runs.lock().unwrap(), metronome.allowance());
    let count = |like: fn(&Result<i64, Error>) -> bool| {
        ended.iter().filter(|call| like(&call.outcome)).count()
    };
    let lost = count(|outcome| matches!(outcome, Err(Error::Transport { .. })));
    let succeeded = count(Result::is_ok);
    [succeeded, lost, ended.len() - lost - succeeded]
}

fn check(ended: &[Ended], runs: &BTreeMap<i64, i64>, allowance: Duration) {
    for call in ended {
        let ran = runs.get(&call.number).copied().unwrap_or_default();
        let outcome = &call.outcome;
        assert!(
            call.late < allowance,
            "late by {:?} of {allowance:?}",
            call.late
        );
        assert!(
            ran <= 1,
            "call {} ran {ran} times: {outcome:?}",
            call.number
        );
        match outcome {
            Ok(_) => assert_eq!(ran, 1, "call {} succeeded", call.number),
            Err(error) if error.sent() == Sent::No => assert_eq!(ran, 0, "{error:?}"),
            Err(Error::Transport { .. }) => {
                assert_eq!(call.kind, FunctionKind::Action, "{outcome:?}");
            }
            Err(_) => {}
        }
    }
}

/// No subscription misses its last value.
async fn catch_up(counts: &mut Subscription<i64>, runs: &Runs) {
    let total = || runs.lock().unwrap().values().sum::<i64>();
    let reach = async {
        while let Some(count) = counts.next().await {
            if matches!(count, Ok(count) if count == total()) {
                return;
            }
        }
    };
    let reached = tokio::time::timeout(Duration::from_secs(30), reach).await;
    assert!(
        reached.is_ok(),
        "{} is not shown, but {:?}",
        total(),
        counts.current()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_end_mutations_run_once_subscriptions_catch_up_and_nothing_is_left() {
    let many = std::env::var("CONVEX_SCHEDULES").ok();
    let many = many.and_then(|many| many.parse().ok()).unwrap_or(100);
    let tasks = || {
        tokio::runtime::Handle::current()
            .metrics()
            .num_alive_tasks()
    };
    let before = tasks();
    let (mut seeds, mut running, mut seen) = (0..many, JoinSet::new(), Experience::default());
    loop {
        while running.len() < 50
            && let Some(seed) = seeds.next()
        {
            running.spawn(async move { (seed, tokio::spawn(live_through(seed)).await) });
        }
        match running.join_next().await {
            Some(Ok((_, Ok(of)))) => seen.iter_mut().zip(of).for_each(|(all, of)| *all += of),
            Some(failed) => panic!("a schedule failed, see above: {failed:?}"),
            None => break,
        }
    }
    // Otherwise the schedules are too calm, or too wild, to show anything. How many fail depends on
    // what else the machine does.
    assert!(seen.iter().all(|count| *count > 0), "{seen:?}");
    println!("{many} schedules: {seen:?} calls succeeded, were lost, failed otherwise");
    let started = Instant::now();
    while tasks() > before {
        assert!(
            started.elapsed() < Duration::from_secs(10),
            "{} tasks are left",
            tasks() - before
        );
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

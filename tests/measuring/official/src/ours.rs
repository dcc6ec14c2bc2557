//! Our client.

use std::time::Instant;

use convex_runtime::{Client, Route};

use crate::{ECHO, LIST, NumberArgs, ONE, measure::Measured};

impl Measured for Client {
    async fn start(url: &str) -> Self {
        let client = Client::builder().url(url).route(Route::Socket).build();
        client.expect("a client")
    }

    async fn calls(self, calls: u32) {
        for number in 0..calls {
            let number = f64::from(number);
            let echo = self.mutation(ECHO, NumberArgs { number }).await;
            assert_eq!(echo.expect("a result"), number);
        }
    }

    async fn list(&mut self) -> f64 {
        let started = Instant::now();
        let tasks = self.query(LIST, ()).await.expect("a result");
        assert_eq!(tasks.len(), 6_000);
        started.elapsed().as_secs_f64()
    }

    async fn subscribe_many(&mut self, many: u32) -> impl Sized {
        let numbers = (0..many).map(f64::from);
        let mut all: Vec<_> = numbers
            .map(|number| self.subscribe(ONE, NumberArgs { number }))
            .collect();
        for (number, subscription) in (0..many).zip(&mut all) {
            let result = subscription.next().await.expect("it goes on");
            assert_eq!(result.expect("a result"), f64::from(number));
        }
        all
    }
}

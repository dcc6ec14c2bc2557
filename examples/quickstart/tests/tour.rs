//! The program as a user runs it.

use std::{
    process::{Command, Output},
    time::{Duration, Instant},
};

use convex_runtime::{Action, Value, testing::Deployment};

fn quickstart() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quickstart"));
    command.env_remove("CONVEX_URL");
    command
}

fn text(output: &Output) -> String {
    let both = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    String::from_utf8(both).expect("the program prints text")
}

#[test]
fn without_a_url_it_calls_the_deployment_in_its_own_process() {
    let output = quickstart().output().expect("the program starts");
    let text = text(&output);
    assert!(output.status.success(), "{text}");
    for line in [
        "as soon as it is called      pending",
        "when it is done              success, data \"Convex runs your functions.\"",
        "after reset()                idle",
        "CARD_DECLINED: The amount must be positive.",
        "after a charge of 19.99      success, data ChargeReturns { transaction_id: \"tx_1999_EUR\" }",
        "notes.txt: 22 bytes, 2 lines",
        "after the profile changed    success, data ()",
    ] {
        assert!(text.contains(line), "no `{line}` in:\n{text}");
    }
    let readme = include_str!("../README.md");
    let (_, block) = readme
        .split_once("```text\n")
        .expect("the page has a block");
    let (block, _) = block.split_once("```").expect("the block ends");
    assert!(
        text.contains(block),
        "the README shows other lines than\n{text}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_url_it_calls_that_deployment() {
    const SUMMARIZE: Action<Value, Value> = Action::new("ai:summarize");
    let deployment = Deployment::builder()
        .action(SUMMARIZE, async |_| Ok(Value::from("from elsewhere")))
        .start()
        .await
        .expect("a port is free");
    let output = quickstart()
        .env("CONVEX_URL", deployment.url())
        .output()
        .expect("the program starts");
    let text = text(&output);
    assert!(text.contains("success, data \"from elsewhere\""), "{text}");
    assert!(
        text.contains("Could not find public function for 'payments:charge'"),
        "{text}"
    );
    assert!(
        !output.status.success(),
        "the functions that are missing there are an error:\n{text}"
    );
}

#[test]
fn a_server_that_is_down_is_a_transport_error_well_before_the_deadline() {
    let started = Instant::now();
    // No server listens on port 1.
    let output = quickstart()
        .env("CONVEX_URL", "http://127.0.0.1:1")
        .output()
        .expect("the program starts");
    let text = text(&output);
    assert!(!output.status.success(), "{text}");
    assert!(text.contains("cannot reach http://127.0.0.1:1"), "{text}");
    assert!(started.elapsed() < Duration::from_secs(20));
}

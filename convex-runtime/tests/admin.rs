//! `System`: what an administrator learns of a deployment and changes in it.
#![cfg(feature = "admin")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::Duration;

use convex_runtime::{
    Action, Binding, Bindings, Error, FromConvex, FunctionKind, Internal, Mutation, Query,
    ToConvex, Value,
    admin::{FunctionSpec, Order, System},
    bindings::Impact,
    testing::{Deployment, Level},
};

const SEND: Mutation<SendArgs, ()> = Mutation::new("messages:send");
const PURGE: Action<(), f64, Internal> = Action::new("messages:purge");
const BALANCE: Query<(), f64> = Query::new("accounts:balance");

#[derive(Debug, Clone, PartialEq, ToConvex)]
struct SendArgs {
    body: String,
}

#[derive(Debug, Clone, PartialEq, FromConvex)]
#[convex(table = "messages")]
struct Message {
    #[convex("_id")]
    id: String,
    body: String,
}

async fn deployment() -> Deployment {
    let stripe = Deployment::builder().query(BALANCE, |()| async { Ok(1.0) });
    let deployment = Deployment::builder()
        .mutation_with(SEND, |context, args: SendArgs| {
            context.log(Level::Info, &args.body);
            async { Ok(()) }
        })
        .action(PURGE, |()| async { Ok(0.0) })
        .component("stripe", stripe)
        .start()
        .await
        .unwrap();
    let message = |number: usize| {
        Value::from_iter([
            ("_id", Value::from(format!("m{number}"))),
            ("body", Value::from(format!("text {number}"))),
        ])
    };
    deployment.set_table("messages", (0..2_500).map(message).collect());
    deployment.set_table("users", Vec::new());
    deployment
}

fn system(deployment: &Deployment) -> System {
    deployment.client().admin(deployment.admin_key()).system()
}

#[tokio::test]
async fn tables_and_their_documents() {
    let deployment = deployment().await;
    let system = system(&deployment);
    assert_eq!(system.tables().await.unwrap(), ["messages", "users"]);

    let mut documents = system.documents_of::<Message>(Order::Oldest);
    let mut count = 0;
    while let Some(message) = documents.next().await {
        let message = message.unwrap();
        assert_eq!(
            (message.id, message.body),
            (format!("m{count}"), format!("text {count}"))
        );
        count += 1;
    }
    assert_eq!(count, 2_500, "all pages");

    let newest = system
        .documents("messages", Order::Newest)
        .next()
        .await
        .unwrap();
    let Value::Object(newest) = newest.unwrap() else {
        panic!("a document is an object")
    };
    assert_eq!(newest["_id"], Value::from("m2499"));
    assert!(
        system
            .documents("users", Order::Newest)
            .next()
            .await
            .is_none()
    );
}

#[tokio::test]
async fn environment_variables() {
    let deployment = deployment().await;
    let system = system(&deployment);
    system
        .set_environment_variable("GREETING", "hello \"you\"")
        .await
        .unwrap();
    system
        .set_environment_variables([("A", Some("1")), ("B", Some("2")), ("GREETING", None)])
        .await
        .unwrap();
    assert_eq!(
        system.environment_variable("A").await.unwrap().as_deref(),
        Some("1")
    );
    assert_eq!(system.environment_variable("GREETING").await.unwrap(), None);
    system.unset_environment_variable("A").await.unwrap();
    let all = system.environment_variables().await.unwrap();
    assert_eq!(
        all.into_iter().collect::<Vec<_>>(),
        [("B".to_owned(), "2".to_owned())]
    );
    let invalid = system
        .set_environment_variable("no name", "x")
        .await
        .unwrap_err();
    assert!(
        matches!(
            invalid,
            Error::Protocol {
                status: Some(400),
                ..
            }
        ),
        "{invalid:?}"
    );
}

#[tokio::test]
async fn functions_as_the_deployment_has_them() {
    let deployment = deployment().await;
    let system = system(&deployment);
    let functions = system.functions().await.unwrap();
    let seen: Vec<_> = functions
        .iter()
        .map(|function| match function {
            FunctionSpec::Function {
                kind,
                identifier,
                is_public,
                ..
            } => (*kind, identifier.as_str(), *is_public),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        seen,
        [
            (FunctionKind::Action, "messages.js:purge", false),
            (FunctionKind::Mutation, "messages.js:send", true),
        ]
    );
    let spec: serde_json::Value =
        serde_json::from_str(&system.function_spec().await.unwrap()).unwrap();
    assert_eq!(spec["url"], deployment.url());
    assert_eq!(
        spec["functions"][1]["args"],
        serde_json::json!({"type": "object", "value": {"body": {"fieldType": {"type": "string"}, "optional": false}}})
    );
    let stripe = deployment
        .client()
        .admin(deployment.admin_key())
        .component("stripe")
        .system();
    assert_eq!(stripe.functions().await.unwrap().len(), 1);
    assert_eq!(stripe.cloud_url().await.unwrap(), deployment.url());
}

#[tokio::test]
async fn bindings_are_compared_with_the_functions_that_are_there() {
    let deployment = deployment().await;
    let admin = deployment.client().admin(deployment.admin_key());
    // The numbers are those of the generator for the same validators.
    let send = Binding::mutation(
        "messages:send",
        0x7288_e149_3899_6fbf,
        0x30ca_281c_310e_91a8,
    );
    let purge = Binding::action(
        "messages:purge",
        0x0c59_f047_8521_5293,
        0x5eb7_c950_834e_ae9c,
    )
    .internal();
    let check = async |functions: Vec<Binding>| {
        let bindings = Bindings::new(functions.leak());
        let report = admin.check(&bindings).await.unwrap();
        (report.impact(), report.to_string())
    };
    let unchanged = (None, "no changes".to_owned());
    assert_eq!(check(vec![purge, send]).await, unchanged);
    let send = Binding::query("messages:send", 1, 0).internal();
    let gone = Binding::query("messages:first", 1, 1);
    assert_eq!(
        check(vec![gone, send]).await,
        (
            Some(Impact::Breaking),
            "\
breaking    messages:first: query removed
breaking    messages:send: is a mutation now, was a query
unknown     messages:send.args: is of another type; `convex-codegen diff` says how
unknown     messages:send.returns: is not compared: a validator is not known
compatible  messages:purge: internal action added
compatible  messages:send: is public now"
                .to_owned()
        )
    );
    let stripe = admin.component("stripe");
    let report = stripe.check(&Bindings::new(&[])).await.unwrap();
    assert_eq!(
        report.to_string(),
        "compatible  accounts:balance: query added"
    );
    let stranger = deployment.client().admin("dev:testing|guess");
    let error = stranger.check(&Bindings::new(&[])).await.unwrap_err();
    assert!(matches!(error, Error::Authentication { .. }), "{error:?}");
}

#[tokio::test]
async fn logs_as_they_are_written() {
    let deployment = deployment().await;
    let (system, client) = (system(&deployment), deployment.client());
    let send = async |body: &str| {
        client
            .mutation(
                SEND,
                SendArgs {
                    body: body.to_owned(),
                },
            )
            .await
            .unwrap();
    };
    send("before").await;
    let mut logs = system.logs();
    let waiting = tokio::spawn(async move { (logs.next().await.unwrap().unwrap(), logs) });
    tokio::time::sleep(Duration::from_millis(200)).await;
    send("hello").await;
    let (entry, _) = waiting.await.unwrap();
    assert_eq!(
        (entry.identifier.as_str(), entry.function_type.as_str()),
        ("messages:send", "Mutation")
    );
    assert_eq!(
        (entry.log_lines, entry.is_completed),
        (vec!["[INFO] 'hello'".to_owned()], true)
    );
    assert_eq!(
        system.logs_after(0.0).await.unwrap().entries.len(),
        2,
        "from the beginning"
    );
}

#[tokio::test]
async fn nobody_else_learns_anything() {
    let deployment = deployment().await;
    let system = deployment.client().admin("dev:testing|guess").system();
    for error in [
        system.tables().await.map(drop).unwrap_err(),
        system.environment_variables().await.map(drop).unwrap_err(),
        system.set_environment_variable("A", "1").await.unwrap_err(),
        system.logs_after(0.0).await.map(drop).unwrap_err(),
    ] {
        assert!(matches!(error, Error::Authentication { .. }), "{error:?}");
    }
}

#[tokio::test]
async fn the_systems_own_tables_are_typed() {
    use convex_runtime::{
        ScheduledFunctionDocument, ScheduledFunctionState, StorageDocument, Value, admin::Order,
    };

    let deployment = deployment().await;
    let document = |json: &str| convex_runtime::decode::<Value>(json).unwrap();
    deployment.set_table(
        "_storage",
        vec![document(
            r#"{"_id": "f1", "_creationTime": 1.5, "sha256": "4a", "size": 3}"#,
        )],
    );
    deployment.set_table(
        "_scheduled_functions",
        vec![document(
            r#"{"_id": "s1", "_creationTime": 1, "name": "mail:send", "args": [{}],
                "scheduledTime": 2, "completedTime": 3, "state": {"kind": "failed", "error": "no"}}"#,
        )],
    );
    let system = system(&deployment);
    let mut files = system.documents_of::<StorageDocument>(Order::Oldest);
    let file = files.next().await.unwrap().unwrap();
    assert_eq!((file.size, file.content_type), (3.0, None));
    let mut scheduled = system.documents_of::<ScheduledFunctionDocument>(Order::Oldest);
    let scheduled = scheduled.next().await.unwrap().unwrap();
    let error = "no".to_owned();
    assert_eq!(scheduled.state, ScheduledFunctionState::Failed { error });
    assert_eq!(
        (&*scheduled.name, scheduled.completed_time),
        ("mail:send", Some(3.0))
    );
}

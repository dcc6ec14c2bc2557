//! `Client::admin`: internal functions, acting as a user, and functions of components, over HTTP
//! and over the socket.

use convex_runtime::{
    Action, AdminClient, CallStatus, Client, Error, ErrorKind, Internal, Mutation, Query, Route,
    UserIdentity, Value,
    testing::{Deployment, Identity},
};

const PURGE: Mutation<(), f64, Internal> = Mutation::new("messages:purge");
const AUDIT: Query<(), String, Internal> = Query::new("users:audit");
const REPORT: Action<(), f64, Internal> = Action::new("reports:make");
const ME: Query<(), String> = Query::new("users:me");
const BALANCE: Query<(), f64> = Query::new("accounts:balance");
const CHARGE: Mutation<(), f64> = Mutation::new("accounts:charge");

async fn deployment() -> Deployment {
    let stripe = Deployment::builder()
        .query(BALANCE, |()| async { Ok(12.5) })
        .mutation(CHARGE, |()| async { Ok(1.0) });
    let name = |identity: Option<&Identity>| {
        identity.map_or("nobody".to_owned(), |identity| {
            let email = match identity.claims().get("email") {
                Some(Value::String(email)) => email,
                _ => "no email",
            };
            format!("{} {email}", identity.token_identifier())
        })
    };
    Deployment::builder()
        .mutation(PURGE, |()| async { Ok(3.0) })
        .query_with(AUDIT, move |context, ()| {
            let name = name(context.identity());
            async move { Ok(name) }
        })
        .action(REPORT, |()| async { Ok(4.0) })
        .query_with(ME, move |context, ()| {
            let name = name(context.identity());
            async move { Ok(name) }
        })
        .component("stripe", stripe)
        .start()
        .await
        .unwrap()
}

/// One client for each way to the deployment.
fn clients(deployment: &Deployment) -> [Client; 2] {
    [Route::Http, Route::Socket].map(|route| {
        Client::builder()
            .url(deployment.url())
            .route(route)
            .build()
            .unwrap()
    })
}

fn admins(deployment: &Deployment) -> [AdminClient; 2] {
    clients(deployment).map(|client| client.admin(deployment.admin_key()))
}

#[tokio::test]
async fn internal_functions_of_any_kind() {
    let deployment = deployment().await;
    for admin in admins(&deployment) {
        assert_eq!(admin.mutation(PURGE, ()).await.unwrap(), 3.0);
        assert_eq!(admin.query(AUDIT, ()).await.unwrap(), "nobody");
        assert_eq!(admin.action(REPORT, ()).await.unwrap(), 4.0);
        assert_eq!(admin.client().query(ME, ()).await.unwrap(), "nobody");
        let purge = admin.use_mutation(PURGE);
        purge.execute(()).await.unwrap();
        assert_eq!(purge.status(), CallStatus::Success);
        let audit = admin.subscribe(AUDIT, ()).next().await.unwrap();
        assert_eq!(audit.unwrap(), "nobody");
    }
}

#[tokio::test]
async fn acting_as_a_user() {
    let deployment = deployment().await;
    let ann =
        UserIdentity::new("https://issuer.example", "ann").attribute("email", "ann@example.com");
    let seen = "https://issuer.example|ann ann@example.com";
    for admin in admins(&deployment) {
        let admin = admin.acting_as(&ann).unwrap();
        assert_eq!(admin.query(ME, ()).await.unwrap(), seen);
        assert_eq!(admin.query(AUDIT, ()).await.unwrap(), seen);
        let odd = UserIdentity::new("https://issuer.example", "ann").attribute("$odd", 1.0);
        assert!(matches!(
            admin.acting_as(&odd),
            Err(Error::Configuration { .. })
        ));
    }
}

#[tokio::test]
async fn functions_of_a_component() {
    let deployment = deployment().await;
    for admin in admins(&deployment) {
        let stripe = admin.component("stripe");
        assert_eq!(stripe.query(BALANCE, ()).await.unwrap(), 12.5);
        assert_eq!(stripe.mutation(CHARGE, ()).await.unwrap(), 1.0);
        let balance = stripe.subscribe(BALANCE, ()).next().await.unwrap();
        assert_eq!(balance.unwrap(), 12.5);
        let error = admin.query(BALANCE, ()).await.unwrap_err();
        assert!(
            error.message().unwrap().contains("Could not find"),
            "the app has no such function: {error}"
        );
        let batch = stripe.client().query_batch(((BALANCE, ()),)).await;
        assert!(
            matches!(batch, Err(Error::Configuration { .. })),
            "{batch:?}"
        );
    }
}

#[tokio::test]
async fn without_the_key_nothing_is_reached() {
    let deployment = deployment().await;
    let internal = Mutation::<(), f64>::new("messages:purge");
    for client in clients(&deployment) {
        let error = client.mutation(internal, ()).await.unwrap_err();
        assert!(
            error
                .message()
                .unwrap()
                .contains("Could not find public function"),
            "{error}"
        );
        let guess = client.admin("dev:testing|guess");
        let error = guess.mutation(PURGE, ()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Authentication, "{error}");
        assert!(!format!("{guess:?}").contains("guess"));
    }
    assert_eq!(deployment.calls(PURGE).len(), 0);
}

//! Signing in and out.

use crate::app::App;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: `.ci/run` installs what it takes"]
async fn notes_follow_whoever_is_signed_in() {
    let app = App::start().await;
    let page = app.open("/account").await;
    let sent = async || {
        let sent = page.run("return (await fetch('/account')).text()").await;
        sent.as_str().unwrap().to_owned()
    };
    page.fill("Name", "no one!").await;
    page.press("Sign in").await;
    page.shows("[role=alert]", "A name has letters and digits.")
        .await;
    page.fill("Name", "ann").await;
    page.press("Sign in").await;
    page.fill("Note", "A secret of Ann").await;
    page.press("Add").await;
    page.shows("li", "A secret of Ann").await;
    assert!(
        sent().await.contains("A secret of Ann"),
        "the server renders as the user"
    );
    // The refused name is an answer of status 500, which the browser says itself.
    page.console().await;
    page.client.refresh().await.unwrap();
    page.interactive().await;
    page.shows("li", "A secret of Ann").await;
    assert_eq!(page.console().await, [""; 0], "as who is signed in");
    page.press("Sign out").await;
    page.shows("main label", "Name").await;
    page.hides("li", "A secret of Ann").await;
    page.fill("Name", "bob").await;
    page.press("Sign in").await;
    page.shows("main label", "Note").await;
    page.hides("li", "A secret of Ann").await;
    assert!(!sent().await.contains("A secret of Ann"));
    page.close().await;
}

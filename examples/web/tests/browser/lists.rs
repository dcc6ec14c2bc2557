//! The pages of live lists.

use backend::api::{orders, payments, tasks};
use pages::Locator;

use crate::app::App;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: `.ci/run` installs what it takes"]
async fn purchase_charges_then_records_and_shows_the_order_before_it_is_saved() {
    let app = App::start().await;
    let page = app.open("/purchase").await;
    page.press("Try a declined card").await;
    page.shows("[role=alert]", "The card was declined.").await;
    let (charge, create) = (app.hold(payments::charge), app.hold(orders::create));
    page.press("Buy a mug, 15 EUR").await;
    page.becomes("[...document.querySelectorAll('main button')].every(button => button.disabled)")
        .await;
    charge.release();
    page.shows("li.unsaved", "saving…").await;
    create.release();
    page.shows("li:not(.unsaved)", "tx_3_1500").await;
    page.becomes("document.querySelector('li.unsaved') === null")
        .await;
    let sent = page.run("return (await fetch('/purchase')).text()").await;
    assert!(
        sent.as_str().unwrap().contains("<small>tx_3_1500</small>"),
        "the list is in the page that the server sends: {sent}"
    );
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: `.ci/run` installs what it takes"]
async fn a_list_that_the_server_sent_is_shown_before_the_socket_is_there() {
    let app = App::start().await;
    let deployment = app.deployment();
    let page = app.open("/purchase").await;
    page.press("Buy a sticker, 3 EUR").await;
    page.shows("li:not(.unsaved)", "tx_7_300").await;
    let calls = deployment.calls(orders::list).len();
    page.client.refresh().await.unwrap();
    page.interactive().await;
    page.shows("li:not(.unsaved)", "tx_7_300").await;
    page.becomes("document.querySelector('main ul').ariaBusy === 'false'")
        .await;
    page.press("Buy a mug, 15 EUR").await;
    page.shows("li:not(.unsaved)", "tx_3_1500").await;
    // Once on the server, once as a subscription, once as it changed.
    assert!(deployment.calls(orders::list).len() <= calls + 3);
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: `.ci/run` installs what it takes"]
async fn tasks_are_live_in_two_tabs_page_by_page() {
    let app = App::start().await;
    let (one, other) = (app.open("/tasks").await, app.open("/tasks").await);
    one.press("Add").await;
    one.shows("[role=alert]", "Enter a task first.").await;
    for number in 1..=7 {
        let text = format!("Errand {number}");
        one.fill("New task", &text).await;
        one.press("Add").await;
        other.shows("li", &text).await;
    }
    let done = other.find(Locator::Css("li input")).await;
    done.click().await.unwrap();
    one.shows("li .done", "Errand 7").await;
    one.client.refresh().await.unwrap();
    one.interactive().await;
    one.becomes("document.querySelectorAll('main li').length === 5")
        .await;
    one.press("Load more").await;
    one.becomes("document.querySelectorAll('main li').length > 5")
        .await;
    one.close().await;
    other.close().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: `.ci/run` installs what it takes"]
async fn what_is_written_offline_is_sent_once_when_the_connection_is_back() {
    let app = App::start().await;
    let deployment = app.deployment();
    let page = app.open("/tasks").await;
    page.shows("li", "Buy tea").await;
    page.go_offline().await;
    deployment.disconnect().await;
    page.shows(".connection", "Offline.").await;
    page.fill("New task", "Written offline").await;
    page.press("Add").await;
    page.shows("main [role=status]", "Saving…").await;
    page.go_online().await;
    page.shows("li", "Written offline").await;
    page.hides("main [role=status]", "Saving…").await;
    page.hides(".connection", "Offline.").await;
    let calls = deployment.calls(tasks::add);
    let sent = calls
        .iter()
        .filter(|call| call.args.text == "Written offline");
    assert_eq!(sent.count(), 1);
    // Sockets that were refused are the browser's own words.
    page.console().await;
    page.close().await;
}

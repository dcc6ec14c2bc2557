//! Hydration, navigation, and use by keyboard.

use crate::app::App;

/// Each page of the application.
pub const PATHS: [&str; 10] = [
    "/",
    "/summarize",
    "/email",
    "/image",
    "/file",
    "/checkout",
    "/purchase",
    "/report",
    "/tasks",
    "/account",
];

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: `.ci/run` installs what it takes"]
async fn pages_hydrate_without_a_word_in_the_console() {
    let app = App::start().await;
    let page = app.open("/").await;
    for path in PATHS {
        page.open(path).await;
        page.becomes("document.querySelector('h1') !== null").await;
        assert_eq!(page.console().await, [""; 0], "{path}");
    }
    let times = page
        .evaluate(
            "JSON.stringify({
                paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
                interactive: performance.getEntriesByName('hydrated')[0]?.startTime,
            })",
        )
        .await;
    println!("milliseconds since the navigation: {times}");
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: `.ci/run` installs what it takes"]
async fn back_and_forward_move_between_pages_without_loading_them_again() {
    let app = App::start().await;
    let page = app.open("/").await;
    page.evaluate("window.stays = true").await;
    page.press("Report").await;
    page.shows("h1", "Report").await;
    page.becomes("document.title === 'Report · convex-rust'")
        .await;
    page.client.back().await.unwrap();
    page.shows("h1", "Convex in Rust").await;
    page.client.forward().await.unwrap();
    page.shows("h1", "Report").await;
    page.becomes("window.stays === true").await;
    page.becomes("document.querySelector('nav [aria-current=page]').innerText === 'Report'")
        .await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: `.ci/run` installs what it takes"]
async fn a_keyboard_is_enough() {
    const TAB: &str = "\u{e004}";
    const ENTER: &str = "\u{e007}";
    let app = App::start().await;
    let page = app.open("/summarize").await;
    let type_keys = async |keys: &str| {
        let focused = page.client.active_element().await.unwrap();
        focused.send_keys(keys).await.unwrap();
    };
    type_keys(TAB).await;
    page.becomes("document.activeElement.innerText === 'Skip to content'")
        .await;
    type_keys(ENTER).await;
    page.becomes("document.activeElement.id === 'content'")
        .await;
    type_keys(TAB).await;
    page.becomes("document.activeElement.id === 'text'").await;
    type_keys("By keyboard. Alone.").await;
    type_keys(TAB).await;
    type_keys(ENTER).await;
    page.shows("blockquote", "By keyboard.").await;
    page.close().await;
}

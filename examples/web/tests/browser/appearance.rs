//! The look of each page, and its accessibility.

use pages::appearance::inspect;

use crate::{app::App, loading::PATHS};

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: `.ci/run` installs what it takes"]
async fn axe_finds_nothing_and_pages_fit_each_size_in_dark_and_light() {
    let app = App::start().await;
    let page = app.open("/").await;
    for path in PATHS {
        let name = path.trim_start_matches('/');
        page.open(path).await;
        page.becomes("document.querySelector('[aria-busy=true]') === null")
            .await;
        inspect(&page, if name.is_empty() { "home" } else { name }).await;
    }
    page.close().await;
}

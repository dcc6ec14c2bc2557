//! The pages of single actions.

use backend::api::{ai, emails, files, payments, reports};
use serde_json::json;

use crate::app::App;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: `.ci/run` installs what it takes"]
async fn summarize_disables_its_button_and_shows_the_result_or_why_there_is_none() {
    let app = App::start().await;
    let page = app.open("/summarize").await;
    page.press("Summarize").await;
    page.shows("[role=alert]", "There is nothing to summarize.")
        .await;
    page.fill("Text", "Convex runs your functions. It has a database.")
        .await;
    let hold = app.hold(ai::summarize);
    page.press("Summarize").await;
    let button = page.button("Processing…").await;
    assert!(!button.is_enabled().await.unwrap());
    let busy = button.attr("aria-busy").await.unwrap();
    assert_eq!(busy.as_deref(), Some("true"));
    page.hides("[role=alert]", "nothing").await;
    hold.release();
    page.shows("blockquote", "Convex runs your functions.")
        .await;
    assert!(page.button("Summarize").await.is_enabled().await.unwrap());
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: `.ci/run` installs what it takes"]
async fn a_click_shows_as_pending_within_a_frame() {
    let app = App::start().await;
    let page = app.open("/summarize").await;
    page.fill("Text", "One. Two.").await;
    let median = page.click_to_pending("main form button").await;
    println!("click to pending: {median:.2} ms");
    assert!(median < 16.0, "{median} ms");
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: `.ci/run` installs what it takes"]
async fn send_email_says_which_state_it_is_in() {
    let app = App::start().await;
    let page = app.open("/email").await;
    page.shows("[role=status]", "Nothing has been sent yet.")
        .await;
    page.fill("To", "ada").await;
    page.press("Send").await;
    page.shows("[role=alert]", "\"ada\" is not an email address.")
        .await;
    page.shows("[role=status]", "Not sent.").await;
    page.fill("To", "ada@example.com").await;
    page.fill("Subject", "Hello").await;
    page.fill("Message", "How are you?").await;
    let hold = app.hold(emails::send);
    page.press("Send").await;
    page.shows("[role=status]", "On its way…").await;
    hold.release();
    page.shows("[role=status]", "Sent as msg_5_12.").await;
    page.hides("[role=alert]", "mail address").await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: `.ci/run` installs what it takes"]
async fn generate_image_shows_the_picture_and_keeps_it_while_the_next_is_drawn() {
    let app = App::start().await;
    let page = app.open("/image").await;
    page.fill("Prompt", "a mountain").await;
    page.press("Generate").await;
    page.becomes("document.querySelector('.picture img')?.naturalWidth > 0")
        .await;
    page.becomes("document.querySelector('.picture img').alt === 'a mountain'")
        .await;
    page.fill("Prompt", " ").await;
    let hold = app.hold(ai::generate_image);
    page.press("Generate").await;
    page.becomes("document.querySelector('.picture').ariaBusy === 'true'")
        .await;
    page.becomes("document.querySelector('.picture img') !== null")
        .await;
    hold.release();
    page.shows("[role=alert]", "Describe the picture first.")
        .await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: `.ci/run` installs what it takes"]
async fn process_file_uploads_it_and_counts_what_is_in_it() {
    let app = App::start().await;
    let page = app.open("/file").await;
    let path = std::env::temp_dir().join(format!("convex-web-{}.txt", std::process::id()));
    let choose = async |content: &[u8]| {
        std::fs::write(&path, content).unwrap();
        let field = page.field("Text file, at most 5 MB").await;
        field.send_keys(path.to_str().unwrap()).await.unwrap();
    };
    let hold = app.hold(files::process);
    choose(b"one two\nthree\n").await;
    page.shows("[role=status]", "Counting…").await;
    page.becomes("document.querySelector('progress').value === 1")
        .await;
    hold.release();
    for counted in ["Bytes\n14", "Lines\n3", "Words\n3"] {
        page.shows("dl", counted).await;
    }
    choose(&vec![b'a'; 5_000_001]).await;
    page.shows("[role=alert]", "5000001 bytes").await;
    let hold = app.hold(files::generate_upload_url);
    choose(b"again").await;
    hold.reached(1).await;
    page.press("Cancel").await;
    page.becomes("!document.querySelector('#file').disabled")
        .await;
    hold.release();
    std::fs::remove_file(&path).unwrap();
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: `.ci/run` installs what it takes"]
async fn checkout_leaves_for_the_payment_page_and_comes_back() {
    let app = App::start().await;
    let page = app.open("/checkout").await;
    for (choice, outcome) in [("Cancel", "Nothing was paid."), ("Pay", "Thank you.")] {
        let hold = app.hold(payments::create_checkout_session);
        page.press("Pay").await;
        page.shows("main button", "Opening the checkout…").await;
        hold.release();
        page.shows("h1", "Pay 3.00 EUR").await;
        page.press(choice).await;
        page.interactive().await;
        page.shows("[role=status]", outcome).await;
    }
    page.client.back().await.unwrap();
    page.shows("h1", "Pay 3.00 EUR").await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: `.ci/run` installs what it takes"]
async fn the_report_card_has_four_faces() {
    let app = App::start().await;
    let page = app.open("/report").await;
    page.fill("Month", "soon").await;
    page.press("Generate report").await;
    page.shows("[role=alert]", "Choose a month first.").await;
    page.fill("Month", "2026-10").await;
    let hold = app.hold(reports::generate);
    page.press("Try again").await;
    page.shows(".report", "Generating…").await;
    page.becomes("document.querySelector('.report').ariaBusy === 'true'")
        .await;
    page.shows(".report", "1 s").await;
    hold.release();
    let download = page.button("Download").await;
    let file = download.attr("download").await.unwrap();
    assert_eq!(file.as_deref(), Some("report-2026-10.txt"));
    let url = page.evaluate("document.querySelector('a[download]').href");
    assert_eq!(url.await, json!("data:text/plain,Report%20of%202026-10"));
    page.press("Generate another").await;
    page.shows(".report", "Generate report").await;
    page.close().await;
}

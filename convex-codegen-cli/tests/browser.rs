//! The page of `list --format html` in Chromium: search, filters, links, copying, both colour
//! schemes, a phone. `.ci/run` installs the browser and runs it.
#![expect(clippy::panic, reason = "a test fails by panicking")]

use std::{path::PathBuf, process::Stdio, time::Duration};

use fantoccini::{Client, ClientBuilder, Locator, key::Key};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value as Json, json};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
    time::sleep,
};

/// Longer than anything takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

struct Page {
    client: Client,
    _driver: Child,
    _folder: tempfile::TempDir,
}

impl Page {
    /// Opens the page of the shop, in a window of this size.
    async fn open(width: u32, height: u32) -> Self {
        let transcripts = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/transcripts");
        let list = Command::new(env!("CARGO_BIN_EXE_convex-codegen"))
            .args(["list", "-C", "shop", "--format", "html"])
            .current_dir(transcripts)
            .output()
            .await
            .expect("it can be run");
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file: PathBuf = folder.path().join("api.html");
        std::fs::write(&file, list.stdout).expect("it can be written");

        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("chromedriver is installed");
        let stdout = driver.stdout.take().expect("it is piped");
        let mut lines = BufReader::new(stdout).lines();
        let port = loop {
            let line = lines.next_line().await.expect("it can be read");
            let line = line.expect("chromedriver says its port");
            if let Some((_, port)) = line.split_once("successfully on port ") {
                break port.trim_end_matches('.').to_owned();
            }
        };
        let window = format!("--window-size={width},{height}");
        let capabilities = json!({ "goog:chromeOptions": { "args": [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", window,
        ] } });
        let capabilities = capabilities.as_object().expect("it is one").clone();
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("a browser starts");
        let url = format!("file://{}", file.display());
        client.goto(&url).await.expect("the page opens");
        Self {
            client,
            _driver: driver,
            _folder: folder,
        }
    }

    async fn evaluate(&self, expression: &str) -> Json {
        let script = format!("return {expression}");
        let result = self.client.execute(&script, Vec::new()).await;
        result.unwrap_or_else(|error| panic!("{expression}: {error}"))
    }

    /// Waits until a JavaScript expression has this value.
    async fn becomes(&self, expression: &str, expected: Json) {
        let started = std::time::Instant::now();
        loop {
            let found = self.evaluate(expression).await;
            if found == expected {
                return;
            }
            assert!(
                started.elapsed() < PATIENCE,
                "{expression} is {found}, not {expected}"
            );
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until these functions are shown, and are the entries of the navigation.
    async fn shows(&self, functions: &[&str]) {
        let articles = "[...document.querySelectorAll('article')].filter((a) => a.offsetParent).map((a) => a.id)";
        self.becomes(articles, json!(functions)).await;
        let entries = "[...document.querySelectorAll('nav li')].filter((li) => !li.hidden).map((li) => li.dataset.path)";
        assert_eq!(self.evaluate(entries).await, json!(functions));
    }

    async fn click(&self, selector: &str) {
        let wait = self.client.wait().at_most(PATIENCE);
        let element = wait.for_element(Locator::Css(selector)).await;
        let element = element.unwrap_or_else(|error| panic!("{selector}: {error}"));
        element
            .click()
            .await
            .unwrap_or_else(|error| panic!("{selector}: {error}"));
    }

    async fn type_text(&self, text: &str) {
        let field = self
            .client
            .find(Locator::Css("#search"))
            .await
            .expect("it is there");
        field.clear().await.expect("it can be cleared");
        field.send_keys(text).await.expect("it can be typed into");
    }

    async fn close(self) {
        self.client.close().await.expect("it closes");
    }
}

const ALL: [&str; 4] = [
    "payments:charge",
    "payments:record",
    "tasks:list",
    "tasks:rename",
];

#[tokio::test]
#[ignore = "needs Chromium; .ci/run runs it"]
async fn functions_are_found_and_copied() {
    let page = Page::open(1280, 900).await;
    page.shows(&ALL).await;

    // By path, by field, by what is documented; all words have to be there.
    page.type_text("CHARGE currency").await;
    page.shows(&["payments:charge"]).await;
    page.type_text("newest first").await;
    page.shows(&["tasks:list"]).await;
    page.type_text("nothing like this").await;
    page.shows(&[]).await;
    page.becomes("document.getElementById('none').hidden", json!(false))
        .await;
    page.type_text(&char::from(Key::Escape).to_string()).await;
    page.shows(&ALL).await;

    for (filter, functions) in [
        ("mutation", vec!["payments:record", "tasks:rename"]),
        ("query", vec!["tasks:list"]),
        ("internal", vec!["payments:record"]),
        ("untyped", vec!["tasks:rename"]),
    ] {
        let label = format!(".filters span.{filter}");
        page.click(&label).await;
        page.shows(&functions).await;
        page.click(&label).await;
    }
    page.shows(&ALL).await;
    // From the keyboard.
    page.evaluate("document.activeElement.blur()").await;
    let body = page
        .client
        .find(Locator::Css("body"))
        .await
        .expect("it is there");
    body.send_keys("/").await.expect("keys can be pressed");
    page.becomes("document.activeElement.id", json!("search"))
        .await;

    page.click("nav a[href='#tasks:rename']").await;
    page.becomes("location.hash", json!("#tasks:rename")).await;
    let top = "Math.round(document.getElementById('tasks:rename').getBoundingClientRect().top) < innerHeight";
    page.becomes(top, json!(true)).await;
    page.becomes(
        "document.querySelector('article:target').id",
        json!("tasks:rename"),
    )
    .await;

    // A page of a file may write to the clipboard or not: what is selected is the call either way.
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
        .await;
    page.click("[id='payments:charge'] .call button").await;
    let call = "document.querySelector(\"[id='payments:charge'] .call code\").textContent";
    let expected = page.evaluate(call).await;
    assert!(
        expected.as_str().is_some_and(
            |call| call.starts_with("let result = client.action(api::payments::charge")
        ),
        "{expected}"
    );
    page.becomes("window.copied", expected.clone()).await;
    let button = "document.querySelector(\"[id='payments:charge'] .call button\").textContent";
    page.becomes(button, json!("Copied")).await;
    page.becomes(button, json!("Copy")).await;
    page.evaluate("navigator.clipboard.writeText = async () => { throw new Error('no'); }")
        .await;
    page.click("[id='payments:charge'] .call button").await;
    page.becomes("getSelection().toString()", expected).await;

    let place = "document.querySelector(\"[id='payments:charge'] .place\").textContent";
    assert_eq!(page.evaluate(place).await, "shop/convex/payments.ts:5");
    let loaded = "performance.getEntriesByType('resource').length";
    assert_eq!(page.evaluate(loaded).await, 0, "the page is self-contained");
    page.close().await;
}

/// The contrast of two colours, as the accessibility guidelines define it.
const CONTRAST: &str = r"
    const light = (colour) => {
        const [r, g, b] = colour.match(/[\d.]+/g).map((part) => {
            const value = Number(part) / 255;
            return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const back = (element) => {
        for (; element; element = element.parentElement) {
            const { backgroundColor } = getComputedStyle(element);
            if (!/, 0\)$|transparent/.test(backgroundColor)) return backgroundColor;
        }
        return 'rgb(255, 255, 255)';
    };
    const weak = [];
    for (const element of document.querySelectorAll('h1, h2, h3, p, a, th, td, code, span, button, summary')) {
        if (!element.offsetParent || !element.textContent.trim()) continue;
        const [one, other] = [light(getComputedStyle(element).color), light(back(element))];
        const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
        if (ratio < 4.5) weak.push(`${element.className || element.tagName} ${ratio.toFixed(2)}`);
    }
    return [...new Set(weak)];
";

#[tokio::test]
#[ignore = "needs Chromium; .ci/run runs it"]
async fn it_is_readable_in_light_and_dark_and_fits_a_phone() {
    for (width, height) in [(1280, 900), (500, 900)] {
        let page = Page::open(width, height).await;
        for scheme in ["light", "dark"] {
            // What the page does for a scheme, without the browser's own setting.
            let forced = format!(
                "(() => {{ for (const sheet of document.styleSheets) for (const rule of sheet.cssRules)
                    if (rule.media?.mediaText.includes('prefers-color-scheme')) rule.media.mediaText = '{}'; }})()",
                if scheme == "dark" { "all, (prefers-color-scheme: dark)" } else { "not all, not (prefers-color-scheme)" }
            );
            page.evaluate(&forced).await;
            let weak = page
                .client
                .execute(CONTRAST, Vec::new())
                .await
                .expect("it runs");
            assert_eq!(weak, json!([]), "{width} {scheme}");
            let wider = "document.documentElement.scrollWidth > innerWidth";
            assert_eq!(page.evaluate(wider).await, json!(false), "{width} {scheme}");
        }
        // The button lies on no code.
        let apart = "[...document.querySelectorAll('.call')].every((call) => {
            const [button, code] = ['button', 'pre'].map((tag) => call.querySelector(tag).getBoundingClientRect());
            const text = call.querySelector('pre');
            return button.bottom <= code.top || button.top >= code.bottom || parseFloat(getComputedStyle(text).paddingRight) >= button.width;
        })";
        assert_eq!(page.evaluate(apart).await, json!(true), "{width}");
        page.close().await;
    }
}

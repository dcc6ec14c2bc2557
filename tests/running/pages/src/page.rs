//! `Page`: a window of Chromium, driven by `WebDriver`, and what a person does in it.

use std::{process::Stdio, time::Duration};

use fantoccini::{
    Client, ClientBuilder, Locator, elements::Element, wd::WebDriverCompatibleCommand,
};
use http::Method;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value as Json, json};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
    time::{sleep, timeout},
};
use url::{ParseError, Url};

/// Longer than anything takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// A window of a browser, in which console messages are failures.
///
/// Methods that look for something wait until it is there.
#[derive(Debug)]
pub struct Page {
    /// The session of the driver.
    pub client: Client,
    url: String,
    ready: &'static str,
    _driver: Child,
}

impl Page {
    /// Opens a window for the pages at `url`. A page is interactive once the JavaScript expression
    /// `ready` is true.
    pub async fn new(url: &str, ready: &'static str) -> Self {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("chromedriver is installed");
        let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port = loop {
            let line = lines.next_line().await.unwrap();
            let line = line.expect("chromedriver says its port");
            if let Some((_, port)) = line.split_once("successfully on port ") {
                break port.trim_end_matches('.').to_owned();
            }
        };
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        let capabilities = json!({
            "goog:chromeOptions": { "args": [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1280,900",
            ] },
            "goog:loggingPrefs": { "browser": "ALL" },
        });
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities.as_object().unwrap().clone())
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .unwrap();
        Self {
            client,
            url: url.to_owned(),
            ready,
            _driver: driver,
        }
    }

    /// Goes to a page and waits until it is interactive.
    pub async fn open(&self, path: &str) {
        let url = format!("{}{path}", self.url);
        self.client.goto(&url).await.unwrap();
        self.interactive().await;
    }

    /// Waits until the page is interactive.
    pub async fn interactive(&self) {
        self.becomes(self.ready).await;
    }

    /// Types into the field with this label, in place of what is in it.
    pub async fn fill(&self, label: &str, text: &str) {
        let field = self.field(label).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Returns the field with this label.
    pub async fn field(&self, label: &str) -> Element {
        let path = format!("//*[@id = //label[normalize-space() = '{label}']/@for]");
        self.find(Locator::XPath(&path)).await
    }

    /// Presses the button or follows the link of this name.
    pub async fn press(&self, name: &str) {
        self.button(name).await.click().await.unwrap();
    }

    /// Returns the button or link of this name.
    pub async fn button(&self, name: &str) -> Element {
        let path = format!("//main//*[self::button or self::a][normalize-space() = '{name}']");
        self.find(Locator::XPath(&path)).await
    }

    /// Returns an element, once it is there.
    pub async fn find(&self, locator: Locator<'_>) -> Element {
        let wait = self.client.wait().at_most(PATIENCE);
        let found = wait.for_element(locator).await;
        found.unwrap_or_else(|error| panic!("{locator:?}: {error}"))
    }

    /// Waits until an element that a selector finds shows this text.
    pub async fn shows(&self, selector: &str, text: &str) {
        self.becomes(&shown(selector, text)).await;
    }

    /// Waits until no element that a selector finds shows this text.
    pub async fn hides(&self, selector: &str, text: &str) {
        self.becomes(&format!("!{}", shown(selector, text))).await;
    }

    /// Waits until a JavaScript expression is true.
    pub async fn becomes(&self, condition: &str) {
        let waiting = async {
            while self.evaluate(condition).await != Json::Bool(true) {
                sleep(Duration::from_millis(15)).await;
            }
        };
        if timeout(PATIENCE, waiting).await.is_err() {
            let text = self.evaluate("document.body.innerText").await;
            let console = self.console().await;
            panic!("never true: {condition}\nconsole: {console:?}\npage: {text}");
        }
    }

    /// Returns the value of a JavaScript expression.
    pub async fn evaluate(&self, expression: &str) -> Json {
        let script = format!("return {expression}");
        self.client.execute(&script, Vec::new()).await.unwrap()
    }

    /// Runs the body of an async function and returns what it returns.
    pub async fn run(&self, body: &str) -> Json {
        let script = format!(
            "const done = arguments[arguments.length - 1];
             (async () => {{ {body} }})().then(done, error => done(String(error)))"
        );
        let result = self.client.execute_async(&script, Vec::new());
        result.await.unwrap()
    }

    /// Returns the median of the milliseconds between a click on a button and its being disabled,
    /// as the page itself sees it.
    pub async fn click_to_pending(&self, button: &str) -> f64 {
        let button = format!("document.querySelector({})", json!(button));
        let measure = format!(
            "const button = {button};
             const start = performance.now();
             await new Promise(pending => {{
                 const observer = new MutationObserver(() => button.disabled && pending());
                 observer.observe(button, {{ attributes: true }});
                 button.click();
             }});
             return performance.now() - start;"
        );
        let mut times = Vec::new();
        for _ in 0..9 {
            times.push(self.run(&measure).await.as_f64().unwrap());
            self.becomes(&format!("!{button}.disabled")).await;
        }
        times.sort_by(f64::total_cmp);
        times[4]
    }

    /// Loses the network.
    pub async fn go_offline(&self) {
        let conditions = json!({ "offline": true, "latency": 0, "throughput": -1 });
        self.conditions(conditions).await;
    }

    /// Finds the network again.
    pub async fn go_online(&self) {
        let conditions = json!({ "offline": false, "latency": 0, "throughput": -1 });
        self.conditions(conditions).await;
    }

    async fn conditions(&self, conditions: Json) {
        let body = json!({ "network_conditions": conditions });
        self.extension("chromium/network_conditions", body).await;
    }

    /// Sends a command of the browser's own protocol.
    pub async fn devtools(&self, command: &str, params: Json) {
        let body = json!({ "cmd": command, "params": params });
        self.extension("goog/cdp/execute", body).await;
    }

    /// Returns the console messages since the last call.
    pub async fn console(&self) -> Vec<String> {
        let entries = self.extension("se/log", json!({ "type": "browser" })).await;
        let entries = entries.as_array().cloned().unwrap_or_default();
        let line = |entry: &Json| format!("{}: {}", entry["level"], entry["message"]);
        entries.iter().map(line).collect()
    }

    /// Closes the window, whose console has to be empty.
    pub async fn close(self) {
        assert_eq!(self.console().await, [""; 0]);
        self.client.close().await.unwrap();
    }

    async fn extension(&self, path: &'static str, body: Json) -> Json {
        self.client.issue_cmd(Extension(path, body)).await.unwrap()
    }
}

/// The JavaScript that tells whether an element that a selector finds shows a text.
fn shown(selector: &str, text: &str) -> String {
    let (selector, text) = (json!(selector), json!(text));
    format!(
        "[...document.querySelectorAll({selector})].some(found => found.innerText.includes({text}))"
    )
}

/// A command that Chromium's driver has beyond the standard's.
#[derive(Debug)]
struct Extension(&'static str, Json);

impl WebDriverCompatibleCommand for Extension {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        let session = session.unwrap_or_default();
        base.join(&format!("session/{session}/{}", self.0))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.1.to_string()))
    }
}

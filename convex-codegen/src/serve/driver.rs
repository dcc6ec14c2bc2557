//! `Driver`: the Node process that executes functions, and the conversation with it.

use std::{
    collections::BTreeMap,
    io,
    path::Path,
    process::Stdio,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use convex_runtime::testing::ForeignFunction;
use serde_json::{Value as Json, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    process::{Child, ChildStderr, ChildStdin, ChildStdout, Command},
    sync::{mpsc, oneshot},
};

use super::{functions, install::Installed};
use crate::error::Error;

/// How many lines of what Node printed are kept for a report.
const LAST_WORDS: usize = 20;

/// What the driver says by itself.
#[derive(Debug)]
pub enum Event {
    Functions(Vec<ForeignFunction>),
    Failed(String),
}

/// Calls whose result is not there yet.
#[derive(Debug, Default)]
struct Pending {
    calls: Mutex<BTreeMap<u64, oneshot::Sender<Json>>>,
}

impl Pending {
    fn insert(&self, id: u64, caller: oneshot::Sender<Json>) {
        let mut calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        calls.insert(id, caller);
    }

    fn remove(&self, id: u64) -> Option<oneshot::Sender<Json>> {
        let mut calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        calls.remove(&id)
    }

    /// Every caller hears that there will be no result.
    fn clear(&self) {
        let mut calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        calls.clear();
    }
}

#[derive(Debug)]
pub struct Driver {
    requests: mpsc::UnboundedSender<String>,
    pending: Arc<Pending>,
    next_id: AtomicU64,
    stderr: Arc<Mutex<Vec<String>>>,
    /// Killed with this value, before its folder goes.
    _node: Child,
    _installed: Installed,
}

impl Driver {
    /// Starts Node; the first event tells whether the functions load.
    pub fn start(functions: &Path) -> Result<(Self, mpsc::UnboundedReceiver<Event>), Error> {
        let installed = Installed::new(functions)?;
        let mut node = Command::new("node")
            .arg(installed.driver())
            .arg(functions)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| match error.kind() {
                io::ErrorKind::NotFound => Error::Serve(
                    "functions are executed by Node, which is not installed; Node 20 or later is at https://nodejs.org".to_owned(),
                ),
                _ => Error::Serve(format!("cannot start Node: {error}")),
            })?;
        let stdin = node.stdin.take().expect("it is piped");
        let stdout = node.stdout.take().expect("it is piped");
        let stderr = node.stderr.take().expect("it is piped");
        let (requests, queue) = mpsc::unbounded_channel();
        let (sender, events) = mpsc::unbounded_channel();
        let driver = Self {
            requests,
            pending: Arc::default(),
            next_id: AtomicU64::new(0),
            stderr: Arc::default(),
            _node: node,
            _installed: installed,
        };
        // They end with Node's streams.
        tokio::spawn(write(stdin, queue));
        tokio::spawn(keep(BufReader::new(stderr).lines(), driver.stderr.clone()));
        let stdout = BufReader::new(stdout).lines();
        tokio::spawn(read(stdout, driver.pending.clone(), sender));
        Ok((driver, events))
    }

    /// Executes a function; `None` when Node has ended.
    pub async fn call(&self, mut request: Json) -> Option<Json> {
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        request["id"] = json!(id);
        let (caller, result) = oneshot::channel();
        self.pending.insert(id, caller);
        self.requests.send(request.to_string()).ok()?;
        result.await.ok()
    }

    /// What Node printed last.
    pub async fn last_words(&self) -> String {
        // Its end and its last line arrive on different streams.
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        let lines = self.stderr.lock().unwrap_or_else(PoisonError::into_inner);
        lines.join("\n")
    }
}

async fn write(mut stdin: ChildStdin, mut queue: mpsc::UnboundedReceiver<String>) {
    while let Some(mut request) = queue.recv().await {
        request.push('\n');
        if stdin.write_all(request.as_bytes()).await.is_err() {
            return;
        }
    }
}

async fn read(
    mut lines: Lines<BufReader<ChildStdout>>,
    pending: Arc<Pending>,
    events: mpsc::UnboundedSender<Event>,
) {
    while let Ok(Some(line)) = lines.next_line().await {
        // Only the driver writes here.
        let Ok(message) = serde_json::from_str::<Json>(&line) else {
            continue;
        };
        let heard = match message["type"].as_str() {
            Some("functions") => events.send(Event::Functions(functions::parse(&message))),
            Some("failed") => {
                let report = message["message"].as_str().unwrap_or_default();
                events.send(Event::Failed(report.to_owned()))
            }
            _ => {
                let caller = message["id"].as_u64().and_then(|id| pending.remove(id));
                if let Some(caller) = caller {
                    // It may have gone away.
                    let _heard = caller.send(message);
                }
                Ok(())
            }
        };
        if heard.is_err() {
            break;
        }
    }
    pending.clear();
}

async fn keep(mut lines: Lines<BufReader<ChildStderr>>, kept: Arc<Mutex<Vec<String>>>) {
    while let Ok(Some(line)) = lines.next_line().await {
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() == LAST_WORDS {
            kept.remove(0);
        }
        kept.push(line);
    }
}

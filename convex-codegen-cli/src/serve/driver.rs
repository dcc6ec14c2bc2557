//! `Driver`: the Node process that executes functions, and the conversation with it.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    fmt, io,
    path::{Path, PathBuf},
    process::Stdio,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use convex_runtime::testing::ForeignFunction;
use serde_json::{Value as Json, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader, Lines},
    net::{TcpListener, TcpStream},
    process::{Child, Command},
    sync::{mpsc, oneshot},
};

use super::{crons::Job, error::Error, functions, install::Installed, watch::Watch};

/// The command that installs Node.
const INSTALL_NODE: &str = if cfg!(target_os = "macos") {
    "brew install node"
} else if cfg!(windows) {
    "winget install OpenJS.NodeJS.LTS"
} else {
    "sudo apt install nodejs"
};

/// The longest that a connection may take to say who it is.
const GREETING: std::time::Duration = std::time::Duration::from_secs(5);

/// The number of lines of Node's output that are kept for a report.
const LAST_WORDS: usize = 20;

/// Messages that the driver sends on its own.
#[derive(Debug)]
pub(super) enum Event {
    Functions(Vec<ForeignFunction>, Vec<Job>),
    Failed(String),
    Unwatched(String),
    Logged(Line),
}

/// A line of a function's console, or an error of one that no client waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Line {
    /// `messages:send`; empty outside of functions.
    pub function: String,
    /// `query`, `mutation`, `action` or `httpAction`; empty outside of functions.
    pub kind: String,
    /// `[LOG] 'a text'`.
    pub text: String,
}

/// The project to serve and its settings.
#[derive(Clone)]
pub(super) struct Project {
    /// The project, or its functions folder.
    pub dir: PathBuf,
    /// The program that executes functions.
    pub node: OsString,
    /// The URL that clients connect to.
    pub url: String,
    /// The URL of HTTP actions.
    pub site_url: String,
    /// Environment variables of the functions, in addition to those of this process.
    pub variables: BTreeMap<String, String>,
    /// Called when data changed that no client waits for.
    pub publish: Arc<dyn Fn() + Send + Sync>,
}

impl fmt::Debug for Project {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Project")
            .field("dir", &self.dir)
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

/// Returns the functions folder that `convex.json` names, which may change.
fn folder(dir: &Path) -> Result<PathBuf, Error> {
    Ok(convex_codegen::functions_folder(dir)?)
}

/// Asks the driver whether files changed.
#[derive(Debug, Clone)]
struct Look {
    dir: PathBuf,
    requests: mpsc::UnboundedSender<String>,
    events: mpsc::UnboundedSender<Event>,
}

impl Look {
    /// Sends the question for the current functions folder.
    fn ask(&self) {
        // Sending fails only when the driver or the server has ended.
        let _heard = match folder(&self.dir) {
            Ok(functions) => {
                let request = json!({ "type": "look", "folder": functions });
                self.requests.send(request.to_string()).is_ok()
            }
            Err(error) => self.events.send(Event::Failed(error.to_string())).is_ok(),
        };
    }
}

/// Calls that have no result yet.
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

    /// Tells every caller that its result will not come.
    fn clear(&self) {
        let mut calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        calls.clear();
    }
}

#[derive(Debug)]
pub(super) struct Driver {
    requests: mpsc::UnboundedSender<String>,
    pending: Arc<Pending>,
    next_id: AtomicU64,
    stderr: Arc<Mutex<Vec<String>>>,
    /// Killed when this value is dropped, before its folder is removed.
    _node: Child,
    _installed: Installed,
}

impl Driver {
    /// Starts Node; the first event tells whether the functions load.
    pub(super) async fn start(
        project: Project,
    ) -> Result<(Self, mpsc::UnboundedReceiver<Event>), Error> {
        let functions = folder(&project.dir)?;
        let installed = Installed::new(&functions)?;
        let unable = |error: io::Error| Error::System(format!("cannot start Node: {error}"));
        let listener = TcpListener::bind("127.0.0.1:0").await.map_err(unable)?;
        let port = listener.local_addr().map_err(unable)?.port();
        let mut node = Command::new(&project.node)
            // Its parser, for the limits of functions.
            .arg("--expose-internals")
            .arg(installed.driver())
            .arg(&functions)
            .envs(&project.variables)
            .env("CONVEX_CLOUD_URL", &project.url)
            .env("CONVEX_SITE_URL", &project.site_url)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| match error.kind() {
                io::ErrorKind::NotFound => Error::Missing(format!(
                    "functions are executed by Node 20 or later, and there is no `{}`; run\n\n    {INSTALL_NODE}\n\nor see \
                     https://nodejs.org/en/download",
                    project.node.display()
                )),
                _ => unable(error),
            })?;
        let mut stdin = node.stdin.take().expect("it is piped");
        let stdout = node.stdout.take().expect("it is piped");
        let stderr = node.stderr.take().expect("it is piped");
        let (requests, queue) = mpsc::unbounded_channel();
        // Functions do not know it, nor does who else finds the port.
        let secret = secret();
        let greeting = json!({ "port": port, "secret": secret }).to_string() + "\n";
        // Where it fails, Node has ended, and its last words say why.
        let _greeted = stdin.write_all(greeting.as_bytes()).await;
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
        tokio::spawn(keep(BufReader::new(stderr).lines(), driver.stderr.clone()));
        let kept = driver.stderr.clone();
        let output = tokio::spawn(keep(BufReader::new(stdout).lines(), kept));
        let look = Look {
            dir: project.dir,
            requests: driver.requests.clone(),
            events: sender.clone(),
        };
        let noticed = look.clone();
        let watch = Watch::new(move || noticed.ask())?;
        let reader = Reader {
            pending: driver.pending.clone(),
            look,
            events: sender,
            secret: secret.clone(),
            watch,
            publish: project.publish,
        };
        tokio::spawn(async move {
            tokio::select! {
                stream = accepted(&listener, &secret) => {
                    let (incoming, outgoing) = stream.into_split();
                    tokio::spawn(write(outgoing, queue));
                    reader.read(BufReader::new(incoming).lines()).await;
                }
                // It has ended without having spoken.
                _ended = output => {}
            }
        });
        Ok((driver, events))
    }

    /// Executes a function; `None` when Node has ended.
    pub(super) async fn call(&self, mut request: Json) -> Option<Json> {
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        request["id"] = json!(id);
        let (caller, result) = oneshot::channel();
        self.pending.insert(id, caller);
        self.requests.send(request.to_string()).ok()?;
        result.await.ok()
    }

    /// Returns the last lines that Node printed.
    pub(super) async fn last_words(&self) -> String {
        // Its end and its last line arrive on different streams.
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        let lines = self.stderr.lock().unwrap_or_else(PoisonError::into_inner);
        lines.join("\n")
    }
}

/// Waits for the connection that begins with the secret.
async fn accepted(listener: &TcpListener, secret: &str) -> TcpStream {
    loop {
        let Ok((mut stream, _)) = listener.accept().await else {
            continue;
        };
        let mut greeting = vec![0; secret.len() + 1];
        let read = stream.read_exact(&mut greeting);
        let heard = tokio::time::timeout(GREETING, read).await;
        if matches!(heard, Ok(Ok(_))) && greeting.strip_suffix(b"\n") == Some(secret.as_bytes()) {
            // Messages are small, and each is waited for.
            let _best_effort = stream.set_nodelay(true);
            return stream;
        }
    }
}

async fn write(mut stream: impl AsyncWrite + Unpin, mut queue: mpsc::UnboundedReceiver<String>) {
    while let Some(mut request) = queue.recv().await {
        request.push('\n');
        if stream.write_all(request.as_bytes()).await.is_err() {
            return;
        }
    }
}

/// Reads the driver's output.
struct Reader {
    pending: Arc<Pending>,
    look: Look,
    events: mpsc::UnboundedSender<Event>,
    secret: String,
    watch: Watch,
    publish: Arc<dyn Fn() + Send + Sync>,
}

impl Reader {
    async fn read(mut self, mut lines: Lines<BufReader<impl AsyncRead + Unpin>>) {
        while let Ok(Some(line)) = lines.next_line().await {
            // Functions can find the connection, and leave half a line before a message.
            let Some((_, message)) = line.split_once(&self.secret) else {
                continue;
            };
            let Ok(message) = serde_json::from_str::<Json>(message) else {
                continue;
            };
            let heard = match message["type"].as_str() {
                Some("functions") => {
                    let functions = functions::parse(&message);
                    let jobs = Job::parse_all(&message);
                    self.events.send(Event::Functions(functions, jobs))
                }
                Some("failed") => {
                    let report = message["message"].as_str().unwrap_or_default();
                    self.events.send(Event::Failed(report.to_owned()))
                }
                Some("changed") => {
                    (self.publish)();
                    Ok(())
                }
                Some("log") => {
                    let text = |field: &str| message[field].as_str().unwrap_or_default().to_owned();
                    self.events.send(Event::Logged(Line {
                        function: text("name"),
                        kind: text("kind"),
                        text: text("line"),
                    }))
                }
                _ => {
                    self.answer(message);
                    continue;
                }
            };
            if heard.is_err() {
                break;
            }
            self.follow(&message);
        }
        self.pending.clear();
    }

    fn answer(&self, message: Json) {
        let caller = message["id"]
            .as_u64()
            .and_then(|id| self.pending.remove(id));
        if let Some(caller) = caller {
            // It may have gone away.
            let _heard = caller.send(message);
        }
    }

    /// Watches the folders that the driver read.
    fn follow(&mut self, message: &Json) {
        let Some(folders) = message["folders"].as_array() else {
            return;
        };
        let folders = folders.iter().filter_map(Json::as_str).map(PathBuf::from);
        let followed = self.watch.follow(folders.collect());
        if let Some(problem) = followed.problem {
            let _heard = self.events.send(Event::Unwatched(problem));
        }
        if followed.grew {
            // Not for the folder that was loaded: `convex.json` may name another one since.
            self.look.ask();
        }
    }
}

async fn keep(mut lines: Lines<BufReader<impl AsyncRead + Unpin>>, kept: Arc<Mutex<Vec<String>>>) {
    while let Ok(Some(line)) = lines.next_line().await {
        remember(&kept, line);
    }
}

fn remember(kept: &Mutex<Vec<String>>, line: String) {
    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    if kept.len() == LAST_WORDS {
        kept.remove(0);
    }
    kept.push(line);
}

/// Returns a random text that functions cannot know.
fn secret() -> String {
    use std::hash::{BuildHasher, RandomState};
    // Each state is seeded by the system.
    let part = || RandomState::new().hash_one(0);
    format!("{:016x}{:016x}", part(), part())
}

//! A copy of a backend that is served while a test lasts.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use convex_codegen_cli::serve::{Change, Line, Serve, Served};
use convex_runtime::Client;
use tokio::time::timeout;

/// A served copy; it is removed again.
pub struct Project {
    pub served: Served,
    /// The folder to remove at the end.
    folder: Option<PathBuf>,
}

impl Project {
    /// Serves a copy of the quickstart's backend.
    pub async fn serve(name: &str) -> Self {
        Self::serve_folder(&quickstart(), name).await
    }

    /// Serves a copy of the backend in `projects` that has this name.
    pub async fn serve_project(name: &str) -> Self {
        let folder = format!("{}/projects/{name}/convex", env!("CARGO_MANIFEST_DIR"));
        Self::serve_folder(Path::new(&folder), name).await
    }

    /// Serves a project of these files.
    pub async fn serve_files(name: &str, files: &[(&str, &str)]) -> Self {
        Self::serve_with(name, files, |serve| serve).await
    }

    /// Serves a project of these files, with options.
    pub async fn serve_with(
        name: &str,
        files: &[(&str, &str)],
        options: impl FnOnce(Serve) -> Serve,
    ) -> Self {
        let folder = folder(name);
        write(&folder.join("package.json"), "{}");
        for (file, text) in files {
            write(&folder.join(file), text);
        }
        let served = options(Serve::new(&folder)).start().await;
        Self {
            served: served.expect("the functions load"),
            folder: Some(folder),
        }
    }

    async fn serve_folder(functions: &Path, name: &str) -> Self {
        let folder = folder(name);
        copy(functions, &folder.join("convex"));
        Self::start(folder).await
    }

    /// Serves the component that one of Convex's npm packages ships, where it is.
    pub async fn serve_component(package: &str) -> Self {
        let packages = Path::new(env!("E2E_PACKAGES")).join("node_modules/@convex-dev");
        Self {
            served: serve(&packages.join(package).join("src/component")).await,
            folder: None,
        }
    }

    async fn start(folder: PathBuf) -> Self {
        Self {
            served: serve(&folder).await,
            folder: Some(folder),
        }
    }

    pub fn client(&self) -> Client {
        Client::new(&self.served.url()).expect("a URL")
    }

    /// Writes a file of the project, in one step, so that it is one change.
    pub fn write(&self, file: &str, text: &str) {
        let (aside, file) = (self.path().with_extension("new"), self.path().join(file));
        write(&aside, text);
        let folder = file.parent().expect("a file is in a folder");
        fs::create_dir_all(folder).expect("a folder below target/ can be made");
        fs::rename(aside, file).expect("a file below target/ can be written");
    }

    /// Returns the project's folder.
    pub fn path(&self) -> &Path {
        self.folder.as_deref().expect("it is a copy")
    }

    /// Reads a file of the project.
    pub fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path().join(file)).expect("it can be read")
    }

    /// The outcome of the last change of files. What functions log meanwhile is not asked for.
    pub async fn changed(&mut self) -> Change {
        loop {
            match self.happened().await {
                Change::Logged(_) => {}
                change => return change,
            }
        }
    }

    /// Returns the next change.
    pub async fn happened(&mut self) -> Change {
        timeout(Duration::from_secs(60), self.served.changed())
            .await
            .expect("it notices")
            .expect("Node runs")
    }

    /// Waits for a line that a function logs.
    pub async fn logged(&mut self, text: &str) -> Line {
        loop {
            match self.happened().await {
                Change::Logged(line) if line.text.contains(text) => return line,
                Change::Logged(_) => {}
                other => panic!("{other:?} happened instead of a line with `{text}`"),
            }
        }
    }
}

async fn serve(folder: &Path) -> Served {
    Serve::new(folder)
        .start()
        .await
        .expect("the functions load")
}

/// A folder of its own below a `node_modules` that has `convex-test`.
fn folder(name: &str) -> PathBuf {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    Path::new(env!("E2E_PACKAGES")).join(format!("{name}-{}-{number}", std::process::id()))
}

fn write(file: &Path, text: &str) {
    let folder = file.parent().expect("a file is in a folder");
    fs::create_dir_all(folder).expect("a folder below target/ can be made");
    fs::write(file, text).expect("a file below target/ can be written");
}

impl Drop for Project {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            fs::remove_dir_all(folder).expect("the copy can be removed");
        }
    }
}

/// The quickstart's backend.
pub fn quickstart() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../examples/quickstart/convex")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder below target/ can be made");
    for entry in fs::read_dir(from).expect("the folder is part of the repository") {
        let from = entry.expect("its entries can be read").path();
        let to = to.join(from.file_name().expect("a file has a name"));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(&from, &to).expect("a file below target/ can be written");
        }
    }
}

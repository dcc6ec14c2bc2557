//! `TypeScript`: the functions of `examples/backend/convex` themselves, under Node.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicUsize, Ordering},
};

use backend::api::tasks;
use convex_codegen_cli::serve::{Serve, Served};
use convex_runtime::{Client, testing::Deployment};

/// The TypeScript functions of the examples, executed by what `convex-codegen serve` is.
#[derive(Debug)]
pub struct TypeScript {
    served: Served,
    /// Removed at the end.
    folder: PathBuf,
}

impl TypeScript {
    /// Starts them, with the tasks that the embedded deployment begins with, if
    /// `WEB_BACKEND=typescript` asks for them.
    pub async fn if_requested() -> Option<Self> {
        match env::var("WEB_BACKEND").as_deref() {
            Ok("typescript") => Some(Self::start().await),
            _ => None,
        }
    }

    async fn start() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);

        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let packages = corpus::npm::installed(&here.join("../e2e/npm"));
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = packages.join(format!("pages-{}-{count}", process::id()));
        let functions = here.join("../../../examples/backend/convex");
        copy(&functions, &folder.join("convex"));
        let served = Serve::new(&folder).start().await;
        let served = served.expect("the functions load");
        let client = Client::new(&served.url()).unwrap();
        for text in backend::sample_tasks() {
            let added = client.mutation(tasks::add, tasks::AddArgs { text }).await;
            added.expect("a task is added");
        }
        Self { served, folder }
    }

    /// Returns the address of their deployment.
    pub fn url(&self) -> String {
        self.served.url()
    }

    /// Returns their deployment, which faults can be injected into.
    pub fn deployment(&self) -> &Deployment {
        self.served.deployment()
    }
}

impl Drop for TypeScript {
    fn drop(&mut self) {
        // Left behind it is below `target/`.
        let _removed = fs::remove_dir_all(&self.folder);
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, to).unwrap();
        }
    }
}

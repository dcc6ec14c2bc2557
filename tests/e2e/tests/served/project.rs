//! A copy of a backend that is served while a test lasts.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use convex_codegen::{Serve, Served};
use convex_runtime::Client;

/// A served copy; it is removed again.
pub struct Project {
    pub served: Served,
    folder: PathBuf,
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

    /// Serves a copy below a `node_modules` that has `convex-test`.
    async fn serve_folder(functions: &Path, name: &str) -> Self {
        static PACKAGE: OnceLock<PathBuf> = OnceLock::new();

        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let package = PACKAGE.get_or_init(|| corpus::npm::installed(&here.join("npm")));
        let folder = package.join(format!("{name}-{}", std::process::id()));
        copy(functions, &folder.join("convex"));
        let served = Serve::new(&folder)
            .start()
            .await
            .expect("the functions load");
        Self { served, folder }
    }

    pub fn client(&self) -> Client {
        Client::new(&self.served.url()).expect("a URL")
    }

    /// Writes a file of the backend.
    pub fn write(&self, file: &str, text: &str) {
        fs::write(self.folder.join("convex").join(file), text).expect("it can be written");
    }

    /// Reads a file of the backend.
    pub fn read(&self, file: &str) -> String {
        fs::read_to_string(self.folder.join("convex").join(file)).expect("it can be read")
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.folder).expect("the copy can be removed");
    }
}

/// The quickstart's backend.
pub fn quickstart() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/quickstart/convex")
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

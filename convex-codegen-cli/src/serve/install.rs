//! `Installed`: the driver, put where it finds the project's packages.

use std::{
    fs,
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicUsize, Ordering},
};

use super::error::Error;

/// The driver; the first file is the one that Node starts.
const DRIVER: [(&str, &str); 9] = [
    ("main.mjs", include_str!("driver/main.mjs")),
    ("backend.mjs", include_str!("driver/backend.mjs")),
    ("bundle.mjs", include_str!("driver/bundle.mjs")),
    ("channel.mjs", include_str!("driver/channel.mjs")),
    ("environment.mjs", include_str!("driver/environment.mjs")),
    ("limits.mjs", include_str!("driver/limits.mjs")),
    ("ids.mjs", include_str!("driver/ids.mjs")),
    ("sources.mjs", include_str!("driver/sources.mjs")),
    ("storage.mjs", include_str!("driver/storage.mjs")),
];

/// The folder of one run's driver and bundles; it is removed with this value.
#[derive(Debug)]
pub(super) struct Installed {
    folder: PathBuf,
}

impl Installed {
    /// Writes the driver into the `node_modules` that has `convex-test`.
    pub(super) fn new(functions: &Path) -> Result<Self, Error> {
        static RUNS: AtomicUsize = AtomicUsize::new(0);

        let functions =
            fs::canonicalize(functions).map_err(|source| Error::io("read", functions, source))?;
        let modules = node_modules(&functions)?;
        let run = RUNS.fetch_add(1, Ordering::Relaxed);
        let folder = modules.join(format!(".cache/convex-codegen/{}-{run}", process::id()));
        fs::create_dir_all(&folder).map_err(|source| Error::io("create", &folder, source))?;
        let installed = Self { folder };
        for (name, text) in DRIVER {
            let file = installed.folder.join(name);
            fs::write(&file, text).map_err(|source| Error::io("write", file, source))?;
        }
        Ok(installed)
    }

    pub(super) fn driver(&self) -> PathBuf {
        self.folder.join(DRIVER[0].0)
    }
}

impl Drop for Installed {
    fn drop(&mut self) {
        // Left behind it is only a cache.
        let _removed = fs::remove_dir_all(&self.folder);
    }
}

/// Returns the nearest `node_modules` with the packages that the driver needs.
fn node_modules(functions: &Path) -> Result<PathBuf, Error> {
    let candidates = || {
        functions
            .ancestors()
            .map(|folder| folder.join("node_modules"))
    };
    let has = |name: &str| candidates().find(|modules| modules.join(name).is_dir());
    match (has("convex"), has("convex-test")) {
        (Some(_), Some(modules)) => Ok(modules),
        (convex, _) => {
            let project = functions
                .ancestors()
                .find(|folder| folder.join("package.json").is_file());
            let missing = match convex {
                Some(modules) => convex_test_for(&modules.join("convex")),
                None => "convex convex-test",
            };
            // Beside the functions: what is inside of them would be deployed with them.
            let project = project.or(functions.parent()).unwrap_or(functions);
            Err(Error::Missing(format!(
                "functions are executed by `convex-test`, which `{}` does not have; run there\n\n    {} {missing}",
                project.display(),
                add_command(project)
            )))
        }
    }
}

/// The `convex-test` that takes the installed `convex` as its peer; the latest of each range, by
/// its `peerDependencies`.
fn convex_test_for(convex: &Path) -> &'static str {
    let version = fs::read_to_string(convex.join("package.json")).ok();
    let version = version.and_then(|text| {
        let json: serde_json::Value = serde_json::from_str(&text).ok()?;
        let mut numbers = json["version"].as_str()?.split(['.', '-']);
        let mut number = || numbers.next()?.parse::<u32>().ok();
        Some((number()?, number()?))
    });
    match version {
        Some((1, ..32)) => "convex-test@0.0.41",
        Some((1, 32..43)) => "convex-test@0.0.54",
        _ => "convex-test",
    }
}

/// Returns the package manager's command that adds a development dependency.
fn add_command(project: &Path) -> &'static str {
    let commands = [
        ("pnpm-lock.yaml", "pnpm add --save-dev"),
        ("yarn.lock", "yarn add --dev"),
        ("bun.lock", "bun add --dev"),
        ("bun.lockb", "bun add --dev"),
    ];
    let locked = |lock: &str| {
        project
            .ancestors()
            .any(|folder| folder.join(lock).is_file())
    };
    commands
        .into_iter()
        .find_map(|(lock, command)| locked(lock).then_some(command))
        .unwrap_or("npm install --save-dev")
}

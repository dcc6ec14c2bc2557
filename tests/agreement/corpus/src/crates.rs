//! One crate out of the generated code of many backends, and what the compiler says of it.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Every lint that a careful crate denies.
const HEAD: &str = "//! Generated code of many backends.

#![deny(warnings, missing_docs, unreachable_pub, rustdoc::all)]
#![deny(clippy::all, clippy::pedantic, clippy::nursery)]
";

/// A crate below `target/` whose modules are backends.
#[derive(Debug)]
pub struct Backends {
    folder: PathBuf,
    modules: Vec<String>,
}

impl Backends {
    /// An empty crate called `name`.
    ///
    /// # Panics
    ///
    /// When its folder cannot be made.
    pub fn new(name: &str) -> Self {
        let folder = super::kept().join(name);
        fs::create_dir_all(folder.join("src")).expect("a folder below target/ can be made");
        Self {
            folder,
            modules: Vec::new(),
        }
    }

    /// Generates what `config` says into the module `name`. An error is the backend's own, such as
    /// a syntax error.
    ///
    /// # Errors
    ///
    /// What the generator says.
    pub fn add(
        &mut self,
        name: &str,
        config: convex_codegen::Config,
    ) -> Result<(), convex_codegen::Error> {
        let name = name
            .replace(|c: char| !c.is_ascii_alphanumeric(), "_")
            .to_ascii_lowercase();
        let out = self.folder.join("src").join(&name);
        config.out_dir(out).generate()?;
        self.modules.push(name);
        Ok(())
    }

    /// Returns the number of backends.
    pub fn len(&self) -> usize {
        self.modules.len()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.modules.is_empty()
    }

    /// Runs Clippy on the crate in edition 2024, the compiler in edition 2021, and rustdoc.
    ///
    /// # Panics
    ///
    /// With what they print, when one of them fails.
    pub fn compile(&self) {
        let mut root = HEAD.to_owned();
        for module in &self.modules {
            let _ = write!(root, "\n/// A backend.\npub mod {module};\n");
        }
        fs::write(self.folder.join("src/lib.rs"), root).expect("a file can be written");
        for (edition, commands) in [("2024", &["clippy", "doc"][..]), ("2021", &["check"][..])] {
            let manifest = self.manifest(edition);
            for command in commands {
                run(command, &manifest, &self.folder.join("target"));
            }
        }
    }

    /// Writes the manifest of an edition, with the versions that the repository pins.
    fn manifest(&self, edition: &str) -> PathBuf {
        let root = super::root();
        let folder = self.folder.join(edition);
        let manifest = format!(
            "[package]\nname = \"backends-{edition}\"\nedition = \"{edition}\"\n[lib]\npath = \"../src/lib.rs\"\n[dependencies]\n\
             convex-runtime = {{ path = '{}', default-features = false }}\n[workspace]\n",
            root.join("convex-runtime").display()
        );
        fs::create_dir_all(&folder).expect("a folder below target/ can be made");
        fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))
            .expect("the lock file is there");
        fs::write(folder.join("Cargo.toml"), manifest).expect("a file can be written");
        folder.join("Cargo.toml")
    }
}

fn run(command: &str, manifest: &Path, target: &Path) {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut cargo = Command::new(cargo);
    cargo
        .args([command, "--quiet", "--manifest-path"])
        .arg(manifest)
        .arg("--target-dir")
        .arg(target)
        .env("CARGO_TERM_COLOR", "never")
        .env("RUSTDOCFLAGS", "-D warnings");
    if command == "doc" {
        cargo.arg("--no-deps");
    }
    let output = cargo.output().expect("Cargo is installed");
    assert!(
        output.status.success(),
        "`cargo {command}` in {}:\n{}",
        manifest.display(),
        String::from_utf8_lossy(&output.stderr)
    );
}

//! Builds an example for the browser: what `trunk` or `dx` would do, without a tool to install
//! first.

#![cfg(not(target_arch = "wasm32"))]

use std::{
    env, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::Value as Json;
use wasm_bindgen_cli_support::Bindgen;

/// Builds the library of `package` for the browser and writes `<package>.js` and
/// `<package>_bg.wasm` to `folder`. `profile` is one of cargo's. Prints nothing but what cargo
/// prints.
///
/// # Errors
///
/// When cargo or wasm-bindgen fails.
pub fn bundle(package: &str, folder: &Path, profile: &str) -> io::Result<()> {
    let wasm = build(package, profile)?;
    Bindgen::new()
        .input_path(wasm)
        .out_name(package)
        .typescript(false)
        .web(true)
        .and_then(|bindgen| bindgen.generate(folder))
        .map_err(io::Error::other)
}

fn build(package: &str, profile: &str) -> io::Result<PathBuf> {
    // Where rustup is not, the toolchain has to bring the target.
    let _ = Command::new("rustup")
        .args(["--quiet", "target", "add", "wasm32-unknown-unknown"])
        .stderr(Stdio::null())
        .status();
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["build", "--package", package, "--lib", "--profile", profile])
        .args(["--target", "wasm32-unknown-unknown"])
        .arg("--message-format=json-render-diagnostics")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err(io::Error::other(format!(
            "{package} does not compile for the browser"
        )));
    }
    let wasm = format!("{}.wasm", package.replace('-', "_"));
    let messages = output.stdout.split(|&byte| byte == b'\n');
    let files = messages
        .filter_map(|line| serde_json::from_slice::<Json>(line).ok())
        .filter_map(|message| message["filenames"].as_array().cloned())
        .flatten();
    files
        .filter_map(|file| file.as_str().map(PathBuf::from))
        .find(|file| file.file_name().is_some_and(|name| name == wasm.as_str()))
        .ok_or_else(|| io::Error::other(format!("cargo built no {wasm}")))
}

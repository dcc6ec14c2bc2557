//! Finds the program behind `tsc`: TypeScript 7 installs a script that starts it.

use std::{
    env::consts::{ARCH, OS},
    fs,
    path::{Path, PathBuf},
};

use crate::source::text;

/// The path of the program inside its package.
const PROGRAM: &str = if cfg!(windows) {
    "lib/tsc.exe"
} else {
    "lib/tsc"
};

/// The program that the script `tsc` starts, where it is installed as npm packages are.
///
/// It starts without Node, and stopping it stops the compiler rather than only the script.
pub(super) fn program(tsc: &Path) -> Option<PathBuf> {
    let script = fs::canonicalize(tsc).ok()?;
    let package = script.parent()?.parent()?;
    let [_, version] = identity(package)?;
    let name = format!("@typescript/typescript-{}-{}", platform()?, architecture()?);
    package
        .ancestors()
        .map(|above| above.join("node_modules").join(&name))
        .find(|native| identity(native).is_some_and(|[_, of]| of == version))
        .map(|native| native.join(PROGRAM))
        .filter(|program| program.is_file())
}

/// The name and the version of the package in `folder`.
pub(super) fn identity(folder: &Path) -> Option<[String; 2]> {
    let text = text::bytes(&folder.join("package.json")).ok()?;
    let package: serde_json::Value = serde_json::from_slice(&text).ok()?;
    let text = |key: &str| package[key].as_str().map(str::to_owned);
    Some([text("name")?, text("version")?])
}

/// Node's name for this platform.
fn platform() -> Option<&'static str> {
    match OS {
        "linux" => Some("linux"),
        "macos" => Some("darwin"),
        "windows" => Some("win32"),
        _ => None,
    }
}

/// Node's name for this processor.
fn architecture() -> Option<&'static str> {
    match ARCH {
        "x86_64" => Some("x64"),
        "aarch64" => Some("arm64"),
        "arm" => Some("arm"),
        _ => None,
    }
}

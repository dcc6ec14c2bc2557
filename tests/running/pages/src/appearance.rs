//! The look of a page in each size, and axe-core's findings.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::json;

use crate::Page;

/// A phone, a tablet, a laptop and a desktop.
const SIZES: [(u32, u32); 4] = [(390, 844), (820, 1180), (1280, 800), (1920, 1080)];

/// Looks at the page that is open, in dark and in light: nothing may be wider than the window, and
/// axe-core may find nothing. Keeps pictures named after `name` below `target/screenshots`.
pub async fn inspect(page: &Page, name: &str) {
    let folder = root().join("target/screenshots");
    fs::create_dir_all(&folder).unwrap();
    page.client.execute(&axe(), Vec::new()).await.unwrap();
    for (scheme, (width, height)) in looks() {
        dress(page, scheme).await;
        resize(page, (width, height)).await;
        let overflows = "document.documentElement.scrollWidth > innerWidth";
        let overflows = page.evaluate(overflows).await;
        assert_eq!(overflows, json!(false), "{name} at {width}");
        let picture = page.client.screenshot().await.unwrap();
        fs::write(folder.join(format!("{name}-{width}-{scheme}.png")), picture).unwrap();
        let found = page
            .run(
                "const { violations } = await axe.run();
                 return violations.map(found => [found.id, found.nodes.map(node => node.html)])",
            )
            .await;
        assert_eq!(found, json!([]), "{name} at {width}, {scheme}");
    }
}

/// Each size in light, and a phone and a laptop in dark too.
fn looks() -> impl Iterator<Item = (&'static str, (u32, u32))> {
    let light = SIZES.into_iter().map(|size| ("light", size));
    light.chain([("dark", SIZES[0]), ("dark", SIZES[2])])
}

async fn dress(page: &Page, scheme: &str) {
    let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
    let media = json!({ "features": features });
    page.devtools("Emulation.setEmulatedMedia", media).await;
}

async fn resize(page: &Page, (width, height): (u32, u32)) {
    let metrics =
        json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
    page.devtools("Emulation.setDeviceMetricsOverride", metrics)
        .await;
}

/// The source of axe-core, from npm.
fn axe() -> String {
    let folder = root().join("target/axe");
    let source = folder.join("node_modules/axe-core/axe.min.js");
    if !source.exists() {
        fs::create_dir_all(&folder).unwrap();
        let npm = Command::new("npm")
            .args(["install", "--silent", "--no-save", "--no-audit"])
            .args(["--prefix", ".", "axe-core@4.14.1"])
            .current_dir(&folder)
            .status();
        assert!(npm.unwrap().success());
    }
    fs::read_to_string(source).unwrap()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..")
}

//! The look of pages in each size, and axe-core's findings.

use std::{fs, path::Path, process::Command};

use serde_json::json;

use crate::{app::App, browser::Page, loading::PATHS};

/// A phone, a tablet, a laptop and a desktop.
const SIZES: [(u32, u32); 4] = [(390, 844), (820, 1180), (1280, 800), (1920, 1080)];

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a browser: `.ci/run` installs what it takes"]
async fn axe_finds_nothing_and_pages_fit_each_size_in_dark_and_light() {
    let app = App::start().await;
    let axe = axe();
    let page = app.open("/").await;
    let pictures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/screenshots");
    fs::create_dir_all(&pictures).unwrap();
    for path in PATHS {
        let name = path.trim_start_matches('/');
        let name = if name.is_empty() { "home" } else { name };
        page.open(path).await;
        page.becomes("document.querySelector('[aria-busy=true]') === null")
            .await;
        page.client.execute(&axe, Vec::new()).await.unwrap();
        for (scheme, (width, height)) in looks() {
            dress(&page, scheme).await;
            resize(&page, (width, height)).await;
            let overflows = "document.documentElement.scrollWidth > innerWidth";
            assert_eq!(
                page.evaluate(overflows).await,
                json!(false),
                "{path} at {width}"
            );
            let picture = page.client.screenshot().await.unwrap();
            let file = pictures.join(format!("{name}-{width}-{scheme}.png"));
            fs::write(file, picture).unwrap();
            let found = page
                .run(
                    "const { violations } = await axe.run();
                     return violations.map(found => [found.id, found.nodes.map(node => node.html)])",
                )
                .await;
            assert_eq!(found, json!([]), "{path} at {width}, {scheme}");
        }
    }
    page.close().await;
}

/// Each size in light, and the first in dark too.
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
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/axe");
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

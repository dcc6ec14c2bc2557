//! Generated files of functions whose errors `convex-types.d.ts` knows, to be read and reviewed.

use convex_codegen::Config;

use crate::project::{IMPORTS, Project};

/// A backend whose `convex-types.d.ts` says what it throws; the fingerprints are its own.
fn project() -> Project {
    let project = Project::new(&[("shop.ts", &format!("{IMPORTS}{SHOP}"))]);
    let old = project.report();
    assert!(!old.contains("out of date"), "{old}");
    project.write("../convex-types.d.ts", &types("0"));
    let fingerprint = fingerprint(&project);
    project.write("../convex-types.d.ts", &types(&fingerprint));
    project
}

const SHOP: &str = "\
const nothing = { args: {}, returns: v.null(), handler: async () => null };
/** Buys. */
export const buy = mutation(nothing);
export const rent = mutation(nothing);
export const look = query(nothing);
export const close = mutation(nothing);
export const count = query(nothing);
";

fn types(fingerprint: &str) -> String {
    format!(
        r#"// typescript 5.9.3
// source shop {fingerprint}

export interface Functions {{
  "shop:buy"(args: {{}}): null;
  "shop:close"(args: {{}}): null;
  "shop:count"(args: {{}}): null;
  "shop:look"(args: {{}}): null;
  "shop:rent"(args: {{}}): null;
}}

export interface Thrown {{
  "shop.ts:3": {{ code: "OUT_OF_STOCK"; left: number }};
  "shop.ts:4": {{ code: "OUT_OF_STOCK"; item?: string; left: number; fatal: false }};
  "shop.ts:5": {{ code: "CLOSED" }};
  "shop.ts:6": "Nothing to see.";
  "shop.ts:7": "Too dark.";
  "shop.ts:8": {{ kind: "late"; by: number }};
}}

export interface Throws {{
  "shop:buy": "shop.ts:3" | "shop.ts:4" | "shop.ts:5";
  "shop:rent": "shop.ts:3" | "shop.ts:4" | "shop.ts:5";
  "shop:look": "shop.ts:6" | "shop.ts:7";
  "shop:close": "shop.ts:8";
}}
"#
    )
}

/// The fingerprint of the module, as the command writes it: a compiler that is not asked anything
/// need not be there.
fn fingerprint(project: &Project) -> String {
    let tsc = project.convex().join("../typescript/bin/tsc");
    project.write(
        "../typescript/package.json",
        r#"{ "name": "typescript", "version": "5.9.3" }"#,
    );
    project.write("../typescript/bin/tsc", "");
    let asked = convex_codegen::Types::new(project.convex())
        .tsc(tsc)
        .ask(&mut |_| {})
        .expect("nothing is asked");
    let line = asked
        .text
        .lines()
        .find_map(|line| line.strip_prefix("// source shop "));
    line.expect("the module has functions").to_owned()
}

#[test]
fn errors_are_enums_by_code() {
    let files = project().generate();
    insta::assert_snapshot!(files["api/shop.rs"]);
}

#[test]
fn the_user_knows_better() {
    let config = |project: &Project| -> Config {
        project
            .config()
            .error("shop:buy", "crate::BuyError")
            .error("shop:count", "crate::CountError")
    };
    let project = project();
    config(&project).generate().expect("it has no errors");
    let text = project.files()["api/shop.rs"].clone();
    assert!(
        text.contains("/// Throws `crate::BuyError` (") && !text.contains("enum BuyError"),
        "{text}"
    );
    // Nothing is known of it without the option.
    assert!(text.contains("/// Throws `crate::CountError`."), "{text}");
    assert!(text.contains("pub enum RentError {"), "{text}");
    let wrong = config(&project).error("shop:by", "crate::BuyError").run();
    let message = wrong.expect_err("there is no such function").to_string();
    assert!(
        message.contains("`Config::error(\"shop:by\")` matches nothing"),
        "{message}"
    );
}

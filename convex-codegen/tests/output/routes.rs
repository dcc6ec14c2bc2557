//! Constants of HTTP actions, from the router of `convex/http.ts`.

use std::collections::BTreeSet;

use crate::project::Project;

const HEAD: &str = "import { httpRouter, HttpRouter } from \"convex/server\";
import { httpAction, query } from \"./_generated/server\";
const answer = httpAction(async () => new Response());
";

fn http(text: &str) -> String {
    let project = Project::new(&[("http.ts", &format!("{HEAD}{text}"))]);
    let files = project.generate();
    let text = files.get("api/http.rs").map_or("", String::as_str);
    let below = text.split_once("\n\n").map_or("", |(_, below)| below);
    below.to_owned()
}

#[test]
fn each_route_is_a_constant() {
    let generated = http(
        "const http = httpRouter();
http.route({ path: \"/hook\", method: \"POST\", handler: answer });
http.route({ pathPrefix: \"/files/\", method: \"GET\", handler: answer });
for (const method of [\"PUT\", \"DELETE\"] as const) {
  http.route({ path: `/api/v1/items`, method, handler: answer });
}
http.route({ path: \"/\", method: \"GET\", handler: answer });
// Twice under one spelling, and under the name of a function.
http.route({ path: \"/list-all\", method: \"GET\", handler: answer });
http.route({ path: \"/listAll\", method: \"GET\", handler: answer });
export const postHook = query({ args: {}, handler: async () => null });
export default http;
",
    );
    insta::assert_snapshot!(generated);
}

#[test]
fn a_name_that_says_more_is_never_that_of_another() {
    let generated = http(
        "const http = httpRouter();
for (const path of [\"/a-b\", \"/aB\", \"/a/dash/b\"] as const) {
  http.route({ path, method: \"GET\", handler: answer });
}
export default http;
",
    );
    let constants = generated.lines().filter(|line| line.contains("pub const"));
    let names: BTreeSet<&str> = constants
        .filter_map(|line| line.split([' ', ':']).nth(2))
        .collect();
    assert_eq!(names.len(), 3, "{generated}");
    assert!(names.contains("get_a_dash_b"), "{generated}");
}

#[test]
fn only_a_router_in_its_module_has_routes() {
    let other = "export default { route: [], routes: [{ path: \"/x\", method: \"GET\" }] };\n";
    assert_eq!(http(other), "");
    let router = format!(
        "{HEAD}const http = httpRouter();
http.route({{ path: \"/x\", method: \"GET\", handler: answer }});
export default http;
"
    );
    let elsewhere = Project::new(&[("other.ts", &router)]).generate();
    assert!(
        !elsewhere.contains_key("api/other.rs"),
        "Convex looks in `http.ts` only"
    );
}

#[test]
fn routes_that_are_not_known_have_no_constants() {
    let generated = http(
        "const http = new HttpRouter();
http.route({ path: process.env.HOOK!, method: \"POST\", handler: answer });
http.route({ path: \"/known\", method: \"POST\", handler: answer });
export default http;
",
    );
    assert!(generated.contains("post_known"), "{generated}");
    assert_eq!(
        generated.matches("HttpRoute::new").count(),
        1,
        "{generated}"
    );
}

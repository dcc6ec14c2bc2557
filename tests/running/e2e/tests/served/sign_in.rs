//! Sign-in libraries under `serve`: what the table in `docs/src/serve.md` says of them.

use std::process::Command;

use convex_runtime::{Action, Client, Credential, Error, FromConvex, Query, ToConvex, Value};

use crate::project::Project;

const ME: Query<Value, Option<String>> = Query::new("m:me");
const IDENTITY: Query<Value, Value> = Query::new("m:identity");
const SIGN_IN: Action<SignInArgs, SignedIn> = Action::new("auth:signIn");

#[derive(ToConvex)]
struct SignInArgs {
    provider: String,
    params: Params,
}

#[derive(ToConvex)]
struct Params {
    email: String,
    password: String,
    flow: String,
}

#[derive(Debug, FromConvex)]
struct SignedIn {
    tokens: Tokens,
}

#[derive(Debug, FromConvex)]
struct Tokens {
    token: String,
    refresh_token: String,
}

const AUTH: &str = r#"
import { Password } from "@convex-dev/auth/providers/Password";
import { convexAuth } from "@convex-dev/auth/server";
export const { auth, signIn, signOut, store, isAuthenticated } = convexAuth({ providers: [Password] });
"#;

const SCHEMA: &str = r#"
import { defineSchema } from "convex/server";
import { authTables } from "@convex-dev/auth/server";
export default defineSchema({ ...authTables });
"#;

const HTTP: &str = r#"
import { httpRouter } from "convex/server";
import { auth } from "./auth";
const http = httpRouter();
auth.addHttpRoutes(http);
export default http;
"#;

const CONFIG: &str = r#"
export default { providers: [{ domain: process.env.CONVEX_SITE_URL, applicationID: "convex" }] };
"#;

const USERS: &str = r#"
import { query } from "./_generated/server";
import { getAuthUserId } from "@convex-dev/auth/server";
export const me = query({ args: {}, handler: async (ctx) => {
  const id = await getAuthUserId(ctx);
  return id === null ? null : ((await ctx.db.get(id))?.email ?? null);
} });
"#;

/// Makes the keys of a deployment, as the library's own set-up does.
const KEYS: &str = r#"
const { generateKeyPairSync } = require("node:crypto");
const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = privateKey.export({ type: "pkcs8", format: "pem" }).trim().replace(/\n/g, " ");
const jwks = JSON.stringify({ keys: [{ use: "sig", ...publicKey.export({ format: "jwk" }) }] });
console.log(`${pem}\n${jwks}`);
"#;

fn none() -> Value {
    Value::from_iter::<[(&str, Value); 0]>([])
}

async fn sign(client: &Client, flow: &str, password: &str) -> Result<Client, Error> {
    let params = Params {
        email: "ada@example.com".to_owned(),
        password: password.to_owned(),
        flow: flow.to_owned(),
    };
    let provider = "password".to_owned();
    let signed = client.action(SIGN_IN, SignInArgs { provider, params });
    let tokens = signed.await?.tokens;
    assert!(!tokens.refresh_token.is_empty());
    Ok(client.with_credential(Credential::token(tokens.token)))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn convex_auth_signs_up_and_in_by_password() -> Result<(), Error> {
    let keys = Command::new("node").args(["-e", KEYS]).output();
    let keys = String::from_utf8(keys.expect("Node runs").stdout).expect("a text");
    let (private, public) = keys.split_once('\n').expect("both keys");
    let files = [
        ("convex/auth.ts", AUTH),
        ("convex/auth.config.ts", CONFIG),
        ("convex/schema.ts", SCHEMA),
        ("convex/http.ts", HTTP),
        ("convex/m.ts", USERS),
    ];
    let project = Project::serve_with("convex-auth", &files, |serve| {
        serve
            .variable("JWT_PRIVATE_KEY", private)
            .variable("JWKS", public.trim())
            .variable("SITE_URL", "http://localhost:5173")
    })
    .await;
    let client = project.client();
    assert_eq!(client.query(ME, none()).await?, None);
    let ada = sign(&client, "signUp", "correct horse battery").await?;
    assert_eq!(
        ada.query(ME, none()).await?.as_deref(),
        Some("ada@example.com")
    );
    sign(&client, "signIn", "wrong horse battery")
        .await
        .expect_err("the password is another");
    let again = sign(&client, "signIn", "correct horse battery").await?;
    let mut me = again.subscribe(ME, none());
    let shown = me.next().await.expect("it is served")?;
    assert_eq!(
        shown.as_deref(),
        Some("ada@example.com"),
        "by the socket too"
    );
    // Where libraries look for the keys.
    let site = project.served.site_url();
    let keys = reqwest::get(format!("{site}/.well-known/jwks.json")).await;
    let keys = keys.expect("an answer").text().await.expect("a text");
    assert!(keys.contains("\"kty\":\"RSA\""), "{keys}");
    Ok(())
}

const IDENTITIES: &str = r#"
import { query } from "./_generated/server";
export const identity = query({ args: {}, handler: async (ctx) => await ctx.auth.getUserIdentity() });
"#;

/// `{"alg":"RS256","typ":"JWT"}`, then the claims that Clerk's template for Convex has, and two of an
/// organization; signed by nobody.
const CLERK: &str = "\
    eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL2NsZXJrLmV4YW1wbGUuZGV2Iiw\
    ic3ViIjoidXNlcl8yYWJjIiwiYXVkIjoiY29udmV4IiwiYXpwIjoiaHR0cDovL2xvY2FsaG9zdDo1MTczIiw\
    ic2lkIjoic2Vzc18xIiwianRpIjoiMSIsImlhdCI6MTcwMDAwMDAwMCwibmJmIjoxNjk5OTk5OTkwLCJleHA\
    iOjQxMDI0NDQ4MDAsImVtYWlsIjoiYWRhQGV4YW1wbGUuY29tIiwiZW1haWxfdmVyaWZpZWQiOnRydWUsImd\
    pdmVuX25hbWUiOiJBZGEiLCJwaWN0dXJlIjoiaHR0cHM6Ly9pbWcuZXhhbXBsZS5kZXYvYWRhIiwib3JnX2l\
    kIjoib3JnXzEiLCJvcmdfcm9sZSI6Im9yZzphZG1pbiJ9.c2ln";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tokens_in_the_form_of_clerk_are_believed() -> Result<(), Error> {
    let project = Project::serve_files("clerk", &[("convex/m.ts", IDENTITIES)]).await;
    let client = project.client();
    assert_eq!(client.query(IDENTITY, none()).await?, Value::Null);
    let ada = client.with_credential(Credential::token(CLERK));
    let Value::Object(identity) = ada.query(IDENTITY, none()).await? else {
        panic!("it is an object");
    };
    for (name, value) in [
        ("subject", "user_2abc"),
        ("issuer", "https://clerk.example.dev"),
        ("tokenIdentifier", "https://clerk.example.dev|user_2abc"),
        ("email", "ada@example.com"),
        ("givenName", "Ada"),
        ("pictureUrl", "https://img.example.dev/ada"),
        ("org_id", "org_1"),
        ("org_role", "org:admin"),
    ] {
        assert_eq!(identity.get(name), Some(&Value::from(value)), "{name}");
    }
    assert_eq!(identity.get("emailVerified"), Some(&Value::from(true)));
    Ok(())
}

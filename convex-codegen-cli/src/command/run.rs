//! `convex-codegen run`: calls a function of a deployment.

use std::{
    fs,
    io::{self, Read},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Args, ValueEnum};
use convex_codegen::inspect::{Backend, FunctionKind, Visibility};
use convex_runtime::Error;
use serde_json::{Value as Json, json};

use super::{answer, print, wait};
use crate::{
    backends,
    deployment::{self, Call, Deployment, Target, prepare},
    failure::{Failure, Outcome},
    terminal::{Terminal, bold},
};

/// Call a function of a deployment, without Node; arguments are checked against its types first
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  convex-codegen run payments:charge '{ \"amount\": 1999, \"currency\": \"EUR\" }'
  convex-codegen run tasks:list --watch
  CONVEX_DEPLOY_KEY=… convex-codegen run migrations:start    internal functions need the key")]
pub(super) struct Run {
    /// The function: `payments:charge`
    function: String,
    /// Its arguments, in Convex's JSON; `@FILE` reads a file, `-` stdin
    #[arg(default_value = "{}")]
    args: String,
    /// The project or functions folder with its types [default: the current folder]
    #[arg(long, short = 'C', value_name = "PATH")]
    dir: Option<PathBuf>,
    /// The function's kind, if it is not known from types
    #[arg(long, value_enum)]
    kind: Option<Kind>,
    /// The component that has the function
    #[arg(long, value_name = "PATH")]
    component: Option<String>,
    /// Print each result of a query as it changes
    #[arg(long)]
    watch: bool,
    /// Send arguments that do not fit the types, too
    #[arg(long)]
    no_check: bool,
    #[command(flatten)]
    target: Target,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    Query,
    Mutation,
    Action,
}

impl Run {
    pub(super) fn run(self, terminal: Terminal) -> Outcome<ExitCode> {
        wait(self.call(terminal))
    }

    async fn call(self, terminal: Terminal) -> Outcome<ExitCode> {
        let mut args = self.arguments()?;
        let mut deployment = self.target.connect()?;
        if let Some(component) = &self.component {
            deployment = deployment.component(component)?;
        }
        let kind = match (self.kind, self.component.is_some()) {
            (Some(kind), _) if self.component.is_some() => of(kind),
            (None, true) => {
                return Err(Failure::Text(
                    "say what the function of the component is: `--kind query|mutation|action`"
                        .to_owned(),
                ));
            }
            (kind, _) => {
                let Some(kind) = self
                    .check(&mut args, kind.map(of), &deployment, terminal)
                    .await?
                else {
                    return Ok(answer(false));
                };
                kind
            }
        };
        let call = Call::new(kind, &self.function);
        let args = deployment::value(&args)?;
        if self.watch {
            if kind != FunctionKind::Query {
                return Err(Failure::Text(format!(
                    "`--watch` follows queries; `{}` is not one",
                    self.function
                )));
            }
            let mut results = deployment.subscribe(call.path, args);
            while let Some(result) = results.next().await {
                match result {
                    Ok(value) => show(&value, terminal)?,
                    Err(error) => terminal.error(&error.to_string()),
                }
            }
            return Ok(ExitCode::SUCCESS);
        }
        match deployment.try_call(call, args).await {
            Ok(value) => {
                show(&value, terminal)?;
                Ok(ExitCode::SUCCESS)
            }
            // The function ran and failed.
            Err(error @ (Error::Application { .. } | Error::Function { .. })) => {
                terminal.error(&error.to_string());
                Ok(answer(false))
            }
            Err(error) => Err(error.into()),
        }
    }

    fn arguments(&self) -> Outcome<Json> {
        let text = match self.args.as_str() {
            "-" => {
                let mut text = String::new();
                let read = io::stdin().read_to_string(&mut text);
                read.map_err(|error| Failure::io("read", "stdin", &error))?;
                text
            }
            args => match args.strip_prefix('@') {
                Some(file) => {
                    fs::read_to_string(file).map_err(|error| Failure::io("read", file, &error))?
                }
                None => args.to_owned(),
            },
        };
        let json: Json = serde_json::from_str(&text).map_err(|error| {
            Failure::Text(format!("the arguments are not JSON: {error}\n\n    {}\n\nwrite them as `'{{ \"name\": \"value\" }}'`", text.trim()))
        })?;
        match json {
            Json::Object(_) => Ok(json),
            _ => Err(Failure::Text(
                "arguments are an object: `'{ \"name\": \"value\" }'`".to_owned(),
            )),
        }
    }

    /// Finds the function's types and checks the arguments; returns the function's kind.
    async fn check(
        &self,
        args: &mut Json,
        kind: Option<FunctionKind>,
        deployment: &Deployment,
        terminal: Terminal,
    ) -> Outcome<Option<FunctionKind>> {
        let Some(backend) = self.types(deployment).await? else {
            return match kind {
                Some(kind) => Ok(Some(kind)),
                None => Err(Failure::Text(format!(
                    "no types of `{}` are at hand: name its functions folder with `--dir`, set a key, or say `--kind query|mutation|action`",
                    self.function
                ))),
            };
        };
        let Some(function) = backend.function(&self.function) else {
            if kind.is_some() {
                return Ok(kind);
            }
            let backend = backends::whole(backend, "nothing is sent")?;
            return Err(super::list::missing(&self.function, &backend));
        };
        if function.visibility == Visibility::Internal && !deployment.is_admin() {
            return Err(Failure::Text(format!(
                "`{}` is internal: set `CONVEX_DEPLOY_KEY` to call it",
                self.function
            )));
        }
        if !self.no_check {
            let problems = prepare(args, &function.args.ty);
            if !problems.is_empty() {
                for problem in &problems {
                    terminal.error(&format!("{}: {}", bold(&problem.path), problem.message));
                }
                let place = function.place.as_ref().map_or_else(String::new, |place| {
                    format!(" ({}:{})", place.path, place.line)
                });
                terminal.say(&format!(
                    "`{}` takes {}{place}; nothing was sent",
                    self.function, function.args.ty
                ));
                return Ok(None);
            }
        }
        Ok(Some(kind.unwrap_or(function.kind)))
    }

    /// The types of the functions folder, or else of the deployment.
    async fn types(&self, deployment: &Deployment) -> Outcome<Option<Backend>> {
        let local = match &self.dir {
            Some(dir) => Some(backends::read(Some(dir))?),
            None if backends::is_project() => Some(backends::read(None)?),
            None => None,
        };
        if local.is_some() || !deployment.is_admin() {
            return Ok(local);
        }
        let json = deployment.specification().await?;
        Ok(Some(Backend::specification(deployment.url(), &json)?))
    }
}

fn of(kind: Kind) -> FunctionKind {
    match kind {
        Kind::Query => FunctionKind::Query,
        Kind::Mutation => FunctionKind::Mutation,
        Kind::Action => FunctionKind::Action,
    }
}

fn show(value: &convex_runtime::Value, terminal: Terminal) -> Outcome<()> {
    let json = deployment::to_json(value)?;
    let text = serde_json::to_string_pretty(&json).unwrap_or_else(|_| json!(null).to_string());
    print(terminal, &text)
}

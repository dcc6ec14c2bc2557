//! `System`: what the deployment tells its administrator about itself: functions, data, environment
//! variables, logs.

use std::{
    collections::BTreeMap,
    sync::Mutex,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use serde_json::{Value as Json, json};
use tokio::sync::watch;

use super::{
    ForeignQuestion, Thrown,
    backend::Backend,
    execute::Invocation,
    function::{Access, capitalized},
    http::HttpError,
    lock::lock,
    outcome::Outcome,
    registry::OwnersQuestions,
};
use crate::{FunctionKind, Tape, Value};

/// Information that the deployment reports to its administrator, besides its functions.
#[derive(Debug, Default)]
pub(super) struct System {
    environment: Mutex<BTreeMap<String, String>>,
    tables: Mutex<BTreeMap<String, Vec<Value>>>,
    log: Mutex<Vec<(u64, Json)>>,
    /// The time of the last entry in the log. Each has one of its own, in milliseconds since 1970.
    logged: watch::Sender<u64>,
}

/// The longest that a request for logs waits.
const PATIENCE: Duration = Duration::from_secs(60);

impl System {
    #[cfg(feature = "admin")]
    pub(super) fn set_table(&self, name: String, documents: Vec<Value>) {
        lock(&self.tables).insert(name, documents);
    }

    pub(super) fn set_environment(&self, variables: BTreeMap<String, String>) {
        *lock(&self.environment) = variables;
    }

    pub(super) fn environment(&self) -> BTreeMap<String, String> {
        lock(&self.environment).clone()
    }

    /// Takes `{"changes": [{"name", "value"}]}`, all or nothing.
    fn change_environment(&self, body: &Json) -> Result<(), HttpError> {
        let mut environment = lock(&self.environment);
        let mut changed = environment.clone();
        for change in body["changes"].as_array().into_iter().flatten() {
            let name = change["name"].as_str().unwrap_or_default();
            let is_name = name
                .starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
                && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            if !is_name {
                let message = format!(
                    "The environment variable name {name} is invalid. Environment variable names must begin with a letter and may only \
                     include characters a-z, A-Z, 0-9, and underscores."
                );
                return Err(HttpError::bad_request(
                    "EnvironmentVariableNameInvalid",
                    message,
                ));
            }
            match change["value"].as_str() {
                Some(value) => _ = changed.insert(name.to_owned(), value.to_owned()),
                None => _ = changed.remove(name),
            }
        }
        *environment = changed;
        Ok(())
    }

    /// Writes down how a call has ended.
    pub(super) fn log(&self, request: &Invocation, kind: FunctionKind, outcome: &Outcome) {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let now = now.unwrap_or_default();
        let error = outcome.result.as_ref().err();
        let entry = json!({
            "kind": "Completion",
            "udfType": capitalized(kind),
            "identifier": request.path.stripped(),
            "componentPath": Some(request.path.component()).filter(|path| !path.is_empty()),
            "timestamp": now.as_secs_f64(),
            "executionTime": 0.001,
            "logLines": outcome.log_lines,
            "error": error.map(|thrown| thrown.message.clone()),
            "requestId": "0123456789abcdef",
        });
        let mut log = lock(&self.log);
        let now = now.as_millis();
        let last = log.last().map_or(0, |(time, _)| *time);
        let time = u64::try_from(now).unwrap_or(u64::MAX).max(last + 1);
        log.push((time, entry));
        self.logged.send_replace(time);
    }

    /// The entries after a time, in milliseconds since 1970, as soon as there are some.
    pub(super) async fn log_after(&self, cursor: u64) -> Json {
        let mut logged = self.logged.subscribe();
        let waited = logged.wait_for(|time| *time > cursor);
        // Without any the answer is empty.
        let _ = tokio::time::timeout(PATIENCE, waited).await;
        let log = lock(&self.log);
        let entries = log.iter().filter(|(time, _)| *time > cursor);
        let entries: Vec<&Json> = entries.map(|(_, entry)| entry).collect();
        let last = log.last().map_or(cursor, |(time, _)| cursor.max(*time));
        json!({ "entries": entries, "newCursor": last })
    }
}

impl Backend {
    /// Takes `{"changes": [{"name", "value"}]}`, and tells the process that executes functions.
    pub(super) async fn change_environment(&self, body: &Json) -> Result<(), HttpError> {
        self.system.change_environment(body)?;
        let asked = lock(&self.registry).system.clone();
        if let Some(OwnersQuestions(ask)) = asked {
            let changes = body["changes"].as_array().into_iter().flatten();
            let changes = changes.map(|change| {
                let name = change["name"].as_str().unwrap_or_default().to_owned();
                (name, change["value"].as_str().map(str::to_owned))
            });
            let told = ask(ForeignQuestion::Environment(changes.collect())).await;
            told.map_err(|thrown| HttpError::bad_request("Environment", thrown.message))?;
        }
        Ok(())
    }
}

/// Answers a call of a system function; `None` for other functions and for other callers.
pub(super) async fn answer(
    backend: &Backend,
    request: &Invocation,
) -> Option<Result<Value, Thrown>> {
    if !request.principal.is_admin {
        return None;
    }
    let system = &backend.system;
    let foreign = lock(&backend.registry).system.clone();
    let args = match &request.args {
        Json::Array(args) => args.first().cloned().unwrap_or_default(),
        named => named.clone(),
    };
    let json = match request.path.stripped().as_str() {
        "_system/cli/tables" if foreign.is_some() => {
            return Some(foreign_tables(&foreign?).await);
        }
        "_system/cli/tableData" if foreign.is_some() => {
            let OwnersQuestions(ask) = foreign?;
            return Some(ask(ForeignQuestion::Documents(args)).await);
        }
        "_system/cli/tables" => {
            let tables = lock(&system.tables);
            let page: Vec<_> = tables.keys().map(|name| json!({ "name": name })).collect();
            json!({ "page": page, "isDone": true, "continueCursor": "end" })
        }
        "_system/cli/tableData" => return Some(Ok(system.table_data(&args))),
        "_system/cli/queryEnvironmentVariables" => {
            let all = system.environment();
            let document = |(name, value)| json!({ "name": name, "value": value });
            all.into_iter().map(document).collect()
        }
        "_system/cli/queryEnvironmentVariables:get" => {
            let name = args["name"].as_str().unwrap_or_default();
            let value = system.environment().remove(name);
            value.map_or(Json::Null, |value| json!({ "name": name, "value": value }))
        }
        "_system/cli/modules:apiSpec" => functions(backend, request.path.component()),
        "_system/cli/convexUrl:cloudUrl" => json!(*lock(&backend.url)),
        _ => return None,
    };
    let value = Tape::parse(&json.to_string()).ok()?.root().decode().ok()?;
    Some(Ok(value))
}

/// The page of tables of which another process has the data.
async fn foreign_tables(OwnersQuestions(ask): &OwnersQuestions) -> Result<Value, Thrown> {
    let Value::Array(names) = ask(ForeignQuestion::Tables).await? else {
        return Err(Thrown::error("the tables are not a list"));
    };
    let names = names.into_iter();
    let page = names
        .map(|name| Value::from_iter([("name", name)]))
        .collect();
    Ok(Value::from_iter([
        ("page", Value::Array(page)),
        ("isDone", Value::Boolean(true)),
        ("continueCursor", Value::String("end".to_owned())),
    ]))
}

impl System {
    fn table_data(&self, args: &Json) -> Value {
        let tables = lock(&self.tables);
        let name = args["table"].as_str().unwrap_or_default();
        let mut documents = tables.get(name).cloned().unwrap_or_default();
        if args["order"] == "desc" {
            documents.reverse();
        }
        let options = &args["paginationOpts"];
        let cursor = options["cursor"]
            .as_str()
            .and_then(|cursor| cursor.parse().ok());
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a page is small"
        )]
        let items = options["numItems"].as_f64().unwrap_or(1.0) as usize;
        let start = cursor.unwrap_or(0).min(documents.len());
        let end = start.saturating_add(items).min(documents.len());
        let is_done = end == documents.len();
        Value::from_iter([
            ("page", Value::Array(documents.drain(start..end).collect())),
            ("isDone", Value::Boolean(is_done)),
            ("continueCursor", Value::String(end.to_string())),
        ])
    }
}

/// The functions of a component, as the official command line prints them.
fn functions(backend: &Backend, component: &str) -> Json {
    let registry = lock(&backend.registry);
    let of = registry
        .iter()
        .filter(|(path, _)| path.component() == component);
    let spec = of.map(|(path, function)| {
        json!({
            "identifier": path.to_string(),
            "functionType": capitalized(function.kind),
            "visibility": { "kind": match function.access {
                Access::Public => "public",
                Access::Internal => "internal",
            } },
            "args": function.args.to_json(),
            "returns": function.returns.to_json(),
        })
    });
    spec.collect()
}

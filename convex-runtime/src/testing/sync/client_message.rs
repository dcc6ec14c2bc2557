//! `ClientMessage`: messages from clients.

use serde_json::{Map, Value as Json};

use crate::{
    FunctionKind,
    testing::{clock::Timestamp, path::FunctionPath},
};

#[derive(Debug, Clone, PartialEq)]
pub(super) enum ClientMessage {
    Connect {
        session_id: String,
        connection_count: u64,
        last_close_reason: String,
        max_observed: Option<Timestamp>,
    },
    ModifyQuerySet {
        base: u64,
        new: u64,
        modifications: Vec<Modification>,
    },
    Call {
        request_id: u64,
        kind: FunctionKind,
        path: FunctionPath,
        args: Json,
    },
    Authenticate {
        base: u64,
        token: Token,
    },
    /// Nothing to do.
    Event,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Modification {
    Add {
        query: u64,
        path: FunctionPath,
        args: Json,
    },
    Remove {
        query: u64,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    User(String),
    Admin {
        key: String,
        acting_as: Option<Map<String, Json>>,
    },
    None,
}

impl ClientMessage {
    /// Reads a frame. The error is for the client.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let json: Json = serde_json::from_str(text)
            .map_err(|error| format!("Received Invalid JSON: {error}"))?;
        match string(&json, "type")? {
            "Connect" => Ok(Self::Connect {
                session_id: string(&json, "sessionId")?.to_owned(),
                connection_count: number(&json, "connectionCount")?,
                last_close_reason: json["lastCloseReason"]
                    .as_str()
                    .unwrap_or("unknown")
                    .to_owned(),
                max_observed: match json["maxObservedTimestamp"].as_str() {
                    Some(text) => Some(
                        Timestamp::decode(text).ok_or_else(|| invalid("maxObservedTimestamp"))?,
                    ),
                    None => None,
                },
            }),
            "ModifyQuerySet" => {
                let modifications = json["modifications"]
                    .as_array()
                    .ok_or_else(|| invalid("modifications"))?;
                Ok(Self::ModifyQuerySet {
                    base: number(&json, "baseVersion")?,
                    new: number(&json, "newVersion")?,
                    modifications: modifications
                        .iter()
                        .map(Modification::parse)
                        .collect::<Result<_, _>>()?,
                })
            }
            "Mutation" => Self::call(&json, FunctionKind::Mutation),
            "Action" => Self::call(&json, FunctionKind::Action),
            "Authenticate" => Ok(Self::Authenticate {
                base: number(&json, "baseVersion")?,
                token: match string(&json, "tokenType")? {
                    "User" => Token::User(string(&json, "value")?.to_owned()),
                    "Admin" => Token::Admin {
                        key: string(&json, "value")?.to_owned(),
                        acting_as: ["impersonating", "acting_as"]
                            .iter()
                            .find_map(|name| json[name].as_object().cloned()),
                    },
                    "None" => Token::None,
                    other => return Err(format!("Unknown token type {other}")),
                },
            }),
            "Event" => Ok(Self::Event),
            other => Err(format!("Received Invalid JSON: unknown variant `{other}`")),
        }
    }

    fn call(json: &Json, kind: FunctionKind) -> Result<Self, String> {
        let (path, args) = function(json)?;
        Ok(Self::Call {
            request_id: number(json, "requestId")?,
            kind,
            path,
            args,
        })
    }
}

impl Modification {
    fn parse(json: &Json) -> Result<Self, String> {
        let query = number(json, "queryId")?;
        match string(json, "type")? {
            "Add" => {
                let (path, args) = function(json)?;
                Ok(Self::Add { query, path, args })
            }
            "Remove" => Ok(Self::Remove { query }),
            other => Err(format!("Received Invalid JSON: unknown variant `{other}`")),
        }
    }
}

fn function(json: &Json) -> Result<(FunctionPath, Json), String> {
    let path =
        FunctionPath::parse(string(json, "udfPath")?).map_err(|invalid| invalid.to_string())?;
    let path = path.within(json["componentPath"].as_str().unwrap_or_default());
    let args = json["args"].as_array().ok_or_else(|| invalid("args"))?;
    Ok((path, Json::Array(args.clone())))
}

fn string<'a>(json: &'a Json, field: &str) -> Result<&'a str, String> {
    json[field].as_str().ok_or_else(|| invalid(field))
}

fn number(json: &Json, field: &str) -> Result<u64, String> {
    json[field].as_u64().ok_or_else(|| invalid(field))
}

fn invalid(field: &str) -> String {
    format!("Received Invalid JSON: missing or invalid field `{field}`")
}

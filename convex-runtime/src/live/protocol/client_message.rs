//! `ClientMessage`: what a client says.

use std::fmt::Write;

use super::{Json, QueryId, RequestId, Timestamp};
use crate::{Credential, auth::CredentialKind};

/// A message from a client to the deployment.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ClientMessage {
    /// The first message of a connection.
    Connect {
        session: String,
        connection_count: u32,
        last_close_reason: Option<String>,
        max_observed: Option<Timestamp>,
        /// Milliseconds since 1970.
        client_ts: u64,
    },
    Authenticate {
        base_version: u32,
        credential: SyncCredential,
    },
    ModifyQuerySet {
        base_version: u32,
        changes: Vec<QueryChange>,
    },
    Call {
        request: RequestId,
        call: SyncCall,
    },
}

/// The credential of the caller.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum SyncCredential {
    Anonymous,
    /// A JWT.
    User(String),
    /// A deploy or admin key, and the JSON of the identity to act as.
    Admin {
        key: String,
        acting_as: Option<Json>,
    },
}

/// A change to the set of subscribed queries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum QueryChange {
    Add {
        query: QueryId,
        path: Json,
        args: Json,
        journal: Option<String>,
    },
    Remove {
        query: QueryId,
    },
}

/// A mutation or an action: what runs once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SyncCall {
    pub(crate) kind: CallKind,
    pub(crate) path: Json,
    /// The JSON of the one object of arguments.
    pub(crate) args: Json,
}

/// The kind of a call that runs once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum CallKind {
    Mutation,
    Action,
}

impl std::fmt::Debug for SyncCredential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Tokens and keys are secret.
        f.write_str(match self {
            Self::Anonymous => "Anonymous",
            Self::User(_) => "User(..)",
            Self::Admin { .. } => "Admin { .. }",
        })
    }
}

impl ClientMessage {
    /// The message as the text of a frame. Functions are those of `component`, if it is not the app
    /// itself that is called.
    pub(crate) fn encode(&self, component: Option<&str>) -> String {
        let mut out = String::with_capacity(160);
        match self {
            Self::Connect {
                session,
                connection_count,
                last_close_reason,
                max_observed,
                client_ts,
            } => {
                let _ = write!(
                    out,
                    r#"{{"type":"Connect","sessionId":{},"connectionCount":{connection_count},"#,
                    quoted(session)
                );
                let reason = last_close_reason
                    .as_deref()
                    .map_or("null".to_owned(), quoted);
                let _ = write!(out, r#""lastCloseReason":{reason},"clientTs":{client_ts}"#);
                if let Some(ts) = max_observed {
                    let _ = write!(out, r#","maxObservedTimestamp":"{}""#, ts.encode());
                }
            }
            Self::Authenticate {
                base_version,
                credential,
            } => {
                let _ = write!(
                    out,
                    r#"{{"type":"Authenticate","baseVersion":{base_version},"#
                );
                credential.encode(&mut out);
            }
            Self::ModifyQuerySet {
                base_version,
                changes,
            } => {
                let new_version = base_version + 1;
                let _ = write!(
                    out,
                    r#"{{"type":"ModifyQuerySet","baseVersion":{base_version},"newVersion":{new_version},"#
                );
                out.push_str(r#""modifications":["#);
                for (index, change) in changes.iter().enumerate() {
                    out.push_str(if index == 0 { "" } else { "," });
                    change.encode(&mut out, component);
                }
                out.push(']');
            }
            Self::Call {
                request,
                call: SyncCall { kind, path, args },
            } => {
                let kind = match kind {
                    CallKind::Mutation => "Mutation",
                    CallKind::Action => "Action",
                };
                let path = quoted(path);
                let _ = write!(
                    out,
                    r#"{{"type":"{kind}","requestId":{request},"udfPath":{path},"args":[{args}]"#
                );
                write_component(&mut out, component);
            }
        }
        out.push('}');
        out
    }
}

impl From<&Credential> for SyncCredential {
    fn from(credential: &Credential) -> Self {
        match credential.kind() {
            CredentialKind::Anonymous => Self::Anonymous,
            CredentialKind::User(jwt) => Self::User(jwt.to_string()),
            CredentialKind::Admin { key, acting_as } => Self::Admin {
                key: key.to_string(),
                acting_as: acting_as.clone(),
            },
        }
    }
}

impl SyncCredential {
    fn encode(&self, out: &mut String) {
        let _ = match self {
            Self::Anonymous => write!(out, r#""tokenType":"None""#),
            Self::User(token) => write!(out, r#""tokenType":"User","value":{}"#, quoted(token)),
            Self::Admin {
                key,
                acting_as: None,
            } => write!(out, r#""tokenType":"Admin","value":{}"#, quoted(key)),
            Self::Admin {
                key,
                acting_as: Some(identity),
            } => {
                write!(
                    out,
                    r#""tokenType":"Admin","value":{},"impersonating":{identity}"#,
                    quoted(key)
                )
            }
        };
    }
}

impl QueryChange {
    fn encode(&self, out: &mut String, component: Option<&str>) {
        let _ = match self {
            Self::Add {
                query,
                path,
                args,
                journal,
            } => {
                let path = quoted(path);
                let _ = write!(
                    out,
                    r#"{{"type":"Add","queryId":{query},"udfPath":{path},"args":[{args}]"#
                );
                write_component(out, component);
                match journal {
                    Some(journal) => write!(out, r#","journal":{}}}"#, quoted(journal)),
                    None => write!(out, "}}"),
                }
            }
            Self::Remove { query } => write!(out, r#"{{"type":"Remove","queryId":{query}}}"#),
        };
    }
}

fn write_component(out: &mut String, component: Option<&str>) {
    if let Some(component) = component {
        let _ = write!(out, r#","componentPath":{}"#, quoted(component));
    }
}

fn quoted(text: &str) -> String {
    crate::json::quoted(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_written_as_the_protocol_has_them() {
        let connect = ClientMessage::Connect {
            session: "s".to_owned(),
            connection_count: 2,
            last_close_reason: Some("a \"b\"".to_owned()),
            max_observed: Some(Timestamp(1)),
            client_ts: 5,
        };
        assert_eq!(
            connect.encode(None),
            r#"{"type":"Connect","sessionId":"s","connectionCount":2,"lastCloseReason":"a \"b\"","clientTs":5,"maxObservedTimestamp":"AQAAAAAAAAA="}"#
        );
        let add = QueryChange::Add {
            query: 3,
            path: "a:b".into(),
            args: r#"{"x":1}"#.into(),
            journal: Some("j".to_owned()),
        };
        assert_eq!(
            ClientMessage::ModifyQuerySet {
                base_version: 1,
                changes: vec![add, QueryChange::Remove { query: 2 }]
            }
            .encode(None),
            r#"{"type":"ModifyQuerySet","baseVersion":1,"newVersion":2,"modifications":[{"type":"Add","queryId":3,"udfPath":"a:b","args":[{"x":1}],"journal":"j"},{"type":"Remove","queryId":2}]}"#
        );
        let of_component = QueryChange::Add {
            query: 3,
            path: "a:b".into(),
            args: "{}".into(),
            journal: None,
        };
        assert_eq!(
            ClientMessage::ModifyQuerySet {
                base_version: 1,
                changes: vec![of_component]
            }
            .encode(Some("a/b")),
            r#"{"type":"ModifyQuerySet","baseVersion":1,"newVersion":2,"modifications":[{"type":"Add","queryId":3,"udfPath":"a:b","args":[{}],"componentPath":"a/b"}]}"#
        );
        let call = SyncCall {
            kind: CallKind::Action,
            path: "a:b".into(),
            args: "{}".into(),
        };
        assert_eq!(
            ClientMessage::Call { request: 4, call }.encode(None),
            r#"{"type":"Action","requestId":4,"udfPath":"a:b","args":[{}]}"#
        );
        let admin = SyncCredential::Admin {
            key: "k".to_owned(),
            acting_as: Some(r#"{"subject":"u"}"#.into()),
        };
        assert_eq!(
            ClientMessage::Authenticate {
                base_version: 0,
                credential: admin
            }
            .encode(None),
            r#"{"type":"Authenticate","baseVersion":0,"tokenType":"Admin","value":"k","impersonating":{"subject":"u"}}"#
        );
    }

    #[test]
    fn no_debug_text_shows_a_token() {
        let message = ClientMessage::Authenticate {
            base_version: 0,
            credential: SyncCredential::User("secret".to_owned()),
        };
        assert!(!format!("{message:?}").contains("secret"));
    }
}

//! `Format`: the JSON formats of the server's answers.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value as Json, json};

use crate::Value;

/// The JSON form of a result that a caller asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// Loses nothing.
    Encoded,
    /// Easy to read: `Int64` and bytes are strings.
    Clean,
    /// `Int64` are numbers, the rest as in `Encoded`.
    Export,
}

impl Format {
    pub(super) fn parse(name: &str) -> Option<Self> {
        match name {
            "convex_encoded_json" | "convex_json" => Some(Self::Encoded),
            "json" | "convex_clean_json" => Some(Self::Clean),
            "export_json" => Some(Self::Export),
            _ => None,
        }
    }

    pub(super) fn export(self, value: &Value) -> Json {
        match value {
            Value::Null => Json::Null,
            Value::Boolean(value) => json!(value),
            Value::String(value) => json!(value),
            Value::Int64(value) => match self {
                Self::Encoded => json!({ "$integer": STANDARD.encode(value.to_le_bytes()) }),
                Self::Clean => json!(value.to_string()),
                Self::Export => json!(value),
            },
            Value::Float64(value) => self.float64(*value),
            Value::Bytes(value) => match self {
                Self::Clean => json!(STANDARD.encode(value)),
                Self::Encoded | Self::Export => json!({ "$bytes": STANDARD.encode(value) }),
            },
            Value::Array(items) => items.iter().map(|item| self.export(item)).collect(),
            Value::Object(fields) => Json::Object(
                fields
                    .iter()
                    .map(|(name, value)| (name.clone(), self.export(value)))
                    .collect(),
            ),
            Value::CommitTs => json!({ "$commitTs": null }),
        }
    }

    fn float64(self, value: f64) -> Json {
        let is_negative_zero = value == 0.0 && value.is_sign_negative();
        match self {
            Self::Clean if value.is_nan() => json!("NaN"),
            Self::Clean if value.is_infinite() => {
                json!(if value > 0.0 { "Infinity" } else { "-Infinity" })
            }
            Self::Encoded if is_negative_zero || !value.is_finite() => {
                json!({ "$float": STANDARD.encode(value.to_le_bytes()) })
            }
            Self::Export if !value.is_finite() => {
                json!({ "$float": STANDARD.encode(value.to_le_bytes()) })
            }
            _ => json!(value),
        }
    }
}

/// The form that loses nothing.
pub(super) fn encoded(value: &Value) -> Json {
    Format::Encoded.export(value)
}

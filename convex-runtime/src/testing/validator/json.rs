//! Validators in the JSON form that `exportArgs()` and `exportReturns()` of Convex's library give.

use serde_json::{Map, Value as Json, json};

use super::{Field, Fields, Literal, Validator};
use crate::{Tape, Value, testing::export::encoded};

impl Validator {
    /// Reads a validator; no validator accepts anything. `None` when it is none that is known.
    pub(in crate::testing) fn from_json(json: &Json) -> Option<Self> {
        let Json::Object(_) = json else {
            return json.is_null().then_some(Self::Any);
        };
        Some(match json["type"].as_str()? {
            "any" => Self::Any,
            "null" => Self::Null,
            "boolean" => Self::Boolean,
            "bigint" | "commitTs" => Self::Int64,
            "number" => Self::Float64,
            "string" => Self::String,
            "bytes" => Self::Bytes,
            "id" => Self::Id(json["tableName"].as_str()?.to_owned()),
            "literal" => Self::Literal(literal(&json["value"])?),
            "array" => Self::Array(Box::new(Self::from_json(&json["value"])?)),
            "record" => {
                let keys = Self::from_json(&json["keys"])?;
                Self::Record(Box::new(keys), Box::new(field(&json["values"])?.validator))
            }
            "object" => Self::Object(
                json["value"]
                    .as_object()?
                    .iter()
                    .map(|(name, json)| Some((name.clone(), field(json)?)))
                    .collect::<Option<Fields>>()?,
            ),
            "union" => {
                let members = json["value"].as_array()?;
                Self::Union(members.iter().map(Self::from_json).collect::<Option<_>>()?)
            }
            _ => return None,
        })
    }
}

impl Validator {
    /// The JSON form, as [`from_json`](Self::from_json) reads it.
    pub(in crate::testing) fn to_json(&self) -> Json {
        let field = |field: &Field| json!({ "fieldType": field.validator.to_json(), "optional": field.is_optional });
        match self {
            Self::Any => json!({ "type": "any" }),
            Self::Null => json!({ "type": "null" }),
            Self::Boolean => json!({ "type": "boolean" }),
            Self::Int64 => json!({ "type": "bigint" }),
            Self::Float64 => json!({ "type": "number" }),
            Self::String => json!({ "type": "string" }),
            Self::Bytes => json!({ "type": "bytes" }),
            Self::Id(table) => json!({ "type": "id", "tableName": table }),
            Self::Literal(literal) => {
                json!({ "type": "literal", "value": encoded(&literal.value()) })
            }
            Self::Array(item) => json!({ "type": "array", "value": item.to_json() }),
            Self::Record(keys, values) => json!({
                "type": "record",
                "keys": keys.to_json(),
                "values": { "fieldType": values.to_json(), "optional": false },
            }),
            Self::Object(fields) => {
                let fields = fields
                    .iter()
                    .map(|(name, value)| (name.clone(), field(value)));
                json!({ "type": "object", "value": fields.collect::<Map<_, _>>() })
            }
            Self::Union(members) => {
                let members: Vec<_> = members.iter().map(Self::to_json).collect();
                json!({ "type": "union", "value": members })
            }
        }
    }
}

fn field(json: &Json) -> Option<Field> {
    Some(Field {
        validator: Validator::from_json(&json["fieldType"])?,
        is_optional: json["optional"].as_bool().unwrap_or_default(),
    })
}

fn literal(json: &Json) -> Option<Literal> {
    let value: Value = Tape::parse(&json.to_string()).ok()?.root().decode().ok()?;
    match value {
        Value::String(value) => Some(Literal::String(value)),
        Value::Float64(value) => Some(Literal::Float64(value)),
        Value::Int64(value) => Some(Literal::Int64(value)),
        Value::Boolean(value) => Some(Literal::Boolean(value)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_json_of_the_library_reads_back_as_it_was_written() {
        let exported = json!({ "type": "object", "value": {
            "size": { "fieldType": { "type": "union", "value": [
                { "type": "literal", "value": "small" },
                { "type": "literal", "value": { "$integer": "AQAAAAAAAAA=" } },
            ] }, "optional": true },
            "tags": { "fieldType": { "type": "array", "value": { "type": "id", "tableName": "tags" } }, "optional": false },
            "votes": { "fieldType": {
                "type": "record",
                "keys": { "type": "string" },
                "values": { "fieldType": { "type": "bigint" }, "optional": false },
            }, "optional": false },
        } });
        let validator = Validator::from_json(&exported).expect("known");
        assert_eq!(
            validator.to_string(),
            "v.object({size: v.optional(v.union(v.literal(\"small\"), v.literal(<bigint>))), \
             tags: v.array(v.id(\"tags\")), votes: v.record(v.string(), v.int64())})"
        );
        assert_eq!(validator.to_json(), exported);
        assert_eq!(Validator::from_json(&Json::Null), Some(Validator::Any));
        assert_eq!(Validator::from_json(&json!({ "type": "hologram" })), None);
    }
}

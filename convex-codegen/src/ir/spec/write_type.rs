//! A type as validator JSON, with the paths of what could not be said in it.

use serde_json::{Map, Value, json};

use super::{
    super::{Field, Type, TypeId, Types},
    literal,
};

/// Writes the types of one function or table.
#[derive(Debug)]
pub struct TypeWriter<'a> {
    types: &'a Types,
    /// The types being written: meeting one of them again is a recursion, which validator JSON cannot say.
    open: Vec<TypeId>,
    path: String,
    opaque: Vec<String>,
}

impl<'a> TypeWriter<'a> {
    pub fn new(types: &'a Types) -> Self {
        Self {
            types,
            open: Vec::new(),
            path: String::new(),
            opaque: Vec::new(),
        }
    }

    /// The paths of the opaque types that were written.
    pub fn opaque(self) -> Vec<String> {
        self.opaque
    }

    /// Validator JSON of the type `id`, which stands at `step` of what is being written.
    pub fn write(&mut self, id: TypeId, step: &str) -> Value {
        let length = self.path.len();
        self.path.push_str(step);
        let json = if self.open.contains(&id) {
            self.opaque_here()
        } else {
            self.open.push(id);
            let json = self.write_type(id);
            self.open.pop();
            json
        };
        self.path.truncate(length);
        json
    }

    fn write_type(&mut self, id: TypeId) -> Value {
        match &self.types[id].ty {
            Type::Any => json!({ "type": "any" }),
            Type::Opaque => self.opaque_here(),
            Type::Null => json!({ "type": "null" }),
            Type::Boolean => json!({ "type": "boolean" }),
            Type::Float64 => json!({ "type": "number" }),
            Type::Int64 => json!({ "type": "bigint" }),
            Type::CommitTs => json!({ "type": "commitTs" }),
            Type::String => json!({ "type": "string" }),
            Type::Bytes => json!({ "type": "bytes" }),
            Type::Id(table) => json!({ "type": "id", "tableName": table }),
            Type::Literal(value) => json!({ "type": "literal", "value": literal::write(value) }),
            Type::Array(element) => {
                json!({ "type": "array", "value": self.write(*element, "[]") })
            }
            Type::Object(fields) if self.unsure(fields) => self.opaque_here(),
            Type::Object(fields) => json!({ "type": "object", "value": self.fields(fields) }),
            Type::Record {
                keys,
                values,
                optional,
            } => json!({
                "type": "record",
                "keys": self.write(*keys, "{key}"),
                "values": { "fieldType": self.write(*values, "{}"), "optional": optional },
            }),
            Type::Union(members) => {
                let members: Vec<Value> = members
                    .iter()
                    .enumerate()
                    .map(|(index, member)| self.write(*member, &format!("|{index}")))
                    .collect();
                json!({ "type": "union", "value": members })
            }
        }
    }

    fn fields(&mut self, fields: &[Field]) -> Map<String, Value> {
        fields
            .iter()
            .map(|field| {
                let ty = self.write(field.ty, &format!(".{}", field.name));
                let json = json!({ "fieldType": ty, "optional": field.optional });
                (field.name.clone(), json)
            })
            .collect()
    }

    /// Whether it is not known of one of `fields` if it may be absent. Validator JSON says one or the other, so that
    /// nothing can be said of the object.
    fn unsure(&self, fields: &[Field]) -> bool {
        let mut fields = fields.iter();
        fields.any(|field| field.optional && self.types[field.ty].ty == Type::Opaque)
    }

    fn opaque_here(&mut self) -> Value {
        self.opaque.push(self.path.clone());
        json!({ "type": "any" })
    }
}

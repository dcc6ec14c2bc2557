//! What `tsc` wrote and printed for the probes → signatures.

use super::{checked::CheckedSignature, shape::Shape, structure};
use crate::syntax::types::{Keyword, TsMember, TsType, parse_declarations};

/// The signature in the declaration file of one probe.
pub fn signature(declaration: &str) -> CheckedSignature {
    let declarations = match parse_declarations(declaration) {
        Ok(declarations) => declarations,
        Err(problem) => {
            return CheckedSignature::unsupported(&format!(
                "TypeScript wrote what cannot be read: {problem}"
            ));
        }
    };
    let members = match declarations.constants.get("type") {
        Some(TsType::Object(members)) => members,
        // The definition has no type: what it comes from is not found, or it needs itself.
        Some(TsType::Keyword(Keyword::Any)) => {
            return CheckedSignature {
                args: Shape::Any,
                returns: Shape::Any,
            };
        }
        _ => return CheckedSignature::unsupported("not a Convex function for TypeScript"),
    };
    let side = |wanted: &str| {
        members.iter().find_map(|member| match member {
            TsMember::Property { name, ty, .. } if name == wanted => Some(structure::shape(ty)),
            _ => None,
        })
    };
    match (side("args"), side("returns")) {
        (Some(args), Some(returns)) => CheckedSignature { args, returns },
        _ => CheckedSignature::unsupported("not a Convex function for TypeScript"),
    }
}

/// Why the probe `name` has no declaration file, by what `tsc` printed.
pub fn missing(output: &str, name: &str) -> CheckedSignature {
    let place = format!("{name}.ts");
    let message = output.lines().find_map(|line| {
        let (before, rest) = line.split_once("): error ")?;
        let (path, _) = before.rsplit_once('(')?;
        let file = path.rsplit(['/', '\\']).next()?;
        (file == place).then(|| rest.trim())
    });
    CheckedSignature::unsupported(&match message {
        Some(message) if message.starts_with("TS7056") => {
            "its type is too long for TypeScript to write".to_owned()
        }
        Some(message) => format!("TypeScript cannot write its type: {message}"),
        None => "TypeScript wrote nothing for it".to_owned(),
    })
}

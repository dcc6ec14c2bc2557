//! What `tsc` wrote and printed for the probes → shapes.

use super::{run::Output, shape::Shape, structure};
use crate::syntax::types::parse_declarations;

/// The type in the declaration file of one probe.
pub fn shape(declaration: &str) -> Shape {
    let declarations = match parse_declarations(declaration) {
        Ok(declarations) => declarations,
        Err(problem) => {
            return Shape::Unsupported(format!("TypeScript wrote what cannot be read: {problem}"));
        }
    };
    // `any`: the definition has no type, because what it comes from is not found, or it needs itself.
    declarations.constants.get("type").map_or_else(
        || Shape::Unsupported("not a Convex function for TypeScript".to_owned()),
        structure::shape,
    )
}

/// Why the probe `name` has no declaration file, by what `tsc` printed.
pub fn missing(output: &Output, name: &str) -> Shape {
    let place = format!("{name}.ts");
    let message = output.printed.lines().find_map(|line| {
        let (before, rest) = line.split_once("): error ")?;
        let (path, _) = before.rsplit_once('(')?;
        let file = path.rsplit(['/', '\\']).next()?;
        (file == place).then(|| rest.trim())
    });
    Shape::Unsupported(match message {
        Some(message) if message.starts_with("TS7056") => {
            "its type is too long for TypeScript to write".to_owned()
        }
        Some(message) => format!("TypeScript cannot write its type: {message}"),
        None if output.broke_off => "TypeScript broke off".to_owned(),
        None => "TypeScript wrote nothing for it".to_owned(),
    })
}

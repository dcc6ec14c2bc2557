//! Converts the files and messages that `tsc` writes for the probes into shapes.

use super::{run::Output, shape::Shape, structure};
use crate::syntax::types::{Keyword, TsLiteral, TsMember, TsType, parse_declarations};

/// The type in the declaration file of one probe.
pub(super) fn shape(declaration: &str) -> Shape {
    let declarations = match parse_declarations(declaration) {
        Ok(declarations) => declarations,
        Err(problem) => {
            return Shape::Unsupported(format!("TypeScript wrote what cannot be read: {problem}"));
        }
    };
    // `any`: the definition has no type, because what it comes from is not found, or it needs
    // itself.
    declarations.constants.get("type").map_or_else(
        || Shape::Unsupported("not a Convex function for TypeScript".to_owned()),
        |ty| structure::shape(&unmarked(ty)),
    )
}

/// `ty` as it is meant: `expand.ts` marks keywords by quotes and literals by brackets.
pub(super) fn unmarked(ty: &TsType) -> TsType {
    match ty {
        TsType::Literal(TsLiteral::String(word)) => {
            keyword(word).map_or_else(|| ty.clone(), TsType::Keyword)
        }
        TsType::Tuple(elements) => match elements.as_slice() {
            [literal @ TsType::Literal(_)] => literal.clone(),
            elements => TsType::Tuple(elements.iter().map(unmarked).collect()),
        },
        TsType::Array(element) => TsType::Array(Box::new(unmarked(element))),
        TsType::Union(members) => TsType::Union(members.iter().map(unmarked).collect()),
        TsType::Object(members) => TsType::Object(members.iter().map(member).collect()),
        TsType::Reference(reference)
            if reference.name.last().is_some_and(|name| name == "Tuple") =>
        {
            let elements = reference.args.first().map(|elements| match elements {
                TsType::Tuple(elements) => TsType::Tuple(elements.iter().map(unmarked).collect()),
                other => unmarked(other),
            });
            elements.unwrap_or_else(|| ty.clone())
        }
        other => other.clone(),
    }
}

fn member(member: &TsMember) -> TsMember {
    let mut member = member.clone();
    match &mut member {
        TsMember::Property { ty, .. } => *ty = unmarked(ty),
        TsMember::Index { keys, values } => {
            *keys = unmarked(keys);
            *values = unmarked(values);
        }
        TsMember::Method { .. } | TsMember::Other => {}
    }
    member
}

fn keyword(word: &str) -> Option<Keyword> {
    Some(match word {
        "any" => Keyword::Any,
        "unknown" => Keyword::Unknown,
        "never" => Keyword::Never,
        "undefined" => Keyword::Undefined,
        "null" => Keyword::Null,
        "string" => Keyword::String,
        "number" => Keyword::Number,
        "bigint" => Keyword::BigInt,
        "boolean" => Keyword::Boolean,
        _ => return None,
    })
}

/// The reason why the probe `name` has no declaration file, from the messages of `tsc`.
pub(super) fn missing(output: &Output, name: &str) -> Shape {
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

//! Guesses: an unresolved call with a definition is taken for a Convex function, judging by the
//! names in it. Each guess is reported as a diagnostic.

use std::fmt;

use crate::{
    ir::{FunctionKind, Visibility},
    script::value::Hint,
    syntax::{Element, Expr, ExprKind, Key, Name, Property},
};

/// The Convex function that an unknown value is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Guess {
    /// Query, mutation or action.
    pub kind: FunctionKind,
    /// Public or internal.
    pub visibility: Visibility,
    /// `true` if it follows from a declared type, i.e. is not a guess.
    pub declared: bool,
}

const KINDS: [FunctionKind; 3] = [
    FunctionKind::Query,
    FunctionKind::Mutation,
    FunctionKind::Action,
];

impl Guess {
    /// The number that the interpreter carries along.
    pub(super) fn hint(self) -> Hint {
        let kind = KINDS.iter().position(|kind| *kind == self.kind);
        let kind = u8::try_from(kind.unwrap_or(0)).unwrap_or(0);
        let internal = u8::from(self.visibility == Visibility::Internal);
        Hint(kind + 3 * internal + 6 * u8::from(self.declared))
    }

    /// The guess with this number.
    pub(super) fn of(Hint(number): Hint) -> Self {
        Self {
            kind: KINDS[usize::from(number % 3)],
            visibility: if number / 3 % 2 == 1 {
                Visibility::Internal
            } else {
                Visibility::Public
            },
            declared: number >= 6,
        }
    }
}

impl fmt::Display for Guess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            FunctionKind::Query => "query",
            FunctionKind::Mutation => "mutation",
            FunctionKind::Action => "action",
        };
        match self.visibility {
            Visibility::Public => write!(f, "a public {kind}"),
            Visibility::Internal => write!(f, "an internal {kind}"),
        }
    }
}

/// Guesses the unknown result of `callee(args)`: a definition with a handler, passed to a function
/// whose name tells what it builds.
pub(super) fn called(callee: &Expr, args: &[Element]) -> Option<Guess> {
    if !args.iter().any(is_definition) {
        return None;
    }
    let kind = built_by(last_name(callee)?)?;
    let visibility = if says_internal(callee) {
        Visibility::Internal
    } else {
        Visibility::Public
    };
    Some(Guess {
        kind,
        visibility,
        declared: false,
    })
}

/// The function in a variable of the type `name<"argument">`.
pub(super) fn annotated(name: &Name, argument: Option<&str>) -> Option<Guess> {
    let kind = match &**name {
        "RegisteredQuery" => FunctionKind::Query,
        "RegisteredMutation" => FunctionKind::Mutation,
        "RegisteredAction" => FunctionKind::Action,
        _ => return None,
    };
    let visibility = match argument {
        Some("internal") => Visibility::Internal,
        _ => Visibility::Public,
    };
    Some(Guess {
        kind,
        visibility,
        declared: true,
    })
}

/// `{ .., handler }`, or a function.
fn is_definition(arg: &Element) -> bool {
    let Element::Item(arg) = arg else {
        return false;
    };
    match &arg.kind {
        ExprKind::Function(_) => true,
        ExprKind::Object(properties) => properties.iter().any(is_handler),
        _ => false,
    }
}

fn is_handler(property: &Property) -> bool {
    matches!(property, Property::Field { key: Key::Name(name), .. } if &**name == "handler")
}

/// `c` of `a.b.c`.
fn last_name(expr: &Expr) -> Option<&str> {
    match &expr.kind {
        ExprKind::Ident(name)
        | ExprKind::Member(_, Key::Name(name))
        | ExprKind::OptionalMember(_, Key::Name(name)) => Some(name),
        _ => None,
    }
}

/// Returns whether a name in `privateQuery.input(..).query` marks an internal function.
fn says_internal(mut expr: &Expr) -> bool {
    loop {
        let (name, inner) = match &expr.kind {
            ExprKind::Ident(name) => (Some(name), None),
            ExprKind::Member(inner, key) | ExprKind::OptionalMember(inner, key) => match key {
                Key::Name(name) => (Some(name), Some(inner)),
                Key::Computed(_) => (None, Some(inner)),
            },
            ExprKind::Call(inner, _)
            | ExprKind::OptionalCall(inner, _)
            | ExprKind::Chain(inner) => (None, Some(inner)),
            _ => (None, None),
        };
        if let Some(name) = name {
            let name = name.to_ascii_lowercase();
            if name.contains("internal") || name.contains("private") {
                return true;
            }
        }
        let Some(inner) = inner else {
            return false;
        };
        expr = inner;
    }
}

/// The kind of function that `authedQuery`, `internalMutation`, `adminAction` or `queryWithAuth`
/// builds.
fn built_by(name: &str) -> Option<FunctionKind> {
    let name = match name.split_once("With") {
        Some((before, _)) if !before.is_empty() => before,
        _ => name,
    };
    let name = name.to_ascii_lowercase();
    let kinds = [
        ("query", FunctionKind::Query),
        ("mutation", FunctionKind::Mutation),
        ("action", FunctionKind::Action),
    ];
    let mut found = kinds.into_iter().filter(|(word, _)| name.ends_with(word));
    let (_, kind) = found.next()?;
    if name.ends_with("httpaction") {
        return None;
    }
    Some(kind)
}

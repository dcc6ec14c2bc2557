//! The version of a package, asked by models that hold for several.
//!
//! `import { since } from "convex#versions"` gives a model the function
//! `since(package, first, before)`, which returns whether the project has the version `first` or a
//! later one. Between `before`, the last version that was compared and is otherwise, and `first`
//! the answer is unknown.
//!
//! `leftOut` of the same module is a method, or a getter, whose result the model leaves out.

use crate::diagnostics::catalogue::{self, OtherVersion};
use crate::script::{
    Interpreter,
    native::{Call, Native, native},
    value::Value,
};
use crate::source::{
    Required,
    version::{self, Version, admits},
};

/// The module that only models may import.
pub(super) const SPECIFIER: &str = "convex#versions";

/// The exports of [`SPECIFIER`].
pub(super) const FUNCTIONS: &[Native] = &[native("since", since), native("leftOut", left_out)];

fn left_out(cx: &mut Interpreter<'_>, call: &Call) -> Value {
    let source = cx.program.project.sources.file(call.span.file);
    let text = source
        .text
        .get(call.span.start as usize..call.span.end as usize);
    let name = text.and_then(|text| text.split(['(', '\n']).next());
    let name = name.filter(|name| name.len() <= LONGEST);
    let problem = catalogue::not_modelled(call.span, name.unwrap_or("this"), None);
    cx.opaque(problem)
}

/// The longest member that is named in a message, in bytes.
const LONGEST: usize = 40;

fn since(cx: &mut Interpreter<'_>, call: &Call) -> Value {
    let (Value::String(package), Value::String(first)) = (call.arg(0), call.arg(1)) else {
        return Value::Undefined;
    };
    let Some(version) = version::parse(first.as_ref()) else {
        return Value::Undefined;
    };
    let required = cx.program.required(package.as_ref());
    if reaches(required.as_ref(), &version) {
        return Value::Bool(true);
    }
    if let Value::String(before) = call.arg(2)
        && let Some(required) = required
        && version::parse(before.as_ref()).is_some_and(|before| is_later(&required, &before))
    {
        let other = OtherVersion {
            package: package.as_ref().to_owned(),
            known: format!("versions up to {before} and from {first} on"),
            asked: Some(required.text().to_owned()),
        };
        return cx.opaque(catalogue::other_version(call.span, "*", &other));
    }
    Value::Bool(false)
}

/// Returns whether the newest version that `required` admits is `first` or later.
fn reaches(required: Option<&Required>, first: &Version) -> bool {
    match required {
        Some(Required::Locked(text)) => {
            version::parse(text).is_none_or(|version| version >= *first)
        }
        // A range is an interval, and `first` is a version that exists.
        Some(Required::Asked(range)) => admits(range, first).is_none_or(|admitted| {
            admitted || version::lowest(range).is_some_and(|lowest| lowest >= *first)
        }),
        None => true,
    }
}

/// Returns whether all versions that `required` admits are later than `version`.
fn is_later(required: &Required, version: &Version) -> bool {
    match required {
        Required::Locked(text) => version::parse(text),
        Required::Asked(range) => version::lowest(range),
    }
    .is_some_and(|lowest| lowest > *version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_means_the_newest_version_that_it_admits() {
        let first = Version::new(0, 3, 4);
        for (range, reached) in [
            ("^0.3.0", true),
            ("~0.3.4", true),
            ("^0.4.0", true),
            (">=0.2.0", true),
            ("latest", true),
            ("^0.2.9", false),
            ("0.3.3", false),
        ] {
            let required = Required::Asked(range.to_owned());
            assert_eq!(reaches(Some(&required), &first), reached, "{range}");
        }
        for (version, reached) in [("0.3.3", false), ("0.3.4", true), ("0.4.0", true)] {
            let required = Required::Locked(version.to_owned());
            assert_eq!(reaches(Some(&required), &first), reached, "{version}");
        }
        assert!(reaches(None, &first));
    }

    #[test]
    fn what_starts_behind_a_version_is_later() {
        let before = Version::new(0, 3, 2);
        for (range, later) in [("^0.3.3", true), ("~0.3.2", false), ("0.3.3", true)] {
            let required = Required::Asked(range.to_owned());
            assert_eq!(is_later(&required, &before), later, "{range}");
        }
        for (version, later) in [("0.3.2", false), ("0.3.3", true), ("0.3.1", false)] {
            let required = Required::Locked(version.to_owned());
            assert_eq!(is_later(&required, &before), later, "{version}");
        }
    }
}

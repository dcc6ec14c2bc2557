//! The version of a package, asked by models that hold for several.
//!
//! `import { since } from "convex#versions"` gives a model the function `since(package, version)`,
//! which returns whether the project has that version or a later one.

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
pub(super) const FUNCTIONS: &[Native] = &[native("since", since)];

fn since(cx: &mut Interpreter<'_>, call: &Call) -> Value {
    let (Value::String(package), Value::String(first)) = (call.arg(0), call.arg(1)) else {
        return Value::Undefined;
    };
    let required = cx.program.required(package.as_ref());
    let first = version::parse(first.as_ref());
    first.map_or(Value::Undefined, |first| {
        Value::Bool(reaches(required.as_ref(), &first))
    })
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
}

//! Reasons for a part of a type that is `Value`, as sentences.

use super::{
    shape::TOO_DEEP,
    size::{TOO_LARGE, TOO_LONG},
};

/// JavaScript's own types that Convex cannot send.
const NO_VALUES: [&str; 7] = [
    "ArrayBufferView",
    "Date",
    "Map",
    "Promise",
    "RegExp",
    "Set",
    "WeakMap",
];

/// Makes a sentence of the reason in a `Shape::Unsupported`.
pub(super) fn sentence(reason: &str) -> String {
    let bare = reason.trim_matches('`');
    match bare {
        "class" | "function" | "symbol" => format!("a {bare} is not a Convex value"),
        "opaque" => "a validator in it is not known".to_owned(),
        "not a Convex function for TypeScript" => format!("it is {bare}"),
        _ if NO_VALUES.contains(&bare) => format!("`{bare}` is not a Convex value"),
        _ if reason == TOO_DEEP => "it is nested too deeply".to_owned(),
        _ if reason == TOO_LONG => format!("it is {reason}"),
        _ if reason == TOO_LARGE => format!("it has {reason}"),
        _ if is_sentence(reason) => reason.to_owned(),
        _ if reason.starts_with("an object with") => format!("{reason} is not a Convex value"),
        _ => format!("{reason} cannot be translated"),
    }
}

fn is_sentence(reason: &str) -> bool {
    reason.starts_with("TypeScript ")
        || reason.starts_with("its ")
        || reason.ends_with(" is not known")
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn reasons_are_sentences() {
        let said = [
            "function",
            "`Date`",
            "`z.infer`",
            "nested too deeply",
            "a document of several tables",
            "an object with methods",
            "TypeScript broke off",
            "the table of `Doc<\"notes\">` is not known",
        ]
        .map(sentence);
        assert_eq!(
            said,
            [
                "a function is not a Convex value",
                "`Date` is not a Convex value",
                "`z.infer` cannot be translated",
                "it is nested too deeply",
                "a document of several tables cannot be translated",
                "an object with methods is not a Convex value",
                "TypeScript broke off",
                "the table of `Doc<\"notes\">` is not known",
            ]
        );
    }
}

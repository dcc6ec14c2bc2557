//! The messages of the errors that V8 throws, the engine of Convex and of Node.

/// Messages that are V8's own where this interpreter throws them.
const SAME: &[&str] = &[
    "Assignment to constant variable.",
    "BigInts have no unsigned right shift, use >> instead",
    "Cannot convert a BigInt value to a number",
    "Cannot convert a Symbol value to a number",
    "Cannot convert a Symbol value to a string",
    "Cannot convert object to primitive value",
    "Cannot convert undefined or null to object",
    "Cannot mix BigInt and other types, use explicit conversions",
    "Cyclic __proto__ value",
    "Division by zero",
    "Do not know how to serialize a BigInt",
    "Invalid array length",
    "Invalid time value",
    "Reduce of empty array with no initial value",
    "URI malformed",
    "toFixed() digits argument must be between 0 and 100",
    "toPrecision() argument must be between 1 and 100",
    "toString() radix argument must be between 2 and 36",
];

/// `message`, if V8 words it like that.
pub(super) fn worded(message: &str) -> Option<String> {
    SAME.contains(&message).then(|| message.to_owned())
}

/// The longest name of a callee in a message.
const LONGEST: usize = 80;

/// The message of a call of `callee`, as it is written, if that is a name or names with dots.
pub(in crate::script) fn not_a_function(callee: &str) -> Option<String> {
    let is_name = |name: &str| {
        let mut chars = name.chars();
        let first = chars.next();
        let starts = first.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '_' | '$'));
        starts && chars.all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '$'))
    };
    let plain = callee.len() <= LONGEST && callee.split('.').all(is_name);
    (plain && !callee.starts_with("super")).then(|| format!("{callee} is not a function"))
}

/// The use of a property.
#[derive(Debug, Clone, Copy)]
pub(in crate::script) enum Use {
    Read,
    Set,
}

/// The message of a property of `undefined` or `null`, which `what` is.
pub(in crate::script) fn property_of_nothing(key: &str, what: &str, use_of: Use) -> Option<String> {
    // Symbols have messages of their own.
    if key.starts_with('\0') {
        return None;
    }
    let (verb, participle) = match use_of {
        Use::Read => ("read", "reading"),
        Use::Set => ("set", "setting"),
    };
    Some(format!(
        "Cannot {verb} properties of {what} ({participle} '{key}')"
    ))
}

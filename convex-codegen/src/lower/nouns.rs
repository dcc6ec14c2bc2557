//! English in names of the backend: the singular of a plural, and a constant without the words that
//! call it a validator.

/// The singular of `plural`, if it is one by the regular rules: `File` of `Files`, `Category` of
/// `Categories`.
pub(super) fn singular(plural: &str) -> Option<String> {
    // Words that end like plurals and are none, or have no singular by the rules.
    const NONE: &[&str] = &[
        "news", "series", "species", "lens", "canvas", "atlas", "alias", "bias", "gas", "redis",
    ];
    let last_word = plural.rfind(char::is_uppercase).unwrap_or_default();
    let word = plural[last_word..].to_lowercase();
    if NONE.contains(&word.as_str()) || word.len() < 3 {
        return None;
    }
    let stem = |end: &str| plural.strip_suffix(end);
    if let Some(stem) = stem("ies").filter(|_| word.len() > 4) {
        return Some(format!("{stem}y"));
    }
    let hissing = ["sses", "shes", "ches", "xes"];
    if hissing.iter().any(|end| word.ends_with(end)) {
        return stem("es").map(str::to_owned);
    }
    let single = ["ss", "us", "is"];
    if single.iter().any(|end| word.ends_with(end)) {
        return None;
    }
    stem("s").map(str::to_owned)
}

/// `constant` without what says that it is a validator: `teamPlan` of `teamPlanValidator`, `Plan`
/// of `PlanSchema` and of `vPlan`.
pub(super) fn of_validator(constant: &str) -> &str {
    const ENDS: &[&str] = &["Validator", "Validators", "Schema", "_validator", "_schema"];
    let ends = ENDS.iter().filter_map(|end| constant.strip_suffix(end));
    let bare = ends.min_by_key(|bare| bare.len()).unwrap_or(constant);
    let bare = match bare.strip_prefix('v') {
        Some(rest) if rest.starts_with(char::is_uppercase) => rest,
        _ => bare,
    };
    if bare.is_empty() { constant } else { bare }
}

#[cfg(test)]
mod tests {
    use super::{of_validator, singular};

    #[test]
    fn regular_plurals_have_a_singular() {
        let words = [
            ("Files", Some("File")),
            ("Categories", Some("Category")),
            ("Matches", Some("Match")),
            ("LineItems", Some("LineItem")),
            ("Status", None),
            ("Address", None),
            ("Data", None),
            ("News", None),
            ("Ties", Some("Tie")),
            ("Analysis", None),
            ("S", None),
        ];
        for (plural, expected) in words {
            assert_eq!(singular(plural).as_deref(), expected, "{plural}");
        }
    }

    #[test]
    fn a_validator_is_called_by_what_it_validates() {
        let constants = [
            ("teamPlanValidator", "teamPlan"),
            ("vPlan", "Plan"),
            ("PlanSchema", "Plan"),
            ("video", "video"),
            ("validator", "validator"),
            ("Validator", "Validator"),
            ("v", "v"),
            ("plan_validator", "plan"),
        ];
        for (constant, expected) in constants {
            assert_eq!(of_validator(constant), expected);
        }
    }
}

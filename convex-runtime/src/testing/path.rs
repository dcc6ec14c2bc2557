//! `FunctionPath`: a function's path, in one canonical spelling.

use std::fmt;

/// A function's path in its canonical form: `messages.js:list`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FunctionPath {
    /// `stripe` or `agent/rateLimiter`; nothing for the app itself.
    component: String,
    /// `payments/refunds`, without an extension.
    module: String,
    function: String,
}

impl FunctionPath {
    /// Reads `messages:list`, `messages.js:list` and `messages`, whose function is its default
    /// export.
    pub(super) fn parse(path: &str) -> Result<Self, InvalidPath> {
        let invalid = |reason: String| InvalidPath {
            path: path.to_owned(),
            reason,
        };
        let (module, function) = path.rsplit_once(':').unwrap_or((path, "default"));
        let module = module.strip_suffix(".js").unwrap_or(module);
        for component in module.split('/') {
            if component.is_empty() {
                return Err(invalid("Path components must not be empty.".to_owned()));
            }
            if !component
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'.')
            {
                return Err(invalid(format!(
                    "Path component {component} can only contain alphanumeric characters, underscores, or periods."
                )));
            }
        }
        let is_identifier = !function.is_empty()
            && !function.starts_with(|c: char| c.is_ascii_digit())
            && function
                .chars()
                .all(|c| c.is_alphanumeric() || c == '_' || c == '$');
        if !is_identifier {
            return Err(invalid(format!(
                "Function name {function} is not a valid identifier."
            )));
        }
        Ok(Self {
            component: String::new(),
            module: module.to_owned(),
            function: function.to_owned(),
        })
    }

    /// Moves the path into `component`, outside of the component that it already has.
    pub(super) fn within(self, component: &str) -> Self {
        let component = match (component, self.component.as_str()) {
            (outer, "") => outer.to_owned(),
            ("", inner) => inner.to_owned(),
            (outer, inner) => format!("{outer}/{inner}"),
        };
        Self { component, ..self }
    }

    pub(super) fn component(&self) -> &str {
        &self.component
    }

    /// As messages about a function that is not there name it: `'messages:list' in 'stripe'`.
    pub(super) fn described(&self) -> String {
        match self.component.as_str() {
            "" => format!("'{}'", self.stripped()),
            component => format!("'{}' in '{component}'", self.stripped()),
        }
    }

    /// `payments/refunds`.
    pub(super) fn module(&self) -> &str {
        &self.module
    }

    /// As messages about a function that is not there spell it: no extension, no default export.
    pub(super) fn stripped(&self) -> String {
        match self.function.as_str() {
            "default" => self.module.clone(),
            function => format!("{}:{function}", self.module),
        }
    }
}

impl fmt::Display for FunctionPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.js:{}", self.module, self.function)
    }
}

/// Text that cannot be the path of a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct InvalidPath {
    path: String,
    reason: String,
}

impl fmt::Display for InvalidPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} is not a valid path to a Convex function. {}",
            self.path, self.reason
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_is_the_same_function() {
        let canonical = FunctionPath::parse("messages.js:list").expect("valid");
        assert_eq!(FunctionPath::parse("messages:list"), Ok(canonical.clone()));
        assert_eq!(canonical.to_string(), "messages.js:list");
        assert_eq!(
            FunctionPath::parse("a/b").expect("valid").to_string(),
            "a/b.js:default"
        );
        assert_eq!(
            FunctionPath::parse("a/b:default")
                .expect("valid")
                .stripped(),
            "a/b"
        );
    }

    #[test]
    fn other_text_is_no_path() {
        for path in ["", "a b:c", "a//b:c", "a:", "a:1x", "a-b:c"] {
            assert!(FunctionPath::parse(path).is_err(), "{path:?}");
        }
    }
}

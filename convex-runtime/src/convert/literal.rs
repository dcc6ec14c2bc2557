//! `Literal`: the value of `v.literal(..)`.

/// The value of `v.literal(..)`; derived code compares with it.
///
/// ```
/// assert_eq!(convex_runtime::Literal::String("todo").to_string(), "\"todo\"");
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Literal {
    /// `v.literal("todo")`.
    String(&'static str),
    /// `v.literal(2)`.
    Float64(f64),
    /// `v.literal(7n)`.
    Int64(i64),
    /// `v.literal(true)`.
    Boolean(bool),
}

impl std::fmt::Display for Literal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::String(value) => write!(f, "{value:?}"),
            Self::Float64(value) => f.write_str(&crate::json::shown(*value)),
            Self::Int64(value) => write!(f, "{value}n"),
            Self::Boolean(value) => write!(f, "{value}"),
        }
    }
}

/// A string that is not one of an enum's literals: the error of the `FromStr` impl of
/// `derive(Literals)`.
///
/// ```
/// use convex_runtime::Literals;
///
/// #[derive(Debug, Literals)]
/// enum Status { Todo, Done }
///
/// let error = "late".parse::<Status>().unwrap_err();
/// assert_eq!(error.to_string(), r#"expected one of "todo", "done""#);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownLiteral {
    expected: &'static [&'static str],
}

impl UnknownLiteral {
    /// The error of a type whose literals are `expected`.
    pub const fn new(expected: &'static [&'static str]) -> Self {
        Self { expected }
    }

    /// Returns the literals that would have been accepted.
    pub const fn expected(&self) -> &'static [&'static str] {
        self.expected
    }
}

impl std::fmt::Display for UnknownLiteral {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("expected one of ")?;
        for (index, literal) in self.expected.iter().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            write!(f, "{literal:?}")?;
        }
        Ok(())
    }
}

impl std::error::Error for UnknownLiteral {}

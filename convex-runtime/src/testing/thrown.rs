//! `Thrown`: the error of a handler.

use crate::{ToConvex, Value};

/// An error that a handler throws: any Rust error, or a [`ConvexError`] with data.
///
/// `?` converts both. `Thrown` is not a [`std::error::Error`] itself, so that every error converts
/// into it.
///
/// ```
/// use convex_runtime::testing::Thrown;
///
/// fn parse(text: &str) -> Result<f64, Thrown> {
///     Ok(text.parse::<f64>()?)
/// }
/// assert!(parse("boom").is_err());
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Thrown {
    pub(super) message: String,
    pub(super) data: Option<Value>,
    /// `true` if the message needs no stack frames added.
    is_complete: bool,
}

impl Thrown {
    /// A plain `throw new Error(message)`: clients see its message in development only.
    ///
    /// ```
    /// use convex_runtime::testing::Thrown;
    ///
    /// let thrown = Thrown::error("boom");
    /// ```
    pub fn error(message: impl std::fmt::Display) -> Self {
        Self {
            message: format!("Uncaught Error: {message}"),
            data: None,
            is_complete: false,
        }
    }

    /// An error from another executor: a complete message, and the data of a `ConvexError`.
    #[doc(hidden)]
    pub fn reported(message: String, data: Option<Value>) -> Self {
        Self {
            message,
            data,
            is_complete: true,
        }
    }

    /// An error that the server itself reports.
    pub(super) fn server(message: String) -> Self {
        Self::reported(message, None)
    }

    /// Adds the stack frame of the module.
    pub(super) fn at(mut self, module: &str) -> Self {
        if !std::mem::replace(&mut self.is_complete, true) {
            self.message = format!("{}\n    at handler (../convex/{module}.ts)", self.message);
        }
        self
    }
}

impl<E: std::error::Error> From<E> for Thrown {
    fn from(error: E) -> Self {
        Self::error(error)
    }
}

/// `throw new ConvexError(data)`: an error of the application, whose data reaches the client in
/// production too.
///
/// ```
/// use convex_runtime::testing::{ConvexError, Thrown};
///
/// fn check(text: &str) -> Result<(), Thrown> {
///     if text.is_empty() {
///         return Err(ConvexError("there is nothing to summarize"))?;
///     }
///     Ok(())
/// }
/// assert!(check("").is_err());
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct ConvexError<T>(pub T);

impl<T: ToConvex> From<ConvexError<T>> for Thrown {
    fn from(error: ConvexError<T>) -> Self {
        match Value::encode(&error.0) {
            Ok(data) => {
                let text = match &data {
                    Value::String(text) => text.clone(),
                    other => super::export::encoded(other).to_string(),
                };
                Self {
                    message: format!("Uncaught ConvexError: {text}"),
                    data: Some(data),
                    is_complete: false,
                }
            }
            Err(error) => Self::error(error),
        }
    }
}

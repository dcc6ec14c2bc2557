//! `ApplicationError`: a `ConvexError` that the function threw.

use std::{fmt, sync::Arc};

use crate::{DecodeError, FromConvex, Node, Tape};

/// A `ConvexError` that the function threw. Deployments never redact its data.
///
/// ```
/// use convex_runtime::{Error, FromConvex};
///
/// #[derive(Debug, FromConvex)]
/// struct OutOfStock { item: String, left: f64 }
///
/// fn explain(error: &Error) -> Option<String> {
///     let stock: OutOfStock = error.application()?.data().ok()?;
///     Some(format!("only {} of {} left", stock.left, stock.item))
/// }
/// # let _ = explain;
/// ```
#[derive(Clone)]
pub struct ApplicationError {
    message: Arc<str>,
    request_id: Option<Arc<str>>,
    tape: Arc<Tape>,
    data: u32,
}

impl ApplicationError {
    pub(crate) fn new(
        message: &str,
        request_id: Option<Arc<str>>,
        tape: Arc<Tape>,
        data: u32,
    ) -> Self {
        Self {
            message: message.into(),
            request_id,
            tape,
            data,
        }
    }

    /// Decodes the data that was passed to `new ConvexError(data)`.
    ///
    /// # Errors
    ///
    /// When the data has another shape than `T`.
    pub fn data<T: FromConvex>(&self) -> Result<T, DecodeError> {
        self.node().decode()
    }

    /// The data, not decoded.
    pub fn node(&self) -> Node<'_> {
        self.tape.node(self.data)
    }

    /// `data.code`, by which many functions tell their errors apart, if it is a string.
    pub fn code(&self) -> Option<&str> {
        self.node().get("code").and_then(Node::as_str)
    }

    /// Returns the function's message for people.
    ///
    /// The data, else `data.message`, else `data.code`: the first that is a string.
    pub fn text(&self) -> Option<&str> {
        let data = self.node();
        let field = |name| data.get(name).and_then(Node::as_str);
        data.as_str()
            .or_else(|| field("message"))
            .or_else(|| field("code"))
    }

    /// The server's message, which quotes the data.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The call's request id in Convex's logs.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }
}

impl fmt::Debug for ApplicationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Neither the data nor the message, which quotes it.
        f.debug_struct("ApplicationError")
            .field("request_id", &self.request_id)
            .finish_non_exhaustive()
    }
}

//! `CallContext`: the call that an error is about.

use std::{fmt, sync::Arc};

/// The call that an [`Error`](crate::Error) is about.
///
/// ```
/// # use convex_runtime::{Client, Mutation};
/// # const ADD: Mutation<(), f64> = Mutation::new("tasks:add");
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), convex_runtime::Error> {
/// let error = Client::new("http://127.0.0.1:9")?.mutation(ADD, ()).await.unwrap_err();
/// assert_eq!(error.function(), Some("tasks:add"));
/// assert_eq!(error.deployment(), Some("http://127.0.0.1:9"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Default)]
pub struct CallContext(Option<Arc<About>>);

struct About {
    function: Arc<str>,
    deployment: Option<Arc<str>>,
}

impl CallContext {
    pub(crate) const NONE: Self = Self(None);

    pub(crate) fn new(function: &str, deployment: Option<Arc<str>>) -> Self {
        Self(Some(Arc::new(About {
            function: function.into(),
            deployment,
        })))
    }

    pub(super) fn is_none(&self) -> bool {
        self.0.is_none()
    }

    /// The path of the function, such as `tasks:add`.
    pub fn function(&self) -> Option<&str> {
        self.0.as_ref().map(|call| &*call.function)
    }

    /// The deployment's URL, without parts that may be secret.
    pub fn deployment(&self) -> Option<&str> {
        self.0.as_ref()?.deployment.as_deref()
    }

    /// The deployment in a sentence.
    pub(super) fn server(&self) -> &str {
        self.deployment().unwrap_or("the deployment")
    }
}

impl fmt::Debug for CallContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallContext")
            .field("function", &self.function())
            .field("deployment", &self.deployment())
            .finish()
    }
}

//! `Function`: what the three kinds of handles have in common.

use crate::{Action, FunctionKind, Internal, Mutation, Public, Query};

/// A handle of a function. Nobody else implements it.
pub trait Function: sealed::Sealed + Copy {
    /// The type of its arguments.
    type Args;
    /// The type of its result.
    type Returns;

    /// Its path, such as `payments/refunds:create`.
    fn function_path(self) -> &'static str;
}

/// [`Public`] or [`Internal`].
pub trait Visibility: sealed::Sealed {
    #[doc(hidden)]
    const ACCESS: Access;
}

/// Who may call a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Every client.
    Public,
    /// Only other functions.
    Internal,
}

impl Visibility for Public {
    const ACCESS: Access = Access::Public;
}

impl Visibility for Internal {
    const ACCESS: Access = Access::Internal;
}

macro_rules! function {
    ($($handle:ident)*) => {
        $(
            impl<A, R, V> Function for $handle<A, R, V> {
                type Args = A;
                type Returns = R;

                fn function_path(self) -> &'static str {
                    self.path()
                }
            }

            impl<A, R, V> sealed::Sealed for $handle<A, R, V> {}
        )*
    };
}

function!(Query Mutation Action);

/// As messages name it.
pub(super) const fn capitalized(kind: FunctionKind) -> &'static str {
    match kind {
        FunctionKind::Query => "Query",
        FunctionKind::Mutation => "Mutation",
        FunctionKind::Action => "Action",
    }
}

mod sealed {
    pub trait Sealed {}

    impl Sealed for crate::Public {}
    impl Sealed for crate::Internal {}
}

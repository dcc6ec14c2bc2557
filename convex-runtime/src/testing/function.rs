//! `Function`: the common trait of the three kinds of handles.

use crate::{Action, FromConvex, FunctionKind, Internal, Mutation, Public, Query, ToConvex};

/// A handle of a function. Sealed.
pub trait Function: sealed::Sealed + Copy {
    /// The type of its arguments.
    type Args;
    /// The type of its result.
    type Returns;

    /// Its path, such as `payments/refunds:create`.
    fn function_path(self) -> &'static str;

    #[doc(hidden)]
    fn session_argument(self) -> Option<&'static str>;
}

/// [`Public`] or [`Internal`].
pub trait Visibility: sealed::Sealed {
    #[doc(hidden)]
    const ACCESS: Access;
}

/// The callers that may call a function.
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

/// A handle of a query, for registration with [`Builder`](super::Builder). Sealed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the handle of a query",
    label = "not the handle of a query",
    note = "mutations are registered with `.mutation(..)`, actions with `.action(..)`"
)]
pub trait QueryFunction: Registrable {}

/// A handle of a mutation, for registration with [`Builder`](super::Builder). Sealed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the handle of a mutation",
    label = "not the handle of a mutation",
    note = "queries are registered with `.query(..)`, actions with `.action(..)`"
)]
pub trait MutationFunction: Registrable {}

/// A handle of an action, for registration with [`Builder`](super::Builder). Sealed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the handle of an action",
    label = "not the handle of an action",
    note = "queries are registered with `.query(..)`, mutations with `.mutation(..)`"
)]
pub trait ActionFunction: Registrable {}

/// A handle whose arguments and results travel both ways.
pub trait Registrable:
    Function<Args: ToConvex + Send + 'static, Returns: FromConvex + Send + 'static>
{
    #[doc(hidden)]
    const ACCESS: Access;
    #[doc(hidden)]
    const KIND: FunctionKind;
}

macro_rules! function {
    ($($handle:ident $kind:ident)*) => {
        $(
            impl<A, R, V> Registrable for $handle<A, R, V>
            where
                A: ToConvex + Send + 'static,
                R: FromConvex + Send + 'static,
                V: Visibility,
            {
                const ACCESS: Access = V::ACCESS;
                const KIND: FunctionKind = FunctionKind::$handle;
            }

            #[diagnostic::do_not_recommend]
            impl<A, R, V> $kind for $handle<A, R, V>
            where
                A: ToConvex + Send + 'static,
                R: FromConvex + Send + 'static,
                V: Visibility,
            {
            }

            impl<A, R, V> Function for $handle<A, R, V> {
                type Args = A;
                type Returns = R;

                fn function_path(self) -> &'static str {
                    self.path()
                }

                fn session_argument(self) -> Option<&'static str> {
                    self.reference().session
                }
            }

            impl<A, R, V> sealed::Sealed for $handle<A, R, V> {}
        )*
    };
}

function!(Query QueryFunction Mutation MutationFunction Action ActionFunction);

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

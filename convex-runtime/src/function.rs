//! Function handles: the typed constants that generated code holds.

use std::{fmt, marker::PhantomData};

use crate::{
    Error, ToConvex,
    json::{quoted, with_field},
};

/// The visibility of functions that clients may call.
///
/// ```
/// use convex_runtime::{Action, Public};
///
/// const SUMMARIZE: Action<String, String, Public> = Action::new("ai:summarize");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Public {}

/// The visibility of `internalQuery`, `internalMutation` and `internalAction`, which no client may
/// call.
///
/// ```compile_fail,E0308
/// # use convex_runtime::{Action, Client, Error, Internal};
/// const CLEAN_UP: Action<(), (), Internal> = Action::new("cron:cleanUp");
///
/// # async fn call(client: &Client) -> Result<(), Error> {
/// client.action(CLEAN_UP, ()).await // expected `Public`, found `Internal`
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Internal {}

/// The kind of a function.
///
/// ```
/// assert_eq!(convex_runtime::FunctionKind::Query.to_string(), "query");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FunctionKind {
    /// Reads data, without side effects.
    Query,
    /// Reads and writes data in one transaction.
    Mutation,
    /// May have side effects; runs at most once per call.
    Action,
}

impl FunctionKind {
    /// Its name in the HTTP API and in messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Mutation => "mutation",
            Self::Action => "action",
        }
    }
}

impl fmt::Display for FunctionKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The source of a function's result type.
///
/// ```
/// use convex_runtime::{Query, ReturnsFrom};
///
/// const COUNT: Query<(), f64> = Query::new("tasks:count").inferred();
/// assert_eq!(COUNT.returns_from(), ReturnsFrom::Inference);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReturnsFrom {
    /// The function declares `returns`, which the server checks.
    Validator,
    /// TypeScript inferred the type at generation time; the server does not check it.
    Inference,
}

/// A function without its types.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FunctionReference {
    pub(crate) kind: FunctionKind,
    pub(crate) path: &'static str,
    pub(crate) returns_from: ReturnsFrom,
    /// The argument that the client writes.
    pub(crate) session: Option<&'static str>,
}

impl FunctionReference {
    /// The arguments of a call as JSON, with the client's session where the function takes it.
    pub(crate) fn encode<A: ToConvex + ?Sized>(
        self,
        session: Option<&str>,
        args: &A,
    ) -> Result<String, Error> {
        self.inject(session, encode_args(self.path, args)?)
    }

    /// Writes the client's session into encoded arguments.
    pub(crate) fn inject(self, session: Option<&str>, args: String) -> Result<String, Error> {
        let Some(field) = self.session else {
            return Ok(args);
        };
        let path = self.path;
        let Some(session) = session else {
            return Err(Error::configuration(format!(
                "`{path}` takes the session in `{field}`, and this client has none; call it with `client.with_session(..)`"
            )));
        };
        with_field(&args, field, &quoted(session)).map_err(|_| {
            Error::configuration(format!(
                "the arguments of `{path}` have to be an object that the session is put into"
            ))
        })
    }
}

macro_rules! handle {
    ($(#[$doc:meta])* $handle:ident) => {
        $(#[$doc])*
        pub struct $handle<Args, Returns, Visibility = Public> {
            path: &'static str,
            returns_from: ReturnsFrom,
            session: Option<&'static str>,
            // Like a function over these types: `Send` and `Sync` whatever they are.
            types: PhantomData<fn(Args, Visibility) -> Returns>,
        }

        impl<Args, Returns, Visibility> $handle<Args, Returns, Visibility> {
            /// The function at a path such as `payments/refunds:create`.
            pub const fn new(path: &'static str) -> Self {
                Self { path, returns_from: ReturnsFrom::Validator, session: None, types: PhantomData }
            }

            /// Marks the result type as not guaranteed by a validator; decode errors mention it.
            #[must_use]
            pub const fn inferred(self) -> Self {
                Self { returns_from: ReturnsFrom::Inference, ..self }
            }

            /// Marks the argument `field` as one that is not among `Args`: the client writes its
            /// session there, by [`Client::with_session`](crate::Client::with_session).
            #[must_use]
            pub const fn session(self, field: &'static str) -> Self {
                Self { session: Some(field), ..self }
            }

            /// The source of its result type.
            pub const fn returns_from(self) -> ReturnsFrom {
                self.returns_from
            }

            pub(crate) const fn reference(self) -> FunctionReference {
                FunctionReference { kind: FunctionKind::$handle, path: self.path, returns_from: self.returns_from, session: self.session }
            }

            /// Converts the handle for clients that may call functions of any visibility.
            pub(crate) const fn unchecked(self) -> $handle<Args, Returns> {
                $handle { path: self.path, returns_from: self.returns_from, session: self.session, types: PhantomData }
            }

            /// Its path in the deployment.
            pub const fn path(self) -> &'static str {
                self.path
            }

            /// The kind of the function.
            pub const fn kind(self) -> FunctionKind {
                FunctionKind::$handle
            }
        }

        impl<Args, Returns, Visibility> Clone for $handle<Args, Returns, Visibility> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<Args, Returns, Visibility> Copy for $handle<Args, Returns, Visibility> {}

        impl<Args, Returns, Visibility> fmt::Debug for $handle<Args, Returns, Visibility> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($handle)).field(&self.path).finish()
            }
        }
    };
}

handle! {
    /// A query of the deployment, with the types of its arguments and result.
    ///
    /// ```
    /// use convex_runtime::Query;
    ///
    /// const COUNT: Query<(), f64> = Query::new("tasks:count");
    /// assert_eq!(COUNT.path(), "tasks:count");
    /// ```
    Query
}

handle! {
    /// A mutation of the deployment, with the types of its arguments and result.
    ///
    /// ```
    /// use convex_runtime::Mutation;
    ///
    /// const CLEAR: Mutation<(), ()> = Mutation::new("tasks:clear");
    /// assert_eq!(CLEAR.kind().to_string(), "mutation");
    /// ```
    Mutation
}

handle! {
    /// An action of the deployment, with the types of its arguments and result.
    ///
    /// ```
    /// use convex_runtime::Action;
    ///
    /// const SUMMARIZE: Action<String, String> = Action::new("ai:summarize");
    /// assert_eq!(format!("{SUMMARIZE:?}"), r#"Action("ai:summarize")"#);
    /// ```
    Action
}

/// The arguments as JSON. Functions take an object, so `()` is an empty one.
pub(crate) fn encode_args<A: ToConvex + ?Sized>(path: &str, args: &A) -> Result<String, Error> {
    match crate::encode(args) {
        Ok(json) if json == "null" => Ok("{}".to_owned()),
        Ok(json) => Ok(json),
        Err(source) => Err(Error::Encode {
            function: path.into(),
            source,
        }),
    }
}

//! `QueryBatch`: queries that are answered together.

use crate::{
    Error, FromConvex, Query, ToConvex,
    function::{FunctionReference, encode_args},
    transport::Reply,
};

/// Queries that are answered together: a tuple of up to eight pairs of a query and its arguments,
/// or a `Vec` of such pairs.
///
/// ```
/// use convex_runtime::{Error, Query, QueryBatch};
///
/// const COUNT: Query<(), f64> = Query::new("tasks:count");
/// const TITLES: Query<(), Vec<String>> = Query::new("tasks:titles");
///
/// fn results<B: QueryBatch>(_: B) -> Option<B::Results> {
///     None
/// }
/// let none: Option<(Result<f64, Error>, Result<Vec<String>, Error>)> = results(((COUNT, ()), (TITLES, ())));
/// ```
pub trait QueryBatch {
    /// A result for each query, in the same shape.
    type Results: Send + 'static;

    #[doc(hidden)]
    fn entries(self) -> Vec<BatchEntry>;

    #[doc(hidden)]
    fn results(replies: &mut BatchReplies) -> Self::Results;
}

/// One query of a batch.
#[doc(hidden)]
#[derive(Debug)]
pub struct BatchEntry {
    pub(crate) function: FunctionReference,
    pub(crate) args: Result<String, Error>,
}

impl BatchEntry {
    fn new<A: ToConvex, R>(query: Query<A, R>, args: &A) -> Self {
        Self {
            function: query.reference(),
            args: encode_args(query.path(), args),
        }
    }

    /// Returns this query for a client that has this session.
    pub(crate) fn of(self, session: Option<&str>) -> Self {
        let Self { function, args } = self;
        Self {
            function,
            args: args.and_then(|args| function.inject(session, args)),
        }
    }
}

/// The answers to a batch, in the order of its queries.
#[doc(hidden)]
#[derive(Debug)]
pub struct BatchReplies(std::vec::IntoIter<(FunctionReference, BatchReply)>);

#[derive(Debug)]
pub(crate) enum BatchReply {
    Called(Result<Reply, Error>),
    /// By subscriptions.
    #[cfg(feature = "live")]
    Shown(crate::live::Shown),
}

impl BatchReplies {
    pub(crate) fn new(replies: Vec<(FunctionReference, BatchReply)>) -> Self {
        Self(replies.into_iter())
    }

    fn next<R>(&mut self) -> Result<R, Error>
    where
        R: FromConvex + Clone + Send + Sync + 'static,
    {
        let missing = || Error::invalid_response(None, "a query of the batch is not answered");
        match self.0.next().ok_or_else(missing)? {
            (function, BatchReply::Called(reply)) => function.decode(&reply?),
            #[cfg(feature = "live")]
            (function, BatchReply::Shown(shown)) => {
                crate::live::decode(function, &shown).unwrap_or_else(|| Err(missing()))
            }
        }
    }
}

impl<A: ToConvex, R: FromConvex + Clone + Send + Sync + 'static> QueryBatch
    for Vec<(Query<A, R>, A)>
{
    type Results = Vec<Result<R, Error>>;

    fn entries(self) -> Vec<BatchEntry> {
        self.into_iter()
            .map(|(query, args)| BatchEntry::new(query, &args))
            .collect()
    }

    fn results(replies: &mut BatchReplies) -> Self::Results {
        (0..replies.0.len()).map(|_| replies.next()).collect()
    }
}

macro_rules! tuples {
    ($(($($args:ident $returns:ident $index:tt),+))+) => {$(
        impl<$($args: ToConvex, $returns: FromConvex + Clone + Send + Sync + 'static),+> QueryBatch
            for ($((Query<$args, $returns>, $args),)+)
        {
            type Results = ($(Result<$returns, Error>,)+);

            fn entries(self) -> Vec<BatchEntry> {
                vec![$(BatchEntry::new(self.$index.0, &self.$index.1)),+]
            }

            fn results(replies: &mut BatchReplies) -> Self::Results {
                ($(replies.next::<$returns>(),)+)
            }
        }
    )+};
}

tuples! {
    (A0 R0 0)
    (A0 R0 0, A1 R1 1)
    (A0 R0 0, A1 R1 1, A2 R2 2)
    (A0 R0 0, A1 R1 1, A2 R2 2, A3 R3 3)
    (A0 R0 0, A1 R1 1, A2 R2 2, A3 R3 3, A4 R4 4)
    (A0 R0 0, A1 R1 1, A2 R2 2, A3 R3 3, A4 R4 4, A5 R5 5)
    (A0 R0 0, A1 R1 1, A2 R2 2, A3 R3 3, A4 R4 4, A5 R5 5, A6 R6 6)
    (A0 R0 0, A1 R1 1, A2 R2 2, A3 R3 3, A4 R4 4, A5 R5 5, A6 R6 6, A7 R7 7)
}

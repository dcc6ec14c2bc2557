//! The functions that every client is tried with, as handles and as a deployment.
//!
//! Convex's own clients say whether the deployment is what they take it for: the scripts in `npm/` run `ConvexHttpClient` and
//! `ConvexClient` against it.

use convex_runtime::{
    Action, FromConvex, Mutation, Query, ToConvex, Value,
    testing::{Builder, ConvexError, Deployment, Level, State, Thrown},
};
use tokio::sync::mpsc;

/// Gives its argument back.
pub const ECHO: Query<Value, Value> = Query::new("values:echo");
/// Gives its argument back.
pub const ECHO_ACTION: Action<Value, Value> = Action::new("values:echoAction");
/// All messages.
pub const LIST: Query<(), Vec<String>> = Query::new("messages:list");
/// Adds a message; gives the number of messages.
pub const SEND: Mutation<SendArgs, f64> = Mutation::new("messages:send");
/// Throws its argument as the data of a `ConvexError`.
pub const REFUSE: Query<Value, ()> = Query::new("errors:refuse");
/// Throws its argument as the data of a `ConvexError`.
pub const REFUSE_MUTATION: Mutation<Value, ()> = Mutation::new("errors:refuseMutation");
/// Throws a plain error.
pub const FAIL: Action<(), ()> = Action::new("errors:fail");
/// The subject of the caller.
pub const WHO: Query<(), Option<String>> = Query::new("auth:who");
/// Breaks all connections, a little later.
pub const DISCONNECT: Action<(), ()> = Action::new("control:disconnect");
/// Expires the token of the caller.
pub const SIGN_OUT: Action<(), ()> = Action::new("control:signOut");

/// Arguments of [`SEND`].
#[derive(Debug, Clone, PartialEq, Eq, ToConvex, FromConvex)]
pub struct SendArgs {
    /// The message.
    pub body: String,
}

/// What the suite asks of the test that runs the deployment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Control {
    /// Break all connections.
    Disconnect,
    /// Expire the token that was given out.
    SignOut,
}

/// The deployment of the suite, not yet started.
pub fn deployment(control: &mpsc::UnboundedSender<Control>) -> Builder {
    let messages = State::new(Vec::<String>::new());
    let disconnect = control.clone();
    let sign_out = control.clone();
    Deployment::builder()
        .query_with(ECHO, |context, args| async move {
            context.log(Level::Log, "echo");
            Ok(args)
        })
        .action(ECHO_ACTION, |args| async { Ok(args) })
        .query_on(LIST, &messages, |messages, ()| Ok(messages.clone()))
        .mutation_on(SEND, &messages, |messages, args| {
            messages.push(args.body);
            Ok(u32::try_from(messages.len()).map(f64::from)?)
        })
        .query(REFUSE, |data| async { Err(ConvexError(data))? })
        .mutation(REFUSE_MUTATION, |data| async { Err(ConvexError(data))? })
        .action(FAIL, |()| async { Err(Thrown::error("boom")) })
        .query_with(WHO, |context, ()| async move {
            Ok(context
                .identity()
                .map(|identity| identity.subject().to_owned()))
        })
        .action(DISCONNECT, move |()| {
            let sent = disconnect.send(Control::Disconnect);
            async move { Ok(sent?) }
        })
        .action(SIGN_OUT, move |()| {
            let sent = sign_out.send(Control::SignOut);
            async move { Ok(sent?) }
        })
}

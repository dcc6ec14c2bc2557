//! `Handler`: a typed closure with its types taken away.

use std::{future::Future, pin::Pin, sync::Arc};

use super::{Context, Thrown, validator::Validator};
use crate::{Encoder, FromConvex, Tape, ToConvex, Value, encode};

pub(super) type Running = Pin<Box<dyn Future<Output = Result<Value, Thrown>> + Send>>;

/// Runs a function with arguments that were checked.
pub(super) type Handler = Arc<dyn Fn(Context, Value) -> Running + Send + Sync>;

/// Takes the types of a closure away.
pub(super) fn erase<Args, Returns, F, Fut>(handler: F, session: Option<&'static str>) -> Handler
where
    Args: ToConvex + Send + 'static,
    Returns: FromConvex + Send + 'static,
    F: Fn(Context, Args) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<Returns, Thrown>> + Send + 'static,
{
    Arc::new(move |context, args| match receive::<Args>(&args) {
        Some(typed) => {
            let id = session.and_then(|field| args.get(field));

            let running = handler(context.in_session(id), typed);
            Box::pin(async move { send(&running.await?) })
        }
        None => Box::pin(async {
            Err(Thrown::error(
                "the arguments pass the validator, but do not fit the Rust type",
            ))
        }),
    })
}

/// Decodes what a client sent.
pub(super) fn receive<Args: ToConvex>(args: &Value) -> Option<Args> {
    // A function without arguments takes `()`, and is sent an empty object.
    let takes_nothing = matches!(
        Validator::of(<Args as ToConvex>::validator()),
        Validator::Null
    );
    let json = encode(if takes_nothing { &Value::Null } else { args }).ok()?;
    let tape = Tape::parse(&json).ok()?;
    Args::receive(tape.root()).ok()
}

/// Encodes what a client receives.
pub(super) fn send<Returns: FromConvex>(returns: &Returns) -> Result<Value, Thrown> {
    let mut out = Encoder::new();
    returns.send(&mut out);
    let tape = Tape::parse(&out.finish()?)?;
    Ok(tape.root().decode()?)
}

//! Handles as the generator writes them, for these tests.

use convex_runtime::{
    Action, Bytes, FromConvex, Id, Internal, Mutation, Query, Table, ToConvex, Value,
};

pub const SEND: Mutation<SendArgs, ()> = Mutation::new("messages:send");
pub const COUNT: Query<(), f64> = Query::new("messages:count");
pub const ECHO: Action<EchoArgs, Everything> = Action::new("values/echo:echo");
pub const ANY: Query<Value, Value> = Query::new("values:any");
pub const CHOOSE: Action<ChooseArgs, String> = Action::new("values:choose");
pub const CLEAN_UP: Mutation<(), (), Internal> = Mutation::new("cron:cleanUp");

#[derive(Debug, Clone, PartialEq, Eq, ToConvex)]
pub struct SendArgs {
    pub author: String,
    pub body: String,
}

#[derive(Debug, Clone, PartialEq, ToConvex)]
pub struct EchoArgs {
    pub all: Everything,
}

#[derive(Debug, Clone, PartialEq, ToConvex, FromConvex)]
pub struct Everything {
    pub int: i64,
    pub float: f64,
    pub bytes: Bytes,
    pub list: Vec<Option<String>>,
    #[convex(optional)]
    pub absent: Option<f64>,
}

#[derive(Debug, Clone, PartialEq, ToConvex)]
pub struct ChooseArgs {
    pub mode: Mode,
    pub message: Id<Message>,
    pub size: Size,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ToConvex)]
pub enum Mode {
    #[convex("only")]
    Only,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ToConvex)]
pub enum Size {
    Small,
    Large,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message;

impl Table for Message {
    const NAME: &'static str = "messages";
}

//! Methods of functions.

use crate::script::{
    native::{Native, native},
    value::Value,
};

/// Methods of functions.
pub const METHODS: &[Native] = &[
    native("call", |cx, call| {
        let args = call.args.iter().skip(1).cloned().collect();
        cx.call(&call.this, call.arg(0), (args, call.span))
    }),
    native("apply", |cx, call| match call.arg(1) {
        Value::Undefined | Value::Null => cx.call(&call.this, call.arg(0), (Vec::new(), call.span)),
        args => match cx.iterate(&args, call.span) {
            Ok(args) => cx.call(&call.this, call.arg(0), (args, call.span)),
            Err(why) => why,
        },
    }),
];

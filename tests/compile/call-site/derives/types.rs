//! Fields whose types Convex does not have.

use convex_runtime::{FromConvex, ToConvex, Value};

#[derive(ToConvex)]
struct Bytes {
    data: Vec<u8>,
}

#[derive(FromConvex)]
struct Count {
    count: u64,
}

#[derive(FromConvex)]
struct NotOptional {
    #[convex(optional)]
    due: f64,
}

fn main() {
    let _ = Value::from(3);
}

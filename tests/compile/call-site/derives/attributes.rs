//! Attributes that say nothing, twice, or the wrong thing.

use convex_runtime::{FromConvex, Literals, ToConvex};

#[derive(ToConvex)]
struct Unknown {
    #[convex(rename = "a")]
    a: f64,
}

#[derive(ToConvex)]
enum Ambiguous {
    #[convex(2)]
    Two,
}

#[derive(FromConvex)]
struct SameName {
    #[convex("b")]
    a: f64,
    b: f64,
}

#[derive(FromConvex)]
enum WithFields {
    Text { text: String },
}

#[derive(FromConvex)]
#[convex(tag = "kind", union)]
enum Both {
    Text { text: String },
}

#[derive(FromConvex)]
#[convex(tag = "kind")]
enum TagTwice {
    Text { kind: String },
}

#[derive(ToConvex)]
#[convex(tag = "kind")]
struct NoEnum {
    a: f64,
}

#[derive(ToConvex)]
struct Nameless(f64);

#[derive(Literals)]
enum Numbers {
    #[convex(1.0)]
    One,
}

fn main() {}

//! Conversions of small Rust integers, which are exact as `v.number()`.
//!
//! `u8` and `i8` are left out so that `Vec<u8>` cannot be mistaken for bytes; `i64` is `v.int64()`;
//! `u64` fits neither.

use super::{Encoder, FromConvex, Mismatch, Node, ToConvex};

macro_rules! number {
    ($($integer:ty => $expected:literal,)*) => {$(
        impl ToConvex for $integer {
            #[inline]
            fn to_convex(&self, out: &mut Encoder) {
                out.float64(f64::from(*self));
            }

            mirror_receive!(Validator::Float64);
        }

        impl FromConvex for $integer {
            fn from_convex(node: Node<'_>) -> Result<Self, Mismatch> {
                let number = node.as_f64().ok_or_else(|| node.expected($expected))?;
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the next line compares")]
                let integer = number as $integer;
                // By bits, so that -0.0 is not taken for 0.
                if f64::from(integer).to_bits() == number.to_bits() { Ok(integer) } else { Err(node.expected($expected)) }
            }

            mirror_send!(Validator::Float64);
        }
    )*};
}

number! {
    i16 => "a whole number that fits i16",
    u16 => "a whole number that fits u16",
    i32 => "a whole number that fits i32",
    u32 => "a whole number that fits u32",
}

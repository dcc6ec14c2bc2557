//! Rust values to encoded JSON and back.
//!
//! Convex has two JSON forms. This is the *encoded* one, which loses nothing: `Int64` is
//! `{"$integer": …}`, special floats are `{"$float": …}`, bytes are `{"$bytes": …}`. [`ToConvex`]
//! writes its text through an [`Encoder`]; [`FromConvex`] reads from a [`Node`], a cursor over a
//! [`Tape`] that is parsed once.

/// The testing deployment's side of a `ToConvex` impl whose type is `FromConvex` as well.
macro_rules! mirror_receive {
    ($($validator:tt)+) => {
        #[cfg(feature = "testing")]
        fn receive(node: $crate::convert::Node<'_>) -> Result<Self, $crate::convert::Mismatch> {
            <Self as $crate::convert::FromConvex>::from_convex(node)
        }

        mirror_validator!($($validator)+);
    };
}

/// The testing deployment's side of a `FromConvex` impl whose type is `ToConvex` as well.
macro_rules! mirror_send {
    ($($validator:tt)+) => {
        #[cfg(feature = "testing")]
        fn send(&self, out: &mut $crate::convert::Encoder) {
            $crate::convert::ToConvex::to_convex(self, out);
        }

        mirror_validator!($($validator)+);
    };
}

macro_rules! mirror_validator {
    ($($validator:tt)+) => {
        #[cfg(feature = "testing")]
        fn validator() -> $crate::convert::Validator {
            use $crate::convert::Validator;
            $($validator)+
        }
    };
}

mod bytes;
mod containers;
mod encoder;
mod failure;
mod integers;
mod key;
mod literal;
mod maps;
mod node;
#[cfg(feature = "serde")]
mod node_value;
mod object;
mod scalars;
mod tape;
#[cfg(any(feature = "uuid", feature = "url"))]
mod texts;
mod times;
#[cfg(feature = "testing")]
mod validator;
mod value;
mod value_debug;

pub use bytes::Bytes;
#[cfg(feature = "serde")]
pub(crate) use encoder::is_special;
pub use encoder::{EncodeError, Encoder};
pub use failure::{DecodeError, Mismatch};
pub use key::RecordKey;
pub use literal::{Literal, UnknownLiteral};
pub use node::{Items, Member, Node};
#[cfg(feature = "serde")]
pub(crate) use node_value::NodeValue;
pub use object::{Entries, ObjectNode};
pub use tape::{Tape, TapeError};
#[cfg(feature = "testing")]
pub use validator::{FieldValidator, Presence, Validator};
pub use value::Value;

/// A type that can be sent to Convex, as an argument or a part of one.
///
/// Generated types derive it; write it by hand to send a type of your own in the place of a
/// validator's type.
///
/// ```
/// use convex_runtime::{Encoder, ToConvex};
///
/// struct Celsius(f64);
///
/// impl ToConvex for Celsius {
///     fn to_convex(&self, out: &mut Encoder) {
///         out.float64(self.0);
///     }
/// }
/// assert_eq!(convex_runtime::encode(&Celsius(21.5))?, "21.5");
/// # Ok::<(), convex_runtime::EncodeError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent to Convex",
    label = "not a Convex value",
    note = "numbers are `f64` for `v.number()` and `i64` for `v.int64()`, bytes are `convex_runtime::Bytes`"
)]
pub trait ToConvex {
    /// Writes exactly one value to `out`.
    fn to_convex(&self, out: &mut Encoder);

    /// Reads what [`to_convex`](Self::to_convex) writes: the testing deployment decodes arguments
    /// with it.
    ///
    /// # Errors
    ///
    /// When the value has another shape.
    #[cfg(feature = "testing")]
    fn receive(node: Node<'_>) -> Result<Self, Mismatch>
    where
        Self: Sized,
    {
        Err(node.expected("a type that overrides `ToConvex::receive`"))
    }

    /// Returns the validator of the values that this type sends.
    #[cfg(feature = "testing")]
    fn validator() -> Validator
    where
        Self: Sized,
    {
        Validator::Any
    }
}

/// A type that can be received from Convex, as a result or a part of one.
///
/// Generated types derive it; write it by hand to receive a type of your own in the place of a
/// validator's type.
///
/// ```
/// use convex_runtime::{FromConvex, Mismatch, Node};
///
/// #[derive(Debug, PartialEq)]
/// struct Celsius(f64);
///
/// impl FromConvex for Celsius {
///     fn from_convex(node: Node<'_>) -> Result<Self, Mismatch> {
///         f64::from_convex(node).map(Celsius)
///     }
/// }
/// assert_eq!(convex_runtime::decode::<Celsius>("21.5")?, Celsius(21.5));
/// # Ok::<(), convex_runtime::DecodeError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be received from Convex",
    label = "not a Convex value",
    note = "numbers are `f64` for `v.number()` and `i64` for `v.int64()`, bytes are `convex_runtime::Bytes`"
)]
pub trait FromConvex: Sized {
    /// Reads the value at `node`.
    ///
    /// # Errors
    ///
    /// When the value there has another shape. A [`Mismatch`] is small and allocates nothing, so
    /// members of a union can be tried freely; [`decode`] and the client turn it into a
    /// [`DecodeError`] with the path.
    fn from_convex(node: Node<'_>) -> Result<Self, Mismatch>;

    /// Writes what [`from_convex`](Self::from_convex) reads: the testing deployment encodes results
    /// with it.
    #[cfg(feature = "testing")]
    fn send(&self, out: &mut Encoder) {
        out.fail("the type does not override `FromConvex::send`");
    }

    /// Returns the validator of the values that this type receives.
    #[cfg(feature = "testing")]
    fn validator() -> Validator {
        Validator::Any
    }
}

/// Encodes one value as JSON text.
///
/// ```
/// assert_eq!(convex_runtime::encode(&1_i64)?, r#"{"$integer":"AQAAAAAAAAA="}"#);
/// # Ok::<(), convex_runtime::EncodeError>(())
/// ```
///
/// # Errors
///
/// When a record has a key that Convex does not allow.
pub fn encode<T: ToConvex + ?Sized>(value: &T) -> Result<String, EncodeError> {
    let mut out = Encoder::new();
    value.to_convex(&mut out);
    out.finish()
}

/// Decodes one value from JSON text.
///
/// ```
/// let names: Vec<String> = convex_runtime::decode(r#"["a", "b"]"#)?;
/// assert_eq!(names, ["a", "b"]);
///
/// let wrong = convex_runtime::decode::<Vec<String>>(r#"["a", 2]"#).unwrap_err();
/// assert_eq!(wrong.to_string(), "at `[1]`: expected a string, found a number (Float64)");
/// # Ok::<(), convex_runtime::DecodeError>(())
/// ```
///
/// # Errors
///
/// When the text is not encoded JSON, or has another shape than `T`.
pub fn decode<T: FromConvex>(json: &str) -> Result<T, DecodeError> {
    Tape::parse(json)?.root().decode()
}

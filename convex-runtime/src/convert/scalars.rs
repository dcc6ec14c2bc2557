//! Conversions of values without parts.

use std::borrow::Cow;

use super::{Encoder, FromConvex, Mismatch, Node, ToConvex};

impl ToConvex for () {
    #[inline]
    fn to_convex(&self, out: &mut Encoder) {
        out.null();
    }

    mirror_receive!(Validator::Null);
}

impl FromConvex for () {
    #[inline]
    fn from_convex(node: Node<'_>) -> Result<Self, Mismatch> {
        if node.is_null() {
            Ok(())
        } else {
            Err(node.expected("null"))
        }
    }

    mirror_send!(Validator::Null);
}

impl ToConvex for bool {
    #[inline]
    fn to_convex(&self, out: &mut Encoder) {
        out.boolean(*self);
    }

    mirror_receive!(Validator::Boolean);
}

impl FromConvex for bool {
    #[inline]
    fn from_convex(node: Node<'_>) -> Result<Self, Mismatch> {
        node.as_bool().ok_or_else(|| node.expected("a Boolean"))
    }

    mirror_send!(Validator::Boolean);
}

impl ToConvex for i64 {
    #[inline]
    fn to_convex(&self, out: &mut Encoder) {
        out.int64(*self);
    }

    mirror_receive!(Validator::Int64);
}

impl FromConvex for i64 {
    #[inline]
    fn from_convex(node: Node<'_>) -> Result<Self, Mismatch> {
        node.as_i64()
            .ok_or_else(|| node.expected("an integer (Int64)"))
    }

    mirror_send!(Validator::Int64);
}

impl ToConvex for f64 {
    #[inline]
    fn to_convex(&self, out: &mut Encoder) {
        out.float64(*self);
    }

    mirror_receive!(Validator::Float64);
}

impl FromConvex for f64 {
    #[inline]
    fn from_convex(node: Node<'_>) -> Result<Self, Mismatch> {
        node.as_f64()
            .ok_or_else(|| node.expected("a number (Float64)"))
    }

    mirror_send!(Validator::Float64);
}

impl ToConvex for str {
    #[inline]
    fn to_convex(&self, out: &mut Encoder) {
        out.string(self);
    }
}

impl ToConvex for Cow<'_, str> {
    #[inline]
    fn to_convex(&self, out: &mut Encoder) {
        out.string(self);
    }
}

impl ToConvex for String {
    #[inline]
    fn to_convex(&self, out: &mut Encoder) {
        out.string(self);
    }

    mirror_receive!(Validator::String);
}

impl FromConvex for String {
    #[inline]
    fn from_convex(node: Node<'_>) -> Result<Self, Mismatch> {
        node.as_str()
            .map(ToOwned::to_owned)
            .ok_or_else(|| node.expected("a string"))
    }

    mirror_send!(Validator::String);
}

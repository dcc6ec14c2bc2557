//! Conversions of `Option`, `Vec` and pointers.

use std::{rc::Rc, sync::Arc};

use super::{Encoder, FromConvex, Mismatch, Node, ToConvex};

/// `None` is `null`. In a field of type `v.optional(..)` derived code leaves the field out instead.
impl<T: ToConvex> ToConvex for Option<T> {
    #[inline]
    fn to_convex(&self, out: &mut Encoder) {
        match self {
            Some(value) => value.to_convex(out),
            None => out.null(),
        }
    }

    #[cfg(feature = "testing")]
    fn receive(node: Node<'_>) -> Result<Self, Mismatch> {
        if node.is_null() {
            Ok(None)
        } else {
            T::receive(node).map(Some)
        }
    }

    mirror_validator!(Validator::Nullable(T::validator));
}

impl<T: FromConvex> FromConvex for Option<T> {
    #[inline]
    fn from_convex(node: Node<'_>) -> Result<Self, Mismatch> {
        if node.is_null() {
            Ok(None)
        } else {
            T::from_convex(node).map(Some)
        }
    }

    #[cfg(feature = "testing")]
    fn send(&self, out: &mut Encoder) {
        match self {
            Some(value) => value.send(out),
            None => out.null(),
        }
    }

    mirror_validator!(Validator::Nullable(T::validator));
}

impl<T: ToConvex> ToConvex for [T] {
    #[inline]
    fn to_convex(&self, out: &mut Encoder) {
        out.begin_array();
        for item in self {
            out.item(item);
        }
        out.end_array();
    }
}

impl<T: ToConvex> ToConvex for Vec<T> {
    #[inline]
    fn to_convex(&self, out: &mut Encoder) {
        self.as_slice().to_convex(out);
    }

    #[cfg(feature = "testing")]
    fn receive(node: Node<'_>) -> Result<Self, Mismatch> {
        node.items()?.map(T::receive).collect()
    }

    mirror_validator!(Validator::Array(T::validator));
}

impl<T: FromConvex> FromConvex for Vec<T> {
    #[inline]
    fn from_convex(node: Node<'_>) -> Result<Self, Mismatch> {
        let items = node.items()?;
        let mut all = Self::with_capacity(items.len());
        for item in items {
            all.push(T::from_convex(item)?);
        }
        Ok(all)
    }

    #[cfg(feature = "testing")]
    fn send(&self, out: &mut Encoder) {
        out.begin_array();
        for item in self {
            out.separate();
            item.send(out);
        }
        out.end_array();
    }

    mirror_validator!(Validator::Array(T::validator));
}

impl<T: ToConvex + ?Sized> ToConvex for &T {
    #[inline]
    fn to_convex(&self, out: &mut Encoder) {
        (**self).to_convex(out);
    }
}

macro_rules! pointer {
    ($($pointer:ident)*) => {$(
        impl<T: ToConvex> ToConvex for $pointer<T> {
            #[inline]
            fn to_convex(&self, out: &mut Encoder) {
                (**self).to_convex(out);
            }

            #[cfg(feature = "testing")]
            fn receive(node: Node<'_>) -> Result<Self, Mismatch> {
                T::receive(node).map(Self::new)
            }

            #[cfg(feature = "testing")]
            fn validator() -> super::Validator {
                T::validator()
            }
        }

        impl<T: FromConvex> FromConvex for $pointer<T> {
            #[inline]
            fn from_convex(node: Node<'_>) -> Result<Self, Mismatch> {
                T::from_convex(node).map(Self::new)
            }

            #[cfg(feature = "testing")]
            fn send(&self, out: &mut Encoder) {
                (**self).send(out);
            }

            #[cfg(feature = "testing")]
            fn validator() -> super::Validator {
                T::validator()
            }
        }
    )*};
}

pointer!(Box Arc Rc);

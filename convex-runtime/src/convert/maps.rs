//! Conversions of maps, the types of `v.record(..)`.

use std::{
    collections::{BTreeMap, HashMap},
    hash::{BuildHasher, Hash},
};

#[cfg(feature = "indexmap")]
use indexmap::IndexMap;

use super::{Encoder, FromConvex, Mismatch, Node, RecordKey, ToConvex};

macro_rules! map {
    ($map:ident < K, V $(, $hasher:ident)? >, $($bound:tt)+) => {
        impl<K: RecordKey + $($bound)+, V: ToConvex $(, $hasher: BuildHasher + Default)?> ToConvex for $map<K, V $(, $hasher)?> {
            #[allow(clippy::iter_over_hash_type, reason = "Convex sorts the fields of objects")]
            fn to_convex(&self, out: &mut Encoder) {
                out.begin_object();
                for (key, value) in self {
                    out.entry(key, value);
                }
                out.end_object();
            }

            #[cfg(feature = "testing")]
            fn receive(node: Node<'_>) -> Result<Self, Mismatch> {
                node.entries()?.map(|(key, value)| Ok((key_of(key, value)?, V::receive(value)?))).collect()
            }

            mirror_validator!(Validator::Record(V::validator));
        }

        impl<K: RecordKey + $($bound)+, V: FromConvex $(, $hasher: BuildHasher + Default)?> FromConvex for $map<K, V $(, $hasher)?> {
            fn from_convex(node: Node<'_>) -> Result<Self, Mismatch> {
                node.entries()?.map(|(key, value)| Ok((key_of(key, value)?, V::from_convex(value)?))).collect()
            }

            #[cfg(feature = "testing")]
            #[allow(clippy::iter_over_hash_type, reason = "Convex sorts the fields of objects")]
            fn send(&self, out: &mut Encoder) {
                out.begin_object();
                for (key, value) in self {
                    out.record_name(key.as_key());
                    value.send(out);
                }
                out.end_object();
            }

            mirror_validator!(Validator::Record(V::validator));
        }
    };
}

map!(BTreeMap<K, V>, Ord);
map!(HashMap<K, V, S>, Eq + Hash);
#[cfg(feature = "indexmap")]
map!(IndexMap<K, V, S>, Eq + Hash);

fn key_of<K: RecordKey>(key: &str, value: Node<'_>) -> Result<K, Mismatch> {
    K::from_key(key).ok_or_else(|| value.expected(K::EXPECTED))
}

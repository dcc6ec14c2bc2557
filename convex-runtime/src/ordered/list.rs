//! Maps and sets that are sorted lists, with the names of the standard library's.

use std::{fmt, mem, ops::Index, slice, vec};

/// A map that is a list of its entries, sorted by key.
#[derive(Clone)]
pub(crate) struct Map<K, V> {
    entries: Vec<(K, V)>,
}

impl<K: Ord, V> Map<K, V> {
    pub(crate) const fn new() -> Self {
        Self {
            entries: Vec::new(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(crate) fn clear(&mut self) {
        self.entries.clear();
    }

    /// The place of a key, or where it would be.
    fn place(&self, key: &K) -> Result<usize, usize> {
        // Most new keys are above all others.
        match self.entries.last() {
            Some((last, _)) if last < key => Err(self.entries.len()),
            _ => self.entries.binary_search_by(|(other, _)| other.cmp(key)),
        }
    }

    pub(crate) fn get(&self, key: &K) -> Option<&V> {
        let place = self.place(key).ok()?;
        self.entries.get(place).map(|(_, value)| value)
    }

    pub(crate) fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        let place = self.place(key).ok()?;
        self.entries.get_mut(place).map(|(_, value)| value)
    }

    /// Sets the value of a key and returns the one before.
    pub(crate) fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.place(&key) {
            Ok(place) => {
                let (_, before) = self.entries.get_mut(place)?;
                Some(mem::replace(before, value))
            }
            Err(place) => {
                self.entries.insert(place, (key, value));
                None
            }
        }
    }

    pub(crate) fn remove(&mut self, key: &K) -> Option<V> {
        let place = self.place(key).ok()?;
        Some(self.entries.remove(place).1)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.into_iter()
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = &K> {
        self.entries.iter().map(|(key, _)| key)
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &V> {
        self.entries.iter().map(|(_, value)| value)
    }

    pub(crate) fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.entries.iter_mut().map(|(_, value)| value)
    }

    pub(crate) fn into_values(self) -> impl Iterator<Item = V> {
        self.entries.into_iter().map(|(_, value)| value)
    }
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
        }
    }
}

impl<K: Ord, V> Index<&K> for Map<K, V> {
    type Output = V;

    fn index(&self, key: &K) -> &V {
        self.get(key).expect("the key is there")
    }
}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for Map<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entries = self.entries.iter().map(|(key, value)| (key, value));
        f.debug_map().entries(entries).finish()
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for Map<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = Self::new();
        for (key, value) in entries {
            map.insert(key, value);
        }
        map
    }
}

impl<K, V> IntoIterator for Map<K, V> {
    type Item = (K, V);
    type IntoIter = vec::IntoIter<(K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

/// The entries of a map, in order.
type Entries<'a, K, V> = std::iter::Map<slice::Iter<'a, (K, V)>, fn(&'a (K, V)) -> (&'a K, &'a V)>;

impl<'a, K, V> IntoIterator for &'a Map<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = Entries<'a, K, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.iter().map(|(key, value)| (key, value))
    }
}

/// The entries of a map, in order, to be changed.
type EntriesMut<'a, K, V> =
    std::iter::Map<slice::IterMut<'a, (K, V)>, fn(&'a mut (K, V)) -> (&'a K, &'a mut V)>;

impl<'a, K, V> IntoIterator for &'a mut Map<K, V> {
    type Item = (&'a K, &'a mut V);
    type IntoIter = EntriesMut<'a, K, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.iter_mut().map(|(key, value)| (&*key, value))
    }
}

/// A set that is a sorted list.
#[derive(Clone)]
pub(crate) struct Set<K> {
    keys: Map<K, ()>,
}

impl<K: Ord> Set<K> {
    pub(crate) fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    pub(crate) fn clear(&mut self) {
        self.keys.clear();
    }

    pub(crate) fn contains(&self, key: &K) -> bool {
        self.keys.get(key).is_some()
    }

    /// Adds a key, and returns whether it is new.
    pub(crate) fn insert(&mut self, key: K) -> bool {
        self.keys.insert(key, ()).is_none()
    }

    /// Takes a key away, and returns whether it was there.
    pub(crate) fn remove(&mut self, key: &K) -> bool {
        self.keys.remove(key).is_some()
    }

    pub(crate) fn first(&self) -> Option<&K> {
        self.keys.keys().next()
    }

    pub(crate) fn pop_first(&mut self) -> Option<K> {
        (!self.is_empty()).then(|| self.keys.entries.remove(0).0)
    }
}

impl<K> Default for Set<K> {
    fn default() -> Self {
        Self {
            keys: Map::default(),
        }
    }
}

impl<K: fmt::Debug> fmt::Debug for Set<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys = self.keys.entries.iter().map(|(key, ())| key);
        f.debug_set().entries(keys).finish()
    }
}

impl<K: Ord> FromIterator<K> for Set<K> {
    fn from_iter<I: IntoIterator<Item = K>>(keys: I) -> Self {
        Self {
            keys: keys.into_iter().map(|key| (key, ())).collect(),
        }
    }
}

impl<'a, K: Ord + Copy + 'a> Extend<&'a K> for Set<K> {
    fn extend<I: IntoIterator<Item = &'a K>>(&mut self, keys: I) {
        for &key in keys {
            self.insert(key);
        }
    }
}

impl<K> IntoIterator for Set<K> {
    type Item = K;
    type IntoIter = std::iter::Map<vec::IntoIter<(K, ())>, fn((K, ())) -> K>;

    fn into_iter(self) -> Self::IntoIter {
        self.keys.entries.into_iter().map(|(key, ())| key)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::{Map, Set};

    /// Returns numbers below 256 that are the same in each run.
    fn numbers() -> impl Iterator<Item = u64> {
        let next = |state: &u64| Some(state.wrapping_mul(6_364_136_223_846_793_005) + 1);
        std::iter::successors(Some(7), next).map(|state| state >> 56)
    }

    #[test]
    fn a_map_does_what_a_tree_does() {
        let mut numbers = numbers();
        for _ in 0..200 {
            let (mut map, mut tree) = (Map::new(), BTreeMap::new());
            for (step, number) in numbers.by_ref().take(100).enumerate() {
                let key = number % 16;
                match number / 32 {
                    0..4 => assert_eq!(map.insert(key, step), tree.insert(key, step)),
                    4 => assert_eq!(map.remove(&key), tree.remove(&key)),
                    5 => assert_eq!(map.get_mut(&key), tree.get_mut(&key)),
                    6 if key == 0 => {
                        map.clear();
                        tree.clear();
                    }
                    _ => assert_eq!(map.get(&key), tree.get(&key)),
                }
                assert_eq!((map.len(), map.is_empty()), (tree.len(), tree.is_empty()));
                assert!(map.iter().eq(&tree) && map.keys().eq(tree.keys()));
                assert!(map.values_mut().eq(tree.values_mut()));
                assert!((&mut map).into_iter().eq(&mut tree));
            }
            let again: Map<_, _> = tree.clone().into_iter().rev().collect();
            assert!(again.clone().into_values().eq(tree.clone().into_values()));
            assert_eq!(format!("{again:?}"), format!("{tree:?}"));
            assert!(tree.keys().all(|key| again[key] == tree[key]));
            assert!(again.into_iter().eq(tree));
        }
    }

    #[test]
    fn a_set_does_what_a_tree_does() {
        let mut numbers = numbers();
        for _ in 0..200 {
            let (mut set, mut tree) = (Set::default(), BTreeSet::new());
            for number in numbers.by_ref().take(100) {
                let key = number % 16;
                match number / 32 {
                    0..4 => assert_eq!(set.insert(key), tree.insert(key)),
                    4 => assert_eq!(set.remove(&key), tree.remove(&key)),
                    5 => assert_eq!(set.pop_first(), tree.pop_first()),
                    6 if key == 0 => {
                        set.clear();
                        tree.clear();
                    }
                    _ => assert_eq!(set.contains(&key), tree.contains(&key)),
                }
                assert_eq!(
                    (set.first(), set.is_empty()),
                    (tree.first(), tree.is_empty())
                );
            }
            set.extend(&[3, 200, 3]);
            tree.extend(&[3, 200, 3]);
            assert_eq!(format!("{set:?}"), format!("{tree:?}"));
            let again: Set<_> = tree.iter().rev().copied().collect();
            assert!(again.into_iter().eq(tree.iter().copied()));
            assert!(set.into_iter().eq(tree));
        }
    }
}

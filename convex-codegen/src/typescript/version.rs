//! Versions of TypeScript.

use std::fmt;

/// `5.9.3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version(pub u32, pub u32, pub u32);

impl Version {
    /// The oldest version that writes what we read.
    pub(super) const OLDEST: Self = Self(5, 0, 0);

    /// Parses the output of `tsc --version`: `Version 5.9.3`, `Version 7.1.0-dev.20261021.1`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let word = text
            .split_whitespace()
            .find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
        let mut parts = word.split(['.', '-', '+']);
        let mut number = || parts.next()?.parse().ok();
        Some(Self(number()?, number()?, number().unwrap_or(0)))
    }

    /// Returns whether it can write declarations without checking every statement first.
    pub(super) fn has_no_check(self) -> bool {
        self >= Self(5, 6, 0)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

#[cfg(test)]
mod tests {
    use super::Version;

    #[test]
    fn versions_are_read_as_tsc_prints_them() {
        assert_eq!(Version::parse("Version 5.9.3\n"), Some(Version(5, 9, 3)));
        assert_eq!(
            Version::parse("Version 7.1.0-dev.20261021.1"),
            Some(Version(7, 1, 0))
        );
        assert_eq!(Version::parse("node: not found"), None);
        assert!(Version(5, 0, 4) >= Version::OLDEST && Version(4, 9, 5) < Version::OLDEST);
    }
}

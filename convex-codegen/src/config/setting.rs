//! Types that values can have instead of the generated ones.

/// A Rust integer that a `v.number()` can be, for [`Config::integer`](super::Config::integer).
///
/// All of them are exact as floats. `i64` is the type of `v.int64()`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Integer {
    /// `u32`.
    U32,
    /// `i32`.
    I32,
    /// `u16`.
    U16,
    /// `i16`.
    I16,
}

impl Integer {
    /// Its name in Rust.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::U32 => "u32",
            Self::I32 => "i32",
            Self::U16 => "u16",
            Self::I16 => "i16",
        }
    }
}

/// The Rust type of milliseconds since 1970, for [`Config::timestamps`](super::Config::timestamps).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Timestamp {
    /// `jiff::Timestamp`, with the feature `jiff` of `convex-runtime`.
    Jiff,
    /// `chrono::DateTime<chrono::Utc>`, with the feature `chrono` of `convex-runtime`.
    Chrono,
    /// `time::OffsetDateTime` in UTC, with the feature `time` of `convex-runtime`.
    Time,
    /// `std::time::SystemTime`.
    SystemTime,
}

/// Type for a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Setting {
    /// A type of the user's own.
    Own(String),
    /// A type of the user's own for the errors of a function.
    Thrown(String),
    /// An integer.
    Integer(Integer),
    /// A point in time.
    Timestamp(Timestamp),
    /// `uuid::Uuid`.
    Uuid,
    /// `url::Url`.
    Url,
}

impl Setting {
    /// The method of `Config` that asks for it.
    pub(crate) const fn method(&self) -> &'static str {
        match self {
            Self::Own(_) => "use_type",
            Self::Thrown(_) => "error",
            Self::Integer(_) => "integer",
            Self::Timestamp(_) => "timestamps",
            Self::Uuid => "uuid",
            Self::Url => "url",
        }
    }

    /// Returns the validators that it fits.
    pub(crate) const fn wants(&self) -> &'static str {
        match self {
            Self::Own(_) => "values that vary",
            Self::Thrown(_) => "functions",
            Self::Integer(_) | Self::Timestamp(_) => "`v.number()`",
            Self::Uuid | Self::Url => "`v.string()`",
        }
    }
}

//! Points in time as `v.number()`: milliseconds since 1970, as `Date.now()` returns them.
//!
//! `_creationTime` has a fraction, so what is below a millisecond is kept: a value that is received
//! and sent again is the same number.

use std::time::{Duration, SystemTime};

use super::{Encoder, FromConvex, Mismatch, Node, ToConvex};

/// The largest number that is a `Date` in JavaScript, in milliseconds.
const MAX: f64 = 8.64e15;

/// Nanoseconds in a millisecond.
const MILLISECOND: i128 = 1_000_000;

fn nanoseconds(node: Node<'_>) -> Result<i128, Mismatch> {
    let time = node.as_f64().filter(|time| time.abs() <= MAX);
    let time = time.ok_or_else(|| node.expected("milliseconds since 1970"))?;
    let whole = time.floor();
    #[expect(
        clippy::cast_possible_truncation,
        reason = "within the bounds of a `Date`"
    )]
    let (whole, fraction) = (whole as i128, ((time - whole) * 1e6).round() as i128);
    Ok(whole * MILLISECOND + fraction)
}

fn write(out: &mut Encoder, nanoseconds: i128) {
    let (whole, fraction) = (
        nanoseconds.div_euclid(MILLISECOND),
        nanoseconds.rem_euclid(MILLISECOND),
    );
    #[expect(
        clippy::cast_precision_loss,
        reason = "exact up to the bounds of a `Date`; beyond them the next number"
    )]
    let time = whole as f64 + fraction as f64 / 1e6;
    out.float64(time);
}

macro_rules! time {
    ($time:ty, $to:expr, $from:expr) => {
        impl ToConvex for $time {
            fn to_convex(&self, out: &mut Encoder) {
                write(out, $to(self));
            }

            mirror_receive!(Validator::Float64);
        }

        impl FromConvex for $time {
            fn from_convex(node: Node<'_>) -> Result<Self, Mismatch> {
                $from(nanoseconds(node)?)
                    .ok_or_else(|| node.expected("a point in time that fits the type"))
            }

            mirror_send!(Validator::Float64);
        }
    };
}

time!(SystemTime, system_to, system_from);

fn system_to(time: &SystemTime) -> i128 {
    let signed = |duration: Duration| i128::try_from(duration.as_nanos()).unwrap_or(i128::MAX);
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => signed(after),
        Err(before) => -signed(before.duration()),
    }
}

fn system_from(nanoseconds: i128) -> Option<SystemTime> {
    const SECOND: u128 = 1_000_000_000;
    let size = nanoseconds.unsigned_abs();
    let seconds = u64::try_from(size / SECOND).ok()?;
    let duration = Duration::new(seconds, u32::try_from(size % SECOND).ok()?);
    if nanoseconds < 0 {
        SystemTime::UNIX_EPOCH.checked_sub(duration)
    } else {
        SystemTime::UNIX_EPOCH.checked_add(duration)
    }
}

#[cfg(feature = "jiff")]
time!(
    jiff::Timestamp,
    |time: &jiff::Timestamp| time.as_nanosecond(),
    |time| { jiff::Timestamp::from_nanosecond(time).ok() }
);

#[cfg(feature = "chrono")]
time!(
    chrono::DateTime<chrono::Utc>,
    |time: &chrono::DateTime<chrono::Utc>| {
        i128::from(time.timestamp()) * 1_000_000_000 + i128::from(time.timestamp_subsec_nanos())
    },
    |time: i128| {
        let seconds = i64::try_from(time.div_euclid(1_000_000_000)).ok()?;
        let rest = u32::try_from(time.rem_euclid(1_000_000_000)).ok()?;
        chrono::DateTime::from_timestamp(seconds, rest)
    }
);

#[cfg(feature = "time")]
time!(
    time::OffsetDateTime,
    |time: &time::OffsetDateTime| time.unix_timestamp_nanos(),
    |time| time::OffsetDateTime::from_unix_timestamp_nanos(time).ok()
);

#[cfg(test)]
mod tests {
    use std::{fmt::Debug, time::SystemTime};

    use crate::{FromConvex, ToConvex, decode, encode};

    fn same_number<T: ToConvex + FromConvex + Debug>(texts: &[&str]) {
        for text in texts {
            let time: T = decode(text).expect("it is a time");
            let again: f64 = encode(&time)
                .expect("it is a number")
                .parse()
                .expect("it is one");
            let expected: f64 = text.parse().expect("it is a number");
            assert_eq!(again.to_bits(), expected.to_bits(), "{text} as {time:?}");
        }
    }

    #[test]
    fn a_time_that_goes_back_is_the_same_number() {
        let texts = [
            "0",
            "1",
            "1731000000123",
            "1731000000123.4587",
            "1731000000123.9998",
            "-0.5",
            "-1731000000123.25",
        ];
        same_number::<SystemTime>(&texts);
        #[cfg(feature = "jiff")]
        same_number::<jiff::Timestamp>(&texts);
        #[cfg(feature = "chrono")]
        same_number::<chrono::DateTime<chrono::Utc>>(&texts);
        #[cfg(feature = "time")]
        same_number::<time::OffsetDateTime>(&texts);
    }

    #[test]
    fn no_date_is_an_error() {
        for text in [
            "\"1\"",
            "8.64e15001",
            "9e15",
            "{\"$float\":\"AAAAAAAA8H8=\"}",
        ] {
            assert!(decode::<SystemTime>(text).is_err(), "{text}");
        }
    }
}

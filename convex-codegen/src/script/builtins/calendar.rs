//! Dates in UTC: milliseconds since 1970, years, months and days, and their texts.

/// The milliseconds of a day.
pub(super) const DAY: f64 = 86_400_000.0;

/// The furthest that a date can be from 1970.
const FURTHEST: f64 = 8.64e15;

/// A date in its parts; the month counts from 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Parts {
    /// The year.
    pub year: f64,
    /// The month, from 0.
    pub month: f64,
    /// The day of the month.
    pub day: f64,
    /// The hour.
    pub hour: f64,
    /// The minute.
    pub minute: f64,
    /// The second.
    pub second: f64,
    /// The millisecond.
    pub millisecond: f64,
}

/// `time` as a date holds it: whole, and `NaN` when it is too far away.
pub(super) fn clipped(time: f64) -> f64 {
    if time.abs() <= FURTHEST {
        time.trunc() + 0.0
    } else {
        f64::NAN
    }
}

/// The parts of a time, which is finite.
pub(super) fn parts(time: f64) -> Parts {
    let days = (time / DAY).floor();
    let within = time - days * DAY;
    let (year, month, day) = civil(days);
    Parts {
        year,
        month,
        day,
        hour: (within / 3_600_000.0).floor(),
        minute: (within / 60_000.0).floor() % 60.0,
        second: (within / 1000.0).floor() % 60.0,
        millisecond: within % 1000.0,
    }
}

/// The day of the week, from Sunday.
pub(super) fn weekday(time: f64) -> f64 {
    // The remainder of a negative number may be `-0`.
    ((time / DAY).floor() + 4.0).rem_euclid(7.0) + 0.0
}

/// The time of a date, not yet clipped; parts may be beyond their limits, as `Date.UTC` takes them.
pub(super) fn time(parts: Parts) -> f64 {
    let fields = [
        parts.year,
        parts.month,
        parts.day,
        parts.hour,
        parts.minute,
        parts.second,
        parts.millisecond,
    ];
    if fields.iter().any(|field| !field.is_finite()) {
        return f64::NAN;
    }
    let [year, month, day, hour, minute, second, millisecond] = fields.map(f64::trunc);
    let year = year + (month / 12.0).floor();
    if year.abs() > 400_000.0 {
        return f64::NAN;
    }
    let days = days(year, month.rem_euclid(12.0)) + day - 1.0;
    days * DAY + (hour * 3_600_000.0 + minute * 60_000.0 + second * 1000.0 + millisecond)
}

/// The days from 1970 to the first of a month.
fn days(year: f64, month: f64) -> f64 {
    // Years begin in March here, so that leap days come last.
    let year = if month < 2.0 { year - 1.0 } else { year };
    let era = (year / 400.0).floor();
    let within = year - era * 400.0;
    let day = ((153.0 * ((month + 10.0) % 12.0) + 2.0) / 5.0).floor();
    era * 146_097.0 + within * 365.0 + (within / 4.0).floor() - (within / 100.0).floor() + day
        - 719_468.0
}

/// The year, month and day that is `days` after 1970.
fn civil(days: f64) -> (f64, f64, f64) {
    let days = days + 719_468.0;
    let era = (days / 146_097.0).floor();
    let day = days - era * 146_097.0;
    let year = ((day - (day / 1460.0).floor() + (day / 36_524.0).floor()
        - (day / 146_096.0).floor())
        / 365.0)
        .floor();
    let day = day - (365.0 * year + (year / 4.0).floor() - (year / 100.0).floor());
    let month = ((5.0 * day + 2.0) / 153.0).floor();
    let day = day - ((153.0 * month + 2.0) / 5.0).floor() + 1.0;
    let month = (month + 2.0) % 12.0;
    let year = year + era * 400.0 + if month < 2.0 { 1.0 } else { 0.0 };
    (year, month, day)
}

/// `toISOString()` of a time, which is finite.
pub(super) fn iso(time: f64) -> String {
    let Parts {
        year,
        month,
        day,
        hour,
        minute,
        second,
        millisecond,
    } = parts(time);
    let year = if (0.0..=9999.0).contains(&year) {
        format!("{year:04}")
    } else {
        let sign = if year < 0.0 { '-' } else { '+' };
        format!("{sign}{:06}", year.abs())
    };
    format!(
        "{year}-{:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millisecond:03}Z",
        month + 1.0
    )
}

const WEEKDAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// The text of a date that is not valid.
pub(super) const INVALID: &str = "Invalid Date";

fn name(names: &[&'static str], at: f64) -> &'static str {
    let at = crate::script::coerce::index(at);
    names.get(at).copied().unwrap_or_default()
}

fn signed_year(year: f64) -> String {
    let sign = if year < 0.0 { "-" } else { "" };
    format!("{sign}{:04}", year.abs())
}

/// `toDateString()` of a time.
pub(super) fn date_text(time: f64) -> String {
    if time.is_nan() {
        return INVALID.to_owned();
    }
    let parts = parts(time);
    let (weekday, month) = (name(&WEEKDAYS, weekday(time)), name(&MONTHS, parts.month));
    format!(
        "{weekday} {month} {:02} {}",
        parts.day,
        signed_year(parts.year)
    )
}

/// `toTimeString()` of a time, in UTC.
pub(super) fn time_text(time: f64) -> String {
    if time.is_nan() {
        return INVALID.to_owned();
    }
    let Parts {
        hour,
        minute,
        second,
        ..
    } = parts(time);
    format!("{hour:02}:{minute:02}:{second:02} GMT+0000 (Coordinated Universal Time)")
}

/// `toString()` of a time, in UTC.
pub(in crate::script) fn whole_text(time: f64) -> String {
    if time.is_nan() {
        return INVALID.to_owned();
    }
    format!("{} {}", date_text(time), time_text(time))
}

/// `toUTCString()` of a time.
pub(super) fn utc_text(time: f64) -> String {
    if time.is_nan() {
        return INVALID.to_owned();
    }
    let Parts {
        hour,
        minute,
        second,
        day,
        month,
        year,
        ..
    } = parts(time);
    let (weekday, month) = (name(&WEEKDAYS, weekday(time)), name(&MONTHS, month));
    let year = signed_year(year);
    format!("{weekday}, {day:02} {month} {year} {hour:02}:{minute:02}:{second:02} GMT")
}

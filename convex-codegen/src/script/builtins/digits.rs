//! Numbers as text in the ways that JavaScript writes them: `toString(radix)`, `toFixed`,
//! `toExponential`, `toPrecision`.

/// The exact decimal digits of `value`, which is finite and above 0, and the power of ten of the
/// first one.
fn exact(value: f64) -> (Vec<u8>, i32) {
    /// No `f64` has more significant digits.
    const ALL: usize = 770;
    let text = format!("{value:.ALL$e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let digits = mantissa.bytes().filter(u8::is_ascii_digit);
    (
        digits.map(|digit| digit - b'0').collect(),
        exponent.parse().unwrap_or(0),
    )
}

/// `value` to `count` significant digits, and the power of ten of the first one; halves are rounded
/// up.
fn rounded(value: f64, count: i32) -> (String, i32) {
    let (mut digits, mut exponent) = exact(value);
    let Ok(count) = usize::try_from(count) else {
        return (String::new(), exponent);
    };
    let up = digits.get(count).is_some_and(|digit| *digit >= 5);
    digits.resize(count, 0);
    if up {
        let last = digits.iter().rposition(|digit| *digit < 9);
        for digit in &mut digits[last.map_or(0, |last| last + 1)..] {
            *digit = 0;
        }
        if let Some(last) = last {
            digits[last] += 1;
        } else {
            digits.insert(0, 1);
            digits.truncate(count.max(1));
            exponent += 1;
        }
    }
    let text = digits.iter().map(|digit| char::from(b'0' + digit));
    (text.collect(), exponent)
}

/// `value.toFixed(places)`; `value` is below 1e21.
pub(super) fn fixed(value: f64, places: u32) -> String {
    let places = i32::try_from(places).unwrap_or(i32::MAX);
    let negative = if value < 0.0 { "-" } else { "" };
    let value = value.abs();
    let mut text = if value == 0.0 {
        String::new()
    } else {
        let (_, exponent) = exact(value);
        let (digits, rounded) = rounded(value, exponent + 1 + places);
        // A carry makes one digit more.
        if rounded > exponent && !digits.is_empty() && exponent + 1 + places > 0 {
            digits + "0"
        } else {
            digits
        }
    };
    let width = usize::try_from(places).unwrap_or(0);
    if text.len() <= width {
        text.insert_str(0, &"0".repeat(width + 1 - text.len()));
    }
    if width > 0 {
        text.insert(text.len() - width, '.');
    }
    format!("{negative}{text}")
}

/// `value.toExponential(places)`: all digits that are needed without `places`.
pub(super) fn exponential(value: f64, places: Option<u32>) -> String {
    let negative = if value < 0.0 { "-" } else { "" };
    let value = value.abs();
    let (digits, exponent) = match places {
        None => {
            let text = format!("{value:e}");
            let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
            (mantissa.replace('.', ""), exponent.parse().unwrap_or(0))
        }
        Some(places) if value == 0.0 => ("0".repeat(places as usize + 1), 0),
        Some(places) => rounded(value, i32::try_from(places).unwrap_or(i32::MAX) + 1),
    };
    format!("{negative}{}", with_exponent(&digits, exponent))
}

fn with_exponent(digits: &str, exponent: i32) -> String {
    let (first, rest) = digits.split_at(1.min(digits.len()));
    let point = if rest.is_empty() { "" } else { "." };
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{first}{point}{rest}e{sign}{}", exponent.abs())
}

/// `value.toPrecision(count)`.
pub(super) fn precision(value: f64, count: u32) -> String {
    let negative = if value < 0.0 { "-" } else { "" };
    let count = i32::try_from(count).unwrap_or(i32::MAX);
    let (digits, exponent) = if value == 0.0 {
        ("0".repeat(usize::try_from(count).unwrap_or(1)), 0)
    } else {
        rounded(value.abs(), count)
    };
    let text = if exponent < -6 || exponent >= count {
        with_exponent(&digits, exponent)
    } else if exponent >= count - 1 {
        digits
    } else if let Ok(whole) = usize::try_from(exponent + 1)
        && whole > 0
    {
        format!("{}.{}", &digits[..whole], &digits[whole..])
    } else {
        let zeros = usize::try_from(-exponent - 1).unwrap_or(0);
        format!("0.{}{digits}", "0".repeat(zeros))
    };
    format!("{negative}{text}")
}

/// `value.toString(radix)` of a finite number, as V8 writes it: with as many digits as distinguish
/// it from its neighbours. `None` for numbers beyond 2^53, where engines differ.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "digits are below the radix"
)]
pub(super) fn radix(value: f64, radix: u32) -> Option<String> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let base = f64::from(radix);
    let digit = |digit: f64| char::from_digit(digit as u32, radix).unwrap_or('0');
    let magnitude = value.abs();
    if magnitude > EXACT {
        return None;
    }
    let mut integer = magnitude.floor();
    let mut fraction = magnitude - integer;
    let mut delta = (0.5 * (magnitude.next_up() - magnitude)).max(0.0_f64.next_up());
    let mut decimals: Vec<u32> = Vec::new();
    if fraction >= delta {
        loop {
            fraction *= base;
            delta *= base;
            let next = fraction.floor();
            decimals.push(next as u32);
            fraction -= next;
            #[expect(clippy::float_cmp, reason = "exactly a half")]
            if (fraction > 0.5 || (fraction == 0.5 && next as u32 & 1 == 1))
                && fraction + delta > 1.0
            {
                // Round up, with a carry.
                loop {
                    match decimals.pop() {
                        None => {
                            integer += 1.0;
                            break;
                        }
                        Some(last) if last + 1 < radix => {
                            decimals.push(last + 1);
                            break;
                        }
                        Some(_) => {}
                    }
                }
                break;
            }
            if fraction < delta {
                break;
            }
        }
    }
    let mut whole: Vec<char> = Vec::new();
    loop {
        let remainder = integer % base;
        whole.push(digit(remainder));
        integer = (integer - remainder) / base;
        if integer <= 0.0 {
            break;
        }
    }
    let mut text = String::new();
    if value < 0.0 {
        text.push('-');
    }
    text.extend(whole.iter().rev());
    if !decimals.is_empty() {
        text.push('.');
        text.extend(decimals.iter().map(|decimal| digit(f64::from(*decimal))));
    }
    Some(text)
}

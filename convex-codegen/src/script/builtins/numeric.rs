//! Text as numbers in the ways that JavaScript reads it: `Number(text)`, `parseInt`, `parseFloat`,
//! `BigInt(text)`.

/// Returns whether `c` is white space or a line terminator, which conversions and `trim` remove.
pub(crate) fn is_space(c: char) -> bool {
    matches!(
        c,
        '\t'..='\r' | ' ' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{2028}' | '\u{2029}' | '\u{202f}'
            | '\u{205f}' | '\u{3000}' | '\u{feff}'
    )
}

/// `Number(text)`
pub(crate) fn number(text: &str) -> f64 {
    let text = text.trim_matches(is_space);
    if text.is_empty() {
        return 0.0;
    }
    if let Some((radix, digits)) = prefixed(text) {
        let valid = !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix));
        return if valid {
            integer(digits, radix)
        } else {
            f64::NAN
        };
    }
    match decimal(text) {
        Some(length) if length == text.len() => value(text),
        _ => f64::NAN,
    }
}

/// `BigInt(text)`; `None` when it is a `SyntaxError` or does not fit.
pub(crate) fn big_int(text: &str) -> Option<i128> {
    let text = text.trim_matches(is_space);
    if text.is_empty() {
        return Some(0);
    }
    match prefixed(text) {
        Some((radix, digits)) if digits.chars().all(|c| c.is_digit(radix)) => {
            i128::from_str_radix(digits, radix).ok()
        }
        Some(_) => None,
        None => text.parse().ok(),
    }
}

/// Returns whether `BigInt` accepts `text`, of any size.
pub(crate) fn is_big_int(text: &str) -> bool {
    let text = text.trim_matches(is_space);
    let (radix, digits) =
        prefixed(text).unwrap_or((10, text.strip_prefix(['+', '-']).unwrap_or(text)));
    text.is_empty() || !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix))
}

/// `parseFloat(text)`
pub(crate) fn parse_float(text: &str) -> f64 {
    let text = text.trim_start_matches(is_space);
    decimal(text).map_or(f64::NAN, |length| value(&text[..length]))
}

/// `parseInt(text, radix)`; a radix of 0 is the usual one.
pub(crate) fn parse_int(text: &str, radix: i32) -> f64 {
    let text = text.trim_start_matches(is_space);
    let (negative, text) = match text.strip_prefix('-') {
        Some(text) => (true, text),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let hex = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"));
    let (radix, digits) = match (radix, hex) {
        (0 | 16, Some(digits)) => (16, digits),
        (0, None) => (10, text),
        (2..=36, _) => (radix.unsigned_abs(), text),
        _ => return f64::NAN,
    };
    let end = digits
        .find(|c: char| !c.is_digit(radix))
        .unwrap_or(digits.len());
    if end == 0 {
        return f64::NAN;
    }
    let number = integer(&digits[..end], radix);
    if negative { -number } else { number }
}

fn prefixed(text: &str) -> Option<(u32, &str)> {
    let (prefix, digits) = text.split_at_checked(2)?;
    let radix = match prefix {
        "0x" | "0X" => 16,
        "0o" | "0O" => 8,
        "0b" | "0B" => 2,
        _ => return None,
    };
    Some((radix, digits))
}

/// The number that `digits` are: exact in base 10 and in powers of two, as engines have it.
fn integer(digits: &str, radix: u32) -> f64 {
    if radix == 10 {
        return digits.parse().unwrap_or(f64::NAN);
    }
    let digits = digits.trim_start_matches('0');
    if let Ok(number) = u64::from_str_radix(if digits.is_empty() { "0" } else { digits }, radix) {
        #[expect(
            clippy::cast_precision_loss,
            reason = "rounded to nearest, as it should be"
        )]
        return number as f64;
    }
    if let Ok(number) = u128::from_str_radix(digits, radix) {
        #[expect(
            clippy::cast_precision_loss,
            reason = "rounded to nearest, as it should be"
        )]
        return number as f64;
    }
    digits.chars().fold(0.0, |sum, digit| {
        sum * f64::from(radix) + f64::from(digit.to_digit(radix).unwrap_or(0))
    })
}

/// The length of the decimal number that `text` begins with.
fn decimal(text: &str) -> Option<usize> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let sign = text.len() - unsigned.len();
    if unsigned.starts_with("Infinity") {
        return Some(sign + "Infinity".len());
    }
    let digits =
        |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let whole = digits(unsigned);
    let mut length = whole;
    let mut fraction = 0;
    if let Some(rest) = unsigned[whole..].strip_prefix('.') {
        fraction = digits(rest);
        length += 1 + fraction;
    }
    if whole + fraction == 0 {
        return None;
    }
    if let Some(rest) = unsigned[length..].strip_prefix(['e', 'E']) {
        let exponent = rest.strip_prefix(['+', '-']).unwrap_or(rest);
        let count = digits(exponent);
        if count > 0 {
            length += 1 + (rest.len() - exponent.len()) + count;
        }
    }
    Some(sign + length)
}

/// `text`, which [`decimal`] has seen whole.
fn value(text: &str) -> f64 {
    text.parse().unwrap_or(f64::NAN)
}

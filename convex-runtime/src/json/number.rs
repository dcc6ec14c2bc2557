//! Numbers: the fast ways, and the exact ones of the platform.

/// Powers of ten that a float holds exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// Above this an integer may not survive as a float.
const EXACT: u64 = 1 << 53;

/// A decimal number: `digits` times ten to the power of `exponent`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Decimal {
    pub(super) is_negative: bool,
    pub(super) digits: u64,
    pub(super) exponent: i64,
}

impl Decimal {
    /// The nearest float, where one operation on exact floats gives it.
    #[inline]
    #[expect(
        clippy::cast_precision_loss,
        reason = "rounds to the nearest, as it has to; where more follows, it is exact"
    )]
    pub(super) fn fast(self) -> Option<f64> {
        let digits = self.digits as f64;
        let magnitude = match self.exponent {
            0 => digits,
            1..=22 if self.digits <= EXACT => digits * power(self.exponent)?,
            -22..=-1 if self.digits <= EXACT => digits / power(-self.exponent)?,
            _ => return None,
        };
        Some(if self.is_negative {
            -magnitude
        } else {
            magnitude
        })
    }
}

fn power(exponent: i64) -> Option<f64> {
    POWERS.get(usize::try_from(exponent).ok()?).copied()
}

/// The nearest float of a number in JSON's syntax.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn exact(text: &str) -> f64 {
    text.parse().unwrap_or(f64::NAN)
}

/// JavaScript's, whose tables are in the browser already.
#[cfg(target_arch = "wasm32")]
pub(super) fn exact(text: &str) -> f64 {
    js_sys::parse_float(text)
}

/// Writes the shortest digits that mean this finite float.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn push_shortest(out: &mut String, value: f64) {
    // Its own way to the digits is the fastest there is.
    serde_json::to_writer(Append(out), &value).expect("a finite float, written to memory");
}

/// Writes to the end of a string.
#[cfg(not(target_arch = "wasm32"))]
struct Append<'a>(&'a mut String);

#[cfg(not(target_arch = "wasm32"))]
impl std::io::Write for Append<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let text = std::str::from_utf8(bytes).map_err(std::io::Error::other)?;
        self.0.push_str(text);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(target_arch = "wasm32")]
pub(super) fn push_shortest(out: &mut String, value: f64) {
    out.push_str(&shown(value));
}

/// A number, for people.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn shown(value: f64) -> String {
    value.to_string()
}

#[cfg(target_arch = "wasm32")]
pub(crate) fn shown(value: f64) -> String {
    let text = js_sys::Number::from(value).to_string_with_radix(10);
    text.map_or_else(|_| String::new(), String::from)
}

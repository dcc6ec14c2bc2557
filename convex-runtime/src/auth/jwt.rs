//! The expiry of a token, according to the token itself.

use std::time::Duration;

use crate::{
    base64,
    json::{JsonError, Reader},
};

/// No token is believed to live longer.
const LONGEST: Duration = Duration::from_secs(60 * 60 * 24 * 365);

/// Returns the remaining lifetime of a token received at `unix`, if it is a JWT with an expiry.
///
/// The life that the token was issued with bounds what the local clock says, which may be wrong.
pub(crate) fn lifetime(token: &str, unix: Duration) -> Option<Duration> {
    let payload = token.split('.').nth(1)?;
    let bytes = base64::decode_url(payload.trim_end_matches('='))?;
    let claims = Claims::read(std::str::from_utf8(&bytes).ok()?).ok()?;
    let expires = seconds(claims.expires?)?;
    let left = expires.saturating_sub(unix);
    let whole = claims
        .issued
        .and_then(seconds)
        .map(|issued| expires.saturating_sub(issued));
    // Some issuers write milliseconds, which is far away; the sum with any moment has to be one.
    Some(whole.map_or(left, |whole| left.min(whole)).min(LONGEST))
}

fn seconds(value: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(value).ok()
}

#[derive(Default)]
struct Claims {
    expires: Option<f64>,
    issued: Option<f64>,
}

impl Claims {
    fn read(json: &str) -> Result<Self, JsonError> {
        let (mut claims, mut reader) = (Self::default(), Reader::new(json));
        reader.fields(&mut |name, value| {
            let claim = match name {
                "exp" => &mut claims.expires,
                "iat" => &mut claims.issued,
                _ => return Ok(false),
            };
            value.peek();
            *claim = Some(value.number()?);
            Ok(true)
        })?;
        reader.end()?;
        Ok(claims)
    }
}

#[cfg(test)]
mod tests {
    use ::base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

    use super::*;

    fn token(claims: &str) -> String {
        format!("e30.{}.sig", URL_SAFE_NO_PAD.encode(claims))
    }

    #[test]
    fn the_shorter_of_what_is_left_and_what_was_issued_counts() {
        let at = Duration::from_secs;
        let hour = token(r#"{"sub":"u","iat":1000,"exp":4600}"#);
        assert_eq!(lifetime(&hour, at(1000)), Some(at(3600)));
        assert_eq!(
            lifetime(&hour, at(4000)),
            Some(at(600)),
            "it came out of a cache"
        );
        assert_eq!(
            lifetime(&hour, at(10)),
            Some(at(3600)),
            "the local clock is behind"
        );
        assert_eq!(lifetime(&hour, at(9000)), Some(at(0)));
        assert_eq!(
            lifetime(&token(r#"{"exp":4600}"#), at(1000)),
            Some(at(3600))
        );
    }

    #[test]
    fn absurd_expiries_are_far_away_and_no_panic() {
        for exp in ["1e15", "1e18", "18446744073709551615", "1.7e308"] {
            let token = token(&format!(r#"{{"exp":{exp}}}"#));
            let life = lifetime(&token, Duration::from_secs(1_000));
            assert!(life.is_none_or(|life| life == LONGEST), "{exp}: {life:?}");
            let _far_away = std::time::Instant::now() + life.unwrap_or_default();
        }
    }

    #[test]
    fn tokens_that_do_not_say_are_taken_as_they_are() {
        for token in [
            "opaque",
            "",
            "a.b.c",
            &token("{}"),
            &token(r#"{"exp":"soon"}"#),
            &token(r#"{"exp":-1}"#),
        ] {
            assert_eq!(lifetime(token, Duration::ZERO), None, "{token}");
        }
    }
}

//! `Address`: where a deployment is. No library of URLs, which would be half of what a browser
//! loads of this crate.

use std::sync::Arc;

use crate::Error;

/// The URL of a deployment, `http` or `https`.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Address {
    /// Scheme, host and path, without a slash at the end.
    base: String,
    /// From the question mark on.
    query: String,
    origin: String,
    place: Arc<str>,
}

impl Address {
    /// The deployment's URL, if it can be one.
    pub(crate) fn parse(url: &str) -> Result<Self, Error> {
        let text = url.trim();
        let wrong = |wrong: &str, write: &str| {
            Err(Error::configuration(format!(
                "`{}` is not a deployment's URL: {wrong}; {write}",
                without_secrets(text)
            )))
        };
        if text.is_empty() {
            return wrong("it is empty", EXAMPLE);
        }
        let lower = text.to_ascii_lowercase();
        if !lower.starts_with("https://") && !lower.starts_with("http://") {
            let rest = scheme(text).map_or(text, |(_, rest)| rest);
            let write = format!("write `https://{}`", without_secrets(rest));
            return wrong("it has to start with `https://` or `http://`", &write);
        }
        let Some(origin) = origin(text) else {
            return wrong("it names no host", EXAMPLE);
        };
        if let Some(why) = malformed(text) {
            return wrong(&why, EXAMPLE);
        }
        let place = without_secrets(text).trim_end_matches('/').to_owned();
        let host = scheme(&origin).map_or("", |(_, host)| host);
        if let Some(name) = host.strip_suffix(".convex.site") {
            let write = format!("write `https://{name}.convex.cloud`");
            return wrong(
                "HTTP actions are at `.convex.site`, functions are not",
                &write,
            );
        }
        if host == "dashboard.convex.dev" {
            return wrong("it is a page of the dashboard", EXAMPLE);
        }
        if host.ends_with(".convex.cloud") && origin.starts_with("http:") {
            return wrong(
                "it is reached by TLS only",
                &format!("write `https://{host}`"),
            );
        }
        // A host of this name has two slashes before it.
        let before = place.strip_suffix("/api");
        if let Some(before) = before.filter(|before| !before.ends_with('/')) {
            return wrong(
                "the client adds `/api` by itself",
                &format!("write `{before}`"),
            );
        }
        let text = until(text, b"#");
        let (base, query) = text.split_at(until(text, b"?").len());
        Ok(Self {
            base: base.trim_end_matches('/').to_owned(),
            query: query.to_owned(),
            origin,
            place: place.into(),
        })
    }

    /// The URL of a path such as `/api/query`.
    pub(crate) fn url(&self, path: &str) -> String {
        // A path may have a query too.
        let query = if path.as_bytes().contains(&b'?') {
            self.query.replacen('?', "&", 1)
        } else {
            self.query.clone()
        };
        format!("{}{path}{query}", self.base)
    }

    /// The URL of HTTP actions: of the cloud a host of its own, elsewhere below `/http`.
    pub(crate) fn site(&self) -> String {
        let host_end = self.base.find("://").map_or(0, |at| at + 3);
        let (scheme, rest) = self.base.split_at(host_end);
        let (host, path) = rest.split_at(until(rest, b"/").len());
        match host.to_ascii_lowercase().strip_suffix(".convex.cloud") {
            Some(name) => format!("{scheme}{name}.convex.site{path}"),
            None => format!("{}/http", self.base),
        }
    }

    /// The address of the sync protocol, as `http` and `https`, or as `ws` and `wss`.
    #[cfg(feature = "live")]
    pub(crate) fn sync_url(&self, plain: &str) -> String {
        let secure = if self.is_tls() { "s" } else { "" };
        let url = self.url("/api/sync");
        let rest = url.split_once(':').map_or("", |(_, rest)| rest);
        format!("{plain}{secure}:{rest}")
    }

    #[cfg(any(feature = "live", not(target_arch = "wasm32")))]
    pub(crate) fn is_tls(&self) -> bool {
        self.origin.starts_with("https:")
    }

    /// The URL without user, password, query and fragment, for people.
    pub(crate) fn place(&self) -> Arc<str> {
        Arc::clone(&self.place)
    }

    /// Returns whether a URL has this origin.
    pub(crate) fn is_origin_of(&self, url: &str) -> bool {
        origin(url).as_deref() == Some(&*self.origin)
    }
}

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Address").field(&self.place).finish()
    }
}

/// Says why no request can be made to a URL, as the library that makes requests sees it.
#[cfg(not(target_arch = "wasm32"))]
fn malformed(url: &str) -> Option<String> {
    reqwest::Url::parse(url)
        .err()
        .map(|error| error.to_string())
}

/// The browser has its say when a request is made.
#[cfg(target_arch = "wasm32")]
fn malformed(_: &str) -> Option<String> {
    None
}

/// The scheme of a URL, and what is behind it.
fn scheme(url: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = url.split_once(':')?;
    Some((scheme, rest.strip_prefix("//")?))
}

/// Scheme, host and port of a URL, each in its one form; none if it has no host.
pub(super) fn origin(url: &str) -> Option<String> {
    let url = url.trim().to_ascii_lowercase();
    let (scheme, rest) = scheme(&url)?;
    // Who makes the request takes a backslash for a slash.
    let authority = without_user(until(rest, b"/\\?#"));
    let default = match scheme {
        "https" => ":443",
        "http" => ":80",
        _ => return None,
    };
    let authority = authority.strip_suffix(default).unwrap_or(authority);
    let is_host = |letter: char| {
        letter.is_ascii_alphanumeric()
            || matches!(letter, '-' | '.' | '_' | '~' | '%' | '[' | ']' | ':')
            || !letter.is_ascii()
    };
    (!authority.is_empty() && !authority.starts_with(':') && authority.chars().all(is_host))
        .then(|| format!("{scheme}://{authority}"))
}

const EXAMPLE: &str = "copy the deployment URL of the dashboard's settings, or `CONVEX_URL` of `.env.local`, such as \
                       `https://happy-otter-123.convex.cloud`";

/// A URL, or what was meant to be one, without what may be secret in it.
pub(crate) fn without_secrets(url: &str) -> String {
    let url = until(url, b"?#");
    let (scheme, rest) = url.split_at(scheme(url).map_or(0, |(scheme, _)| scheme.len() + 3));
    let (host, path) = rest.split_at(until(rest, b"/").len());
    format!("{scheme}{}{path}", without_user(host))
}

/// The beginning of a text, up to the first of these.
fn until<'a>(text: &'a str, ends: &[u8]) -> &'a str {
    let end = text.bytes().position(|byte| ends.contains(&byte));
    &text[..end.unwrap_or(text.len())]
}

/// A host without the user and the password before it.
fn without_user(authority: &str) -> &str {
    let end = authority.bytes().rposition(|byte| byte == b'@');
    &authority[end.map_or(0, |end| end + 1)..]
}

#[cfg(test)]
mod tests {
    use super::{Address, without_secrets};

    #[test]
    fn urls_that_cannot_be_a_deployments_are_refused_with_what_to_write() {
        for (url, write) in [
            (
                "https://happy-otter-123.convex.site",
                "write `https://happy-otter-123.convex.cloud`",
            ),
            (
                "https://dashboard.convex.dev/d/happy-otter-123",
                "`CONVEX_URL`",
            ),
            (
                "happy-otter-123.convex.cloud",
                "write `https://happy-otter-123.convex.cloud`",
            ),
            (
                "wss://happy-otter-123.convex.cloud",
                "write `https://happy-otter-123.convex.cloud`",
            ),
            (
                "http://happy-otter-123.convex.cloud",
                "write `https://happy-otter-123.convex.cloud`",
            ),
            (
                "https://happy-otter-123.convex.cloud/api",
                "write `https://happy-otter-123.convex.cloud`",
            ),
            (
                "http://127.0.0.1:3210/api/",
                "write `http://127.0.0.1:3210`",
            ),
            ("https://", "`CONVEX_URL`"),
            ("", "it is empty"),
        ] {
            let error = Address::parse(url).unwrap_err().to_string();
            assert!(error.contains(write), "{url}: {error}");
        }
        for url in [
            "https://happy-otter-123.convex.cloud/",
            "http://127.0.0.1:3210",
            " https://convex.example.com/base ",
            "http://api",
        ] {
            Address::parse(url).unwrap();
        }
    }

    #[test]
    fn passwords_and_queries_are_left_out() {
        for (url, shown) in [
            (
                "https://me:secret@example.com/base?key=secret#secret",
                "https://example.com/base",
            ),
            ("me:secret@example.com", "example.com"),
            ("https://example.com?secret", "https://example.com"),
        ] {
            assert_eq!(without_secrets(url), shown);
        }
    }

    #[test]
    fn urls_of_paths_and_sockets() {
        for (url, query, socket) in [
            (
                "https://a.convex.cloud",
                "https://a.convex.cloud/api/query",
                "wss://a.convex.cloud/api/sync",
            ),
            (
                "http://127.0.0.1:3210/",
                "http://127.0.0.1:3210/api/query",
                "ws://127.0.0.1:3210/api/sync",
            ),
            (
                "HTTPS://example.com/convex/?key=1#part",
                "HTTPS://example.com/convex/api/query?key=1",
                "wss://example.com/convex/api/sync?key=1",
            ),
        ] {
            let address = Address::parse(url).unwrap();
            assert_eq!(address.url("/api/query"), query);
            #[cfg(feature = "live")]
            assert_eq!(address.sync_url("ws"), socket);
            let _ = socket;
        }
    }

    #[test]
    fn http_actions_have_a_host_of_their_own_in_the_cloud() {
        for (url, site) in [
            ("https://a.convex.cloud/", "https://a.convex.site"),
            (
                "https://a.eu-west-1.convex.cloud",
                "https://a.eu-west-1.convex.site",
            ),
            ("http://127.0.0.1:3210", "http://127.0.0.1:3210/http"),
            (
                "https://example.com/convex?key=1",
                "https://example.com/convex/http",
            ),
        ] {
            assert_eq!(Address::parse(url).unwrap().site(), site);
        }
    }

    #[test]
    fn origins_are_compared_as_urls_are() {
        let address = Address::parse("https://Me:Secret@Example.com:443/base").unwrap();
        for same in [
            "https://example.com/upload?token=1",
            "HTTPS://EXAMPLE.COM:443/",
        ] {
            assert!(address.is_origin_of(same), "{same}");
        }
        for other in [
            "http://example.com/",
            "https://example.com:8443/",
            "https://example.com.evil.net/",
            "https://example.com@evil.net/",
            "https://evil.net/https://example.com/",
            "https://evil.net\\@example.com/",
            "https:\\\\evil.net\\@example.com/",
            "example.com",
        ] {
            assert!(!address.is_origin_of(other), "{other}");
        }
    }
}

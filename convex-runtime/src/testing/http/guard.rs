//! `Guard`: refuses what pages of other machines send to a server on this one.

use hyper::{HeaderMap, header};

/// The hosts and origins that are answered besides those of this machine.
#[derive(Debug, Clone, Default)]
pub(in crate::testing) struct Guard {
    /// `preview.example.com`, without a port.
    pub(in crate::testing) hosts: Vec<String>,
    /// `https://preview.example.com`, as browsers send it.
    pub(in crate::testing) origins: Vec<String>,
}

impl Guard {
    /// Returns why a request with these headers is refused.
    ///
    /// A page of any server can send requests here: under a name of its own that leads to this
    /// machine, which `Host` shows, or as a request to another origin, which `Origin` shows.
    pub(super) fn refusal(&self, headers: &HeaderMap) -> Option<String> {
        let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
        let host = text(header::HOST).unwrap_or_default();
        if !is_local(host) && !self.hosts.iter().any(|known| known == without_port(host)) {
            return Some(format!(
                "requests for the host `{host}` are refused; allow it with `--allow-host {}`",
                without_port(host)
            ));
        }
        let origin = text(header::ORIGIN)?;
        let is_known = self.origins.iter().any(|known| known == origin);
        let authority = origin
            .split_once("://")
            .map_or("", |(_, authority)| authority);
        (!is_known && !is_local(authority)).then(|| {
            format!(
                "requests of pages of `{origin}` are refused; allow them with `--allow-origin {origin}`"
            )
        })
    }
}

/// Returns whether an authority names this machine, on any port.
fn is_local(authority: &str) -> bool {
    let host = without_port(authority);
    host == "localhost"
        || host.ends_with(".localhost")
        || host == "[::1]"
        || host
            .parse::<std::net::Ipv4Addr>()
            .is_ok_and(|address| address.is_loopback())
}

fn without_port(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    }
}

#[cfg(test)]
mod tests {
    use hyper::{HeaderMap, header};

    use super::Guard;

    fn refused(host: &str, origin: Option<&'static str>) -> bool {
        let guard = Guard {
            hosts: vec!["box.lan".to_owned()],
            origins: vec!["https://app.example".to_owned(), "null".to_owned()],
        };
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().expect("it is a host"));
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().expect("it is an origin"));
        }
        guard.refusal(&headers).is_some()
    }

    #[test]
    fn this_machine_is_answered() {
        for host in [
            "127.0.0.1:3210",
            "localhost:3210",
            "app.localhost",
            "[::1]:1",
            "127.8.0.1",
            "box.lan:80",
        ] {
            assert!(!refused(host, None), "{host}");
        }
        for origin in [
            "http://localhost:5173",
            "http://127.0.0.1",
            "tauri://localhost",
            "https://app.example",
            "null",
        ] {
            assert!(!refused("localhost", Some(origin)), "{origin}");
        }
    }

    #[test]
    fn others_are_not() {
        for host in [
            "evil.example:3210",
            "127.0.0.1.evil.example",
            "localhost.evil.example",
            "",
            "10.0.0.1",
        ] {
            assert!(refused(host, None), "{host}");
        }
        for origin in [
            "https://evil.example",
            "http://localhost.evil.example",
            "https://app.example:81",
            "file://",
        ] {
            assert!(refused("localhost", Some(origin)), "{origin}");
        }
    }
}

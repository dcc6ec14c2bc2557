//! Odd addresses, and servers that are not the deployment.

use std::time::{Duration, Instant};

use convex_runtime::{Client, Error, Sent};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use super::{COUNT, SUMMARIZE, args, client, summarize};
use crate::server::{Answer, Server};

/// Accepts connections, and answers whatever comes first with these bytes.
async fn answering(answer: &'static [u8]) -> std::net::SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut first = [0; 1024];
            let _ = stream.read(&mut first).await;
            let _ = stream.write_all(answer).await;
            // What came meanwhile is read, so that the answer is not lost to a reset.
            let _ = tokio::time::timeout(Duration::from_millis(50), stream.read(&mut first)).await;
        }
    });
    address
}

async fn failure(url: String) -> Error {
    let client = Client::new(&url).unwrap();
    client.action(SUMMARIZE, args()).await.unwrap_err()
}

#[tokio::test]
async fn https_to_a_server_of_http_and_the_other_way_round() {
    let plain = answering(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").await;
    let error = failure(format!("https://{plain}")).await;
    assert_eq!(error.sent(), Sent::No);
    let said = format!("cannot reach https://{plain}: ");
    assert!(error.to_string().contains(&said), "{error}");
    let hint = "is it `http://` rather than `https://`?";
    assert!(error.to_string().contains(hint), "{error}");

    // An alert: `record_overflow`, as servers of TLS answer what is not TLS.
    let secure = answering(b"\x15\x03\x03\x00\x02\x02\x16").await;
    let error = failure(format!("http://{secure}")).await;
    let hint = "is it `https://` rather than `http://`?";
    assert!(error.to_string().contains(hint), "{error}");
}

/// Such as nginx, which says so in HTTP.
#[tokio::test]
async fn a_server_of_https_that_answers_in_http() {
    let said = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 58\r\n\r\n\
                Client sent an HTTP request to an HTTPS server, said nginx";
    let error = summarize(Answer::Http(said.to_owned())).await.unwrap_err();
    assert!(matches!(error, Error::Protocol { .. }), "{error}");
}

#[test]
fn addresses_that_no_request_can_be_made_to() {
    for url in [
        "http://localhost:99999",
        "http://localhost:port",
        "http://[::1",
        "http://::1",
        "http://exa mple.com",
        "http://a..b%zz",
        "https://user@",
        "http://\u{0}.com",
    ] {
        let error = Client::new(url).unwrap_err();
        assert!(
            matches!(&error, Error::Configuration { .. }),
            "{url}: {error}"
        );
        let said = error.to_string();
        assert!(said.contains("is not a deployment's URL"), "{url}: {said}");
    }
}

#[tokio::test]
async fn an_address_of_ipv6() {
    let Ok(listener) = TcpListener::bind("[::1]:0").await else {
        return; // This machine has none.
    };
    let url = format!("http://{}", listener.local_addr().unwrap());
    let call = tokio::spawn(Client::new(&url).unwrap().query(COUNT, ()));
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut request = [0; 4096];
    assert!(stream.read(&mut request).await.unwrap() > 0);
    let Answer::Http(answer) = Answer::json(200, r#"{"status":"success","value":7}"#) else {
        unreachable!()
    };
    stream.write_all(answer.as_bytes()).await.unwrap();
    assert_eq!(call.await.unwrap().unwrap(), 7.0);
}

/// A redirect is not followed: it could run a call elsewhere, or twice. The error says where to.
#[tokio::test]
async fn redirects_are_told_and_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        let to = "https://happy-otter-123.convex.cloud/api/action?secret=1";
        let answer = format!(
            "HTTP/1.1 {status} Moved\r\nLocation: {to}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        );
        let error = summarize(Answer::Http(answer)).await.unwrap_err();
        assert!(
            matches!(&error, Error::Protocol { status: Some(known), .. } if *known == status),
            "{error}"
        );
        let said = error.to_string();
        assert!(said.contains("redirect"), "{said}");
        assert!(said.contains("happy-otter-123.convex.cloud"), "{said}");
        assert!(!said.contains("secret"), "{said}");
    }
}

/// Bodies that come compressed although nothing asked for that, cut off, endless or too slowly.
#[tokio::test]
async fn bodies_that_are_not_what_they_should_be() {
    let head = "HTTP/1.1 200 OK\r\nConnection: close\r\n";
    let compressed =
        format!("{head}Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\u{1f}\u{b}ab");
    let error = summarize(Answer::Http(compressed)).await.unwrap_err();
    assert!(matches!(error, Error::Protocol { .. }), "{error}");

    let cut = format!("{head}Content-Length: 400\r\n\r\n{{\"status\":");
    let error = summarize(Answer::Http(cut)).await.unwrap_err();
    assert!(
        matches!(
            error,
            Error::Transport {
                sent: Sent::Maybe,
                ..
            }
        ),
        "{error}"
    );

    let announced = format!("{head}Content-Length: 99999999999999\r\n\r\n");
    let error = summarize(Answer::Http(announced)).await.unwrap_err();
    assert!(error.to_string().contains("max_message"), "{error}");

    let chunk = format!("10000\r\n{}\r\n", "x".repeat(0x10000));
    let chunked = format!(
        "{head}Transfer-Encoding: chunked\r\n\r\n{}",
        chunk.repeat(40)
    );
    let server = Server::start([Answer::Http(chunked)]).await;
    let small = Client::builder().url(server.url()).max_message(1 << 20);
    let error = small.build().unwrap().query(COUNT, ()).await.unwrap_err();
    assert!(error.to_string().contains("max_message"), "{error}");
}

#[tokio::test]
async fn an_answer_that_comes_byte_by_byte_meets_the_deadline() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let dripping = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        assert!(stream.read(&mut [0; 4096]).await.unwrap() > 0);
        for byte in b"HTTP/1.1 200 OK\r\nX-Long: "
            .iter()
            .chain([b'x'; 10_000].iter())
        {
            if stream.write_all(&[*byte]).await.is_err() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    let started = Instant::now();
    let client = Client::new(&url).unwrap();
    let client = client.with_deadline(Duration::from_millis(300));
    let error = client.query(COUNT, ()).await.unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }), "{error}");
    assert!(started.elapsed() < Duration::from_secs(5));
    dripping.abort();
}

/// A proxy's page, whatever its status is, is neither a result nor a function's error.
#[tokio::test]
async fn pages_of_proxies() {
    for status in [200, 403, 404, 407, 500, 502, 503, 511, 560] {
        let page = "<html><body>Please sign in to the network</body></html>";
        let error = summarize(Answer::json(status, page)).await.unwrap_err();
        assert!(
            matches!(&error, Error::Protocol { .. }),
            "{status}: {error}"
        );
        assert_eq!(error.sent(), Sent::Maybe, "{status}");
    }
    let server = Server::start([Answer::json(200, "[[[[")]).await;
    let error = client(&server).query(COUNT, ()).await.unwrap_err();
    assert!(matches!(error, Error::Protocol { .. }), "{error}");
}

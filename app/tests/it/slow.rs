//! Whoever takes for ever to ask is not waited for, and nobody else waits meanwhile.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use app::bench::load::{Ask, Line};
use app::running::{self, Patience, Stop};
use app::wiring;

use crate::harness::{TestApp, assert_page};

/// The house behind a port of its own, impatient; answers the port.
async fn served(app: &TestApp) -> u16 {
    let listener = running::listen("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("its number").port();
    let router = wiring::router(&app.site, app::set_up::routes());
    let patience = Patience { headers: Duration::from_millis(300), body: Duration::from_millis(300) };
    tokio::spawn(running::answer_until_stopped(listener, router, false, patience, Stop::listen()));
    port
}

/// Says some of a request, and answers what came back until the house hung up.
async fn cut_off(port: u16, said: &'static str) -> String {
    let waited = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("it listens");
        stream.write_all(said.as_bytes()).expect("heard");
        let mut all = Vec::new();
        // A connection that is reset has hung up too.
        let _ = stream.read_to_end(&mut all);
        String::from_utf8_lossy(&all).into_owned()
    });
    waited.await.expect("it hangs up")
}

stories! {
    async fn a_head_that_does_not_end_is_hung_up_on_while_others_are_answered(app) {
        let port = served(&app).await;
        let slow: Vec<_> = (0..200).map(|_| tokio::spawn(cut_off(port, "GET /walsall HTTP/1.1\r\nHost: a\r\nX-Slow: "))).collect();
        let mut line = Line::open(port).await.expect("it listens");
        assert_eq!(line.ask(&Ask::get("/walsall")).await.expect("an answer").status, 200);
        for one in slow {
            let heard = one.await.expect("it ends");
            assert!(heard.is_empty() || heard.starts_with("HTTP/1.1 408"), "{heard}");
        }
    }

    async fn a_body_that_does_not_come_is_answered_in_words(app) {
        let port = served(&app).await;
        for (kind, path) in [
            ("application/x-www-form-urlencoded", "/walsall/concerns/new"),
            ("application/json", "/walsall/api/v1/concerns"),
        ] {
            let head = format!("POST {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: {kind}\r\nSec-Fetch-Site: same-origin\r\nContent-Length: 90\r\n\r\n{{");
            let heard = cut_off(port, head.leak()).await;
            let status = heard.split(' ').nth(1).unwrap_or_default();
            assert!(["400", "408", "422"].contains(&status), "{path}: {heard}");
            assert!(!heard.contains("went wrong here"), "{path}: {heard}");
        }
    }

    async fn a_query_of_64_kilobytes_is_refused_or_answered_and_never_a_fault(app) {
        let port = served(&app).await;
        let long = "x".repeat(64 * 1024);
        for path in [format!("/walsall/issues?q={long}"), format!("/walsall/api/v1/issues?{long}=1"), format!("/walsall/{long}")] {
            let heard = cut_off(port, format!("GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").leak()).await;
            let status = heard.split(' ').nth(1).unwrap_or_default();
            assert!(["404", "414", "422", "431"].contains(&status), "{heard}");
        }
        let nearly = format!("/walsall/issues?q={}", &long[..60_000]);
        let reply = app.get(&nearly).await.is(422);
        assert!(reply.body.contains("Use 200 characters or fewer"), "{}", reply.body);
    }

    /// A page number made up goes nowhere far, a box round the world and a filter for everything give the first page.
    async fn whatever_is_asked_for_a_page_is_a_page(app) {
        let all = "/walsall/api/v1/issues?bbox=-180,-90,180,90&q=%25&since=1970-01-01&limit=200";
        assert!(app.get(all).await.is(200).json()["items"].is_array());
        let widest = "/walsall/issues?bbox=-180,-90,180,90&status=settled&sort=oldest";
        assert_page(&app.get(widest).await.is(200).body);
        for (cursor, status) in [("AAAA", 422), ("9223372036854775807", 422), ("..%2F..", 422), ("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", 200)] {
            app.get(&format!("/walsall/api/v1/issues?after={cursor}")).await.is(status);
            app.get(&format!("/walsall/issues?after={cursor}")).await.is(status);
        }
    }

    async fn a_thousand_readers_of_a_feed_are_all_answered_the_same(app) {
        let port = served(&app).await;
        let readers: Vec<_> = (0..1_000).map(|_| tokio::spawn(async move {
            let mut line = Line::open(port).await.expect("it listens");
            let heard = line.ask(&Ask::get("/walsall/issues.atom")).await.expect("an answer");
            (heard.status, heard.body)
        })).collect();
        let mut feeds = std::collections::BTreeSet::new();
        for reader in readers {
            let (status, body) = reader.await.expect("it ends");
            assert_eq!(status, 200);
            feeds.insert(body);
        }
        assert_eq!(feeds.len(), 1);
    }
}

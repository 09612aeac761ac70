//! Whom the limits count when a proxy stands before the program: `server.behind_proxy` decides who is believed.

use app::bench::load::{Ask, Line};
use app::running::{self, Patience, Stop};
use app::wiring;

use crate::harness::TestApp;

/// How often one address may open a sign-in link that is none, in ten minutes.
const MOST: usize = 20;

/// The house behind a port of its own, as `serve` opens it; answers the port.
async fn served(app: &TestApp, behind_proxy: bool) -> u16 {
    let listener = running::listen("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("its number").port();
    let router = wiring::router(&app.site, app::set_up::routes());
    tokio::spawn(running::answer_until_stopped(listener, router, behind_proxy, Patience::default(), Stop::listen()));
    port
}

/// Guesses at a sign-in link, sent on for `forwarded`; answers the status.
async fn guess(line: &mut Line, forwarded: &str) -> u16 {
    let ask = Ask::get("/walsall/account/sign-in/guessed").with("x-forwarded-for", forwarded);
    line.ask(&ask).await.expect("an answer").status
}

async fn used_up(line: &mut Line, forwarded: &str) {
    for _ in 0..MOST {
        assert_eq!(guess(line, forwarded).await, 200);
    }
    assert_eq!(guess(line, forwarded).await, 429);
}

stories! {
    async fn behind_a_proxy_the_limits_count_whom_it_names(app) {
        let mut line = Line::open(served(&app, true).await).await.expect("it listens");
        used_up(&mut line, "192.0.2.1").await;
        assert_eq!(guess(&mut line, "192.0.2.2").await, 200, "somebody else");
        assert_eq!(guess(&mut line, "2001:db8::1").await, 200, "and somebody else");

        // Only what the proxy itself added counts: what came before it anybody can make up.
        assert_eq!(guess(&mut line, "198.51.100.7, 192.0.2.1").await, 429);
        assert_eq!(guess(&mut line, "192.0.2.1, 192.0.2.3").await, 200);
        // What names nobody is the proxy's own.
        used_up(&mut line, "unknown").await;
        assert_eq!(guess(&mut line, "").await, 429);
    }

    async fn without_a_proxy_nobody_makes_up_an_address(app) {
        let mut line = Line::open(served(&app, false).await).await.expect("it listens");
        used_up(&mut line, "192.0.2.1").await;
        assert_eq!(guess(&mut line, "192.0.2.2").await, 429, "it is the same asker");
    }

    async fn links_name_the_address_the_installation_was_given_whatever_is_forwarded(app) {
        let forged = app.anyone().with("x-forwarded-host", "evil.example.org").with("x-forwarded-proto", "https").with("forwarded", "host=evil.example.org;proto=https");
        let heard = forged.post_json("/walsall/api/v1/concerns", &serde_json::json!({
            "category": "litter", "description": "Bins", "place": "north-east",
        })).await.is(201).json();
        assert!(heard["secret_url"].as_str().is_some_and(|url| url.starts_with("http://ward.example.org/walsall/c/")), "{heard}");
        forged.post_form("/walsall/account/sign-in", &[("email", "director@walsall.example.org")]).await.is(303);
        app.run_jobs().await;
        let mail = app.mail().await;
        assert!(mail[0].body.contains("http://ward.example.org/") && !mail[0].body.contains("evil"), "{}", mail[0].body);
    }
}

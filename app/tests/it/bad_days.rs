//! A user's bad day, through HTTP: whatever is sent, one clear answer comes back, nothing stored or typed is lost, and
//! nothing is stored by half.

use access::Role;
use axum::body::Body;
use axum::http::{Method, StatusCode};
use base::{hours, minutes};
use db::Engine;
use regex::Regex;
use serde_json::{Value, json};
use web::testing::assert_page;

use crate::harness::{Caller, Reply, TestApp};

const NEW: &str = "/walsall/concerns/new";
const CONCERNS: &str = "/walsall/api/v1/concerns";
/// Every address of the house, so that a new one has its bad days by itself.
const ROUTES: &str = include_str!("../golden/routes.txt");
/// What stands in an address where a name should.
const NO_NAMES: &[&str] = &["%FF", "%00", "%F0%9F%A6%86", "C-7KQ4-M2XX", "..%2F..%2Fetc", "%27%20or%201%3D1--"];
/// What stands in a query where an answer should.
const NO_ANSWERS: &[&str] = &["%FF", "%00", "%F0%9F%A6%86", "-9223372036854775809", "%3Cscript%3E", "%2C%2C%2C"];

fn lamp() -> Value {
    json!({ "category": "street-light", "description": "The lamp is out.", "lat": 52.608, "lon": -1.956 })
}

/// A whole report, as its last page sends it.
fn whole_form<'a>(once: &'a str, words: &'a str) -> [(&'static str, &'a str); 6] {
    [
        ("step", "check"),
        ("once", once),
        ("category", "litter"),
        ("words", words),
        ("place", "North West"),
        ("contact", "none"),
    ]
}

/// How many concerns there are.
async fn told(app: &TestApp) -> i64 {
    let partnership = app.walsall.id;
    let count = move |tx: &mut db::Tx<'_>| {
        tx.one::<i64>(db::sql!(
            "select count(*) from concern where partnership = $1 and {unfiltered: counts for a test}",
            partnership
        ))
    };
    app.site.db.read(count).await.expect("a count")
}

/// How many things the record was told, but for files that were given out to whoever may have them.
async fn recorded(app: &TestApp) -> i64 {
    let partnership = app.walsall.id;
    let count = move |tx: &mut db::Tx<'_>| {
        tx.one(db::sql!("select count(*) from event where partnership = $1 and verb <> 'export'", partnership))
    };
    app.site.db.read(count).await.expect("a count")
}

fn reference(reply: &Reply) -> String {
    let one = Regex::new("C-[2-9A-Z]{4}-[2-9A-Z]{4}").expect("a pattern");
    one.find(&reply.body).unwrap_or_else(|| panic!("a reference\n{}", reply.body)).as_str().to_owned()
}

/// Fails unless it is an answer somebody can do something with.
#[track_caller]
fn assert_clear(reply: &Reply, asked: &str) {
    assert!(!reply.status.is_server_error(), "{asked}: {}\n{}", reply.status, reply.body);
    if !reply.status.is_client_error() {
        return;
    }
    match reply.header("content-type") {
        "application/problem+json" => {
            let said = reply.json();
            assert!(said["detail"].as_str().is_some_and(|detail| detail.ends_with('.')), "{asked}: {said}");
        }
        kind => {
            assert!(kind.starts_with("text/html"), "{asked}: {kind}");
            assert_eq!(reply.body.matches("<h1").count(), 1, "{asked}\n{}", reply.body);
        }
    }
}

/// The routes of a method, with nonsense for every name in them.
fn nonsense(method: &str) -> Vec<String> {
    let routes = ROUTES.lines().filter_map(|line| line.strip_prefix(method)?.strip_prefix(' ')?.split(": ").next());
    let names = Regex::new(r"\{[a-z]+\}").expect("a pattern");
    let addresses: Vec<String> = routes
        .map(|route| route.replacen("{p}", "walsall", 1))
        .flat_map(|route| match route.contains('{') {
            true => NO_NAMES.iter().map(|name| names.replace_all(&route, *name).into_owned()).collect(),
            false => vec![route],
        })
        .collect();
    assert!(addresses.len() > 40, "the register of routes reads otherwise now: {addresses:?}");
    addresses
}

/// What a form's page will send: its hidden fields.
fn hidden(page: &Reply) -> Vec<(String, String)> {
    let document = scraper::Html::parse_document(&page.body);
    let fields = scraper::Selector::parse("main input[type=hidden]").expect("a selector");
    let read = |field: scraper::ElementRef<'_>| {
        Some((field.attr("name")?.to_owned(), field.attr("value").unwrap_or_default().to_owned()))
    };
    document.select(&fields).filter_map(read).collect()
}

fn fields(form: &[(String, String)]) -> Vec<(&str, &str)> {
    form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// An issue of one concern, by its address.
async fn issue(app: &TestApp, concern: &str) -> String {
    let manager = app.api(&app.walsall.worker(Role::AreaManager).token);
    let new = json!({ "title": "Lamp out", "category": "street-light", "concerns": [concern] });
    let opened = manager.post_json("/walsall/api/v1/issues", &new).await.is(201).json();
    format!("/walsall/issues/{}", opened["reference"].as_str().expect("a reference"))
}

/// Every link of ours in the caught mail.
async fn mailed_links(app: &TestApp) -> Vec<String> {
    let link = Regex::new(r"http://ward\.example\.org(/\S+)").expect("a pattern");
    let mail = app.mail().await;
    mail.iter()
        .flat_map(|mail| link.captures_iter(&mail.body).map(|found| found[1].to_owned()).collect::<Vec<_>>())
        .collect()
}

async fn heads(caller: &Caller<'_>, path: &str) -> Reply {
    caller.send(Method::HEAD, path, None, Body::empty()).await
}

stories! {
    async fn nonsense_at_every_door_is_answered_in_words(app) {
        let director = app.as_role(Role::Director).await;
        let program = app.api(&app.walsall.worker(Role::Director).token);
        let (before, kept) = (recorded(&app).await, told(&app).await);
        for address in nonsense("GET") {
            app.advance(minutes(11));
            let caller = if address.contains("/api/") { &program } else { &director };
            assert_clear(&caller.get(&address).await, &address);
            assert_clear(&app.get(&address).await, &address);
            for answer in NO_ANSWERS {
                let asked = format!("{address}?q={answer}&place={answer}&after={answer}&limit={answer}&reference={answer}&concern={answer}&find={answer}&bbox={answer}&%FF=%FF");
                assert_clear(&caller.get(&asked).await, &asked);
            }
            if app.site.clock.now() > base::Instant::parse("2027-03-02T20:00:00Z").expect("a time") {
                app.advance(-hours(11));
            }
        }
        for address in nonsense("POST").into_iter().filter(|address| !address.contains("sign-out")) {
            app.advance(minutes(11));
            if address.contains("/api/") {
                for body in [&b"\xff\xfe"[..], b"{\"reason\":\"\xc3\x28\"}", b"[]", b"7", b"{", b"{\"reason\":7,\"category\":[]}", b"{} {}", "[".repeat(100_000).as_bytes()] {
                    let reply = program.send(Method::POST, &address, Some("application/json"), Body::from(body.to_vec())).await;
                    assert!(reply.status.is_client_error() || address.contains("/c/"), "{address}: {}\n{}", reply.status, reply.body);
                    assert_clear(&reply, &address);
                }
            } else {
                for body in ["", "&&&==&", "%FF=%00&words=%FF&reason=%00", "version=99999999999999999999&reason=x&form_token=x"] {
                    assert_clear(&director.post_raw(&address, body.into()).await, &address);
                    assert_clear(&app.anyone().post_raw(&address, body.into()).await, &address);
                }
                let typed = [("version", "-1"), ("reason", "bad\u{0}light"), ("protection", "nine"), ("words", "\u{0}"), ("step", "check")];
                assert_clear(&director.post_form(&address, &typed).await, &address);
            }
        }
        assert_eq!((recorded(&app).await, told(&app).await), (before, kept), "nothing came of any of it");
    }

    async fn what_is_too_large_is_refused_whole(app) {
        let words = "a".repeat(2 << 20);
        for said in [true, false] {
            let caller = if said { app.anyone().with("content-length", (words.len() + 60).to_string()) } else { app.anyone() };
            let page = caller.post_form(NEW, &[("step", "check"), ("category", "litter"), ("words", &words)]).await.is(413);
            assert_page(&page.body);
            assert!(page.body.contains("too large") || page.body.contains("too long") || page.body.contains("too much"), "{}", page.body);
            let mut body = lamp();
            body["description"] = json!(words);
            let json = caller.post_json(CONCERNS, &body).await.is(413);
            assert_eq!((json.header("content-type"), json.json()["type"].as_str()), ("application/problem+json", Some("too-large")));
        }
        assert_eq!(told(&app).await, 0);
    }

    async fn a_slip_in_a_reference_is_said_plainly(app) {
        let right = reference(&app.anyone().post_json(CONCERNS, &lamp()).await.is(201));
        let last = if right.ends_with('2') { '3' } else { '2' };
        let wrong = format!("{}{last}", &right[..right.len() - 1]);
        for address in [format!("/walsall/concerns/{wrong}"), format!("/walsall/concerns/find?reference={wrong}")] {
            let page = app.get(&address).await.is(404);
            assert_page(&page.body);
            assert!(page.body.contains("We have nothing under that reference") && page.body.contains("A reference looks like C-7KQ4-M2XD"), "{}", page.body);
        }
        let json = app.get(&format!("{CONCERNS}/{wrong}")).await.is(404);
        assert_eq!(json.json()["type"], "not-found");
        let manager = app.api(&app.walsall.worker(Role::AreaManager).token);
        let new = json!({ "title": "Lamp out", "category": "street-light", "concerns": [wrong] });
        let refused = manager.post_json("/walsall/api/v1/issues", &new).await.is(422).json();
        assert_eq!(refused["fields"][0]["field"], "concerns");
        assert!(refused["fields"][0]["message"].as_str().is_some_and(|said| said.contains(&wrong)), "{refused}");
    }

    async fn twins_that_come_at_once_are_one(app) {
        let program = app.anyone().with("idempotency-key", "0123456789abcdef");
        let body = lamp();
        let send = || program.post_json(CONCERNS, &body);
        let (a, b, c, d, e, f) = tokio::join!(send(), send(), send(), send(), send(), send());
        let answers = [a, b, c, d, e, f].map(|reply| {
            let out = reply.is(201).json();
            [out["reference"].clone(), out["secret_url"].clone(), out["status"].clone(), out["places"].clone()]
        });
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
        assert_eq!(told(&app).await, 1);

        let form = whole_form("fedcba9876543210", "Bins");
        let send = || app.post_form(NEW, &form);
        let (a, b, c, d) = tokio::join!(send(), send(), send(), send());
        let pages = [a, b, c, d].map(|reply| reference(&reply.is(200)));
        assert!(pages.iter().all(|page| *page == pages[0]), "{pages:?}");
        assert_eq!(told(&app).await, 2);
    }

    async fn a_scanner_that_opens_every_link_in_a_mail_changes_nothing(app) {
        let mut body = lamp();
        body["contact"] = json!({ "email": "sam@example.org", "safe": "email", "consent": true });
        let heard = app.anyone().post_json(CONCERNS, &body).await.is(201);
        let manager = app.api(&app.walsall.worker(Role::AreaManager).token);
        let issue = issue(&app, &reference(&heard)).await.replace("/walsall/", "/walsall/api/v1/");
        for (verb, body) in [
            ("decide", json!({ "decision": "taking_forward", "reason": "A new lamp.", "capacity": "rule", "authority": "Rule 1" })),
            ("resolve", json!({ "outcome": "sorted", "what_we_did": "Mended." })),
        ] {
            app.advance(minutes(1));
            manager.post_json(&format!("{issue}/{verb}"), &body).await.is(200);
        }
        app.post_form("/walsall/account/sign-in", &[("email", "director@walsall.example.org")]).await.is(303);
        app.run_jobs().await;
        let links = mailed_links(&app).await;
        let own = links.iter().find(|link| link.contains("/c/")).expect("the contributor's link").clone();
        let sign_in = links.iter().find(|link| link.contains("/sign-in/")).expect("a sign-in link").clone();

        let state = async || (recorded(&app).await, app.get(&own).await.is(200).body, manager.get(&issue).await.is(200).body);
        let before = state().await;
        let next = Regex::new(r#"href="(/walsall/(?:c|account)/[^"]*)""#).expect("a pattern");
        for link in &links {
            for _ in 0..3 {
                let page = app.get(link).await.is(200);
                assert!(page.headers.get("set-cookie").is_none(), "{link}");
                assert!(heads(&app.anyone(), link).await.is(200).body.is_empty());
                // And what the page leads to by a link.
                for found in next.captures_iter(&page.body) {
                    app.get(&found[1].replace("&#38;", "&")).await;
                }
            }
        }
        app.run_jobs().await;
        let after = state().await;
        let numbers = Regex::new("[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}").expect("a pattern");
        assert_eq!(after.0, before.0, "nothing was told to the record");
        assert_eq!((numbers.replace_all(&after.1, ""), &after.2), (numbers.replace_all(&before.1, ""), &before.2));

        // The people they were for still use them.
        app.post_form(&sign_in, &[]).await.is(303).cookie();
        app.advance(minutes(1));
        app.post_form(&format!("{own}/contest"), &[("words", "Still dark")]).await.is(303);
    }

    async fn a_session_that_ends_in_mid_form_costs_no_word(app) {
        let heard = app.anyone().post_json(CONCERNS, &lamp()).await.is(201);
        let issue = issue(&app, &reference(&heard)).await;
        let manager = app.as_role(Role::AreaManager).await;
        let form = manager.get(&format!("{issue}/decide")).await.is(200);
        let mut typed: Vec<(String, String)> = hidden(&form).into_iter().filter(|(name, _)| name != "form_token").collect();
        for (name, value) in [("decision", "taking_forward"), ("reason", "We wrote this \"at length\" & with <care>."), ("capacity", "rule"), ("authority", "Rule 1"), ("waiting_for", "Highways")] {
            typed.push((name.into(), value.into()));
        }
        app.advance(hours(13));
        let waits = manager.post_form(&format!("{issue}/decide"), &fields(&typed)).await.is(401);
        assert_page(&waits.body);
        let kept = hidden(&waits);
        for one in &typed {
            assert!(kept.contains(one), "{one:?} is lost: {kept:?}");
        }

        // Signed in afresh in another tab; the page that waits is sent, asks whether it is still them, and is sent again.
        let again = app.as_role(Role::AreaManager).await;
        let old: String = form_urlencoded::Serializer::new(String::new()).extend_pairs(&kept).finish();
        let asks = again.post_raw(&format!("{issue}/decide"), old).await.is(409);
        assert_page(&asks.body);
        let new: String = form_urlencoded::Serializer::new(String::new()).extend_pairs(hidden(&asks)).finish();
        again.post_raw(&format!("{issue}/decide"), new).await.is(303);
        let read = web::testing::main_text(&app.get(&issue).await.is(200).body);
        assert!(read.contains("We wrote this \"at length\" & with <care>."), "{read}");
    }

    async fn a_database_that_goes_away_and_comes_back_loses_nothing(app) {
        let once = "0123456789abcdef";
        let form = whole_form(once, "Bins behind the shops");
        app.get("/walsall").await.is(200);
        app.get("/readyz").await.is(200);
        let before = told(&app).await;

        let outage = db::testing::outage(&app.site.db).await;
        let page = app.post_form(NEW, &form).await.is(503);
        assert_page(&page.body);
        assert!(page.body.contains("Walsall Partnership") && page.body.contains("what you typed is still there"), "{}", page.body);
        assert_eq!(page.header("retry-after"), "30");
        if app.site.db.engine() == Engine::Postgres {
            // SQLite goes on reading while another process holds the file.
            let json = app.get(CONCERNS).await.is(503);
            assert_eq!((json.header("retry-after"), json.header("content-type")), ("30", "application/problem+json"));
            app.get("/walsall/issues").await.is(503);
            app.get("/readyz").await.is(503);
            assert!(jobs_fail(&app).await, "jobs wait");
        }
        app.get("/healthz").await.is(200);
        outage.ends().await;

        app.get("/readyz").await.is(200);
        let first = app.post_form(NEW, &form).await.is(200);
        let second = app.post_form(NEW, &form).await.is(200);
        assert_eq!(reference(&first), reference(&second));
        assert_eq!(told(&app).await, before + 1, "once");
        app.run_jobs().await;
        assert_eq!(app.get("/walsall/issues").await.status, StatusCode::OK);
    }
}

/// Whether the jobs cannot be looked at now.
async fn jobs_fail(app: &TestApp) -> bool {
    jobs::place_all_events(&app.site).await.is_err()
}

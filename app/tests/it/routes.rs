//! Every route there is, tried by everybody it is not for, and by somebody it is for. What came of it stands in
//! `tests/golden/routes.txt`, a line a route: a new route is a new line somebody has read.

use std::collections::BTreeMap;

use access::Role;
use axum::body::Body;
use axum::http::Method;
use base::Reference;
use regex::Regex;
use serde_json::{Value, json};

use crate::harness::{Caller, Reply, TestApp, Worker, golden};

/// Every route as method and address, read from what the router prints of itself: nobody can forget to list one.
fn routes() -> Vec<(Method, String)> {
    let printed = format!("{:?}", app::wiring::routes());
    let methods =
        Regex::new(r#"RouteId\((\d+)\): MethodRouter\(.*?allow_header: Bytes\(b"([A-Z,]+)"\)"#).expect("a pattern");
    let methods: BTreeMap<&str, &str> =
        methods.captures_iter(&printed).map(|found| found.extract()).map(|(_, [id, all])| (id, all)).collect();
    let paths = Regex::new(r#"RouteId\((\d+)\): "([^"]+)""#).expect("a pattern");
    let mut routes = Vec::new();
    for (_, [id, path]) in paths.captures_iter(&printed).map(|found| found.extract()) {
        if path.contains("__private__") {
            continue;
        }
        for method in methods[id].split(',').filter(|method| *method != "HEAD") {
            routes.push((method.parse::<Method>().expect("a method"), path.to_owned()));
        }
    }
    routes.sort_by(|(one, a), (other, b)| (a, one.as_str()).cmp(&(b, other.as_str())));
    routes.dedup();
    routes
}

#[test]
fn the_router_prints_its_routes() {
    let routes = routes();
    for known in ["/healthz", "/{p}/account", "/{p}/api/v1/issues/{reference}/assess", "/{p}"] {
        assert!(routes.iter().any(|(_, path)| path == known), "{known} is not among {routes:?}");
    }
    assert!(routes.len() > 40);
}

/// What stands for the names in an address.
struct Known {
    issue: String,
    concern: String,
    secret: String,
}

impl Known {
    fn address(&self, path: &str) -> String {
        let reference = if path.contains("concerns/") { &self.concern } else { &self.issue };
        let secret = if path.contains("/c/") { &self.secret } else { "guessed" };
        path.replace("{p}", "walsall")
            .replace("{reference}", reference)
            .replace("{secret}", secret)
            .replace("{code}", "north-east")
            .replace("{name}", "privacy")
            .replace("{hash}", "0")
            .replace("{act}", "assess")
    }

    /// A body that the verb at the end of the address takes.
    fn body(&self, path: &str) -> Value {
        match path.rsplit('/').next().unwrap_or_default() {
            "concerns" => json!({"category": "street-light", "description": "A lamp is out", "place": "north-east"}),
            "issues" => json!({"title": "Lamps out in Mill Lane", "category": "street-light", "place": "north-east"}),
            "assess" => json!({"seriousness": 2, "people_affected": 12, "reason": "The way to school is dark"}),
            "decide" => {
                json!({"decision": "taking_forward", "reason": "It can be mended this week", "capacity": "delegated_officer"})
            }
            "places" => json!({"kind": "area", "name": "Old Town", "from": "2027-03-03"}),
            "areas" => {
                json!({"from": "2027-03-03", "reason": "The north is too large", "wards": {"north-east": "area-2"}})
            }
            "exceptions" => {
                json!({"change": "added", "piece": {"type": "Polygon"}, "from": "2027-03-03", "reason": "The canal"})
            }
            "rename" => json!({"name": "Old Town"}),
            "kept-lists" => json!({"name": "Overdue", "query": "flag=overdue"}),
            "end" if path.contains("partner-sets") => json!({"from": "2027-03-03"}),
            "partner-sets" => json!({
                "organisation": "highways", "service": "policing", "name": "Sectors", "from": "2027-03-03",
                "covers": {"North": ["north-east"]},
            }),
            "end" => json!({"from": "2027-03-03", "reason": "Its wards are in another area"}),
            "review" => {
                json!({"consultation": "Tenants", "evidence": "Reports", "ends_when": "None", "review_on": "2027-09-01"})
            }
            "attach" => json!({"concerns": [self.concern]}),
            "assign" => json!({"holder": {"organisation": "highways"}}),
            "resolve" => json!({"outcome": "sorted", "what_we_did": "The lamp was mended"}),
            "settings" | "open" | "mail" => json!({}),
            "preset" => json!({"take": []}),
            "raise" => json!({"protection": 4, "reason": "A child is named"}),
            "note" => json!({"way": "phone", "words": "Told them that somebody comes this week"}),
            "lower" => json!({"protection": 0, "reason": "Nobody is named"}),
            _ => json!({"reason": "It is for the area", "words": "It is still there"}),
        }
    }
}

/// What anybody may send, signed in or not. Every other POST asks who sends it before it looks at what was sent.
const ANYBODYS: &[&str] = &[
    "/set-up",
    "/{p}/account/sign-in",
    "/{p}/account/sign-in/{secret}",
    "/{p}/account/sign-out",
    "/{p}/api/v1/concerns",
    "/{p}/api/v1/take-downs",
    "/{p}/concerns/new",
    "/{p}/take-down",
];

/// Whether what is sent there is for anybody, or for whoever has the secret in the address.
fn is_anybodys(path: &str) -> bool {
    ANYBODYS.contains(&path) || path.contains("/c/{secret}")
}

async fn tried(caller: &Caller<'_>, known: &Known, method: &Method, path: &str) -> Reply {
    let address = known.address(path);
    match *method {
        Method::POST if path.contains("/api/") => caller.post_json(&address, &known.body(path)).await,
        Method::POST => caller.post_form(&address, &[("reason", "Because")]).await,
        _ => caller.send(method.clone(), &address, None, Body::empty()).await,
    }
}

/// A number for the caller; a redirect says where to.
fn outcome(reply: &Reply) -> String {
    match reply.status.as_u16() {
        status if reply.status.is_redirection() && reply.leads_to().contains("/account/sign-in?next") => {
            format!("{status} sign in")
        }
        status => status.to_string(),
    }
}

async fn with_an_issue(app: &TestApp) -> Known {
    let program = app.api(&app.walsall.worker(Role::Director).token);
    let heard = app
        .anyone()
        .post_json(
            "/walsall/api/v1/concerns",
            &json!({
                "category": "street-light", "description": "Two lamps are out", "place": "north-east",
                "address": "By the school", "contact": {"name": "Bea Example", "address": "1 Mill Lane, Walsall", "safe": "letter", "consent": true},
            }),
        )
        .await
        .is(201)
        .json();
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let other = app
        .anyone()
        .post_json(
            "/walsall/api/v1/concerns",
            &json!({
                "category": "street-light", "description": "One more lamp is out", "place": "north-east",
            }),
        )
        .await
        .is(201)
        .json();
    let opened = program
        .post_json(
            "/walsall/api/v1/issues",
            &json!({
                "title": "Lamps out in Station Road", "category": "street-light", "concerns": [heard["reference"]],
            }),
        )
        .await
        .is(201)
        .json();
    let secret = text(&heard["secret_url"]).rsplit('/').next().expect("a secret").to_owned();
    Known { issue: text(&opened["reference"]), concern: text(&other["reference"]), secret }
}

/// The pages that take more than five statements, for anybody or for this worker, beyond finding out who asks.
async fn wordy(app: &TestApp, worker: &Worker, pages: impl IntoIterator<Item = String>) -> Vec<String> {
    app.run_jobs().await;
    let mut wordy = Vec::new();
    for page in pages {
        let person = if page.contains("/api/") { app.api(&worker.token) } else { app.signed_in(worker).await };
        for (caller, knowing) in [(app.anyone(), 1), (person, 3)] {
            caller.get(&page).await;
            let warm = caller.get(&page).await;
            if warm.statements > knowing + 5 {
                wordy.push(format!("{page}: {} and {knowing} to know who asks", warm.statements - knowing));
            }
        }
        app.advance(base::minutes(11));
    }
    wordy
}

/// Every page of a partnership that an address without a key opens.
fn pages(known: &Known) -> impl Iterator<Item = String> {
    let all = routes().into_iter().filter(|(method, path)| method == Method::GET && path.starts_with("/{p}"));
    all.map(|(_, path)| known.address(&path))
}

/// The first address in a list that begins so.
fn first_link(list: &Reply, beginning: &str) -> String {
    let mut links = list.body.split("href=\"").filter_map(|rest| rest.split('"').next());
    links.find(|link| link.starts_with(beginning)).expect("a link").to_owned()
}

stories! {
    async fn every_route_answers_each_as_agreed(app) {
        let known = with_an_issue(&app).await;
        let (analyst, elsewhere) = (app.walsall.worker(Role::Analyst), app.salford.worker(Role::Director));
        let right = app.walsall.worker(Role::Director);
        let mut lines = vec!["Every route, and what it answers: a stranger; a director of another partnership; an analyst, whose role gives no rights; the director.".to_owned(), String::new()];
        for (method, path) in routes() {
            let of_api = path.contains("/api/");
            let mut answers = Vec::new();
            for worker in [None, Some(elsewhere), Some(analyst), Some(right)] {
                let caller = match worker {
                    None => app.anyone(),
                    Some(worker) if of_api => app.api(&worker.token),
                    Some(worker) => app.signed_in(worker).await,
                };
                let reply = tried(&caller, &known, &method, &path).await;
                assert!(!reply.status.is_server_error(), "{method} {path}: {}\n{}", reply.status, reply.body);
                answers.push(outcome(&reply));
            }
            // A session from elsewhere is nobody here, and a key from elsewhere no key at all.
            if path.starts_with("/{p}") && !path.starts_with("/{p}/account") {
                let expected = if of_api && path != "/{p}/api/v1/openapi.json" { "401" } else { answers[0].as_str() };
                assert_eq!(answers[1], expected, "{method} {path} for somebody from another partnership");
            }
            lines.push(format!("{method} {path}: {}", answers.join(", ")));
            app.advance(base::minutes(11));
        }
        golden("routes.txt", &format!("{}\n", lines.join("\n")));
    }

    async fn nobody_is_told_what_is_wrong_with_what_they_may_not_send(app) {
        let known = with_an_issue(&app).await;
        let analyst = app.walsall.worker(Role::Analyst);
        for (method, path) in routes().into_iter().filter(|(method, path)| *method == Method::POST && !is_anybodys(path)) {
            let address = known.address(&path);
            for kind in ["application/json", "application/x-www-form-urlencoded", "text/plain"] {
                let nothing = app.anyone().send(method.clone(), &address, Some(kind), Body::empty()).await;
                assert!(matches!(nothing.status.as_u16(), 401 | 403 | 404), "{path}, {kind}: {}", nothing.status);
            }
            // Nor somebody whose role gives no right to it: what everybody may do with their own record is another matter.
            let own = ["/account/", "/interests", "/training", "/reviews", "/admin/operations", "/kept"].iter().any(|own| path.contains(own));
            if path.starts_with("/{p}") && !own {
                let reply = tried(&if path.contains("/api/") { app.api(&analyst.token) } else { app.signed_in(analyst).await }, &known, &method, &path).await;
                assert!(matches!(reply.status.as_u16(), 401 | 403 | 404), "{path} by an analyst: {}", reply.status);
            }
            app.advance(base::minutes(11));
        }
    }

    async fn a_page_takes_five_statements_at_most_beyond_finding_out_who_asks(app) {
        let known = with_an_issue(&app).await;
        let [director, manager, lead] = [Role::Director, Role::AreaManager, Role::SafeguardingLead].map(|role| app.walsall.worker(role));
        let (program, leads_program) = (app.api(&director.token), app.api(&lead.token));
        let issue = |verb| format!("/walsall/api/v1/issues/{}/{verb}", known.issue);
        let concern = |verb| format!("/walsall/api/v1/concerns/{}/{verb}", known.concern);
        program.post_json(&issue("escalate"), &json!({"reason": "Ring Bea Example on 01632 960123"})).await.is(200);
        let decided = json!({"decision": "taking_forward", "reason": "It can be mended this week", "waiting_for": "Highways"});
        program.post_json(&issue("decide"), &decided).await.is(200);
        let mut many = wordy(&app, director, pages(&known)).await;

        // A letter that tells two things, words that wait, concerns to be put together.
        program.post_json(&issue("resolve"), &json!({"outcome": "sorted", "what_we_did": "The lamp was mended"})).await.is(200);
        let desk = app.signed_in(manager).await;
        let letter = first_link(&desk.get("/walsall/tellings").await.is(200), "/walsall/tellings/");
        let words = first_link(&desk.get("/walsall/approvals").await.is(200), "/walsall/approvals/");
        let third = json!({"category": "street-light", "description": "A third lamp is out", "place": "north-east"});
        let third = app.anyone().post_json("/walsall/api/v1/concerns", &third).await.is(201).json()["reference"].clone();
        let together = format!("/walsall/issues/new?concern={}&concern={}", known.concern, third.as_str().expect("a reference"));
        let more = [format!("{letter}/letter"), letter, words, together];
        for page in &more {
            desk.get(page).await.is(200);
        }
        many.extend(wordy(&app, manager, more).await);

        let contest = format!("/walsall/api/v1/c/{}/contest", known.secret);
        app.anyone().post_json(&contest, &json!({"words": "It is out again"})).await.is(200);
        many.extend(wordy(&app, director, pages(&known)).await);

        program.post_json(&concern("raise"), &json!({"protection": 4, "reason": "A child is named"})).await.is(200);
        leads_program.post_json(&concern("lower"), &json!({"protection": 0, "reason": "Nobody is named"})).await.is(200);
        many.extend(wordy(&app, lead, pages(&known)).await);
        assert!(many.is_empty(), "{}", many.join("\n"));
    }

    async fn another_partnerships_record_is_a_record_that_does_not_exist(app) {
        let known = with_an_issue(&app).await;
        let director = app.salford.worker(Role::Director);
        let program = app.api(&director.token);
        let person = app.signed_in(director).await;
        let [issue, concern] = ['I', 'C'].map(|kind| Reference::draw(kind, &app.site.dice).to_string());
        let missing = Known { issue, concern, secret: "0123456789abcdefghijkl".into() };
        for (method, path) in routes().into_iter().filter(|(_, path)| path.contains("{reference}") || path.contains("/c/{secret}")) {
            let path = path.replace("{p}", "salford");
            let caller = if path.contains("/api/") { &program } else { &person };
            let theirs = tried(caller, &known, &method, &path).await;
            let nobodys = tried(caller, &missing, &method, &path).await;
            assert_eq!(theirs.status, nobodys.status, "{method} {path}");
            assert_eq!(theirs.without_operation().replace(&known.issue, "").replace(&known.concern, "").replace(&known.secret, ""),
                nobodys.without_operation().replace(&missing.issue, "").replace(&missing.concern, "").replace(&missing.secret, ""), "{method} {path}");
        }
    }
}

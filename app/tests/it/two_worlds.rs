//! Two worlds from the same dice and the same clock. In one, Walsall hears what only the safeguarding lead of its front
//! door may know; in the other, Salford hears the very same. As much is done and drawn in both, so nothing is masked: to
//! everybody else every answer of Walsall is the same to the byte, and took as many statements (XC-04).

use std::collections::HashSet;

use access::{Reach, Role};
use app::founding::{self, Newcomer};
use app::wiring;
use base::{Reference, minutes};
use db::Engine;
use db::testing::TestDb;
use regex::Regex;
use serde_json::{Value, json};

use crate::harness::{Caller, Reply, TestApp, Town, Worker};

const DANGER: &str = "He says he is going to kill me tonight and I am scared of him.";
/// Every address of the house, so that a new one is looked at by itself.
const ROUTES: &str = include_str!("../golden/routes.txt");

/// What lists, maps and downloads may be asked.
const QUESTIONS: &[&str] = &[
    "place=north-east",
    "place=area-1&sort=newest",
    "place=town&sort=oldest&limit=1",
    "category=street-light",
    "category=noise&status=any",
    "status=new",
    "status=considering",
    "status=settled",
    "status=heard",
    "status=any",
    "level=0",
    "flag=came_back",
    "flag=look_again",
    "flag=overdue",
    "flag=contested",
    "seriousness=2",
    "assessed=no",
    "since=2027-03-02",
    "bbox=-1.97,52.6,-1.9,52.7",
    "q=lamp",
    "q=kill",
    "held=true",
    "find=WS99+0AA",
    "place=WS99+0AA&category=street-light",
    "map=whole",
];

/// Those whose eyes differ: they ask all of it.
const ASK_ALL: &[&str] =
    &["a stranger", "a lead elsewhere", "Practitioner", "Area manager", "Director", "Information governance"];

/// Those who read what is not protected.
const READ_CONCERNS: &[&str] = &["Area manager", "Director", "Support officer"];

/// What Walsall and Salford have in common before anything else happens.
struct Ordinary {
    /// An open issue of one lamp.
    issue: String,
    /// A concern in no issue, and the one in the issue.
    concerns: [String; 2],
    /// The secret link's secret of a concern in the issue.
    secret: String,
}

/// A concern told with these words on one spot.
fn lamp(words: &str) -> Value {
    json!({ "category": "street-light", "description": words, "lat": 52.608, "lon": -1.956 })
}

fn with(mut body: Value, field: &str, value: Value) -> Value {
    body[field] = value;
    body
}

#[track_caller]
fn said(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("text: {value}")).to_owned()
}

/// Everybody acts a minute after the last who acted.
async fn sends(caller: &Caller<'_>, app: &TestApp, path: &str, body: Value) -> Value {
    app.advance(minutes(1));
    let reply = caller.post_json(path, &body).await;
    assert!(reply.status.is_success(), "{path}: {}\n{}", reply.status, reply.body);
    reply.json()
}

async fn hears(app: &TestApp, slug: &str, body: Value) -> Value {
    sends(&app.anyone(), app, &format!("/{slug}/api/v1/concerns"), body).await
}

async fn ordinary(app: &TestApp, slug: &str, town: &Town) -> Ordinary {
    let manager = app.api(&town.worker(Role::AreaManager).token);
    let contact = json!({ "name": "Ann Example", "phone": "01632 960123", "safe": "phone", "consent": true });
    let first = hears(app, slug, with(lamp("The lamp is out."), "contact", contact)).await;
    let second = hears(app, slug, with(lamp("Loud music every night."), "category", json!("noise"))).await;
    let new = json!({ "title": "Lamp out by the shops", "category": "street-light", "concerns": [first["reference"]] });
    let opened = sends(&manager, app, &format!("/{slug}/api/v1/issues"), new).await;
    // Changed once in both towns, so that what is drawn at a first change is drawn in both worlds.
    let assess = format!("/{slug}/api/v1/issues/{}/assess", said(&opened["reference"]));
    let weighed = json!({ "seriousness": 2, "people_affected": 3, "reason": "Seen by day." });
    sends(&manager, app, &assess, weighed).await;
    let secret = said(&first["secret_url"]);
    Ordinary {
        issue: said(&opened["reference"]),
        concerns: [said(&second["reference"]), said(&first["reference"])],
        secret: secret.rsplit('/').next().expect("a secret").to_owned(),
    }
}

/// In every way there is, something comes to be that only the safeguarding lead may know. Answers the references.
async fn protected(app: &TestApp, slug: &str, town: &Town, known: &Ordinary) -> Vec<String> {
    let concerns = format!("/{slug}/api/v1/concerns");
    let manager = app.api(&town.worker(Role::AreaManager).token);
    let practitioner = app.api(&town.worker(Role::Practitioner).token);
    let mut hidden = Vec::new();

    // Held for its words, in each category; by its contributor's wish it would join an issue, or have news by mail.
    let contact = json!({ "name": "Sam Example", "email": "sam@example.org", "safe": "email", "consent": true });
    for category in ["street-light", "noise"] {
        let held = with(with(lamp(DANGER), "category", json!(category)), "contact", contact.clone());
        hidden.push(hears(app, slug, held).await["reference"].clone());
    }
    hidden.push(hears(app, slug, with(lamp(DANGER), "joins", json!(known.issue))).await["reference"].clone());
    let once = app.site.dice.id(app.site.clock.now()).simple().to_string();
    let form = [
        ("step", "check"),
        ("once", &once),
        ("category", "litter"),
        ("words", DANGER),
        ("place", "North East"),
        ("contact", "none"),
    ];
    app.post_form(&format!("/{slug}/concerns/new"), &form).await.is(200);

    // Protected at the door.
    for protection in [3, 4] {
        let recorded = with(lamp("Her bruises again."), "protection", json!(protection));
        hidden.push(sends(&practitioner, app, &concerns, recorded).await["reference"].clone());
    }

    // Raised by the office.
    let raised = hears(app, slug, lamp("My neighbour watches me when the lamp is out.")).await["reference"].clone();
    let to = json!({ "protection": 3, "reason": "Somebody may be stalked." });
    sends(&manager, app, &format!("{concerns}/{}/raise", said(&raised)), to.clone()).await;
    hidden.push(raised);
    let joined = hears(app, slug, lamp("Nobody sees him when the lamp is out.")).await["reference"].clone();
    let attach = format!("/{slug}/api/v1/issues/{}/attach", known.issue);
    sends(&manager, app, &attach, json!({ "concerns": [joined] })).await;
    sends(&manager, app, &format!("{concerns}/{}/raise", said(&joined)), to).await;
    hidden.push(joined);

    // The lead keeps one and asks to lower it again, alone.
    let lead = app.signed_in(town.worker(Role::SafeguardingLead)).await;
    let kept = format!("/{slug}/concerns/{}", said(&hidden[0]));
    for (act, protection) in [("keep", "4"), ("lower", "1")] {
        lead.get(&format!("{kept}/{act}")).await.is(200);
        lead.post_form(&format!("{kept}/{act}"), &[("protection", protection), ("reason", "It is real.")])
            .await
            .is(303);
    }
    app.run_jobs().await;
    hidden.iter().map(said).collect()
}

/// The days after in Walsall, as ordinary as before.
async fn life_goes_on(app: &TestApp, known: &Ordinary) {
    let manager = app.api(&app.walsall.worker(Role::AreaManager).token);
    let issues = "/walsall/api/v1/issues";
    let issue = format!("{issues}/{}", known.issue);
    let contact = json!({ "email": "bea@example.org", "safe": "email", "consent": true });
    let third = hears(app, "walsall", with(lamp("It is dark here."), "contact", contact)).await;
    sends(&manager, app, &format!("{issue}/attach"), json!({ "concerns": [third["reference"]] })).await;
    let weighed = json!({ "seriousness": 3, "people_affected": 12, "reason": "Counted on the walkabout." });
    sends(&manager, app, &format!("{issue}/assess"), weighed).await;
    let decided = json!({ "decision": "taking_forward", "reason": "A new lamp is ordered.", "capacity": "rule", "authority": "Lamps, rule 1" });
    sends(&manager, app, &format!("{issue}/decide"), decided).await;

    let other = json!({ "title": "Bins in Mill Lane", "category": "litter", "place": "north-west" });
    let other = format!("{issues}/{}", said(&sends(&manager, app, issues, other).await["reference"]));
    let ended = json!({ "outcome": "sorted", "what_we_did": "The crew came." });
    sends(&manager, app, &format!("{other}/decide"), json!({ "decision": "taking_forward", "reason": "Ring Mrs Patel on 07700 900123.", "capacity": "rule", "authority": "Rule 2" })).await;
    sends(&manager, app, &format!("{other}/resolve"), ended).await;
    app.run_jobs().await;
}

/// A second world, on the same engine.
async fn another_world(app: &TestApp) -> TestDb {
    match app.site.db.engine() {
        Engine::Sqlite => TestDb::sqlite(&wiring::tables()).await,
        Engine::Postgres => TestDb::postgres(&wiring::tables()).await,
    }
}

/// A safeguarding lead of an agency that is no front door.
async fn lead_elsewhere(app: &TestApp) -> Worker {
    let scope = founding::scope_of(&app.site, "walsall", "test").await.expect("walsall");
    let welcome = move |tx: &mut db::Tx<'_>| {
        let highways = scope.snapshot.organisations.iter().find(|one| one.code == "highways").expect("highways").id;
        let newcomer = Newcomer {
            name: "Lou Example".into(),
            email: "lou@walsall.example.org".into(),
            organisation: Some(highways),
            phone: None,
            role: Role::SafeguardingLead,
            reach: Reach::Organisation(highways),
            title: None,
        };
        founding::welcome(tx, &scope, &newcomer)
    };
    let arrived = app.site.db.write(welcome).await.expect("a colleague");
    Worker { role: Role::SafeguardingLead, email: "lou@walsall.example.org".into(), arrived, token: String::new() }
}

/// Everybody from whom it is kept, by name: signed in, and as a program.
async fn onlookers(app: &TestApp) -> Vec<(String, Caller<'_>, Caller<'_>)> {
    let lead = lead_elsewhere(app).await;
    let mut all = vec![
        ("a stranger".to_owned(), app.anyone(), app.anyone()),
        ("a lead elsewhere".to_owned(), app.signed_in(&lead).await, app.anyone()),
    ];
    for role in Role::ALL.iter().filter(|role| **role != Role::SafeguardingLead) {
        all.push((role.words(), app.as_role(*role).await, app.api(&app.walsall.worker(*role).token)));
    }
    all
}

/// The addresses under a route, each name in it filled with what both worlds have.
fn filled(route: &str, known: &Ordinary) -> Vec<String> {
    let [alone, joined] = &known.concerns;
    let (references, secret) = match route {
        _ if route.contains("/concerns/") => (vec![alone.as_str(), joined], ""),
        _ if route.contains("/c/") => (Vec::new(), known.secret.as_str()),
        _ => (vec![known.issue.as_str()], "guessed"),
    };
    let fillings: [(&str, &[&str]); 9] = [
        ("{p}", &["walsall"]),
        ("{reference}", &references),
        ("{secret}", &[secret]),
        ("{code}", &["north-east", "north-west", "area-1", "town"]),
        ("{name}", &["privacy", "how-we-decide"]),
        ("{hash}", &["0"]),
        ("{list}", &["level"]),
        // Those there are, are found by following links.
        ("{id}", &["00000000-0000-7000-8000-000000000000"]),
        ("{membership}", &["00000000-0000-7000-8000-000000000000"]),
    ];
    fillings.iter().fold(vec![route.to_owned()], |addresses, (name, values)| match route.contains(name) {
        true => addresses.iter().flat_map(|one| values.iter().map(move |value| one.replace(name, value))).collect(),
        false => addresses,
    })
}

/// Every address the house answers by GET, plainly; and every list with every question.
fn addresses(known: &Ordinary) -> (Vec<String>, Vec<String>) {
    let routes: Vec<&str> = ROUTES.lines().filter_map(|line| line.strip_prefix("GET ")?.split(": ").next()).collect();
    assert!(routes.len() > 50, "the register of routes reads otherwise now: {routes:?}");
    let plain: Vec<String> = routes.iter().flat_map(|route| filled(route, known)).collect();
    assert!(!plain.iter().any(|address| address.contains('{')), "say what stands for the name in {plain:?}");
    let is_list = |route: &&&str| route.matches('{').count() == 1 && !route.contains("/account");
    let lists = routes.iter().filter(is_list).map(|route| route.replace("{p}", "walsall"));
    let asked = lists.flat_map(|list| QUESTIONS.iter().map(move |question| format!("{list}?{question}"))).collect();
    (plain, asked)
}

/// Where a page leads within Walsall.
fn links(page: &Reply) -> Vec<String> {
    let href = Regex::new(r##"(?:href|src|action)="(/walsall[^"#]*)"##).expect("a pattern");
    href.captures_iter(&page.body).map(|found| found[1].replace("&#38;", "&").replace("&amp;", "&")).collect()
}

/// Without how often a record was changed: of that alone, what left its issue again cannot be taken back.
fn but_for_versions(answer: &str) -> String {
    let version = Regex::new(r#"(etag: "\\"|"version":|name="version" value=")\d+"#).expect("a pattern");
    version.replace_all(answer, "${1}N").into_owned()
}

/// An answer, to the byte.
fn whole(reply: &Reply) -> String {
    format!("{} statements, {}", reply.statements, answered(reply))
}

fn answered(reply: &Reply) -> String {
    let mut headers: Vec<String> = reply.headers.iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
    headers.sort();
    format!("{}\n{}\n\n{}", reply.status, headers.join("\n"), reply.body)
}

/// What everybody finds who looks at everything: who asked what, and the answer.
async fn everything(app: &TestApp, known: &Ordinary) -> Vec<(String, String)> {
    let (plain, asked) = addresses(known);
    let mut found = Vec::new();
    for (who, person, program) in onlookers(app).await {
        // Counted tries begin afresh for each.
        app.advance(minutes(11));
        let asked = asked.iter().filter(|_| ASK_ALL.contains(&who.as_str()));
        let mut waiting: Vec<String> = plain.iter().chain(asked).rev().cloned().collect();
        let mut seen: HashSet<String> = waiting.iter().cloned().collect();
        while let Some(address) = waiting.pop() {
            let caller = if address.contains("/api/") { &program } else { &person };
            let reply = caller.get(&address).await;
            assert!(!reply.status.is_server_error(), "{address}: {}", reply.body);
            assert_ne!(reply.status.as_u16(), 429, "{who} {address}");
            if !address.contains('?') {
                waiting.extend(links(&reply).into_iter().filter(|link| seen.insert(link.clone())));
            }
            found.push((format!("{who} GET {address}"), whole(&reply)));
        }
        for (path, form) in suggestions() {
            found.push((format!("{who} POST {path} {form:?}"), whole(&person.post_form(path, &form).await)));
        }
        let told = program.post_json("/walsall/api/v1/concerns", &lamp("Mine is out too.")).await;
        assert_eq!(told.json()["similar"].as_array().map(Vec::len), Some(1), "{}", told.body);
        found.push((format!("{who} tells it by program"), whole(&told)));
    }
    app.run_jobs().await;
    found.extend(app.mail().await.into_iter().map(|mail| ("the mail".to_owned(), format!("{mail:?}"))));
    found
}

/// The journey's pages that speak of others who told the same.
fn suggestions() -> Vec<(&'static str, Vec<(&'static str, &'static str)>)> {
    let near = vec![("category", "street-light"), ("words", "Dark"), ("place", "WS99 0AA"), ("contact", "none")];
    let step = |step| [vec![("step", step), ("once", "0123456789abcdef")], near.clone()].concat();
    vec![
        ("/walsall/concerns/new", step("who")),
        ("/walsall/concerns/new", step("check")),
        ("/walsall/concerns/record", step("heard")),
    ]
}

/// Something tried with a concern that is not theirs.
#[derive(Debug)]
struct Try {
    path: String,
    /// The form or the JSON; a page is only asked for.
    sent: Option<Value>,
}

impl Try {
    async fn by(&self, caller: &Caller<'_>) -> Reply {
        match &self.sent {
            None => caller.get(&self.path).await,
            Some(body) if self.path.contains("/api/") => caller.post_json(&self.path, body).await,
            Some(body) => {
                let typed = body.as_object().expect("a form").iter();
                let typed: Vec<_> = typed.map(|(name, value)| (name.as_str(), value.as_str().expect("text"))).collect();
                caller.post_form(&self.path, &typed).await
            }
        }
    }
}

/// Everything that can be tried with a reference, its own page apart: every act there is, grouping, joining.
fn tries(concern: &str, known: &Ordinary) -> Vec<Try> {
    let form = json!({ "protection": "5", "reason": "It is for the lead.", "note": "Rang." });
    let body = json!({ "protection": 5, "reason": "It is for the lead." });
    let lines = ROUTES.lines().filter_map(|line| line.split(": ").next()?.split_once(' '));
    let mut tries: Vec<Try> = lines
        .filter(|(_, route)| route.contains("/concerns/{reference}/"))
        .map(|(method, route)| Try {
            path: route.replace("{p}", "walsall").replace("{reference}", concern),
            sent: (method == "POST").then(|| if route.contains("/api/") { body.clone() } else { form.clone() }),
        })
        .collect();
    assert!(tries.len() >= 11, "the register of routes reads otherwise now: {tries:?}");
    let issue = &known.issue;
    let new = json!({ "title": "Lamp out", "category": "street-light", "place": "north-east", "concerns": [concern] });
    let group = json!({ "into": "new", "title": "Lamp out", "category": "street-light", "concern": concern });
    let add = json!({ "into": issue, "concern": concern });
    let attach = json!({ "concerns": [concern] });
    let attach_form = json!({ "concern": concern, "concerns": concern, "version": "1" });
    for (path, sent) in [
        (format!("/walsall/issues/new?concern={concern}"), None),
        (format!("/walsall/issues/new?concern={concern}&do=add"), None),
        (format!("/walsall/issues/{issue}/attach?concern={concern}"), None),
        ("/walsall/issues/new".into(), Some(group)),
        ("/walsall/issues/new".into(), Some(add)),
        (format!("/walsall/issues/{issue}/attach"), Some(attach_form)),
        ("/walsall/api/v1/issues".into(), Some(new)),
        (format!("/walsall/api/v1/issues/{issue}/attach"), Some(attach)),
        ("/walsall/api/v1/concerns".into(), Some(with(lamp("Me too."), "joins", json!(concern)))),
    ] {
        tries.push(Try { path, sent });
    }
    tries
}

/// An answer without what two concerns never have in common: references, links, numbers of requests.
fn without_names(reply: &Reply) -> String {
    let named = Regex::new(r"C-[2-9A-Z]{4}-[2-9A-Z]{4}|/c/[A-Za-z0-9_-]{22}").expect("a pattern");
    named.replace_all(&without_numbers(reply, "no reference"), "NAME").into_owned()
}

/// An answer without the reference that was asked for, and without what is drawn for each answer.
fn without_numbers(reply: &Reply, reference: &str) -> String {
    let drawn = Regex::new(r"[0-9a-f]{32}").expect("a pattern");
    let operation = reply.header("x-operation-id");
    let page = answered(reply).replace(reference, "REFERENCE").replace(operation, "OPERATION");
    let token = Regex::new(r#"name="form_token" value="[^"]*""#).expect("a pattern");
    token.replace_all(&drawn.replace_all(&page, "KEY"), "TOKEN").into_owned()
}

stories! {
    async fn nobody_outside_can_tell_two_worlds_apart(app) {
        let other = another_world(&app).await;
        let quiet = TestApp::on((*other).clone()).await;
        let mut worlds = Vec::new();
        for (app, slug) in [(&app, "walsall"), (&quiet, "salford")] {
            let walsall = ordinary(app, "walsall", &app.walsall).await;
            let salford = ordinary(app, "salford", &app.salford).await;
            let (town, theirs) = if slug == "walsall" { (&app.walsall, &walsall) } else { (&app.salford, &salford) };
            let hidden = protected(app, slug, town, theirs).await;
            assert_eq!(hidden.len(), 7);
            life_goes_on(app, &walsall).await;
            worlds.push(everything(app, &walsall).await);
            // Afterwards: each look of the lead's is an entry, and draws its key.
            let lead = app.as_role(Role::SafeguardingLead).await.get("/walsall/concerns?held=true").await.is(200);
            assert_eq!(hidden.iter().all(|reference| lead.body.contains(reference)), slug == "walsall", "{}", lead.body);
        }
        assert!(worlds[0].len() > 1_000, "{}", worlds[0].len());
        for ((asked, told), (also_asked, quiet)) in worlds[0].iter().zip(&worlds[1]) {
            assert_eq!(asked, also_asked);
            if told != quiet {
                assert_eq!(but_for_versions(told), but_for_versions(quiet), "{asked}");
            }
        }
        assert_eq!(worlds[0].len(), worlds[1].len());
    }
    async fn what_is_protected_answers_every_verb_as_what_never_was(app) {
        let known = ordinary(&app, "walsall", &app.walsall).await;
        let hidden = protected(&app, "walsall", &app.walsall, &known).await;
        let never = Reference::draw('C', &app.site.dice);
        for (who, person, program) in onlookers(&app).await {
            for hidden in &hidden {
                app.advance(minutes(11));
                for (theirs, nobodys) in tries(hidden, &known).into_iter().zip(tries(never.as_str(), &known)) {
                    let caller = if theirs.path.contains("/api/") { &program } else { &person };
                    let (there, nowhere) = (theirs.by(caller).await, nobodys.by(caller).await);
                    assert_eq!(without_numbers(&there, hidden), without_numbers(&nowhere, never.as_str()), "{who} {theirs:?}");
                }
            }
        }
    }

    async fn a_protected_reference_says_what_every_reference_says(app) {
        let known = ordinary(&app, "walsall", &app.walsall).await;
        let hidden = protected(&app, "walsall", &app.walsall, &known).await;
        // All that may be known of a concern nobody considered yet: that we heard it, and when.
        let ordinary = said(&hears(&app, "walsall", lamp("Another lamp.")).await["reference"]);
        let heard_at = Regex::new(r"T09:\d\d:00Z").expect("a pattern");
        for (who, person, program) in onlookers(&app).await {
            let reads = READ_CONCERNS.contains(&who.as_str());
            for hidden in &hidden {
                for (caller, path) in [(&person, "/walsall/concerns/"), (&program, "/walsall/api/v1/concerns/")] {
                    let there = caller.get(&format!("{path}{hidden}")).await.is(200);
                    assert!(!there.body.contains("bruises") && !there.body.contains("scared"), "{who} {hidden}");
                    if reads { continue; }
                    let like = caller.get(&format!("{path}{ordinary}")).await.is(200);
                    let [there, like] = [(there, hidden), (like, &ordinary)].map(|(reply, name)| heard_at.replace_all(&without_numbers(&reply, name), "TIME").into_owned());
                    assert_eq!(there, like, "{who}");
                }
            }
        }
    }
    async fn every_link_of_the_navigation_opens_for_whoever_is_shown_it(app) {
        let link = Regex::new(r#"service-navigation__link" href="(/[^"]*)""#).expect("a pattern");
        let lead = app.as_role(Role::SafeguardingLead).await;
        let everybody = onlookers(&app).await.into_iter().map(|(who, person, _)| (who, person)).chain([("the lead".to_owned(), lead)]);
        for (who, person) in everybody {
            let page = person.get("/walsall/places").await.is(200);
            let shown: Vec<&str> = link.captures_iter(&page.body).filter_map(|found| Some(found.get(1)?.as_str())).collect();
            assert!(shown.len() >= 3, "{who}: {shown:?}");
            for address in shown {
                let answer = person.get(address).await;
                let answer = if answer.status.is_redirection() { person.get(answer.leads_to()).await } else { answer };
                assert_eq!(answer.status, 200, "{who} is shown {address}");
            }
        }
    }

    async fn whoever_sends_it_is_not_told_that_it_is_held(app) {
        let known = ordinary(&app, "walsall", &app.walsall).await;
        let second = said(&hears(&app, "walsall", lamp("Mine is out.")).await["reference"]);
        let sealed = app.api(&app.walsall.worker(Role::AreaManager).token);
        let closed = json!({ "title": "Closed", "category": "litter", "concerns": [second] });
        let closed = said(&sends(&sealed, &app, "/walsall/api/v1/issues", closed).await["reference"]);
        for (verb, body) in [
            ("decide", json!({ "decision": "taking_forward", "reason": "It is done.", "capacity": "rule", "authority": "Rule 1" })),
            ("resolve", json!({ "outcome": "sorted", "what_we_did": "Done." })),
        ] {
            sends(&sealed, &app, &format!("/walsall/api/v1/issues/{closed}/{verb}"), body).await;
        }
        for joins in [json!(null), json!(known.issue), json!(closed), json!("I-2222-2222")] {
            let mut answers = Vec::new();
            for words in ["It is dark tonight.", DANGER] {
                let sender = app.anyone().with("idempotency-key", format!("{joins} {words}").replace('"', "'"));
                let sent = with(lamp(words), "joins", joins.clone());
                let first = without_names(&sender.post_json("/walsall/api/v1/concerns", &sent).await);
                let again = without_names(&sender.post_json("/walsall/api/v1/concerns", &sent).await);
                answers.push((first, again));
                app.advance(minutes(11));
            }
            assert_eq!(answers[0], answers[1], "{joins}");
        }

        // By form, too: it says that a voice was added.
        let hidden = Regex::new(r#"name="offered" value="([^"]*)""#).expect("a pattern");
        let mut pages = Vec::new();
        for words in ["It is dark tonight.", DANGER] {
            let once = app.site.dice.id(app.site.clock.now()).simple().to_string();
            let offered = [("step", "check"), ("once", &once), ("category", "street-light"), ("words", words), ("place", "WS99 0AA"), ("contact", "none")];
            let offer = app.post_form("/walsall/concerns/new", &offered).await;
            let shown = hidden.captures(&offer.body).expect("what was offered")[1].to_owned();
            let joining = [offered.as_slice(), &[("offered", &shown), ("joins", &known.issue)]].concat();
            pages.push(without_names(&app.post_form("/walsall/concerns/new", &joining).await.is(200)).replace(words, "WORDS"));
        }
        assert_eq!(pages[0], pages[1]);
        assert!(pages[1].contains("We added your voice to"), "{}", pages[1]);
    }
}

//! What a contributor meets, page by page, without scripts and without an account: telling us, joining, being held, the
//! secret link, the mails, and what an onlooker cannot tell (WAL-31, WAL-34, WAL-35, ASK-03, XC-04, XC-10, JOB-14).

use std::collections::BTreeMap;

use access::Role;
use regex::Regex;
use scraper::{Html, Selector};
use serde_json::json;

use crate::harness::{Caller, Reply, TestApp, Town};

const NEW: &str = "/walsall/concerns/new";
const RECORD: &str = "/walsall/concerns/record";
/// Words that are held for the safeguarding lead.
const DANGER: &str = "He says he is going to kill me tonight and I am scared of him.";

/// A browser without scripts on a page: the hidden fields it will send, and what somebody types.
struct Browser<'a> {
    caller: Caller<'a>,
    page: Reply,
}

impl<'a> Browser<'a> {
    async fn open(caller: Caller<'a>, path: &str) -> Self {
        let page = caller.get(path).await.is(200);
        web::testing::assert_page(&page.body);
        Self { caller, page }
    }

    /// Sends the page's form with these answers, whatever comes back.
    async fn sends(&mut self, path: &str, answers: &[(&str, &str)]) -> u16 {
        let mut form = hidden(&self.page.body);
        form.extend(answers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.page = self.caller.post_form(path, &form).await;
        web::testing::assert_page(&self.page.body);
        self.page.status.as_u16()
    }

    /// Sends it and comes to a page with this heading.
    #[track_caller]
    fn stands_at(&self, heading: &str) {
        assert_eq!(text(&self.page.body, "h1"), heading, "{}", self.page.body);
    }
}

fn hidden(html: &str) -> BTreeMap<String, String> {
    let page = Html::parse_document(html);
    let fields = Selector::parse("main input[type=hidden]").expect("a selector");
    let fields = page.select(&fields).filter(|field| field.attr("name") != Some("form_token"));
    fields
        .map(|field| (field.attr("name").unwrap_or_default().into(), field.attr("value").unwrap_or_default().into()))
        .collect()
}

fn text(html: &str, selector: &str) -> String {
    let page = Html::parse_document(html);
    let selector = Selector::parse(selector).expect("a selector");
    let found = page.select(&selector).next().map(|element| element.text().collect::<String>()).unwrap_or_default();
    found.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn first(pattern: &str, page: &str) -> String {
    Regex::new(pattern).expect("a pattern").find(page).map(|found| found.as_str().to_owned()).expect("it is there")
}

fn reference(page: &str) -> String {
    first(r"C-[2-9A-Z]{4}-[2-9A-Z]{4}", page)
}

/// The address of the secret link on the last page.
fn secret(page: &str) -> String {
    first(r"/walsall/c/[A-Za-z0-9_-]{22}", page)
}

/// Everything that differs between two reports however alike they are: references, links, keys, numbers of requests.
fn masked(page: &str) -> String {
    let page = Regex::new(r"[CI]-[2-9A-Z]{4}-[2-9A-Z]{4}").expect("a pattern").replace_all(page, "REFERENCE");
    let page = Regex::new(r"/c/[A-Za-z0-9_-]{22}").expect("a pattern").replace_all(&page, "/c/SECRET");
    let page = Regex::new(r"[0-9a-f]{32}").expect("a pattern").replace_all(&page, "KEY");
    Regex::new(r"[0-9a-f]{8}-[0-9a-f-]{27}").expect("a pattern").replace_all(&page, "ID").into_owned()
}

/// A whole report by a stranger; answers the last page.
async fn tells(app: &TestApp, category: &str, words: &str, contact: &[(&str, &str)]) -> String {
    let mut browser = Browser::open(app.anyone(), NEW).await;
    browser.sends(NEW, &[("category", category), ("words", words)]).await;
    browser.stands_at("Where is it?");
    browser.sends(NEW, &[("place", "WS99 0AA"), ("whereabouts", "Behind the shops")]).await;
    browser.stands_at("How many people, and how to reach you");
    browser.sends(NEW, contact).await;
    if text(&browser.page.body, "h1") == "Is it one of these?" {
        browser.sends(NEW, &[("joins", "none")]).await;
    }
    browser.stands_at("Check what you are about to send");
    assert_eq!(browser.sends(NEW, &[]).await, 200);
    browser.stands_at("We heard you");
    browser.page.body
}

const NO_CONTACT: &[(&str, &str)] = &[("contact", "none")];
const BY_MAIL: &[(&str, &str)] = &[("contact", "email"), ("email", "sam@example.org"), ("name", "Sam Example")];

/// A street light that staff made an issue of; answers the issue's reference.
async fn issue_of(app: &TestApp, concern: &str) -> String {
    let manager = app.api(&app.walsall.worker(Role::AreaManager).token);
    let new = json!({ "title": "Street light out in North East", "category": "street-light", "concerns": [concern] });
    let opened = manager.post_json("/walsall/api/v1/issues", &new).await.is(201).json();
    opened["reference"].as_str().expect("a reference").to_owned()
}

async fn does(app: &TestApp, issue: &str, verb: &str, body: serde_json::Value) {
    app.advance(base::minutes(1));
    let manager = app.api(&app.walsall.worker(Role::AreaManager).token);
    manager.post_json(&format!("/walsall/api/v1/issues/{issue}/{verb}"), &body).await.is(200);
}

async fn decided(app: &TestApp, issue: &str, decision: &str, reason: &str) {
    does(app, issue, "assess", json!({ "seriousness": 2, "people_affected": 12, "reason": "Seen on the walkabout" }))
        .await;
    let decision = json!({ "decision": decision, "reason": reason, "capacity": "delegated_officer" });
    does(app, issue, "decide", decision).await;
}

stories! {
    async fn a_resident_walks_from_home_to_a_reference(app) {
        let mut browser = Browser::open(app.anyone(), NEW).await;
        browser.stands_at("Tell us about something");
        assert!(web::testing::main_text(&browser.page.body).contains("If someone is in danger now, ring 999."));
        assert!(browser.page.body.contains("Leave this page"));
        assert!(browser.page.headers.get("set-cookie").is_none(), "no cookie");

        // Nothing typed is lost to an error, which leads to its field.
        assert_eq!(browser.sends(NEW, &[("words", "The <lamp> & the wire")]).await, 422);
        assert!(browser.page.body.contains("href=\"#group\"") && browser.page.body.contains("id=\"group\""));
        assert_eq!(text(&browser.page.body, "textarea"), "The <lamp> & the wire");
        let words = ("words", "The lamp is out.\nIt is dark.");
        browser.sends(NEW, &[words, ("group", "Streets and lighting")]).await;
        browser.stands_at("Which of these is it most like?");
        assert_eq!(browser.sends(NEW, &[]).await, 422);
        assert!(browser.page.body.contains("href=\"#category\"") && browser.page.body.contains("id=\"category\""));

        // A group of one needs no choosing in it, and whoever thinks better of the group is asked again.
        browser.sends(NEW, &[("category", "graffiti"), ("go", "what")]).await;
        assert_eq!(text(&browser.page.body, "textarea"), words.1.replace('\n', " "));
        assert!(browser.page.body.contains("value=\"Streets and lighting\" checked"), "{}", browser.page.body);
        browser.sends(NEW, &[words, ("group", "Something else")]).await;
        browser.stands_at("Where is it?");
        browser.sends(NEW, &[("go", "what")]).await;
        browser.sends(NEW, &[words, ("group", "Streets and lighting")]).await;
        browser.stands_at("Which of these is it most like?");
        browser.sends(NEW, &[("category", "street-light")]).await;
        browser.stands_at("Where is it?");

        // What it shows as an example can be typed.
        assert!(browser.page.body.contains("Like WS99 0AA, or North East."), "{}", browser.page.body);

        // Outside names what is near; a part of a name asks which; not sure is an answer.
        assert_eq!(browser.sends(NEW, &[("place", "51.5,-0.1")]).await, 422);
        assert!(browser.page.body.contains("The nearest places in it are"), "{}", browser.page.body);
        assert_eq!(browser.sends(NEW, &[("place", "behind the shops in the north")]).await, 422);
        assert!(browser.page.body.contains("Which place do you mean?") && browser.page.body.contains("North East"));
        assert_eq!(browser.sends(NEW, &[("place", "behind the shops in the north"), ("choice", "north-west")]).await, 200);
        browser.stands_at("How many people, and how to reach you");

        // Going back keeps what stands on the page.
        browser.sends(NEW, &[("people", "12"), ("contact", "phone"), ("phone", "12"), ("go", "where")]).await;
        browser.stands_at("Where is it?");
        browser.sends(NEW, &[("place", "WS99 0AA"), ("whereabouts", "By the bus stop")]).await;
        assert!(browser.page.body.contains("value=\"12\""), "the number of people came along\n{}", browser.page.body);
        assert_eq!(browser.sends(NEW, &[("people", "12"), ("contact", "phone"), ("phone", "12")]).await, 422);
        browser.sends(NEW, &[("people", "12"), ("contact", "phone"), ("phone", "07700 900123"), ("language", "en")]).await;

        browser.stands_at("Check what you are about to send");
        let shown = web::testing::main_text(&browser.page.body);
        for said in ["The lamp is out.", "WS99 0AA, North East", "By the bus stop", "12", "By phone: 07700 900123",
            "We heard you. 2 March 2027.", "Street light not working, in North East"] {
            assert!(shown.contains(said), "{said}\n{shown}");
        }
        assert_eq!(browser.sends(NEW, &[]).await, 200);
        browser.stands_at("We heard you");
        let shown = web::testing::main_text(&browser.page.body);
        for said in ["Area manager Example, area manager for North area, reads it.", "By 16 March 2027 we decide",
            "For “Street light not working” it is 10 working days after you told us.", "Ring 01632 960001", "http://ward.example.org/walsall/c/"] {
            assert!(shown.contains(said), "{said}\n{shown}");
        }
        assert_eq!(browser.page.header("cache-control"), "no-store");

        // The reference alone shows that we heard, and when.
        let reference = reference(&browser.page.body);
        let page = app.get(&format!("/walsall/concerns/{}", reference.to_lowercase().replace('-', ""))).await.is(200);
        web::testing::assert_page(&page.body);
        assert!(page.body.contains("We heard you") && page.body.contains("2 March 2027"));
        assert!(!page.body.contains("lamp") && !page.body.contains("North East") && !page.body.contains("Street light"));
    }

    async fn sent_twice_it_is_heard_once_and_another_matter_gets_its_own_reference(app) {
        let mut browser = Browser::open(app.anyone(), NEW).await;
        let whole = [("step", "check"), ("category", "litter"), ("words", "Bins"), ("place", "North West"), ("contact", "none")];
        let once = hidden(&browser.page.body)["once"].clone();
        let mut form = whole.to_vec();
        form.push(("once", &once));
        let one = app.post_form(NEW, &form).await.is(200).body;
        let two = app.post_form(NEW, &form).await.is(200).body;
        assert_eq!((reference(&one), secret(&one)), (reference(&two), secret(&two)));

        form[2].1 = "Something else";
        browser.page = app.post_form(NEW, &form).await.is(422);
        browser.stands_at("Check what you are about to send");
        browser.sends(NEW, &[]).await;
        assert_ne!(reference(&browser.page.body), reference(&one));
    }

    async fn whoever_is_affected_too_joins(app) {
        let told = tells(&app, "street-light", "The lamp is out", NO_CONTACT).await;
        let issue = issue_of(&app, &reference(&told)).await;

        let mut browser = Browser::open(app.anyone(), NEW).await;
        browser.sends(NEW, &[("category", "street-light"), ("words", "It is dark here too")]).await;
        browser.sends(NEW, &[("place", "WS99 0AA")]).await;
        browser.sends(NEW, NO_CONTACT).await;
        browser.stands_at("Is it one of these?");
        assert_eq!(browser.sends(NEW, &[]).await, 422);
        assert_eq!(browser.sends(NEW, &[("joins", &issue)]).await, 200);
        browser.stands_at("Check what you are about to send");
        browser.sends(NEW, &[]).await;
        assert!(browser.page.body.contains("We added your voice to"), "{}", browser.page.body);
        let page = app.get(&format!("/walsall/concerns/{}", reference(&browser.page.body))).await.is(200);
        assert!(page.body.contains("We are looking into it.") && page.body.contains("Street light out in North East"));
        let shown = app.get(&format!("/walsall/api/v1/issues/{issue}")).await.is(200).json();
        assert_eq!(shown["voices"], 2);
    }

    async fn whoever_comes_from_an_issue_is_not_asked_what_it_is_about(app) {
        let told = tells(&app, "street-light", "The lamp is out", NO_CONTACT).await;
        let issue = issue_of(&app, &reference(&told)).await;
        let from_it = format!("{NEW}?joins={issue}");

        let mut browser = Browser::open(app.anyone(), &from_it).await;
        let shown = web::testing::main_text(&browser.page.body);
        assert!(shown.contains("This affects you too: “Street light out in North East”. We add your voice to it."), "{shown}");
        assert!(shown.contains("It is about: Street light not working.") && !shown.contains("What is it about?"), "{shown}");
        // Whatever a program sends as category, it is the issue's.
        browser.sends(NEW, &[("words", "I walk home there in the dark"), ("category", "litter")]).await;
        browser.stands_at("Where is it?");
        browser.sends(NEW, &[("place", "South West")]).await;
        browser.sends(NEW, NO_CONTACT).await;
        browser.stands_at("Check what you are about to send");
        let shown = web::testing::main_text(&browser.page.body);
        assert!(shown.contains("Street light not working") && shown.contains("You add your voice to Street light out in North East"), "{shown}");
        assert!(!shown.contains("Change what it is most like") && shown.contains("Change whether it is one of these"), "{shown}");
        browser.sends(NEW, &[]).await;
        browser.stands_at("We heard you");
        assert!(browser.page.body.contains("We added your voice to"), "{}", browser.page.body);
        assert_eq!(app.get(&format!("/walsall/api/v1/issues/{issue}")).await.is(200).json()["voices"], 2);

        // Who thinks better of it says so, and may then say what it is about.
        let mut browser = Browser::open(app.anyone(), &from_it).await;
        browser.sends(NEW, &[("words", "Another lamp"), ("place", "South West"), ("contact", "none"), ("go", "alike")]).await;
        browser.stands_at("Is it one of these?");
        browser.sends(NEW, &[("joins", "none")]).await;
        browser.stands_at("Check what you are about to send");
        assert!(web::testing::main_text(&browser.page.body).contains("Change what it is most like"));
        browser.sends(NEW, &[("go", "what")]).await;
        assert!(web::testing::main_text(&browser.page.body).contains("What is it about?"));

        // An issue that is finished, or never was, is not joined.
        does(&app, &issue, "assess", json!({ "seriousness": 2, "people_affected": 12, "reason": "Seen" })).await;
        does(&app, &issue, "decide", json!({ "decision": "not_taking_forward", "reason": "No.", "capacity": "rule", "authority": "Rule 1" })).await;
        for named in [&issue, "I-2222-2222"] {
            let page = app.get(&format!("{NEW}?joins={named}")).await.is(200);
            assert!(web::testing::main_text(&page.body).contains("What is it about?"), "{named}");
        }
    }

    async fn danger_words_are_held_and_the_page_after_says_nothing_of_it(app) {
        let ordinary = tells(&app, "noise", "Loud music every night, nobody sleeps in this block.", BY_MAIL).await;
        let held = tells(&app, "noise", DANGER, BY_MAIL).await;
        assert_eq!(masked(&ordinary), masked(&held), "an onlooker sees the same last page");

        let [ours, theirs] = [&ordinary, &held].map(|page| format!("/walsall/concerns/{}", reference(page)));
        let (ours, theirs) = (app.get(&ours).await.is(200), app.get(&theirs).await.is(200));
        assert_eq!(masked(&ours.body), masked(&theirs.body), "and the same page of its reference");

        // Its secret link shows numbers to ring and nothing else; what it is asked to do it does not do.
        let own = app.get(&secret(&held)).await.is(200);
        web::testing::assert_page(&own.body);
        assert!(own.body.contains("href=\"tel:999\"") && own.body.contains("href=\"tel:01632960100\""), "{}", own.body);
        assert!(!own.body.contains("kill") && !own.body.contains("noise") && !own.body.contains(&reference(&held)));
        for verb in ["contest", "ask-again", "stop-mail", "end"] {
            app.post_form(&format!("{}/{verb}", secret(&held)), &[]).await;
        }
        assert_eq!(masked(&app.get(&secret(&held)).await.is(200).body), masked(&own.body));

        // One mail: for the ordinary one.
        app.run_jobs().await;
        let mail = app.mail().await;
        assert_eq!(mail.len(), 1, "{mail:?}");
        assert!(mail[0].subject.ends_with(&reference(&ordinary)));
    }

    async fn a_contributor_is_told_once_and_says_it_is_still_there(app) {
        let told = tells(&app, "street-light", "The lamp by the bus stop is out", BY_MAIL).await;
        let (own, reference) = (secret(&told), reference(&told));
        app.run_jobs().await;
        let mail = app.mail().await;
        assert!(mail[0].body.contains(&own) && mail[0].to_owned().mail_to == "sam@example.org", "{mail:?}");
        assert!(!mail[0].body.contains("lamp"), "a mail says nothing of what was told\n{}", mail[0].body);

        let issue = issue_of(&app, &reference).await;
        decided(&app, &issue, "taking_forward", "A new lamp is ordered.").await;
        does(&app, &issue, "resolve", json!({ "outcome": "sorted", "what_we_did": "We put in a new lamp." })).await;
        app.run_jobs().await;
        app.run_jobs().await;
        let mail = app.mail().await;
        assert_eq!(mail.len(), 3, "heard, decided, ended: once each\n{mail:?}");
        assert!(mail[0].body.contains("Sorted: We put in a new lamp."), "{}", mail[0].body);

        let page = app.get(&own).await.is(200);
        web::testing::assert_page(&page.body);
        assert_eq!(page.header("referrer-policy"), "no-referrer");
        assert_eq!(page.header("cache-control"), "no-store");
        assert!(page.body.contains("noindex"));
        let shown = web::testing::main_text(&page.body);
        for said in ["The lamp by the bus stop is out", "Sorted: We put in a new lamp.", "It is still there"] {
            assert!(shown.contains(said), "{said}\n{shown}");
        }
        assert!(app.get(&own).await.is(200).body.contains("Sorted"), "opening it changes nothing");

        let from_own = app.anyone().with("origin", "null").with("sec-fetch-site", "same-origin");
        let done = from_own.post_form(&format!("{own}/contest"), &[("words", "Still dark")]).await;
        let page = app.get(done.leads_to()).await.is(200);
        assert!(page.body.contains("We are looking into it again"), "{}", page.body);
        app.post_form(&format!("{own}/contest"), &[]).await.is(409);
        let page = app.get(&format!("/walsall/concerns/{reference}")).await.is(200);
        web::testing::assert_page(&page.body);
        assert!(page.body.contains("It came back."));
    }

    async fn asking_again_is_done_once_and_messages_can_be_stopped_and_the_link_ended(app) {
        let told = tells(&app, "street-light", "The lamp is out", BY_MAIL).await;
        let own = secret(&told);
        let issue = issue_of(&app, &reference(&told)).await;
        decided(&app, &issue, "not_taking_forward", "The light belongs to a shop.").await;
        let page = app.get(&own).await.is(200);
        let shown = web::testing::main_text(&page.body);
        assert!(shown.contains("We are not taking this forward, because: The light belongs to a shop."), "{shown}");
        assert!(shown.contains("Area manager Example decided"), "{shown}");

        let long = "a".repeat(2_001);
        let page = app.post_form(&format!("{own}/ask-again"), &[("words", &long)]).await.is(422);
        assert!(page.body.contains(&long));
        app.post_form(&format!("{own}/ask-again"), &[("words", "It is the council's own")]).await.is(303);
        assert!(!app.get(&own).await.is(200).body.contains("/ask-again\""), "once");
        app.post_form(&format!("{own}/stop-mail"), &[]).await.is(303);
        app.run_jobs().await;
        let mails = app.mail().await.len();
        decided(&app, &issue, "taking_forward", "We asked the shop.").await;
        app.run_jobs().await;
        assert_eq!(app.mail().await.len(), mails, "stopped");

        let over = app.post_form(&format!("{own}/end"), &[]).await.is(200);
        assert!(over.body.contains("The link has ended"));
        app.get(&own).await.is(404);
    }

    async fn guessing_links_and_references_is_limited(app) {
        let page = app.get("/walsall/concerns/C-AAAA-AAAA").await.is(404);
        web::testing::assert_page(&page.body);
        assert!(page.body.contains("A reference looks like C-7KQ4-M2XD"));
        for _ in 0..40 {
            app.get("/walsall/c/AAAAAAAAAAAAAAAAAAAAAA").await;
        }
        let page = app.get("/walsall/c/AAAAAAAAAAAAAAAAAAAAAA").await.is(429);
        assert_eq!(page.header("referrer-policy"), "same-origin");
    }

    async fn a_practitioner_records_for_somebody_in_two_pages(app) {
        let practitioner = app.as_role(Role::Practitioner).await;
        assert_eq!(practitioner.get(NEW).await.leads_to(), RECORD);
        let mut browser = Browser::open(practitioner.clone(), RECORD).await;
        assert_eq!(browser.sends(RECORD, &[("words", "Bags in the alley")]).await, 422);
        assert!(browser.page.body.contains("Bags in the alley") && browser.page.body.contains("Choose how you heard it"));
        let heard = [("words", "Bags in the alley"), ("category", "fly-tipping"), ("place", "North East"),
            ("channel", "doorstep"), ("seriousness", "3")];
        assert_eq!(browser.sends(RECORD, &heard).await, 200);
        browser.stands_at("Who told you");
        assert!(browser.page.body.contains("area manager for North area"), "who will read it");
        let told = [("contact", "none"), ("told_them", "The crew comes on Thursdays"), ("protection", "0")];
        assert_eq!(browser.sends(RECORD, &told).await, 200);
        browser.stands_at("We heard you");

        let concern = format!("/walsall/concerns/{}", reference(&browser.page.body));
        let manager = app.as_role(Role::AreaManager).await.get(&concern).await.is(200);
        web::testing::assert_page(&manager.body);
        for said in ["Bags in the alley", "On the doorstep", "The crew comes on Thursdays", "3"] {
            assert!(manager.body.contains(said), "{said}\n{}", manager.body);
        }
        assert!(!app.get(&concern).await.body.contains("alley"));
    }

    async fn protection_set_at_the_door_hides_it_from_the_office(app) {
        let practitioner = app.as_role(Role::Practitioner).await;
        let mut browser = Browser::open(practitioner.clone(), RECORD).await;
        let heard = [("words", "Her bruises again"), ("category", "noise"), ("place", "North East"), ("channel", "doorstep")];
        browser.sends(RECORD, &heard).await;
        browser.sends(RECORD, &[("contact", "none"), ("protection", "4")]).await;
        browser.stands_at("We heard you");
        let concern = format!("/walsall/concerns/{}", reference(&browser.page.body));
        let public = app.get(&concern).await.is(200);
        for role in [Role::AreaManager, Role::Director, Role::Practitioner, Role::Administrator] {
            let page = app.as_role(role).await.get(&concern).await.is(200);
            assert!(!page.body.contains("bruises"), "{role}");
            assert_eq!(web::testing::main_text(&page.body), web::testing::main_text(&public.body), "{role}");
        }
        let lead = app.as_role(Role::SafeguardingLead).await.get(&concern).await.is(200);
        assert!(lead.body.contains("bruises"));
    }

    async fn what_cannot_be_read_comes_back_with_everything_else(app) {
        let body = "step=what&category=litter&words=bad%FF%00light".to_owned();
        let page = app.anyone().post_raw(NEW, body).await.is(422);
        assert!(page.body.contains("some of its characters could not be read"), "{}", page.body);
        let long = "a".repeat(4_001);
        let page = app.post_form(NEW, &[("step", "what"), ("category", "litter"), ("words", &long)]).await.is(422);
        assert!(page.body.contains(&long));
        let page = app.post_form(NEW, &[("step", "what"), ("category", "made-up"), ("words", "Bins")]).await.is(422);
        assert!(page.body.contains("Choose what it is about"));
        let whole = [("step", "who"), ("category", "litter"), ("words", "Bins"), ("place", "North East")];
        for (way, field, bad) in [("email", "email", "sam at example"), ("phone", "phone", "ring me"), ("letter", "address", " ")] {
            let mut form = whole.to_vec();
            form.extend([("contact", way), (field, bad)]);
            let page = app.post_form(NEW, &form).await.is(422);
            assert!(page.body.contains(&format!("href=\"#{field}\"")), "{way}\n{}", page.body);
        }
    }

    async fn out_of_hours_it_says_that_nobody_reads_now(app) {
        assert!(!app.get(NEW).await.body.contains("Nobody is reading reports now"));
        app.advance(base::hours(9));
        let late = app.get(NEW).await.body;
        assert!(late.contains("Nobody is reading reports now") && late.contains("from 9am to 5pm"), "{late}");
    }

    async fn residents_read_the_partnerships_own_words_for_its_tiers(app) {
        Town::found_from(&app.site, "greater", "Greater Example", "greater-manchester").await;
        let ward = Regex::new(r"(?i)\bwards?\b").expect("a pattern");
        for (page, says) in [
            ("", "Find my council area"), ("", "Postcode, locality, council area or reference"), ("", "All localities and places"),
            ("/places", "the name of your locality or council area"), ("/places?find=ZZ1+1ZZ", "enter the name of your locality"),
            ("/places/cartogram", "Every locality has a hexagon"), ("/directory", "Choose your locality or council area"),
        ] {
            let shown = app.get(&format!("/greater{page}")).await.is(200).body;
            assert!(shown.contains(says), "{says}: {shown}");
            let main = Html::parse_document(&shown).select(&Selector::parse("main").expect("a selector")).next().expect("a page").text().collect::<String>();
            assert!(!ward.is_match(&main), "{page}: {main}");
        }
        let asked = [("step", "where"), ("words", "Nobody answers"), ("category", "youth"), ("place", "")];
        let missing = app.post_form("/greater/concerns/new", &asked).await.is(422).body;
        assert!(missing.contains("Postcode, locality or council area") && missing.contains("the name of the locality or council area"), "{missing}");
        assert!(app.get("/walsall").await.is(200).body.contains("Find my area"));
    }

    async fn the_hours_in_which_reports_are_read_are_the_partnerships_own(app) {
        let ada = app.as_role(Role::Administrator).await;
        let figures = access::Figure::ALL.iter().map(|figure| (figure.as_str(), figure.bounds().0.to_string()));
        let figures: Vec<(&str, String)> = figures.chain([("sure", "yes".to_owned())]).collect();
        let mut typed: Vec<(&str, &str)> = figures.iter().map(|(name, said)| (*name, said.as_str())).collect();
        for (name, said) in &mut typed {
            match *name {
                "office_opens_am" => *said = "10",
                "office_shuts_pm" => *said = "4",
                _ => {}
            }
        }
        ada.post_form("/walsall/admin/settings/clocks", &typed).await.is(303);
        let early = app.get(NEW).await.body;
        assert!(early.contains("Nobody is reading reports now") && early.contains("from 10am to 4pm"), "at half past nine: {early}");
        app.advance(base::hours(1));
        assert!(!app.get(NEW).await.body.contains("Nobody is reading reports now"));
        app.advance(base::hours(6));
        assert!(app.get(NEW).await.body.contains("from 10am to 4pm"), "at half past four");
    }
}

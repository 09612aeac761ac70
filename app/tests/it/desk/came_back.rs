//! What comes back is read by those who decide it, and by nobody who may not read what was told first.

use access::Role;
use base::{days, minutes};
use serde_json::{Value, json};

use super::{LAT, LON, grouped, hidden, told, words};
use crate::harness::{Caller, TestApp, tell_anything};

/// Tells the partnership something; answers its reference and its secret link.
async fn told_with_link(app: &TestApp) -> (String, String) {
    let body = json!({ "category": "street-light", "description": "The lamp is out.", "lat": LAT, "lon": LON });
    reference_and_link(&app.anyone().post_json("/walsall/api/v1/concerns", &body).await.is(201).json())
}

fn reference_and_link(heard: &Value) -> (String, String) {
    let text = |name: &str| heard[name].as_str().expect("a text").to_owned();
    let own = text("secret_url").rsplit('/').next().map(|secret| format!("/walsall/c/{secret}")).expect("a secret");
    (text("reference"), own)
}

async fn does(app: &TestApp, caller: &Caller<'_>, at: &str, typed: &[(&str, &str)]) -> String {
    app.advance(minutes(1));
    let version = hidden(&caller.get(at).await.is(200), "version");
    let typed = [&[("version", version.as_str())], typed].concat();
    caller.post_form(at, &typed).await.leads_to().to_owned()
}

const REFUSES: &[(&str, &str)] = &[
    ("decision", "not_taking_forward"),
    ("reason", "The light belongs to a shop."),
    ("capacity", "delegated_officer"),
    ("authority", "Scheme of delegation"),
];
const SORTED: &[(&str, &str)] = &[("outcome", "sorted"), ("what_we_did", "A new lamp burns.")];

stories! {
    async fn who_refused_is_warned_when_somebody_asks_again(app) {
        let (concern, own) = told_with_link(&app).await;
        app.advance(minutes(5));
        let manager = app.as_role(Role::AreaManager).await;
        let issue = grouped(&manager, "Lamp out", &[&concern]).await;
        let decide = format!("{issue}/decide");
        assert!(words(&app.get(&own).await).contains("Where this stands"), "before a decision");
        does(&app, &manager, &decide, REFUSES).await;
        let refused = words(&app.get(&issue).await.is(200));
        assert!(!refused.contains("Not done yet") && !refused.contains("Nobody has been asked"), "{refused}");

        app.advance(days(1));
        let manager = app.as_role(Role::AreaManager).await;
        app.post_form(&format!("{own}/ask-again"), &[("words", "The council's number is on the post.")]).await.is(303);
        let shown = words(&app.get(&own).await.is(200));
        assert!(shown.contains("You asked us to decide again") && shown.contains("The council's number is on the post."), "{shown}");
        assert!(shown.contains("You told us") && !shown.contains("Somebody told us"), "{shown}");

        // Read on the desk and where it is decided, and nowhere else.
        let director = app.as_role(Role::Director).await;
        let warning = "You decided this the first time. Somebody else should look at it: Director Example (Director).";
        for (caller, warned) in [(&manager, true), (&director, false)] {
            let desk = caller.get(&issue).await.is(200);
            assert!(words(&desk).contains("The council's number is on the post."), "{}", words(&desk));
            assert!(desk.body.contains(&format!("href=\"/walsall/concerns/{concern}\"")));
            let form = caller.get(&decide).await.is(200);
            web::testing::assert_page(&form.body);
            assert!(words(&form).contains("The council's number is on the post."));
            assert_eq!(words(&form).contains(warning), warned, "{}", words(&form));
        }
        for page in [issue.clone(), format!("/walsall/concerns/{concern}"), format!("{issue}?as=public")] {
            for caller in [&app.anyone(), &app.as_role(Role::Councillor).await, &app.as_role(Role::Analyst).await] {
                assert!(!caller.get(&page).await.is(200).body.contains("on the post"), "{page}");
            }
        }
        let public = words(&app.get(&issue).await.is(200));
        assert!(public.contains("We said no on 2 March 2027; somebody asked us to look again, and we decide by 17 March 2027."), "{public}");

        // The same person may, and everybody reads that it was them.
        does(&app, &manager, &decide, REFUSES).await;
        let public = words(&app.get(&issue).await.is(200));
        assert_eq!(public.matches("Area manager Example decided.").count(), 3, "the decision, and each in the story: {public}");
    }

    async fn a_protected_concern_takes_its_later_words_with_it(app) {
        let (concern, own) = told_with_link(&app).await;
        let manager = app.as_role(Role::AreaManager).await;
        let issue = grouped(&manager, "Lamp out", &[&concern]).await;
        does(&app, &manager, &format!("{issue}/decide"), REFUSES).await;
        app.post_form(&format!("{own}/ask-again"), &[("words", "He waits for me in the dark.")]).await.is(303);
        assert!(manager.get(&issue).await.is(200).body.contains("He waits for me"));
        manager.post_form(&format!("/walsall/concerns/{concern}/raise"), &[("protection", "4"), ("reason", "She is afraid.")]).await.is(303);
        for page in [issue.clone(), format!("{issue}/decide")] {
            assert!(!manager.get(&page).await.is(200).body.contains("He waits for me"), "{page}");
        }
    }

    async fn what_is_taken_forward_has_somebody_or_a_day(app) {
        let concern = told(&app, "The lamp is out.", json!({})).await;
        let manager = app.as_role(Role::AreaManager).await;
        let issue = grouped(&manager, "Lamp out", &[&concern]).await;
        let decide = format!("{issue}/decide");
        let version = hidden(&manager.get(&decide).await.is(200), "version");
        let half = [("version", version.as_str()), ("decision", "taking_forward"), ("reason", "It is dark & cold."), ("capacity", "rule"), ("authority", "Rule 1")];
        let refused = manager.post_form(&decide, &half).await.is(422);
        web::testing::assert_page(&refused.body);
        assert!(words(&refused).contains("Enter whom it waits for, or until when") && refused.body.contains("It is dark"), "{}", words(&refused));
        assert!(words(&app.get(&issue).await).contains("Nothing is decided yet"), "nothing was stored");

        let day = [half.as_slice(), &[("waiting_until-day", "9"), ("waiting_until-month", "3"), ("waiting_until-year", "2027")]].concat();
        manager.post_form(&decide, &day).await.is(303);
        does(&app, &manager, &format!("{issue}/assign"), &[("holder", "highways")]).await;
        does(&app, &manager, &decide, &half[1..]).await;
        let held = words(&app.get(&issue).await.is(200));
        assert!(held.contains("Held by Highways"), "{held}");

        let other = grouped(&manager, "Lamp out too", &[&told(&app, "Dark here too.", json!({})).await]).await;
        does(&app, &manager, &format!("{other}/decide"), &[&half[1..], &[("waiting_for", "Highways")]].concat()).await;
        let waits = words(&app.get(&other).await.is(200));
        assert!(waits.contains("We are waiting for Highways") && !waits.contains("Nobody has been asked"), "{waits}");
    }

    async fn what_came_back_is_no_longer_what_we_did(app) {
        let (concern, own) = told_with_link(&app).await;
        let manager = app.as_role(Role::AreaManager).await;
        let issue = grouped(&manager, "Lamp out", &[&concern]).await;
        does(&app, &manager, &format!("{issue}/decide"), &[("decision", "taking_forward"), ("reason", "A lamp is ordered."), ("capacity", "rule"), ("authority", "Rule 1"), ("waiting_for", "Highways")]).await;
        does(&app, &manager, &format!("{issue}/resolve"), SORTED).await;
        assert!(words(&app.get("/walsall/places/north-east").await.is(200)).contains("A new lamp burns."));
        app.advance(minutes(1));
        app.post_form(&format!("{own}/contest"), &[("words", "It is dark again.")]).await.is(303);
        for page in ["/walsall/places/north-east", "/walsall"] {
            let shown = words(&app.get(page).await.is(200));
            assert!(!shown.contains("A new lamp burns.") && !shown.contains("A lamp is ordered."), "{shown}");
        }
        let shown = words(&app.get(&own).await.is(200));
        assert!(shown.contains("You told us that it is still there") && shown.contains("It is dark again."), "{shown}");
    }

    async fn what_was_erased_is_read_on_no_page(app) {
        let body = json!({ "category": "street-light", "description": "The lamp is out.", "address": "By the school gate",
            "lat": LAT, "lon": LON, "contact": { "name": "Bea Example", "phone": "01632 960123", "safe": "phone", "consent": true } });
        let heard = app.anyone().post_json("/walsall/api/v1/concerns", &body).await.is(201).json();
        let (concern, own) = reference_and_link(&heard);
        app.advance(minutes(5));
        let manager = app.as_role(Role::AreaManager).await;
        let issue = grouped(&manager, "Lamp out", &[&concern]).await;
        does(&app, &manager, &format!("{issue}/decide"), REFUSES).await;
        app.post_form(&format!("{own}/ask-again"), &[("words", "The council's number is on the post.")]).await.is(303);
        let page = format!("/walsall/concerns/{concern}");
        let said = ["The lamp is out.", "By the school gate", "Bea Example", "The council's number"];
        let before = words(&manager.get(&page).await.is(200));
        assert!(said.iter().all(|said| before.contains(said)), "{before}");

        let (partnership, now, reference) = (app.walsall.id, app.site.clock.now(), concern.parse().expect("a reference"));
        app.site.db.write(move |tx| {
            let (concern, _) = voice::by_reference(tx, partnership, &reference)?.expect("a concern");
            record::Vault::erase(tx, partnership, concern.id, now, "asked for")?;
            tell_anything(tx, partnership)
        }).await.expect("erased");
        let group = format!("/walsall/issues/new?concern={concern}");
        for page in [&page, &issue, &format!("{issue}/decide"), &group, "/walsall/concerns?status=any"] {
            let shown = words(&manager.get(page).await.is(200));
            assert!(shown.contains("Lamp out") || shown.contains(&concern), "{shown}");
            assert!(!said.iter().any(|said| shown.contains(said)), "{shown}");
        }
        let program = app.api(&app.walsall.worker(Role::AreaManager).token);
        let shown = program.get(&format!("/walsall/api/v1/concerns/{concern}")).await.is(200).body;
        assert!(!said.iter().any(|said| shown.contains(said)), "{shown}");
        let shown = words(&app.get(&own).await.is(200));
        assert!(shown.contains("We have erased your words") && !said.iter().any(|said| shown.contains(said)), "{shown}");
    }

    async fn words_that_wait_do_not_promise_that_somebody_is_told(app) {
        let (concern, _) = told_with_link(&app).await;
        let manager = app.as_role(Role::AreaManager).await;
        let issue = grouped(&manager, "Lamp out", &[&concern]).await;
        let done = does(&app, &manager, &format!("{issue}/decide"), &[("decision", "not_taking_forward"), ("reason", "Ring Mrs Patel on 07700 900123."), ("capacity", "rule"), ("authority", "Rule 1")]).await;
        let shown = words(&manager.get(&done).await.is(200));
        assert!(shown.contains("Whoever told us will be told once somebody approves them, or on 4 March 2027"), "{shown}");

        let public = words(&manager.get(&format!("{issue}?as=public")).await.is(200));
        assert!(public.contains("You are looking as the public does. Go back"), "{public}");
        assert!(!words(&app.get(&format!("{issue}?as=public")).await.is(200)).contains("Go back"), "for staff only");
    }

    async fn an_issue_was_first_told_when_its_first_concern_was(app) {
        let concern = told(&app, "The lamp is out.", json!({})).await;
        app.advance(days(3));
        let manager = app.as_role(Role::AreaManager).await;
        let issue = grouped(&manager, "Lamp out", &[&concern]).await;
        for caller in [&manager, &app.anyone()] {
            let shown = words(&caller.get(&issue).await.is(200));
            assert!(shown.contains("First told to us on 2 March 2027") || shown.contains("First told to us 2 March 2027"), "{shown}");
        }
    }

    async fn nothing_ticked_is_said_on_the_same_list(app) {
        told(&app, "The lamp is out.", json!({})).await;
        let manager = app.as_role(Role::AreaManager).await;
        let back = manager.get("/walsall/issues/new?do=new&status=any").await;
        let list = manager.get(back.leads_to()).await.is(200);
        web::testing::assert_page(&list.body);
        assert!(words(&list).contains("Tick at least one concern") && words(&list).contains("Status: any"), "{}", words(&list));
        assert!(list.body.contains("id=\"concern\""), "the error leads to the list");
        manager.get("/walsall/issues/new").await.is(200);
    }

    async fn a_reference_is_typed_where_a_place_is(app) {
        let concern = told(&app, "The lamp is out.", json!({})).await;
        let manager = app.as_role(Role::AreaManager).await;
        let issue = grouped(&manager, "Lamp out", &[&concern]).await;
        let issue = issue.rsplit('/').next().expect("a reference");
        for typed in [concern.clone(), concern.to_lowercase().replace('-', ""), issue.replace('-', "%20")] {
            let finds = app.get(&format!("/walsall/places?find={typed}")).await;
            let leads = app.get(finds.leads_to()).await;
            assert!(leads.leads_to().ends_with(if typed.starts_with('I') { issue } else { &concern }), "{typed}");
        }
        let last = if concern.ends_with('A') { "B" } else { "A" };
        let wrong = format!("{}{last}", &concern[..concern.len() - 1]);
        let told = app.get(app.get(&format!("/walsall/places?find={wrong}")).await.leads_to()).await.is(404);
        assert!(words(&told).contains("A reference looks like C-7KQ4-M2XD"), "{}", words(&told));
        let missing = app.get("/walsall/nowhere").await.is(404);
        web::testing::assert_page(&missing.body);
        assert!(missing.body.contains("action=\"/walsall/places\"") && missing.body.contains("name=\"find\""), "{}", missing.body);
    }
}

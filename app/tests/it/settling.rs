//! What a partnership settles about itself: terms, figures, pages, its preset, and opening to the public (XC-01, XC-03,
//! SAL-38, WAL-44, EVO-03).

use access::{Ground, NewOrganisation, Reach, Right, Role, Statutory};
use app::founding::{self, Founding, Newcomer};
use app::presets;
use app::settled::{self, Settled};
use base::{Instant, days};
use serde_json::{Value, json};

use crate::harness::{Caller, TestApp, Worker, assert_page, tell_anything};

/// A partnership that nobody has opened yet, and its administrator.
async fn exampleton(app: &TestApp) -> Worker {
    let founding = Founding {
        slug: "exampleton".into(),
        name: "Exampleton Partnership".into(),
        preset: "salford".into(),
        accountable_body: Some("Exampleton Council".into()),
        brand_colour: "#00625a".into(),
        is_open: false,
    };
    let scope = founding.scope(&app.site, "test", app.site.clock.now());
    app.site.db.write(move |tx| founding::found(tx, &scope)).await.expect("a partnership");
    let scope = founding::scope_of(&app.site, "exampleton", "test").await.expect("the partnership");
    let email = "ada@exampleton.example.org";
    let newcomer = Newcomer {
        name: "Ada Example".into(),
        email: email.into(),
        organisation: None,
        phone: None,
        role: Role::Administrator,
        reach: Reach::Partnership,
        title: None,
    };
    let arrived =
        app.site.db.write(move |tx| founding::welcome(tx, &scope, &newcomer)).await.expect("an administrator");
    Worker { role: Role::Administrator, email: email.into(), arrived, token: String::new() }
}

fn administrator(app: &TestApp) -> Caller<'_> {
    app.api(&app.walsall.worker(Role::Administrator).token)
}

async fn settle(app: &TestApp, wanted: Value) -> Value {
    administrator(app).post_json("/walsall/api/v1/settings", &wanted).await.is(200).json()
}

/// Every statutory page as its template begins it, with everything filled in.
async fn written(app: &TestApp, slug: &str) -> Settled {
    let scope = founding::scope_of(&app.site, slug, "test").await.expect("the partnership");
    let text = |page: &Statutory| {
        let text = presets::page_template(&scope.snapshot, *page);
        (*page, text.replace(['[', ']'], ""))
    };
    Settled {
        pages: Statutory::ALL.iter().map(text).collect(),
        settings: [("out_of_hours_phone".to_owned(), "01632 960159".to_owned())].into(),
        ..Settled::default()
    }
}

stories! {
    async fn who_does_not_work_there_sees_of_a_closed_partnership_that_it_is_not_open(app) {
        let ada = exampleton(&app).await;
        let elsewhere = app.as_role(Role::Director).await;
        for caller in [app.anyone(), elsewhere] {
            for path in ["/exampleton", "/exampleton/issues", "/exampleton/concerns/new", "/exampleton/places.json", "/exampleton/places/map.svg"] {
                let shut = caller.get(path).await.is(403);
                assert!(shut.body.contains("Exampleton Partnership is not open yet"), "{path}: {}", shut.body);
                assert!(!shut.body.contains("Ada"), "{path}");
            }
            assert_page(&caller.get("/exampleton").await.body);
            caller.get("/exampleton/account/sign-in").await.is(200);
            caller.get("/exampleton/about/privacy").await.is(200);
            assert!(caller.get("/exampleton/my-work").await.leads_to().contains("sign-in"));
        }
        let told = json!({"category": "street-light", "description": "A lamp is out", "lat": 52.6, "lon": -1.97});
        let refused = app.anyone().post_json("/exampleton/api/v1/concerns", &told).await.is(403).json();
        assert_eq!(refused["type"], "not-open");
        app.post_form("/exampleton/concerns/new", &[("words", "A lamp is out")]).await.is(403);
        app.get("/exampleton/api/v1/issues").await.is(403);
        app.get("/nowhere").await.is(404);
        assert!(!app.get("/").await.is(200).body.contains("Exampleton"));

        let page = app.signed_in(&ada).await.get("/exampleton").await.is(200);
        assert!(page.body.contains("/exampleton/admin"), "{}", page.body);
    }

    async fn it_opens_when_nothing_is_missing_and_never_before(app) {
        let ada = app.signed_in(&exampleton(&app).await).await;
        let home = ada.get("/exampleton/admin").await.is(200);
        assert_page(&home.body);
        for state in ["Not started", "Closed: 9 missing", "Community strategy, version 1"] {
            assert!(home.body.contains(state), "{state}: {}", home.body);
        }
        let open = ada.get("/exampleton/admin/settings/open").await.is(200);
        assert_page(&open.body);
        assert!(!open.body.contains("<button type=\"submit\" class=\"govuk-button\""), "nothing to press yet: {}", open.body);
        let refused = ada.post_form("/exampleton/admin/settings/open", &[]).await.is(422);
        for missing in ["Privacy notice", "Accessibility statement", "Cookies", "How we decide", "How long we keep things", "Numbers to ring", "front door", "Nobody reads what people tell", "out of hours"] {
            assert!(refused.body.contains(missing), "{missing}: {}", refused.body);
        }

        let scope = founding::scope_of(&app.site, "exampleton", "test").await.expect("it");
        let pages = written(&app, "exampleton").await;
        app.site.db.write(move |tx| {
            settled::apply(tx, &scope, &pages)?;
            let permit = scope.may(Right::Configure, &Ground::default())?;
            let new = NewOrganisation {
                id: scope.new_id(), code: "front-door", name: "Front door", kind: "council", phone: Some("01632 960150"),
                email: None, is_front_door: true, valid_from: scope.now.date(),
            };
            access::add_organisation(tx, &permit, &new, scope.now).map_err(base::Problem::from)
        }).await.expect("everything");
        let refused = ada.post_form("/exampleton/admin/settings/open", &[]).await.is(422);
        assert!(refused.body.contains("Front door has no safeguarding lead, so nobody reads"), "{}", refused.body);
        let scope = founding::scope_of(&app.site, "exampleton", "test").await.expect("it");
        let front_door = scope.snapshot.organisation_by_code("front-door").expect("it").id;
        let of = |name: &str, role, reach| Newcomer {
            name: name.into(),
            email: format!("{name}@exampleton.example.org"),
            organisation: Some(front_door),
            phone: None,
            role,
            reach,
            title: None,
        };
        let both = [
            of("lena", Role::SafeguardingLead, Reach::Organisation(front_door)),
            of("dora", Role::Director, Reach::Partnership),
        ];
        app.site.db.write(move |tx| both.iter().try_for_each(|who| founding::welcome(tx, &scope, who).map(|_| ()))).await.expect("both");
        ada.post_form("/exampleton/admin/settings/open", &[]).await.is(303);
        app.get("/exampleton").await.is(200);
        assert!(app.get("/").await.body.contains("Exampleton Partnership"));
        let privacy = app.get("/exampleton/about/privacy").await.is(200);
        assert!(privacy.body.contains("Exampleton Council answers for what you tell"), "{}", privacy.body);
        assert!(app.get("/exampleton").await.body.contains("/exampleton/about/retention"));
    }

    async fn the_partnerships_own_words_stand_on_its_pages(app) {
        let changed = settle(&app, json!({"terms": {
            "role_title": [{"code": "area_manager", "label": "Ward coordinator", "plural": "Ward coordinators"}],
            "place_kind": [{"code": "area", "label": "Quarter", "plural": "Quarters"}, {"code": "ward", "label": "Parish"}],
            "level": [{"code": "0", "label": "Doorstep"}],
        }})).await;
        assert_eq!(changed["changed"], 4);
        let place = app.get("/walsall/places/north-east").await.is(200);
        assert!(place.body.contains("Parish") && place.body.contains("Ward coordinator, North area"), "{}", place.body);
        assert!(app.get("/walsall").await.body.contains(">Quarters<"));
        let manager = app.as_role(Role::AreaManager).await.get("/walsall/my-work").await.is(200);
        assert!(manager.body.contains("Area manager Example, Ward coordinator"), "{}", manager.body);
        assert!(app.get("/walsall/issues").await.body.contains("Doorstep"));
        let told = json!({"category": "street-light", "description": "A lamp is out", "place": "north-east"});
        let heard = app.anyone().post_json("/walsall/api/v1/concerns", &told).await.is(201).json();
        let open = json!({"title": "A lamp out", "category": "street-light", "concerns": [heard["reference"]]});
        let issue = app.api(&app.walsall.worker(Role::AreaManager).token).post_json("/walsall/api/v1/issues", &open).await.is(201).json();
        let issue = app.get(&format!("/walsall/issues/{}", issue["reference"].as_str().expect("a reference"))).await.is(200);
        assert!(issue.body.contains("at doorstep level"), "{}", issue.body);
        assert!(!app.get("/salford/places/north-east").await.body.contains("Parish"), "nobody else calls it so");
    }

    async fn a_name_from_a_day_on_leaves_every_earlier_day_as_it_was(app) {
        let today = app.site.clock.now().date();
        let from = Instant::on(today, days(10)).date();
        settle(&app, json!({"terms": {"role_title": [{"code": "area_manager", "label": "Ward coordinator", "from": from.to_string()}]}})).await;
        let called = async |day: String| {
            let found = app.get(&format!("/walsall/api/v1/terms?list=role_title&on={day}")).await.is(200).json();
            let found = found["items"].as_array().expect("terms").iter().find(|term| term["code"] == "area_manager").cloned();
            found.expect("a title")["label"].clone()
        };
        assert_eq!(called(today.to_string()).await, "Area manager");
        assert_eq!(called(from.to_string()).await, "Ward coordinator");
        let page = async || app.get("/walsall/places/north-east").await.body;
        assert!(page().await.contains("Area manager, North area"));
        app.advance(days(11));
        assert!(page().await.contains("Ward coordinator, North area"));
        app.get("/walsall/api/v1/terms?list=nonsense").await.is(422);
        app.get("/walsall/api/v1/terms?on=soon").await.is(422);
    }

    async fn a_role_can_end_but_not_the_one_that_administers(app) {
        let today = app.site.clock.now().date().tomorrow().expect("tomorrow").to_string();
        let end = |code: &str| json!({"terms": {"role_title": [{"code": code, "label": "X", "to": today, "replaced_by": "task_lead"}]}});
        settle(&app, end("tasking_contact")).await;
        for (list, code) in [("role_title", "administrator"), ("level", "1"), ("place_kind", "ward")] {
            let body = json!({"terms": {list: [{"code": code, "label": "X", "to": today}]}});
            let refused = administrator(&app).post_json("/walsall/api/v1/settings", &body).await.is(422).json();
            assert_eq!(refused["fields"][0]["field"], "to", "{refused}");
        }
        app.advance(days(2));
        let left = app.get("/walsall/api/v1/terms?list=role_title").await.json();
        let codes: Vec<&str> = left["items"].as_array().expect("terms").iter().filter_map(|term| term["code"].as_str()).collect();
        assert!(!codes.contains(&"tasking_contact") && codes.contains(&"area_manager"), "{codes:?}");
        let page = app.as_role(Role::Administrator).await.get("/walsall/admin/settings/terms/role_title").await.is(200);
        assert!(page.body.contains("then task_lead") && page.body.contains("Not used here"), "{}", page.body);
    }

    async fn what_is_settled_can_be_taken_out_and_given_back(app) {
        let document = administrator(&app).get("/walsall/api/v1/settings").await.is(200).json();
        assert!(document["terms"]["role_title"].as_array().is_some_and(|rows| rows.len() == 17), "{document}");
        assert_eq!(settle(&app, document).await["changed"], 0);
        app.api(&app.walsall.worker(Role::Director).token).get("/walsall/api/v1/settings").await.is(403);
        app.anyone().get("/walsall/api/v1/settings").await.is(401);
        for bad in [
            json!({"settings": {"link_minutes": "4"}}), json!({"settings": {"no_such": "1"}}), json!({"brand_colour": "#ffdd00"}),
            json!({"terms": {"role_title": [{"code": "mayor", "label": "Mayor"}]}}), json!({"terms": {"theme": [{"code": "A b", "label": "x"}]}}),
            json!({"pages": {"privacy": "Ask [somebody]."}}), json!({"name": " "}), json!({"terms": {"nonsense": []}}), json!({"more": 1}),
        ] {
            administrator(&app).post_json("/walsall/api/v1/settings", &bad).await.is(422);
        }
        assert_eq!(settle(&app, json!({})).await["changed"], 0, "nothing of it was kept");
    }

    async fn a_change_is_shown_with_what_it_touches_and_done_when_somebody_says_so(app) {
        let person = app.as_role(Role::Administrator).await;
        let here = "/walsall/admin/settings/terms/role_title/area_manager";
        assert_page(&person.get(here).await.is(200).body);
        let typed = [("label", "Ward coordinator"), ("plural", ""), ("detail", ""), ("day-day", "2"), ("day-month", "3"), ("day-year", "2027")];
        let shown = person.post_form(here, &typed).await.is(200);
        assert_page(&shown.body);
        assert!(shown.body.contains("1 person is called it now") && shown.body.contains("Ward coordinator"), "{}", shown.body);
        assert!(!app.get("/walsall/places/north-east").await.body.contains("Ward coordinator"), "not yet");
        let kept = person.post_form(here, &[&typed[..], &[("change", "yes")]].concat()).await.is(200);
        assert!(kept.body.contains("value=\"Ward coordinator\""), "{}", kept.body);
        person.post_form(here, &[&typed[..], &[("sure", "yes")]].concat()).await.is(303);
        assert!(app.get("/walsall/places/north-east").await.body.contains("Ward coordinator"));

        let mut clocks: Vec<(&str, &str)> = access::Figure::ALL.iter().map(|figure| (figure.as_str(), "5")).collect();
        clocks.push(("sure", "yes"));
        person.post_form("/walsall/admin/settings/clocks", &clocks).await.is(303);
        assert!(app.get("/walsall/account/sign-in").await.body.contains("works for 5 minutes"));
        clocks[0].1 = "many";
        let refused = person.post_form("/walsall/admin/settings/clocks", &clocks).await.is(422);
        assert!(refused.body.contains("value=\"many\"") && refused.body.contains("Enter a number between"), "{}", refused.body);
        app.as_role(Role::Director).await.post_form(here, &typed).await.is(403);
    }

    async fn another_matrix_is_shown_with_what_it_moves_and_every_issue_is_ranked_by_it(app) {
        let manager = app.api(&app.walsall.worker(Role::AreaManager).token);
        let mut issues = Vec::new();
        for (seriousness, people, decision) in [(2, 60, None), (3, 1, None), (3, 1, Some("not_taking_forward"))] {
            let concern = json!({ "category": "street-light", "description": "The lamp is out.", "lat": 52.608, "lon": -1.956 });
            let told = app.anyone().post_json("/walsall/api/v1/concerns", &concern).await.is(201).json();
            let opened = json!({ "title": "A lamp is out", "category": "street-light", "concerns": [told["reference"]] });
            let opened = manager.post_json("/walsall/api/v1/issues", &opened).await.is(201).json();
            let issue = format!("/walsall/api/v1/issues/{}", opened["reference"].as_str().expect("a reference"));
            let assessed = json!({ "seriousness": seriousness, "people_affected": people, "reason": "Seen." });
            manager.post_json(&format!("{issue}/assess"), &assessed).await.is(200);
            if let Some(decision) = decision {
                let decided = json!({ "decision": decision, "reason": "It is somebody else's lamp.", "capacity": "delegated_officer", "authority": "Scheme" });
                manager.post_json(&format!("{issue}/decide"), &decided).await.is(200);
            }
            issues.push(issue);
        }
        app.run_jobs().await;
        let person = app.as_role(Role::Administrator).await;
        let here = "/walsall/admin/settings/priority";
        let asked = person.get(here).await.is(200);
        assert_page(&asked.body);
        assert!(asked.body.contains("value=\"12 12 12 16 20\""), "{}", asked.body);
        let typed = |third: &'static str| {
            let row = |seriousness: usize| ["1 2 3 4 5", "2 4 6 8 10", third, "12 12 12 16 20", "20 20 20 20 25"][seriousness - 1];
            let names = ["seriousness_1", "seriousness_2", "seriousness_3", "seriousness_4", "seriousness_5"];
            names.into_iter().enumerate().map(|(at, name)| (name, row(at + 1))).collect::<Vec<_>>()
        };
        for (third, says) in [("9 6 9 12 15", "More people must never"), ("3 6", "Enter five numbers for seriousness 3, "), ("13 13 13 13 15", "What is more serious")] {
            let refused = person.post_form(here, &typed(third)).await.is(422);
            assert!(refused.body.contains(says) && refused.body.contains(&format!("value=\"{third}\"")), "{}", refused.body);
        }
        let shown = person.post_form(here, &typed("9 9, 9 12 12")).await.is(200);
        assert_page(&shown.body);
        assert!(shown.body.contains("9, was 3") && shown.body.contains("come sooner: 1. Later: 0. As now: 1."), "{}", shown.body);
        let priority = async |issue: &String| manager.get(issue).await.is(200).json()["priority"].as_i64();
        assert_eq!(priority(&issues[1]).await, Some(3), "nothing is done yet");
        person.post_form(here, &[&typed("9 9, 9 12 12")[..], &[("sure", "yes")]].concat()).await.is(303);
        app.run_jobs().await;
        assert_eq!((priority(&issues[0]).await, priority(&issues[1]).await), (Some(8), Some(9)));
        let list = manager.get("/walsall/issues.json?status=considering").await.is(200).json();
        let first = list["items"][0]["reference"].as_str().expect("an issue");
        assert!(issues[1].ends_with(first), "{list}");
        assert_eq!(priority(&issues[2]).await, Some(3), "what ended stays as it was");
        manager.post_json(&format!("{}/reopen", issues[2]), &json!({ "reason": "It is ours after all." })).await.is(200);
        assert_eq!(priority(&issues[2]).await, Some(9), "and is weighed when it comes back");
        let same = person.post_form(here, &[&typed("9 9 9 12 12")[..], &[("sure", "yes")]].concat()).await.is(303);
        assert!(same.leads_to().ends_with("?done=nothing"), "{}", same.leads_to());
    }

    async fn a_colour_that_cannot_be_read_is_refused_with_one_that_can(app) {
        let person = app.as_role(Role::Administrator).await;
        let typed = [("name", "Walsall Partnership"), ("accountable_body", "Walsall Council"), ("brand_colour", "#ffdd00")];
        let refused = person.post_form("/walsall/admin/settings/name", &typed).await.is(422);
        assert!(refused.body.contains("its contrast is 1.35 to 1"), "{}", refused.body);
        let nearest = refused.body.split("nearest that passes is ").nth(1).expect("a colour")[..7].to_owned();
        let typed = [("name", "Walsall Partnership"), ("accountable_body", "Walsall Council"), ("brand_colour", nearest.as_str()), ("sure", "yes")];
        person.post_form("/walsall/admin/settings/name", &typed).await.is(303);
        assert!(app.get("/walsall/brand.css").await.body.contains(&nearest));
    }

    async fn a_statutory_page_is_written_looked_at_and_every_version_kept(app) {
        let person = app.as_role(Role::Administrator).await;
        let here = "/walsall/admin/settings/pages/privacy";
        let begun = person.get(here).await.is(200);
        assert_page(&begun.body);
        assert!(begun.body.contains("[the e-mail or address of the data protection officer]"), "{}", begun.body);
        let left = person.post_form(here, &[("privacy", "Write to [somebody].")]).await.is(422);
        assert!(left.body.contains("Put your own words in place of [somebody]"), "{}", left.body);
        let shown = person.post_form(here, &[("privacy", "## Who answers\nWe do. <b>")]).await.is(200);
        assert!(shown.body.contains("Who answers</h2>") && shown.body.contains("&lt;b&gt;"), "{}", shown.body);
        person.post_form(here, &[("privacy", "First words."), ("sure", "yes")]).await.is(303);
        app.advance(days(1));
        let person = app.as_role(Role::Administrator).await;
        person.post_form(here, &[("privacy", "Second words."), ("sure", "yes")]).await.is(303);
        let public = app.get("/walsall/about/privacy").await.is(200);
        assert!(public.body.contains("Second words.") && public.body.contains("Last changed on"), "{}", public.body);
        let history = person.get(here).await.is(200);
        assert!(history.body.contains("First words.") && history.body.contains("Version 2"), "{}", history.body);
        app.get("/walsall/about/retention").await.is(404);
    }

    async fn where_two_must_read_the_second_is_another(app) {
        settle(&app, json!({"settings": {"second_person_always": "yes"}})).await;
        let person = app.as_role(Role::Administrator).await;
        person.post_form("/walsall/admin/settings/pages/cookies", &[("cookies", "Ours alone."), ("sure", "yes")]).await.is(303);
        assert!(!app.get("/walsall/about/cookies").await.body.contains("Ours alone."));
        assert!(person.get("/walsall/admin/settings/pages").await.body.contains("Waits for a second person"));
        person.post_form("/walsall/admin/settings/pages/cookies/publish", &[]).await.is(403);
        let scope = founding::scope_of(&app.site, "walsall", "test").await.expect("walsall");
        let second = Newcomer {
            name: "Second Example".into(), email: "second@walsall.example.org".into(), organisation: None, phone: None,
            role: Role::Administrator, reach: Reach::Partnership, title: None,
        };
        let arrived = app.site.db.write(move |tx| founding::welcome(tx, &scope, &second)).await.expect("a second");
        let second = Worker { role: Role::Administrator, email: String::new(), arrived, token: String::new() };
        app.signed_in(&second).await.post_form("/walsall/admin/settings/pages/cookies/publish", &[]).await.is(303);
        assert!(app.get("/walsall/about/cookies").await.body.contains("Ours alone."));
    }

    async fn an_upgrade_asks_about_each_thing_and_keeps_what_was_changed_here(app) {
        // The partnership began with an older preset: it called one theme otherwise, lacked another, and had one more.
        let partnership = app.walsall.id;
        let scope = founding::scope_of(&app.site, "walsall", "test").await.expect("walsall");
        let mut older = presets::preset("walsall").expect("the preset");
        older.version = 0;
        let themes = older.terms.get_mut(&access::TermList::Theme).expect("themes");
        themes[0].label = "Tidier".into();
        themes.remove(1);
        themes.push(app::settled::TermRow { code: "warmer".into(), label: "Warmer".into(), ..Default::default() });
        let text = toml::to_string(&older).expect("text");
        app.site.db.write(move |tx| {
            let permit = scope.may(Right::Configure, &Ground::default())?;
            access::put_setting(tx, &permit, presets::COPIED_IN, &text, None, scope.now)?;
            tell_anything(tx, partnership)?;
            let ours = Settled { terms: [(access::TermList::Theme, vec![
                app::settled::TermRow { code: "cleaner".into(), label: "Spotless".into(), ..Default::default() },
                app::settled::TermRow { code: "warmer".into(), label: "Warmer".into(), ..Default::default() },
            ])].into(), ..Settled::default() };
            settled::apply(tx, &scope, &ours)
        }).await.expect("an older preset");

        let person = app.as_role(Role::Administrator).await;
        let page = person.get("/walsall/admin/settings/preset").await.is(200);
        assert_page(&page.body);
        let asked = administrator(&app).get("/walsall/api/v1/settings/preset").await.is(200).json();
        let told: Vec<(&str, &str, bool)> = asked["differences"].as_array().expect("differences").iter()
            .map(|one| (one["key"].as_str().unwrap_or_default(), one["kind"].as_str().unwrap_or_default(), one["ours_since"] == true)).collect();
        assert_eq!(told, [("theme.cleaner", "changed", true), ("theme.warmer", "retired", false)], "{asked}");
        assert!(page.body.contains("Version 1 is here") && page.body.contains("You changed this"), "{}", page.body);
        person.post_form("/walsall/admin/settings/preset", &[("theme.nonsense", "take")]).await.is(422);
        person.post_form("/walsall/admin/settings/preset", &[("theme.cleaner", "keep"), ("theme.warmer", "take")]).await.is(303);

        let themes = app.get("/walsall/api/v1/terms?list=theme").await.json();
        let labels: Vec<&str> = themes["items"].as_array().expect("terms").iter().filter_map(|one| one["label"].as_str()).collect();
        assert_eq!(labels, ["Spotless", "Greener", "Safer"], "kept, as it was, as it was; the fourth ended");
        assert!(person.get("/walsall/admin/settings/preset").await.body.contains("It is the newest version"));
        administrator(&app).post_json("/walsall/api/v1/settings/preset", &json!({"take": []})).await.is(404);
    }

    async fn a_category_is_added_changed_and_ended_and_older_records_name_it_still(app) {
        let person = app.as_role(Role::Administrator).await;
        assert_page(&person.get("/walsall/admin/settings/categories").await.is(200).body);
        assert_page(&person.get("/walsall/admin/settings/categories/new").await.is(200).body);
        let new = [("code", "bonfire"), ("category_name", "Bonfire"), ("group", "Noise and nuisance"), ("description", "Smoke."),
            ("default_seriousness", "2"), ("public_place", "street"), ("answer_within_working_days", "5"), ("urgent_advice", ""), ("sure", "yes")];
        person.post_form("/walsall/admin/settings/categories/new", &new).await.is(303);
        let told = json!({"category": "bonfire", "description": "Smoke every night", "place": "north-east"});
        let heard = app.anyone().post_json("/walsall/api/v1/concerns", &told).await.is(201).json();
        let desk = app.api(&app.walsall.worker(Role::AreaManager).token);
        let open = json!({"title": "Bonfires", "category": "bonfire", "concerns": [heard["reference"]]});
        let issue = desk.post_json("/walsall/api/v1/issues", &open).await.is(201).json();
        let ended = [&new[1..], &[("ends", "yes")]].concat();
        person.post_form("/walsall/admin/settings/categories/bonfire", &ended).await.is(303);
        app.anyone().post_json("/walsall/api/v1/concerns", &told).await.is(422);
        let page = app.get(&format!("/walsall/issues/{}", issue["reference"].as_str().expect("a reference"))).await.is(200);
        assert!(page.body.contains("Bonfire"), "{}", page.body);
        assert!(person.get("/walsall/admin/settings/categories").await.body.contains("Ended, and still named by older records: Bonfire"));
    }

    async fn why_it_is_run_so_can_be_written_down_and_read(app) {
        let person = app.as_role(Role::Administrator).await;
        let here = "/walsall/admin/settings/model";
        assert_page(&person.get(here).await.is(200).body);
        let said = [("question", "How many area managers?"), ("source", "Officers, September"), ("resolution", "Two in areas 3 and 4, 8 in all"),
            ("elsewhere", "One council has 3"), ("sure", "yes")];
        person.post_form(here, &said).await.is(303);
        person.post_form(here, &[("question", "Who may come?"), ("source", "")]).await.is(422);
        person.post_form(here, &[("question", "Who may come?"), ("source", "Residents"), ("resolution", "Everybody"), ("sure", "yes")]).await.is(303);
        let page = person.get(here).await.is(200);
        for told in ["How many area managers?", "8 in all", "One council has 3", "Everybody"] {
            assert!(page.body.contains(told), "{told}: {}", page.body);
        }
    }

    async fn a_test_mail_goes_to_whoever_asks_and_says_what_came_of_it(app) {
        let person = app.as_role(Role::Administrator).await;
        assert!(person.get("/walsall/admin/settings/mail").await.is(200).body.contains("Nobody has tried yet"));
        person.post_form("/walsall/admin/settings/mail", &[]).await.is(303);
        app.run_jobs().await;
        assert_eq!(app.mail().await[0].mail_to, "administrator@walsall.example.org");
        let page = person.get("/walsall/admin/settings/mail").await.is(200);
        assert!(page.body.contains("The server took it: Caught here"), "{}", page.body);
        assert!(person.get("/walsall/admin").await.body.contains("Tested"));
    }

    /// XC-01: four ways of running neighbourhoods, no code between them.
    async fn every_preset_founds_a_partnership_in_which_a_matter_goes_from_end_to_end(app) {
        let titles = [("walsall", "Area manager"), ("manchester", "Ward coordinator"), ("salford", "Neighbourhood Co-ordinator"), ("greater-manchester", "Programme coordinator")];
        assert_eq!(presets::names(), titles.map(|(name, _)| name));
        for (preset, title) in titles {
            let slug: &'static str = match preset { "walsall" => "one", "manchester" => "two", "salford" => "three", _ => "four" };
            let town = crate::harness::Town::found_from(&app.site, slug, "Partnership", preset).await;
            let manager = app.api(&town.worker(Role::AreaManager).token);
            let category = app.get(&format!("/{slug}/api/v1/categories")).await.is(200).json()["items"][0]["code"].clone();
            let told = json!({"category": category, "description": "It has been so for a week", "place": "north-east"});
            let heard = app.anyone().post_json(&format!("/{slug}/api/v1/concerns"), &told).await.is(201).json();
            let open = json!({"title": "So for a week", "category": category, "concerns": [heard["reference"]]});
            let opened = manager.post_json(&format!("/{slug}/api/v1/issues"), &open).await.is(201).json();
            let issue = format!("/{slug}/api/v1/issues/{}", opened["reference"].as_str().expect("a reference"));
            for (verb, body) in [
                ("assess", json!({"seriousness": 3, "people_affected": 12, "reason": "Seen on the visit"})),
                ("decide", json!({"decision": "taking_forward", "reason": "It can be mended", "capacity": "delegated_officer"})),
                ("resolve", json!({"outcome": "sorted", "what_we_did": "It was mended"})),
            ] {
                app.advance(base::minutes(1));
                manager.post_json(&format!("{issue}/{verb}"), &body).await.is(200);
            }
            app.run_jobs().await;
            let seen = app.get(&format!("/{slug}/api/v1/concerns/{}", heard["reference"].as_str().expect("a reference"))).await.is(200).json();
            assert_eq!(seen["status"], "resolved", "{preset}");
            let place = app.get(&format!("/{slug}/places/north-east")).await.is(200);
            assert!(place.body.contains(&format!("{title}, North area")), "{preset}: {}", place.body);
            let signed_in = app.signed_in(town.worker(Role::AreaManager)).await.get(&format!("/{slug}/my-work")).await;
            assert!(signed_in.is(200).body.contains(title), "{preset}");
        }
    }
}

#[test]
fn every_preset_reads_and_says_something_for_each_role_and_kind_it_keeps() {
    for name in presets::names() {
        let preset = presets::preset(name).expect("a preset that reads");
        assert!(preset.version >= 1 && preset.brings.len() >= 3 && !preset.category.is_empty(), "{name}");
        for list in access::TermList::ALL {
            let rows = preset.terms.get(list).map(Vec::len).unwrap_or_default();
            assert!(rows >= 3, "{name} has {rows} of {list}");
        }
        for (setting, value) in &preset.settings {
            let figure: access::Figure = setting.parse().expect("a figure");
            assert!(figure.read(value).is_some(), "{name}: {setting} = {value}");
        }
    }
    let themes = |name| presets::preset(name).expect("a preset").terms[&access::TermList::Theme].clone();
    assert_eq!(themes("salford").len(), 7);
    assert!(themes("salford").iter().all(|theme| theme.label.ends_with("(example)")), "the sources name none");
    let link_officer = presets::preset("salford").expect("a preset").terms[&access::TermList::RoleTitle]
        .iter()
        .find(|row| row.label == "Link Officer")
        .and_then(|row| row.to)
        .expect("an end");
    assert_eq!(link_officer.to_string(), "2002-04-01");
}

/// XC-09: whoever is named in the presets or the demonstration is invented, and nobody can be rung or written to.
#[test]
fn nobody_in_the_presets_can_be_reached() {
    let number = regex::Regex::new(r"\b0\d[\d ]{8,11}\b").expect("a pattern");
    let address = regex::Regex::new(r"[\w.+-]+@[\w-]+\.[\w.-]+").expect("a pattern");
    let known = ["0303 123 1113", "0808 800 0082", "0800 111 999", "0800 555 111", "0345 988 1188"];
    let mut files =
        vec![crate::harness::repository().join("presets"), crate::harness::repository().join("app/src/demo")];
    let mut read = 0;
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(std::fs::read_dir(&path).expect("a folder").map(|entry| entry.expect("a file").path()));
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("text");
        read += 1;
        for found in number.find_iter(&text).map(|found| found.as_str().trim()) {
            let invented = found.starts_with("01632 960") || found.starts_with("07700 900");
            assert!(invented || known.contains(&found), "{}: {found}", path.display());
        }
        for found in address.find_iter(&text).map(|found| found.as_str()) {
            assert!(found.contains("example.org") || found.contains("{slug}"), "{}: {found}", path.display());
        }
        for surname in ["Knight", "Leese", "Ellis,", "Wilmott", "Mitchell"] {
            assert!(!text.contains(surname), "{}: {surname}", path.display());
        }
    }
    assert!(read > 20);
}

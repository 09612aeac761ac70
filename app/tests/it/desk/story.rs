//! One matter from triage to its end, as an area manager works it on a Monday morning.

use access::Role;
use base::minutes;
use serde_json::json;

use super::{another, grouped, hidden, told, told_as, words};

stories! {
    async fn a_matter_goes_from_triage_to_its_end(app) {
        let first = told(&app, "The lamp by the shops is out <again>.", json!({})).await;
        app.advance(minutes(1));
        let second = told(&app, "It is pitch dark outside the chemist.", json!({})).await;
        let manager = app.as_role(Role::AreaManager).await;

        // Triage: what people said, in their words, oldest first.
        let triage = manager.get("/walsall/concerns").await.is(200);
        web::testing::assert_page(&triage.body);
        let said = words(&triage);
        let (one, two) = (said.find("by the shops"), said.find("the chemist"));
        assert!(one.is_some() && one < two, "{said}");
        assert!(triage.body.contains("out &#60;again&#62;") && !triage.body.contains("<again>"));

        // An issue of both, its title proposed.
        let form = manager.get(&format!("/walsall/issues/new?concern={first}&concern={second}&do=new")).await.is(200);
        web::testing::assert_page(&form.body);
        assert!(form.body.contains("value=\"Street light not working in North East\""), "{}", form.body);
        let nothing = manager.post_form("/walsall/issues/new", &[("concern", &first), ("into", "new"), ("title", ""), ("category", "street-light")]).await.is(422);
        assert!(words(&nothing).contains("Enter a title"));
        let issue = grouped(&manager, "Lamps out by the shops", &[&first, &second]).await;
        let desk = manager.get(&issue).await.is(200);
        web::testing::assert_page(&desk.body);
        assert!(words(&desk).contains("pitch dark") && words(&desk).contains("Assess it"));
        assert!(words(&manager.get("/walsall/concerns").await).contains("Nobody waits here"));

        // A third joins it, offered because it is near.
        let third = told(&app, "Another lamp has gone.", json!({})).await;
        let offered = manager.get(&format!("/walsall/issues/new?concern={third}&do=add")).await.is(200);
        assert!(words(&offered).contains("Add to “Lamps out by the shops”"), "{}", words(&offered));
        let reference = issue.rsplit('/').next().expect("a reference").to_owned();
        manager.post_form("/walsall/issues/new", &[("concern", &third), ("into", &reference)]).await.is(303);

        // A danger is no queue: without names it comes back with what was typed.
        app.advance(minutes(1));
        let at = format!("{issue}/assess");
        let version = hidden(&manager.get(&at).await.is(200), "version");
        let half = [("version", version.as_str()), ("seriousness", "5"), ("people_affected", "41"), ("reason", "Bare wires at child height.")];
        let refused = manager.post_form(&at, &half).await.is(422);
        web::testing::assert_page(&refused.body);
        assert!(words(&refused).contains("Enter who was told of the danger") && refused.body.contains("Bare wires at child height."));
        let whole = [half.as_slice(), &[("evidence", "Seen on the walkabout"), ("holder", "Duty engineer"), ("told", "Control room"),
            ("told_at-day", "2"), ("told_at-month", "3"), ("told_at-year", "2027"), ("told_time", "9:15am")]].concat();
        assert!(manager.post_form(&at, &whole).await.leads_to().ends_with("?done=assess"));
        let desk = words(&manager.get(&issue).await.is(200));
        assert!(desk.contains("Duty engineer holds the danger. Control room was told on 2 March 2027 at 9:15am."), "{desk}");
        assert!(desk.contains("41, as assessed") && desk.contains("Told us 3 people"), "voices and people affected apart: {desk}");

        // Decided, with capacity and authority; the public reads why.
        app.advance(minutes(1));
        let version = hidden(&manager.get(&format!("{issue}/decide")).await.is(200), "version");
        manager.post_form(&format!("{issue}/decide"), &[("version", &version), ("decision", "taking_forward"), ("reason", "The wires are made safe today and the lamps follow."),
            ("capacity", "delegated_officer"), ("authority", "Scheme of delegation, section 4"), ("waiting_for", "Highways"),
            ("waiting_until-day", "9"), ("waiting_until-month", "3"), ("waiting_until-year", "2027")]).await.is(303);
        let public = app.get(&issue).await.is(200);
        web::testing::assert_page(&public.body);
        let read = words(&public);
        for part in ["The wires are made safe today", "Area manager Example decided", "Scheme of delegation, section 4", "9 March 2027", "3 people told us"] {
            assert!(read.contains(part), "{part}: {read}");
        }
        for secret in ["pitch dark", "Bare wires", "Duty engineer", "Seen on the walkabout"] {
            assert!(!public.body.contains(secret), "{secret} is for staff");
        }

        // Up a level, to a holder, and to its end.
        app.advance(minutes(1));
        for (verb, typed) in [
            ("escalate", vec![("reason", "The contractor serves the whole area.")]),
            ("assign", vec![("holder", "highways")]),
            ("resolve", vec![("outcome", "partly"), ("what_we_did", "Three lamps burn; the fourth needs a new post.")]),
        ] {
            app.advance(minutes(1));
            let page = manager.get(&format!("{issue}/{verb}")).await.is(200);
            web::testing::assert_page(&page.body);
            let version = hidden(&page, "version");
            let typed = [vec![("version", version.as_str())], typed].concat();
            manager.post_form(&format!("{issue}/{verb}"), &typed).await.is(303);
        }
        let read = words(&app.get(&issue).await.is(200));
        for part in ["Partly sorted", "Three lamps burn", "It is looked after at area level now", "Highways"] {
            assert!(read.contains(part), "{part}: {read}");
        }
        let settled = app.get("/walsall/issues?status=settled").await.is(200);
        assert!(words(&settled).contains("Lamps out by the shops"));
    }

    async fn somebody_who_was_overtaken_loses_no_word(app) {
        let concern = told(&app, "The lamp is out.", json!({})).await;
        let manager = app.as_role(Role::AreaManager).await;
        let director = app.as_role(Role::Director).await;
        let issue = grouped(&manager, "Lamp out", &[&concern]).await;
        let at = format!("{issue}/assess");
        app.advance(minutes(1));
        let mine = manager.get(&at).await.is(200);
        let (version, shown) = (hidden(&mine, "version"), hidden(&mine, "shown"));
        let theirs = [("version", version.as_str()), ("seriousness", "3"), ("people_affected", "20"), ("reason", "Seen by me.")];
        director.post_form(&at, &theirs).await.is(303);

        app.advance(minutes(1));
        let typed = [("version", version.as_str()), ("shown", shown.as_str()), ("seriousness", "2"), ("people_affected", "7"), ("reason", "I counted seven doors.")];
        let stale = manager.post_form(&at, &typed).await.is(409);
        web::testing::assert_page(&stale.body);
        assert!(words(&stale).contains("Assessed by Director Example") && words(&stale).contains("Seen by me."), "{}", words(&stale));
        assert!(stale.body.contains("I counted seven doors."));
        let fresh = hidden(&stale, "version");
        assert_ne!(fresh, version);
        let again = [("version", fresh.as_str()), ("seriousness", "2"), ("people_affected", "7"), ("reason", "I counted seven doors.")];
        manager.post_form(&at, &again).await.is(303);

        // What can no longer be done says so, and still shows what was typed.
        let resolve = [("version", fresh.as_str()), ("shown", shown.as_str()), ("outcome", "sorted"), ("what_we_did", "We did nothing yet.")];
        let refused = manager.post_form(&format!("{issue}/resolve"), &resolve).await.is(409);
        web::testing::assert_page(&refused.body);
        assert!(words(&refused).contains("This can no longer be done") && words(&refused).contains("We did nothing yet."));
        manager.get(&format!("{issue}/resolve")).await.is(409);
    }

    async fn words_that_may_name_somebody_wait_for_a_second_person(app) {
        let concern = told(&app, "The lamp is out.", json!({})).await;
        let manager = app.as_role(Role::AreaManager).await;
        let director = app.as_role(Role::Director).await;
        let issue = grouped(&manager, "Lamp out", &[&concern]).await;
        app.advance(minutes(1));
        manager.post_form(&format!("{issue}/decide"), &[("version", "1"), ("decision", "not_taking_forward"),
            ("reason", "Ring Mrs Patel on 07700 900123 instead."), ("capacity", "rule"), ("authority", "Lamps under repair, rule 2")]).await.is(303);
        assert!(!app.get(&issue).await.is(200).body.contains("Patel"));
        assert!(words(&app.get(&issue).await).contains("A second person checks our words"));

        let own = manager.get("/walsall/approvals").await.is(200);
        web::testing::assert_page(&own.body);
        assert!(words(&own).contains("You wrote these."));
        let list = director.get("/walsall/approvals").await.is(200);
        let address = list.body.split("href=\"").find(|rest| rest.starts_with("/walsall/approvals/")).and_then(|rest| rest.split('"').next()).expect("one to approve").to_owned();
        assert!(list.body.contains("<mark>"));
        let because = "go out then?Words that wait have 2 working days, so that whoever told us is not left without an answer.";
        assert!(words(&list).contains(because), "{}", words(&list));
        manager.get(&address).await.is(403);
        manager.post_form(&address, &[("words", "Ring us instead.")]).await.is(403);
        director.post_form(&address, &[("words", " ")]).await.is(422);
        director.post_form(&address, &[("words", "This lamp is under repair already.")]).await.is(303);
        let read = words(&app.get(&issue).await.is(200));
        assert!(read.contains("This lamp is under repair already.") && !read.contains("Patel"), "{read}");
        director.post_form(&address, &[("words", "Again.")]).await.is(404);
    }

    async fn a_form_sent_twice_makes_one_issue(app) {
        let concern = told(&app, "The lamp is out.", json!({})).await;
        let manager = app.as_role(Role::AreaManager).await;
        let once = hidden(&manager.get(&format!("/walsall/issues/new?concern={concern}")).await.is(200), "once");
        let typed = [("concern", concern.as_str()), ("into", "new"), ("title", "Lamp out"), ("category", "street-light"), ("once", once.as_str())];
        let first = manager.post_form("/walsall/issues/new", &typed).await;
        let second = manager.post_form("/walsall/issues/new", &typed).await;
        assert_eq!(first.leads_to(), second.leads_to());
        assert!(words(&app.get("/walsall/issues").await).contains("1 issue"));
    }

    async fn everybody_finds_their_own_work(app) {
        let ordinary = told(&app, "The lamp is out.", json!({})).await;
        told_as(&app, "noise", "My husband hits me every night.", json!({})).await;
        for role in Role::ALL {
            let page = app.as_role(*role).await.get("/walsall/my-work").await.is(200);
            web::testing::assert_page(&page.body);
            assert!(page.statements <= 8, "{role}: {} statements", page.statements);
            assert!(!words(&page).contains("will be listed"), "{role} is told what is not there: {}", words(&page));
        }
        let manager = words(&app.as_role(Role::AreaManager).await.get("/walsall/my-work").await);
        assert!(manager.contains("Concerns to triage: 1") && manager.contains("Since yesterday"), "{manager}");
        let lead = words(&app.as_role(Role::SafeguardingLead).await.get("/walsall/my-work").await);
        assert!(lead.contains("Held concerns to look at: 1") && lead.contains("Look at the first by 2 March 2027 at 10:30am"), "{lead}");

        // Whoever recorded something sees what came of it.
        let worker = another(&app, "Pat Example", Role::Practitioner, |scope| access::Reach::Organisation(scope.front_door().expect("one"))).await;
        let worker = app.signed_in(&worker).await;
        let teaches = words(&worker.get("/walsall/my-work").await.is(200));
        assert!(teaches.contains("Nothing yet. When somebody tells you something at a door"), "{teaches}");
        let manager = app.as_role(Role::AreaManager).await;
        let issue = grouped(&manager, "Lamp out", &[&ordinary]).await;
        let page = words(&manager.get("/walsall/my-work").await);
        assert!(page.contains("Lamp out") && page.contains("Why is “Lamp out” here?"), "{issue}: {page}");
    }
}

//! A list is kept under a name by whoever works here, for themselves alone.

use access::Role;
use serde_json::json;

use super::words;

const ADDRESS: &str = "/walsall/issues";

stories! {
    async fn filters_kept_under_a_name_are_a_link_until_they_are_let_go(app) {
        let manager = app.as_role(Role::AreaManager).await;
        let page = manager.get("/walsall/issues?place=area-1&flag=overdue").await.is(200);
        assert!(words(&page).contains("Keep this list under a name") && !words(&page).contains("Your lists"));
        assert!(!words(&manager.get(ADDRESS).await).contains("Keep this list"), "all issues have an address already");
        let filters = [("place", "area-1"), ("flag", "overdue"), ("name", "Late & <mine>")];
        let kept = manager.post_form("/walsall/issues/kept", &filters).await.is(303);
        assert_eq!(kept.leads_to(), "/walsall/issues?place=area-1&flag=overdue");

        let page = manager.get(ADDRESS).await.is(200);
        web::testing::assert_page(&page.body);
        assert!(page.body.contains("href=\"/walsall/issues?place=area-1&#38;flag=overdue\">Late &#38; &#60;mine&#62;</a>"), "{}", page.body);
        let there = manager.get(kept.leads_to()).await.is(200);
        assert!(words(&there).contains("Stop keeping “Late & <mine>”") && !words(&there).contains("Keep this list"), "{}", words(&there));

        // The name now means something else; whoever else works here knows nothing of it.
        manager.post_form("/walsall/issues/kept", &[("sort", "newest"), ("name", "Late & <mine>")]).await.is(303);
        let page = manager.get("/walsall/issues?sort=newest").await.is(200);
        assert_eq!(words(&page).matches("Late & <mine>").count(), 2, "in the list and on the button");
        let end = page.body.split_once("action=\"/walsall/issues/kept/").expect("a way to end it").1.split('"').next().expect("an address");
        let director = app.as_role(Role::Director).await;
        assert!(!words(&director.get(ADDRESS).await).contains("Your lists"));
        director.post_form(&format!("/walsall/issues/kept/{end}"), &[]).await.is(404);
        manager.post_form(&format!("/walsall/issues/kept/{end}"), &[]).await.is(303);
        assert!(!words(&manager.get("/walsall/issues?sort=newest").await).contains("Late"));
        manager.post_form(&format!("/walsall/issues/kept/{end}"), &[]).await.is(404);
    }

    async fn what_cannot_be_kept_says_why_and_loses_nothing(app) {
        let manager = app.as_role(Role::AreaManager).await;
        let sent = async |typed: &[(&str, &str)]| manager.post_form("/walsall/issues/kept", typed).await.is(422);
        let nameless = sent(&[("flag", "overdue"), ("name", " ")]).await;
        assert!(words(&nameless).contains("Enter a name for this list"), "{}", words(&nameless));
        assert!(nameless.body.contains("<input type=\"hidden\" name=\"flag\" value=\"overdue\">"));
        assert!(words(&sent(&[("flag", "overdue"), ("name", &"x".repeat(61))]).await).contains("60 characters"));
        assert!(words(&sent(&[("name", "All")]).await).contains("Choose filters or an order first"));
        sent(&[("flag", "none such"), ("name", "x")]).await;
        app.anyone().post_form("/walsall/issues/kept", &[("flag", "overdue"), ("name", "x")]).await.is(401);
        for number in 0..20 {
            manager.post_form("/walsall/issues/kept", &[("q", "lamp"), ("name", &format!("List {number}"))]).await.is(303);
        }
        assert!(words(&sent(&[("q", "lamp"), ("name", "One more")]).await).contains("You keep 20 lists already"));
    }

    async fn junk_a_megabyte_and_anothers_list_are_answered_in_a_sentence_and_nothing_is_lost(app) {
        let manager = app.as_role(Role::AreaManager).await;
        manager.post_form("/walsall/issues/kept", &[("flag", "overdue"), ("name", "Late")]).await.is(303);
        let program = app.api(&app.walsall.worker(Role::AreaManager).token);
        let lists = "/walsall/api/v1/kept-lists";
        let mine = program.get(lists).await.is(200).json();

        // A name of a megabyte is told how long it may be, and stands in its field again; what no form sends, is told so.
        let long = "x".repeat(1_000_000);
        let page = manager.post_form("/walsall/issues/kept", &[("flag", "overdue"), ("name", &long)]).await.is(422);
        assert!(words(&page).contains("60 characters") && page.body.contains(&format!("value=\"{long}\"")), "{}", &words(&page)[..400]);
        let longer = manager.post_form("/walsall/issues/kept", &[("flag", "overdue"), ("name", &"x".repeat(1_100_000))]).await.is(413);
        web::testing::assert_page(&longer.body);
        program.post_json(lists, &json!({ "name": long, "query": "flag=overdue" })).await.is(422);
        program.post_json(lists, &json!({ "name": "x", "query": format!("q={}", "x".repeat(200_000)) })).await.is(422);
        for (name, says) in [("\u{0}\u{0}", "Type this again"), ("\n\t ", "Enter a name for this list")] {
            let page = manager.post_form("/walsall/issues/kept", &[("flag", "overdue"), ("name", name)]).await.is(422);
            assert!(words(&page).contains(says), "{name:?}: {}", words(&page));
        }
        let token = super::super::hidden(&manager.get("/walsall/issues?flag=overdue").await, "form_token");
        for sent in ["name=%FF%C0&flag=overdue", "name", "&&&=&", "name=x&flag=%00", "name=x&place=salford-only", "name=x&sort=best", "name=x&bbox=1,2", "name=x&since=Friday&flag="] {
            let reply = manager.post_raw("/walsall/issues/kept", format!("{sent}&form_token={token}")).await;
            assert!(matches!(reply.status.as_u16(), 400 | 422), "{sent}: {}", reply.status);
            web::testing::assert_page(&reply.body);
        }
        for (name, kept) in [("<script>alert(1)</script>", "&#60;script&#62;"), ("=HYPERLINK(\"x\")", "=HYPERLINK(&#34;x&#34;)"), ("\u{202e}etaL", "\u{202e}etaL")] {
            manager.post_form("/walsall/issues/kept", &[("sort", "oldest"), ("name", name)]).await.is(303);
            let page = manager.get("/walsall/issues?sort=oldest").await.is(200);
            assert!(page.body.contains(kept) && !page.body.contains("<script>alert"), "{name}");
            let end = page.body.split_once("action=\"/walsall/issues/kept/").expect("a way to end it").1.split('"').next().expect("an address").to_owned();
            manager.post_form(&format!("/walsall/issues/kept/{end}"), &[]).await.is(303);
        }
        assert_eq!(program.get(lists).await.is(200).json(), mine, "nothing was kept and nothing lost");

        // Another partnership's list is a list there is not.
        let theirs = app.api(&app.salford.worker(Role::AreaManager).token);
        let salford = "/salford/api/v1/kept-lists";
        let kept = theirs.post_json(salford, &json!({ "name": "Secret plan", "query": "flag=overdue" })).await.is(201).json();
        let (id, none) = (kept["id"].as_str().expect("a key"), "00000000-0000-7000-8000-000000000000");
        let end = async |id: &str| manager.post_form(&format!("/walsall/issues/kept/{id}/end"), &[]).await.is(404).without_operation().replace(id, "ID");
        assert_eq!(end(id).await, end(none).await);
        let end = async |id: &str| program.post_json(&format!("{lists}/{id}/end"), &json!({})).await.is(404).without_operation().replace(id, "ID");
        assert_eq!(end(id).await, end(none).await);
        program.post_json(&format!("{salford}/{id}/end"), &json!({})).await.is(401);
        manager.post_form(&format!("/salford/issues/kept/{id}/end"), &[]).await.is(401);
        assert!(!manager.get("/walsall/issues").await.body.contains("Secret plan"));
        assert_eq!(theirs.get(salford).await.is(200).json()["items"], json!([kept]), "it is still theirs");
        manager.post_form("/walsall/issues/kept/junk/end", &[]).await.is(404);
    }

    async fn a_program_keeps_lists_for_whoever_it_acts_for(app) {
        let program = app.api(&app.walsall.worker(Role::Analyst).token);
        let lists = "/walsall/api/v1/kept-lists";
        let kept = program.post_json(lists, &json!({ "name": "New", "query": "sort=newest&evil=1" })).await.is(201).json();
        assert_eq!((&kept["name"], &kept["query"]), (&json!("New"), &json!("sort=newest")));
        let all = program.get(lists).await.is(200).json();
        assert_eq!(all["items"], json!([kept]));
        program.post_json(lists, &json!({ "name": "Bad", "query": "flag=red" })).await.is(422);
        program.post_json(&format!("{lists}/{}/end", kept["id"].as_str().expect("a key")), &json!({})).await.is(200);
        assert_eq!(program.get(lists).await.is(200).json()["items"], json!([]));
        app.get(lists).await.is(401);
    }
}

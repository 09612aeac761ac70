//! The installation's own addresses.

use access::Role;
use axum::body::Body;
use axum::http::{Method, StatusCode};
use base::minutes;

stories! {
    async fn the_front_page_lists_the_open_partnerships(app) {
        let page = app.get("/").await.is(200);
        crate::harness::assert_page(&page.body);
        assert!(page.body.contains("href=\"/walsall\"") && page.body.contains("Salford Partnership"), "{}", page.body);
        assert!(page.header("content-security-policy").contains("default-src 'none'"));
    }

    async fn a_page_takes_few_statements(app) {
        app.get("/walsall/account/sign-in").await.is(200);
        let warm = app.get("/walsall/account/sign-in").await.is(200);
        assert_eq!(warm.statements, 1, "the partnership; the rest is kept in memory until something changes");
        let person = app.as_role(Role::Director).await;
        let own = person.get("/walsall/account").await.is(200);
        assert!(own.statements <= 6, "partnership, session, hats, account, keys: {}", own.statements);
    }

    async fn it_says_whether_it_is_well(app) {
        app.get("/healthz").await.is(200);
        app.get("/readyz").await.is(200);
    }

    async fn an_address_nobody_answers_is_a_page_in_the_partnerships_name(app) {
        app.get("/walsall/account/sign-in").await.is(200);
        let page = app.get("/walsall/nothing-here").await.is(404);
        assert!(page.body.contains("Walsall Partnership"), "{}", page.body);
        app.get("/nowhere/account").await.is(404);
        let json = app.get("/walsall/api/v1/nothing").await.is(404);
        assert_eq!(json.header("content-type"), "application/problem+json");
        assert_eq!(json.json()["operation_id"], json.header("x-operation-id"));
    }

    async fn a_problem_page_knows_who_is_signed_in(app) {
        let manager = app.as_role(Role::AreaManager).await;
        let too_large = "x".repeat(2 << 20);
        for refused in [
            manager.get("/walsall/nothing-here").await.is(404),
            manager.get("/walsall/issues/W-0000-0000").await.is(404),
            manager.get("/walsall/concerns?held=true").await.is(403),
            manager.send(Method::PATCH, "/walsall/issues", None, Body::empty()).await.is(405),
            manager.post_raw("/walsall/concerns/new", too_large).await.is(413),
        ] {
            let page = &refused.body;
            assert!(page.contains("Area manager Example") && page.contains("href=\"/walsall/my-work\""), "{page}");
            assert!(!page.contains("sign-in"), "{page}");
        }
        let stranger = app.get("/walsall/nothing-here").await.is(404);
        assert!(stranger.body.contains("href=\"/walsall/account/sign-in\""), "{}", stranger.body);
    }

    async fn a_store_that_cannot_say_who_asks_still_gives_a_page(app) {
        let manager = app.as_role(Role::AreaManager).await;
        manager.get("/walsall/issues").await.is(200);
        let partnership = app.walsall.id;
        let broken = app.site.db.write(move |tx| {
            tx.run(db::sql!("alter table session rename to session_elsewhere"))?;
            crate::harness::tell_anything(tx, partnership)
        });
        broken.await.expect("a store without sessions");
        let page = manager.get("/walsall/issues").await.is(500);
        crate::harness::assert_page(&page.body);
        assert!(page.body.contains("Walsall Partnership") && !page.body.contains("Example"), "{}", page.body);
    }

    async fn a_slash_too_many_leads_to_the_page(app) {
        let reply = app.get("/walsall/account/sign-in/?next=%2Fwalsall").await;
        assert_eq!(reply.leads_to(), "/walsall/account/sign-in?next=%2Fwalsall");
    }

    async fn a_host_name_of_its_own_stands_for_the_slug(app) {
        let partnership = app.walsall.id;
        let named = app.site.db.write(move |tx| {
            tx.run(db::sql!("update partnership set host = 'walsall.example.org', epoch = epoch + 1 where id = $1", partnership))?;
            crate::harness::tell_anything(tx, partnership)
        });
        named.await.expect("a host name");
        app.advance(minutes(1));
        let own = app.anyone().with("host", "walsall.example.org:443");
        let page = own.get("/account/sign-in?next=/account").await.is(200);
        assert!(page.body.contains("href=\"/places\"") && !page.body.contains("/walsall"), "{}", page.body);
        own.get("/brand.css").await.is(200);
        own.get("/healthz").await.is(200);
        own.get("/walsall/account/sign-in").await.is(404);
        let elsewhere = app.get("/walsall/account/sign-in?next=/account").await;
        assert_eq!(elsewhere.status, StatusCode::PERMANENT_REDIRECT);
        assert_eq!(elsewhere.leads_to(), "https://walsall.example.org/account/sign-in?next=/account");
    }

    async fn the_partnerships_colour_is_its_own_stylesheet(app) {
        let css = app.get("/salford/brand.css").await.is(200);
        assert!(css.body.contains("#00625a") && css.header("content-type").starts_with("text/css"), "{}", css.body);
    }
}

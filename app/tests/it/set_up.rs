//! The first page of an installation: one link, one administrator, one partnership.

use base::minutes;
use db::Db;

use crate::harness::Installation;

db::both_engines! { slices: &app::wiring::tables();
    async fn the_link_makes_one_installation(db: Db) {
        let app = Installation::on(db);
        let link = app::set_up::link(&app.site).await.expect("the store").expect("nobody administers it");
        let link = link.strip_prefix("http://ward.example.org").expect("our own address");
        let page = app.get(link).await.is(200);
        crate::harness::assert_page(&page.body);
        assert_eq!(page.header("referrer-policy"), "no-referrer");

        let mut typed = vec![("partnership", "Walsall Partnership"), ("slug", "demo"), ("preset", "none"), ("name", ""), ("email", "sam"), ("password", "short")];
        let refused = app.post_form(link, &typed).await.is(422);
        for sentence in ["Choose a preset", "Enter a short name for the address", "Enter your name", "Enter your e-mail address", "12 characters or more"] {
            assert!(refused.body.contains(sentence), "{sentence}: {}", refused.body);
        }
        assert!(refused.body.contains("value=\"Walsall Partnership\"") && !refused.body.contains("value=\"short\""));
        crate::harness::assert_page(&refused.body);

        typed = vec![("partnership", "Walsall Partnership"), ("slug", "Walsall"), ("preset", "walsall"), ("name", "Sam Example"), ("email", "Sam@Example.org"), ("password", "three plain words")];
        let made = app.post_form(link, &typed).await;
        assert_eq!(made.leads_to(), "/walsall/admin");
        let list = app.anyone().with("cookie", format!("wardmote={}", made.cookie())).get("/walsall/admin").await.is(200);
        assert!(list.body.contains("1: name a second") && list.body.contains("Closed: 9 missing"), "{}", list.body);
        app.get("/walsall").await.is(403);
        let home = app.anyone().with("cookie", format!("wardmote={}", made.cookie())).get("/walsall").await.is(200);
        assert!(home.body.contains("Name of a ward or area, or reference"), "no postcode is known yet\n{}", home.body);
        let own = app.anyone().with("cookie", format!("wardmote={}", made.cookie())).get("/walsall/account").await.is(200);
        assert!(own.body.contains("sam@example.org") && own.body.contains("Administrator"), "{}", own.body);

        let used = app.get(link).await.is(410);
        crate::harness::assert_page(&used.body);
        assert!(used.body.contains("choose the partnership and sign in"), "{}", used.body);
        app.post_form(link, &typed).await.is(410);
        assert_eq!(app::set_up::link(&app.site).await.expect("the store"), None);
    }

    async fn the_link_ends_and_cannot_be_guessed(db: Db) {
        let app = Installation::on(db);
        let link = app::set_up::link(&app.site).await.expect("the store").expect("nobody administers it");
        let link = link.strip_prefix("http://ward.example.org").expect("our own address").to_owned();
        let later = format!("{}{}", &link[..11], link[11..].replacen(|digit: char| digit.is_ascii_hexdigit(), "f", 1));
        app.get(&later).await.is(404);
        app.get("/set-up/").await;
        app.get("/set-up/zz-00").await.is(404);
        app.advance(minutes(30));
        app.get(&link).await.is(410);
    }

    async fn two_people_with_one_link_make_one_installation(db: Db) {
        let app = Installation::on(db);
        let link = app::set_up::link(&app.site).await.expect("the store").expect("nobody administers it");
        let link = link.strip_prefix("http://ward.example.org").expect("our own address");
        let typed = |slug: &'static str| [("partnership", "Walsall"), ("slug", slug), ("preset", "salford"), ("name", "Sam"), ("email", "sam@example.org"), ("password", "three plain words")];
        let (one, two) = (typed("walsall"), typed("salford"));
        let (caller, other) = (app.anyone(), app.anyone());
        let (one, two) = tokio::join!(caller.post_form(link, &one), other.post_form(link, &two));
        let made = [&one, &two].iter().filter(|reply| reply.status.is_redirection()).count();
        assert_eq!(made, 1, "{one:?} {two:?}");
        assert_eq!(app.site.db.read(access::all_partnerships).await.expect("the store").len(), 1);
    }
}

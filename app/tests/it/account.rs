//! Signing in by link and by password, and what somebody keeps of their own.

use access::Role;
use base::{hours, minutes};

/// The sign-in link in the newest mail.
async fn mailed_link(app: &crate::harness::TestApp) -> String {
    app.run_jobs().await;
    let mail = app.mail().await;
    let body = &mail.first().expect("a mail").body;
    let link = body.lines().find(|line| line.starts_with("http")).expect("a link");
    link.strip_prefix("http://ward.example.org").expect("our own address").to_owned()
}

stories! {
    async fn a_link_by_mail_signs_in_once(app) {
        let asked = app.post_form("/walsall/account/sign-in", &[("email", " Area_Manager@walsall.example.org "), ("next", "/walsall/account?x=1")]).await;
        assert_eq!(asked.leads_to(), "/walsall/account/sign-in/sent");
        let link = mailed_link(&app).await;

        // Programs that look into mail open links; the person can still sign in.
        for _ in 0..2 {
            let page = app.get(&link).await.is(200);
            crate::harness::assert_page(&page.body);
            assert_eq!(page.header("referrer-policy"), "no-referrer");
            assert!(page.body.contains("area_manager@walsall.example.org"), "{}", page.body);
        }
        let signed_in = app.post_form(&link, &[]).await;
        assert_eq!(signed_in.leads_to(), "/walsall/account?x=1");
        let cookie = signed_in.header("set-cookie");
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"), "{cookie}");
        assert!(!cookie.contains("Secure"), "the test's address is plain http: {cookie}");

        let own = app.anyone().with("cookie", format!("wardmote={}", signed_in.cookie())).get("/walsall/account").await.is(200);
        assert!(own.body.contains("Area manager Example"), "{}", own.body);

        let again = app.post_form(&link, &[]).await.is(200);
        assert!(again.body.contains("can no longer be used") && !again.headers.contains_key("set-cookie"), "{}", again.body);
    }

    async fn nobody_learns_who_works_here(app) {
        let known = app.post_form("/walsall/account/sign-in", &[("email", "director@walsall.example.org")]).await;
        let unknown = app.post_form("/walsall/account/sign-in", &[("email", "nobody@example.org")]).await;
        assert_eq!((known.status, known.leads_to()), (unknown.status, unknown.leads_to()));
        app.run_jobs().await;
        assert_eq!(app.mail().await.len(), 1);
        // Nor does somebody from elsewhere get a letter from here.
        app.post_form("/walsall/account/sign-in", &[("email", "director@salford.example.org")]).await;
        app.run_jobs().await;
        assert_eq!(app.mail().await.len(), 1);
    }

    async fn a_link_ends_after_a_quarter_of_an_hour(app) {
        app.post_form("/walsall/account/sign-in", &[("email", "director@walsall.example.org")]).await;
        let link = mailed_link(&app).await;
        app.advance(minutes(15));
        let late = app.post_form(&link, &[]).await.is(200);
        assert!(late.body.contains("can no longer be used"), "{}", late.body);
    }

    async fn the_mail_job_carries_no_secret(app) {
        app.post_form("/walsall/account/sign-in", &[("email", "director@walsall.example.org")]).await;
        let partnership = app.walsall.id;
        let detail: Vec<String> = app.site.db.read(move |tx| {
            tx.all::<String>(db::sql!("select detail from job where partnership = $1 order by id", partnership))
        }).await.expect("the job");
        assert_eq!(detail, [""]);
    }

    async fn the_mail_reads_as_agreed(app) {
        app.post_form("/walsall/account/sign-in", &[("email", "director@walsall.example.org")]).await;
        let link = mailed_link(&app).await;
        let mail = &app.mail().await[0];
        let secret = link.rsplit('/').next().expect("a secret");
        let written = format!("To: {}\nSubject: {}\n\n{}\n", mail.mail_to, mail.subject, mail.body.replace(secret, "SECRET"));
        crate::harness::golden("mails/sign-in.txt", &written);
    }

    async fn a_password_signs_in_too(app) {
        let person = app.as_role(Role::Director).await;
        let short = person.post_form("/walsall/account/password", &[("password", "short")]).await.is(422);
        assert!(short.body.contains("12 characters or more"), "{}", short.body);
        let other = app.as_role(Role::Director).await;
        let kept = person.post_form("/walsall/account/password", &[("password", "three plain words")]).await;
        assert_eq!(kept.leads_to(), "/walsall/account?done=password");
        person.get("/walsall/account").await.is(200);
        assert!(other.get("/walsall/account").await.leads_to().contains("sign-in"), "signed out everywhere else");

        let email = ("email", "director@walsall.example.org");
        let wrong = app.post_form("/walsall/account/sign-in", &[email, ("password", "three plain word"), ("way", "password")]).await.is(422);
        assert!(wrong.body.contains("do not belong together") && wrong.body.contains("director@walsall.example.org"), "{}", wrong.body);
        assert!(!wrong.body.contains("three plain word"), "a password is never shown again");
        crate::harness::assert_page(&wrong.body);
        let right = app.post_form("/walsall/account/sign-in", &[email, ("password", "three plain words"), ("way", "password"), ("next", "//example.org")]).await;
        assert_eq!(right.leads_to(), "/walsall/my-work");
    }

    async fn guessing_is_limited_by_address(app) {
        let guess = || app.post_form("/walsall/account/sign-in", &[("email", "director@walsall.example.org"), ("password", ""), ("way", "password")]);
        for _ in 0..20 {
            guess().await.is(422);
        }
        guess().await.is(429);
        app.advance(minutes(10));
        guess().await.is(422);
        for _ in 0..20 {
            app.get("/walsall/account/sign-in/guessed").await.is(200);
        }
        app.get("/walsall/account/sign-in/guessed").await.is(429);
    }

    /// 10,000 tries at one account from 10,000 addresses: twenty are looked at, and nobody learns whether there is such an
    /// account. A link by mail still signs in.
    async fn guessing_one_account_is_limited_wherever_it_comes_from(app) {
        for email in ["director@walsall.example.org", "nobody@example.org"] {
            let mut looked_at = 0;
            for n in 0..10_000_u32 {
                let tried = app.anyone().from(&format!("198.51.{}.{}", n / 250, n % 250));
                let reply = tried.post_form("/walsall/account/sign-in", &[("email", email), ("password", "three plain words"), ("way", "password")]).await;
                match reply.status.as_u16() {
                    422 => looked_at += 1,
                    429 => {}
                    other => panic!("{other}: {}", reply.body),
                }
            }
            assert_eq!(looked_at, 20, "{email}");
        }
        let email = ("email", "director@walsall.example.org");
        let asked = app.anyone().from("203.0.113.9").post_form("/walsall/account/sign-in", &[email, ("way", "link")]).await;
        assert_eq!(asked.leads_to(), "/walsall/account/sign-in/sent");
        app.run_jobs().await;
        assert!(mailed_link(&app).await.contains("/walsall/account/sign-in/"));
    }

    /// Whoever has one line of the newer internet has more addresses than there are people: they count as one.
    async fn all_addresses_of_one_line_count_as_one(app) {
        for n in 0..20 {
            app.anyone().from(&format!("2001:db8:0:7::{n:x}")).get("/walsall/account/sign-in/guessed").await.is(200);
        }
        app.anyone().from("2001:db8:0:7:ffff::1").get("/walsall/account/sign-in/guessed").await.is(429);
        app.anyone().from("2001:db8:0:8::1").get("/walsall/account/sign-in/guessed").await.is(200);
    }

    async fn a_key_for_a_program_works_until_it_is_ended(app) {
        let person = app.as_role(Role::AreaManager).await;
        person.post_form("/walsall/account/tokens", &[("name", " ")]).await.is(422);
        let made = person.post_form("/walsall/account/tokens", &[("name", "Spreadsheet <1>")]).await.is(200);
        crate::harness::assert_page(&made.body);
        let secret = made.body.split("<code>").nth(1).and_then(|rest| rest.split('<').next()).expect("a key").to_owned();
        let own = person.get("/walsall/account").await.is(200);
        assert!(own.body.contains("Spreadsheet &#60;1&#62;") && !own.body.contains(&secret), "{}", own.body);
        crate::harness::assert_page(&own.body);
        let recognised = access::recognise(&app.site, "walsall", &access::Credential::Token(secret.clone())).await.expect("a partnership");
        assert!(!recognised.stale);
        let elsewhere = access::recognise(&app.site, "salford", &access::Credential::Token(secret.clone())).await.expect("a partnership");
        assert!(elsewhere.stale, "a key belongs to one membership");

        let id = own.body.split("name=\"id\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("its id").to_owned();
        app.as_role(Role::Director).await.post_form("/walsall/account/tokens/end", &[("id", &id)]).await.is(404);
        person.post_form("/walsall/account/tokens/end", &[("id", &id)]).await.leads_to();
        let ended = access::recognise(&app.site, "walsall", &access::Credential::Token(secret)).await.expect("a partnership");
        assert!(ended.stale);
    }

    async fn somebody_with_two_roles_chooses_a_hat(app) {
        let director = app.walsall.worker(Role::Director);
        let scope = app::founding::scope_of(&app.site, "walsall", "test").await.expect("walsall");
        let second = app::founding::Newcomer {
            name: "Director Example".into(),
            email: director.email.clone(),
            organisation: None,
            phone: None,
            role: Role::Clerk,
            reach: access::Reach::Partnership,
            title: Some("Committee clerk".into()),
        };
        let arrived = app.site.db.write(move |tx| app::founding::welcome(tx, &scope, &second)).await.expect("a second role");
        assert_eq!(arrived.person, director.arrived.person);
        let person = app.as_role(Role::Director).await;
        let own = person.get("/walsall/account").await.is(200);
        assert!(own.body.contains("Which role do you act in?"), "{}", own.body);
        crate::harness::assert_page(&own.body);
        let membership = arrived.membership.to_string();
        person.post_form("/walsall/account/hat", &[("hat", &membership)]).await.leads_to();
        assert!(person.get("/walsall/account").await.body.contains("Director Example, Committee clerk"));
        let others = app.walsall.worker(Role::Analyst).arrived.membership.to_string();
        person.post_form("/walsall/account/hat", &[("hat", &others)]).await.is(404);
    }

    async fn signing_out_ends_the_session(app) {
        let person = app.as_role(Role::Editor).await;
        let out = person.post_form("/walsall/account/sign-out", &[]).await;
        assert_eq!(out.leads_to(), "/walsall");
        assert!(out.header("set-cookie").contains("Max-Age=0"));
        assert_eq!(person.get("/walsall/account").await.leads_to(), "/walsall/account/sign-in?next=%2Fwalsall%2Faccount");
    }

    async fn typed_text_outlives_the_session(app) {
        let person = app.as_role(Role::AreaManager).await;
        app.advance(hours(13));
        let kept = person.post_form("/walsall/account/tokens", &[("name", "Typed at length & with \"care\"")]).await.is(401);
        assert!(kept.body.contains("value=\"Typed at length &#38; with &#34;care&#34;\""), "{}", kept.body);
        assert!(kept.body.contains("/walsall/account/sign-in"), "{}", kept.body);
        crate::harness::assert_page(&kept.body);

        // Signed in again in another tab, the waiting page's old token is asked about, and nothing is lost.
        let again = app.as_role(Role::AreaManager).await;
        let asked = again.post_raw("/walsall/account/tokens", "name=Typed+at+length&form_token=old".into()).await.is(409);
        assert!(asked.body.contains("value=\"Typed at length\""), "{}", asked.body);
        again.post_form("/walsall/account/tokens", &[("name", "Typed at length")]).await.is(200);
    }

    async fn a_forms_token_is_written_anew_each_time_and_only_the_sessions_own_is_taken(app) {
        let (mine, theirs) = (app.as_role(Role::AreaManager).await, app.as_role(Role::Director).await);
        let shown = |page: &str| page.split_once("name=\"form_token\" value=\"").and_then(|(_, rest)| rest.split_once('"')).expect("a token").0.to_owned();
        let (one, two) = (shown(&mine.get("/walsall/account").await.body), shown(&mine.get("/walsall/account").await.body));
        assert!(one != two, "a secret that stands the same in every page can be guessed from their compressed lengths");
        let foreign = shown(&theirs.get("/walsall/account").await.body);
        let (cut, bent) = (&one[1..], format!("{}{}", &one[..one.len() - 2], if one.ends_with("AA") { "BB" } else { "AA" }));
        for (token, status) in [(one.as_str(), 200), (&two, 200), (&foreign, 409), (cut, 409), (&bent, 409), ("", 409)] {
            mine.post_raw("/walsall/account/tokens", format!("name=Reports&form_token={token}")).await.is(status);
        }
    }

    async fn the_set_up_link_makes_one_installation(app) {
        assert_eq!(app::set_up::link(&app.site).await.expect("the store"), None, "somebody administers this one");
    }
}

//! What keeps the record honest: the audit tree, writes without a word refused, twins done once.

use access::Role;
use base::{Id, Problem};
use record::{Claim, Fault, Revision};
use serde_json::json;

use crate::harness::{TestApp, tell_anything};

async fn verify(app: &TestApp) -> Result<record::Verified, Fault> {
    record::verify_all(&app.site.db, app.walsall.id).await.expect("the store")
}

async fn id_of(app: &TestApp, issue: &str) -> Id {
    let (partnership, issue) = (app.walsall.id, issue.to_owned());
    let id = app.site.db.read(move |tx| {
        tx.one(db::sql!(
            "select id from issue where partnership = $1 and reference = $2 and {unfiltered: the test looks behind}",
            partnership,
            issue
        ))
    });
    id.await.expect("an issue")
}

/// The reference of an issue that was assessed.
async fn assessed(app: &TestApp, seriousness: i64, reason: &str) -> String {
    let manager = app.api(&app.walsall.worker(Role::AreaManager).token);
    let new = json!({
        "title": "Street lights out by the shops", "category": "street-light", "lat": 52.608, "lon": -1.956,
    });
    let opened = manager.post_json("/walsall/api/v1/issues", &new);
    let issue = opened.await.is(201).json()["reference"].as_str().expect("a reference").to_owned();
    assess(app, &issue, seriousness, reason).await;
    issue
}

async fn assess(app: &TestApp, issue: &str, seriousness: i64, reason: &str) {
    app.advance(base::minutes(1));
    let manager = app.api(&app.walsall.worker(Role::AreaManager).token);
    let body = json!({ "seriousness": seriousness, "people_affected": 41, "reason": reason });
    manager.post_json(&format!("/walsall/api/v1/issues/{issue}/assess"), &body).await.is(200);
}

/// What is kept of an issue, oldest first.
async fn revisions(app: &TestApp, issue: &str) -> Vec<Revision> {
    let (partnership, vault, id) = (app.walsall.id, app.site.vault.clone(), id_of(app, issue).await);
    app.site.db.read(move |tx| record::revisions_of(tx, &vault, partnership, id)).await.expect("the store")
}

stories! {
    async fn every_event_finds_its_place_and_the_tree_verifies(app) {
        app.run_jobs().await;
        let found = verify(&app).await.expect("whole");
        assert!(found.size > 10 && found.unplaced == 0, "{found:?}");
    }

    async fn an_entry_that_was_changed_is_named(app) {
        app.run_jobs().await;
        let partnership = app.walsall.id;
        app.site.db.write(move |tx| {
            tx.run(db::sql!("update event set verb = 'nothing to see' where partnership = $1 and position = 5", partnership))?;
            tell_anything(tx, partnership)
        }).await.expect("behind its back");
        assert_eq!(verify(&app).await, Err(Fault::Changed(5)));
    }

    async fn an_entry_that_is_gone_is_named(app) {
        app.run_jobs().await;
        let partnership = app.walsall.id;
        app.site.db.write(move |tx| {
            tx.run(db::sql!("delete from event where partnership = $1 and position = 5", partnership))?;
            tell_anything(tx, partnership)
        }).await.expect("behind its back");
        assert_eq!(verify(&app).await, Err(Fault::Gap(5)));
    }

    async fn entries_gone_from_the_end_are_named(app) {
        app.run_jobs().await;
        let size = verify(&app).await.expect("whole").size;
        let (partnership, last) = (app.walsall.id, i64::try_from(size).expect("small") - 1);
        app.site.db.write(move |tx| {
            tx.run(db::sql!("delete from event where partnership = $1 and position = $2", partnership, last))?;
            tell_anything(tx, partnership)
        }).await.expect("behind its back");
        assert_eq!(verify(&app).await, Err(Fault::Gap(size - 1)));
    }

    async fn a_write_that_nobody_tells_of_is_refused(app) {
        let partnership = app.walsall.id;
        let silent = app.site.db.write(move |tx| {
            tx.run(db::sql!("update partnership set name = 'Elsewhere' where id = $1", partnership))
        }).await;
        assert_eq!(silent, Err(db::Error::Unaudited));
        let housekeeping = app.site.db.housekeep("test", move |tx| {
            tx.run(db::sql!("update partnership set name = 'Elsewhere' where id = $1", partnership))
        }).await;
        assert_eq!(housekeeping, Err(db::Error::NotHousekeeping("partnership".into())));
        assert!(app.get("/walsall/account/sign-in").await.body.contains("Walsall Partnership"));
    }

    async fn what_a_record_said_before_and_after_is_kept_and_can_be_proved(app) {
        let issue = assessed(&app, 4, "Counted on the evening visit.").await;
        assess(&app, &issue, 2, "Two lamps are lit again.").await;

        let kept = revisions(&app, &issue).await;
        assert!(kept.iter().all(|revision| revision.as_written), "{kept:?}");
        let changes: Vec<_> = kept.into_iter().filter_map(|revision| revision.change).collect();
        assert_eq!(changes[0].fields["people_affected"], (json!(null), json!(41)));
        assert_eq!(changes[1].fields["seriousness"], (json!(4), json!(2)));
        assert_eq!(changes[1].why, "Two lamps are lit again.");
        assert!(!changes[1].fields.contains_key("people_affected"), "only what changed: {changes:?}");
    }

    async fn a_revision_put_in_the_stead_of_another_proves_nothing(app) {
        let issue = assessed(&app, 4, "Counted on the evening visit.").await;
        assess(&app, &issue, 2, "Two lamps are lit again.").await;
        let (partnership, record) = (app.walsall.id, id_of(&app, &issue).await);
        app.site.db.write(move |tx| {
            tx.run(db::sql!(
                "update revision set sealed = (select r.sealed from revision r \
                 where r.partnership = $1 and r.record = $2 order by r.at limit 1) where partnership = $1 and record = $2",
                partnership, record
            ))?;
            tell_anything(tx, partnership)
        }).await.expect("behind its back");
        let proved = revisions(&app, &issue).await.iter().filter(|revision| revision.as_written).count();
        assert_eq!(proved, 1);
    }

    async fn what_was_destroyed_is_never_kept_again(app) {
        let issue = assessed(&app, 4, "Counted on the evening visit.").await;
        let (record, partnership, now) = (id_of(&app, &issue).await, app.walsall.id, app.site.clock.now());
        app.site.db.write(move |tx| {
            record::Vault::erase(tx, partnership, record, now, "asked for")?;
            tell_anything(tx, partnership)
        }).await.expect("erased");
        assess(&app, &issue, 2, "Two lamps are lit again.").await;
        let kept = revisions(&app, &issue).await;
        assert_eq!(kept.len(), 1, "{kept:?}");
        assert_eq!(kept[0].change, None);
    }

    async fn of_two_twins_one_does_it_and_the_other_hears_what_came_of_it(app) {
        let (partnership, now) = (app.walsall.id, app.site.clock.now());
        let once = |db: db::Db| async move {
            db.write(move |tx| {
                Ok::<_, Problem>(match record::claim(tx, partnership, "anyone", "0123456789abcdef", &[1; 32], now)? {
                    Claim::Done(answer) => answer,
                    Claim::Fresh => {
                        tell_anything(tx, partnership)?;
                        record::settle(tx, partnership, "anyone", "0123456789abcdef", "C-1")?;
                        "fresh".to_owned()
                    }
                })
            }).await
        };
        let twins: Vec<_> = (0..16).map(|_| tokio::spawn(once(app.site.db.clone()))).collect();
        let mut fresh = 0;
        for twin in twins {
            match twin.await.expect("no panic").expect("an answer").as_str() {
                "fresh" => fresh += 1,
                answer => assert_eq!(answer, "C-1"),
            }
        }
        assert_eq!(fresh, 1);
        let other = app.site.db.write(move |tx| record::claim(tx, partnership, "anyone", "0123456789abcdef", &[2; 32], now)).await;
        assert!(matches!(other, Err(Problem::Conflict(base::Conflict::Idempotency))), "{other:?}");
    }

    async fn a_job_done_twice_does_its_work_once(app) {
        app.post_form("/walsall/account/sign-in", &[("email", "director@walsall.example.org")]).await;
        // A worker that dies after it sent the mail leaves the job claimed; the next one finds it again later.
        let partnership = app.walsall.id;
        let copied = app.site.db.housekeep("test", move |tx| {
            tx.run(db::sql!(
                "insert into job (partnership, id, kind, about, detail, run_at, attempts, claimed_until, operation) \
                 select partnership, about, kind, about, detail, run_at, 0, claimed_until, operation from job where partnership = $1",
                partnership
            ))
        }).await;
        assert_eq!(copied, Ok(1));
        assert_eq!(app.run_jobs().await, 2);
        assert_eq!(app.mail().await.len(), 1);
        let left = app.site.db.read(jobs::waiting).await;
        assert_eq!(left, Ok(0));
    }

    async fn a_job_nobody_can_do_is_given_up_and_named(app) {
        let (partnership, now) = (app.walsall.id, app.site.clock.now());
        let id = app.site.dice.id(now);
        app.site.db.housekeep("test", move |tx| {
            let job = jobs::NewJob { id, kind: "nobodys", about: id, detail: "", run_at: now, operation: id };
            jobs::enqueue(tx, partnership, &job)
        }).await.expect("a job");
        for _ in 0..12 {
            app.run_jobs().await;
            app.advance(base::hours(6));
        }
        let stuck = app.site.db.read(jobs::stuck).await.expect("the store");
        assert_eq!(stuck.len(), 1);
        assert_eq!((stuck[0].0, stuck[0].1.as_str()), (partnership, "nobodys"));
    }
}

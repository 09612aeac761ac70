//! What the bench measures is a borough like any other, several times over.

use std::collections::BTreeSet;

use access::Role;
use app::bench::swell::swell;
use app::wiring;
use base::Reference;
use db::testing::TestDb;
use db::{Db, Engine, Options, Target};
use serde_json::json;

use crate::harness::{Installation, TestApp};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_borough_is_carried_over_with_its_concerns_three_times() {
    let kept = TestDb::sqlite(&wiring::tables()).await;
    let from = kept.target().clone();
    let app = TestApp::on((*kept).clone()).await;
    let director = app.api(&app.walsall.worker(Role::Director).token);
    let told = json!({
        "category": "street-light",
        "description": "The lamp outside the library is out.",
        "lat": 52.609,
        "lon": -1.955,
        "contact": { "name": "Sam Example", "email": "sam@example.org", "safe": "email", "consent": true },
    });
    let concern = app.anyone().post_json("/walsall/api/v1/concerns", &told).await.is(201).json();
    let opened = json!({ "title": "The lamp outside the library", "category": "street-light", "concerns": [concern["reference"]] });
    let issue = director.post_json("/walsall/api/v1/issues", &opened).await.is(201).json();
    app.run_jobs().await;

    for engine in [Engine::Sqlite, Engine::Postgres] {
        let folder = tempfile::tempdir().expect("a folder");
        let (to, other) = match engine {
            Engine::Sqlite => (Target::sqlite(folder.path()), None),
            Engine::Postgres => {
                let db = TestDb::postgres(&[]).await;
                (db.target().clone(), Some(db))
            }
        };
        let (source, place, vault) = (from.clone(), to.clone(), app.site.vault.clone());
        tokio::task::spawn_blocking(move || swell(&source, &place, 3, &vault))
            .await
            .expect("no panic")
            .expect("carried over");

        let db = Db::open(&to, Options::default()).expect("it opens");
        let installation = Installation::on(db.clone());
        let there = installation.signed_in(app.walsall.worker(Role::Director)).await;
        let list = there.get("/walsall/issues.json").await.is(200).json();
        let issues: BTreeSet<&str> =
            list["items"].as_array().expect("items").iter().filter_map(|issue| issue["reference"].as_str()).collect();
        assert_eq!(issues.len(), 3, "{list}");
        assert!(issues.contains(issue["reference"].as_str().expect("a reference")), "the first is as it was");
        assert!(issues.iter().all(|one| one.parse::<Reference>().is_ok()), "{issues:?}");
        for one in issues {
            let page = there.get(&format!("/walsall/issues/{one}")).await.is(200);
            assert!(
                page.body.contains("The lamp outside the library is out."),
                "the words of a copy open: {}",
                page.body
            );
        }
        db.close().await;
        if let Some(other) = other {
            other.close().await;
        }
    }
    kept.close().await;
}

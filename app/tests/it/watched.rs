//! What whoever looks after the machine sees: figures and a log, with nothing personal in either.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use app::bench::load::{Ask, Line};
use app::metrics::Metrics;
use app::wiring;
use axum::body::Body;
use axum::http::Request;
use db::Engine;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::keeping::{Place, bring_key, first_release};

const WORDS: &str = "The gulley by number 14 overflows whenever it rains hard.";
const NAME: &str = "Oluwaseun Example";
const PHONE: &str = "07700 900457";
const EMAIL: &str = "oluwaseun@example.org";

stories! {
    async fn figures_name_routes_and_nobody(app) {
        let metrics = Metrics::of(&app.site);
        let router = metrics.watch(wiring::router(&app.site, axum::Router::new()));
        let ask = |request: Request<Body>| router.clone().oneshot(request);
        let get = |path: &str| Request::get(path).header("host", "ward.example.org").body(Body::empty()).expect("a request");
        for path in ["/walsall", "/walsall/issues", "/walsall/issues?q=overflows", "/walsall/c/ZeQu2jXt_cKBt2tNZR7Xuw", "/walsall/nowhere/oluwaseun"] {
            ask(get(path)).await.expect("an answer");
        }
        app.anyone().post_json("/walsall/api/v1/concerns", &json!({
            "category": "litter", "description": WORDS, "lat": 52.608, "lon": -1.956,
        })).await.is(201);
        let text = metrics.text().await.expect("figures");
        for line in [
            "wardmote_request_duration_seconds_count{method=\"GET\",route=\"/{p}/issues\",status=\"200\"} 2",
            "wardmote_request_duration_seconds_count{method=\"GET\",route=\"/{p}/c/{secret}\",status=\"404\"} 1",
            "wardmote_request_duration_seconds_count{method=\"GET\",route=\"none\",status=\"404\"} 1",
            "wardmote_store_answers 1",
            "wardmote_store_writes_waiting 0",
            "wardmote_jobs_due 0",
            "wardmote_jobs_given_up 0",
            "# EOF",
        ] {
            assert!(text.lines().any(|one| one == line), "{line}\n{text}");
        }
        let figure = |name: &str| {
            let line = text.lines().find(|line| line.starts_with(&format!("{name} "))).unwrap_or_else(|| panic!("{name}\n{text}"));
            line.rsplit(' ').next().and_then(|value| value.parse::<f64>().ok()).expect("a number")
        };
        assert!(figure("wardmote_events_waiting") > 0.0, "nobody has placed them yet");
        assert!(figure("wardmote_store_commits_total") > 1.0);
        assert!(figure("wardmote_store_writes_total") >= figure("wardmote_store_commits_total"));
        assert!(figure("wardmote_memory_bytes") > 1e6);
        for personal in ["oluwaseun", "overflows", "walsall", "ZeQu2jXt"] {
            assert!(!text.contains(personal), "{personal}\n{text}");
        }
        app.run_jobs().await;
        let text = metrics.text().await.expect("figures");
        assert!(text.contains("wardmote_events_waiting 0\n"), "{text}");
    }

    async fn a_database_that_is_away_is_a_figure_too(app) {
        let metrics = Metrics::of(&app.site);
        app.site.db.clone().close().await;
        let text = metrics.text().await.expect("figures");
        assert!(text.contains("wardmote_store_answers 0\n") && !text.contains("wardmote_jobs_due"), "{text}");
    }
}

/// Somebody tells something, gets a page wrong, opens their own page, is mailed in vain: the log of all that, as much of
/// it as there can be, has no word of theirs, and every line the operation that wrote it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_holds_operations_and_nothing_personal() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let place = Place::empty(engine).await;
        bring_key(&place);
        assert!(place.run(&["restore", &first_release().display().to_string()]).0);
        let mut command = place.wardmote(&["serve", "--bind", "127.0.0.1:0"]);
        let mut server =
            command.env("WARDMOTE__LOG__FILTER", "trace").stderr(Stdio::piped()).spawn().expect("it starts");
        let (said, mut heard) = tokio::sync::mpsc::unbounded_channel::<String>();
        let log = BufReader::new(server.stderr.take().expect("its log"));
        let reading =
            std::thread::spawn(move || log.lines().map_while(Result::ok).for_each(|line| drop(said.send(line))));
        let mut lines = Vec::new();
        let address = loop {
            let line = heard.recv().await.expect("it serves");
            let read: Value = serde_json::from_str(&line).expect("JSON");
            lines.push(line);
            if read["message"] == "serving" {
                break read["address"].as_str().expect("an address").to_owned();
            }
        };
        let port = address.rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
        let secret = tell_all(port).await;
        // Until the mail that no server takes has failed.
        while !lines.iter().any(|line| line.contains("a job failed")) {
            lines.push(heard.recv().await.expect("a line"));
        }
        let asked =
            std::process::Command::new("kill").args(["-TERM", &server.id().to_string()]).status().expect("kill");
        assert!(asked.success() && server.wait().expect("it ends").success());
        reading.join().expect("no panic");
        while let Ok(line) = heard.try_recv() {
            lines.push(line);
        }
        let mine = |read: &Value| {
            read["target"].as_str().is_some_and(|target| {
                target.starts_with("wardmote") || OURS.contains(&target.split("::").next().unwrap_or_default())
            })
        };
        let mut requests = 0;
        for line in &lines {
            for personal in [WORDS, NAME, PHONE, "07700900457", EMAIL, "Oluwaseun", "gulley", &secret] {
                assert!(!line.contains(personal), "{personal}: {line}");
            }
            let read: Value = serde_json::from_str(line).expect("JSON");
            let lifecycle = ["serving", "stopped"].iter().any(|word| read["message"] == *word);
            let within = read["span"]["operation_id"].as_str().or_else(|| read["spans"][0]["operation_id"].as_str());
            assert!(!mine(&read) || lifecycle || within.is_some(), "{line}");
            requests += usize::from(read["message"] == "answered");
        }
        assert!(requests >= 6, "{requests}");
        place.close().await;
    }
}

/// Our crates, as the log names them.
const OURS: [&str; 14] = [
    "access",
    "app",
    "base",
    "db",
    "directory",
    "governance",
    "issues",
    "jobs",
    "notify",
    "places",
    "publishing",
    "record",
    "voice",
    "web",
];

/// Asks for everything that takes something personal; answers the secret of the page of one's own.
async fn tell_all(port: u16) -> String {
    let concern = json!({
        "category": "litter", "description": WORDS, "lat": 52.61, "lon": -1.98,
        "contact": { "name": NAME, "email": EMAIL, "phone": PHONE, "safe": "email", "consent": true },
    });
    let ask = async |ask: Ask| {
        let mut line = Line::open(port).await.expect("it listens");
        line.ask(&ask).await.expect("an answer")
    };
    let told = ask(Ask::post("/walsall/api/v1/concerns", &concern)).await;
    assert_eq!(told.status, 201, "{}", String::from_utf8_lossy(&told.body));
    let told: Value = serde_json::from_slice(&told.body).expect("JSON");
    let secret = told["secret_url"].as_str().and_then(|url| url.rsplit('/').next()).expect("a link").to_owned();
    // What is refused is no more told than what is taken.
    let mut wrong = concern.clone();
    wrong["lat"] = 99.into();
    assert_eq!(ask(Ask::post("/walsall/api/v1/concerns", &wrong)).await.status, 422);
    wrong["lat"] = WORDS.into();
    assert!(ask(Ask::post("/walsall/api/v1/concerns", &wrong)).await.status >= 400);
    assert_eq!(ask(Ask::get(format!("/walsall/c/{secret}"))).await.status, 200);
    ask(Ask::get(format!("/walsall/c/{secret}x"))).await;
    ask(Ask::get("/walsall/issues?q=gulley")).await;
    ask(Ask::get("/walsall/gulley/oluwaseun%40example.org")).await;
    let again = Ask::post(format!("/walsall/api/v1/c/{secret}/ask-again"), &json!({ "words": WORDS }));
    ask(again).await;
    secret
}

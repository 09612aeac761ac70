//! A server that is killed at any moment has lost nothing it acknowledged: 32 people tell it something, it dies, it is
//! started again. A few times here; `WARDMOTE_KILLS=100` does it a hundred times, `WARDMOTE_SEED` the same way again.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

use app::bench::load::{Ask, Line};
use base::Dice;
use db::Target;
use db::testing::TestDb;
use tempfile::TempDir;

const WRITERS: usize = 32;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_server_loses_nothing_on_sqlite() {
    let folder = TempDir::new().expect("a folder");
    let target = Target::sqlite(folder.path());
    kills(folder.path(), &target).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_server_loses_nothing_on_postgres() {
    let folder = TempDir::new().expect("a folder");
    let database = TestDb::postgres(&[]).await;
    kills(folder.path(), database.target()).await;
    database.close().await;
}

#[expect(clippy::print_stdout, reason = "the seed that was drawn is what it takes to do the same again")]
async fn kills(folder: &Path, target: &Target) {
    let set = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
    let times = set("WARDMOTE_KILLS").unwrap_or(5);
    let seed = set("WARDMOTE_SEED").unwrap_or_else(|| u64::from(Dice::system().below(u32::MAX)));
    println!("{:?}: WARDMOTE_SEED={seed}", target.engine());
    let dice = Dice::seeded(seed);
    let mut all = Vec::new();
    for _ in 0..times {
        let mut server = Server::start(folder, target);
        let told = told_before(&mut server, 1 + dice.below(400) as usize).await;
        // The next life of the server, which reads what the last one left.
        let next = Server::start(folder, target);
        readable(&next, &told).await;
        all.extend(told);
    }
    let last = Server::start(folder, target);
    readable(&last, &all).await;
    drop(last);
    for command in [&["audit", "verify"][..], &["doctor"]] {
        let done = wardmote(folder, target).args(command).args(place(folder, target)).output().expect("it runs");
        let said = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{command:?}: {said}");
    }
    println!("{:?}: {times} kills, {} acknowledged, none lost", target.engine(), all.len());
}

/// Has 32 writers tell the server things until it has acknowledged `moment` of them, kills it, and answers the references
/// it gave.
async fn told_before(server: &mut Server, moment: usize) -> Vec<String> {
    let told = Arc::new(Mutex::new(Vec::new()));
    let (enough, mut reached) = tokio::sync::mpsc::channel::<()>(1);
    let port = server.port;
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let (told, enough) = (Arc::clone(&told), enough.clone());
            tokio::spawn(async move {
                let concern = serde_json::json!({
                    "category": "litter",
                    "description": format!("The bin by the shops is full again, says neighbour {writer}."),
                    "lat": 52.586, "lon": -1.982,
                    "contact": {"email": format!("neighbour{writer}@example.org"), "safe": "email", "consent": true},
                });
                let ask = Ask::post("/walsall/api/v1/concerns", &concern);
                let Ok(mut line) = Line::open(port).await else { return };
                while let Ok(heard) = line.ask(&ask).await {
                    assert_eq!(heard.status, 201, "{}", String::from_utf8_lossy(&heard.body));
                    let out: serde_json::Value = serde_json::from_slice(&heard.body).expect("whole JSON");
                    let mut told = told.lock().expect("no writer panicked");
                    told.push(out["reference"].as_str().expect("a reference").to_owned());
                    if told.len() == moment {
                        let _ = enough.try_send(());
                    }
                }
            })
        })
        .collect();
    drop(enough);
    assert!(reached.recv().await.is_some(), "the writers went on until the server had acknowledged {moment}");
    server.kill();
    for writer in writers {
        writer.await.expect("a writer ends when the server is gone");
    }
    std::mem::take(&mut *told.lock().expect("no writer panicked"))
}

async fn readable(server: &Server, told: &[String]) {
    let mut line = Line::open(server.port).await.expect("it listens");
    for reference in told {
        let heard = line.ask(&Ask::get(format!("/walsall/api/v1/concerns/{reference}"))).await.expect("an answer");
        assert_eq!(heard.status, 200, "{reference} was acknowledged and is lost");
    }
}

/// A demonstration that runs.
pub(crate) struct Server {
    child: Child,
    pub(crate) port: u16,
}

impl Server {
    pub(crate) fn start(folder: &Path, target: &Target) -> Self {
        let engine = match target {
            Target::Sqlite(_) => "sqlite",
            Target::Postgres(url) => url,
        };
        let mut child = wardmote(folder, target)
            .args(["demo", "--json", "--port", "0", "--engine", engine, "--dir"])
            .arg(folder)
            .stdout(Stdio::piped())
            .spawn()
            .expect("a process");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its words")).read_line(&mut line).expect("a line");
        let opened: serde_json::Value = serde_json::from_str(&line).expect("one line of JSON");
        let url = opened["url"].as_str().expect("an address");
        Self { child, port: url.rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port") }
    }

    fn kill(&mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("ended");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program, with what `doctor` asks of every installation.
fn wardmote(folder: &Path, target: &Target) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wardmote"));
    command.env("WARDMOTE__MAIL__URL", "smtp://127.0.0.1:9").env("WARDMOTE__MAIL__FROM", "Ward <ward@example.org>");
    if let Target::Postgres(_) = target {
        command.env("WARDMOTE__STORE__MASTER_KEY", folder.join("master.key"));
    }
    command
}

fn place(folder: &Path, target: &Target) -> [String; 2] {
    match target {
        Target::Sqlite(_) => ["--data".into(), folder.display().to_string()],
        Target::Postgres(url) => ["--database-url".into(), url.clone()],
    }
}

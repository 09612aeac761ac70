//! Asking a case until its cost is known.

use std::sync::Arc;
use std::time::Duration;

use super::bare::References;
use super::cases::{Case, Kind};
use super::load::{Ask, Bound, Felt, Line, Make, load};
use super::machine;
use super::report::{Figure, Single};
use super::seed::{SLUG, Town, progress};
use super::server::Server;
use crate::failure::Failure;

/// How long one measurement lasts at most.
const LONG: Duration = Duration::from_secs(4);
/// And how many requests: enough for processor time counted in hundredths of a second.
const MANY: u64 = 8_000;
/// Requests before a measurement, for caches and plans.
const WARM: u64 = 40;

/// A server being measured.
pub struct Measuring {
    /// The server.
    pub server: Server,
    /// The references of this run.
    pub references: References,
    /// What is known so far.
    pub figures: Vec<Figure>,
}

/// Processor time at one moment.
struct Spent {
    program: Duration,
    server: Duration,
    all: Duration,
}

impl Measuring {
    fn spent(&self) -> Spent {
        let (program, server) = self.server.cpu();
        Spent { program, server, all: machine::cpu_of_all() }
    }

    /// Measures one case with each of its numbers of clients.
    ///
    /// # Errors
    /// A sentence when the server goes away.
    pub async fn case(&mut self, case: &Case) -> Result<(), Failure> {
        progress(case.name);
        let probe = Line::open(self.server.port).await?.ask(&(case.make)(0)).await?;
        if probe.status != case.expect {
            let note = format!("not measured: {} answered {}", (case.make)(0).path(), probe.status);
            self.figures.push(Figure { note: Some(note), ..figure(case, 0, &Felt::default()) });
            return Ok(());
        }
        let share = case.each.map_or(1.0, |(written, many)| {
            let held = String::from_utf8_lossy(&probe.body).matches(written).count();
            f64::from(many) / held.max(1) as f64
        });
        let mut next = 1;
        let statements = self.statements(case, &mut next).await?;
        for clients in case.clients {
            let warm = Bound { clients: 2, most: if case.most == u64::MAX { WARM } else { 0 }, time: LONG };
            load(self.server.port, warm, next, case.expect, &case.make).await?;
            next += warm.most;
            self.server.settle().await?;
            let before = self.spent();
            let bound = Bound { clients: *clients, most: MANY.min(case.most.saturating_sub(next)), time: LONG };
            let felt = load(self.server.port, bound, next, case.expect, &case.make).await?;
            next += felt.latencies.len() as u64;
            let shares = self.others(&before, &felt);
            self.server.settle().await?;
            let after = self.spent();
            let a_request = |spent: Duration| share * spent.as_secs_f64() * 1e3 / felt.latencies.len().max(1) as f64;
            let mut line = Figure {
                program_ms: a_request(after.program - before.program),
                server_ms: a_request(after.server - before.server),
                others: shares,
                statements,
                note: felt.wrong.clone(),
                ..figure(case, *clients, &felt)
            };
            let bare = match case.kind {
                Kind::Write => self.references.insert_ms,
                Kind::Read | Kind::Reference => self.references.selects_ms,
            };
            line.times_bare = (bare > 0.0).then(|| line.ms() / bare);
            self.figures.push(line);
        }
        Ok(())
    }

    fn others(&self, before: &Spent, felt: &Felt) -> f64 {
        let now = self.spent();
        let ours = (now.program - before.program) + (now.server - before.server);
        (now.all.saturating_sub(before.all)).saturating_sub(ours).as_secs_f64() / felt.took.as_secs_f64().max(1e-9)
    }

    /// Statements of one request, beyond those that find out who asks: the least of a few, because jobs run meanwhile.
    async fn statements(&self, case: &Case, next: &mut u64) -> Result<Option<u64>, Failure> {
        let mut line = Line::open(self.server.port).await?;
        let mut least = u64::MAX;
        for _ in 0..7 {
            let first = self.server.standing().await?.statements;
            let second = self.server.standing().await?.statements;
            line.ask(&(case.make)(*next)).await?;
            let third = self.server.standing().await?.statements;
            *next += 1;
            least = least.min((third - second).saturating_sub(second - first));
        }
        Ok((case.kind != Kind::Reference).then(|| least.saturating_sub(case.sign_in)))
    }

    /// What the server uses while nobody asks.
    ///
    /// # Errors
    /// A sentence when the server goes away.
    pub async fn idle(&self) -> Result<Single, Failure> {
        self.server.settle().await?;
        let before = self.server.cpu();
        tokio::time::sleep(LONG).await;
        let after = self.server.cpu();
        let spent = (after.0 - before.0) + (after.1 - before.1);
        Ok(Single::figure(
            "processor time while nobody asks",
            spent.as_secs_f64() * 1e3 / LONG.as_secs_f64(),
            "ms a second",
        ))
    }

    /// Whether as many concerns are stored in a second as this run's disk allows.
    pub fn throughput(&self) -> Option<Single> {
        let create = self.figures.iter().find(|figure| figure.case == "create" && figure.clients == 32)?;
        let (least, aim) = if self.references.fdatasync_ms < 0.3 {
            (1_500.0, "at least 1,500, the disk's p50 being under 0.3 ms".to_owned())
        } else {
            let least = 3.0 * self.references.inserts_a_second;
            (least, format!("at least {least:.0}: three times the bare rate, the disk's p50 being over 0.3 ms"))
        };
        Some(Single {
            name: "durable concerns, 32 clients".into(),
            value: create.per_second,
            unit: "a second",
            aim: Some(aim),
            met: Some(create.per_second >= least),
        })
    }

    /// Every issue as CSV: processor time a row, and whether memory stays flat.
    ///
    /// # Errors
    /// A sentence when the server goes away.
    pub async fn csv(&self, town: &Arc<Town>) -> Result<Vec<Single>, Failure> {
        let cookie = format!("{}={}", web::asking::SESSION_COOKIE, town.session);
        let make: Make = Arc::new(move |_| Ask::get(format!("/{SLUG}/issues.csv")).with("cookie", &cookie));
        let first = Line::open(self.server.port).await?.ask(&make(0)).await?;
        if first.status != 200 {
            return Ok(vec![Single::missing(format!("issues.csv: not measured, it answered {}", first.status))]);
        }
        let rows = first.body.iter().filter(|byte| **byte == b'\n').count().saturating_sub(1).max(1);
        let (memory, before) = (self.server.anonymous_mb(), self.spent());
        let bound = Bound { clients: 1, most: u64::MAX, time: LONG };
        let felt = load(self.server.port, bound, 0, 200, &make).await?;
        let after = self.spent();
        let spent = (after.program - before.program) + (after.server - before.server);
        let us_a_row = spent.as_secs_f64() * 1e6 / (rows * felt.latencies.len()) as f64;
        Ok(vec![
            Single::under(format!("issues.csv of {rows} rows"), us_a_row, "µs a row", 8.0),
            Single::figure("issues.csv: RssAnon after, less before", self.server.anonymous_mb() - memory, "MB"),
        ])
    }
}

fn figure(case: &Case, clients: usize, felt: &Felt) -> Figure {
    let requests = felt.latencies.len();
    let ms = |taken: Duration| taken.as_secs_f64() * 1e3;
    Figure {
        case: case.name,
        clients,
        requests,
        program_ms: 0.0,
        server_ms: 0.0,
        aim_ms: case.aim_ms,
        peers_ms: case.peers,
        times_bare: None,
        per_second: requests as f64 / felt.took.as_secs_f64().max(1e-9),
        p50_ms: ms(felt.quantile(0.5)),
        p99_ms: ms(felt.quantile(0.99)),
        others: 0.0,
        statements: None,
        bytes: felt.bytes / requests.max(1) as u64,
        note: None,
        kind: Some(case.kind),
    }
}

/// Where a list goes on after 99 pages, as the `after` of its address.
#[derive(Debug, Default)]
pub struct Deep {
    /// Of what is open, the most pressing first.
    pub open: Option<String>,
    /// Of what is settled, the newest first.
    pub settled: Option<String>,
}

/// Walks both lists by `next`, page by page, as far as they go.
///
/// # Errors
/// A sentence when the server goes away.
pub async fn deep(server: &Server) -> Result<Deep, Failure> {
    Ok(Deep {
        open: walked(server, "/api/v1/issues?").await?,
        settled: walked(server, "/api/v1/issues?status=settled&sort=newest&").await?,
    })
}

async fn walked(server: &Server, list: &str) -> Result<Option<String>, Failure> {
    let mut line = Line::open(server.port).await?;
    let mut after: Option<String> = None;
    for _ in 0..99 {
        let from = after.as_ref().map(|after| format!("after={after}")).unwrap_or_default();
        let heard = line.ask(&Ask::get(format!("/{SLUG}{list}{from}"))).await?;
        let page: serde_json::Value = serde_json::from_slice(&heard.body).unwrap_or_default();
        match page["next"].as_str() {
            Some(next) => after = Some(next.to_owned()),
            None => break,
        }
    }
    Ok(after)
}

//! The figures, as a table for people and as JSON for programs.

use std::fmt::Write as _;

use serde::Serialize;

use super::cases::Kind;

/// What the run was made on.
#[derive(Debug, Serialize)]
pub struct Machine {
    /// The processors.
    pub processors: String,
    /// The program's version.
    pub version: &'static str,
    /// When.
    pub on: base::Date,
}

/// One engine's run.
#[derive(Debug, Serialize)]
pub struct Run {
    /// `sqlite` or `postgres`.
    pub engine: &'static str,
    /// Concerns in the database.
    pub concerns: u32,
    /// How long it took to fill, in seconds.
    pub seeding_s: f64,
    /// Same-run references and single figures.
    pub single: Vec<Single>,
    /// One line a case and number of clients.
    pub cases: Vec<Figure>,
}

/// One figure that is no request's.
#[derive(Debug, Serialize)]
pub struct Single {
    /// What it is.
    pub name: String,
    /// How much.
    pub value: f64,
    /// Of what.
    pub unit: &'static str,
    /// What it should be, in words.
    pub aim: Option<String>,
    /// Whether it is.
    pub met: Option<bool>,
}

impl Single {
    /// A figure without an aim.
    pub fn figure(name: impl Into<String>, value: f64, unit: &'static str) -> Self {
        Self { name: name.into(), value, unit, aim: None, met: None }
    }

    /// A figure that should be no larger than `most`.
    pub fn under(name: impl Into<String>, value: f64, unit: &'static str, most: f64) -> Self {
        let aim = Some(format!("at most {most}"));
        Self { aim, met: Some(value <= most), ..Self::figure(name, value, unit) }
    }

    /// Something that could not be measured.
    pub fn missing(name: impl Into<String>) -> Self {
        Self { met: Some(false), ..Self::figure(name, 0.0, "") }
    }
}

/// What one case came to.
#[derive(Debug, Serialize)]
pub struct Figure {
    /// The case.
    pub case: &'static str,
    /// How many clients asked at once.
    pub clients: usize,
    /// How often it was asked.
    pub requests: usize,
    /// Processor time of the program a request, in milliseconds.
    pub program_ms: f64,
    /// Processor time of the database's server a request.
    pub server_ms: f64,
    /// What both together may take.
    pub aim_ms: Option<f64>,
    /// What comparable programs take.
    pub peers_ms: &'static str,
    /// Both together, as a multiple of three bare selects (reads) or one bare insert (writes).
    pub times_bare: Option<f64>,
    /// Answers a second.
    pub per_second: f64,
    /// Half of the answers took no longer.
    pub p50_ms: f64,
    /// All but one in a hundred took no longer.
    pub p99_ms: f64,
    /// Processors that everybody else used meanwhile, the bench's own client included.
    pub others: f64,
    /// Statements a request, those that find out who asks not counted.
    pub statements: Option<u64>,
    /// Bytes of a body.
    pub bytes: u64,
    /// Why there is no figure.
    pub note: Option<String>,
    #[serde(skip)]
    pub kind: Option<Kind>,
}

impl Figure {
    /// Both together.
    pub fn ms(&self) -> f64 {
        self.program_ms + self.server_ms
    }
}

/// Everything, in one object.
#[derive(Debug, Serialize)]
pub struct Report {
    /// The machine.
    pub machine: Machine,
    /// One run an engine.
    pub runs: Vec<Run>,
}

impl Report {
    /// For a terminal.
    pub fn table(&self) -> String {
        let mut out = format!("{}, wardmote {}, {}\n", self.machine.processors, self.machine.version, self.machine.on);
        out.push_str("ms: processor time a request; the clock's figures swing with whatever else the machine does\n");
        for run in &self.runs {
            run.write(&mut out, self.sqlite().filter(|_| run.engine != "sqlite"));
        }
        out
    }

    fn sqlite(&self) -> Option<&Run> {
        self.runs.iter().find(|run| run.engine == "sqlite")
    }
}

impl Run {
    fn write(&self, out: &mut String, beside: Option<&Self>) {
        let _ = writeln!(out, "\n{}, {} concerns, filled in {:.0} s", self.engine, self.concerns, self.seeding_s);
        for single in &self.single {
            let aim = single.aim.as_ref().map(|aim| format!("   aim: {aim}")).unwrap_or_default();
            let met = match single.met {
                Some(true) => ", met",
                Some(false) => ", MISSED",
                None => "",
            };
            let _ = writeln!(out, "  {:<58} {:>9} {}{aim}{met}", single.name, number(single.value), single.unit);
        }
        let ratio = if beside.is_some() { "  × SQLite" } else { "" };
        let _ = writeln!(
            out,
            "  {:<42} {:>3} {:>6} {:>8} {:>8} {:>6}  {:<8} {:>6} {:>8} {:>8} {:>8} {:>6} {:>5} {:>8}{ratio}",
            "case",
            "c",
            "n",
            "program",
            "server",
            "aim",
            "peers",
            "×bare",
            "a second",
            "p50",
            "p99",
            "others",
            "stmts",
            "bytes"
        );
        for figure in &self.cases {
            let _ = write!(out, "  {:<42} {:>3} ", figure.case, figure.clients);
            if let Some(note) = &figure.note {
                let _ = writeln!(out, "{note}");
                continue;
            }
            let aim = figure.aim_ms.map(|aim| format!("{aim}{}", if figure.ms() <= aim { "" } else { "!" }));
            let bare = figure.times_bare.map(|times| format!("{times:.1}")).unwrap_or_default();
            let statements = figure.statements.map(|count| count.to_string()).unwrap_or_default();
            let _ = write!(
                out,
                "{:>6} {:>8.3} {:>8.3} {:>6}  {:<8} {bare:>6} {:>8.0} {:>8.2} {:>8.2} {:>6.2} {statements:>5} {:>8}",
                figure.requests,
                figure.program_ms,
                figure.server_ms,
                aim.unwrap_or_default(),
                figure.peers_ms,
                figure.per_second,
                figure.p50_ms,
                figure.p99_ms,
                figure.others,
                figure.bytes
            );
            let same = beside.and_then(|run| {
                run.cases
                    .iter()
                    .find(|one| one.case == figure.case && one.clients == figure.clients && one.note.is_none())
            });
            if let Some(same) = same.filter(|same| same.ms() > 0.0) {
                let times = figure.ms() / same.ms();
                let most = if figure.kind == Some(Kind::Write) { 3.0 } else { 2.0 };
                let _ = write!(out, "  {times:.1}{}", if times <= most { "" } else { "!" });
            }
            out.push('\n');
        }
    }
}

fn number(value: f64) -> String {
    if value >= 100.0 { format!("{value:.0}") } else { format!("{value:.3}") }
}

//! How long taking in large files lasts, and how soon a postcode is answered after it, on both engines:
//!
//!     .ci/postgres with cargo run --release -p wardmote-places --example imports
//!
//! 8,000 wards and 2,700,000 postcodes are made up; other numbers can be given. Without `.ci/postgres` SQLite alone is
//! measured. Each figure stands beside its reference of the same run: the same file read and nothing more, the same rows put
//! in and nothing more.

use std::error::Error;
use std::fmt::Write as _;
use std::hint::black_box;
use std::io::{BufReader, Read, Write as _, stdout};
use std::sync::Arc;
use std::time::{Duration, Instant};

use access::{Ground, NewPartnership, Right, Scope, Site, SiteSettings, Who};
use base::{Clock, Date, Dice};
use db::testing::TestDb;
use db::{Db, Slice};
use record::{Entry, MasterKey, Vault};
use wardmote_places as places;
use wardmote_places::boundary_file::Columns;
use wardmote_places::{Import, Kind, Places, Point, Postcode, PostcodeImport};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// From when everything here holds.
const DAY: Date = Date::constant(2026, 5, 7);

/// Rows the reference puts in.
const BARE_ROWS: usize = 200_000;

/// Questions asked, for the hundredth that takes longest.
const QUESTIONS: usize = 20_000;

#[tokio::main]
async fn main() -> Outcome<()> {
    let asked = |at: usize, usual: usize| std::env::args().nth(at).and_then(|text| text.parse().ok()).unwrap_or(usual);
    let (wards, postcodes) = (asked(1, 8_000), asked(2, 2_700_000));
    let file = city(wards);
    let slices: Vec<Slice> = vec![record::SLICE, access::SLICE, jobs::SLICE, places::MANIFEST.tables];
    measured("SQLite", TestDb::sqlite(&slices).await, &file, wards, postcodes).await?;
    if std::env::var_os("WARDMOTE_TEST_POSTGRES").is_some() {
        measured("PostgreSQL", TestDb::postgres(&slices).await, &file, wards, postcodes).await?;
    }
    Ok(())
}

async fn measured(engine: &str, store: TestDb, file: &str, wards: usize, postcodes: usize) -> Outcome<()> {
    let scope = town((*store).clone()).await?;
    let db = scope.site.db.clone();

    let (_, read) = timed(async { Ok(black_box(serde_json::from_str::<serde_json::Value>(file)?)) }).await?;
    let import = Import {
        bytes: file.as_bytes(),
        kind: Kind::Ward,
        columns: Columns::default(),
        valid_from: DAY,
        whole: false,
        everywhere: false,
        reason: None,
        dry_run: false,
    };
    let (done, took) = timed(async { Ok(places::import_boundaries(&scope, &import).await?) }).await?;
    tell(&format!(
        "{engine}: {} of {wards} wards ({} MB) taken in in {}; the file read as JSON alone {}",
        done.added,
        file.len() >> 20,
        seconds(took),
        seconds(read)
    ))?;
    let partnership = scope.partnership();
    let load = db.read(move |tx| places::places_on(tx, partnership, DAY));
    let (known, took) = timed(async { Ok(load.await?) }).await?;
    tell(&format!("{engine}: all of them read for a node's memory in {}", seconds(took)))?;
    spots_a_second(engine, &known)?;

    let (rows, read) = timed(async {
        let mut sheet = csv::Reader::from_reader(BufReader::new(Directory::of(postcodes)));
        let mut row = csv::StringRecord::new();
        let mut rows = 0_usize;
        while sheet.read_record(&mut row)? {
            rows += black_box(usize::from(!row.is_empty()));
        }
        Ok(rows)
    })
    .await?;
    let bare = bare_inserts(&scope, postcodes).await?;
    let before = resident_mb();
    let import = PostcodeImport { everywhere: true, ..PostcodeImport::default() };
    let reader = BufReader::with_capacity(256 * 1024, Directory::of(postcodes));
    let (taken, took) =
        timed(async { Ok(places::import_postcodes(&scope, reader, &import, |_, _| {}).await?) }).await?;
    tell(&format!(
        "{engine}: {} of {rows} postcodes kept in {}, {:.0} a second; the file read as CSV alone {}; bare inserts of such rows \
         {bare:.0} a second; memory {before} MB before, {} MB at most",
        taken.added,
        seconds(took),
        taken.added as f64 / took.as_secs_f64(),
        seconds(read),
        most_mb()
    ))?;

    let mut waits = Vec::with_capacity(QUESTIONS);
    for number in 0..QUESTIONS {
        let code = Postcode::parse(&postcode(number * 7919 % postcodes)).ok_or("no postcode")?;
        let start = Instant::now();
        let spot = db.read(move |tx| places::postcode_point(tx, partnership, code)).await?;
        black_box(spot.map(|spot| known.at(spot)));
        waits.push(start.elapsed());
    }
    waits.sort_unstable();
    let at = |share: usize| waits.get(QUESTIONS * share / 100).copied().unwrap_or_default().as_secs_f64() * 1e3;
    tell(&format!("{engine}: postcode to places p50 {:.3} ms, p99 {:.3} ms", at(50), at(99)))?;
    store.close().await;
    Ok(())
}

/// Spots over the city and a little beyond, one core.
fn spots_a_second(engine: &str, known: &Places) -> Outcome<()> {
    let spots: Vec<Point> = (0..1_000_000_u32)
        .filter_map(|number| {
            let (across, up) = ((f64::from(number) * 0.618_034).fract(), (f64::from(number) * 0.754_878).fract());
            Point::new(51.9 + 1.4 * up, -2.6 + 2.2 * across)
        })
        .collect();
    let start = Instant::now();
    let inside = spots.iter().filter(|spot| !black_box(known.lookup().at(**spot)).is_empty()).count();
    let rate = spots.len() as f64 / start.elapsed().as_secs_f64();
    tell(&format!("{engine}: point to places {rate:.0} a second on one core, {inside} of {} inside", spots.len()))
}

/// Such rows put in, numbered beyond those of the file, and nothing else.
async fn bare_inserts(scope: &Scope, beyond: usize) -> Outcome<f64> {
    let start = Instant::now();
    for from in (0..BARE_ROWS).step_by(4096) {
        let rows: Vec<(Postcode, Point)> = (from..(from + 4096).min(BARE_ROWS))
            .filter_map(|number| Some((Postcode::parse(&postcode(beyond + number))?, Point::new(52.6, -1.98)?)))
            .collect();
        let own = scope.clone();
        scope.site.db.bulk(move |tx| put(tx, &own, &rows)).await?;
    }
    Ok(BARE_ROWS as f64 / start.elapsed().as_secs_f64())
}

fn put(tx: &mut db::Tx<'_>, scope: &Scope, rows: &[(Postcode, Point)]) -> Result<(), base::Problem> {
    let permit = scope.may(Right::Configure, &Ground::default())?;
    places::add_postcodes(tx, &permit, rows, DAY)?;
    let done = access::Done { kind: "postcodes", record: scope.operation, verb: "take_in", fields: &[], values: "" };
    scope.tell(tx, done)?;
    Ok(())
}

/// A city of as many wards, side by side, each with some sixty corners as a generalised file has.
fn city(wards: usize) -> String {
    let across = (wards as f64).sqrt().ceil().max(1.0) as usize;
    let mut text = String::from("{\"type\":\"FeatureCollection\",\"features\":[");
    for ward in 0..wards {
        let (west, south) = (-2.5 + 0.02 * (ward % across) as f64, 52.0 + 0.012 * (ward / across) as f64);
        let corner = |edge: usize, step: usize| {
            let along = step as f64 / 15.0;
            let bend = 0.0008 * (along * 19.0).sin() * f64::from(u8::from(step > 0));
            match edge {
                0 => (west + 0.02 * along, south + bend),
                1 => (west + 0.02 + bend, south + 0.012 * along),
                2 => (
                    west + 0.02 * (1.0 - along),
                    south + 0.012 + 0.0008 * ((1.0 - along) * 19.0).sin() * f64::from(u8::from(step > 0)),
                ),
                _ => (
                    west + 0.0008 * ((1.0 - along) * 19.0).sin() * f64::from(u8::from(step > 0)),
                    south + 0.012 * (1.0 - along),
                ),
            }
        };
        let mut ring: Vec<(f64, f64)> = (0..4)
            .flat_map(|edge| (0..15).map(move |step| (edge, step)))
            .map(|(edge, step)| corner(edge, step))
            .collect();
        ring.extend(ring.first().copied());
        let ring: Vec<String> = ring.iter().map(|(x, y)| format!("[{x:.6},{y:.6}]")).collect();
        let comma = if ward == 0 { "" } else { "," };
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "{comma}{{\"type\":\"Feature\",\"properties\":{{\"WD24CD\":\"E05{ward:06}\",\"WD24NM\":\"Ward {ward}\"}},\
             \"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[{}]]}}}}",
            ring.join(",")
        );
    }
    text + "]}"
}

/// The postcode with that number: eight areas of 99 districts hold over 3 million.
fn postcode(number: usize) -> String {
    const AREAS: [&str; 8] = ["WS", "WV", "DY", "ST", "CV", "LE", "DE", "NG"];
    const LETTERS: &[u8] = b"ABDEFGHJLNPQRSTUWXYZ";
    let letter = |at: usize| char::from(LETTERS[at % LETTERS.len()]);
    let (area, district) = (AREAS[number / 396_000 % AREAS.len()], 1 + number / 4000 % 99);
    format!("{area}{district} {}{}{}", number / 400 % 10, letter(number), letter(number / 20))
}

/// The postcode directory as a file would give it, made while it is read.
struct Directory {
    next: usize,
    all: usize,
    ready: Vec<u8>,
    given: usize,
}

impl Directory {
    fn of(all: usize) -> Self {
        let ready = b"pcd7,pcd8,pcds,dointr,doterm,oscty,osward,lat,long\n".to_vec();
        Self { next: 0, all, ready, given: 0 }
    }

    fn refill(&mut self) {
        self.ready.clear();
        self.given = 0;
        for number in self.next..(self.next + 1000).min(self.all) {
            let (code, spot) = (postcode(number), number as f64);
            let (up, across) = ((spot * 0.754_878).fract(), (spot * 0.618_034).fract());
            let (lat, lon) = (52.0 + 1.0 * up, -2.5 + 1.7 * across);
            // Writing to a Vec cannot fail.
            let _ = writeln!(self.ready, "{code},{code},{code},198001,,E99999999,E05000001,{lat:.6},{lon:.6}");
        }
        self.next += 1000;
    }
}

impl Read for Directory {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.given == self.ready.len() && self.next < self.all {
            self.refill();
        }
        let rest = self.ready.get(self.given..).unwrap_or_default();
        let count = rest.len().min(into.len());
        into[..count].copy_from_slice(&rest[..count]);
        self.given += count;
        Ok(count)
    }
}

/// A partnership without any place.
async fn town(db: Db) -> Outcome<Scope> {
    let clock = Clock::held(base::Instant::parse("2027-03-02T09:30:00Z").ok_or("no moment")?);
    let (dice, now) = (Dice::seeded(7), clock.now());
    let vault = Vault::new(MasterKey::draw(&dice));
    let settings =
        SiteSettings { public_url: "http://ward.example.org".into(), demo: false, limits: false, mail_waits: false };
    let site = Arc::new(Site::new(db, clock, dice, vault, settings, places::MANIFEST.parts.to_vec()));
    let id = site.dice.id(now);
    site.db
        .write(move |tx| {
            let new = NewPartnership {
                id,
                slug: "city",
                name: "City",
                preset: "walsall",
                accountable_body: None,
                brand_colour: "#00625a",
                is_open: true,
            };
            access::create_partnership(tx, &new, now)?;
            let (fields, value_hash) = (&[], [0; 32]);
            let (kind, verb) = ("partnership", "found");
            let entry = Entry {
                partnership: id,
                at: now,
                actor: None,
                hat: None,
                operation: id,
                kind,
                record: id,
                verb,
                fields,
                value_hash,
            };
            record::log(tx, id, &entry).map(drop)
        })
        .await?;
    let snapshot = site.snapshot(id, 1).await?;
    Ok(Scope { site, snapshot, who: Who::System("bench"), now, operation: id, language: None })
}

async fn timed<T>(work: impl Future<Output = Outcome<T>>) -> Outcome<(T, Duration)> {
    let start = Instant::now();
    let done = work.await?;
    Ok((done, start.elapsed()))
}

fn seconds(took: Duration) -> String {
    format!("{:.2} s", took.as_secs_f64())
}

/// A figure of this process in megabytes, as Linux tells it; nothing elsewhere.
fn status_mb(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|number| number.parse::<u64>().ok()).unwrap_or_default() / 1024
}

fn resident_mb() -> u64 {
    status_mb("VmRSS")
}

fn most_mb() -> u64 {
    status_mb("VmHWM")
}

fn tell(line: &str) -> Outcome<()> {
    Ok(writeln!(stdout(), "{line}")?)
}

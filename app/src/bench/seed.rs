//! A borough's two years, made by the program's own commands from a seed: what is measured is what the program stores.

use std::io::Write as _;
use std::sync::Arc;

use access::{Ground, Hat, NewSession, Reach, Right, Role, Scope, Site, SiteSettings, Token, Who};
use base::{Clock, Dice, Id, Instant, Problem, Reference, days};
use db::Tx;
use issues::commands::{self, Assess, Decide, Open, Resolve};
use issues::model::{Capacity, Decision, Outcome, Status};
use places::demo::Demonstration;
use places::{Kind, Places, Point};
use serde::{Deserialize, Serialize};
use voice::{Categories, Category, Channel, Contact, Prepared, SafeWay, Told};

use crate::failure::Failure;
use crate::founding::{self, Founding, Newcomer};
use crate::house::House;
use crate::wiring;

/// The seed of everything invented here.
const SEED: u64 = 42;
/// How long ago the first concern was heard, in days.
const SPAN: i64 = 730;
/// How many concerns an issue answers.
const AN_ISSUE: u32 = 10;
/// Issues stored in one transaction.
const TOGETHER: usize = 100;

/// Whoever asks for what only staff may see.
pub const DIRECTOR: &str = "director@example.org";
/// The partnership of the bench.
pub const SLUG: &str = "walsall";

/// What was made, as far as the bench asks for it again.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Town {
    /// A director's key for the API.
    pub token: String,
    /// The same director's session.
    pub session: String,
    /// Codes of categories.
    pub categories: Vec<String>,
    /// Codes of wards.
    pub wards: Vec<String>,
    /// Points on the ground of the partnership: degrees north, degrees east.
    pub points: Vec<(f64, f64)>,
    /// References of concerns that belong to an issue.
    pub concerns: Vec<String>,
    /// The 22 characters of those concerns' own pages.
    pub secrets: Vec<String>,
    /// References of issues.
    pub issues: Vec<String>,
    /// References of issues that can be decided.
    pub undecided: Vec<String>,
    /// How many concerns there are.
    pub size: u32,
}

/// An issue and its concerns before they are stored.
struct Story {
    category: Id,
    title: String,
    spot: Point,
    status: Status,
    begins: Instant,
    /// How long it takes from the first word to the last.
    lasts: i64,
    heard: Vec<(Instant, Prepared)>,
}

/// Fills an empty installation with `concerns` concerns.
///
/// # Errors
/// A sentence when there is a partnership already; whatever the store answers.
pub async fn seed(house: &House, concerns: u32) -> Result<Town, Failure> {
    if house.db.read(access::any_partnership).await? {
        return Err(Failure::because(
            "The bench fills an empty database, and this one has a partnership. Name another.",
        ));
    }
    let dice = Dice::seeded(SEED);
    let settings =
        SiteSettings { public_url: "http://127.0.0.1".into(), demo: false, limits: false, mail_waits: false };
    let site = wiring::site(house.db.clone(), Clock::system(), dice, house.vault.clone(), settings);
    let mut town = found(&site).await?;
    town.size = concerns;
    let scope = founding::scope_of(&site, SLUG, "bench").await?;
    let director = director(&site, &scope, &mut town).await?;
    let author = Author::new(&scope)?;
    town.categories = author.categories.iter().map(|category| category.code.clone()).collect();
    town.wards = author.wards.iter().map(|(code, _)| code.clone()).collect();

    let mut begins: Vec<i64> = (0..concerns.div_ceil(AN_ISSUE)).map(|_| author.micros(days(SPAN))).collect();
    begins.sort_unstable_by(|a, b| b.cmp(a));
    let total = begins.len();
    for (number, ago) in begins.chunks(TOGETHER).enumerate() {
        let stories: Vec<Story> = ago.iter().map(|ago| author.story(*ago)).collect::<Result<_, Problem>>()?;
        remember(&mut town, &stories);
        let (scope, director) = (scope.clone(), director.clone());
        let stored = site.db.bulk(move |tx| stories.iter().map(|one| tell(tx, &scope, &director, one)).collect());
        let stored: Vec<(String, Vec<String>, Status)> = stored.await.map_err(|problem: Problem| problem)?;
        for (issue, concerns, status) in stored {
            town.concerns.extend(concerns);
            if status.is_open() {
                town.undecided.push(issue.clone());
            }
            town.issues.push(issue);
        }
        if number.is_multiple_of(10) {
            progress(&format!("{} of {total} issues", number * TOGETHER));
        }
    }
    progress("the audit's tree");
    jobs::place_all_events(&site).await?;
    progress("seeded");
    Ok(town)
}

async fn found(site: &Arc<Site>) -> Result<Town, Failure> {
    let founding = Founding {
        slug: SLUG.into(),
        name: "Walsall Partnership".into(),
        preset: SLUG.into(),
        accountable_body: None,
        brand_colour: "#00625a".into(),
        is_open: true,
    };
    let began = site.clock.now().plus(-days(SPAN + 1));
    let scope = founding.scope(site, "bench", began);
    let places = Demonstration::walsall().map_err(Failure::because)?;
    let found = move |tx: &mut Tx<'_>| {
        founding::found(tx, &scope)?;
        places::seed(tx, &scope, &places)
    };
    site.db.write(found).await?;
    Ok(Town::default())
}

/// Somebody who may do everything the bench asks for, signed in and with a key.
async fn director(site: &Arc<Site>, scope: &Scope, town: &mut Town) -> Result<Hat, Failure> {
    let who = Newcomer {
        name: "Director Example".into(),
        email: DIRECTOR.into(),
        organisation: None,
        phone: None,
        role: Role::Director,
        reach: Reach::Partnership,
        title: None,
    };
    let (token, session) = (Token::draw(&site.dice), NewSession::draw(&site.dice));
    (town.token, town.session) = (token.secret.clone(), session.secret.clone());
    let made = {
        let scope = scope.clone();
        site.db.write(move |tx| {
            let arrived = founding::welcome(tx, &scope, &who)?;
            let permit = scope.may(Right::ManagePeople, &Ground::default())?;
            access::make_token(tx, &permit, scope.new_id(), &token, arrived.membership, "bench", scope.now)?;
            access::make_session(tx, &session, arrived.account, scope.now)?;
            let done =
                access::Done { kind: "token", record: arrived.membership, verb: "make", fields: &[], values: "" };
            scope.tell(tx, done)?;
            Ok::<_, Problem>(access::hats_of(tx, arrived.account, scope.partnership(), scope.now)?)
        })
    };
    made.await?.into_iter().next().ok_or_else(|| Failure::because("The bench's director has no role."))
}

/// Who makes the stories up.
struct Author {
    scope: Scope,
    categories: Vec<Category>,
    wards: Vec<(String, Point)>,
}

impl Author {
    fn new(scope: &Scope) -> Result<Self, Failure> {
        let places = scope.snapshot.part::<Places>()?;
        let wards = places.lookup().atlas().of_kind(Kind::Ward);
        Ok(Self {
            categories: scope.snapshot.part::<Categories>()?.in_force.clone(),
            wards: wards.map(|ward| (ward.code.as_str().to_owned(), ward.centre)).collect(),
            scope: scope.clone(),
        })
    }

    fn micros(&self, most: i64) -> i64 {
        most / 1_000_000 * i64::from(self.scope.dice().below(1_000_000))
    }

    /// A few categories are used often and many seldom.
    fn category(&self) -> &Category {
        let share = f64::from(self.scope.dice().below(1_000_000)) / 1e6;
        let at = (share * share * self.categories.len() as f64) as usize;
        &self.categories[at.min(self.categories.len() - 1)]
    }

    /// Somewhere within `reach` degrees of `near`, on the partnership's ground.
    fn point(&self, near: Point, reach: f64) -> Result<Point, Problem> {
        let places = self.scope.snapshot.part::<Places>()?;
        let off = || (f64::from(self.scope.dice().below(2_000_001)) / 1e6 - 1.0) * reach;
        for _ in 0..100 {
            let found = Point::new(near.lat() + off(), near.lon() + off());
            if let Some(point) = found.filter(|point| !places.at(*point).is_empty()) {
                return Ok(point);
            }
        }
        Ok(near)
    }

    fn story(&self, ago: i64) -> Result<Story, Problem> {
        let dice = self.scope.dice();
        let category = self.category();
        let ward = &self.wards[dice.below(self.wards.len() as u32) as usize];
        let spot = self.point(ward.1, 0.008)?;
        let (begins, lasts) = (self.scope.now.plus(-ago), ago.min(days(40)));
        let status = match dice.below(100) {
            0..48 => Status::Resolved,
            48..60 => Status::NotTakingForward,
            60..75 => Status::TakingForward,
            75..85 => Status::Considering,
            _ => Status::New,
        };
        let heard = (0..AN_ISSUE).map(|number| {
            let at = begins.plus(lasts / 5 / i64::from(AN_ISSUE) * i64::from(number));
            let told = self.told(category.id, self.point(spot, 0.0008)?, at, status.is_open() && number < 3)?;
            Ok((at, voice::prepare(&at_time(&self.scope, at), told)))
        });
        Ok(Story {
            category: category.id,
            title: format!("{}, spot {}", category.name, dice.below(100_000)),
            spot,
            status,
            begins,
            lasts,
            heard: heard.collect::<Result<_, Problem>>()?,
        })
    }

    /// What somebody said: two in three leave an address, and `news` wants to be told what comes of it.
    fn told(&self, category: Id, point: Point, at: Instant, news: bool) -> Result<Told, Problem> {
        let dice = self.scope.dice();
        let contact = (news || dice.below(3) > 0).then(|| Contact {
            name: Some("Sam Example".into()),
            email: Some(format!("resident{}@example.org", dice.below(200_000))),
            ..Contact::default()
        });
        Ok(Told {
            category,
            words: words(dice),
            whereabouts: None,
            point: Some(point),
            places: self.scope.snapshot.part::<Places>()?.at(point),
            channel: if dice.below(4) == 0 { Channel::Phone } else { Channel::Web },
            people_affected: Some(i64::from(1 + dice.below(30))),
            suggested_seriousness: None,
            language: "en-GB".into(),
            safe_way: if contact.is_some() { SafeWay::Email } else { SafeWay::Nothing },
            contact,
            wants_news: news,
            external_id: None,
            protection: 0,
            heard_at: at,
        })
    }
}

/// 120 to 260 characters that hold nothing personal and nothing dangerous.
pub fn words(dice: &Dice) -> String {
    const SAID: &[&str] = &[
        "It has been like this for more than a week now.",
        "People with pushchairs have to walk in the road.",
        "It was better before the work last month.",
        "We asked about it in the spring and nothing came of it.",
        "It is worst in the evening and after rain.",
        "Several of us on the street have noticed it.",
        "It makes the whole corner look uncared for.",
        "Older neighbours go the long way round because of it.",
    ];
    let first = dice.below(8) as usize;
    (0..3 + dice.below(2) as usize).map(|n| SAID[(first + n) % SAID.len()]).collect::<Vec<_>>().join(" ")
}

fn at_time(scope: &Scope, now: Instant) -> Scope {
    Scope { now, operation: scope.dice().id(now), ..scope.clone() }
}

/// Stores a story; answers the issue's reference, its concerns' and where it stands.
fn tell(
    tx: &mut Tx<'_>,
    scope: &Scope,
    director: &Hat,
    story: &Story,
) -> Result<(String, Vec<String>, Status), Problem> {
    let mut concerns = Vec::with_capacity(story.heard.len());
    for (at, prepared) in &story.heard {
        let scope = at_time(scope, *at);
        let permit = scope.may(Right::ReportConcern, &Ground::default())?;
        let heard = voice::hear(tx, &scope, &permit, prepared)?;
        if heard.hidden_from_work {
            return Err(Problem::fault("the bench's own words are held as dangerous"));
        }
        concerns.push(heard.reference);
    }
    let then = |hundredths: i64| Scope {
        who: Who::Person(Box::new(director.clone())),
        ..at_time(scope, story.begins.plus(story.lasts / 100 * hundredths))
    };
    let names = concerns.iter().map(ToString::to_string).collect();
    let open =
        Open { title: story.title.clone(), category: story.category, point: Some(story.spot), place: None, concerns };
    let issue = commands::open(tx, &then(25), &open)?;
    let reference: Reference = issue.reference.parse().map_err(Problem::fault)?;
    if issue.published_at.is_none() {
        return Err(Problem::fault(format!("the bench's own title waits for a second person: {}", story.title)));
    }
    if story.status != Status::New {
        commands::assess(tx, &then(35), &reference, &assessment(scope, issue.seriousness))?;
    }
    if !matches!(story.status, Status::New | Status::Considering) {
        commands::decide(tx, &then(50), &reference, &decision(story.status))?;
    }
    if story.status == Status::Resolved {
        let ended = Resolve {
            outcome: Outcome::Sorted,
            what_we_did: "The crew came on Tuesday, and it has been put right.".into(),
            version: None,
        };
        commands::resolve(tx, &then(90), &reference, &ended)?;
    }
    Ok((issue.reference, names, story.status))
}

fn assessment(scope: &Scope, seriousness: i64) -> Assess {
    Assess {
        // A five asks for a holder and a call, which are not what is measured here.
        seriousness: seriousness.min(4),
        people_affected: i64::from(1 + scope.dice().below(300)),
        reason: "Seen on a visit, and as several people told us.".into(),
        evidence: None,
        holder: None,
        told: None,
        told_at: None,
        version: None,
    }
}

fn decision(status: Status) -> Decide {
    let (decision, reason) = match status {
        Status::NotTakingForward => (Decision::NotTakingForward, "The money for this year is spent on the main roads."),
        _ => (Decision::TakingForward, "It can be put right within the month."),
    };
    Decide {
        decision,
        reason: reason.into(),
        capacity: Capacity::DelegatedOfficer,
        authority: None,
        waiting_for: None,
        waiting_until: None,
        watching_until: None,
        version: None,
    }
}

fn remember(town: &mut Town, stories: &[Story]) {
    for story in stories {
        town.points.push((story.spot.lat(), story.spot.lon()));
        town.secrets.extend(story.heard.iter().map(|(_, prepared)| prepared.secret.clone()));
    }
}

/// For somebody who waits, on standard error.
pub fn progress(what: &str) {
    let _ = writeln!(std::io::stderr().lock(), "bench: {what}");
}

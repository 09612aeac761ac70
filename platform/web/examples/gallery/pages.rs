//! The gallery's pages; the tests show them too.

use askama::Template;
use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use base::{Date, FieldErrors, Instant, Problem};
use web::components::{
    Badge, Button, Cell, Choice, Details, Filter, InsetText, NotificationBanner, Pagination, Panel, SubNavigation,
    SummaryList, SummaryRow, Table, Tag, Task, TaskList, Timeline, WarningText,
};
use web::{Answer, Ask, Form, Markup, Place, Shell, Typed, Visitor, Words, again, assets, brand, page};

/// A resident's page: every component in the reading column.
#[derive(Template)]
#[template(path = "gallery.html")]
struct Gallery {
    shell: Shell,
    form: Form,
    timeline: Timeline,
    tasks: TaskList,
}

/// A staff page: filters and a dense table over the whole width.
#[derive(Template)]
#[template(path = "desk.html")]
struct Desk {
    shell: Shell,
    filter: Filter,
    table: Table,
}

/// A page that asks one thing.
#[derive(Template)]
#[template(path = "question.html")]
struct Question {
    shell: Shell,
    form: Form,
}

/// Where everything is.
pub fn routes() -> Router {
    Router::new()
        .route("/", get(gallery))
        .route("/desk", get(desk))
        .route("/question", get(question).post(answer))
        .route("/done", get(done))
        .route("/walsall/brand.css", get(teal))
        .route("/purple/brand.css", get(purple))
        .route("/refused", get(refused))
        .route("/fault", get(fault))
        .merge(assets::routes())
}

async fn teal() -> Answer {
    stylesheet("#00625a")
}

async fn purple() -> Answer {
    stylesheet("#5a2a82")
}

async fn refused() -> Answer {
    Err(Problem::NotFound.into())
}

async fn fault() -> Answer {
    Err(Problem::fault("the demonstration's own fault").into())
}

fn stylesheet(colour: &str) -> Answer {
    let css = brand::stylesheet(colour).map_err(Problem::fault)?;
    Ok(([(CONTENT_TYPE, "text/css; charset=utf-8")], css).into_response())
}

/// The shell of the demonstration's partnership.
pub fn walsall(words: &'static Words) -> Shell {
    let mut shell = Shell::new(words);
    shell.partnership = "Walsall Borough Partnership".into();
    shell.home = "/".into();
    shell.brand = Some("/walsall/brand.css".into());
    shell.sign_in = Some("/account/sign-in".into());
    shell.demonstration = true;
    let places = [("Places", "/places"), ("Report a concern", "/question"), ("What happened", "/issues")];
    shell.navigation =
        places.map(|(words, href)| Place { words: words.into(), href: href.into(), here: href == "/question" }).into();
    shell.footer = [("Privacy", "/privacy"), ("Accessibility", "/accessibility"), ("Numbers to ring", "/numbers")]
        .map(|(words, href)| (words.into(), href.into()))
        .into();
    shell
}

async fn gallery() -> Answer {
    let words = Words::english();
    let mut errors = FieldErrors::default();
    errors.add("postcode", "Enter a postcode in the borough, like WS1 1TP");
    errors.add("words", "Say what is wrong");
    errors.add("category", "Choose what it is about");
    errors.add("seen-month", "Enter the day, month and year, like 3 3 2027");
    let typed = Typed::of([
        ("postcode", "WS1"),
        ("category", "lighting"),
        ("tell", "yes"),
        ("seen-day", "3"),
        ("seen-year", "2027"),
        ("people", "12"),
    ]);
    let mut shell =
        walsall(words).title("Gallery").crumb("Walsall", "/").crumb("Blakenall", "/places/blakenall").leave();
    shell.errors = errors.clone();
    shell.notice = Some(NotificationBanner::success(words, "Your subscription was stopped").into());
    let timeline = Timeline::new(words)
        .event(at(3, 9), "We heard you", "", "Street light out in Field Road.")
        .event(at(4, 14), "We are looking into it", "by Bloxwich area manager", "Three neighbours told us the same.")
        .event(at(12, 11), "Sorted", "by Walsall Council lighting team", "The lamp was replaced on 12 March.");
    let tasks = TaskList::new()
        .task(Task::new("Name and colour", "/admin/name", "Completed"))
        .task(
            Task::new("Wards and areas", "/admin/places", "")
                .tagged(Tag::new("Not started").grey())
                .hint("From a file"),
        )
        .task(Task::later("Invite people", "Cannot start yet"));
    page(&Gallery { form: Form::failed(words, typed, errors), shell, timeline, tasks })
}

fn at(day: i8, hour: i8) -> Instant {
    Instant::at(Date::constant(2027, 3, day), hour, 5)
}

fn page_href(number: u64) -> String {
    format!("/desk?page={number}")
}

async fn desk() -> Answer {
    let words = Words::english();
    let mut shell = walsall(words).title("Issue desk").wide();
    shell.visitor =
        Some(Visitor { name: "Amina Yusuf".into(), hat: "area manager".into(), account: "/account".into() });
    let form = Form::filled(words, Typed::of([("status", "new")]));
    let filter = Filter::new(words, "/desk")
        .chosen("Status", "New", "/desk?ward=blakenall")
        .chosen("Ward", "Blakenall", "/desk?status=new")
        .field(form.select("ward", "Ward").options([("", "All wards"), ("blakenall", "Blakenall (12)")]))
        .field(form.checkboxes("status", "Status").small().choices([
            ("new", "New (7)"),
            ("considering", "Considering (4)"),
            ("resolved", "Resolved (31)"),
        ]));
    let rows = [
        ("I-7KQ4-M2XD", "Lighting: Field Road", "Blakenall", "20", "12", Tag::new("New")),
        ("I-2MPX-9Q4B", "Fly-tipping: Leamore Lane", "Bloxwich East", "12", "34", Tag::new("Considering").yellow()),
        ("I-5HJT-K8RD", "Speeding: Broadway West", "Palfrey", "9", "1,204", Tag::new("Taking forward").purple()),
    ];
    let mut table = Table::new("Issues by priority")
        .quiet_caption()
        .row_headers()
        .column("Reference")
        .column(link("Issue", "/desk?sort=title"))
        .column("Ward")
        .numbers(link("Priority", "/desk?sort=priority"))
        .numbers("People affected")
        .column("Status")
        .column("Flags");
    for (number, (reference, title, ward, priority, people, status)) in rows.iter().cycle().take(14).enumerate() {
        let flag = if number % 4 == 0 { Badge::new("Came back").strong().into() } else { Markup::default() };
        table = table.row([
            link(reference, &format!("/issues/{reference}")),
            Cell::from(*title),
            Cell::from(*ward),
            Cell::from(*priority),
            Cell::from(*people),
            Cell::from(status.clone()),
            Cell::from(flag),
        ]);
    }
    page(&Desk { shell, filter, table })
}

fn link(words: &str, href: &str) -> Cell {
    Markup::trusted(format!("<a class=\"govuk-link\" href=\"{}\">{}</a>", Markup::from(href), Markup::from(words)))
        .into()
}

async fn question() -> Answer {
    ask(Form::new(Words::english()))
}

/// What the question asks for.
pub struct Where {
    /// A postcode, as typed.
    pub postcode: String,
    /// How many people are affected.
    pub people: i64,
}

impl Where {
    /// Reads the screen.
    pub fn parse(mut ask: Ask<'_>) -> Result<Self, FieldErrors> {
        let postcode = ask.text("postcode", 10, "Enter a postcode, like WS1 1TP");
        let people = ask.number("people", 1..=100_000, "Enter the number of people affected, like 12");
        ask.answers(|| Some(Self { postcode: postcode?, people: people? }))
    }
}

async fn answer(typed: Typed) -> Answer {
    let words = Words::english();
    match Where::parse(typed.ask(words)) {
        Ok(told) => page(&Question {
            shell: walsall(words).title(format!("{} people near {}", told.people, told.postcode)),
            form: Form::filled(words, typed),
        }),
        Err(errors) => ask(Form::failed(words, typed, errors)),
    }
}

fn ask(form: Form) -> Answer {
    let shell = walsall(Words::english()).title("Where is it?").back("/").errors(form.errors());
    let failed = !form.errors().is_empty();
    let shown = Question { shell, form };
    if failed { again(&shown) } else { page(&shown) }
}

#[derive(Template)]
#[template(path = "done.html")]
struct Done {
    shell: Shell,
}

async fn done() -> Answer {
    let mut shell = walsall(Words::english()).title("We heard you").unlisted();
    shell.brand = Some("/purple/brand.css".into());
    page(&Done { shell })
}

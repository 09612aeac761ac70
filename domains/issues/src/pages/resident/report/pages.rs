use access::{Page, Scope};
use askama::Template;
use askama::filters::HtmlSafe;
use base::{FieldErrors, Problem, WorkingDays};
use places::{Places, Tiers};
use voice::{Categories, Category, PublicPlace, SafeWay};
use web::asking::new_once;
use web::components::{self, Button, Choice, Choices, NotificationBanner, Panel, SelectOption, WarningText};
use web::{Answer, Form, Language, Markup, Shell, Typed, Words, again, page, personal};

use super::answers::{LANGUAGES, said_in};
use super::whereabouts::Whereabouts;
use super::{Draft, Step};
use crate::commands::{Reported, public_point};
use crate::saying;
use crate::similar::Similar;
use crate::story::lines;

/// A page that asks.
#[derive(Template)]
#[template(path = "resident/report/question.html")]
struct Question<'a> {
    shell: Shell,
    w: &'static Words,
    token: Option<String>,
    draft: &'a Draft<'a>,
    step: Step,
    form: Form,
    categories: &'a Categories,
    numbers: Numbers,
    places: &'a Places,
    map: Markup,
}

/// Everything once more, and what will be public.
#[derive(Template)]
#[template(path = "resident/report/check.html")]
struct Check<'a> {
    shell: Shell,
    w: &'static Words,
    token: Option<String>,
    draft: &'a Draft<'a>,
    form: Form,
    rows: Vec<Row>,
    today: String,
    seen: String,
    /// What the public sees of the spot, in words and on a map.
    spot: Option<(String, Markup)>,
}

/// One answer on the page that shows them all.
struct Row {
    asked: &'static str,
    answer: Markup,
    /// Where it is changed, if it can be.
    step: Option<Step>,
    what: &'static str,
}

/// The end. It says the same whatever was told: somebody may be looking on.
#[derive(Template)]
#[template(path = "resident/report/done.html")]
struct Done {
    shell: Shell,
    w: &'static Words,
    panel: Panel,
    secret_link: String,
    joined: Option<String>,
    reader: String,
    danger_reader: String,
    answer_by: String,
    answer_why: String,
    ring: String,
    advice: Option<WarningText>,
    numbers: Numbers,
    report: String,
}

/// Whom to ring when it cannot wait.
#[derive(Template)]
#[template(path = "resident/report/numbers.html")]
pub struct Numbers {
    w: &'static Words,
    /// The front door's name and number.
    pub front_door: Option<(String, String)>,
    /// Said when nobody reads reports now: who answers meanwhile.
    pub out_of_hours: Option<String>,
    /// When somebody does.
    reading_hours: String,
}

impl HtmlSafe for Numbers {}

impl Numbers {
    /// The partnership's numbers at this hour.
    pub fn of(scope: &Scope, words: &'static Words) -> Self {
        let front_door = scope.snapshot.organisations.iter().find(|one| one.is_front_door);
        let office = scope.snapshot.office_hours();
        let shut = !WorkingDays::england_and_wales().open(office, scope.now);
        let says = scope.snapshot.setting("out_of_hours").unwrap_or_else(|| words.report_out_of_hours());
        Self {
            w: words,
            front_door: front_door.and_then(|one| Some((one.name.clone(), one.phone.clone()?))),
            out_of_hours: shut.then(|| says.to_owned()),
            reading_hours: words.report_reading_hours(office.opens.to_string(), (office.shuts - 12).to_string()),
        }
    }
}

impl Draft<'_> {
    /// A page of the report, with what to mend or without.
    pub fn page(&self, step: Step, failed: bool) -> Answer {
        if step == Step::Check {
            return self.check(None);
        }
        let errors = if failed { self.errors(step) } else { FieldErrors::default() };
        let question = self.question(step, &errors)?;
        match (failed, self.typed.get("step").is_some()) {
            (true, _) => again(&question),
            (false, true) => personal(&question),
            (false, false) => page(&question),
        }
    }

    fn question(&self, step: Step, errors: &FieldErrors) -> Result<Question<'_>, Problem> {
        let words = self.visit.words;
        let mut shell = self.visit.shell(title(words, step)).errors(errors).leave();
        // A link would lose what was typed: here a button of the form changes the language.
        shell.languages.clear();
        Ok(Question {
            shell,
            w: words,
            token: self.visit.form_token(),
            draft: self,
            step,
            form: Form::failed(words, self.typed.clone(), errors.clone()),
            categories: self.visit.scope.snapshot.part()?,
            numbers: Numbers::of(&self.visit.scope, words),
            places: crate::commands::places_in(&self.visit.scope)?,
            map: match step {
                Step::Where => places::choose_on_map(&self.visit.scope, words, &self.typed)?,
                _ => Markup::default(),
            },
        })
    }

    fn check(&self, errors: Option<&FieldErrors>) -> Answer {
        let check = self.checking(errors, self.typed.clone())?;
        if errors.is_some() { again(&check) } else { personal(&check) }
    }

    fn checking(&self, errors: Option<&FieldErrors>, typed: Typed) -> Result<Check<'_>, Problem> {
        let (words, scope) = (self.visit.words, &self.visit.scope);
        let shell = self.visit.shell(words.report_check()).errors(errors.unwrap_or(&FieldErrors::default())).leave();
        let category = self.category().ok_or(Problem::NotFound)?;
        let places = self.place.as_ref().map(|place| place.places.as_slice()).unwrap_or_default();
        Ok(Check {
            shell: shell.unlisted(),
            w: words,
            token: self.visit.form_token(),
            draft: self,
            form: Form::filled(words, typed),
            rows: self.rows()?,
            today: words.day_of(scope.now),
            seen: match saying::seen_place(scope, category, places)? {
                Some(place) => words.report_public_category(&category.name, place),
                None => words.report_public_no_place(&category.name),
            },
            spot: self.public_spot(category)?,
        })
    }

    /// What the public sees of the spot that was told: what becomes of it when it is one of the issues on the map.
    fn public_spot(&self, category: &Category) -> Result<Option<(String, Markup)>, Problem> {
        let (words, scope) = (self.visit.words, &self.visit.scope);
        let Some(point) = self.place.as_ref().ok().and_then(|place| place.point) else { return Ok(None) };
        if let Some(issue) = self.joins().flatten() {
            return Ok(Some((words.report_public_joins(&issue.title), Markup::default())));
        }
        let shown = |point, says| places::map_of_spot(scope, words, point, "public-spot", says);
        Ok(Some(match (category.public_place, public_point(category.public_place, point.into())) {
            (PublicPlace::Point, Some(point)) => {
                (words.report_public_spot().to_owned(), shown(point, words.report_public_spot_map())?)
            }
            (_, Some(point)) => {
                (words.report_public_street().to_owned(), shown(point, words.report_public_street_map())?)
            }
            (_, None) => (words.report_public_no_spot().to_owned(), Markup::default()),
        }))
    }

    /// Where it is, in words and, when it is a spot, on a map.
    fn told_place(&self, place: &Whereabouts) -> Result<Markup, Problem> {
        let (words, scope) = (self.visit.words, &self.visit.scope);
        let told = [Some(place.label.as_str()), place.exactly.as_deref()].into_iter().flatten().collect::<Vec<_>>();
        let map = match place.point {
            Some(point) => places::map_of_spot(scope, words, point, "spot", words.own_spot())?,
            None => Markup::default(),
        };
        Ok(Markup::trusted(format!("{}{map}", lines(&told.join("\n")))))
    }

    fn rows(&self) -> Result<Vec<Row>, Problem> {
        let words = self.visit.words;
        let (Ok(what), Ok(place), Ok(who)) = (&self.what, &self.place, &self.who) else { return Ok(Vec::new()) };
        let row = |asked, answer: Markup, step, what| Row { asked, answer, step: Some(step), what };
        let people =
            who.people.map_or_else(|| words.report_check_people_unknown().to_owned(), |count| count.to_string());
        let reached = match who.safe_way {
            SafeWay::Email => words.report_check_contact_email(who.address()),
            SafeWay::Phone => words.report_check_contact_phone(who.address()),
            SafeWay::Letter => words.report_check_contact_letter(who.address()),
            SafeWay::Nothing => words.report_check_contact_nothing().to_owned(),
        };
        let name = who.contact.as_ref().and_then(|contact| contact.name.as_deref());
        let mut rows = vec![
            row(words.report_check_words(), lines(&what.words), Step::What, words.report_change_words()),
            Row {
                asked: words.report_check_category(),
                answer: Markup::from(&what.category.name),
                step: self.given().is_none().then(|| self.category_step()),
                what: words.report_change_category(),
            },
            row(words.report_check_place(), self.told_place(place)?, Step::Where, words.report_change_place()),
            row(words.report_check_people(), people.into(), Step::Who, words.report_change_people()),
            row(words.report_check_contact(), lines(&reached), Step::Who, words.report_change_contact()),
        ];
        if let Some(name) = name {
            rows.push(row(words.report_check_name(), name.into(), Step::Who, words.report_change_contact()));
        }
        if who.language != said_in(words) {
            let language = LANGUAGES.iter().find(|(code, _)| *code == who.language).map_or("", |(_, name)| name);
            rows.push(row(words.report_check_language(), language.into(), Step::Who, words.report_change_contact()));
        }
        if !self.similar.is_empty() {
            let joined = self.joins().flatten().map(|one| one.title.as_str());
            let answer = joined.unwrap_or_else(|| words.report_check_joins_none());
            let asked = if self.given().is_some() { words.report_check_given() } else { words.report_check_joins() };
            rows.push(row(asked, answer.into(), Step::Alike, words.report_change_joins()));
        }
        Ok(rows)
    }

    /// What was typed once more, and that these pages sent something else before.
    pub fn sent_before(&self) -> Answer {
        let mut typed = self.typed.clone();
        typed.set("once", new_once(&self.visit.scope));
        let mut check = self.checking(None, typed)?;
        check.shell.notice =
            Some(NotificationBanner::important(self.visit.words, self.visit.words.report_sent_before()).into());
        again(&check)
    }

    /// What the command itself refused, on the page it belongs to.
    pub fn refused(&self, errors: &FieldErrors) -> Answer {
        let at_fault = |step: &Step| errors.0.iter().any(|error| step.fields().contains(&error.field.as_str()));
        match Step::ASKING.into_iter().find(at_fault) {
            Some(step) => again(&self.question(step, errors)?),
            None => self.check(Some(errors)),
        }
    }

    /// The end.
    pub fn done(&self, reported: &Reported) -> Answer {
        let (words, scope) = (self.visit.words, &self.visit.scope);
        let category = self.category().ok_or(Problem::NotFound)?;
        let answer_within = u16::try_from(category.answer_within).unwrap_or(10);
        let numbers = Numbers::of(scope, words);
        let phone = self.reader.as_ref().and_then(|reader| reader.phone.as_deref());
        personal(&Done {
            shell: self.visit.shell(words.report_done()).leave().unlisted(),
            w: words,
            panel: panel(words, reported.reference.as_str()),
            secret_link: scope.full_url(Page::Secret(&reported.secret)),
            joined: self.joins().flatten().map(|one| words.report_done_joined(&one.title)),
            reader: match &self.reader {
                Some(reader) => words.report_done_reader(&reader.name, &reader.title),
                None => words.report_done_reader_unknown().to_owned(),
            },
            danger_reader: numbers
                .front_door
                .as_ref()
                .map(|(who, _)| words.report_done_reader_danger(who))
                .unwrap_or_default(),
            answer_by: words
                .report_done_answer(words.day_of(WorkingDays::england_and_wales().deadline(scope.now, answer_within))),
            answer_why: words.own_answer_why(&category.name, answer_within),
            ring: phone
                .map_or_else(|| words.report_done_ring_nobody().to_owned(), |phone| words.report_done_ring_us(phone)),
            advice: category
                .urgent_advice
                .as_deref()
                .map(|advice| WarningText::new(words, components::ringing(advice))),
            numbers,
            report: scope.url(Page::Report),
        })
    }
}

impl Question<'_> {
    fn groups(&self) -> Choices {
        let groups = self.categories.groups().into_iter().map(|(name, _)| (name, name));
        self.form.radios("group", self.w.report_group()).hint(self.w.report_group_hint()).choices(groups).small()
    }

    /// What the report is about, when it is known.
    fn about(&self) -> &str {
        self.draft.category().map_or("", |category| &category.name)
    }

    fn kinds(&self) -> Choices {
        let members = self.draft.group();
        let group = members.first().map(|category| category.group_name.as_str()).unwrap_or_default();
        let offered =
            members.into_iter().map(|category| Choice::new(&category.code, &category.name).hint(&category.description));
        self.form.radios("category", group).hint(self.w.report_category_hint()).choices(offered).small()
    }

    /// The advice of the category chosen on the page before.
    fn advice(&self) -> Option<WarningText> {
        let category = self.draft.category().filter(|_| self.step == Step::Where)?;
        Some(WarningText::new(self.w, components::ringing(category.urgent_advice.as_deref()?)))
    }

    fn choices(&self) -> &[(String, String)] {
        self.draft.place.as_ref().err().map(|unfound| unfound.choices.as_slice()).unwrap_or_default()
    }

    /// What can be typed: a postcode only where the partnership knows one.
    fn tiers(&self) -> Tiers {
        Tiers::of(&self.draft.visit.scope, self.w)
    }

    fn place_question(&self) -> String {
        let Tiers { ward, area, .. } = self.tiers();
        match self.places.example_postcode() {
            Some(_) => self.w.report_place(area, ward),
            None => self.w.report_place_name(area, ward),
        }
    }

    fn place_hint(&self) -> String {
        let name = self.places.example_name();
        match self.places.example_postcode() {
            Some(postcode) => self.w.report_place_hint(name, postcode),
            None => self.w.report_place_hint_name(name),
        }
    }

    fn points_at_map(&self) -> bool {
        places::spot_chosen(&self.draft.typed).is_some()
    }

    /// This page in the other languages: what was typed goes with it.
    fn other_languages(&self) -> Vec<Language> {
        self.draft.visit.other_languages()
    }

    fn languages(&self) -> Vec<SelectOption> {
        let page = said_in(self.w);
        let mut all = LANGUAGES.to_vec();
        all.sort_by_key(|(code, _)| *code != page);
        all.iter().map(SelectOption::from).collect()
    }

    /// The issues to join, and that it is none of them.
    fn alike_choices(&self) -> Choices {
        let offered = self
            .draft
            .similar
            .iter()
            .map(|one| Choice::new(&one.issue, self.w.report_alike_me_too(&one.title)).hint(self.told_about(one)));
        let choices = self.form.radios("joins", self.w.report_alike_question()).choices(offered);
        choices.divider(self.w.or()).choice("none", self.w.report_alike_none())
    }

    fn told_about(&self, one: &Similar) -> String {
        let near = match one.distance_m {
            Some(metres) => self.w.report_alike_distance(metres),
            None => self.w.report_alike_ward(self.tiers().ward),
        };
        format!("{near} {}", self.w.report_alike_voices(one.voices, self.w.day_of(one.opened_at)))
    }

    fn issue_address(&self, one: &Similar) -> String {
        one.issue.parse().map(|issue| self.draft.visit.scope.url(Page::Issue(&issue))).unwrap_or_default()
    }
}

fn panel(words: &Words, reference: &str) -> Panel {
    let (asked, reference) = (Markup::from(words.report_done_reference()), Markup::from(reference));
    let body = format!("{asked}<br><strong class=\"wm-reference\">{reference}</strong>");
    Panel::new(words.report_done(), Markup::trusted(body))
}

fn title(words: &Words, step: Step) -> &str {
    match step {
        Step::What => words.report_title(),
        Step::Kind => words.report_category(),
        Step::Where => words.report_where(),
        Step::Who => words.report_who(),
        Step::Alike => words.report_alike(),
        Step::Check => words.report_check(),
    }
}

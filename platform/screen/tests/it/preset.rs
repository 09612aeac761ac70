//! The demonstration's own words pass through both readers like anybody's, and its files hang together.

use std::collections::BTreeSet;

use serde::Deserialize;
use wardmote_screen::{danger, personal};

#[derive(Deserialize)]
struct Categories {
    category: Vec<Category>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Category {
    code: String,
    name: String,
    group: String,
    description: String,
    default_seriousness: u8,
    public_place: String,
    answer_within_working_days: u16,
    #[serde(default)]
    urgent_advice: String,
    notice: bool,
}

#[derive(Deserialize)]
struct Organisations {
    organisation: Vec<Organisation>,
}

#[derive(Deserialize)]
struct Organisation {
    code: String,
    phone: String,
    email: String,
    #[serde(default)]
    part_of: Option<String>,
    #[serde(default)]
    safeguarding_front_door: bool,
}

#[derive(Deserialize)]
struct People {
    person: Vec<Person>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    name: String,
    role: String,
    organisation: String,
    scope: String,
    #[serde(default)]
    places: Vec<String>,
    email: Option<String>,
    #[serde(rename = "title")]
    _title: Option<String>,
    #[serde(rename = "since_days_ago")]
    _since: Option<u16>,
    #[serde(rename = "until_days_ago")]
    _until: Option<u16>,
    phone: Option<String>,
}

/// A number that Ofcom keeps for drama: nobody's.
fn is_nobodys(phone: &str) -> bool {
    phone.starts_with("01632 960") || phone.starts_with("07700 900")
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Story {
    issue: Vec<Issue>,
    concern: Vec<Concern>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Issue {
    code: String,
    title: String,
    category: String,
    ward: String,
    street: Option<String>,
    lat: Option<f64>,
    lon: Option<f64>,
    days_before: u16,
    opened_by: String,
    #[serde(default)]
    also_affected: u16,
    #[serde(default)]
    dangerous: bool,
    concern: Vec<Concern>,
    #[serde(default)]
    step: Vec<Step>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Concern {
    category: Option<String>,
    ward: Option<String>,
    days_before: u16,
    time: String,
    channel: String,
    words: String,
    #[serde(rename = "street")]
    _street: Option<String>,
    lat: Option<f64>,
    lon: Option<f64>,
    #[serde(rename = "people_affected")]
    _people_affected: Option<u32>,
    recorded_by: Option<String>,
    language: Option<String>,
    original_words: Option<String>,
    translated_by: Option<String>,
    contact: Option<Contact>,
    held: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Contact {
    name: String,
    email: Option<String>,
    phone: Option<String>,
    #[serde(rename = "safe")]
    _safe: bool,
    #[serde(rename = "consent")]
    _consent: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    verb: String,
    days_before: u16,
    time: String,
    by: Option<String>,
    seriousness: Option<u8>,
    people_affected: Option<u32>,
    reason: Option<String>,
    evidence: Option<String>,
    holder: Option<String>,
    told: Option<String>,
    told_time: Option<String>,
    decision: Option<String>,
    capacity: Option<String>,
    #[serde(rename = "authority")]
    _authority: Option<String>,
    waiting_for: Option<String>,
    waiting_until_days_before: Option<u16>,
    waiting_until_days_after: Option<u16>,
    watching_until_days_before: Option<u16>,
    watching_until_days_after: Option<u16>,
    outcome: Option<String>,
    what_we_did: Option<String>,
    words: Option<String>,
    concern: Option<usize>,
    #[serde(default)]
    any_day: bool,
}

macro_rules! preset {
    ($file:literal) => {
        toml::from_str(include_str!(concat!("../../../../presets/walsall/", $file))).expect($file)
    };
}

fn categories() -> Vec<Category> {
    let file: Categories = preset!("categories.toml");
    file.category
}

fn organisations() -> Vec<Organisation> {
    let file: Organisations = preset!("organisations.toml");
    file.organisation
}

fn people() -> Vec<Person> {
    let file: People = preset!("people.toml");
    file.person
}

fn story() -> Story {
    preset!("story.toml")
}

fn is_ward(code: &str) -> bool {
    code.strip_prefix("E050013").is_some_and(|end| ("01"..="20").contains(&end))
}

fn is_time(text: &str) -> bool {
    text.len() == 5
        && text
            .split_once(':')
            .is_some_and(|(hour, minute)| ("00".."24").contains(&hour) && ("00".."60").contains(&minute))
}

#[test]
fn categories_say_what_they_must() {
    let all = categories();
    let codes: BTreeSet<_> = all.iter().map(|category| &category.code).collect();
    assert_eq!(codes.len(), all.len(), "a code stands twice");
    for category in &all {
        let code = &category.code;
        assert!((1..=5).contains(&category.default_seriousness), "{code}");
        assert!((1..=10).contains(&category.answer_within_working_days), "{code}");
        assert!(["point", "street", "ward", "none"].contains(&category.public_place.as_str()), "{code}");
        assert!(!category.name.is_empty() && !category.description.is_empty(), "{code}");
        if category.default_seriousness == 5 {
            assert!(
                category.notice && category.answer_within_working_days == 1 && !category.urgent_advice.is_empty(),
                "{code}"
            );
        }
        let hides_its_place =
            ["Noise and nuisance", "Housing", "Drugs", "Hate crime"].contains(&category.group.as_str());
        assert!(!hides_its_place || category.public_place == "none", "{code} would show a home");
    }
}

#[test]
fn every_role_has_somebody_and_everybody_is_invented() {
    let roles = "administrator director area_manager support_officer councillor partner_lead tasking_contact practitioner \
        referral_handler safeguarding_lead task_lead analyst finance_officer clerk editor community_rep information_governance";
    let (organisations, people) = (organisations(), people());
    let codes: BTreeSet<_> = organisations.iter().map(|organisation| organisation.code.as_str()).collect();
    for role in roles.split_whitespace() {
        assert!(people.iter().any(|person| person.role == role), "nobody is {role}");
    }
    for person in &people {
        assert!(roles.contains(&person.role) && codes.contains(person.organisation.as_str()), "{}", person.name);
        assert!(person.email.as_ref().is_none_or(|email| email.ends_with(".example.org")), "{}", person.name);
        assert!(person.phone.as_deref().is_none_or(is_nobodys), "{}", person.name);
        assert!(["partnership", "organisation", "place"].contains(&person.scope.as_str()), "{}", person.name);
        assert_eq!(person.scope == "place", !person.places.is_empty(), "{}", person.name);
        let area = |place: &String| place.strip_prefix("area-").is_some_and(|number| ("1"..="6").contains(&number));
        assert!(person.places.iter().all(|place| area(place) || is_ward(place)), "{}", person.name);
    }
    let emails: Vec<_> = people.iter().filter_map(|person| person.email.as_ref()).collect();
    assert_eq!(emails.iter().collect::<BTreeSet<_>>().len(), emails.len(), "an e-mail stands twice");
    let areas: BTreeSet<_> =
        people.iter().filter(|person| person.role == "area_manager").flat_map(|person| &person.places).collect();
    assert_eq!(areas.len(), 6);
    let handlers: BTreeSet<_> =
        people.iter().filter(|person| person.role == "referral_handler").map(|person| &person.organisation).collect();
    assert!(handlers.len() >= 4);
    assert_eq!(organisations.iter().filter(|organisation| organisation.safeguarding_front_door).count(), 1);
    for organisation in &organisations {
        assert!(
            is_nobodys(&organisation.phone) && organisation.email.ends_with(".example.org"),
            "{}",
            organisation.code
        );
        assert!(organisation.part_of.as_deref().is_none_or(|whole| codes.contains(whole)), "{}", organisation.code);
    }
}

#[test]
fn exactly_the_concerns_that_the_story_says_are_held() {
    let story = story();
    let joined = story.issue.iter().flat_map(|issue| &issue.concern);
    for concern in joined.clone() {
        assert!(concern.held.is_none(), "a held concern joins no issue: {}", concern.words);
    }
    for concern in joined.chain(&story.concern) {
        let held = danger::held(&concern.words);
        assert_eq!(held.is_some(), concern.held.is_some(), "{}: {held:?}", concern.words);
    }
    assert_eq!(story.concern.iter().filter(|concern| concern.held.is_some()).count(), 2);
}

#[test]
fn the_storys_staff_words_publish_at_once() {
    for issue in &story().issue {
        let names: Vec<&str> =
            issue.concern.iter().filter_map(|concern| Some(concern.contact.as_ref()?.name.as_str())).collect();
        let of_step = |step: &Step| {
            [step.reason.clone(), step.evidence.clone(), step.what_we_did.clone()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
        };
        let words = issue.step.iter().flat_map(of_step).chain([issue.title.clone()]);
        for words in words {
            assert_eq!(personal::find(&words, &names), [], "{words}");
        }
    }
}

#[test]
fn the_story_hangs_together() {
    let story = story();
    let categories = categories();
    let people = people();
    let organisations = organisations();
    let person = |by: &str| {
        people.iter().any(|person| person.email.as_ref().and_then(|email| email.split('@').next()) == Some(by))
    };
    let category = |code: &str| {
        categories.iter().find(|category| category.code == code).unwrap_or_else(|| panic!("no category {code}"))
    };
    let mut wards = BTreeSet::new();
    for concern in &story.concern {
        let ward = concern.ward.as_deref().expect("a ward");
        assert!(is_ward(ward));
        wards.insert(ward);
        follows(concern, category(concern.category.as_deref().expect("a category")));
        assert!(concern.recorded_by.as_deref().is_none_or(person), "{}", concern.words);
    }
    for issue in &story.issue {
        let code = &issue.code;
        let is_point = category(&issue.category).public_place == "point";
        assert!(is_ward(&issue.ward) && person(&issue.opened_by), "{code}");
        assert_eq!((issue.lat.is_some(), issue.lon.is_some()), (is_point, is_point), "{code}");
        assert!(issue.street.is_some() || category(&issue.category).public_place != "street", "{code}");
        assert!((2..=9).contains(&issue.concern.len()), "{code}");
        assert!(
            issue.concern.iter().any(|concern| concern.days_before >= issue.days_before),
            "{code} opens before anyone spoke"
        );
        wards.insert(issue.ward.as_str());
        for concern in &issue.concern {
            assert!(concern.category.is_none() && concern.ward.is_none(), "{code}");
            follows(concern, category(&issue.category));
            assert!(concern.recorded_by.as_deref().is_none_or(person), "{code}");
        }
        let mut last = issue.days_before;
        for step in &issue.step {
            assert!(step.days_before <= last && is_time(&step.time), "{code}: {} out of order", step.verb);
            last = step.days_before;
            assert_eq!(step.by.is_none(), step.verb == "contest", "{code}");
            assert!(step.by.as_deref().is_none_or(person), "{code}: {:?}", step.by);
            assert!(
                step.holder.as_ref().is_none_or(|holder| organisations.iter().any(|known| known.code == *holder)),
                "{code}"
            );
            carries_its_fields(code, step, issue);
        }
    }
    assert_eq!(wards.len(), 20, "every ward is heard from");
    let voices: usize = story.issue.iter().map(|issue| issue.concern.len()).sum::<usize>() + story.concern.len();
    println!("{} issues, {voices} concerns with words", story.issue.len());
    assert!(story.issue.len() >= 20 && voices >= 55);
    let lighting = story.issue.iter().find(|issue| issue.code == "queen-street-lamps").expect("STORY-07");
    assert_eq!(lighting.concern.len() + usize::from(lighting.also_affected), 41);
    let came_back = story.issue.iter().filter(|issue| issue.step.iter().any(|step| step.verb == "contest"));
    assert_eq!((came_back.count(), story.issue.iter().filter(|issue| issue.dangerous).count()), (3, 2));
}

fn follows(concern: &Concern, category: &Category) {
    let words = &concern.words;
    let channels =
        ["web", "phone", "email", "doorstep", "meeting", "surgery", "street_stall", "young_people", "councillor"];
    assert!(is_time(&concern.time) && channels.contains(&concern.channel.as_str()), "{words}");
    let point = category.public_place == "point";
    assert_eq!((concern.lat.is_some(), concern.lon.is_some()), (point, point), "{words}");
    assert_eq!(concern.original_words.is_some(), concern.translated_by.is_some(), "{words}");
    assert!(concern.original_words.is_none() || concern.language.is_some(), "{words}");
    if let Some(contact) = &concern.contact {
        assert!(contact.email.as_ref().is_none_or(|email| email.ends_with("example.org")), "{words}");
        assert!(contact.phone.as_deref().is_none_or(is_nobodys), "{words}");
    }
}

fn carries_its_fields(code: &str, step: &Step, issue: &Issue) {
    let whole = match step.verb.as_str() {
        "assess" => {
            let dangerous = step.seriousness == Some(5);
            let told = step.holder.is_some() && step.told.is_some() && step.told_time.as_deref().is_some_and(is_time);
            assert!(
                !dangerous || (told && step.any_day && issue.dangerous),
                "{code}: a 5 is told to a named holder at once"
            );
            step.seriousness.is_some() && step.people_affected.is_some() && step.reason.is_some()
        }
        "assign" => step.holder.is_some(),
        "escalate" => step.reason.is_some(),
        "decide" => {
            let waits = step.waiting_for.is_some()
                && (step.waiting_until_days_before.is_some() || step.waiting_until_days_after.is_some());
            let watches = step.watching_until_days_before.is_some() || step.watching_until_days_after.is_some();
            let decided = match step.decision.as_deref() {
                Some("taking_forward") => waits || watches,
                Some("not_taking_forward") => !waits && !watches,
                _ => false,
            };
            decided && step.reason.is_some() && step.capacity.is_some()
        }
        "contest" => step.words.is_some() && step.concern.is_some_and(|nth| (1..=issue.concern.len()).contains(&nth)),
        "resolve" => {
            let outcomes = ["sorted", "partly", "done_what_we_can", "nothing_found", "stopped_by_itself"];
            step.what_we_did.is_some() && step.outcome.as_deref().is_some_and(|outcome| outcomes.contains(&outcome))
        }
        other => panic!("{code}: no verb {other}"),
    };
    assert!(whole, "{code}: {} lacks a field", step.verb);
}

//! A resident who reads and writes Welsh: every page, the report, the mails; and a partnership that offers no Welsh.

use std::collections::{BTreeMap, BTreeSet};

use access::Role;
use regex::Regex;
use scraper::{Html, Selector};
use serde_json::json;

use crate::harness::{Reply, TestApp, repository};

const NEW: &str = "/walsall/cy/concerns/new";
/// What the town itself calls something, in the words of its own catalogue of categories.
const ITS_OWN: &[&str] = &["Something else"];

/// Walsall offers these languages from now on.
async fn offers(app: &TestApp, languages: &str) -> Reply {
    let administrator = app.api(&app.walsall.worker(Role::Administrator).token);
    administrator.post_json("/walsall/api/v1/settings", &json!({ "settings": { "languages": languages } })).await
}

fn all(html: &str, selector: &str) -> Vec<String> {
    let page = Html::parse_document(html);
    let selector = Selector::parse(selector).expect("a selector");
    let text = |element: scraper::ElementRef<'_>| element.text().collect::<String>();
    page.select(&selector).map(|one| text(one).split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

fn attribute(html: &str, selector: &str, name: &str) -> Vec<String> {
    let page = Html::parse_document(html);
    let selector = Selector::parse(selector).expect("a selector");
    page.select(&selector).filter_map(|one| one.attr(name)).map(str::to_owned).collect()
}

/// Sends the page's form with these answers to where it goes.
async fn sends(app: &TestApp, page: &Reply, answers: &[(&str, &str)]) -> Reply {
    let names = attribute(&page.body, "main input[type=hidden]", "name");
    let values = attribute(&page.body, "main input[type=hidden]", "value");
    let mut form: BTreeMap<String, String> = names.into_iter().zip(values).collect();
    form.extend(answers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let to = attribute(&page.body, "main form", "action").first().cloned().expect("a form");
    app.post_form(&to, &form).await
}

/// What the catalogue of a language says, piece by piece between its variables.
fn pieces(language: &str) -> BTreeSet<String> {
    let between = Regex::new(r"\{[^{}]*\}|^\s*\*?\[\w+\]|^[a-z0-9-]+ =").expect("a pattern");
    let mut said = BTreeSet::new();
    for file in std::fs::read_dir(repository().join("words").join(language)).expect("the words") {
        let text = std::fs::read_to_string(file.expect("a file").path()).expect("text");
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let of_line = between.split(line).map(|piece| piece.trim_matches([' ', '.', ':', ',', '}']).to_owned());
            said.extend(of_line.filter(|piece| piece.contains(' ') && piece.len() > 9 && !piece.contains('{')));
        }
    }
    said
}

/// What English says and Welsh does not.
fn english() -> BTreeSet<String> {
    pieces("en-GB").difference(&pieces("cy")).cloned().collect()
}

/// Sentences of the English catalogue that stand on the page.
fn left_in_english(html: &str, said: &BTreeSet<String>) -> Vec<String> {
    let page = Html::parse_document(html);
    let body = Selector::parse("body").expect("a selector");
    let mut seen: Vec<String> = page.select(&body).flat_map(|body| body.text()).map(str::to_owned).collect();
    for name in ["aria-label", "title", "alt", "placeholder", "data-i18n"] {
        seen.extend(attribute(html, &format!("[{name}]"), name));
    }
    let seen = seen.join(" | ");
    said.iter().filter(|piece| !ITS_OWN.contains(&piece.as_str()) && seen.contains(piece.as_str())).cloned().collect()
}

/// A concern that somebody told us, and the issue that was made of it: their references.
async fn issue_of(app: &TestApp) -> (String, String) {
    let manager = app.api(&app.walsall.worker(Role::AreaManager).token);
    let told = json!({ "category": "street-light", "description": "Dark", "postcode": "WS99 0AA", "channel": "web" });
    let concern = app.anyone().post_json("/walsall/api/v1/concerns", &told).await.is(201).json()["reference"].clone();
    let new = json!({ "title": "Golau stryd", "category": "street-light", "concerns": [concern] });
    let issue = manager.post_json("/walsall/api/v1/issues", &new).await.is(201).json()["reference"].clone();
    let said = |reference: serde_json::Value| reference.as_str().expect("a reference").to_owned();
    (said(concern), said(issue))
}

stories! {
    async fn a_resident_tells_in_welsh_and_is_answered_in_welsh(app) {
        offers(&app, "en cy").await.is(200);
        let home = app.get("/walsall").await.is(200);
        assert_eq!(attribute(&home.body, "html", "lang"), ["en-GB"]);
        assert_eq!(attribute(&home.body, ".wm-languages a", "href"), ["/walsall/cy"]);
        assert_eq!(attribute(&home.body, ".wm-languages a", "hreflang"), ["cy"]);
        assert_eq!(all(&home.body, ".wm-languages a"), ["Cymraeg"]);

        // The choice is in the address of whatever follows, and in no cookie.
        let home = app.get("/walsall/cy").await.is(200);
        assert_eq!(attribute(&home.body, "html", "lang"), ["cy"]);
        assert!(home.headers.get("set-cookie").is_none(), "no cookie");
        assert_eq!(all(&home.body, ".wm-languages a"), ["English"]);
        assert_eq!(attribute(&home.body, ".wm-languages a", "href"), ["/walsall/en"]);
        let links = attribute(&home.body, "main a, header a, footer a", "href");
        let ours = links.iter().filter(|href| href.starts_with("/walsall") && *href != "/walsall/en");
        assert!(ours.clone().count() > 5 && ours.clone().all(|href| href.starts_with("/walsall/cy")), "{links:?}");

        let page = app.get(NEW).await.is(200);
        web::testing::assert_page(&page.body);
        assert_eq!(all(&page.body, "h1"), ["Rhoi gwybod i ni am rywbeth"]);
        let page = sends(&app, &page, &[("category", "street-light"), ("words", "Mae’r golau stryd wedi torri.")]).await;
        assert_eq!(all(&page.body, "h1"), ["Ble mae e?"]);

        // Another language half way takes every word along.
        let other = attribute(&page.body, "main button[formaction]", "formaction");
        assert_eq!(other, ["/walsall/en/concerns/new"]);
        let turned = app.post_form(&other[0], &[("step", "where"), ("go", "where"), ("place", "WS99 0AA"),
            ("category", "street-light"), ("words", "Mae’r golau stryd wedi torri.")]).await.is(200);
        assert_eq!(all(&turned.body, "h1"), ["Where is it?"]);
        assert!(attribute(&turned.body, "input[name=words]", "value") == ["Mae’r golau stryd wedi torri."]);
        assert_eq!(attribute(&turned.body, "#place", "value"), ["WS99 0AA"]);

        let page = sends(&app, &page, &[("place", "WS99 0AA")]).await;
        assert_eq!(all(&page.body, "select[name=language] option")[0], "Cymraeg", "answered as they asked");
        let wrong = sends(&app, &page, &[("contact", "email"), ("email", "sam")]).await.is(422);
        assert!(wrong.body.contains("Gwall: ") && wrong.body.contains("Rhowch eich cyfeiriad e-bost"), "{}", wrong.body);
        let page = sends(&app, &page, &[("contact", "email"), ("email", "sam@example.org"), ("name", "Sam"), ("language", "cy")]).await;
        assert_eq!(all(&page.body, "h1"), ["Gwiriwch beth rydych ar fin ei anfon"]);
        let done = sends(&app, &page, &[]).await.is(200);
        assert!(done.body.contains("Erbyn 16 Mawrth 2027 byddwn yn penderfynu beth i’w wneud"), "{}", done.body);
        let own = Regex::new(r"/walsall/cy/c/[A-Za-z0-9_-]{22}").expect("a pattern");
        let own = own.find(&done.body).expect("the secret link").as_str().to_owned();

        app.run_jobs().await;
        let mail = app.mail().await.remove(0);
        assert!(mail.subject.starts_with("Rydym wedi eich clywed: C-"), "{}", mail.subject);
        assert!(mail.body.starts_with("Helô Sam,\n\nAr 2 Mawrth 2027 rhoesoch wybod i ni, Walsall Partnership"), "{}", mail.body);
        assert!(mail.body.contains("byddwn yn penderfynu") && mail.body.contains(&format!("http://ward.example.org{own}\n")), "{}", mail.body);
        let said = english();
        assert_eq!(said.iter().filter(|piece| mail.body.contains(piece.as_str())).collect::<Vec<_>>(), Vec::<&String>::new());

        let own = app.get(&own).await.is(200);
        assert_eq!(all(&own.body, "h1"), ["Yr hyn a ddywedoch wrthym"]);
        assert_eq!(left_in_english(&own.body, &said), Vec::<String>::new());
    }

    async fn no_english_sentence_is_left_on_a_residents_page(app) {
        offers(&app, "en cy").await.is(200);
        let kept = json!({ "pages": { "retention": "Rydym yn cadw pethau tra bo’u hangen." }, "settings": { "concerns_kept_years": "5" } });
        let administrator = app.api(&app.walsall.worker(Role::Administrator).token);
        administrator.post_json("/walsall/api/v1/settings", &kept).await.is(200);
        let manager = app.api(&app.walsall.worker(Role::AreaManager).token);
        let (concern, issue) = issue_of(&app).await;
        let act = |verb: &str| format!("/walsall/api/v1/issues/{issue}/{verb}");
        manager.post_json(&act("assess"), &json!({ "seriousness": 2, "people_affected": 3, "reason": "Gwelwyd" })).await.is(200);
        let decide = json!({ "decision": "taking_forward", "reason": "Lamp newydd", "capacity": "delegated_officer" });
        manager.post_json(&act("decide"), &decide).await.is(200);

        let said = english();
        assert!(said.len() > 600, "{}", said.len());
        let plain = app.get("/walsall/en/issues").await.is(200);
        assert!(!left_in_english(&plain.body, &said).is_empty(), "what is English is found");
        let own = app.get("/walsall/cy/about/retention").await.is(200);
        assert_eq!(all(&own.body, "main [lang=en-GB]"), ["Rydym yn cadw pethau tra bo’u hangen."], "what it wrote itself");
        let below = [
            "", "/concerns/new", "/issues", "/issues?status=resolved", "/places", "/places?at=0,0", "/places/partners", "/places/sets",
            "/places/area-1", "/places/north-east", "/directory", "/directory/organisations/highways", "/bodies",
            "/feedback", "/about/privacy", "/about/accessibility", "/about/cookies", "/about/how-we-decide",
            "/about/numbers-to-ring",
            "/about/retention", "/account/sign-in", "/account/sign-in/sent", "/nowhere", "/concerns/C-2222-2222",
            "/c/AAAAAAAAAAAAAAAAAAAAAA", "/places/cartogram",
        ];
        let of_record = [format!("/concerns/{concern}"), format!("/issues/{issue}"), format!("/take-down?about={issue}")];
        for below in below.into_iter().map(str::to_owned).chain(of_record) {
            let page = app.get(&format!("/walsall/cy{below}")).await;
            assert_eq!(attribute(&page.body, "html", "lang"), ["cy"], "{below}\n{}", page.body);
            assert_eq!(left_in_english(&page.body, &said), Vec::<String>::new(), "{below}\n{}", page.body);
        }
    }

    async fn whoever_asks_in_welsh_for_something_to_go_is_answered_in_welsh(app) {
        offers(&app, "en cy").await.is(200);
        let (_, issue) = issue_of(&app).await;
        let wish = [("about", issue.as_str()), ("why", "names"), ("email", "ann@example.org")];
        let asked = app.post_form("/walsall/cy/take-down", &wish).await.is(200);
        assert_eq!(all(&asked.body, "h1"), ["Mae eich cais gennym"], "{}", asked.body);
        let request = Regex::new(r"T-[2-9A-Z]{4}-[2-9A-Z]{4}").expect("a pattern");
        let request = request.find(&asked.body).expect("its reference").as_str();
        let officer = app.as_role(Role::InformationGovernance).await;
        let decided = [("decision", "keep_hidden"), ("reason", "Mae’n enwi rhywun.")];
        officer.post_form(&format!("/walsall/admin/information/take-downs/{request}"), &decided).await;
        app.run_jobs().await;
        let mail = app.mail().await.remove(0);
        assert_eq!(mail.subject, format!("Beth a benderfynom: {request}"));
        assert!(mail.body.contains("Ar 2 Mawrth 2027 gofynnoch i ni, Walsall Partnership"), "{}", mail.body);
        let said = english();
        assert_eq!(said.iter().filter(|piece| mail.body.contains(piece.as_str())).collect::<Vec<_>>(), Vec::<&String>::new());
    }

    async fn a_partnership_offers_the_languages_it_chose(app) {
        // English alone, until it says otherwise: whatever a browser or an address asks for.
        let welsh = app.anyone().with("accept-language", "cy-GB, cy;q=0.9");
        for path in ["/walsall", "/walsall/cy"] {
            let page = welsh.get(path).await.is(200);
            assert_eq!(attribute(&page.body, "html", "lang"), ["en-GB"], "{path}");
            assert!(!page.body.contains("wm-languages"), "no choice of one");
        }
        assert_eq!(attribute(&app.get("/walsall/en-XA").await.body, "html", "lang"), ["en-GB"], "no demonstration");
        offers(&app, "klingon").await.is(422);

        // Welsh first: for whoever asks for nothing that is offered. The address counts more than the browser.
        offers(&app, "cy en").await.is(200);
        assert_eq!(attribute(&app.get("/walsall").await.body, "html", "lang"), ["cy"]);
        let english = app.anyone().with("accept-language", "fr, en;q=0.5");
        assert_eq!(attribute(&english.get("/walsall").await.body, "html", "lang"), ["en-GB"]);
        assert_eq!(attribute(&english.get("/walsall/cy/nowhere").await.is(404).body, "html", "lang"), ["cy"]);
        assert_eq!(attribute(&app.get("/salford/cy").await.body, "html", "lang"), ["en-GB"], "each for itself");

        // An administrator chooses on a page; staff's pages stay in English.
        let administrator = app.as_role(Role::Administrator).await;
        let page = administrator.get("/walsall/cy/admin/settings/name").await.is(200);
        assert_eq!(attribute(&page.body, "html", "lang"), ["en-GB"]);
        assert_eq!(all(&page.body, "select[name=languages] option"), ["English", "English, Cymraeg", "Cymraeg, English"]);
        assert_eq!(attribute(&page.body, "select[name=languages] option[selected]", "value"), ["cy en"]);
    }
}

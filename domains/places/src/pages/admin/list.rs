use access::{Page, Scope};
use askama::Template;

use web::asking::{Staff, Visit};
use web::components::{Button, Table};
use web::{Answer, Markup, Query, Shell, personal};

use super::{administrator, day_words, days, shell};
use crate::known::Places;
use crate::pages::kind_words;
use crate::place::{Kind, Place};

#[derive(Template)]
#[template(path = "admin/list.html")]
struct ListPage {
    shell: Shell,
    declare: String,
    partners: String,
    redraws: String,
    cartogram: String,
    /// A heading for each kind, and its places.
    kinds: Vec<(String, Table)>,
}

/// Every place of any day, wide before small, with what there is to look at.
pub(super) async fn list(Staff(visit): Staff, Query(query): Query) -> Answer {
    administrator(&visit.scope)?;
    let places = visit.scope.snapshot.part::<Places>()?;
    let every: Vec<&Place> = places.every().into_iter().map(|(_, place)| place).collect();
    let kinds = Kind::ALL.iter().rev().filter_map(|kind| {
        let own: Vec<&Place> = every.iter().copied().filter(|place| place.kind == *kind).collect();
        let heading = kind_words(&visit.scope, visit.words, *kind).to_owned();
        (!own.is_empty()).then(|| (format!("{heading}: {}", own.len()), table(&visit, places, &heading, &own)))
    });
    personal(&ListPage {
        kinds: kinds.collect(),
        declare: visit.scope.url(Page::AdminPlace("new")),
        partners: visit.scope.url(Page::AdminPartnerLines),
        redraws: visit.scope.url(Page::Redraws),
        cartogram: visit.scope.url(Page::AdminPlace("cartogram")),
        shell: shell(&visit, "Places and boundaries", query.get("done")).wide(),
    })
}

fn table(visit: &Visit, places: &Places, heading: &str, own: &[&Place]) -> Table {
    let scope = &visit.scope;
    let table = Table::new(heading).quiet_caption().row_headers();
    let table = table.column("Name").column("Code").column("Part of").column("Holds").column("To look at");
    own.iter().fold(table, |table, place| {
        let parents = place.parents.iter().filter_map(|code| places.ever(code.as_str()));
        let parents: Vec<&str> = parents.map(|parent| parent.name.as_str()).collect();
        table.row([
            Markup::link(&place.name, &scope.url(Page::AdminPlace(place.code.as_str()))),
            place.code.as_str().into(),
            parents.join(", ").into(),
            days(place).into(),
            to_look_at(scope, places, place).unwrap_or_default().into(),
        ])
    })
}

/// What somebody should see to: a review that is due, ground that nobody drew.
fn to_look_at(scope: &Scope, places: &Places, place: &Place) -> Option<String> {
    let today = scope.now.date();
    if place.valid_from > today {
        return Some("Has not begun".to_owned());
    }
    if !place.holds_on(today) {
        return Some("Has ended".to_owned());
    }
    let review = places.focus(place.code.as_str()).filter(|focus| focus.review_on <= today);
    if let Some(focus) = review {
        return Some(format!("Review due since {}", day_words(focus.review_on)));
    }
    let has_ground = places.lookup().atlas().shape(place.code.as_str()).is_some();
    match (has_ground, place.kind) {
        (true, _) => None,
        (false, Kind::Area) => Some("Has no wards".to_owned()),
        (false, _) => Some("Has no boundary".to_owned()),
    }
}

impl ListPage {
    fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }
}

//! Disclosure: everything held on an issue, a place or a period, for whoever asks under freedom of information or the
//! environmental information regulations. What is personal or not yet checked is left out, each item listed with its class
//! and why; of protected matters nothing is said, not even that they are left out. Twenty working days.

mod api;
mod commands;
mod gather;
mod given;
mod long;
mod pages;
mod store;

use std::sync::Arc;

use access::{Page, Right, Scope, Site};
use axum::Router;
use axum::routing::{get, post};
use base::{Date, Id, Instant, Problem};
use db::Tx;
use web::{Waits, WaitsFor};

pub use api::Described;
pub use long::{FORGET, MAKE};

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/{p}/admin/information/disclosures", get(pages::list).post(pages::begin))
        .route("/{p}/admin/information/disclosures/{reference}", get(pages::show).post(pages::give))
        .route("/{p}/admin/information/disclosures/{reference}/make", post(pages::make))
        .route("/{p}/admin/information/disclosures/{reference}/left-out.csv", get(pages::left_out))
        .route("/{p}/api/v1/disclosures", get(api::list).post(api::begin))
        .route("/{p}/api/v1/disclosures/{reference}", get(api::one))
        .route("/{p}/api/v1/disclosures/{reference}/make", post(api::make))
        .route("/{p}/api/v1/disclosures/{reference}/give", post(api::give))
        .route("/{p}/api/v1/disclosures/{reference}/left-out.csv", get(api::left_out))
}

db::words! {
    /// Under which law.
    pub enum Regime {
        /// Freedom of Information Act 2000.
        Foi = "foi",
        /// Environmental Information Regulations 2004.
        Eir = "eir",
    }
}

impl Regime {
    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Foi => "Freedom of information",
            Self::Eir => "Environmental information",
        }
    }

    /// Where it lets personal data be kept back. To be checked by a lawyer before it is quoted.
    #[must_use]
    pub const fn personal(self) -> &'static str {
        match self {
            Self::Foi => "Personal data (section 40)",
            Self::Eir => "Personal data (regulation 13)",
        }
    }
}

db::row! {
    /// A request as stored; what was asked is sealed under its own key.
    pub struct Request {
        /// Its key.
        pub id: Id,
        /// Its reference.
        pub reference: String,
        /// Under which law.
        pub regime: Regime,
        /// What was asked, sealed.
        pub asked: Option<Vec<u8>>,
        /// One issue.
        pub issue: Option<Id>,
        /// One place.
        pub place: Option<Id>,
        /// What it is about, in a few words.
        pub about: String,
        /// From this day.
        pub from_on: Option<Date>,
        /// To this day.
        pub to_on: Option<Date>,
        /// When it came.
        pub received_on: Date,
        /// By when it is answered.
        pub due_on: Date,
        /// When it was given.
        pub given_at: Option<Instant>,
        /// By whom.
        pub given_by: Option<Id>,
        /// The work that makes its file, when it is a large one.
        pub operation: Option<Id>,
        /// Until when that file is kept.
        pub file_until: Option<Instant>,
        /// The key it is sealed under, wrapped; nothing once that was destroyed.
        pub wrapped: Option<Vec<u8>>,
    }
}

inventory::submit! { WaitsFor(waits) }

/// Requests that wait for the officer.
fn waits(tx: &mut Tx<'_>, scope: &Scope) -> Result<Vec<Waits>, Problem> {
    if !scope.has(Right::AnswerSubjects) {
        return Ok(Vec::new());
    }
    let (count, first) = store::count_open(tx, scope.partnership())?;
    let Some(first) = first else { return Ok(Vec::new()) };
    let day = Instant::at(first, 12, 0).day_words();
    let late = first < scope.now.date();
    Ok(vec![Waits {
        words: format!("Requests for information: {count}"),
        href: scope.url(Page::Information("disclosures")),
        more: if late { format!("The first was due on {day}.") } else { format!("The first is due by {day}.") },
        strong: late || first <= scope.now.plus(base::days(7)).date(),
    }])
}

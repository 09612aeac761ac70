use base::{Problem, Reference};
use voice::{Channel, Told};

use super::Draft;
use crate::commands::{self, Report, Reported};

/// What somebody adds who records for another.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// How they heard it.
    pub channel: Channel,
    /// How serious they think it is.
    pub seriousness: Option<i64>,
    /// What they told the person there and then.
    pub told_them: String,
    /// Who may read it.
    pub protection: i64,
}

impl Draft<'_> {
    /// Sends what was typed: sealed first, then heard in one transaction.
    ///
    /// # Errors
    /// [`base::Conflict::Idempotency`] when these pages sent something else before; whatever the store answers.
    pub async fn send(&self, recorded: Option<Recorded>) -> Result<Reported, Problem> {
        let scope = self.visit.scope.clone();
        let mut told = self.told().ok_or_else(|| Problem::fault("a report was sent with a question open"))?;
        if let Some(recorded) = &recorded {
            told.channel = recorded.channel;
            told.suggested_seriousness = recorded.seriousness;
            told.protection = recorded.protection;
        }
        let joins: Option<Reference> = self.joins().flatten().and_then(|one| one.issue.parse().ok());
        let once = self.once(&told, joins.as_ref().map(Reference::as_str));
        let told_them = recorded.map(|recorded| recorded.told_them);
        let report = Report { prepared: voice::prepare(&scope, told), joins, once, told_them };
        let db = scope.site.db.clone();
        db.write(move |tx| commands::report(tx, &scope, &report)).await
    }

    /// What it comes to, when every question has its answer.
    fn told(&self) -> Option<Told> {
        let (what, place, who) = (self.what.as_ref().ok()?, self.place.as_ref().ok()?, self.who.as_ref().ok()?);
        Some(Told {
            category: what.category.id,
            words: what.words.clone(),
            whereabouts: place.exactly.clone(),
            point: place.point,
            places: place.places.clone(),
            channel: Channel::Web,
            people_affected: who.people,
            suggested_seriousness: None,
            language: who.language.clone(),
            contact: who.contact.clone(),
            safe_way: who.safe_way,
            wants_news: !who.address().is_empty(),
            external_id: None,
            protection: 0,
            heard_at: self.visit.scope.now,
        })
    }

    /// The key these pages were given at first, whose it is, and the hash of what is sent with it.
    fn once(&self, told: &Told, joins: Option<&str>) -> Option<(String, String, [u8; 32])> {
        let scope = &self.visit.scope;
        let asker = scope.hat().map_or_else(|| "POST concerns/new".to_owned(), |hat| hat.person.to_string());
        let key = self.typed.get("once")?.to_owned();
        let what = (told.category, &told.words, told.people_affected, joins);
        let told = format!(
            "{:?}",
            (what, told.point, &told.places, &told.whereabouts, &told.contact, told.safe_way, told.protection)
        );
        Some((asker, key, scope.site.vault.keyed_hash("once", scope.partnership(), told.as_bytes())))
    }
}

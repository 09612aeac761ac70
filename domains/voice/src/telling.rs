//! Telling contributors what became of their concern: once for each piece of news, by the way they said is safe.

use access::{Permit, Scope};
use base::{Id, Instant, Problem};
use db::{Error, Rows, ToValue, Tx, Value, sql};
use jobs::NewJob;
use record::wrapped_key;

use crate::{SafeWay, SealedContact};

/// The job that writes a mail.
pub const TELL_BY_MAIL: &str = "voice.tell-by-mail";

db::words! {
    /// What there is to tell.
    pub enum News {
        /// We are looking into it, and this is who decides by when.
        Heard = "heard",
        /// It is taken forward.
        TakingForward = "taking_forward",
        /// It is not taken forward, and why.
        NotTakingForward = "not_taking_forward",
        /// It ended, and what was done.
        Resolved = "resolved",
        /// Somebody said it is still there; it is looked at again.
        CameBack = "came_back",
    }
}

db::row! {
    /// Something somebody is to be told.
    pub struct Telling {
        /// Its key.
        pub id: Id,
        /// The concern.
        pub concern: Id,
        /// The decision it is about.
        pub about: Id,
        /// What there is to tell.
        pub news: News,
        /// How.
        pub way: SafeWay,
        /// Since when it waits.
        pub made_at: Instant,
        /// When it was done.
        pub told_at: Option<Instant>,
    }
}

/// Owes the contributors of `concerns` a piece of news about `about` (a decision): a mail, or a call or letter to make.
/// Those who gave no contact, or want no news, are owed nothing here: their secret link says it. Owing the same news
/// twice owes it once.
///
/// # Errors
/// Whatever the store answers.
pub fn owe(
    tx: &mut Tx<'_>,
    scope: &Scope,
    permit: &Permit,
    concerns: &[Id],
    about: Id,
    news: News,
) -> Result<u64, Problem> {
    let partnership = permit.partnership();
    let reachable: Vec<(Id, SafeWay)> = tx.all(sql!(
        "select concern, safe_way from concern_contact where partnership = $1 and wants_news and safe_way <> $2 \
         and erased_at is null and concern in {list} order by concern",
        partnership,
        SafeWay::Nothing,
        concerns
    ))?;
    let owed: Vec<(Id, Id, SafeWay)> =
        reachable.into_iter().map(|(concern, way)| (scope.new_id(), concern, way)).collect();
    if owed.is_empty() {
        return Ok(0);
    }
    let rows: Rows<'_> = owed
        .iter()
        .map(|(id, concern, way)| {
            vec![
                Value::Id(partnership),
                Value::Id(*id),
                Value::Id(*concern),
                Value::Id(about),
                news.to_value(),
                way.to_value(),
                scope.now.to_value(),
            ]
        })
        .collect();
    let made = tx.insert_many(sql!(
        "insert into telling (partnership, id, concern, about, news, way, made_at) values {rows} \
         on conflict (partnership, concern, about) do nothing",
        rows
    ))?;
    for (id, _, way) in &owed {
        if *way == SafeWay::Email {
            let job = NewJob {
                id: scope.new_id(),
                kind: TELL_BY_MAIL,
                about: *id,
                detail: "",
                run_at: scope.now,
                operation: scope.operation,
            };
            jobs::enqueue(tx, partnership, &job)?;
        }
    }
    Ok(made)
}

/// One telling.
///
/// # Errors
/// Whatever the store answers.
pub fn telling(tx: &mut Tx<'_>, partnership: Id, id: Id) -> Result<Option<Telling>, Error> {
    tx.opt(sql!(
        "select id, concern, about, news, way, made_at, told_at from telling where partnership = $1 and id = $2",
        partnership,
        id
    ))
}

/// What is told in one call or letter, oldest first, and how to reach whoever is told: a piece of news with whatever that
/// contributor still waited for when it came. News that came later is told by itself. Nothing when there is no such piece.
///
/// # Errors
/// Whatever the store answers.
pub fn told_together(
    tx: &mut Tx<'_>,
    partnership: Id,
    latest: Id,
) -> Result<Option<(SealedContact, Vec<Telling>)>, Error> {
    let found: Option<(SealedContact, Vec<Telling>)> = tx.opt_with(sql!(
        concat!(
            "select contact.concern, contact.sealed, contact.safe_way, contact.wants_news, ",
            wrapped_key!("contact.concern"),
            ", telling.id, telling.concern, telling.about, telling.news, telling.way, telling.made_at, telling.told_at \
             from telling latest join telling on telling.partnership = latest.partnership \
             and telling.concern = latest.concern and telling.way = latest.way and telling.made_at <= latest.made_at \
             join concern_contact contact on contact.partnership = latest.partnership and contact.concern = latest.concern \
             where latest.partnership = $1 and latest.id = $2 order by telling.made_at, telling.id"
        ),
        partnership,
        latest
    ))?;
    Ok(found.map(|(contact, mut all)| {
        let told_at = all.iter().find(|telling| telling.id == latest).and_then(|latest| latest.told_at);
        all.retain(|telling| telling.told_at == told_at);
        (contact, all)
    }))
}

/// News that is still to be told by a call or a letter, longest waiting first.
///
/// # Errors
/// Whatever the store answers.
pub fn tellings_to_do(tx: &mut Tx<'_>, scope: &Scope, limit: i64) -> Result<Vec<Telling>, Error> {
    tx.all(
        sql!(
            "select telling.id, telling.concern, telling.about, telling.news, telling.way, telling.made_at, telling.told_at \
             from telling join concern on concern.partnership = telling.partnership and concern.id = telling.concern \
             where telling.partnership = $1 and telling.told_at is null and telling.way <> $2 and {visible:concern} \
             order by telling.made_at, telling.id limit $3",
            scope.partnership(),
            SafeWay::Email,
            limit
        )
        .visible(access::visible_concerns(scope)),
    )
}

/// The contributor was told; answers false when somebody did it already.
///
/// # Errors
/// Whatever the store answers.
pub fn told(tx: &mut Tx<'_>, scope: &Scope, permit: &Permit, telling: &Telling) -> Result<bool, Problem> {
    let first = tx.run(sql!(
        "update telling set told_at = $3, told_by = $4 where partnership = $1 and id = $2 and told_at is null",
        permit.partnership(),
        telling.id,
        scope.now,
        scope.hat().map(|hat| hat.membership)
    ))?;
    scope.tell(
        tx,
        access::Done {
            kind: "concern",
            record: telling.concern,
            verb: "tell",
            fields: &["told_at"],
            values: telling.news.as_str(),
        },
    )?;
    Ok(first == 1)
}

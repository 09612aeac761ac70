use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

use db::{Db, Error, Slice, Tx, sql};

db::housekeeping_tables! { "job", "lock" }
db::partnership_free_tables! { "thing", "part", "audit", "job", "tally", "late", "plan", "pragma_page_count" }

/// The tables of these tests.
pub const SLICE: Slice = Slice {
    name: "db-tests",
    migrations: &[
        (
            "0001-things",
            "create table thing (
                id {id} primary key, name {text} not null, size {int}, share {real}, open {bool} not null default false,
                body {blob}, note {json} not null default '{}', at {instant}, day {date},
                constraint thing_size check (size < 1000)
            ) {strict};
            create table part (
                id {int} primary key, thing {id} not null references thing (id), code {text} not null,
                place {int} not null, unique (thing, code)
            ) {strict};
            create unique index part_first on part (thing, place) where place = 0;
            create unique index part_code_folded on part (lower(code)) where place = 2;
            create table audit (note {text} not null);
            create table job (id {int} primary key) {strict};
            create table claim (id {int} primary key, partnership {id} not null) {strict};",
        ),
        ("0002-tally", "create table tally (id {int} primary key, n {int} not null, body {blob}) {strict};"),
    ],
};

/// A record and its audit entry.
pub fn put(tx: &mut Tx<'_>, id: i64) -> Result<(), Error> {
    tx.run(sql!("insert into tally (id, n) values ($1, 0)", id))?;
    audit(tx)
}

/// An audit entry.
pub fn audit(tx: &mut Tx<'_>) -> Result<(), Error> {
    tx.run_audit(sql!("insert into audit (note) values ('done')")).map(drop)
}

/// The records that are stored.
pub async fn stored(db: &Db) -> Vec<i64> {
    db.read(|tx| tx.all(sql!("select id from tally order by id")))
        .await
        .unwrap_or_else(|error: Error| panic!("{error}"))
}

/// Holds a connection until it is let go.
pub struct Hold {
    begun: Receiver<()>,
    go: Sender<()>,
}

impl Hold {
    /// Sends a write that waits inside its transaction; answers once it does.
    pub async fn a_write(db: &Db) -> Self {
        let (tell, begun) = channel();
        let (go, wait) = channel::<()>();
        let wait = Arc::new(Mutex::new(wait));
        let db = db.clone();
        tokio::spawn(async move {
            let held = move |_: &mut Tx<'_>| {
                let _ = tell.send(());
                let _ = wait.lock().expect("one holder").recv();
                Ok::<_, Error>(())
            };
            db.write(held).await
        });
        let hold = Self { begun, go };
        while hold.begun.try_recv().is_err() {
            tokio::task::yield_now().await;
        }
        hold
    }

    /// Lets it go on.
    pub fn release(self) {
        let _ = self.go.send(());
    }
}

/// Polls once: a call to the store then stands in its queue.
pub fn poll_once<F: Future + Unpin>(future: &mut F) -> Option<F::Output> {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match std::pin::Pin::new(future).poll(&mut context) {
        std::task::Poll::Ready(output) => Some(output),
        std::task::Poll::Pending => None,
    }
}

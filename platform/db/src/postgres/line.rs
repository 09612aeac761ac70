use std::pin::pin;

use futures_util::future::{join, poll_immediate};
use futures_util::stream::TryStreamExt as _;
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::{Client, Config, NoTls, Statement};

use super::errors;
use crate::tx::See;
use crate::{Bound, Error, Row, row};

/// A thread's line to the server. What is not waited for travels with what follows it: each answer that is waited for
/// costs the program more than the statement.
pub(super) struct Line {
    client: Client,
    runtime: Runtime,
}

/// Why rows did not come.
pub(super) enum Fault {
    /// The transaction could not be begun: nothing has been done.
    Begin(postgres::Error),
    /// The statement was refused.
    Server(postgres::Error),
    /// Whoever read them could not.
    Reader(Error),
}

impl Line {
    pub fn open(config: &Config) -> Result<Self, Error> {
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| Error::Unavailable(format!("no connection: {error}")))?;
        let connected = runtime.block_on(config.connect(NoTls));
        let (client, connection) = connected.map_err(|error| errors::unreachable(&error))?;
        // It ends with the client, and what broke it is what the client says next.
        drop(runtime.spawn(connection));
        Ok(Self { client, runtime })
    }

    pub fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    /// Does one thing and waits for it.
    pub fn control(&self, text: &str) -> Result<(), postgres::Error> {
        self.runtime.block_on(self.client.batch_execute(text))
    }

    /// Sends what need not be waited for.
    pub fn send(&self, text: &str) {
        self.runtime.block_on(async {
            let sent = pin!(self.client.batch_execute(text));
            drop(poll_immediate(sent).await);
            // The connection's turn to write it.
            tokio::task::yield_now().await;
        });
    }

    pub fn prepare(&self, text: &str) -> Result<Statement, postgres::Error> {
        self.runtime.block_on(self.client.prepare(text))
    }

    /// Runs a statement, with what begins its transaction sent before it, and shows the rows for as long as they are
    /// wanted. The rest are taken all the same: what goes wrong after them spoils the transaction, and a commit of a spoilt
    /// transaction says nothing and keeps nothing.
    pub fn each(
        &self,
        begin: Option<&str>,
        statement: &Statement,
        bound: &Bound<'_>,
        see: See<'_>,
    ) -> Result<u64, Fault> {
        self.runtime.block_on(async {
            let begun = async {
                match begin {
                    Some(text) => self.client.batch_execute(text).await,
                    None => Ok(()),
                }
            };
            let (begun, rows) = join(begun, self.client.query_raw(statement, bound.values.iter())).await;
            begun.map_err(Fault::Begin)?;
            let mut rows = pin!(rows.map_err(Fault::Server)?);
            let (mut seen, mut wanted) = (0, true);
            while let Some(found) = rows.try_next().await.map_err(Fault::Server)? {
                if wanted {
                    seen += 1;
                    wanted = see(&Row::of(row::Source::Postgres(&found))).map_err(Fault::Reader)?;
                }
            }
            Ok(if wanted { rows.rows_affected().unwrap_or(seen) } else { seen })
        })
    }
}

use std::convert::Infallible;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

/// Which of the two engines holds the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Engine {
    /// One file beside the program.
    Sqlite,
    /// A PostgreSQL server, or one that speaks its protocol.
    Postgres,
}

/// Where the records are kept.
#[derive(Clone, PartialEq, Eq)]
pub enum Target {
    /// A SQLite file, made when it is missing.
    Sqlite(PathBuf),
    /// A PostgreSQL URL: `postgres://user:password@host/database`.
    Postgres(String),
}

impl Target {
    /// The store of an installation kept in the folder `dir`: `dir/wardmote.sqlite`.
    #[must_use]
    pub fn sqlite(dir: impl AsRef<Path>) -> Self {
        Self::Sqlite(dir.as_ref().join("wardmote.sqlite"))
    }

    /// The engine it names.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }
}

impl FromStr for Target {
    type Err = Infallible;

    /// `postgres://..` and `postgresql://..` name a server; anything else is a file, with or without `sqlite:` before it.
    fn from_str(text: &str) -> Result<Self, Infallible> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        Ok(Self::Sqlite(text.strip_prefix("sqlite:").unwrap_or(text).into()))
    }
}

/// For logs: a password in the URL is not shown.
impl fmt::Display for Target {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = match self {
            Self::Sqlite(path) => return write!(out, "sqlite:{}", path.display()),
            Self::Postgres(url) => url.split('?').next().unwrap_or_default(),
        };
        let (scheme, rest) = url.split_once("://").unwrap_or(("postgres", url));
        match rest.rsplit_once('@') {
            Some((user, place)) => {
                let user = user.split(':').next().unwrap_or_default();
                write!(out, "{scheme}://{user}@{place}")
            }
            None => write!(out, "{scheme}://{rest}"),
        }
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

/// How many hands the store has and how long its queues may grow.
#[derive(Debug, Clone)]
pub struct Options {
    /// SQLite connections that read, each with a thread. Two do as well as four on two cores.
    pub readers: usize,
    /// PostgreSQL connections, each with a thread that reads and writes.
    pub connections: usize,
    /// Writes that may wait; one more is answered [`Error::Busy`](crate::Error::Busy).
    pub write_queue: usize,
    /// Reads that may wait. On PostgreSQL reads and writes wait together, in a queue as long as the longer of the two.
    pub read_queue: usize,
    /// Whether every write is refused with [`Error::ReadOnly`](crate::Error::ReadOnly).
    pub read_only: bool,
    /// How long to wait for a lock that another process holds.
    pub busy: Duration,
    /// SQLite only: how long writes may gather before the COMMIT they share.
    pub gather: Duration,
    /// SQLite only: the most pages the file may grow to, for tests of a full disk.
    pub max_pages: Option<u32>,
}

impl Default for Options {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self {
            readers: cores.clamp(2, 8),
            connections: 8,
            write_queue: 1024,
            read_queue: 1024,
            read_only: false,
            busy: Duration::from_secs(5),
            gather: Duration::from_millis(5),
            max_pages: None,
        }
    }
}

use std::collections::BTreeMap;

use postgres::Client;
use refinery::{Migration, Runner};
use rusqlite::Connection;

use crate::sqlite::Role;
use crate::{Engine, Error, Options, Target};

/// The key of the lock that lets one node migrate at a time: "wardmote" in ASCII.
pub(crate) const LOCK: i64 = 0x7761_7264_6d6f_7465;
/// What the name of every history table begins with; a slice's name follows.
pub(crate) const HISTORY: &str = "migration_of_";

/// One slice's tables: its name and its migrations in order, each a name (`0001-concern`) and a text for both engines.
#[derive(Debug, Clone, Copy)]
pub struct Slice {
    /// The crate's name, which names its history table too.
    pub name: &'static str,
    /// Never changed once released.
    pub migrations: &'static [(&'static str, &'static str)],
}

/// A [`Slice`] from the crate's own folder: `slice!("issues": "0001-issue", "0002-assignment")`.
#[macro_export]
macro_rules! slice {
    ($name:literal: $($migration:literal),* $(,)?) => {
        $crate::Slice {
            name: $name,
            migrations: &[$((
                $migration,
                include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/", $migration, ".sql")),
            )),*],
        }
    };
}

impl Slice {
    fn history(&self) -> String {
        self.name.replace('-', "_")
    }
}

/// These slices as a store has them whose migrations had come so far, each by the number of its last.
///
/// # Errors
/// The first migration that these slices do not have: the store is newer than the program.
pub fn as_of(slices: &[Slice], applied: &BTreeMap<String, u32>) -> Result<Vec<Slice>, String> {
    let last = |slice: &Slice| slice.migrations.iter().filter_map(|(name, _)| number(name)).max().unwrap_or(0);
    let known = |(name, number): &(&String, &u32)| {
        slices.iter().any(|slice| slice.history() == **name && last(slice) >= **number)
    };
    if let Some((name, number)) = applied.iter().find(|one| !known(one)) {
        return Err(format!("{name}/{number:04}"));
    }
    let had = |slice: &Slice| {
        let until = applied.get(&slice.history()).copied().unwrap_or(0);
        let count = slice.migrations.iter().take_while(|(name, _)| number(name).is_some_and(|n| n <= until)).count();
        Slice { name: slice.name, migrations: &slice.migrations[..count] }
    };
    Ok(slices.iter().map(had).collect())
}

/// How far the migrations of a store have come, whoever's they are: a slice and the number of its last.
pub(crate) fn applied(target: &Target) -> Result<BTreeMap<String, u32>, Error> {
    match target {
        Target::Sqlite(path) => applied_on_sqlite(&crate::sqlite::open(path, &Options::default(), Role::ReadOnly)?),
        Target::Postgres(url) => applied_on_postgres(&mut crate::postgres::connect(url)?),
    }
}

pub(crate) fn applied_on_sqlite(file: &Connection) -> Result<BTreeMap<String, u32>, Error> {
    let read = || {
        let mut tables = file.prepare("select name from sqlite_schema where type = 'table' and name like ?1 || '%'")?;
        let tables = tables.query_map([HISTORY], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
        let last = |table: String| {
            let number =
                file.query_row(&format!("select coalesce(max(version), 0) from {table}"), [], |row| row.get(0))?;
            Ok((table.trim_start_matches(HISTORY).to_owned(), number))
        };
        tables.into_iter().map(last).collect::<rusqlite::Result<_>>()
    };
    read().map_err(|error: rusqlite::Error| crate::sqlite::map(file, &error))
}

pub(crate) fn applied_on_postgres(client: &mut Client) -> Result<BTreeMap<String, u32>, Error> {
    let mut read = || {
        let asked = "select tablename::text from pg_tables where schemaname = current_schema()::text \
                     and tablename::text like $1 || '%'";
        let tables = client.query(asked, &[&HISTORY])?;
        let mut last = |row: &postgres::Row| {
            let table: String = row.get(0);
            let row = client.query_one(&format!("select coalesce(max(version), 0)::int4 from {table}"), &[])?;
            let number = u32::try_from(row.get::<_, i32>(0)).unwrap_or(0);
            Ok((table.trim_start_matches(HISTORY).to_owned(), number))
        };
        tables.iter().map(&mut last).collect::<Result<_, postgres::Error>>()
    };
    read().map_err(|error| crate::postgres::map(&error))
}

fn number(name: &str) -> Option<u32> {
    name.split('-').next().and_then(|number| number.parse().ok())
}

pub(crate) fn run(target: &Target, slices: &[Slice]) -> Result<(), Error> {
    let runners = slices.iter().map(|slice| runner(slice, target.engine())).collect::<Result<Vec<_>, _>>()?;
    match target {
        Target::Sqlite(path) => {
            let options = Options::default();
            let mut connection = crate::sqlite::open(path, &options, Role::Write)?;
            let broken = |error: rusqlite::Error| Error::Sql(error.to_string());
            // A table that is built anew must not take its children with it.
            connection.pragma_update(None, "foreign_keys", false).map_err(broken)?;
            runners.iter().try_for_each(|runner| apply(runner, &mut connection))?;
            crate::sqlite::declare(&mut connection).map_err(broken)?;
            let orphans = connection.prepare("pragma foreign_key_check").and_then(|mut check| check.exists([]));
            if orphans.map_err(broken)? { Err(Error::ForeignKey) } else { Ok(()) }
        }
        Target::Postgres(url) => {
            let lost = |error: postgres::Error| crate::postgres::map(&error);
            let mut client = crate::postgres::connect(url)?;
            client.execute("select pg_advisory_lock($1)", &[&LOCK]).map_err(lost)?;
            runners.iter().try_for_each(|runner| apply(runner, &mut client))?;
            client.close().map_err(lost)
        }
    }
}

/// The migrations of `slices` that the store has not had, as `slice/name`.
pub(crate) fn pending(target: &Target, slices: &[Slice]) -> Result<Vec<String>, Error> {
    let pending: Result<Vec<Vec<String>>, Error> = match target {
        Target::Sqlite(path) => {
            let mut connection = crate::sqlite::open(path, &Options::default(), Role::ReadOnly)?;
            slices.iter().map(|slice| unapplied(slice, Engine::Sqlite, &mut connection)).collect()
        }
        Target::Postgres(url) => {
            let mut client = crate::postgres::connect(url)?;
            slices.iter().map(|slice| unapplied(slice, Engine::Postgres, &mut client)).collect()
        }
    };
    Ok(pending?.concat())
}

/// A slice without its history table has had none of its migrations.
fn unapplied(slice: &Slice, engine: Engine, connection: &mut impl refinery::Migrate) -> Result<Vec<String>, Error> {
    let applied = runner(slice, engine)?.get_applied_migrations(connection).unwrap_or_default();
    let versions: Vec<_> = applied.iter().map(Migration::version).collect();
    let had =
        |name: &str| versions.iter().any(|version| number(name).is_some_and(|n| i64::from(n) == i64::from(*version)));
    let waiting = slice.migrations.iter().filter(|(name, _)| !had(name));
    Ok(waiting.map(|(name, _)| format!("{}/{name}", slice.name)).collect())
}

fn runner(slice: &Slice, engine: Engine) -> Result<Runner, Error> {
    let mut steps = Vec::new();
    for (name, text) in slice.migrations {
        let refused = |why: String| Error::Sql(format!("migration {}/{name}: {why}", slice.name));
        let expanded = expand(text, |word| type_word(word, engine)).map_err(refused)?;
        let step = Migration::unapplied(&format!("V{}", name.replacen('-', "__", 1).replace('-', "_")), &expanded);
        steps.push(step.map_err(|_| refused("name it like 0001-what-it-makes".into()))?);
    }
    let mut runner = Runner::new(&steps);
    runner.set_migration_table_name(format!("{HISTORY}{}", slice.history()));
    Ok(runner)
}

fn apply(runner: &Runner, connection: &mut impl refinery::Migrate) -> Result<(), Error> {
    runner.run(connection).map(drop).map_err(|error| {
        let causes = std::iter::successors(std::error::Error::source(&error), |cause| cause.source());
        if causes.clone().any(is_full) {
            return Error::Unavailable("the disk is full".into());
        }
        let said: Vec<String> = std::iter::once(error.to_string()).chain(causes.map(ToString::to_string)).collect();
        Error::Sql(said.join(": "))
    })
}

fn is_full(cause: &(dyn std::error::Error + 'static)) -> bool {
    let lite = cause.downcast_ref::<rusqlite::Error>().and_then(rusqlite::Error::sqlite_error_code);
    let code = cause.downcast_ref::<postgres::Error>().and_then(postgres::Error::code);
    lite == Some(rusqlite::ErrorCode::DiskFull) || code == Some(&postgres::error::SqlState::DISK_FULL)
}

/// Puts each type word into what it `stands_for`.
pub(crate) fn expand<'t>(text: &'t str, stands_for: impl Fn(&'t str) -> Option<&'t str>) -> Result<String, String> {
    if text.to_ascii_lowercase().contains("deferrable") {
        return Err("no deferred constraints: their failure would strike the others of a group".into());
    }
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let word = after.split('}').next().unwrap_or_default();
        if !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            out.push_str(stands_for(word).ok_or_else(|| format!("{{{word}}} is not a type word"))?);
            rest = &after[word.len() + 1..];
        } else {
            out.push('{');
            rest = after;
        }
    }
    out.push_str(rest);
    Ok(out)
}

fn type_word(word: &str, engine: Engine) -> Option<&'static str> {
    let (sqlite, postgres) = match word {
        "id" => ("blob", "uuid"),
        "instant" | "int" => ("integer", "bigint"),
        "date" => ("text", "date"),
        "bool" => ("integer", "boolean"),
        "json" => ("text", "jsonb"),
        "real" => ("real", "double precision"),
        "blob" => ("blob", "bytea"),
        "text" => ("text", "text collate \"C\""),
        // A key is the row: one tree to walk for it, none beside it to keep.
        "strict" => ("strict, without rowid", ""),
        _ => return None,
    };
    Some(match engine {
        Engine::Sqlite => sqlite,
        Engine::Postgres => postgres,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn for_engine(text: &str, engine: Engine) -> Result<String, String> {
        expand(text, |word| type_word(word, engine))
    }

    #[test]
    fn a_store_is_known_as_far_as_it_had_come_and_refused_when_it_is_newer() {
        const TWO: Slice = Slice { name: "of-two", migrations: &[("0001-a", ""), ("0002-b", "")] };
        let had = |name: &str, number| as_of(&[TWO], &BTreeMap::from([(name.to_owned(), number)]));
        let steps = |slices: Vec<Slice>| slices.iter().map(|slice| slice.migrations.len()).sum::<usize>();
        assert_eq!(as_of(&[TWO], &BTreeMap::new()).map(steps), Ok(0));
        assert_eq!(had("of_two", 1).map(steps), Ok(1));
        assert_eq!(had("of_two", 2).map(steps), Ok(2));
        assert_eq!(had("of_two", 3).map(steps), Err("of_two/0003".into()));
        assert_eq!(had("of_three", 1).map(steps), Err("of_three/0001".into()));
    }

    #[test]
    fn type_words_become_the_engines_own() {
        let text = "create table t (id {id} primary key, note {json} not null default '{}') {strict};";
        let sqlite = for_engine(text, Engine::Sqlite).expect("known words");
        assert_eq!(
            sqlite,
            "create table t (id blob primary key, note text not null default '{}') strict, without rowid;"
        );
        let postgres = for_engine(text, Engine::Postgres).expect("known words");
        assert_eq!(postgres, "create table t (id uuid primary key, note jsonb not null default '{}') ;");
        assert_eq!(for_engine("{money}", Engine::Sqlite), Err("{money} is not a type word".into()));
        assert!(for_engine("references t DEFERRABLE", Engine::Sqlite).is_err());
    }
}

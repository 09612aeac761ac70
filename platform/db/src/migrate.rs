use refinery::{Migration, Runner};

use crate::sqlite::Role;
use crate::{Engine, Error, Options, Target};

/// The key of the lock that lets one node migrate at a time: "wardmote" in ASCII.
const LOCK: i64 = 0x7761_7264_6d6f_7465;

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
    let number = |name: &str| name.split('-').next().and_then(|number| number.parse().ok());
    let waiting = slice.migrations.iter().filter(|(name, _)| number(name).is_none_or(|n| !versions.contains(&n)));
    Ok(waiting.map(|(name, _)| format!("{}/{name}", slice.name)).collect())
}

fn runner(slice: &Slice, engine: Engine) -> Result<Runner, Error> {
    let mut steps = Vec::new();
    for (name, text) in slice.migrations {
        let refused = |why: String| Error::Sql(format!("migration {}/{name}: {why}", slice.name));
        let expanded = expand(text, engine).map_err(refused)?;
        let step = Migration::unapplied(&format!("V{}", name.replacen('-', "__", 1).replace('-', "_")), &expanded);
        steps.push(step.map_err(|_| refused("name it like 0001-what-it-makes".into()))?);
    }
    let mut runner = Runner::new(&steps);
    runner.set_migration_table_name(format!("migration_of_{}", slice.name.replace('-', "_")));
    Ok(runner)
}

fn apply(runner: &Runner, connection: &mut impl refinery::Migrate) -> Result<(), Error> {
    runner.run(connection).map(drop).map_err(|error| {
        let causes = std::iter::successors(std::error::Error::source(&error), |cause| cause.source());
        let said: Vec<String> = std::iter::once(error.to_string()).chain(causes.map(ToString::to_string)).collect();
        Error::Sql(said.join(": "))
    })
}

/// Puts each type word into the engine's own.
fn expand(text: &str, engine: Engine) -> Result<String, String> {
    if text.to_ascii_lowercase().contains("deferrable") {
        return Err("no deferred constraints: their failure would strike the others of a group".into());
    }
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let word = after.split('}').next().unwrap_or_default();
        if !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            out.push_str(type_word(word, engine).ok_or_else(|| format!("{{{word}}} is not a type word"))?);
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

    #[test]
    fn type_words_become_the_engines_own() {
        let text = "create table t (id {id} primary key, note {json} not null default '{}') {strict};";
        let sqlite = expand(text, Engine::Sqlite).expect("known words");
        assert_eq!(
            sqlite,
            "create table t (id blob primary key, note text not null default '{}') strict, without rowid;"
        );
        let postgres = expand(text, Engine::Postgres).expect("known words");
        assert_eq!(postgres, "create table t (id uuid primary key, note jsonb not null default '{}') ;");
        assert_eq!(expand("{money}", Engine::Sqlite), Err("{money} is not a type word".into()));
        assert!(expand("references t DEFERRABLE", Engine::Sqlite).is_err());
    }
}

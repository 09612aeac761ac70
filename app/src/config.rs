//! How an installation is run: a file, then the environment (`WARDMOTE__SERVER__BIND`), then flags; the last one wins. A
//! secret may stand in a file of its own, named by `…_FILE`.

use std::path::{Path, PathBuf};

use clap::Args;
use figment::providers::{Format, Serialized, Toml};
use figment::value::{Dict, Map, Value};
use figment::{Error, Figment, Metadata, Profile, Provider};
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// Settings that are never shown.
const SECRETS: &[&str] = &["store.database_url", "mail.password"];
/// Settings that are yes or no.
const FLAGS: &[&str] = &["server.behind_proxy"];
/// Settings that are numbers.
const NUMBERS: &[&str] = &["backup.keep_keys_days"];
const PREFIX: &str = "WARDMOTE__";

/// Everything that can be set.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where people reach it.
    pub server: Server,
    /// Where records are kept.
    pub store: Store,
    /// Where mail goes.
    pub mail: Mail,
    /// What the log says.
    pub log: Log,
    /// Where backups lie and how long their keys are kept.
    pub backup: Backup,
    /// Figures for whoever watches the machine.
    pub metrics: Metrics,
}

/// Where people reach it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// The address to listen on.
    pub bind: String,
    /// How the world calls it; nothing means the address it listens on.
    pub public_url: Option<String>,
    /// Whether a proxy stands before it and says in `X-Forwarded-For` who asks.
    pub behind_proxy: bool,
}

/// Where records are kept.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Store {
    /// The folder of an installation on SQLite.
    pub data: Option<PathBuf>,
    /// The server of an installation on PostgreSQL.
    pub database_url: Option<String>,
    /// The file with the installation's one secret; on SQLite `master.key` in the folder.
    pub master_key: Option<PathBuf>,
}

/// Where mail goes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// The mail server: `smtps://mail.example.org`.
    pub url: Option<String>,
    /// Who mail is from: `Walsall Partnership <noreply@example.org>`.
    pub from: Option<String>,
    /// The name to sign in to it with.
    pub user: Option<String>,
    /// The password to sign in to it with.
    pub password: Option<String>,
}

/// What the log says.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// How much: `info`, `debug`, `wardmote_db=debug,info`.
    pub filter: String,
}

/// Figures for whoever watches the machine.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metrics {
    /// The address that gives them, one of its own; nothing gives none.
    pub bind: Option<String>,
}

/// Where backups lie and how long their keys are kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Backup {
    /// The folder they are written to, for `wardmote doctor` to look into.
    pub folder: Option<PathBuf>,
    /// For how many days a key file is kept. Whoever asks to be forgotten is forgotten in every backup after so long.
    pub keep_keys_days: u32,
}

impl Default for Backup {
    fn default() -> Self {
        Self { folder: None, keep_keys_days: 30 }
    }
}

impl Default for Server {
    fn default() -> Self {
        Self { bind: "127.0.0.1:8080".into(), public_url: None, behind_proxy: false }
    }
}

impl Default for Log {
    fn default() -> Self {
        Self { filter: "info".into() }
    }
}

/// The flags every command has that touches data.
#[derive(Debug, Clone, Default, Args)]
pub struct StoreArgs {
    /// The folder with everything of an installation on SQLite
    #[arg(long, value_name = "DIR", conflicts_with = "database_url")]
    pub data: Option<PathBuf>,
    /// The PostgreSQL database, like postgres://user@host/name
    #[arg(long, value_name = "URL")]
    pub database_url: Option<String>,
    /// A configuration file; else wardmote.toml in DIR, if there is one
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// A configuration with where each value came from.
pub struct Known {
    /// The values.
    pub config: Config,
    figment: Figment,
}

/// One value of the configuration, for people.
#[derive(Debug, PartialEq, Eq)]
pub struct Line {
    /// `server.bind`.
    pub key: String,
    /// What it is; a secret is not shown.
    pub value: String,
    /// Where it came from.
    pub from: String,
}

impl Known {
    /// Reads file, environment and flags. `flags` are keys and values beyond those of `store`.
    ///
    /// # Errors
    /// A wrong usage when a file cannot be read, or a name or value is none that can be set.
    pub fn read(store: &StoreArgs, flags: &[(&str, Option<String>)]) -> Result<Self, Failure> {
        let mut figment = Figment::from(Serialized::defaults(Config::default()));
        if let Some(file) = file(store)? {
            figment = figment.merge(Toml::file_exact(file));
        }
        for said in from_environment()? {
            figment = figment.merge(said);
        }
        let data = store.data.as_ref().map(|path| path.display().to_string());
        let named = [("store.data", data), ("store.database_url", store.database_url.clone())];
        for (key, value) in named.iter().chain(flags) {
            if let Some(value) = value {
                figment = figment.merge(Said::new("flag", key, value));
            }
        }
        let mut config: Config = figment.extract().map_err(|error| Failure::Usage(sentence(&error)))?;
        // A flag that names one store sets aside the other, wherever that was named.
        match (&store.data, &store.database_url) {
            (Some(_), None) => config.store.database_url = None,
            (None, Some(_)) => config.store.data = None,
            _ => {}
        }
        Ok(Self { config, figment })
    }

    /// Every value, by name.
    ///
    /// # Errors
    /// A wrong usage, as [`Known::read`].
    pub fn lines(&self) -> Result<Vec<Line>, Failure> {
        let all: Dict = self.figment.extract().map_err(|error| Failure::Usage(sentence(&error)))?;
        let mut lines = Vec::new();
        for (section, values) in all {
            let Value::Dict(_, values) = values else { continue };
            for (name, value) in values {
                let key = format!("{section}.{name}");
                lines.push(Line { value: shown(&key, &value), from: self.origin(&key), key });
            }
        }
        Ok(lines)
    }

    fn origin(&self, key: &str) -> String {
        let Some(metadata) = self.figment.find_metadata(key) else { return "default".to_owned() };
        match (&metadata.source, metadata.name.as_ref()) {
            (Some(figment::Source::File(path)), _) => path.display().to_string(),
            (_, "flag") => format!("--{}", key.rsplit('.').next().unwrap_or(key).replace('_', "-")),
            (_, name) if name.starts_with(PREFIX) => name.to_owned(),
            _ => "default".to_owned(),
        }
    }
}

fn file(store: &StoreArgs) -> Result<Option<PathBuf>, Failure> {
    if let Some(named) = &store.config {
        return match named.is_file() {
            true => Ok(Some(named.clone())),
            false => {
                Err(Failure::Usage(format!("There is no configuration file {}. Check --config.", named.display())))
            }
        };
    }
    let beside = store.data.as_deref().unwrap_or(Path::new(".")).join("wardmote.toml");
    Ok(beside.is_file().then_some(beside))
}

/// What the environment says, one provider a variable, so that each value can name the one it came from.
fn from_environment() -> Result<Vec<Said>, Failure> {
    let mut said = Vec::new();
    for (variable, value) in std::env::vars().filter(|(name, _)| name.starts_with(PREFIX)) {
        let key = variable.trim_start_matches(PREFIX).to_ascii_lowercase().replace("__", ".");
        let secret = key.strip_suffix("_file").filter(|key| SECRETS.contains(key));
        said.push(match secret {
            None => Said::new(&variable, &key, &value),
            Some(key) => {
                let text = std::fs::read_to_string(&value).map_err(|error| {
                    Failure::Usage(format!("{variable} names {value}, which cannot be read: {error}."))
                })?;
                Said::new(&variable, key, text.trim_end())
            }
        });
    }
    Ok(said)
}

fn shown(key: &str, value: &Value) -> String {
    match value {
        Value::Empty(..) => "not set".to_owned(),
        _ if SECRETS.contains(&key) => "hidden".to_owned(),
        Value::String(_, text) => text.clone(),
        Value::Bool(_, flag) => flag.to_string(),
        other => match (other.to_u128(), other.to_i128()) {
            (Some(number), _) => number.to_string(),
            (None, Some(number)) => number.to_string(),
            (None, None) => format!("{other:?}"),
        },
    }
}

fn sentence(error: &Error) -> String {
    let key = error.path.join(".");
    let place = error.metadata.as_ref().map(|metadata| format!(" (from {})", metadata.name)).unwrap_or_default();
    let at = if key.is_empty() { String::new() } else { format!(" at {key}") };
    format!("The configuration cannot be used{at}{place}: {}.", error.kind)
}

/// One value and who said it. Everything is text, as a variable or a flag is; only what is yes or no, or a number, is read as
/// such, so that a password of digits stays a password.
struct Said {
    by: String,
    key: String,
    value: Value,
}

impl Said {
    fn new(by: &str, key: &str, text: &str) -> Self {
        let value = match text {
            "true" | "false" if FLAGS.contains(&key) => Value::from(text == "true"),
            _ => match text.parse::<u32>() {
                Ok(number) if NUMBERS.contains(&key) => Value::from(number),
                _ => Value::from(text),
            },
        };
        Self { by: by.to_owned(), key: key.to_owned(), value }
    }
}

impl Provider for Said {
    fn metadata(&self) -> Metadata {
        Metadata::named(self.by.clone())
    }

    fn data(&self) -> Result<Map<Profile, Dict>, Error> {
        let mut names = self.key.rsplit('.');
        let last = names.next().unwrap_or_default();
        let innermost = Dict::from([(last.to_owned(), self.value.clone())]);
        let dict = names.fold(innermost, |inner, name| Dict::from([(name.to_owned(), Value::from(inner))]));
        Ok([(Profile::Default, dict)].into())
    }
}

//! The program as it is run: exit status, one sentence, one owner of a folder.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

/// What a command did.
struct Ended {
    status: i32,
    out: String,
    err: String,
}

fn wardmote(arguments: &[&str]) -> Ended {
    with_environment(arguments, &[])
}

fn with_environment(arguments: &[&str], environment: &[(&str, &str)]) -> Ended {
    let mut command = program();
    let output = command.args(arguments).envs(environment.iter().copied()).output().expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    Ended { status: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wardmote"));
    command.env_clear().stdin(Stdio::null());
    command
}

impl Ended {
    #[track_caller]
    fn is(self, status: i32) -> Self {
        assert_eq!(self.status, status, "out: {}\nerr: {}", self.out, self.err);
        self
    }

    /// It failed with one sentence that says this.
    #[track_caller]
    fn says(self, sentence: &str) -> Self {
        assert!(self.err.contains(sentence), "{}", self.err);
        assert_eq!(self.err.trim_end().lines().count(), 1, "one sentence: {}", self.err);
        self
    }
}

/// A running program that is stopped when the test ends.
struct Running {
    child: Child,
    /// What it printed while it started.
    said: String,
}

impl Running {
    /// Starts it, and waits for its first line.
    fn start(arguments: &[&str]) -> Self {
        Self::start_until(arguments, "")
    }

    /// Starts it, and waits for a line that begins so.
    fn start_until(arguments: &[&str], last: &str) -> Self {
        let mut child =
            program().args(arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it starts");
        let mut said = String::new();
        for line in BufReader::new(child.stdout.take().expect("its output")).lines() {
            let line = line.expect("a line");
            said += &format!("{line}\n");
            if line.starts_with(last) {
                break;
            }
        }
        Self { child, said }
    }

    /// Asks it to stop, as whoever started it would; answers its exit status.
    fn stop(mut self) -> Option<i32> {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().expect("kill");
        assert!(asked.success());
        self.child.wait().expect("it ends").code()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn folder() -> (TempDir, String) {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("data").display().to_string();
    (folder, path)
}

#[test]
fn a_partnership_is_set_up_without_the_browser() {
    let (_kept, data) = folder();
    let create =
        ["partnership", "create", "walsall", "--preset", "walsall", "--name", "Walsall Partnership", "--data", &data];
    let made = wardmote(&create).is(0).out;
    assert!(made.starts_with("Made Walsall Partnership at /walsall.\nIt is closed to the public"), "{made}");
    wardmote(&create).is(1).says("There is a partnership at /walsall already");
    let invited = wardmote(&["admin", "invite", "--partnership", "walsall", "sam@example.org", "--data", &data]).is(0);
    assert!(invited.out.contains("http://127.0.0.1:8080/walsall/account/sign-in/"), "{}", invited.out);
    let token =
        wardmote(&["token", "create", "--partnership", "walsall", "--person", "Sam@example.org", "--data", &data])
            .is(0);
    assert_eq!(token.out.trim().len(), 43, "256 bits: {}", token.out);
    wardmote(&["token", "create", "--partnership", "walsall", "--person", "nobody@example.org", "--data", &data])
        .is(1)
        .says("Nobody with the address");
    wardmote(&["token", "create", "--partnership", "elsewhere", "--person", "sam@example.org", "--data", &data])
        .is(1)
        .says("There is no partnership elsewhere");
    assert!(wardmote(&["audit", "verify", "--data", &data]).is(0).out.starts_with("walsall: "));
    wardmote(&["migrate", "--data", &data]).is(0);
}

#[test]
fn an_administrator_is_invited_by_mail_where_mail_is_set_up() {
    let (_kept, data) = folder();
    wardmote(&["partnership", "create", "walsall", "--preset", "walsall", "--name", "Walsall", "--data", &data]).is(0);
    let invite = ["admin", "invite", "--partnership", "walsall", "sam@example.org", "--data", &data];
    let (address, mails) = a_mail_server();
    let from = ("WARDMOTE__MAIL__FROM", "Ward <ward@example.org>");
    let invited = with_environment(&invite, &[from, ("WARDMOTE__MAIL__URL", &address)]).is(0);
    assert!(invited.out.contains("was mailed to them; it works once, for 7 days"), "{}", invited.out);
    assert!(!invited.out.contains("/account/sign-in/"), "the link is in the mail alone: {}", invited.out);
    let mail = mails.recv_timeout(std::time::Duration::from_secs(10)).expect("a mail");
    assert!(mail.contains("sam@example.org") && mail.contains("/walsall/account/sign-in/"), "{mail}");
    // A server that answers nothing: the link is printed, and what was asked for waits.
    let nobody = with_environment(&invite, &[from, ("WARDMOTE__MAIL__URL", "smtp://127.0.0.1:9")]).is(0);
    assert!(nobody.out.contains("/walsall/account/sign-in/"), "{}", nobody.out);
    nobody.says("The mail server did not take the mail");
}

/// A mail server that takes what it is given: its address, and the mails as they come.
fn a_mail_server() -> (String, std::sync::mpsc::Receiver<String>) {
    use std::io::Write as _;
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("smtp://{}", listener.local_addr().expect("an address"));
    let (send, mails) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let (mut answers, _) = listener.accept().expect("somebody");
        let lines = BufReader::new(answers.try_clone().expect("the same line")).lines();
        let (mut mail, mut in_words) = (String::new(), false);
        answers.write_all(b"220 here\r\n").expect("an answer");
        for line in lines.map_while(Result::ok) {
            if in_words && line != "." {
                mail.push_str(&line);
                continue;
            }
            let answer = match line.get(..4).unwrap_or(".") {
                "DATA" => "354 go on",
                "." => {
                    let _ = send.send(std::mem::take(&mut mail));
                    "250 taken"
                }
                "QUIT" => "221 bye",
                _ => "250 well",
            };
            in_words = line == "DATA";
            if answers.write_all(format!("{answer}\r\n").as_bytes()).is_err() {
                return;
            }
        }
    });
    (address, mails)
}

#[test]
fn a_partnership_is_settled_and_opened_from_a_file() {
    let (kept, data) = folder();
    let of = |arguments: &[&str]| wardmote(&[arguments, &["--data", &data]].concat());
    let create = ["partnership", "create", "exampleton", "--preset", "manchester", "--name", "Exampleton"];
    of(&[&create[..], &["--colour", "#ffdd00"]].concat()).is(1).says("The nearest that passes is #");
    of(&[&create[..], &["--colour", "#5b2a86"]].concat()).is(0);
    of(&["partnership", "open", "exampleton"]).is(1).says("Privacy notice is missing");
    let doctor = of(&["doctor"]).is(1);
    for missing in
        ["Privacy notice", "Accessibility statement", "Cookies", "How we decide", "How long we keep", "out of hours"]
    {
        assert!(
            doctor.out.contains("exampleton (closed)") && doctor.out.contains(missing),
            "{missing}: {}",
            doctor.out
        );
    }

    let file = kept.path().join("exampleton.toml");
    let named = file.display().to_string();
    let set = ["settings", "set", &named, "--partnership", "exampleton"];
    std::fs::write(
        &file,
        "name = \"Greater Exampleton\"\n[pages]\ncookies = \"None.\"\n[settings]\nlink_minutes = \"20\"\n",
    )
    .expect("a file");
    let dry = of(&[&set[..], &["--dry-run"]].concat()).is(0);
    assert!(
        dry.out.contains("name (changed): Exampleton -> Greater Exampleton") && dry.out.contains("dry run"),
        "{}",
        dry.out
    );
    assert!(of(&set).is(0).out.ends_with("3 things changed.\n"));
    assert!(of(&set).is(0).out.ends_with("0 things changed.\n"));
    let shown = of(&["settings", "show", "--partnership", "exampleton"]).is(0).out;
    assert!(shown.contains("Ward coordinator") && shown.contains("Greater Exampleton"), "{shown}");
    std::fs::write(&file, shown).expect("a file");
    assert!(of(&set).is(0).out.ends_with("0 things changed.\n"), "what is shown is what there is");
    std::fs::write(&file, "colour = 7").expect("a file");
    of(&set).is(1).says("does not read");
    of(&["settings", "set", "nowhere.toml", "--partnership", "exampleton"]).is(1).says("cannot be read");
    of(&["settings", "show", "--partnership", "elsewhere"]).is(1).says("There is no partnership elsewhere");
    assert!(of(&["partnership", "upgrade", "exampleton"]).is(0).out.contains("Its preset is the newest"));
}

#[test]
fn wrong_usage_is_told_from_failure() {
    let (_kept, data) = folder();
    wardmote(&["migrate"]).is(2).says("Say where the records are");
    wardmote(&["migrate", "--database-url", "mysql://example"]).is(2).says("begins with postgres://");
    wardmote(&["doctor", "--data", &data]).is(1).says("There is no installation in");
    wardmote(&["worker", "--data", &data]).is(1).says("On SQLite one process does everything");
    assert_eq!(wardmote(&["nonsense"]).is(2).out, "");
    wardmote(&["partnership", "create", "Walsall!", "--preset", "none", "--name", "", "--data", &data])
        .is(1)
        .says("Enter the partnership's name");
    assert!(!Path::new(&data).exists(), "a refused command makes nothing");
    wardmote(&["admin", "invite", "--partnership", "walsall", "sam", "--data", &data])
        .is(2)
        .says("is no e-mail address");
}

#[test]
fn the_master_key_is_made_once_and_never_made_up() {
    use std::os::unix::fs::PermissionsExt as _;
    let (_kept, data) = folder();
    wardmote(&["partnership", "create", "walsall", "--preset", "walsall", "--name", "Walsall", "--data", &data]).is(0);
    let key = Path::new(&data).join("master.key");
    let mode = std::fs::metadata(&key).expect("the key").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let before = std::fs::read(&key).expect("the key");
    wardmote(&["migrate", "--data", &data]).is(0);
    assert_eq!(std::fs::read(&key).expect("the key"), before);

    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).expect("a careless mode");
    let doctor = wardmote(&["doctor", "--data", &data]).is(1);
    assert!(
        doctor.out.contains("Others can read the master key") && doctor.out.contains("chmod 600"),
        "{}",
        doctor.out
    );

    std::fs::remove_file(&key).expect("a careless hand");
    for command in ["migrate", "doctor"] {
        wardmote(&[command, "--data", &data]).is(1).says("master.key is missing");
    }
    assert!(!key.exists());
    std::fs::write(&key, "not a key").expect("a wrong file");
    wardmote(&["migrate", "--data", &data]).is(1).says("is no master key");
}

#[test]
fn the_configuration_says_where_each_value_comes_from_and_hides_secrets() {
    let (kept, data) = folder();
    let file = kept.path().join("settings.toml");
    std::fs::write(
        &file,
        "[mail]\nurl = \"smtps://mail.example.org\"\nfrom = \"a@example.org\"\n[backup]\nkeep_keys_days = 7\n[server]\nbind = \"0.0.0.0:80\"\n",
    )
    .expect("a file");
    let secret = kept.path().join("password");
    std::fs::write(&secret, "12345\n").expect("a secret");
    let (file, secret) = (file.display().to_string(), secret.display().to_string());
    let environment = [("WARDMOTE__SERVER__BIND", "0.0.0.0:90"), ("WARDMOTE__MAIL__PASSWORD_FILE", secret.as_str())];
    let said = with_environment(&["config", "check", "--config", &file, "--data", &data], &environment).is(0).out;
    let line = |key: &str| {
        said.lines()
            .find(|line| line.starts_with(key))
            .unwrap_or_default()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(line("server.bind"), "server.bind = 0.0.0.0:90 (WARDMOTE__SERVER__BIND)");
    assert_eq!(line("mail.password"), "mail.password = hidden (WARDMOTE__MAIL__PASSWORD_FILE)");
    assert_eq!(line("store.data"), format!("store.data = {data} (--data)"));
    assert!(line("backup.keep_keys_days").starts_with("backup.keep_keys_days = 7 ("), "{said}");
    assert_eq!(line("log.filter"), "log.filter = info (default)");
    assert_eq!(line("server.public_url"), "server.public_url = not set (default)");
    assert!(line("mail.url").ends_with("settings.toml)"), "{said}");
    assert!(!said.contains("12345"), "{said}");

    with_environment(&["config", "check"], &[("WARDMOTE__SERVER__BINDD", "x")])
        .is(2)
        .says("binddd".trim_end_matches('d'));
    with_environment(&["config", "check"], &[("WARDMOTE__SERVER__BEHIND_PROXY", "perhaps")]).is(2).says("behind_proxy");
    with_environment(&["config", "check"], &[("WARDMOTE__MAIL__PASSWORD_FILE", "/nowhere/at/all")])
        .is(2)
        .says("cannot be read");
    wardmote(&["config", "check", "--config", "/nowhere.toml"]).is(2).says("There is no configuration file");
}

#[test]
fn one_process_owns_a_folder_and_others_may_look() {
    let (_kept, data) = folder();
    let demo = Running::start(&["demo", "--port", "0", "--dir", &data, "--json"]);
    let opened: serde_json::Value = serde_json::from_str(&demo.said).expect("one line of JSON");
    let accounts = opened["accounts"].as_array().expect("accounts");
    let of = |partnership: &str, role: &str| {
        accounts.iter().filter(|one| one["partnership"] == partnership && one["role"] == role).count()
    };
    for role in access::Role::ALL {
        assert!(of("walsall", role.as_str()) >= 1, "somebody is {role}");
    }
    assert!(of("walsall", "referral_handler") >= 4);
    // Manchester's 27 coordinators and 17 support officers serve 33 wards between them (MAN-01).
    for (partnership, managers) in [("manchester", 27), ("salford", 4), ("greater-manchester", 4)] {
        for (role, count) in [("administrator", 1), ("director", 1), ("area_manager", managers)] {
            assert_eq!(of(partnership, role), count, "{partnership} {role}");
        }
    }
    assert_eq!(of("manchester", "support_officer"), 17);
    for field in ["partnership", "role", "organisation", "name", "sign_in_url", "api_token"] {
        assert!(accounts.iter().all(|one| one[field].as_str().is_some_and(|text| !text.is_empty())), "{field}");
    }
    assert!(opened["url"].as_str().is_some_and(|url| url.starts_with("http://127.0.0.1:")));

    wardmote(&["migrate", "--data", &data]).is(1).says("Another wardmote is running");
    wardmote(&["demo", "--port", "0", "--dir", &data]).is(1).says("Another wardmote is running");
    assert!(wardmote(&["audit", "verify", "--data", &data]).is(0).out.contains("walsall: "));
    assert_eq!(demo.stop(), Some(0), "it ends well when asked to stop");

    // Opened again, everything is still there, with new ways in.
    let again = Running::start(&["demo", "--port", "0", "--dir", &data, "--json"]);
    let reopened: serde_json::Value = serde_json::from_str(&again.said).expect("one line of JSON");
    assert_eq!(reopened["accounts"].as_array().map(Vec::len), Some(accounts.len()));
    assert_ne!(reopened["accounts"][0]["api_token"], opened["accounts"][0]["api_token"]);
    assert_eq!(again.stop(), Some(0));

    // Somebody at a terminal reads whose work they would open: role, place and employer.
    let once_more = Running::start_until(&["demo", "--port", "0", "--dir", &data], "Stop");
    for person in [
        "  Area manager for Area 3: Bloxwich, Blakenall and Birchills – Bridget Nolan, Saddlers Homes\n    http://",
        "  Safeguarding lead for Safeguarding Front Door – Leonard Achterberg, Safeguarding Front Door\n",
        "  Director for Walsall Partnership – Yvonne Achebe, Neighbourhood Services\n",
        "  Neighbourhood Co-ordinator for Committee area 4 (example) – Amina Terrace, Community Strategy\n",
    ] {
        assert!(once_more.said.contains(person), "{person}\n{}", once_more.said);
    }
    assert_eq!(once_more.stop(), Some(0));
}

#[test]
fn a_demonstration_is_not_loaded_into_something_else() {
    let (_kept, data) = folder();
    wardmote(&["partnership", "create", "walsall", "--preset", "walsall", "--name", "Walsall", "--data", &data]).is(0);
    wardmote(&["demo", "--port", "0", "--dir", &data]).is(1).says("Choose an empty folder");
    wardmote(&["demo", "--port", "0", "--engine", "oracle"]).is(2).says("is no engine");
}

#[test]
fn a_server_prints_one_set_up_link_and_no_password() {
    let (_kept, data) = folder();
    let serve = Running::start(&[
        "serve",
        "--data",
        &data,
        "--bind",
        "127.0.0.1:0",
        "--public-url",
        "https://ward.example.org/",
    ]);
    assert!(serve.said.contains("Open this link within 30 minutes"), "{}", serve.said);
    assert_eq!(serve.stop(), Some(0));
}

#[test]
fn postcodes_are_imported_and_the_same_file_again_changes_nothing() {
    let (kept, data) = folder();
    wardmote(&["partnership", "create", "walsall", "--preset", "walsall", "--name", "Walsall", "--data", &data]).is(0);
    let file = kept.path().join("postcodes.csv");
    let rows = "pcds,dointr,doterm,lat,long\nWS99 9ZZ,198001,,52.6,-1.94\nWS99 9ZY,198001,,99.999999,0\n";
    std::fs::write(&file, rows).expect("a file");
    let path = file.display().to_string();
    let import = ["import", "postcodes", &path, "--partnership", "walsall", "--data", &data];
    wardmote(&import).is(1).says("no boundaries yet");
    let all = [&import[..], &["--everywhere"]].concat();
    let dry = wardmote(&[&all[..], &["--dry-run"]].concat()).is(0);
    assert!(dry.out.starts_with("Would take in: 1 added"), "{}", dry.out);
    assert!(wardmote(&all).is(0).out.contains("1 added, 0 changed, 0 as they were."));
    let again = wardmote(&all).is(0);
    assert!(again.out.contains("0 added, 0 changed, 1 as they were.\n1 left out"), "{}", again.out);

    std::fs::write(&file, format!("{rows}WS99,198001,,52.6,-1.94\n")).expect("a file");
    wardmote(&all).is(3);
    let errors = std::fs::read_to_string(format!("{path}.errors.csv")).expect("the errors");
    assert!(errors.starts_with("line,field,error\n4,pcds,"), "{errors}");
    wardmote(&[&all[..], &["--map", "a=b"]].concat()).is(2).says("names no field");
    assert!(wardmote(&["audit", "verify", "--data", &data]).is(0).out.starts_with("walsall: "));
}

#[test]
fn places_are_imported_and_rows_that_cannot_be_are_named() {
    let (kept, data) = folder();
    wardmote(&["partnership", "create", "walsall", "--preset", "walsall", "--name", "Walsall", "--data", &data]).is(0);
    let file = kept.path().join("wards.geojson");
    let ward = |code: &str, name: &str, west: f64| {
        serde_json::json!({"type": "Feature", "properties": {"WD24CD": code, "WD24NM": name}, "geometry": {"type": "Polygon",
            "coordinates": [[[west, 52.59], [west + 0.02, 52.59], [west + 0.02, 52.61], [west, 52.61], [west, 52.59]]]}})
    };
    let mut features = vec![ward("E05001301", "Aldridge", -1.93), ward("E05001302", "Brownhills", -1.95)];
    let collection = |features: &[serde_json::Value]| {
        serde_json::json!({"type": "FeatureCollection", "features": features}).to_string()
    };
    std::fs::write(&file, collection(&features)).expect("a file");
    let path = file.display().to_string();
    let import = [
        "import",
        "places",
        &path,
        "--partnership",
        "walsall",
        "--kind",
        "ward",
        "--valid-from",
        "2024-05-02",
        "--data",
        &data,
    ];
    let dry: Vec<&str> = import.iter().copied().chain(["--dry-run"]).collect();
    assert!(wardmote(&dry).is(0).out.contains("Would take in: 2 added"));
    assert!(wardmote(&import).is(0).out.contains("2 added, 0 changed"));
    assert!(wardmote(&import).is(0).out.contains("0 added, 0 changed, 2 as they were"));

    features.push(serde_json::json!({"type": "Feature", "properties": {"WD24CD": "E05001303", "WD24NM": "Nowhere"}, "geometry": null}));
    std::fs::write(&file, collection(&features)).expect("a file");
    let partly = wardmote(&import).is(3);
    assert!(partly.out.contains("2 as they were"), "{}", partly.out);
    let errors = std::fs::read_to_string(format!("{path}.errors.csv")).expect("the errors");
    assert!(errors.starts_with("feature,line,error\n3,"), "{errors}");

    std::fs::write(&file, "not geojson").expect("a file");
    wardmote(&import).is(1).says("wards.geojson: ");
    wardmote(&["import", "places", "/nowhere", "--partnership", "walsall", "--kind", "ward", "--data", &data])
        .is(1)
        .says("cannot be read");
    wardmote(&[
        "import",
        "places",
        &path,
        "--partnership",
        "walsall",
        "--kind",
        "ward",
        "--map",
        "A=b",
        "--data",
        &data,
    ])
    .is(2)
    .says("names no field");
}

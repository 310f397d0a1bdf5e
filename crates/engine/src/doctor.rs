//! Looks after everything the engine depends on, and says what to do.

use jiff::tz::TimeZone;
use kalends_store::{Store, backup};

use crate::{
    AccountKind, AccountState, Check, Config, Engine, Error, FeedState, Health, Opened, Permission,
    engine::secrets, fill::zones_version, google::token,
};

/// 1 January 2026: no clock that is right shows a time before this program was made.
const EARLIEST: i64 = 1_767_225_600;

/// The file that a passphrase opens, once a secret was kept.
const SECRETS_KEY: &str = "secrets-key.age";

impl Engine {
    /// Looks after everything the engine depends on. Works on a folder that cannot be opened.
    pub async fn doctor(config: &Config) -> Vec<Check> {
        let mut checks = vec![folder(config), time(config), zones(), keychain(config).await];
        checks.extend(database(config).await);
        checks.push(backups(config));
        match Self::open(config.clone()).await {
            Ok(Opened { engine, .. }) => {
                checks.extend(engine.feeds().await);
                checks.extend(engine.accounts().await);
                engine.close().await;
            }
            Err(error) => checks.push(bad("feeds", &error)),
        }
        checks
    }

    async fn feeds(&self) -> Vec<Check> {
        let calendars = match self.list_calendars().await {
            Ok(calendars) => calendars,
            Err(error) => return vec![bad("feeds", &error)],
        };
        let mut checks = Vec::new();
        let mut well = 0;
        for calendar in calendars {
            let Some(feed) = calendar.feed else { continue };
            let name = format!("feed “{}”", calendar.name);
            match (&feed.problem, self.address(calendar.id, &calendar.name).await) {
                (_, Err(error)) => checks.push(bad(&name, &error)),
                (Some(problem), Ok(_)) => checks.push(Check {
                    name,
                    health: Health::Warning,
                    message: format!("{}: {}", feed.address, problem.message),
                    remedy: problem.remedy.clone(),
                }),
                (None, Ok(_)) if feed.state == FeedState::Paused => checks.push(Check {
                    name,
                    health: Health::Warning,
                    message: "it is paused".into(),
                    remedy: format!("Resume it with `kalends feed resume {}`.", calendar.id),
                }),
                (None, Ok(_)) => well += 1,
            }
        }
        if checks.is_empty() {
            checks.push(good("feeds", format!("{}, none fails", counted(well, "feed"))));
        }
        checks
    }

    /// Looks after accounts without asking Google.
    async fn accounts(&self) -> Vec<Check> {
        let accounts = match self.list_accounts().await {
            Ok(accounts) => accounts,
            Err(error) => return vec![bad("accounts", &error)],
        };
        let mut checks = Vec::new();
        for account in accounts.into_iter().filter(|one| one.kind == AccountKind::Google) {
            let name = format!("account {}", account.name);
            let kept = token::get(&self.inner.secrets, account.id).await;
            let warn = |message: String, remedy: String| Check {
                name: name.clone(),
                health: Health::Warning,
                message,
                remedy,
            };
            checks.push(match (account.state, account.problem, kept) {
                (_, _, Err(error)) => bad(&name, &error),
                (AccountState::SignedOut, ..) => warn(
                    "it is signed out; its events are kept".into(),
                    "Sign in again, or remove it with `kalends account remove`.".into(),
                ),
                (_, Some(problem), _) => warn(problem.message, problem.remedy),
                (_, None, Ok(None)) => warn(
                    "its token is not among the secrets".into(),
                    "Sign in again; calendars and unsent edits are kept.".into(),
                ),
                (AccountState::Partial, None, Ok(Some(_))) => {
                    let words: Vec<&str> =
                        account.missing.iter().copied().map(permission).collect();
                    warn(
                        format!("it does not allow {}", words.join(", ")),
                        "Sign in again and leave the boxes for calendars ticked.".into(),
                    )
                }
                (AccountState::Ok | AccountState::SignIn, None, Ok(Some(_))) => good(
                    &name,
                    format!("signed in, with {}", counted(account.calendars, "calendar")),
                ),
            });
        }
        checks
    }
}

const fn permission(permission: Permission) -> &'static str {
    match permission {
        Permission::ReadEvents => "reading events",
        Permission::WriteEvents => "changing events",
        Permission::ListCalendars => "seeing the list of calendars",
        Permission::FreeBusy => "asking when others are busy",
        Permission::ReadSettings => "reading the settings",
    }
}

fn folder(config: &Config) -> Check {
    let path = &config.data_dir;
    let tried = std::fs::create_dir_all(path).and_then(|()| tempfile::tempfile_in(path));
    match tried {
        Ok(_) => good("data folder", format!("{} can be written", path.display())),
        Err(source) => {
            bad("data folder", &Error::File { action: "write to", path: path.clone(), source })
        }
    }
}

fn time(config: &Config) -> Check {
    let now = config.clock.now();
    let home = config.zone.get();
    let zone = home.iana_name();
    let shown = now.to_zoned(home.clone()).strftime("%Y-%m-%d %H:%M %:z").to_string();
    let (health, remedy) = match zone {
        _ if now.as_second() < EARLIEST => {
            (Health::Bad, "Set the computer's clock: it stands in the past.")
        }
        None if home != TimeZone::UTC => {
            (Health::Warning, "Set the computer's time zone, as with `timedatectl set-timezone`.")
        }
        Some(_) | None => (Health::Good, ""),
    };
    let message = format!("{shown} in {}", zone.unwrap_or("UTC"));
    Check { name: "clock and zone".into(), health, message, remedy: remedy.into() }
}

fn zones() -> Check {
    let known = TimeZone::get("Europe/Berlin").is_ok() && TimeZone::get("America/New_York").is_ok();
    let version = zones_version();
    if known {
        return good("time zones", format!("the rules are those of {version}"));
    }
    Check {
        name: "time zones".into(),
        health: Health::Bad,
        message: format!("the rules of zones cannot be read ({version})"),
        remedy: "Install the package tzdata.".into(),
    }
}

async fn keychain(config: &Config) -> Check {
    let secrets = secrets(config);
    let is_new = secrets.kind() == "file" && !config.data_dir.join(SECRETS_KEY).exists();
    match secrets.check().await {
        // Any passphrase would do as yet: that one fits is not to be said.
        Ok(()) if is_new => good(
            "secrets",
            "nothing is kept yet: the first secret makes the file, under this passphrase".into(),
        ),
        Ok(()) if secrets.kind() == "file" => {
            good("secrets", "the passphrase opens the file".into())
        }
        Ok(()) => good("secrets", format!("the {} answers", secrets.kind())),
        Err(error) => {
            let mut check = bad("secrets", &error.into());
            if secrets.kind() == "keychain" {
                check.remedy.push_str(" Or choose an encrypted file with --secrets file.");
            }
            check
        }
    }
}

async fn database(config: &Config) -> Vec<Check> {
    if !config.data_dir.join(kalends_store::DATABASE).exists() {
        return vec![good("database", "there is none yet".into())];
    }
    let store = match Store::open(&config.data_dir, config.clock.now()).await {
        Ok(store) => store,
        Err(error) => return vec![bad("database", &error.into())],
    };
    let check = match store.check().await {
        Ok(problems) if problems.is_empty() => good("database", "it is sound".into()),
        Ok(problems) => Check {
            name: "database".into(),
            health: Health::Bad,
            message: format!("it is damaged: {}", problems.join("; ")),
            remedy: "Restore a backup: `kalends backup list`, `kalends backup restore NAME`."
                .into(),
        },
        Err(error) => bad("database", &error.into()),
    };
    store.close().await;
    vec![check]
}

fn backups(config: &Config) -> Check {
    match backup::list(&config.data_dir) {
        Err(error) => bad("backups", &error.into()),
        Ok(list) => match list.first() {
            Some(newest) => {
                good("backups", format!("{}, the newest from {}", list.len(), newest.made_at))
            }
            None => Check {
                name: "backups".into(),
                health: Health::Warning,
                message: "there is none yet".into(),
                remedy: "Make one with `kalends backup now`; the app makes one each day.".into(),
            },
        },
    }
}

/// `1 feed`, `2 feeds`.
fn counted(number: u64, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

fn good(name: &str, message: String) -> Check {
    Check { name: name.into(), health: Health::Good, message, remedy: String::new() }
}

fn bad(name: &str, error: &Error) -> Check {
    Check {
        name: name.into(),
        health: Health::Bad,
        message: error.to_string(),
        remedy: error.remedy(),
    }
}

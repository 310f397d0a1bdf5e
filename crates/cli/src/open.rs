//! The engine on the user's data folder.

use std::{env, io::IsTerminal as _};

use kalends_engine::{Config, Engine, SecretsMode, data_folder};

use crate::{args::SecretsPlace, failure::Failure};

/// What the engine is built from: `KALENDS_DATA_DIR` or the platform's own place.
///
/// The passphrase of a secrets file is asked for only by work that `uses_secrets`.
pub(crate) fn config(secrets: SecretsPlace, uses_secrets: bool) -> Result<Config, Failure> {
    let folder = data_folder().ok_or_else(|| {
        Failure::new("no data folder is known for this user", "Set KALENDS_DATA_DIR.")
    })?;
    let secrets = match secrets {
        SecretsPlace::Keychain => SecretsMode::Keychain,
        SecretsPlace::File if !uses_secrets => SecretsMode::File { passphrase: String::new() },
        SecretsPlace::File => SecretsMode::File { passphrase: passphrase()? },
    };
    Ok(Config::system(folder, secrets))
}

/// As [`config`], where nobody is there to be asked: without a passphrase in the environment the
/// secrets file stays closed.
pub(crate) fn unattended(secrets: SecretsPlace) -> Result<Config, Failure> {
    let uses_secrets = env::var_os("KALENDS_PASSPHRASE").is_some_and(|given| !given.is_empty());
    config(secrets, uses_secrets)
}

/// Opens the engine; a damaged database that was set aside is told on standard error.
pub(crate) async fn engine(config: Config) -> Result<Engine, Failure> {
    let opened = Engine::open(config).await?;
    if let Some(problem) = opened.problem {
        Failure::from(problem).report();
    }
    Ok(opened.engine)
}

fn passphrase() -> Result<String, Failure> {
    if let Ok(passphrase) = env::var("KALENDS_PASSPHRASE") {
        return not_empty(passphrase);
    }
    if !std::io::stdin().is_terminal() {
        return Err(Failure::new(
            "the secrets file needs a passphrase and there is no terminal to ask on",
            "Set KALENDS_PASSPHRASE.",
        ));
    }
    rpassword::prompt_password("Passphrase of the secrets file: ")
        .map_err(|error| Failure::new(format!("could not read the passphrase: {error}"), ""))
        .and_then(not_empty)
}

/// An empty passphrase would protect nothing.
fn not_empty(passphrase: String) -> Result<String, Failure> {
    if passphrase.is_empty() {
        return Err(Failure::new(
            "the passphrase of the secrets file is empty",
            "Choose one, and give it by KALENDS_PASSPHRASE or on the terminal.",
        ));
    }
    Ok(passphrase)
}

//! Keeping secrets: in the file, and in a real keychain on a bus of its own.

use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

use kalends_remote::{
    ExposeSecret, KeychainOptions, SecretString, Secrets, SecretsError, WorkFactor,
};
use tempfile::TempDir;

fn file(directory: &Path, passphrase: &str) -> Secrets {
    Secrets::file(directory, passphrase.into(), WorkFactor::weak_for_tests())
}

async fn get(secrets: &Secrets, key: &str) -> Option<String> {
    secrets.get(key).await.unwrap().map(|secret| secret.expose_secret().to_owned())
}

async fn set(secrets: &Secrets, key: &str, secret: &str) {
    secrets.set(key, &SecretString::from(secret)).await.unwrap();
}

/// What every place promises.
async fn keeps_secrets(secrets: &Secrets) {
    secrets.check().await.unwrap();
    assert_eq!(get(secrets, "a").await, None);
    secrets.delete("a").await.unwrap();
    set(secrets, "a", "https://h.example/töken").await;
    set(secrets, "b", "other").await;
    assert_eq!(get(secrets, "a").await.as_deref(), Some("https://h.example/töken"));
    set(secrets, "a", "https://h.example/new").await;
    assert_eq!(get(secrets, "a").await.as_deref(), Some("https://h.example/new"));
    secrets.delete("a").await.unwrap();
    assert_eq!(get(secrets, "a").await, None);
    assert_eq!(get(secrets, "b").await.as_deref(), Some("other"));
    secrets.delete("b").await.unwrap();
}

#[tokio::test]
async fn the_file_keeps_secrets_across_processes() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("data");
    let (mine, theirs) = (file(&data, "open sesame"), file(&data, "open sesame"));
    keeps_secrets(&mine).await;
    set(&mine, "a", "mine").await;
    set(&theirs, "b", "theirs").await;
    assert_eq!(get(&mine, "b").await.as_deref(), Some("theirs"));
    assert_eq!(get(&theirs, "a").await.as_deref(), Some("mine"));

    let (left, right) = (mine.clone(), theirs.clone());
    let writers = [left, right].map(|secrets| {
        tokio::spawn(async move {
            for n in 0..20 {
                set(&secrets, &format!("{n}-{:p}", &secrets), "x").await;
            }
        })
    });
    for writer in writers {
        writer.await.unwrap();
    }
    assert_eq!(get(&mine, "a").await.as_deref(), Some("mine"), "writers do not undo each other");

    for entry in std::fs::read_dir(&data).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("mine") && !text.contains("theirs"), "{path:?}");
        #[cfg(unix)]
        if path.extension().is_some_and(|extension| extension == "age") {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{path:?}");
        }
    }
}

#[tokio::test]
async fn a_wrong_passphrase_or_a_damaged_file_is_named_and_nothing_is_lost() {
    let folder = TempDir::new().unwrap();
    let data = folder.path();
    set(&file(data, "right"), "a", "kept").await;

    let wrong = file(data, "wrong");
    for result in [
        wrong.check().await,
        wrong.get("a").await.map(drop),
        wrong.set("a", &"lost".into()).await,
        wrong.delete("a").await,
    ] {
        let error = result.unwrap_err();
        assert!(matches!(error, SecretsError::WrongPassphrase(_)), "{error:?}");
        assert!(error.remedy().contains("KALENDS_PASSPHRASE"));
    }
    assert_eq!(get(&file(data, "right"), "a").await.as_deref(), Some("kept"));

    let key = data.join("secrets-key.age");
    let aside = data.join("aside");
    std::fs::rename(&key, &aside).unwrap();
    let error = file(data, "right").set("b", &"x".into()).await.unwrap_err();
    assert!(matches!(error, SecretsError::Damaged(_)), "no new key over old secrets: {error:?}");
    std::fs::rename(&aside, &key).unwrap();

    let secrets = data.join("secrets.age");
    let mut bytes = std::fs::read(&secrets).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(&secrets, bytes).unwrap();
    let error = file(data, "right").get("a").await.unwrap_err();
    assert!(matches!(error, SecretsError::Damaged(_)), "{error:?}");
}

#[test]
fn secrets_do_not_show_in_debug() {
    let secrets = file(Path::new("/nowhere"), "open sesame");
    assert!(!format!("{secrets:?}").contains("sesame"));
}

fn keychain(service: &str, timeout: Duration) -> Secrets {
    Secrets::keychain(KeychainOptions { service: service.to_owned(), timeout })
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

const INNER: &str = "KALENDS_TEST_KEYCHAIN";

/// Runs the calling test again inside a D-Bus session of its own, with `before` run there first;
/// `None`, and a word about it, where one of the programs it needs is missing.
fn in_own_session(needs: &[&str], before: &str) -> Option<Output> {
    for program in needs.iter().chain(&["dbus-run-session"]) {
        let found = Command::new("sh").args(["-c", &format!("command -v {program}")]).output();
        if !found.is_ok_and(|output| output.status.success()) {
            eprintln!("skipped: {program} is not installed");
            return None;
        }
    }
    let home = TempDir::new().unwrap();
    let name = std::thread::current().name().unwrap().to_owned();
    // Not exec: `before` may have set a trap.
    let script = format!("{before}\n\"$0\" --exact \"$1\" --nocapture");
    let output = Command::new("dbus-run-session")
        .args(["--", "sh", "-ec", &script])
        .arg(std::env::current_exe().unwrap())
        .arg(name)
        .env(INNER, "1")
        .env("HOME", home.path())
        .env("XDG_DATA_HOME", home.path().join("data"))
        .env("XDG_CONFIG_HOME", home.path().join("config"))
        .env("XDG_CACHE_HOME", home.path().join("cache"))
        .env("XDG_RUNTIME_DIR", home.path())
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .unwrap();
    Some(output)
}

fn assert_passed(output: Option<Output>) {
    if let Some(output) = output {
        let shown = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && shown.contains("1 passed"), "{output:?}");
    }
}

fn is_inner() -> bool {
    std::env::var_os(INNER).is_some()
}

const UNLOCKED: &str =
    "printf test-password | gnome-keyring-daemon --unlock --components=secrets --daemonize";

#[test]
fn a_real_keychain_keeps_secrets() {
    if !is_inner() {
        return assert_passed(in_own_session(&["gnome-keyring-daemon"], UNLOCKED));
    }
    runtime().block_on(async {
        let secrets = keychain("kalends-test", Duration::from_secs(20));
        keeps_secrets(&secrets).await;
        set(&secrets, "a", "kept").await;
        let other = keychain("kalends-other", Duration::from_secs(20));
        assert_eq!(get(&other, "a").await, None, "services are apart");
        let again = keychain("kalends-test", Duration::from_secs(20));
        assert_eq!(get(&again, "a").await.as_deref(), Some("kept"));
    });
}

#[test]
fn a_session_without_a_keychain_says_so() {
    if !is_inner() {
        let no_bus = "export DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent/bus";
        return assert_passed(in_own_session(&[], no_bus));
    }
    runtime().block_on(async {
        let secrets = keychain("kalends-test", Duration::from_secs(20));
        let error = secrets.get("a").await.unwrap_err();
        assert!(matches!(error, SecretsError::NoService), "{error:?}");
        assert!(error.remedy().contains("GNOME Keyring"));
        assert!(!error.remedy().contains("--"), "the window has no flags");
    });
}

/// The service was started by the bus, as on a server: nobody ever chose a password for it.
#[test]
fn a_keychain_that_was_never_set_up_says_so() {
    if !is_inner() {
        let started = "gnome-keyring-daemon --start --components=secrets";
        return assert_passed(in_own_session(&["gnome-keyring-daemon"], started));
    }
    runtime().block_on(async {
        let secrets = keychain("kalends-test", Duration::from_secs(20));
        assert_eq!(get(&secrets, "a").await, None);
        let error = secrets.set("a", &"x".into()).await.unwrap_err();
        assert!(matches!(error, SecretsError::NoCollection), "{error:?}");
    });
}

#[test]
fn a_locked_keychain_says_so() {
    if !is_inner() {
        let locked = format!(
            "{UNLOCKED}\n\
             printf x | secret-tool store --label=x service kalends-test username a\n\
             gdbus call --session --dest org.freedesktop.secrets \
             --object-path /org/freedesktop/secrets --method org.freedesktop.Secret.Service.Lock \
             \"['/org/freedesktop/secrets/collection/login']\""
        );
        let needs = ["gnome-keyring-daemon", "secret-tool", "gdbus"];
        return assert_passed(in_own_session(&needs, &locked));
    }
    runtime().block_on(async {
        let secrets = keychain("kalends-test", Duration::from_secs(20));
        // Without a display the prompt cannot be shown, which counts as dismissed.
        let error = secrets.get("a").await.unwrap_err();
        assert!(matches!(error, SecretsError::Locked), "{error:?}");
        assert!(error.remedy().contains("Unlock the keychain"));
    });
}

/// As a locked one does whose prompt hangs. More calls than may be stuck at once are made; that
/// this process ends shows that stuck ones do not keep it.
#[test]
fn a_keychain_that_never_answers_does_not_hang_anybody() {
    if !is_inner() {
        let stopped = "printf test-password | \
             gnome-keyring-daemon --unlock --components=secrets --foreground &\n\
             trap \"kill -KILL $!\" EXIT\n\
             gdbus wait --session --timeout 20 org.freedesktop.secrets\n\
             kill -STOP $!";
        return assert_passed(in_own_session(&["gnome-keyring-daemon", "gdbus"], stopped));
    }
    runtime().block_on(async {
        let secrets = keychain("kalends-test", Duration::from_millis(100));
        for _ in 0..6 {
            let error = secrets.get("a").await.unwrap_err();
            assert!(matches!(error, SecretsError::Timeout(_)), "{error:?}");
            assert!(error.remedy().contains("Unlock the keychain"));
        }
    });
}

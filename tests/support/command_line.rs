//! The real `kalends`, as a process.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::OnceLock,
};

/// The program: what `KALENDS_BIN` names, else what lies beside the tests, built when missing.
///
/// # Panics
/// When it cannot be built.
pub fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        if let Some(named) = std::env::var_os("KALENDS_BIN") {
            return named.into();
        }
        let built = std::env::current_exe()
            .ok()
            .and_then(|tests| Some(tests.parent()?.parent()?.join("kalends")));
        let built = built.unwrap_or_else(|| PathBuf::from("kalends"));
        // Cargo knows whether it is fresh.
        let done = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "-p", "kalends", "--bin", "kalends", "--target-dir"])
            .arg(built.parent().and_then(Path::parent).unwrap_or(Path::new("target")))
            .status();
        assert!(done.is_ok_and(|status| status.success()), "kalends could not be built");
        built
    })
}

/// A call of the program on a data folder, with secrets in a file. Standard streams are captured.
pub fn kalends(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program());
    command
        .args(arguments)
        .env_remove("KALENDS_LOG")
        .env("KALENDS_DATA_DIR", data)
        .env("KALENDS_SECRETS", "file")
        .env("KALENDS_PASSPHRASE", "correct horse battery staple")
        .env("TZ", "Europe/Berlin")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

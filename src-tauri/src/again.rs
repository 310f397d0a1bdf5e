//! Starting the program anew in its own place.

use std::{ffi::OsString, path::Path};

/// Replaces this process by a new start of the same program with `variable` set to 1. Returns only
/// where that is not possible, or was done before: the variable is set already.
pub(crate) fn start_once_more(variable: &str) {
    if std::env::var_os(variable).is_none() {
        start(std::env::args_os().skip(1), None, Some(variable));
    }
}

/// Replaces this process by a start with these arguments in this folder. Returns only where that is
/// not possible.
pub(crate) fn start_with(arguments: Vec<String>, folder: &Path) {
    start(arguments.into_iter().map(Into::into), Some(folder), None);
}

fn start(arguments: impl Iterator<Item = OsString>, folder: Option<&Path>, variable: Option<&str>) {
    #[cfg(unix)]
    {
        use std::{os::unix::process::CommandExt as _, process::Command};

        let Ok(program) = std::env::current_exe() else { return };
        let mut command = Command::new(program);
        command.args(arguments);
        if let Some(folder) = folder {
            command.current_dir(folder);
        }
        if let Some(variable) = variable {
            command.env(variable, "1");
        }
        // Returns only on failure; the caller goes on as it is.
        let _ = command.exec();
    }
    #[cfg(not(unix))]
    let _ = (arguments.count(), folder, variable);
}

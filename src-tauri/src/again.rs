//! Starting the program anew in its own place.

/// Replaces this process by a new start of the same program with `variable` set to 1. Returns only
/// where that is not possible, or was done before: the variable is set already.
pub(crate) fn start_with(variable: &str) {
    #[cfg(unix)]
    {
        use std::{env, os::unix::process::CommandExt as _, process::Command};

        if env::var_os(variable).is_some() {
            return;
        }
        if let Ok(program) = env::current_exe() {
            // Returns only on failure; the caller goes on as it is.
            let _ = Command::new(program).args(env::args_os().skip(1)).env(variable, "1").exec();
        }
    }
    #[cfg(not(unix))]
    let _ = variable;
}

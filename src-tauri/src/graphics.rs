//! What has to be known about the graphics driver before the first window.

/// On NVIDIA's driver WebKitGTK's DMA-BUF renderer gives a blank page, and only an environment
/// variable turns it off. It must be there before any thread is, so the program starts itself anew
/// with it; on every other machine nothing happens.
pub(crate) fn avoid_known_faults() {
    #[cfg(target_os = "linux")]
    {
        use std::{env, os::unix::process::CommandExt as _, path::Path, process::Command};

        const SWITCH: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
        if env::var_os(SWITCH).is_some() || !Path::new("/proc/driver/nvidia").exists() {
            return;
        }
        if let Ok(program) = env::current_exe() {
            // Returns only on failure; then the window is worth a try as it is.
            let _ = Command::new(program).args(env::args_os().skip(1)).env(SWITCH, "1").exec();
        }
    }
}

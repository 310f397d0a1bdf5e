//! What has to be known about the graphics driver before the first window.

use std::path::Path;

use crate::again;

/// On NVIDIA's driver WebKitGTK's DMA-BUF renderer gives a blank page, and only an environment
/// variable turns it off. It must be there before any thread is, so the program starts itself anew
/// with it; on every other machine nothing happens.
pub(crate) fn avoid_known_faults() {
    if cfg!(target_os = "linux") && Path::new("/proc/driver/nvidia").exists() {
        again::start_once_more("WEBKIT_DISABLE_DMABUF_RENDERER");
    }
}

//! Reminders on the desktop: its notification service, and the signal that a machine woke up.
//!
//! On Linux and its like both are spoken to over D-Bus; a note is shown on the connection that also
//! listens, because services answer to it alone. macOS and Windows are reached through
//! `notify-rust`. What is shown, and when, is decided by the engine.

#[cfg(not(any(target_os = "macos", target_os = "windows")))]
mod freedesktop;
#[cfg(any(target_os = "macos", target_os = "windows"))]
mod native;
mod resume;

#[cfg(not(any(target_os = "macos", target_os = "windows")))]
pub use freedesktop::DesktopNotifier;
#[cfg(any(target_os = "macos", target_os = "windows"))]
pub use native::DesktopNotifier;
pub use resume::ResumeSignal;

//! `kalends-desktop`: opens the window.

// No console beside the window on Windows.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    kalends_desktop::run()
}

//! Declares the window's commands, so that each needs a permission, and builds the page in.

/// Every command of `src/commands`; a test compares this list with what the window registers.
const COMMANDS: &[&str] = &include!("commands.in");

fn main() {
    println!("cargo::rerun-if-changed=commands.in");
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo::error={error:#}");
        std::process::exit(1);
    }
}

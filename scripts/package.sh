#!/usr/bin/env bash
# Builds the installable package: the window, the command line, icons and the desktop entry in one
# .deb. Needs no network once the dependencies are there.
#
# usage: scripts/package.sh
set -euo pipefail
cd "$(dirname "$0")/.."

target=$(cargo metadata --no-deps --format-version 1 | node -e '
  let text = ""; process.stdin.on("data", (part) => (text += part));
  process.stdin.on("end", () => console.log(JSON.parse(text).target_directory));')

npm --prefix ui run --silent build
cargo build --release --workspace --features kalends-desktop/custom-protocol --bins
ui/node_modules/.bin/tauri bundle --bundles deb --config \
  "{\"bundle\":{\"linux\":{\"deb\":{\"files\":{\"/usr/bin/kalends\":\"$target/release/kalends\"}}}}}"
ls -l "$target"/release/bundle/deb/*.deb

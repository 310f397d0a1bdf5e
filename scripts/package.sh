#!/usr/bin/env bash
# Builds the installable packages: the window, the command line with its manual page and completions,
# icons, the desktop entry and what software centres read. A .deb and an .rpm need no network once the
# dependencies are there; an AppImage downloads its runner.
#
# usage: scripts/package.sh [PROFILE]    release by default; debug packs what the tests have built
#   KALENDS_BUNDLES   deb,rpm by default; also appimage
set -euo pipefail
cd "$(dirname "$0")/.."
profile=${1:-release}
bundles=${KALENDS_BUNDLES:-deb,rpm}

target=$(cargo metadata --no-deps --format-version 1 | node -e '
  let text = ""; process.stdin.on("data", (part) => (text += part));
  process.stdin.on("end", () => console.log(JSON.parse(text).target_directory));')
built=$target/$profile

flags=()
[ "$profile" = release ] && flags=(--release)
npm --prefix ui run --silent build
cargo build "${flags[@]}" --workspace --features kalends-desktop/custom-protocol --bins

# What goes with the programs: made by the command line itself, so that it cannot be out of date.
room=$target/package
rm -rf "$room"
mkdir -p "$room"
"$built/kalends" man | gzip -9n >"$room/kalends.1.gz"
for shell in bash zsh fish; do "$built/kalends" completions "$shell" >"$room/$shell"; done
gzip -9nc CHANGELOG.md >"$room/changelog.gz"

config=$(ROOM=$room BUILT=$built ROOT=$PWD node -e '
  const { ROOM, BUILT, ROOT } = process.env;
  const files = {
    "/usr/bin/kalends": `${BUILT}/kalends`,
    "/usr/share/man/man1/kalends.1.gz": `${ROOM}/kalends.1.gz`,
    "/usr/share/bash-completion/completions/kalends": `${ROOM}/bash`,
    "/usr/share/fish/vendor_completions.d/kalends.fish": `${ROOM}/fish`,
    "/usr/share/metainfo/app.kalends.desktop.metainfo.xml": `${ROOT}/packaging/app.kalends.desktop.metainfo.xml`,
  };
  const deb = {
    ...files,
    "/usr/share/zsh/vendor-completions/_kalends": `${ROOM}/zsh`,
    "/usr/share/doc/kalends/copyright": `${ROOT}/packaging/copyright`,
    "/usr/share/doc/kalends/changelog.gz": `${ROOM}/changelog.gz`,
  };
  const rpm = {
    ...files,
    "/usr/share/zsh/site-functions/_kalends": `${ROOM}/zsh`,
    "/usr/share/licenses/kalends/LICENSE-MIT": `${ROOT}/LICENSE-MIT`,
    "/usr/share/licenses/kalends/LICENSE-APACHE": `${ROOT}/LICENSE-APACHE`,
  };
  console.log(JSON.stringify({ bundle: { linux: { deb: { files: deb }, rpm: { files: rpm } } } }));')

flags=()
[ "$profile" = debug ] && flags=(--debug)
ui/node_modules/.bin/tauri bundle "${flags[@]}" --bundles "$bundles" --config "$config"
find "$built/bundle" -maxdepth 2 -type f -newer "$room/changelog.gz" \
  \( -name '*.deb' -o -name '*.rpm' -o -name '*.AppImage' \) -exec ls -l {} +

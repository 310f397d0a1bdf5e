#!/usr/bin/env bash
# Installs what is missing for the named groups and nothing else; says so when nothing is.
#
# usage: scripts/setup.sh GROUP...
#   engine   what the engine and the command line need to build
#   app      what the desktop window needs to build, and the packages of the user interface
#   display  a virtual display, a session bus and a keychain for a machine without a screen
#   window   what the tests of the real window need
#   agents   the clients that the agent server is tested with
#   package  what installs a package in a clean root
#   check    the tools of `make check`
#   fuzz     the fuzzer
#   bench    the calendars that `make bench` compares with
set -euo pipefail
cd "$(dirname "$0")/.."

tools=${KALENDS_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/kalends/tools}
cargo_deny=0.20.2
cargo_fuzz=0.13.2

say() { printf 'setup: %s\n' "$*" >&2; }

# Debian and Ubuntu packages of each group.
packages_of() {
  case $1 in
    engine) echo build-essential pkg-config ;;
    app) echo build-essential pkg-config libssl-dev libwebkit2gtk-4.1-dev libgtk-3-dev \
      libayatana-appindicator3-dev librsvg2-dev libdbus-1-dev file patchelf ;;
    display) echo xvfb xauth dbus dbus-x11 gnome-keyring webkit2gtk-driver fonts-dejavu-core ;;
    window) echo xvfb xauth dbus dbus-x11 gnome-keyring libsecret-tools webkit2gtk-driver \
      libglib2.0-bin fonts-dejavu-core chromium iproute2 dunst ;;
    agents) echo python3-venv ;;
    package) echo mmdebstrap ;;
    check) echo sqlite3 ;;
    fuzz) echo build-essential ;;
    bench) echo python3-venv calcurse khal libical-dev chromium ;;
  esac
}

install_packages() {
  local missing=()
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  local as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  if [ ${#as_root[@]} -gt 0 ] && ! command -v sudo >/dev/null; then
    say "these packages are missing and there is no sudo to install them: ${missing[*]}"
    exit 1
  fi
  say "installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  "${as_root[@]}" apt-get -o DPkg::Lock::Timeout=400 -qq update
  "${as_root[@]}" apt-get -o DPkg::Lock::Timeout=400 -qq install -y --no-install-recommends \
    "${missing[@]}" >/dev/null
}

# Cargo's own tools live beside the user's caches, one build for all checkouts.
install_cargo_tool() {
  local name=$1 version=$2
  [ "$("$tools/bin/$name" --version 2>/dev/null | awk '{print $2}')" = "$version" ] && return
  say "building $name $version"
  cargo install --quiet --locked --root "$tools" --version "$version" "$name"
}

install_node_packages() {
  local folder=$1
  [ -f "$folder/package-lock.json" ] || return 0
  cmp -s "$folder/package-lock.json" "$folder/node_modules/.installed-lock" && return
  say "installing the packages of $folder"
  npm --prefix "$folder" ci --no-audit --no-fund --loglevel=error
  cp "$folder/package-lock.json" "$folder/node_modules/.installed-lock"
}

# The official Python client, in an environment of its own beside the tests.
install_python_client() {
  local folder=tests/agents wanted=tests/agents/python.txt
  cmp -s "$wanted" "$folder/.python/.installed" && return
  say "installing the packages of $wanted"
  rm -rf "$folder/.python"
  if ! python3 -m venv "$folder/.python" ||
    ! "$folder/.python/bin/pip" install --quiet --disable-pip-version-check --requirement "$wanted"; then
    say 'the Python client cannot be had here: its test is skipped'
    rm -rf "$folder/.python"
    return
  fi
  cp "$wanted" "$folder/.python/.installed"
}

command -v cargo >/dev/null || { say 'cargo is missing: install Rust 1.94 or newer'; exit 1; }

groups=("$@")
wanted=()
for group in "${groups[@]}"; do
  read -ra of_group <<<"$(packages_of "$group")"
  wanted+=("${of_group[@]}")
done
if command -v apt-get >/dev/null; then
  install_packages "${wanted[@]}"
else
  say "this script installs packages on Debian and Ubuntu only; elsewhere make sure to have the like of: ${wanted[*]}"
fi

for group in "${groups[@]}"; do
  case $group in
    app | window | check | agents)
      command -v npm >/dev/null || { say 'npm is missing: install Node 20.19 or newer'; exit 1; }
      install_node_packages ui ;;
  esac
  case $group in
    display | window) install_node_packages tests/desktop ;;
    agents) install_node_packages tests/agents; install_python_client ;;
    check) install_node_packages tests/desktop; install_cargo_tool cargo-deny "$cargo_deny" ;;
    fuzz) install_cargo_tool cargo-fuzz "$cargo_fuzz" ;;
  esac
done

#!/usr/bin/env bash
# Builds the release binaries and the peers, then measures all of them in one run.
#
# The peers live in target/bench/peers. Feeds are made by gen_feed.py of the shared data.
set -euo pipefail
cd "$(dirname "$0")/.."

generator=${KALENDS_SHARED:-}/data/gen_feed.py
if [ ! -f "$generator" ]; then
  echo 'bench: set KALENDS_SHARED to the folder that holds data/gen_feed.py' >&2
  exit 1
fi

work=$PWD/target/bench
mkdir -p "$work"
[ -x "$work/peers/bin/python" ] || python3 -m venv "$work/peers"
"$work/peers/bin/pip" install --quiet --disable-pip-version-check -r bench/peers.txt

if [ -f /usr/include/libical/ical.h ]; then
  cc -O2 -o "$work/libical_read" bench/libical_read.c -lical
fi

npm --prefix ui run --silent build
cargo build --release --workspace --features kalends-desktop/custom-protocol --bins --examples

for events in 2000 50000; do
  feed=$work/feed-$events.ics
  [ -f "$feed" ] || "$work/peers/bin/python" "$generator" "$events" "$feed"
done

# A session of its own, with a screen and a keychain that are nobody's.
scripts/headless.sh "$work/peers/bin/python" bench/bench.py "$work" "$@"

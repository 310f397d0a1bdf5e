#!/usr/bin/env bash
# Opens the app. On a machine without a display: opens it with the sample calendars on a virtual
# one, takes a picture of the window and prints where the picture lies.
#
# usage: scripts/run.sh APP
set -euo pipefail
app=$(realpath "${1:?usage: scripts/run.sh APP}")
cd "$(dirname "$0")/.."

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || [ "$(uname)" != Linux ]; then
  exec "$app"
fi
echo 'run: no display here, so a virtual one shows the sample calendars' >&2
scripts/setup.sh display
exec scripts/headless.sh node tests/desktop/demo.mjs "$app"

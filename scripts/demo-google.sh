#!/usr/bin/env bash
# Opens the app beside a stand-in of Google with two colleagues and a week of theirs, on a data
# folder that is removed afterwards. Sign in from the app: the page in the browser is the
# stand-in's. On a machine without a display: signs in by itself on a virtual one, takes a picture
# of the window and prints where the picture lies.
#
# usage: scripts/demo-google.sh APP GOOGLE CLI
set -euo pipefail
app=$(realpath "${1:?usage: scripts/demo-google.sh APP GOOGLE CLI}")
google=$(realpath "${2:?usage: scripts/demo-google.sh APP GOOGLE CLI}")
cli=$(realpath "${3:?usage: scripts/demo-google.sh APP GOOGLE CLI}")
cd "$(dirname "$0")/.."

if [ "${4:-}" = --inside ]; then
  # The sign-in waits for its browser; curl is one that follows where it is led.
  "$cli" account add google --login-hint mia@northwind.example --no-browser --json >"$KALENDS_DATA_DIR.url" 2>&1 &
  waiting=$!
  for _ in $(seq 100); do
    url=$(grep -o "$KALENDS_GOOGLE_URL[^\" ]*" "$KALENDS_DATA_DIR.url" | head -1 || true)
    [ -n "$url" ] && break
    sleep 0.1
  done
  curl --silent --show-error --location --output /dev/null "${url:?the command line showed no address}"
  wait "$waiting"
  rm -f "$KALENDS_DATA_DIR.url"
  "$cli" sync >/dev/null
  exec node tests/desktop/demo-google.mjs "$app"
fi

headless= consent=ask
if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && [ "$(uname)" = Linux ]; then
  echo 'demo-google: no display here, so a virtual one is used' >&2
  scripts/setup.sh display
  headless=1 consent=give
fi

room=$(mktemp -d)
# The stand-in serves until its standard input ends.
mkfifo "$room/hold"
"$google" --consent "$consent" <"$room/hold" >"$room/ready" &
trap 'exec 9>&-; rm -rf "$room"' EXIT
exec 9>"$room/hold"
until [ -s "$room/ready" ]; do sleep 0.05; done
value() { sed -E "s/.*\"$1\":\"([^\"]*)\".*/\1/" "$room/ready"; }
KALENDS_GOOGLE_URL=$(value url)
KALENDS_GOOGLE_CLIENT_ID=$(value client_id)
KALENDS_GOOGLE_CLIENT_SECRET=$(value client_secret)
KALENDS_DATA_DIR=$room/data
export KALENDS_GOOGLE_URL KALENDS_GOOGLE_CLIENT_ID KALENDS_GOOGLE_CLIENT_SECRET KALENDS_DATA_DIR
echo "demo-google: the stand-in is at $KALENDS_GOOGLE_URL, its control port at $(value control)" >&2
if [ -n "$headless" ]; then
  scripts/headless.sh "$PWD/scripts/demo-google.sh" "$app" "$google" "$cli" --inside
else
  "$app"
fi

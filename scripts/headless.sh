#!/usr/bin/env bash
# Runs a command in a desktop session of its own: a virtual screen, a session bus, an unlocked and
# empty keychain, and a home folder that is removed afterwards.
#
# usage: scripts/headless.sh COMMAND [ARGUMENT...]
#   KALENDS_SCREEN   size of the screen, 1280x800 by default
set -euo pipefail

if [ "${1:-}" = --inside ]; then
  shift
  # The keychain reads its password from stdin and stays until the bus ends.
  printf 'test-password' | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null
  exec "$@"
fi

[ $# -gt 0 ] || { sed -n '2,6s/^# \{0,1\}//p' "$0" >&2; exit 2; }
for program in xvfb-run dbus-run-session gnome-keyring-daemon; do
  command -v "$program" >/dev/null || { echo "headless: $program is missing; scripts/setup.sh display installs it" >&2; exit 1; }
done

room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
export HOME=$room/home XDG_RUNTIME_DIR=$room/run XDG_DATA_HOME=$room/data
export XDG_CONFIG_HOME=$room/config XDG_CACHE_HOME=$room/cache XDG_STATE_HOME=$room/state
mkdir -p "$HOME" "$XDG_DATA_HOME" "$XDG_CONFIG_HOME" "$XDG_CACHE_HOME" "$XDG_STATE_HOME"
mkdir -m 700 "$XDG_RUNTIME_DIR"
export GDK_BACKEND=x11 NO_AT_BRIDGE=1 LIBGL_ALWAYS_SOFTWARE=1
unset DBUS_SESSION_BUS_ADDRESS WAYLAND_DISPLAY DISPLAY

# A bus that starts no services by itself: what runs is what is started here.
cat >"$room/bus.conf" <<'XML'
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
XML

xvfb-run --auto-servernum --server-args="-screen 0 ${KALENDS_SCREEN:-1280x800}x24 -nolisten tcp" \
  dbus-run-session --config-file="$room/bus.conf" -- "$(realpath "$0")" --inside "$@"

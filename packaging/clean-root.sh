#!/usr/bin/env bash
# Runs inside the clean root that scripts/package-test.sh makes.
set -euo pipefail

say() { printf 'clean root: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

apt-get -qq -o Acquire::Retries=3 update
say 'installing the package with what it asks for, and no more'
apt-get -qq -o Acquire::Retries=3 install -y --no-install-recommends /opt/package/kalends.deb >/dev/null 2>/opt/package/apt.log ||
  { cat /opt/package/apt.log >&2; fail 'the package does not install'; }

for program in /usr/bin/kalends /usr/bin/kalends-desktop; do
  missing=$(ldd "$program" | grep 'not found' || true)
  [ -z "$missing" ] || fail "$program misses $missing"
done
# Loaded at run time, so ldd does not see it: the tray.
ldconfig -p | grep -q libayatana-appindicator3.so.1 || fail 'the tray library is not installed'

for file in \
  /usr/share/applications/Kalends.desktop \
  /usr/share/icons/hicolor/128x128/apps/kalends-desktop.png \
  /usr/share/metainfo/app.kalends.desktop.metainfo.xml \
  /usr/share/bash-completion/completions/kalends \
  /usr/share/zsh/vendor-completions/_kalends \
  /usr/share/fish/vendor_completions.d/kalends.fish \
  /usr/bin/kalends; do
  [ -s "$file" ] || fail "$file is missing"
done
# A minimal Debian leaves documentation out when it installs; the package lists it all the same.
for file in /usr/share/man/man1/kalends.1.gz /usr/share/doc/kalends/copyright; do
  dpkg -L kalends | grep -qx "$file" || fail "$file is not in the package"
done

say 'the command line works'
export KALENDS_DATA_DIR=/opt/package/data KALENDS_SECRETS=file KALENDS_PASSPHRASE=clean
kalends --version
kalends calendar add --local Home >/dev/null
tomorrow=$(date -d tomorrow +%F)
kalends event add --title 'Clean root' --start "${tomorrow}T10:00" --end "${tomorrow}T11:00" >/dev/null
kalends agenda --from "$tomorrow" --json | grep -q '"Clean root"' || fail 'the event is not in the agenda'

# What follows brings packages of its own, hence after what the package alone must stand on.
apt-get -qq -o Acquire::Retries=3 install -y --no-install-recommends \
  xvfb xauth dbus dbus-x11 desktop-file-utils appstream shared-mime-info imagemagick x11-utils >/dev/null 2>&1
desktop-file-validate /usr/share/applications/Kalends.desktop || fail 'the desktop entry is not valid'
appstreamcli validate --no-net /usr/share/metainfo/app.kalends.desktop.metainfo.xml || fail 'the metainfo is not valid'
update-desktop-database -q
for type in text/calendar x-scheme-handler/webcal x-scheme-handler/webcals; do
  grep -q "^$type=.*Kalends.desktop" /usr/share/applications/mimeinfo.cache || fail "no handler for $type"
done

say 'the window starts'
cat >/opt/package/window.sh <<'SH'
set -euo pipefail
# As its launcher does: the command of the desktop entry.
command=$(sed -n 's/^Exec=\([^ ]*\) %U$/\1/p' /usr/share/applications/Kalends.desktop)
"$command" >/opt/package/window.log 2>&1 &
app=$!
for _ in $(seq 120); do
  kill -0 "$app" 2>/dev/null || { cat /opt/package/window.log >&2; echo 'the window ended by itself' >&2; exit 1; }
  # Painted: more than the few colours of an empty page.
  if xwininfo -root -tree 2>/dev/null | grep -q '"Kalends"'; then
    import -window root /opt/package/window.png
    if [ "$(identify -format %k /opt/package/window.png)" -gt 200 ]; then
      # As it looks once everything is there.
      sleep 3
      import -window root /opt/package/window.png
      exit 0
    fi
  fi
  sleep 0.5
done
cat /opt/package/window.log >&2
echo 'the window did not paint within a minute' >&2
exit 1
SH
export LIBGL_ALWAYS_SOFTWARE=1 GDK_BACKEND=x11 NO_AT_BRIDGE=1
xvfb-run -a -s '-screen 0 1280x800x24 -nolisten tcp' dbus-run-session -- bash /opt/package/window.sh

say 'removing the package leaves the data'
apt-get -qq remove -y kalends >/dev/null 2>&1
[ ! -e /usr/bin/kalends ] || fail '/usr/bin/kalends is still there'
[ -s /opt/package/data/kalends.db ] || fail 'the data went with the package'
say 'done'

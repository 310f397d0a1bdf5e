#!/usr/bin/env bash
# Installs a package in a clean root of this system's own release and starts what it installed: the
# command line, then the window on a virtual screen. Nothing is there but what the package asks for.
#
# usage: scripts/package-test.sh PACKAGE.deb
set -euo pipefail
package=$(realpath "${1:?usage: scripts/package-test.sh PACKAGE.deb}")
cd "$(dirname "$0")/.."

say() { printf 'package-test: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

if [ "$(id -u)" -ne 0 ] || ! unshare --mount --pid --fork mount -t tmpfs tmpfs /mnt 2>/dev/null; then
  say 'SKIPPED: a clean root needs root, and the right to mount'
  exit 0
fi
command -v mmdebstrap >/dev/null || fail 'mmdebstrap is missing; scripts/setup.sh package installs it'

# shellcheck source=/dev/null
release=$(. /etc/os-release && echo "$VERSION_CODENAME")
sources=()
for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
  if [ -f "$list" ] && grep -q "$release" "$list"; then sources+=("$list"); fi
done
room=$(mktemp -d)
trap 'rm -rf --one-file-system "$room"' EXIT
root=$room/root

say "making a clean $release"
mmdebstrap --quiet --variant=minbase "$release" "$root" "${sources[@]}"
# Nothing of it has to survive a power cut.
echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/unsafe-io"
mkdir -p "$root/opt/package"
cp "$package" "$root/opt/package/kalends.deb"
cp packaging/clean-root.sh "$root/opt/package/test.sh"
cp /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
[ -d /etc/apt/apt.conf.d ] && cp -n /etc/apt/apt.conf.d/* "$root/etc/apt/apt.conf.d/" 2>/dev/null || true

# Its own mounts and processes, so that all of it ends with the test.
unshare --mount --pid --fork --kill-child bash -euo pipefail -c '
  root=$1
  mount -t proc proc "$root/proc"
  mount -t tmpfs tmpfs "$root/tmp"
  mkdir -p "$root/dev/shm" && mount -t tmpfs tmpfs "$root/dev/shm"
  mkdir -p "$root/dev/pts" && mount --bind /dev/pts "$root/dev/pts" 2>/dev/null || true
  exec chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
    DEBIAN_FRONTEND=noninteractive bash /opt/package/test.sh
' sh "$root"

mkdir -p target/screenshots
cp "$root/opt/package/window.png" target/screenshots/package.png
say "the installed window: $PWD/target/screenshots/package.png"

#!/bin/sh
# The tests of the report run in a real Chromium: used where present, else installed, else asked for.
set -eu
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Chromium for the browser tests (once) ..."
  apt-get -qq update
  DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends chromium >/dev/null
  exit 0
fi
echo "The browser tests need Chromium; type: sudo apt-get install chromium" >&2
exit 1

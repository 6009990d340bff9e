#!/bin/sh
# The tests of Spark need Java 17 or later: used where present, else installed, else asked for.
set -eu
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
version=$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' || true)
[ "${version:-0}" -ge 17 ] && exit 0
if [ -z "$version" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  for name in openjdk-17-jre-headless openjdk-21-jre-headless default-jre-headless; do
    apt-cache show "$name" >/dev/null 2>&1 || continue
    echo "Installing Java ($name) for the tests of Spark (once) ..."
    apt-get -qq update
    DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$name" >/dev/null
    exit 0
  done
fi
echo "The tests of Spark need Java 17 or later; type: sudo apt-get install openjdk-17-jre-headless" >&2
exit 1

# Where to build and test: sourced by tests/run and tests/try.
#
# The system's own libraries when they are new enough (the versions stand in
# meson.build and in oldest below), else the container. TUTTI_GROUND=system or
# =container decides it by hand.

here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
project=$(dirname "$here")

oldest='glib-2.0>=2.84 gtk4>=4.18 libadwaita-1>=1.7 libdex-1>=0.10 libsoup-3.0>=3.6 json-glib-1.0>=1.10
  libsecret-1>=0.21 sqlite3>=3.46 gnutls>=3.8 gstreamer-play-1.0>=1.24'
build_tools='cc ninja meson blueprint-compiler msgfmt glib-compile-resources'
try_tools='python3 gdbus dbus-daemon gnome-keyring-daemon'
test_tools='Xvfb secret-tool chromium chromedriver xdotool import desktop-file-validate
  appstreamcli mandoc xmllint sqlite3'

lacking() { # lacking try|test: prints what the system has not
  local item tools="$build_tools $try_tools"
  [ "$1" = try ] || tools="$tools $test_tools"
  for item in $tools; do
    command -v "$item" >/dev/null || { echo "$item"; return; }
  done
  for item in $oldest; do
    pkg-config --exists "${item%%>=*} >= ${item##*>=}" 2>/dev/null || { echo "$item"; return; }
  done
  meson --version | awk -F. '{ exit !($1 > 1 || $1 == 1 && $2 >= 7) }' || { echo "meson>=1.7"; return; }
  [ "$1" = try ] || python3 -c 'import gi; gi.require_version("Atspi", "2.0")' 2>/dev/null || echo "python3-gi with Atspi"
}

# choose_ground try|test: sets `ground` (its name), `inside` (the command that
# runs something there) and `inside_offline` (the same, without a network).
choose_ground() {
  local lack
  ground=${TUTTI_GROUND:-}
  if [ -z "$ground" ]; then
    lack=$(lacking "$1")
    if [ -z "$lack" ]; then
      ground=system
    else
      ground=container
      echo "The system has no $lack: using tests/container" >&2
    fi
  fi
  if [ "$ground" = system ]; then
    inside=(env)
    inside_offline=(env)
  else
    inside=("$here/container")
    inside_offline=("$here/container" --offline)
  fi
}

# build FOLDER [OPTION…]: configures when needed and builds; warnings are errors.
build() {
  local folder=$1
  shift
  if [ ! -e "$folder/build.ninja" ]; then
    mkdir -p "$(dirname "$folder")"
    "${inside[@]}" meson setup "$folder" "$project" -Dwerror=true "$@" || return
  fi
  "${inside[@]}" ninja -C "$folder"
}

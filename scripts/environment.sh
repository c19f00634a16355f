# Sourced by the other scripts: sets up what they need and where to find it.
# Needs root (or sudo) once, to install QGIS from Debian's backports; later runs start at once.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root"

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

install_debian_packages() {
    local marker="build/.debian-packages-$1"
    shift
    [ -e "$marker" ] && return
    mkdir -p build
    echo "Installing QGIS and tools from Debian packages (about two minutes, once) ..." >&2
    local list=/etc/apt/sources.list.d/strukturbild-backports.list uri line
    mirror() { apt-get indextargets --format '$(REPO_URI) $(RELEASE)' | awk '$2=="bookworm"{print $1; exit}'; }
    uri="$(mirror)"
    if [ -z "$uri" ]; then as_root apt-get update -qq; uri="$(mirror)"; fi
    line="deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ${uri%/} bookworm-backports main"
    if [ "$(cat "$list" 2>/dev/null || true)" != "$line" ]; then
        echo "$line" | as_root tee "$list" >/dev/null
        as_root apt-get update -qq
    fi
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        -t bookworm-backports qgis python3-qgis qgis-providers >/dev/null
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        python3-venv "$@" >/dev/null
    touch "$marker"
}

# numpy is held below 2: Debian's GDAL and scipy are built against numpy 1.
install_python_packages() {
    local marker="build/.python-packages-$1"
    shift
    [ -e "$marker" ] && return
    echo "Installing Python packages into build/venv ..." >&2
    [ -x build/venv/bin/python ] || /usr/bin/python3 -m venv --system-site-packages build/venv
    build/venv/bin/pip install -q --disable-pip-version-check 'numpy>=1.26,<2' 'shapely>=2.0,<2.3' "$@"
    touch "$marker"
}

# QGIS sees the plugin through a real folder that links to each room: the repository root itself
# must never be on Python's path, for its room "processing" has the name of QGIS's own plugin.
link_plugin() {
    local target="build/plugins/strukturbild"
    [ -L "$target" ] && rm "$target"
    mkdir -p "$target"
    find "$target" -maxdepth 1 -type l -delete
    local entry
    for entry in metadata.txt __init__.py plugin.py README.md LICENSE CHANGELOG.md \
        alignment layers review reports processing ui styles resources; do
        [ -e "$entry" ] && ln -sfn "../../../$entry" "$target/$entry"
    done
}

qgis_environment() {
    link_plugin
    export PYTHONSAFEPATH=1 QGIS_PLUGINPATH="$root/build/plugins"
    export PYTHONPATH="$(echo "$root"/build/venv/lib/python3*/site-packages)"
    if [ -z "${XDG_RUNTIME_DIR:-}" ]; then
        export XDG_RUNTIME_DIR="$root/build/runtime"
        mkdir -p "$XDG_RUNTIME_DIR"
        chmod 0700 "$XDG_RUNTIME_DIR"
    fi
}

# Sourced by the other scripts: sets up what they need and where to find it.
# Needs root (or sudo) once, to install QGIS from Debian's backports; later runs start at once.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root"
# "sudo scripts/..." would leave files in the checkout that its owner can't change afterwards
if [ "$(id -u)" = 0 ] && [ "${SUDO_USER:-root}" != root ] && [ ! -O "$root" ]; then
    echo "Run this as $SUDO_USER, without sudo: it asks for sudo itself where it needs it." >&2
    exit 1
fi
mkdir -p build
# Python's module "processing" of QGIS must not be found in the repository root
export PYTHONSAFEPATH=1
unset PYTHONHOME
# QGIS belongs to Debian's Python: another one first on the path would be taken for its home
export PATH="/usr/bin:$PATH"

qgis_packages="qgis python3-qgis qgis-providers python3-yaml python3-venv ca-certificates"
oldest_qgis=3.40

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

have_packages() {
    local states
    states="$(dpkg-query -W -f='${Status}\n' "$@" 2>/dev/null)" || return 1
    ! grep -qv '^install ok installed$' <<<"$states"
}

# The first argument names the set of packages, for the messages.
install_debian_packages() {
    local purpose="$1" version
    shift
    if have_packages $qgis_packages "$@"; then
        version="$(dpkg-query -W -f='${Version}' qgis)"
        dpkg --compare-versions "${version#*:}" ge "$oldest_qgis" && return 0
    fi
    if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
        echo "QGIS $oldest_qgis or tools ($purpose) are not installed, and that takes root. With bookworm-backports" \
            "among the sources, root can run:" >&2
        echo "  apt-get install --no-install-recommends -t bookworm-backports $qgis_packages fonts-open-sans${*:+ $*}" >&2
        return 1
    fi
    echo "Installing QGIS and tools ($purpose) from Debian packages: about two minutes, once ..." >&2
    local list=/etc/apt/sources.list.d/strukturbild-backports.list uri
    local install=(env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends)
    # by code name and label: a source may call it "oldstable", and others than Debian have a "bookworm"
    mirror() {
        apt-get indextargets --format '$(REPO_URI) $(CODENAME) $(LABEL)' 2>/dev/null \
            | awk -v name="$1" -v label="$2" '$2==name && substr($0, length($1 $2) + 3)==label && !n++ {print $1}'
    }
    as_root apt-get update -qq
    uri="$(mirror bookworm Debian)"
    if [ -z "$uri" ]; then
        echo "These scripts are made for Debian 12 (bookworm), whose packages were not found here." >&2
        return 1
    fi
    if [ -z "$(mirror bookworm-backports 'Debian Backports')" ]; then
        echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ${uri%/} bookworm-backports main" \
            | as_root tee "$list" >/dev/null
        as_root apt-get update -qq
    fi
    # with the typeface of the map's labels, which runs don't depend on
    as_root "${install[@]}" -t bookworm-backports $qgis_packages fonts-open-sans >build/apt.log
    if [ $# -gt 0 ]; then as_root "${install[@]}" "$@" >>build/apt.log; fi
}

# numpy is held below 2: Debian's GDAL and scipy are built against numpy 1.
install_python_packages() {
    local marker="build/.python-packages-$1" python=build/venv/bin/python wanted
    shift
    wanted="$(printf '%s\n' 'numpy>=1.26,<2' 'shapely>=2.0,<2.3' "$@")"
    if [ "$(cat "$marker" 2>/dev/null || true)" = "$wanted" ] && "$python" -c 'import shapely' 2>/dev/null; then
        return 0
    fi
    echo "Installing Python packages into build/venv: some seconds, once ..." >&2
    if ! "$python" -c 'import sys' 2>/dev/null; then
        rm -rf build/venv
        /usr/bin/python3 -m venv --system-site-packages build/venv
    fi
    mapfile -t wanted_list <<<"$wanted"
    "$python" -m pip install -q --disable-pip-version-check "${wanted_list[@]}"
    echo "$wanted" >"$marker"
}

# What Qt 6 offers, to read: QGIS here has Qt 5, so nothing may import it by mistake, and without
# Qt 6 itself it is 8 MB to fetch.
install_pyqt6_stubs() {
    local target=build/pyqt6
    if [ -e "$target/PyQt6/QtCore.pyi" ]; then return 0; fi
    build/venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --upgrade \
        --target "$target" 'PyQt6==6.8.*'
}

# QGIS sees the plugin through a real folder that links to each room: the repository root itself
# must never be on Python's path, for its room "processing" has the name of QGIS's own plugin.
link_plugin() {
    local target="build/plugins/strukturbild" entry
    if [ -L "$target" ]; then rm "$target"; fi
    mkdir -p "$target"
    for entry in metadata.txt __init__.py plugin.py README.md LICENSE CHANGELOG.md \
        alignment layers review reports processing ui styles resources; do
        if [ ! -e "$entry" ]; then
            rm -f "$target/$entry"
        elif [ "$(readlink "$target/$entry" || true)" != "../../../$entry" ]; then
            ln -sfn "../../../$entry" "$target/$entry"
        fi
    done
}

# qgis_environment PROFILE: QGIS with the plugin of this checkout, in a profile folder of its own.
qgis_environment() {
    link_plugin
    export QGIS_PLUGINPATH="$root/build/plugins"
    export PYTHONPATH="$(echo "$root"/build/venv/lib/python3*/site-packages)"
    export QGIS_CUSTOM_CONFIG_PATH="${QGIS_CUSTOM_CONFIG_PATH:-$root/build/${1:-profile}}"
    mkdir -p "$QGIS_CUSTOM_CONFIG_PATH"
    if [ ! -w "${XDG_RUNTIME_DIR:-/nonexistent}" ]; then
        export XDG_RUNTIME_DIR="$root/build/runtime"
        mkdir -p "$XDG_RUNTIME_DIR"
        chmod 0700 "$XDG_RUNTIME_DIR"
    fi
}

# Enables the plugin in the profile, once.
enable_plugin() {
    local marker="$QGIS_CUSTOM_CONFIG_PATH/.strukturbild-enabled"
    if [ -e "$marker" ]; then return 0; fi
    QT_QPA_PLATFORM=offscreen qgis_process plugins enable strukturbild >"$root/build/enable.log" 2>&1 \
        || grep -q 'already enabled' "$root/build/enable.log" || {
        cat "$root/build/enable.log" >&2
        return 1
    }
    touch "$marker"
}

# What every script shares: the project's folder, phases with their times, and clearing up at the end.
set -euo pipefail

project=$PWD # each script enters it before it reads this
export PATH="$PATH:/usr/sbin:/sbin" # a user's PATH on Debian lacks them, and smtp-sink lives there

phase() { printf '\n== %s (at %d:%02d)\n' "$1" $((SECONDS / 60)) $((SECONDS % 60)); }
say() { printf '%s\n' "$*"; }
give_up() {
    printf '%s\n' "$*" >&2
    exit 69
}

# defer COMMAND…: runs it when the script ends, however it ends; the last one deferred goes first.
deferred=()
defer() { deferred=("$(printf '%q ' "$@")" "${deferred[@]}"); }
run_deferred() {
    local command
    for command in "${deferred[@]}"; do eval "$command" || true; done
    deferred=()
}
trap run_deferred EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# become COMMAND…: clears up, and gives this process over to a program that runs for long and gets its signals itself.
become() {
    run_deferred
    exec "$@"
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        give_up "This needs root, and there is no sudo: run as root: $*"
    fi
}

# Through sudo, what the build wrote belongs to the person who called, who may want to build without sudo next.
give_back() { [ ! -e "$1" ] || chown -R "$SUDO_UID:${SUDO_GID:-$SUDO_UID}" "$1"; }
if [ "$(id -u)" = 0 ] && [ -n "${SUDO_UID:-}" ]; then
    defer give_back .build
    defer give_back .build-release
    defer give_back .build-fuzz
fi

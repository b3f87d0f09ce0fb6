# Swift: found where people install it, also through sudo, whose PATH is short.

swift_wanted=6.3

swift_version() { swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p'; }
is_recent() { [ "$(printf '%s\n' "$swift_wanted" "$1" | sort -V | head -n 1)" = "$swift_wanted" ]; }

require_swift() {
    local home folder
    home=$(getent passwd "${SUDO_USER:-$(id -un)}" | cut -d: -f6)
    for folder in "" "$home/.local/share/swiftly/bin" /opt/swift/usr/bin /usr/local/swift/usr/bin /usr/share/swift/usr/bin; do
        [ -z "$folder" ] || [ -x "$folder/swift" ] || continue
        if is_recent "$(PATH="${folder:+$folder:}$PATH" swift_version)"; then
            export PATH="${folder:+$folder:}$PATH"
            return
        fi
    done
    give_up "Swift $swift_wanted or later is needed, and Debian has none.
Get it for Debian 12 from https://www.swift.org/install/linux/ (with swiftly, or as an archive unpacked in /opt/swift),
see that \`swift --version\` answers, and run this again."
}

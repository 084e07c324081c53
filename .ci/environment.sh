# Sourced by ./run and ./test. Finds Python and keeps .venv as the lock files say.
# Expects ROOT; `environment KIND LOCK...` leaves the interpreter in PYTHON.

find_python() {
  for candidate in "${KLIENTEL_PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11; do
    [ -n "$candidate" ] || continue
    # A version manager leaves names on PATH that do not run: only what answers counts.
    "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
    PYTHON=$candidate
    return
  done
  echo "Klientel needs Python 3.11 or newer, and found none on PATH." >&2
  exit 1
}

environment() {
  kind=$1
  shift
  wanted=$(cd "$ROOT" && cksum "$@" pyproject.toml | cksum)
  stamp="$ROOT/.venv/.installed-$kind"
  if ! [ -x "$ROOT/.venv/bin/python" ] || [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
    find_python
    (cd "$ROOT" && "$PYTHON" -m klientel.interfaces.cli.prepare.packages "$kind" "$wanted" "$@")
  fi
  PYTHON="$ROOT/.venv/bin/python"
}

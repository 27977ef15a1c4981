#!/bin/bash
# What the official image's entrypoint does with its variables, for the stand-in.
set -e

arguments=()
add() {  # option, value, libpq's variable that Odoo reads by itself
    [[ -v $3 ]] || arguments+=("--$1" "$2")
}
add db_host "${HOST:-db}" PGHOST
add db_port "${PORT:-5432}" PGPORT
add db_user "${USER:-odoo}" PGUSER
add db_password "${PASSWORD:-odoo}" PGPASSWORD

case "$1" in
    odoo) exec "$@" "${arguments[@]}" ;;
    -*) exec odoo "$@" "${arguments[@]}" ;;
    *) exec "$@" ;;
esac

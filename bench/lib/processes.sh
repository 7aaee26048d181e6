# Processes under measurement: how they start and stop, and what they cost.

started=() # process numbers to end when we end

# start NAME COMMAND...: starts a server, waits for its line `... ready http://ADDRESS`, sets `pid` and `url`.
start() {
    local name=$1 line fd
    shift
    exec {fd}< <(cd "$work" && exec env -i PATH="$PATH" HOME="$work" "$@" 2>>"$work/$name.log")
    pid=$!
    started+=("$pid")
    url=""
    while [ -z "$url" ]; do
        if ! IFS= read -r -t 120 -u "$fd" line; then
            tail -n 20 "$work/$name.log" >&2
            echo "$name did not start" >&2
            return 1
        fi
        case $line in *ready\ http://*) url=http://${line##*http://} ;; esac
    done
}

# start_stoa DATA_DIR: as a newcomer starts it, on a free port, behind a proxy on loopback.
start_stoa() {
    start stoa STOA_HTTP__TRUSTED_PROXIES=127.0.0.1 "$stoa" serve --demo --listen 127.0.0.1:0 --data-dir "$1"
}

# stop PID: asks it to end and waits until it has.
stop() {
    kill -TERM "$1" 2>/dev/null || return 0
    local tries=0
    while [ -e "/proc/$1" ] && [ "$tries" -lt 600 ]; do
        sleep 0.05
        tries=$((tries + 1))
    done
}

stop_all() {
    local each
    for each in "${started[@]}"; do stop "$each"; done
    started=()
}

# cpu_us PID: processor time that it has used so far, in microseconds.
cpu_us() {
    sed 's/.*) //' "/proc/$1/stat" | awk -v tick="$(getconf CLK_TCK)" '{ printf "%.0f\n", ($12 + $13) * 1000000 / tick }'
}

# postgres_cpu_us: the same of all server processes below the private cluster's postmaster.
postgres_cpu_us() {
    local postmaster
    postmaster=$(head -n 1 "$data"/postgres/*/postmaster.pid)
    # Processes may end while we look.
    { cat /proc/[0-9]*/stat 2>/dev/null || true; } | sed 's/^\([0-9]*\) .*) /\1 /' | awk -v tick="$(getconf CLK_TCK)" -v top="$postmaster" '
        $1 == top { all += $13 + $14 + $15 + $16 } $3 == top { all += $13 + $14 } END { printf "%.0f\n", all * 1000000 / tick }'
}

# memory_mb PID FIELD: Pss or Rss now.
memory_mb() { awk -v field="$2:" '$1 == field { printf "%.1f", $2 / 1024 }' "/proc/$1/smaps_rollup"; }

# peak_mb PID: the most memory since the last forget_peak.
peak_mb() { awk '$1 == "VmHWM:" { printf "%.1f", $2 / 1024 }' "/proc/$1/status"; }
forget_peak() { echo 5 >"/proc/$1/clear_refs"; }

# hash_threads PID: how many threads of it hash passwords.
hash_threads() { grep -l '^stoa-hash' "/proc/$1"/task/*/comm 2>/dev/null | wc -l; }

# now_us: the time in microseconds.
now_us() { echo "${EPOCHREALTIME/[.,]/}"; }

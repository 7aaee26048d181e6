# 2. The policy-guarded read over HTTP: processor time per request, and requests per second against the peers.

reads_rounds=${BENCH_ROUNDS:-5}
reads_seconds=4

measure_reads() {
    local candidates=(stoa) path
    declare -A pids=() urls=() tokens=() rps=() cpu=() p99=()
    start_stoa "$data"
    pids[stoa]=$pid urls[stoa]=$url tokens[stoa]=$(sign_in "$url")
    if peers_ready; then
        candidates+=(fastify express)
        start_peers
    fi
    for path in /api/profile /api/lessons; do
        compare_answers "$path"
        read_rounds "$path"
        report_reads "$path"
    done
    stop_all
}

# Peers need Node 20 and their packages.
peers_ready() {
    if [ "$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)" -lt 20 ]; then
        echo "no Node 20 or newer: the peers are not measured" >&2
        return 1
    fi
    [ bench/peers/node_modules/.package-lock.json -nt bench/peers/package-lock.json ] && return 0
    npm ci --prefix bench/peers --silent --no-audit --no-fund >"$work/npm.log" 2>&1 || { cat "$work/npm.log" >&2; return 1; }
}

# They log in as Stoa does, and get its claims under a signature that is cheap to check.
start_peers() {
    local name secret login
    secret=$(head -c 32 /dev/urandom | base64)
    login=("PGHOST=$(sed 's/.*"socket_dir":"\([^"]*\)".*/\1/' "$data/run.json")" PGUSER=authenticator PGDATABASE=main
        "PGPASSWORD=$(cat "$data/authenticator.secret")" "PEER_SECRET=$secret" NODE_ENV=production)
    for name in fastify express; do
        start "$name" "${login[@]}" node "$PWD/bench/peers/$name.js"
        pids[$name]=$pid urls[$name]=$url
        tokens[$name]=$(PEER_SECRET=$secret node bench/peers/token.js "${tokens[stoa]}")
    done
}

compare_answers() {
    local pairs=() name
    for name in "${candidates[@]}"; do pairs+=("${urls[$name]}" "${tokens[$name]}"); done
    if [ "${#candidates[@]}" -gt 1 ]; then node bench/peers/same_answers.js "$1" "${pairs[@]}"; fi
}

# Every round visits every candidate, beginning with another one each time.
read_rounds() {
    local path=$1 round name at before
    for name in "${candidates[@]}"; do
        visit "${pids[$name]}" "${urls[$name]}$path" "Authorization: Bearer ${tokens[$name]}" 2
        rps[$name]="" cpu[$name]="" p99[$name]=""
    done
    postgres_us=""
    for ((round = 0; round < reads_rounds; round++)); do
        for ((at = 0; at < ${#candidates[@]}; at++)); do
            name=${candidates[(at + round) % ${#candidates[@]}]}
            before=$(postgres_cpu_us)
            visit "${pids[$name]}" "${urls[$name]}$path" "Authorization: Bearer ${tokens[$name]}" "$reads_seconds"
            if [ "$name" = stoa ]; then
                postgres_us+=" $(calc "($(postgres_cpu_us) - $before) / ($visit_rps * $reads_seconds)" 0)"
            fi
            rps[$name]+=" $visit_rps" cpu[$name]+=" $visit_us" p99[$name]+=" $visit_p99"
        done
    done
}

report_reads() {
    local path=$1 name
    # shellcheck disable=SC2086 # lists of numbers
    {
        figure "GET $path: processor time per request" "$(median ${cpu[stoa]})" '<= 150' ' us'
        figure "GET $path: requests/s against Fastify 5" "$(median_ratio fastify)" '>= 2' x
        figure "GET $path: requests/s against Express 5" "$(median_ratio express)" '>= 3' x
        for name in "${candidates[@]}"; do
            detail "GET $path, $name: $(median ${rps[$name]}) requests/s, p99 $(median ${p99[$name]}) ms, $(median ${cpu[$name]}) us per request"
        done
        detail "GET $path, PostgreSQL's processes while Stoa asks: $(median $postgres_us) us per request"
    }
}

# median_ratio PEER: the median of the ratios of each round; nothing when it was not measured.
median_ratio() {
    [ -n "${rps[$1]:-}" ] || return 0
    local ours theirs ratios=() at
    read -ra ours <<<"${rps[stoa]}"
    read -ra theirs <<<"${rps[$1]}"
    for at in "${!ours[@]}"; do ratios+=("$(calc "${ours[at]} / ${theirs[at]}")"); done
    median "${ratios[@]}"
}

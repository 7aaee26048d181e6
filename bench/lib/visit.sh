# One visit of wrk to one candidate.

# visit PID URL HEADER SECONDS [refused]: sets visit_rps, visit_us (processor time per request), visit_p50, visit_p99 (ms).
visit() {
    local before after figures requests seconds failed
    before=$(cpu_us "$1")
    figures=$(${5:+env BENCH_REFUSED=1} wrk -t2 -c32 -d"$4s" -s bench/wrk/figures.lua -H "$3" "$2" | sed -n 's/^figures //p')
    after=$(cpu_us "$1")
    read -r requests seconds failed visit_p50 visit_p99 <<<"$figures"
    if [ "$failed" != 0 ]; then
        echo "$failed of $requests requests to $2 failed" >&2
        return 1
    fi
    visit_rps=$(calc "$requests / $seconds" 1)
    visit_us=$(calc "($after - $before) / $requests" 1)
}

# sign_in URL: the access token of the demo's student.
sign_in() {
    curl -fsS -H 'content-type: application/json' -d '{"email":"test@student.com","password":"test123"}' "$1/api/auth/login" |
        sed 's/.*"access_token":"\([^"]*\)".*/\1/'
}

# 6. Identity: sign-ins, refreshes, and who am I; each beside better-auth on the same PostgreSQL.

identity_seconds=5
identity_clients=8
identity_rounds=${BENCH_ROUNDS:-5}

measure_identity() {
    local token ours
    start_stoa "$data"
    local stoa_pid=$pid stoa_url=$url
    token=$(sign_in "$url")
    sign_in_rate stoa "$stoa_url" /api/auth/login test@student.com test123
    ours=$rate
    detail "sign-ins: $rate/s in all, p99 $(value p99_ms <"$work/stoa.logins") ms with $identity_clients at once"
    figure 'sign-ins per second of a core (argon2id m=19456,t=2,p=1)' "$rate_of_core" '>= 45' /s
    refresh_rate "$stoa_url"
    visit "$stoa_pid" "$stoa_url/auth/v1/user" "Authorization: Bearer $token" 2
    visit "$stoa_pid" "$stoa_url/auth/v1/user" "Authorization: Bearer $token" "$identity_seconds"
    figure 'refreshes per second' "$refreshes" '>= 1500' /s
    figure 'refresh, p99' "$refresh_p99" '< 20' ' ms'
    figure 'GET /auth/v1/user per second' "$visit_rps" '>= 4000' /s
    local users=$visit_rps
    detail "GET /auth/v1/user: $visit_us us of processor time per request, p99 $visit_p99 ms"
    token_check "$stoa_pid" "$stoa_url/api/lessons?limit=x" "$token"
    figure 'token check, processor time with a warm cache' "$check_us" '<= 30' ' us'
    malformed_faults stoa "$stoa_url" /auth/v1/signup email,password /auth/v1/otp email,data /auth/v1/recover email \
        '/auth/v1/token?grant_type=password' email,password '/auth/v1/token?grant_type=refresh_token' refresh_token \
        '/auth/v1/token?grant_type=pkce' auth_code,code_verifier /auth/v1/verify type,email,token /auth/v1/resend type,email
    figure '5xx answers to 10000 malformed requests' "$faults" '<= 0' ''
    if peers_ready; then measure_better_auth "$ours" "$users"; fi
    stop_all
}

# measure_better_auth SIGN_INS USERS: the nearest things that it does.
measure_better_auth() {
    local ours=$1 users=$2 cookie with
    start_better_auth 0
    cookie=$(better_auth_cookie "$url" known@example.com)
    sign_in_rate better-auth "$url" /api/auth/sign-in/email known@example.com "$better_auth_password"
    detail "better-auth: $rate sign-ins/s, $rate_of_core per second of a core (scrypt N=16384, r=16); Stoa $ours/s"
    visit "$pid" "$url/api/auth/get-session" "Cookie: $cookie" "$identity_seconds"
    detail "better-auth, get-session (two queries): $visit_rps requests/s, $visit_us us, p99 $visit_p99 ms; Stoa's GET /user $users/s"
    with=$visit_us
    visit "$pid" "$url/api/auth/get-session" "X-Something: $cookie" 2
    detail "better-auth, the check of a session (it has no token that is checked without a query): $(calc "$with - $visit_us" 1) us; Stoa's token check $check_us us"
    malformed_faults better-auth "$url" /api/auth/sign-up/email name,email,password /api/auth/sign-in/email email,password \
        /api/auth/request-password-reset email,redirectTo /api/auth/update-user name,image
    detail "better-auth, 5xx answers to 10000 malformed requests: $faults; Stoa's stands above"
    stop "$pid"
    start_better_auth 1
    cookie=$(better_auth_cookie "$url" renewed@example.com)
    visit "$pid" "$url/api/auth/get-session" "Cookie: $cookie" "$identity_seconds"
    detail "better-auth, get-session that renews the session (the nearest to a refresh): $visit_rps requests/s, p99 $visit_p99 ms; Stoa's refresh $refreshes/s"
    stop "$pid"
}

# token_check PID URL TOKEN: sets check_us. One and the same request is refused for its query, after the token was checked, or for
# want of a token; a header of the same length stands in its place. Neither asks the database.
token_check() {
    local all=() round with without
    for ((round = 0; round < identity_rounds; round++)); do
        visit "$1" "$2" "Authorization: Bearer $3" 2 refused
        with=$visit_us
        visit "$1" "$2" "X-Something: Bearer $3" 2 refused
        without=$visit_us
        all+=("$(calc "$with - $without" 1)")
    done
    check_us=$(median "${all[@]}")
    detail "token check: $with us per request with one, $without us without (last round); rounds: ${all[*]}"
}

# sign_in_rate NAME URL PATH EMAIL PASSWORD: sets rate, sign-ins that began a session per second, and rate_of_core, the same
# per second of processor time of the whole process.
sign_in_rate() {
    local before signed_in
    before=$(cpu_us "$pid")
    "$out/load" logins "${2#http://}" "$identity_clients" "$identity_seconds" "$3" "$4" "$5" >"$work/$1.logins"
    signed_in=$(value status_200 <"$work/$1.logins")
    rate=$(calc "${signed_in:-0} / $identity_seconds" 1)
    rate_of_core=$(calc "$rate * $identity_seconds * 1000000 / ($(cpu_us "$pid") - $before)" 1)
}

# malformed_faults NAME URL PATH FIELDS [PATH FIELDS...]: sets faults, how many of ten thousand requests whose JSON is wrong were
# answered by a 5xx or not at all.
malformed_faults() {
    local name=$1 address=${2#http://}
    shift 2
    "$out/load" malformed "$address" 10000 4 "$@" >"$work/$name.malformed"
    faults=$(value faults <"$work/$name.malformed")
    detail "$name, malformed requests: $(grep '^status_' "$work/$name.malformed" | tr '\n' ' ')"
}

# refresh_rate URL: sets refreshes (per second) and refresh_p99 (ms).
refresh_rate() {
    "$out/load" refreshes "${1#http://}" "$identity_clients" "$identity_seconds" >"$work/refreshes"
    refreshes=$(calc "$(value refreshed <"$work/refreshes") / $identity_seconds" 0)
    refresh_p99=$(value p99_ms <"$work/refreshes")
}

# start_better_auth UPDATES: in a database of its own, which it makes when it is not there; sets `pid` and `url`.
start_better_auth() {
    local socket=$data/postgres/socket login
    login=("PGHOST=$socket" PGUSER=stoa_admin "PGPASSWORD=$(cat "$data/postgres/admin.secret")")
    env "${login[@]}" "$postgres_bin/psql" -qAtc "select 1 from pg_database where datname = 'better_auth'" postgres |
        grep -q 1 || env "${login[@]}" "$postgres_bin/createdb" better_auth
    start better-auth "${login[@]}" PGDATABASE=better_auth "PEER_UPDATES=$1" \
        "PEER_SECRET=$(head -c 32 /dev/urandom | base64)" NODE_ENV=production node "$PWD/bench/peers/better_auth.js"
}

better_auth_password='a long passphrase'

# better_auth_cookie URL EMAIL: the cookie of somebody who signed up.
better_auth_cookie() {
    local body="{\"name\":\"x\",\"email\":\"$2\",\"password\":\"$better_auth_password\"}"
    curl -fsS -D - -o /dev/null -H "origin: $1" -H 'content-type: application/json' -d "$body" "$1/api/auth/sign-up/email" |
        sed -n 's/^[Ss]et-[Cc]ookie: \(better-auth.session_token=[^;]*\).*/\1/p'
}

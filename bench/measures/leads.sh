# 3. Lead intake: 200 visitors a second for 20 s, each lead with two deliveries, on disk before the answer.

leads_rate=200
leads_seconds=20

measure_leads() {
    local measured before sent
    start_stoa "$data"
    # The first leads of a process load numbering plans and prepare statements.
    "$out/load" leads "${url#http://}" 50 2 >/dev/null
    before=$(stored_leads)
    measured=$("$out/load" leads "${url#http://}" "$leads_rate" "$leads_seconds" 2>"$work/leads.log")
    sent=$(value sent <<<"$measured")
    figure "lead intake at $leads_rate/s: p99" "$(value p99_ms <<<"$measured")" '< 50' ' ms'
    figure 'leads stored with two deliveries each / leads sent' \
        "$(calc "($(stored_leads) - $before) / $sent" 3)" '>= 1' x
    detail "leads: $(value accepted <<<"$measured") of $sent answered 200 in $(value took_ms <<<"$measured") ms, p50 $(value p50_ms <<<"$measured") ms, longest $(value max_ms <<<"$measured") ms"
    stop_all
}

# Leads that are not in quarantine and have both deliveries.
stored_leads() {
    PGPASSWORD=$(cat "$data/authenticator.secret") "$postgres_bin/psql" -XAtq \
        -h "$(sed 's/.*"socket_dir":"\([^"]*\)".*/\1/' "$data/run.json")" -U authenticator tripwire <bench/leads.sql
}

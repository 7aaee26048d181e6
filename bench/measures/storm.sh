# 4. Reads while 64 clients try to sign in as fast as they can: their rate, and the memory of Stoa.

storm_clients=64
storm_rounds=${BENCH_ROUNDS:-5}
storm_seconds=4

measure_storm() {
    local token calm=() during=() p99=() ratios=() quiet_mb quiet_p99 at logins threads
    # The token comes from an earlier start: this process has not hashed anything yet.
    start_stoa "$data"
    token=$(sign_in "$url")
    stop_all
    start_stoa "$data"
    visit "$pid" "$url/api/profile" "Authorization: Bearer $token" 2
    forget_peak "$pid"
    visit "$pid" "$url/api/profile" "Authorization: Bearer $token" "$storm_seconds"
    calm+=("$visit_rps") quiet_p99=$visit_p99
    quiet_mb=$(peak_mb "$pid")
    forget_peak "$pid"
    for ((at = 0; at < storm_rounds; at++)); do
        storm "$token"
        visit "$pid" "$url/api/profile" "Authorization: Bearer $token" "$storm_seconds"
        calm+=("$visit_rps")
        ratios+=("$(calc "2 * ${during[at]} / (${calm[at]} + ${calm[at + 1]})" 3)")
    done
    threads=$(hash_threads "$pid")
    figure "reads during a storm of $storm_clients logins / without" "$(median "${ratios[@]}")" '>= 0.6' x
    figure 'memory that the storm adds, per hash thread' \
        "$(calc "($(peak_mb "$pid") - $quiet_mb) / ($threads > 0 ? $threads : 1)" 1)" '<= 25' ' MB'
    detail "storm: $threads hash threads; resident at most $quiet_mb MB under reads alone, $(peak_mb "$pid") MB under the storm"
    detail "storm: p99 of the reads $quiet_p99 ms without, $(median "${p99[@]}") ms during; last storm: $(tr '\n' ' ' <<<"$logins")"
    stop_all
}

# storm TOKEN: reads in the middle of sign-ins.
storm() {
    "$out/load" logins "${url#http://}" "$storm_clients" $((storm_seconds + 2)) >"$work/logins" 2>>"$work/logins.log" &
    local storming=$!
    sleep 1
    visit "$pid" "$url/api/profile" "Authorization: Bearer $1" "$storm_seconds"
    during+=("$visit_rps") p99+=("$visit_p99")
    wait "$storming"
    logins=$(cat "$work/logins")
}

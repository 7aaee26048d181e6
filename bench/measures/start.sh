# 5 and 6. From the command to "stoa ready" and to the first answered query, and the memory of a Stoa that does nothing.

start_times=3
idle_seconds=10

measure_start() {
    local at dir cold_ready=() cold_query=() warm_ready=() warm_query=() fresh_rss warm_rss warm_pss
    for ((at = 0; at < start_times; at++)); do
        dir=$work/start-$at
        time_start "$dir"
        cold_ready+=("$ready_s") cold_query+=("$query_s")
        if [ "$at" = 0 ]; then
            sleep "$idle_seconds"
            fresh_rss=$(memory_mb "$pid" Rss)
        fi
        stop_all
        time_start "$dir"
        warm_ready+=("$ready_s") warm_query+=("$query_s")
        if [ "$at" = 0 ]; then
            sleep "$idle_seconds"
            warm_rss=$(memory_mb "$pid" Rss) warm_pss=$(memory_mb "$pid" Pss)
        fi
        stop_all
    done
    figure 'idle memory without PostgreSQL (resident)' "$warm_rss" '< 60' ' MB'
    figure 'idle memory after making the demo people (one hash block in use)' "$fresh_rss" '< 60' ' MB'
    detail "idle memory: proportional share $warm_pss MB"
    figure 'cold start: empty data directory to "stoa ready"' "$(median "${cold_ready[@]}")" '< 3' ' s'
    figure 'cold start to the first answered query' "$(median "${cold_query[@]}")" '< 3' ' s'
    figure 'warm start to "stoa ready"' "$(median "${warm_ready[@]}")" '< 0.5' ' s'
    figure 'warm start to the first answered query' "$(median "${warm_query[@]}")" '< 0.5' ' s'
}

# time_start DATA_DIR: sets ready_s and query_s; the query is the look of /health/ready at all three databases.
time_start() {
    local began
    began=$(now_us)
    start_stoa "$1"
    ready_s=$(calc "($(now_us) - $began) / 1000000" 3)
    curl -fsS -o /dev/null "$url/health/ready"
    query_s=$(calc "($(now_us) - $began) / 1000000" 3)
}

# 8. What the queue costs: enqueue and drain beside pgbench writing the same row, and what a mountain of rows does to a claim.
measure_jobs() {
    local measured fsync_ms
    cargo build --quiet --release --package stoa-jobs --example bench_jobs
    measured=$(target/release/examples/bench_jobs "$work/jobs" "$postgres_bin/pgbench" "${BENCH_ROUNDS:-3}")
    figure 'unique enqueue / pgbench of the same row, 50 at once' "$(value enqueue_ratio <<<"$measured")" '>= 0.6' x
    figure 'enqueue in groups / pgbench of the same row' "$(value group_ratio <<<"$measured")" '>= 1.5' x
    figure 'claim with 1 M ready and 1 M done rows / with 10 k' "$(value claim_p99_ratio <<<"$measured")" '<= 2' x
    figure 'what one enqueue adds to a transaction' "$(value enqueue_in_tx_ms <<<"$measured")" '<= 0.3' ' ms'
    figure 'transactions of an idle worker' "$(value idle_tx_per_s <<<"$measured")" '<= 1.5' /s
    figure '500 in one statement / pgbench of the same rows' "$(value bulk_ratio <<<"$measured")" '>= 0.8' x
    # A job that was asked for starts after the commit that asks and the commit that claims: two waits for the disk.
    fsync_ms=$("$postgres_bin/pg_test_fsync" --secs-per-test=1 --filename="$work/fsync" | awk '/^ *fdatasync/ { print $(NF - 1) / 1000; exit }')
    figure 'start of a job in an idle process, p50, less two waits for the disk' "$(calc "$(value start_p50_ms <<<"$measured") - 2 * ${fsync_ms:-0}")" '<= 1' ' ms'
    detail "start of a job, p50 and p99: in the process that asks $(value start_p50_ms <<<"$measured") and $(value start_p99_ms <<<"$measured") ms, in another $(value start_elsewhere_p50_ms <<<"$measured") and $(value start_elsewhere_p99_ms <<<"$measured") ms; one wait for the disk (pg_test_fsync, fdatasync) ${fsync_ms:-?} ms"
    detail "jobs: pgbench $(value pgbench_row_per_s <<<"$measured")/s, enqueue $(value enqueue_per_s <<<"$measured")/s, in groups $(value group_per_s <<<"$measured")/s, 500 in one statement $(value bulk_per_s <<<"$measured")/s; drain of jobs without work, 50 at once, $(value drain_per_s <<<"$measured")/s, 10 at once $(value drain_10_per_s <<<"$measured")/s; p99 from a worker's start to its first job $(value claim_p99_ms_10k <<<"$measured") ms and $(value claim_p99_ms_1m <<<"$measured") ms"
}

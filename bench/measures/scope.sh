# 1. What a scope costs: the policy-guarded read against the plain one, over HTTP, in one process, and without our driver.
measure_scope() {
    local measured
    cargo build --quiet --release --package stoa-pg --example bench_scope
    measured=$(target/release/examples/bench_scope "$work/scope" "${BENCH_ROUNDS:-9}" "$postgres_bin/pgbench" "$(command -v wrk)")
    scope_value() { value "$1" <<<"$measured"; }
    figure 'policy-guarded read / plain read, over HTTP' "$(scope_value http_guarded_ratio)" '>= 0.7' x
    figure 'policy-guarded read / plain read, in process' "$(scope_value guarded_ratio)" '>= 0.7' x
    detail "over HTTP, 32 connections of wrk, 8 to the database: guarded $(scope_value http_guarded_per_s)/s, plain $(scope_value http_plain_per_s)/s; the plain read in a bare transaction $(scope_value http_transaction_ratio)x"
    detail "in process, 16 readers on 8 connections: guarded $(scope_value guarded_per_s)/s, plain $(scope_value plain_per_s)/s; the plain read in a bare transaction $(scope_value transaction_per_s)/s, $(scope_value transaction_ratio)x"
    detail "the server's own limit, by pgbench: the same four commands as one pipeline $(scope_value server_guarded_per_s)/s, the plain statement $(scope_value server_plain_per_s)/s: $(scope_value server_guarded_ratio)x; scope and statement as one implicit transaction $(scope_value server_implicit_ratio)x"
}

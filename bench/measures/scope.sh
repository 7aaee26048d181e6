# 1. What a scope costs: the policy-guarded read against the plain one, in one process.
measure_scope() {
    local measured
    cargo build --quiet --release --package stoa-pg --example bench_scope
    measured=$(target/release/examples/bench_scope "$work/scope" 9 "$postgres_bin/pgbench")
    figure 'policy-guarded read / plain read' "$(value guarded_ratio <<<"$measured")" '>= 0.7' x
    detail "in process, 16 readers on 8 connections: guarded $(value guarded_per_s <<<"$measured")/s, plain $(value plain_per_s <<<"$measured")/s; the plain read in a bare transaction $(value transaction_per_s <<<"$measured")/s, $(value transaction_ratio <<<"$measured")x"
    detail "the server's own limit, by pgbench: the same four commands as one pipeline $(value server_guarded_per_s <<<"$measured")/s, the plain statement $(value server_plain_per_s <<<"$measured")/s: $(value server_guarded_ratio <<<"$measured")x"
}

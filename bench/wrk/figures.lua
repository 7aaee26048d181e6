-- The last line of wrk's output for bench/lib/visit.sh: requests, seconds, failures, median and p99 in milliseconds.
-- With BENCH_REFUSED a refusal is what is measured, and an accepted request is a failure.
done = function(summary, latency)
  local e = summary.errors
  local wrong = os.getenv("BENCH_REFUSED") and summary.requests - e.status or e.status
  io.write(string.format("figures %d %.6f %d %.3f %.3f\n", summary.requests, summary.duration / 1e6,
    wrong + e.connect + e.read + e.write + e.timeout, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end

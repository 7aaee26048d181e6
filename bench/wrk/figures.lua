-- The last line of wrk's output for bench/lib/visit.sh: requests, seconds, failures, median and p99 in milliseconds.
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format("figures %d %.6f %d %.3f %.3f\n", summary.requests, summary.duration / 1e6,
    e.status + e.connect + e.read + e.write + e.timeout, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end

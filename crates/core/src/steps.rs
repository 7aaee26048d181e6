/// The steps of a histogram of durations, in seconds, from 5 ms to 10 s: one list, so that figures of different layers can
/// be laid over each other.
///
/// # Source
/// OpenTelemetry, semantic conventions of HTTP metrics: the recommended boundaries.
pub const DURATION_STEPS_SECONDS: [f64; 14] = [
    0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0,
];

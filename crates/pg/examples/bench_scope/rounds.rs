use std::io::Write as _;

use crate::Failed;

/// Measures each of `names` once in each round, another one first each time, and prints for each, with `prefix`, the
/// median of its rates and the median of its ratios to the first.
pub(crate) async fn measure(
    prefix: &str,
    names: &[&str],
    rounds: usize,
    mut rate: impl AsyncFnMut(usize) -> Result<f64, Failed>,
) -> Result<(), Failed> {
    let mut rates = vec![Vec::new(); names.len()];
    for round in 0..rounds {
        for turn in 0..names.len() {
            let at = (round + turn) % names.len();
            rates[at].push(rate(at).await?);
        }
    }
    let mut out = std::io::stdout();
    for (name, own) in names.iter().zip(&rates) {
        let ratios = own.iter().zip(&rates[0]).map(|(own, first)| own / first);
        writeln!(out, "{prefix}{name}_per_s {:.0}", median(own.clone()))?;
        writeln!(out, "{prefix}{name}_ratio {:.3}", median(ratios.collect()))?;
    }
    Ok(())
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

//! Readers in this process, with nothing between them and the driver.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use crate::{
    Failed, ROUND, rounds,
    ways::{Way, person},
};

const READERS: u128 = 16;

pub(crate) async fn measure(ways: &[Way; 3], rounds: usize) -> Result<(), Failed> {
    for way in ways {
        rate(way, ROUND).await?;
    }
    let names: Vec<_> = ways.iter().map(Way::name).collect();
    rounds::measure("", &names, rounds, async |at| rate(&ways[at], ROUND).await).await
}

/// Reads per second of all readers together.
async fn rate(way: &Way, length: Duration) -> Result<f64, Failed> {
    let started = Instant::now();
    let until = started + length;
    let way = Arc::new(way.clone());
    let readers: Vec<_> = (0..READERS)
        .map(|number| {
            let way = Arc::clone(&way);
            tokio::spawn(async move {
                let (me, mut reads) = (person(number * 617), 0_u32);
                while Instant::now() < until {
                    if way.read(me, me).await?.is_none() {
                        return Err("a row was not found".into());
                    }
                    reads += 1;
                }
                Ok::<_, Failed>(reads)
            })
        })
        .collect();
    let mut all = 0.0;
    for reader in readers {
        all += f64::from(reader.await??);
    }
    Ok(all / started.elapsed().as_secs_f64())
}

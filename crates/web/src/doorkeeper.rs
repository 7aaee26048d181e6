use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

use crate::extract::{ClientAddress, TrustedProxies};

/// Counts connections by client, so that one cannot take all of them.
#[derive(Debug, Clone)]
pub(crate) struct Doorkeeper {
    most: usize,
    proxies: TrustedProxies,
    inside: Arc<Mutex<HashMap<String, usize>>>,
}

/// The right to one connection; given back when dropped.
#[derive(Debug)]
pub(crate) struct Pass {
    inside: Arc<Mutex<HashMap<String, usize>>>,
    client: Option<String>,
}

impl Doorkeeper {
    pub(crate) fn new(most: usize, proxies: TrustedProxies) -> Self {
        Self {
            most,
            proxies,
            inside: Arc::default(),
        }
    }

    /// Lets a connection in, unless its client has as many as it may.
    pub(crate) fn enter(&self, peer: IpAddr) -> Option<Pass> {
        let peer = peer.to_canonical();
        let pass = |client| Pass {
            inside: Arc::clone(&self.inside),
            client,
        };
        if self.proxies.contains(peer) {
            return Some(pass(None));
        }
        let client = ClientAddress(peer).bucket();
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        let count = inside.entry(client.clone()).or_default();
        if *count >= self.most {
            tracing::debug!(most = self.most, "a client has too many connections");
            return None;
        }
        *count += 1;
        Some(pass(Some(client)))
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        let Some(client) = self.client.take() else {
            return;
        };
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = inside.get_mut(&client) {
            *count -= 1;
            if *count == 0 {
                inside.remove(&client);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_has_so_many_connections_and_a_proxy_as_many_as_it_likes() {
        let proxies = TrustedProxies::parse(&["10.0.0.0/8".to_owned()]).unwrap();
        let door = Doorkeeper::new(2, proxies);
        let enter = |peer: &str| door.enter(peer.parse().unwrap());
        let (first, second) = (enter("1.2.3.4"), enter("::ffff:1.2.3.4"));
        assert!(first.is_some() && second.is_some());
        assert!(enter("1.2.3.4").is_none());
        // Another address, another /64: another client. The same /64 is the same one.
        assert!(enter("1.2.3.5").is_some());
        let six = (enter("2001:db8::1"), enter("2001:db8::2"));
        assert!(six.0.is_some() && six.1.is_some() && enter("2001:db8::3").is_none());
        let many: Vec<_> = (0..9).map(|_| enter("10.1.1.1")).collect();
        assert!(many.iter().all(Option::is_some));
        drop(first);
        assert!(enter("1.2.3.4").is_some());
        drop((second, six, many));
        assert!(door.inside.lock().unwrap().is_empty(), "nothing is kept");
    }
}

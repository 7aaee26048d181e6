use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
};

use axum::extract::FromRequestParts;
use http::{HeaderMap, header::USER_AGENT, request::Parts};
use stoa_core::RequestId;

/// Proxies whose word about the client's address is taken.
#[derive(Debug, Clone, Default)]
pub struct TrustedProxies(Vec<(IpAddr, u8)>);

impl TrustedProxies {
    /// Reads addresses and networks: `10.0.0.0/8`, `::1`.
    ///
    /// # Errors
    /// The text that is neither.
    pub fn parse(entries: &[String]) -> Result<Self, String> {
        entries
            .iter()
            .map(|entry| parse_network(entry).ok_or_else(|| entry.clone()))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    pub(crate) fn contains(&self, address: IpAddr) -> bool {
        self.0.iter().any(|(network, bits)| {
            prefix(*network, *bits) == prefix(address, *bits) && same_family(*network, address)
        })
    }

    /// The client behind the proxies: the right-most hop that is not one of them.
    #[must_use]
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let peer = peer.to_canonical();
        if !self.contains(peer) {
            return peer;
        }
        let lines: Vec<_> = headers
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|v| v.to_str().ok())
            .collect();
        let mut client = peer;
        // From the right: our own proxies wrote those, and what stands left of a stranger is the stranger's word.
        for hop in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
            let Some(address) = parse_hop(hop.trim()) else {
                break;
            };
            client = address;
            if !self.contains(address) {
                break;
            }
        }
        client
    }
}

/// An address, with or without a port.
fn parse_hop(hop: &str) -> Option<IpAddr> {
    let bare = hop
        .trim_start_matches('[')
        .trim_end_matches(']')
        .parse::<IpAddr>()
        .ok();
    let address = bare.or_else(|| hop.parse::<SocketAddr>().ok().map(|address| address.ip()))?;
    Some(address.to_canonical())
}

fn parse_network(entry: &str) -> Option<(IpAddr, u8)> {
    let (address, bits) = entry
        .split_once('/')
        .map_or((entry, None), |(address, bits)| (address, Some(bits)));
    let address = address.trim().parse::<IpAddr>().ok()?.to_canonical();
    let most = if address.is_ipv4() { 32 } else { 128 };
    let bits = bits.map_or(Some(most), |bits| {
        bits.parse().ok().filter(|bits| *bits <= most)
    })?;
    Some((address, bits))
}

fn same_family(left: IpAddr, right: IpAddr) -> bool {
    left.is_ipv4() == right.is_ipv4()
}

fn prefix(address: IpAddr, bits: u8) -> u128 {
    let (value, width) = match address {
        IpAddr::V4(v4) => (u128::from(u32::from(v4)), 32),
        IpAddr::V6(v6) => (u128::from(v6), 128),
    };
    value
        .checked_shr(u32::from(width - bits.min(width)))
        .unwrap_or_default()
}

/// The client's address, found by the outermost layer.
#[derive(Debug, Clone, Copy)]
pub struct ClientAddress(pub IpAddr);

impl ClientAddress {
    /// The address as limits count it: IPv6 by its /64.
    #[must_use]
    pub fn bucket(self) -> String {
        match self.0 {
            IpAddr::V4(v4) => v4.to_string(),
            IpAddr::V6(v6) => {
                let s = v6.segments();
                format!("{:x}:{:x}:{:x}:{:x}::/64", s[0], s[1], s[2], s[3])
            }
        }
    }

    /// What may be stored of it: the network, not the host.
    #[must_use]
    pub fn network(self) -> String {
        match self.0 {
            IpAddr::V4(v4) => {
                let o = v4.octets();
                format!("{}.{}.{}.0/24", o[0], o[1], o[2])
            }
            IpAddr::V6(_) => self.bucket(),
        }
    }
}

/// Who is at the other end of the connection.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    /// The address.
    pub address: ClientAddress,
    /// The program's name, cut at 256 characters.
    pub user_agent: Option<String>,
    /// The request's id.
    pub request_id: Option<RequestId>,
}

impl<S: Send + Sync> FromRequestParts<S> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let unknown = ClientAddress(IpAddr::from([0, 0, 0, 0]));
        let address = parts
            .extensions
            .get::<ClientAddress>()
            .copied()
            .unwrap_or(unknown);
        let user_agent = parts.headers.get(USER_AGENT).and_then(|v| v.to_str().ok());
        Ok(Self {
            address,
            user_agent: user_agent.map(|text| text.chars().take(256).collect()),
            request_id: parts.extensions.get::<RequestId>().cloned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(trusted: &[&str], peer: &str, forwarded: &str) -> String {
        let trusted =
            TrustedProxies::parse(&trusted.iter().map(|&t| t.to_owned()).collect::<Vec<_>>())
                .unwrap();
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", forwarded.parse().unwrap());
        trusted.client(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn only_trusted_proxies_are_believed_and_the_rightmost_stranger_is_the_client() {
        assert_eq!(client(&[], "1.2.3.4", "6.6.6.6"), "1.2.3.4");
        assert_eq!(
            client(&["10.0.0.0/8"], "10.1.1.1", "6.6.6.6, 7.7.7.7, 10.2.2.2"),
            "7.7.7.7"
        );
        assert_eq!(client(&["127.0.0.1"], "127.0.0.1", "7.7.7.7"), "7.7.7.7");
        assert_eq!(client(&["::1"], "::1", "2001:db8::1"), "2001:db8::1");
        assert_eq!(client(&["10.0.0.0/8"], "10.1.1.1", "garbage"), "10.1.1.1");
        assert_eq!(
            client(&["127.0.0.1"], "127.0.0.1", "6.6.1.1, x, 5.5.5.5"),
            "5.5.5.5",
            "a stranger's junk"
        );
        assert_eq!(
            client(&["127.0.0.1"], "127.0.0.1", "5.5.5.5, x"),
            "127.0.0.1"
        );
        assert_eq!(
            client(&["127.0.0.1"], "::ffff:127.0.0.1", "7.7.7.7:4711"),
            "7.7.7.7"
        );
        assert!(TrustedProxies::parse(&["10.0.0.0/33".to_owned()]).is_err());
    }
}

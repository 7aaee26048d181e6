use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use stoa_core::RequestId;

const MAX_AGENT: usize = 512;

/// From where a request comes, as far as we keep it: the network and the program, never the full address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClientInfo {
    user_agent: Option<String>,
    ip_prefix: Option<String>,
    request_id: Option<RequestId>,
}

impl ClientInfo {
    /// `user_agent` is cut to 512 characters and freed of control characters; of `ip` only the network is kept.
    #[must_use]
    pub fn new(user_agent: Option<&str>, ip: Option<IpAddr>) -> Self {
        let tidy = |text: &str| {
            text.chars()
                .filter(|c| !c.is_control())
                .take(MAX_AGENT)
                .collect::<String>()
        };
        Self {
            user_agent: user_agent.map(tidy).filter(|text| !text.is_empty()),
            ip_prefix: ip.map(network),
            request_id: None,
        }
    }

    /// The same with the request's id, by which log lines and audit events are found again.
    #[must_use]
    pub fn with_request_id(mut self, id: Option<RequestId>) -> Self {
        self.request_id = id;
        self
    }

    /// The request.
    #[must_use]
    pub fn request_id(&self) -> Option<&RequestId> {
        self.request_id.as_ref()
    }

    /// The program's own name for itself.
    #[must_use]
    pub fn user_agent(&self) -> Option<&str> {
        self.user_agent.as_deref()
    }

    /// The network: `203.0.113.0/24` or `2001:db8:1::/48`.
    #[must_use]
    pub fn ip_prefix(&self) -> Option<&str> {
        self.ip_prefix.as_deref()
    }
}

fn network(ip: IpAddr) -> String {
    match ip.to_canonical() {
        IpAddr::V4(ip) => {
            let [a, b, c, _] = ip.octets();
            format!("{}/24", Ipv4Addr::new(a, b, c, 0))
        }
        IpAddr::V6(ip) => {
            let [a, b, c, ..] = ip.segments();
            format!("{}/48", Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_network_is_kept_and_the_address_is_not() {
        for (ip, want) in [
            ("203.0.113.77", "203.0.113.0/24"),
            ("::ffff:203.0.113.77", "203.0.113.0/24"),
            ("2001:db8:1:2::5", "2001:db8:1::/48"),
        ] {
            let info = ClientInfo::new(None, ip.parse().ok());
            assert_eq!(info.ip_prefix(), Some(want));
        }
    }

    #[test]
    fn an_agent_is_cut_and_freed_of_control_characters() {
        let info = ClientInfo::new(Some(&format!("a\0b\n{}", "ж".repeat(600))), None);
        let agent = info.user_agent().unwrap();
        assert!(agent.starts_with("abж") && agent.chars().count() == 512);
        assert_eq!(ClientInfo::new(Some("\0"), None), ClientInfo::default());
    }
}

use http::{Request, Version, header::HOST};
use stoa_core::Kind;

use crate::fault::Fault;

/// Refuses an HTTP/1.1 request that does not say once which host it is for.
///
/// # Source
/// RFC 9112, 3.2.
pub(super) fn check_host<B>(request: &Request<B>) -> Result<(), Fault> {
    let hosts = request.headers().get_all(HOST).iter().count();
    if hosts > 1 || (hosts == 0 && request.version() == Version::HTTP_11) {
        let text = "Say in one Host header which host the request is for.";
        return Err(Fault::new(Kind::Malformed, "request.malformed", text));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_host_is_asked_for_and_http_1_0_may_do_without() {
        let request = |version, hosts: &[&str]| {
            let request = Request::builder().version(version);
            let request = hosts
                .iter()
                .fold(request, |request, host| request.header(HOST, *host));
            check_host(&request.body(()).unwrap()).is_ok()
        };
        assert!(request(Version::HTTP_11, &["a.kz"]));
        assert!(!request(Version::HTTP_11, &[]));
        assert!(!request(Version::HTTP_11, &["a.kz", "b.kz"]));
        assert!(request(Version::HTTP_10, &[]));
    }
}

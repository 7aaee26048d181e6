use http::{HeaderMap, HeaderValue, header::LINK};

use super::caller::invalid;
use crate::Fault;

const USUAL: u32 = 50;
/// The most rows of a page.
const MOST: u32 = 1000;
/// The most rows before a page.
const DEEPEST: i64 = 10_000_000;

/// Which page of a list is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Paging {
    page: u32,
    per_page: u32,
}

impl Paging {
    /// Reads `page` and `per_page`; empty is as good as absent.
    ///
    /// # Errors
    /// 400 `validation_failed` for what is no number, or zero; a page is never longer than 1000 rows.
    pub(super) fn read(page: Option<&str>, per_page: Option<&str>) -> Result<Self, Fault> {
        let number = |text: Option<&str>, usual| match text {
            None | Some("") => Ok(usual),
            Some(text) => text
                .parse::<u32>()
                .ok()
                .filter(|number| *number > 0)
                .ok_or_else(|| invalid("Bad Pagination Parameters: page and per_page begin at 1")),
        };
        let paging = Self {
            page: number(page, 1)?,
            per_page: number(per_page, USUAL)?.min(MOST),
        };
        if paging.skipped() > DEEPEST {
            return Err(invalid("Bad Pagination Parameters: the page is too far"));
        }
        Ok(paging)
    }

    pub(super) fn rows(self) -> i64 {
        i64::from(self.per_page)
    }

    pub(super) fn skipped(self) -> i64 {
        (i64::from(self.page) - 1) * self.rows()
    }

    /// `X-Total-Count` and `Link`. The client cuts the page's number out by its place: `page` is the first key.
    ///
    /// # Source
    /// Identity contract, section 3.12.
    pub(super) fn headers(self, path: &str, rest: &[(&str, &str)], total: i64) -> HeaderMap {
        let last = ((total + self.rows() - 1) / self.rows()).max(1);
        let link = |page: i64, rel: &str| {
            let (page, per_page) = (page.to_string(), self.per_page.to_string());
            let mut query = vec![("page", page.as_str()), ("per_page", per_page.as_str())];
            query.extend_from_slice(rest);
            let query = serde_urlencoded::to_string(query).unwrap_or_default();
            format!("<{path}?{query}>; rel=\"{rel}\"")
        };
        let next = i64::from(self.page) + 1;
        let mut links = Vec::new();
        if next <= last {
            links.push(link(next, "next"));
        }
        links.push(link(last, "last"));
        let mut headers = HeaderMap::new();
        headers.insert("x-total-count", HeaderValue::from(total));
        if let Ok(value) = HeaderValue::from_str(&links.join(", ")) {
            headers.insert(LINK, value);
        }
        headers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(page: &str, per_page: &str, total: i64) -> String {
        let paging = Paging::read(Some(page), Some(per_page)).unwrap();
        let headers = paging.headers("/admin/users", &[], total);
        assert_eq!(headers["x-total-count"], total.to_string());
        headers[LINK].to_str().unwrap().to_owned()
    }

    #[test]
    fn links_have_the_shape_that_the_client_cuts() {
        assert_eq!(
            link("1", "2", 7),
            r#"</admin/users?page=2&per_page=2>; rel="next", </admin/users?page=4&per_page=2>; rel="last""#
        );
        assert_eq!(
            link("4", "2", 7),
            r#"</admin/users?page=4&per_page=2>; rel="last""#
        );
        assert_eq!(
            link("9", "2", 7),
            r#"</admin/users?page=4&per_page=2>; rel="last""#
        );
        assert_eq!(
            link("", "", 0),
            r#"</admin/users?page=1&per_page=50>; rel="last""#
        );
        assert!(link("1", "4000000000", 5).contains("per_page=1000"));
        let paging = Paging::read(None, None).unwrap();
        let link = paging.headers("/x", &[("filter", "a&b ж")], 1)[LINK].clone();
        assert!(link.to_str().unwrap().contains("&filter=a%26b+%D0%B6>"));
    }

    #[test]
    fn what_is_no_page_is_refused() {
        for bad in ["0", "-1", "x", "1.5", "99999999999", "4000000000", " 1"] {
            assert!(Paging::read(Some(bad), Some("50")).is_err(), "{bad}");
        }
    }
}

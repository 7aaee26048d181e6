use http::{Method, Uri};
use percent_encoding::percent_decode_str;
use stoa_core::Kind;

use super::answer::is_for_machines;
use crate::fault::Fault;

/// Refuses a program's question whose query is no text: who replaces its bytes answers another question.
///
/// Pages take what comes: an advertisement may lead to them with bytes of an old alphabet, and a visitor must not be turned
/// away for that.
pub(super) fn check_query(method: &Method, uri: &Uri) -> Result<(), Fault> {
    let is_question = matches!(*method, Method::GET | Method::HEAD);
    let query = uri.query().unwrap_or_default();
    if is_question
        && is_for_machines(uri.path())
        && percent_decode_str(query).decode_utf8().is_err()
    {
        let text = "The query is no text in UTF-8.";
        return Err(Fault::new(Kind::Malformed, "request.malformed", text));
    }
    Ok(())
}

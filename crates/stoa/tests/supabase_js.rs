//! The real client library, unpatched, against the built program: `tests/supabase-js`. Each case is printed by its name.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use support::node;

#[test]
fn every_case_of_the_real_client_library_passes() {
    let Some(package) = node::Package::install("tests/supabase-js") else {
        return;
    };
    let mut suite = package.npm(&["test"]);
    let ended = suite
        .env("STOA_PROGRAM", env!("CARGO_BIN_EXE_stoa"))
        .status();
    assert!(
        ended.is_ok_and(|status| status.success()),
        "the cases that failed are named above"
    );
}

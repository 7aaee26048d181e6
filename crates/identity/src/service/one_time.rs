//! Links and codes that work once.
//!
//! [`mint`](crate::Identity::mint) makes a link and a code, two secrets that know nothing of each other; the next one of the same kind
//! takes their place. A link is redeemed by its token alone ([`redeem_link`](crate::Identity::redeem_link)), a code by the address it went
//! to, its type and the digits ([`redeem_code`](crate::Identity::redeem_code)). Either uses up both.

mod mint;
mod redeem;
mod verify_type;

pub use mint::{MintRequest, Minted};
pub use verify_type::purposes_of_type;

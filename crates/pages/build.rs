//! Assets and texts are compiled in; Cargo looks for a new file in their folders only when it is told to.

fn main() {
    println!("cargo::rerun-if-changed=assets");
    println!("cargo::rerun-if-changed=locales");
}

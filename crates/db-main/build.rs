//! The migrations are compiled in; Cargo looks for a new file in their folder only when it is told to.

fn main() {
    println!("cargo::rerun-if-changed=migrations");
}

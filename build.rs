//! Stamps the library with what it is: polars' version, the target and the commit.

use std::process::Command;
use std::{env, fs};

fn main() {
    // Clones may share a target directory; this tells them apart, or one would get another's library.
    println!("cargo::rerun-if-env-changed=POLARS4J_CHECKOUT");
    println!("cargo::rerun-if-changed=Cargo.lock");
    println!("cargo::rerun-if-changed=.git/HEAD");
    println!("cargo::rerun-if-changed=.git/refs/heads");
    println!("cargo::rustc-env=POLARS_VERSION={}", polars_version());
    println!("cargo::rustc-env=TARGET={}", env::var("TARGET").unwrap());
    println!("cargo::rustc-env=COMMIT={}", commit());
    if env::var("CARGO_CFG_TARGET_OS").unwrap() == "linux" {
        // The JVM closes the library with the class loader that loaded it; polars' threads run on.
        println!("cargo::rustc-link-arg-cdylib=-Wl,-z,nodelete");
    }
}

/// polars' version as it is locked.
fn polars_version() -> String {
    let lock = fs::read_to_string("Cargo.lock").expect("Cargo.lock is part of the project");
    let mut lines = lock.lines().skip_while(|line| *line != "name = \"polars\"");
    let version = lines.nth(1).expect("Cargo.lock names polars");
    version
        .trim_start_matches("version = ")
        .trim_matches('"')
        .to_owned()
}

/// The commit, or `unknown` outside a checkout.
fn commit() -> String {
    let output = Command::new("git")
        .args(["rev-parse", "--short=12", "HEAD"])
        .output();
    match output {
        Ok(output) if output.status.success() => {
            String::from_utf8_lossy(&output.stdout).trim().to_owned()
        },
        _ => "unknown".into(),
    }
}

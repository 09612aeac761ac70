//! Makes sure there is a folder of assets to embed, and turns the word catalogues into `Words` methods.

#[path = "build/words.rs"]
mod words;

use std::error::Error;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../..").canonicalize()?;

    let dist = root.join("web/dist");
    fs::create_dir_all(&dist)?;
    if !dist.join("app.css").exists() {
        println!("cargo::warning=web/dist holds no stylesheet yet: `make` builds it");
    }
    println!("cargo::rerun-if-changed={}", dist.display());

    let catalogues = root.join("words");
    println!("cargo::rerun-if-changed={}", catalogues.display());
    println!("cargo::rerun-if-changed=build/words.rs");
    let code = words::methods(&catalogues)?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("words.rs"), code)?;
    Ok(())
}

//! The program `wardmote`.

use std::process::ExitCode;

/// A page is made of thousands of small pieces of memory that live no longer than it does.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    app::run()
}

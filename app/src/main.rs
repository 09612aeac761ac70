//! The program `wardmote`.

use std::process::ExitCode;

fn main() -> ExitCode {
    app::run()
}

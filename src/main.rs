//! The binary: parse, run, exit code.

fn main() -> std::process::ExitCode {
    retroscope::cli::run()
}

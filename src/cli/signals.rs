//! When the run is told to stop: what is temporary is removed, a line says how things stand, and the exit status is that of
//! convention (128 and the number of the signal).

use crate::cli::tell;
use crate::store::stop::clean_up;

/// Watches for signals from now on, in a thread of its own: the work itself never has to look.
#[cfg(unix)]
pub fn watch() {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    let known = [(SIGINT, "interrupted"), (SIGTERM, "told to end"), (SIGHUP, "its terminal was closed")];
    let ignored = ignored();
    // `nohup` and shells that start something in the background have decided that already.
    let wanted: Vec<i32> = known.iter().map(|(number, _)| *number).filter(|n| ignored >> (n - 1) & 1 == 0).collect();
    // Without a watch the run can still be stopped; what it leaves is removed by the next one.
    let Ok(mut signals) = Signals::new(wanted) else { return };
    let watcher = move || {
        let Some(signal) = signals.forever().next() else { return };
        let what = known.iter().find(|(number, _)| *number == signal).map_or("stopped", |(_, what)| what);
        tell(&format!("stopped: {what}; {}", standing(&clean_up())));
        std::process::exit(128 + signal);
    };
    let _ = std::thread::Builder::new().name("signals".to_owned()).spawn(watcher);
}

#[cfg(not(unix))]
pub fn watch() {}

/// Whoever reads the line wants to know whether to run again.
#[cfg(unix)]
fn standing(complete: &[String]) -> String {
    if complete.is_empty() {
        "nothing was written, and what was there before has not changed".to_owned()
    } else {
        format!("{} is complete", complete.join(", "))
    }
}

/// The signals that this process was started to ignore, one bit each; none where the system doesn't tell.
#[cfg(unix)]
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|digits| u64::from_str_radix(digits.trim(), 16).ok()).unwrap_or(0)
}

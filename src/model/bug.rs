//! The third kind of error: an invariant of ours broke. Nothing the user gave can cause it.

/// Stops the run, naming the invariant. The message asks for a report because no input should lead here.
///
/// # Panics
/// Always.
#[cold]
pub fn broken(invariant: &str, detail: &str) -> ! {
    panic!("internal error, please report it: the invariant \"{invariant}\" does not hold ({detail})")
}

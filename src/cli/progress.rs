//! A progress bar on standard error, and only when that is a terminal.

use crate::pipeline::{ReadProgress, Step, WriteProgress};
use indicatif::{
    BinaryBytes, HumanCount, HumanDuration, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle,
};
use std::fmt::Write;
use std::time::Duration;

/// Steps of which it is known how much there is to do: files by their bytes, tables by their rows.
const BYTES: &str = "{spinner} {msg} {wide_bar} {binary_bytes} of {binary_total_bytes}{pace}";
const ROWS: &str = "{spinner} {msg} {wide_bar} {human_pos} of {human_len} rows{pace}";
/// Of others only the time that they take: a bar would stand full or still for most of it.
const UNCOUNTED: &str = "{spinner} {msg} {elapsed}";
/// The clock goes on while a step says nothing.
const TICK: Duration = Duration::from_millis(200);

/// Shows the steps of a run.
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// A bar, hidden when standard error is no terminal or the user wants quiet.
    #[must_use]
    pub fn new(quiet: bool) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let progress = Self { bar };
        progress.style(UNCOUNTED);
        if !quiet {
            // indicatif itself hides a bar whose target is no terminal.
            progress.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        if !progress.bar.is_hidden() {
            progress.bar.enable_steady_tick(TICK);
        }
        progress
    }

    fn style(&self, template: &str) {
        let of_bytes = template == BYTES;
        if let Ok(style) = ProgressStyle::with_template(template) {
            let pace = move |state: &ProgressState, out: &mut dyn Write| pace(state, of_bytes, out);
            self.bar.set_style(style.with_key("pace", pace));
        }
    }

    /// Shows a step; the clock and the rate begin anew where it is not a further piece of the same one.
    fn show(&self, template: &str, (done, all): (u64, u64), message: String, goes_on: bool) {
        if !goes_on {
            self.style(template);
            self.bar.set_length(all);
            self.bar.set_message(message.clone());
            self.bar.reset();
        }
        self.bar.set_length(all);
        self.bar.set_position(done);
        self.bar.set_message(message);
    }

    /// Shows where the run is.
    pub fn step(&self, step: &Step) {
        let uncounted = |message: String| self.show(UNCOUNTED, (0, 0), message, false);
        match step {
            Step::Reading(ReadProgress { done, files, bytes, all }) => {
                let message = format!("reading, {done} of {files} files");
                if *all == 0 {
                    // A pipe does not say how much it will bring.
                    return uncounted(message);
                }
                self.show(BYTES, (*bytes, *all), message, *bytes > 0);
            }
            Step::Linking => uncounted("linking".to_owned()),
            Step::Analysing { name, number, of } => uncounted(format!("analysing {name}, {number} of {of}")),
            Step::Wording => uncounted("wording".to_owned()),
            Step::Writing(WriteProgress { table, done, rows }) => {
                self.show(ROWS, (*done as u64, *rows as u64), format!("writing {table}"), *done > 0);
            }
            Step::Drawing => uncounted("drawing".to_owned()),
        }
        self.bar.tick();
    }

    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// What a second brings, and how long the rest takes at that rate; nothing before that is known.
fn pace(state: &ProgressState, of_bytes: bool, out: &mut dyn Write) {
    let rate = state.per_sec() as u64;
    if state.pos() == 0 || rate == 0 {
        return;
    }
    let rate = if of_bytes { BinaryBytes(rate).to_string() } else { HumanCount(rate).to_string() };
    // Nobody can be told of a display that can't be written.
    let _ = write!(out, ", {rate}/s, {:#} left", HumanDuration(state.eta()));
}

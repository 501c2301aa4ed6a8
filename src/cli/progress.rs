//! A progress bar on standard error, and only when that is a terminal.

use crate::pipeline::Step;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Shows the steps of a run.
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// A bar, hidden when standard error is no terminal or the user wants quiet.
    #[must_use]
    pub fn new(quiet: bool) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if !quiet {
            // indicatif itself hides a bar whose target is no terminal.
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {wide_bar} {pos}/{len}") {
            bar.set_style(style);
        }
        Self { bar }
    }

    /// Shows where the run is.
    pub fn step(&self, step: &Step) {
        match step {
            Step::Reading { files_done, files } => {
                self.bar.set_length(*files as u64);
                self.bar.set_position(*files_done as u64);
                self.bar.set_message("reading");
            }
            Step::Linking => self.bar.set_message("linking"),
            Step::Analysing(name) => self.bar.set_message(format!("analysing {name}")),
            Step::Writing(name) => self.bar.set_message(format!("writing {name}")),
        }
        self.bar.tick();
    }

    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

//! A progress bar on standard error, and only when that is a terminal.

use crate::pipeline::Step;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// While files are read, which are counted; and after that.
const COUNTED: &str = "{spinner} {msg} {wide_bar} {pos}/{len}";
const UNCOUNTED: &str = "{spinner} {msg}";

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
        let progress = Self { bar };
        progress.draw(COUNTED);
        progress
    }

    fn draw(&self, template: &str) {
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.bar.set_style(style);
        }
    }

    /// A step of which nobody knows how long it takes: a bar would stand full or still for most of the run.
    fn uncounted(&self, message: String) {
        self.draw(UNCOUNTED);
        self.bar.set_message(message);
    }

    /// Shows where the run is.
    pub fn step(&self, step: &Step) {
        match step {
            Step::Reading { files_done, files } => {
                self.bar.set_length(*files as u64);
                self.bar.set_position(*files_done as u64);
                self.bar.set_message("reading");
            }
            Step::Linking => self.uncounted("linking".to_owned()),
            Step::Analysing(name) => self.uncounted(format!("analysing {name}")),
            Step::Writing(name) => self.uncounted(format!("writing {name}")),
        }
        self.bar.tick();
    }

    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

//! What the settings say to the analyses.

use crate::analyse::Params;
use crate::settings::Settings;

impl Settings {
    /// The parameters of all analyses.
    #[must_use]
    pub fn analyses(&self) -> Params {
        let mut params = Params::default();
        params.areas.seed = self.seed;
        params.mttx.seed = self.seed;
        params.volume.seed = self.seed;
        params.overlap.seed = self.seed;
        params.load.clone_from(&self.load);
        params.load.stale_floor = params.overlap.stale_floor;
        params.recurrence.clone_from(&self.recurrence);
        params.follow_through.least_likeness = params.recurrence.least_likeness;
        params.recurrence.night_work = self.load.night_work;
        params
    }
}

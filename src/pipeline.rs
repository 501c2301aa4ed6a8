//! The conductor: six stages, six calls, `ingest → normalise → link → analyse → findings → render`. To follow one
//! incident through, start here.

mod lacking;
pub mod lakes;
mod redraw;
pub mod schema;
mod step;

pub use crate::findings::{Grade, codes};
pub use crate::ingest::inputs::{FoundInputs, Input, InputError, input_inside};
pub use crate::ingest::registry::{kinds, tool_title};
pub use crate::ingest::{
    files::{FileReport, ReadProgress},
    recognise::Certainty,
};
pub use crate::normalise::calendar::{Asked, asked};
pub use crate::normalise::moments::Later;
pub use crate::normalise::time::moment;
pub use crate::render::{ALL as EDITIONS, ANALYST, EXECUTIVE, Edition, Format, MANAGERS, ONCALL, Wanted};
pub use crate::report::{Review, contract::is_personal, earlier::EarlierError, write::WriteProgress, write_tables};
pub use lakes::{expand, expand_beside};
pub use redraw::redraw;
pub use step::Step;

use crate::analyse;
use crate::findings::compose::compose;
use crate::findings::rule::Facts;
use crate::ingest::registry::sources;
use crate::ingest::relative;
use crate::link::data_set::{self, Plan};
use crate::link::masking::{self, Masking};
use crate::model::batch::Batch;
use crate::model::time::Millis;
use crate::normalise::intake::{Intake, IntakeParams};
use crate::normalise::keyed::Key;
use crate::normalise::loaded::Loaded;
use crate::normalise::moments;
use crate::normalise::people::{self, PeopleParams};
use crate::par;
use crate::report;
use crate::report::sink::{Folder, SinkError};
use crate::settings::Settings;
use std::path::Path;

/// What a run is asked to do.
pub struct Request<'a> {
    pub inputs: &'a [Input],
    pub settings: &'a Settings,
    pub period: Asked,
    /// When the exports were made; `None`: the latest stamp in them.
    pub as_of: Option<Millis>,
    pub names: bool,
}

/// Runs all stages up to the findings. `None` when nothing usable was read; the file reports say why. What began after a
/// stated moment of export is left out.
pub fn review(request: &Request, step: &(dyn Fn(Step) + Sync)) -> (Vec<FileReport>, Option<Review>) {
    let (files, loaded) = read(request.inputs, request.settings, step);
    finish(files, loaded, request, step)
}

/// The same, but a stated moment of export that lies before data of the inputs is refused.
///
/// # Errors
/// A record began after that moment.
pub fn review_unless_later(
    request: &Request,
    step: &(dyn Fn(Step) + Sync),
) -> Result<(Vec<FileReport>, Option<Review>), Later> {
    let (files, loaded) = read(request.inputs, request.settings, step);
    match request.as_of.and_then(|as_of| moments::later(&loaded, as_of)) {
        Some(later) => Err(later),
        None => Ok(finish(files, loaded, request, step)),
    }
}

/// Ingests and normalises: all inputs, as columns.
pub fn read(inputs: &[Input], settings: &Settings, step: &(dyn Fn(Step) + Sync)) -> (Vec<FileReport>, Loaded) {
    let sources = sources(&settings.mapped);
    let params = IntakeParams { normalise: &settings.normalise, day_first: &settings.day_first, zone: settings.zone };
    let mut intake = Intake::new(params, relative::labels(inputs));
    let progress = |progress: ReadProgress| step(Step::Reading(progress));
    let weigh = |batch: &Batch| batch.bytes;
    let mut reports = par::pipe(
        weigh,
        |sink| lakes::read(inputs, &sources, settings.budget, &progress, sink),
        |batch| intake.take(batch),
    );
    let loaded = intake.finish();
    lacking::settle(&mut reports, &loaded);
    (reports, loaded)
}

/// Links, analyses and words what was read.
pub fn finish(
    files: Vec<FileReport>,
    mut loaded: Loaded,
    request: &Request,
    step: &(dyn Fn(Step) + Sync),
) -> (Vec<FileReport>, Option<Review>) {
    let settings = request.settings;
    moments::as_stated(&mut loaded, request.as_of);
    if loaded.incidents.is_empty() {
        return (files, None);
    }
    step(Step::Linking);
    let inputs = Key::of_inputs(files.iter().map(|file| &file.secret));
    let people = PeopleParams { inputs, ..settings.people.clone() };
    let directory = people::resolve(&loaded.mentions, &people);
    let mask = masking::known(&loaded, &directory, people.mask_texts);
    let masking = Masking { mask: &mask, key: &people.key(), names: request.names };
    let plan = Plan {
        period: request.period,
        as_of: request.as_of,
        zone: settings.zone,
        interruption_gap: settings.link.interruption_gap,
        profile: &settings.profile,
        changes: &settings.changes,
        title: tool_title,
    };
    let mut data = data_set::build(loaded, directory, &masking, &plan);
    lacking::tell(&mut data, (&files, &relative::labels(request.inputs)), &settings.shown, &|t| mask.applied(t));
    let results = analyse::run(&data, &settings.analyses(), &|name| step(Step::analysing(name)));
    step(Step::Wording);
    let mut findings = compose(&Facts::new(&data, &results, request.names));
    findings.organisation.clone_from(&settings.organisation);
    (Vec::new(), Some(Review { files, data, results, findings, mask, people: false, csv: false }))
}

/// Renders: the whole report folder, which appears only when it is complete. Returns remarks on what could not be cleared up.
///
/// # Errors
/// The folder can't be written, or holds something that is not an earlier report.
pub fn write_report(
    review: &Review,
    settings: &Settings,
    wanted: Wanted<'_>,
    names: bool,
    out: &Path,
    step: &dyn Fn(Step),
) -> Result<Vec<String>, SinkError> {
    let mut folder = Folder::begin(out)?;
    let fill = |folder: &mut Folder| {
        let left_out = write_tables(review, names, folder, &|progress| step(Step::Writing(progress)))?;
        step(Step::Drawing);
        crate::render::report(&review.findings, Some(&report::lines_of(review)), wanted, folder)?;
        report::close(report::manifest_of(review, &settings.shown, settings.seed).without(left_out), folder)
    };
    match fill(&mut folder) {
        Ok(()) => folder.finish(),
        Err(error) => Err(folder.cause(error)),
    }
}

//! What two reports were made with: inputs by their digests, settings, version.

use super::ComparedFolder;
use super::answer::{MadeWith, SettingChange};
use crate::model::earlier::ReportTerms;
use crate::model::time::{Millis, Window};
use crate::normalise::{earlier, time};
use crate::report::manifest::{InputEntry, ReportManifest};
use crate::restate;
use std::collections::{BTreeMap, BTreeSet};

/// The manifest as far as figures hang on it.
pub(super) fn terms(manifest: &ReportManifest) -> ReportTerms {
    let at = |text: &str| -> Option<Millis> { time::moment(text) };
    let stated = at(&manifest.from).zip(at(&manifest.until)).map(|(start, end)| Window { start, end });
    let mut terms = ReportTerms {
        period: manifest.period.clone(),
        window: stated,
        as_of: at(&manifest.as_of),
        made_by: manifest.made_by.clone(),
        settings: manifest.settings.clone(),
        digests: manifest.inputs.iter().map(|input| input.sha256.clone()).collect(),
    };
    terms.window = terms.window.or_else(|| earlier::window(&terms));
    terms
}

/// Everything that differs.
pub(super) fn differences(then: &ComparedFolder, now: &ComparedFolder) -> MadeWith {
    let [before, after] = [then, now].map(|side| &side.earlier.manifest.inputs);
    let settings = restate::changed(&then.terms, &now.terms).into_iter().map(|(key, values)| SettingChange {
        key: key.to_owned(),
        values: values.map(|value| value.map(str::to_owned)),
    });
    let versions = [&then.terms.made_by, &now.terms.made_by];
    let is_other = then.terms.made_by != now.terms.made_by;
    MadeWith {
        inputs_came: missing(after, before),
        inputs_went: missing(before, after),
        inputs_changed: changed(before, after),
        settings: settings.collect(),
        version: is_other.then(|| versions.map(String::clone)),
    }
}

/// Paths of files that the other side has under neither this path nor another one.
fn missing(of: &[InputEntry], other: &[InputEntry]) -> Vec<String> {
    let digests: BTreeSet<&str> = other.iter().map(|input| input.sha256.as_str()).collect();
    let paths: BTreeSet<&str> = other.iter().map(|input| input.path.as_str()).collect();
    let lone =
        of.iter().filter(|input| !digests.contains(input.sha256.as_str()) && !paths.contains(input.path.as_str()));
    lone.map(|input| input.path.clone()).collect()
}

fn changed(before: &[InputEntry], after: &[InputEntry]) -> Vec<String> {
    let known: BTreeMap<&str, &str> = before.iter().map(|input| (input.path.as_str(), input.sha256.as_str())).collect();
    let differs = |input: &&InputEntry| known.get(input.path.as_str()).is_some_and(|digest| *digest != input.sha256);
    after.iter().filter(differs).map(|input| input.path.clone()).collect()
}

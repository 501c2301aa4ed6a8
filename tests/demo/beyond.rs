//! A quarter with more customer-facing incidents than any other can have had.

use crate::support::run::{Row, run};
use std::collections::BTreeMap;
use std::path::Path;

/// Counted again from the table of incidents: the demo's last quarter has more customer-facing incidents than any earlier one
/// can have had, whatever is not recorded of these.
#[test]
fn a_quarter_beyond_every_other_leads_and_says_by_how_much() {
    let run = run(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo")], "", "");
    let quarter = |row: &Row| (row["included"] == "true").then(|| row["period"].clone());
    let mut counts: BTreeMap<String, [u64; 2]> = BTreeMap::new();
    for row in run.table("incidents") {
        let Some(name) = quarter(&row) else { continue };
        let [felt, possible] = counts.entry(name).or_default();
        *felt += u64::from(row["customer_facing"] == "yes");
        *possible += u64::from(row["customer_facing"] != "no");
    }
    let now = counts.remove("2026Q2").unwrap()[0];
    let most = counts.values().map(|[_, possible]| *possible).max().unwrap();
    let felt: Vec<u64> = counts.values().map(|[felt, _]| *felt).collect();
    assert!(most < now && counts.len() == 7, "{counts:?}");
    let claim = run.review.findings.claim("areas.customer-facing").unwrap();
    assert_eq!(claim.lead, "More incidents reached customers than in any quarter on record.");
    let (least, highest) = (felt.iter().min().unwrap(), felt.iter().max().unwrap());
    let said = format!(
        "{now} did in Q2 2026, {least} to {highest} in each of the 7 whole quarters before, and {most} at most even if all for which it is not recorded had."
    );
    assert!(claim.brief.starts_with(&said), "{}", claim.brief);
    assert!(run.review.findings.headlines.contains(&claim.id));
}

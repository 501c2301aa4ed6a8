//! Numbers that may be a severity, as a question to the reader.

use crate::cli::init::words::{samples, string};
use crate::propose::Proposal;
use std::fmt::Write;

/// The lines about a scale of plain numbers. They stand among the fields of their mapping, as comments.
pub(super) fn text(proposal: &Proposal) -> String {
    let mut out = String::new();
    let Some((field, column)) = proposal.scale.as_ref().and_then(|field| Some((field, field.columns.first()?))) else {
        return out;
    };
    let _ = writeln!(
        out,
        "# please decide: what do the numbers of {} mean ({})? They do not say which end is worst, so no severity is read",
        string(column),
        samples(&field.samples)
    );
    out.push_str(
        "# from them. If they are one, remove the marks below and give each number a level from \"1\" (worst) to \"5\"; a number that\n\
         # keeps \"\" states no severity.\n",
    );
    let _ = writeln!(out, "# severity = {}", string(column));
    out.push_str("# [mapping.values.severity]\n");
    for number in &field.samples {
        let _ = writeln!(out, "# {} = \"\"", string(number));
    }
    out
}

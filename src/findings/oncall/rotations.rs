//! What the pages in sleep hours of each rotation were for: whether known problems, mild ones or neither make its nights.

use crate::analyse::load::asleep::PageFate;
use crate::analyse::load::pages::Page;
use crate::analyse::load::verdict::OnCallUnit;
use crate::findings::Table;
use crate::findings::draft::{figures_column, table, words_column};
use crate::findings::load::verdict::asked;
use crate::findings::oncall::waking::{self, Waking};
use crate::findings::rule::Facts;
use crate::text::{clip, number};

/// Rotations judged that have pages in sleep hours, most of them first; nothing without one. Known are the problems that the
/// table of them counts, so that none of few people follows from a total.
#[must_use]
pub fn table_of(facts: &Facts, fates: &[(Page, PageFate)], known: &Waking) -> Option<Table> {
    let (kind, mut units) = asked::units(facts)?;
    units.retain(|unit| unit.parts.night_pages > 0);
    units.sort_by(|a, b| b.parts.night_pages.cmp(&a.parts.night_pages).then_with(|| a.name.cmp(&b.name)));
    let known = waking::counted(facts, fates, known);
    let row = |unit: &&OnCallUnit| {
        let pages = unit.parts.night_pages;
        // Of a few pages a share says "3 of 7", which holds the number already.
        let of = |part: u64| match number::share(part, pages) {
            share if pages < number::SMALLEST_PERCENT_BASE => share,
            share => format!("{} ({share})", number::thousands(part)),
        };
        let own = unit.asleep.iter().filter(|row| known.contains(row)).count() as u64;
        vec![clip::truncate(&unit.name, 60), number::thousands(pages), of(own), of(unit.parts.mild)]
    };
    let rows: Vec<Vec<String>> = units.iter().map(row).collect();
    let figures = ["pages in sleep hours", "for known problems", "mild"].map(figures_column);
    (!rows.is_empty()).then(|| {
        table(
            "night-pages-by-rotation",
            &format!("What woke each {kind}"),
            "Pages in the sleep hours of somebody on call for it. Known problems are those with figures in the table of problems that woke people. Mild: of a low severity, or nobody acted before morning; a page may be both. Those that are not judged are not shown.",
            [words_column(kind)].into_iter().chain(figures).collect(),
            rows,
            "data/incidents.csv",
        )
    })
}

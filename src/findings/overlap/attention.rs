//! Work on two or more incidents at once, by what people did and by team. Groups of fewer than five people are told
//! together, so that nobody can be told from them.

use crate::analyse::load::MIN_GROUP;
use crate::analyse::overlap::attention::Attention;
use crate::findings::draft::{self, figures_column, in_period, length, numbers, quoted, words_column};
use crate::findings::rule::Facts;
use crate::findings::words::is_told;
use crate::findings::{Claim, Table};
use crate::text::clip;
use crate::text::number;
use crate::text::plural::count;

/// A row that may be shown.
struct Shown {
    name: String,
    /// Whether the name is one of the exports, and not ours for the rest.
    own: bool,
    group: Attention,
}

/// The groups that may be shown: small ones as one, together with the next larger ones until they are five people. Empty
/// where that leaves fewer than two.
fn shown(groups: &[Attention], rest_name: &str) -> Vec<Shown> {
    let size = |g: &Attention| g.people.len() as u64;
    let mut groups: Vec<Attention> = groups.iter().filter(|g| g.work > 0).cloned().collect();
    groups.sort_by(|a, b| size(b).cmp(&size(a)).then_with(|| a.name.cmp(&b.name)));
    let is_large = |g: &Attention| size(g) >= MIN_GROUP && !g.name.is_empty();
    let (mut large, small): (Vec<Attention>, Vec<Attention>) = groups.into_iter().partition(is_large);
    let mut rest = Attention::default();
    small.iter().for_each(|group| join(&mut rest, group));
    while !is_told(size(&rest)) {
        let Some(next) = large.pop() else { return Vec::new() };
        join(&mut rest, &next);
    }
    large.sort_by(|a, b| a.name.cmp(&b.name));
    let mut rows: Vec<Shown> = large.into_iter().map(|g| Shown { name: g.name.clone(), own: true, group: g }).collect();
    if !rest.people.is_empty() {
        rows.push(Shown { name: rest_name.to_owned(), own: false, group: rest });
    }
    if rows.len() < 2 { Vec::new() } else { rows }
}

fn join(rest: &mut Attention, group: &Attention) {
    rest.people.extend(&group.people);
    rest.people_two.extend(&group.people_two);
    rest.work += group.work;
    rest.two += group.two;
}

fn roles(facts: &Facts) -> Vec<Shown> {
    shown(&facts.results.overlap.divided.roles, "other roles, and work without a role")
}

fn teams(facts: &Facts) -> Vec<Shown> {
    shown(&facts.results.overlap.divided.teams, "small teams, and people without a team")
}

fn share(group: &Attention) -> f64 {
    group.two as f64 / group.work.max(1) as f64
}

/// How far apart roles lie, and teams; nothing where neither has two groups that may be shown, or nobody's attention was
/// divided.
#[must_use]
pub fn claim(facts: &Facts) -> Option<Claim> {
    let (roles, teams) = (roles(facts), teams(facts));
    let divided = |rows: &[Shown]| rows.iter().any(|r| r.group.two > 0);
    let parts: Vec<String> = [("By role", &roles), ("By team", &teams)]
        .into_iter()
        .filter(|(_, rows)| divided(rows))
        .filter_map(|(how, rows)| spread(how, rows))
        .collect();
    let largest = if roles.is_empty() { &teams } else { &roles };
    if parts.is_empty() {
        return None;
    }
    let mut claim = draft::claim(facts, "overlap.divided-attention", "");
    claim.method = "Stretches of work of each person that lie at the same time on two or more incidents; the role is the one in which the person took part.".to_owned();
    claim.sentence = format!(
        "People at work on one incident were at work on another at the same time {}. {}",
        in_period(facts),
        parts.join(" ")
    );
    let hours = |f: fn(&Attention) -> i64| largest.iter().map(|r| f(&r.group) as f64 / 3_600_000.0).sum::<f64>();
    numbers(&mut claim, [("hours_of_work", Some(hours(|g| g.work))), ("hours_on_two", Some(hours(|g| g.two)))]);
    claim.n =
        Some(largest.iter().flat_map(|r| &r.group.people).collect::<std::collections::BTreeSet<_>>().len() as u64);
    claim
        .caveats
        .push("Groups of fewer than five people are told together. Work that left no act is not seen.".to_owned());
    Some(claim)
}

/// "By role, that is between 3 % (“assignee”) and 12 % (“commander”) of the time."
fn spread(how: &str, rows: &[Shown]) -> Option<String> {
    let order = |a: &&Shown, b: &&Shown| share(&a.group).total_cmp(&share(&b.group)).then_with(|| b.name.cmp(&a.name));
    let (least, most) = (rows.iter().min_by(order)?, rows.iter().max_by(order)?);
    let name = |row: &Shown| if row.own { quoted(&row.name) } else { row.name.clone() };
    Some(format!(
        "{how}, that is between {} ({}) and {} ({}) of the time at work.",
        number::percent(share(&least.group)),
        name(least),
        number::percent(share(&most.group)),
        name(most)
    ))
}

/// Roles, then teams.
#[must_use]
pub fn tables(facts: &Facts) -> Vec<Table> {
    let given = [
        ("attention-by-role", "Work on two incidents at once, by role", "role", roles(facts)),
        ("attention-by-team", "Work on two incidents at once, by team", "team", teams(facts)),
    ];
    given
        .into_iter()
        .filter(|(.., rows)| !rows.is_empty())
        .map(|(id, title, column, rows)| {
            let rows = rows.iter().map(|r| {
                let g = &r.group;
                vec![
                    clip::truncate(&r.name, 60),
                    number::thousands(g.people.len() as u64),
                    length(g.work as f64 / 1_000.0),
                    length(g.two as f64 / 1_000.0),
                    number::percent(share(g)),
                ]
            });
            let figures = ["people", "time at work", "on two or more at once", "share"].map(figures_column);
            let columns = [words_column(column)].into_iter().chain(figures).collect();
            let note = format!(
                "Groups of at least five people, {}; smaller ones are told together.",
                count(rows.len() as u64, "row")
            );
            draft::table(id, title, &note, columns, rows.collect(), "data/involvements.csv, which --people writes")
        })
        .collect()
}

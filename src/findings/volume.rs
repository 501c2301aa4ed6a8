//! Statements on when incidents happen, which weeks are unusual, and whether the counts can be compared.

pub mod began;
pub mod change;
pub mod comparable;
pub mod stopped;
pub mod unusual;
pub mod weeks;

use crate::findings::rule::{Facts, Part, Rule};
use crate::findings::tree::Test;
use crate::findings::{Claim, Section};
use crate::text::plural::count;

pub struct Volume;

impl Rule for Volume {
    fn tests(&self, facts: &Facts) -> Vec<Test> {
        change::tests(facts)
    }

    fn part(&self, facts: &Facts) -> Part {
        let mut claims = stopped::claims(facts);
        claims.extend(began::claims(facts));
        claims.push(unusual::counts(facts));
        claims.extend(change::slope(facts));
        claims.extend(unusual::durations(facts));
        claims.extend(change::hours(facts));
        claims.extend(unusual::spread(facts));
        let exhibits: Vec<_> =
            [weeks::exhibit(facts), weeks::control(facts), weeks::resolve(facts)].into_iter().flatten().collect();
        Part {
            section: Some(Section {
                id: "volume".to_owned(),
                title: "When incidents happen".to_owned(),
                question: "When do incidents happen, which weeks are unusual, and can the counts be compared?"
                    .to_owned(),
                method: method(facts),
                claims: claims.iter().map(|c| c.id.clone()).collect(),
                exhibits: exhibits.iter().map(|e| e.id.clone()).collect(),
                tables: unusual::weeks(facts).into_iter().collect(),
            }),
            headlines: headlines(facts, &claims),
            comparisons: change::made(&claims),
            unknowns: unknown(facts).into_iter().collect(),
            claims,
            exhibits,
            ..Part::default()
        }
    }
}

/// A collection that stopped or joined comes first, for it takes back everything else.
fn headlines(facts: &Facts, claims: &[Claim]) -> Vec<String> {
    let volume = &facts.results.volume;
    let is_of = |c: &Claim, code: &str, tool: &str| c.code == code && c.id.ends_with(&format!("/{tool}"));
    let breaking = |c: &&Claim| {
        volume.breaks().any(|s| is_of(c, stopped::CODE, &s.tool))
            || volume.joined().any(|b| is_of(c, began::CODE, &b.tool))
    };
    claims.iter().filter(breaking).map(|c| c.id.clone()).collect()
}

fn unknown(facts: &Facts) -> Option<String> {
    let points = facts.results.volume.counts.points as u64;
    let started = facts.results.volume.weeks.incidents > 0;
    (started && points < 8).then(|| {
        format!(
            "Which weeks were unusual, and whether incidents become more or fewer over time: the data hold {} and it takes eight. Exports that reach further back would tell.",
            count(points, "complete week")
        )
    })
}

fn method(facts: &Facts) -> Vec<String> {
    let profile = &facts.data.profile;
    vec![
        "Incidents count in the week in which they began; weeks begin on Monday in the reporting zone. Only weeks that the period and the data cover from end to end are looked at, and only those before a collection stopped and after one began.".to_owned(),
        "Limits of the weekly number are those of a negative binomial distribution by maximum likelihood, or of Poisson counts where these suffice; the highest 5 % of weeks are set aside for the fit, so that they do not widen their own limits. Limits of the weekly median time to resolve, for weeks with at least three, are those of the median of as many durations drawn from all. Runs on one side of the median are held against the longest run in random orders of the same weeks. When nothing changes, all this together names a week or run in at most one of twenty reports. Limits need eight weeks and are provisional below twelve.".to_owned(),
        "Two periods are compared by the ratio of their rates, exactly, given their total. Where weeks vary more than independent incidents would, because incidents come in clusters, the interval and the p-value allow for that (quasi-Poisson, with Student's t for the weeks it is known from); the grade is not lowered for it a second time. The direction over all weeks is a quasi-Poisson slope, held against the rank test of Mann and Kendall.".to_owned(),
        "A tool that delivered steadily and then falls silent has stopped, as far as the data can tell: the silence is at least 14 days, longer than every earlier one, and has a chance of at most one in a thousand. A tool that begins long after the others, by the same chance, was connected later. Where the period under review or the one before is concerned, no comparison of this report is called a change.".to_owned(),
        format!(
            "Working hours are those of the hour profile {} ({} to {} on weekdays), by the clock of the reporting zone. Known bias: declared incidents are counted, and both deploys and detection have hours of their own.",
            crate::findings::draft::quoted(&profile.name),
            clock(profile.business_from),
            clock(profile.business_to)
        ),
    ]
}

fn clock(hour: u32) -> String {
    format!("{hour:02}:00")
}

//! Dates that can be read both ways: what to decide, said wherever their incidents are missed.

use crate::inspect::census::Held;
use crate::pipeline::{Input, Step, read, tool_title};
use crate::settings::Settings;
use crate::text::list;
use crate::text::number::thousands;
use crate::text::plural::noun;
use crate::text::visible;
use std::collections::BTreeMap;

/// What has to be decided, for each tool; empty when nothing has.
#[must_use]
pub(super) fn sentence(held: &Held) -> String {
    let mut tools: BTreeMap<&str, (u64, &str)> = BTreeMap::new();
    for facts in held.all().filter(|facts| facts.ambiguous.0 > 0) {
        tools.entry(&facts.tool).or_insert((0, &facts.ambiguous.1)).0 += facts.ambiguous.0;
    }
    let dates = |(tool, (n, example)): (&&str, &(u64, &str))| {
        format!("{} {} of {} (like “{}”)", thousands(*n), noun(*n, "date"), tool_title(tool), visible::line(example))
    };
    if tools.is_empty() {
        return String::new();
    }
    let told: Vec<String> = tools.iter().map(dates).collect();
    let keys: Vec<String> = tools.keys().map(|tool| format!("day_first.{tool}")).collect();
    let each = if keys.len() > 1 { ", each" } else { "" };
    format!(
        "{} can be read both ways: set {}{each} = true where the day stands first, or false where the month does",
        list::and(&told),
        list::and(&keys)
    )
}

/// Why no incident was found, and what to do, where the settings leave something open or describe the files already.
#[must_use]
pub(super) fn reason(inputs: &[Input], settings: &Settings) -> Option<(&'static str, String)> {
    let (_, loaded) = read(inputs, settings, &|_: Step| {});
    let open = sentence(&Held::of(&loaded));
    if !open.is_empty() {
        return Some(("find a single incident whose day is certain", format!("{open}, in the settings")));
    }
    (!settings.mapped.is_empty()).then(|| {
        let hint =
            "a [[mapping]] is there; `retroscope inspect` with the same --settings says what it makes of each file";
        ("find a single incident in the files given", hint.to_owned())
    })
}

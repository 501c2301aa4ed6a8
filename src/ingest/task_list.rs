//! Check boxes of a Markdown text, as trackers count them as tasks.

use crate::model::record::StatedFollowUp;

/// The tasks of a text. They are numbered within their issue, as only some of them have an issue of their own.
#[must_use]
pub fn tasks(body: &str, native_id: &str) -> Vec<StatedFollowUp> {
    let boxes = body.lines().filter_map(|line| {
        let item = line.trim_start().strip_prefix(['-', '*', '+'])?.trim_start().strip_prefix('[')?;
        let mut chars = item.chars();
        let mark = chars.next()?;
        let title = chars.as_str().strip_prefix(']')?.trim();
        let status = match mark {
            ' ' => "open",
            'x' | 'X' => "done",
            _ => return None,
        };
        (!title.is_empty()).then_some((title, status))
    });
    let number = |(at, (title, status)): (usize, (&str, &str))| StatedFollowUp {
        id: format!("{native_id}/{}", at + 1),
        title: title.to_owned(),
        status: status.to_owned(),
        ..StatedFollowUp::default()
    };
    boxes.enumerate().map(number).collect()
}

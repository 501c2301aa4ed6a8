//! Lines of drawings as few characters as they can be said in, without moving any of them.

const BEGINS: &str = "<path d=\"";

/// Lines of one look that follow each other are one path, which says where it goes from where it is.
pub(super) fn shortened(svg: &str) -> String {
    let mut parts = svg.split(BEGINS);
    let mut light = parts.next().unwrap_or_default().to_owned();
    let mut row: Vec<&str> = Vec::new();
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        let (way, rest) = part.split_once('"').unwrap_or((part, ""));
        let (look, behind) = rest.split_once("/>").unwrap_or((rest, ""));
        // The same line twice is one line.
        if !row.contains(&way) {
            row.push(way);
        }
        let next = parts.peek().and_then(|next| next.split_once('"')).and_then(|(_, rest)| rest.split_once("/>"));
        if behind.trim().is_empty() && is_line(look) && next.is_some_and(|(other, _)| other == look) {
            continue;
        }
        let whole: String = row.drain(..).map(|way| relative(way).unwrap_or_else(|| way.to_owned())).collect();
        light.extend([BEGINS, &whole, "\"", look, "/>", behind]);
    }
    light
}

/// A look that is a line and nothing else: areas that lie over each other would not add up.
fn is_line(look: &str) -> bool {
    look.starts_with(" stroke=\"") && !look.contains("fill") && !look.contains("opacity")
}

/// A way of straight lines, each from where the one before ends if that is shorter. `None` for any other.
fn relative(way: &str) -> Option<String> {
    let (mut out, mut at, mut begin) = (String::new(), (0, 0), (0, 0));
    let mut rest = way;
    while let Some(command) = rest.chars().next() {
        let end = rest.get(1..)?.find(|c: char| c.is_ascii_alphabetic()).map_or(rest.len(), |end| end + 1);
        let numbers: Option<Vec<i64>> =
            rest.get(1..end)?.split([' ', ',']).filter(|n| !n.is_empty()).map(tenths).collect();
        rest = rest.get(end..)?;
        let to = match (command, numbers?.as_slice()) {
            ('M' | 'L', [x, y]) => (*x, *y),
            ('H', [x]) => (*x, at.1),
            ('V', [y]) => (at.0, *y),
            ('Z', []) => begin,
            _ => return None,
        };
        let by = (to.0 - at.0, to.1 - at.1);
        match command {
            'H' => out.push_str(&shorter(said('H', &[to.0]), said('h', &[by.0]))),
            'V' => out.push_str(&shorter(said('V', &[to.1]), said('v', &[by.1]))),
            'L' => out.push_str(&shorter(said('L', &[to.0, to.1]), said('l', &[by.0, by.1]))),
            'M' => {
                out.push_str(&said('M', &[to.0, to.1]));
                begin = to;
            }
            _ => out.push('Z'),
        }
        at = to;
    }
    Some(out)
}

fn shorter(whole: String, step: String) -> String {
    if step.len() < whole.len() { step } else { whole }
}

fn said(command: char, numbers: &[i64]) -> String {
    let mut out = String::from(command);
    for (at, number) in numbers.iter().enumerate() {
        let text = figure(*number);
        if at > 0 && !text.starts_with('-') {
            out.push(' ');
        }
        out.push_str(&text);
    }
    out
}

/// "12.5" in tenths; drawings have no finer places.
fn tenths(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digit = part.parse::<i64>().ok().filter(|_| part.len() == 1)?;
    let sign = if text.starts_with('-') { -1 } else { 1 };
    Some(whole.parse::<i64>().ok()?.checked_mul(10)? + sign * digit)
}

fn figure(tenths: i64) -> String {
    let (sign, size) = (if tenths < 0 { "-" } else { "" }, tenths.unsigned_abs());
    match (size / 10, size % 10) {
        (whole, 0) => format!("{sign}{whole}"),
        (0, part) => format!("{sign}.{part}"),
        (whole, part) => format!("{sign}{whole}.{part}"),
    }
}

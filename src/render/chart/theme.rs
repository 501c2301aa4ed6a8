//! Colours as named tokens, each with a value for light and one for dark surfaces.
//!
//! plotters carries colours as red, green and blue. A token travels through it as a reserved colour whose blue part is
//! the token's position in the list; the backend turns it back into `var(--c-…)`.

use plotters::style::RGBColor;

/// A colour by its purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token {
    Surface,
    Ink,
    Muted,
    Grid,
    Rule,
    Accent,
    Grey,
    Band,
    /// Severity, 0 = worst: one ramp away from the page, from what stands out most to what does least. On dark surfaces every
    /// step has a contrast of at least 3 to 1, because a bar of the last one must still be seen.
    Severity(usize),
    /// Categories, colour-blind safe (after Okabe and Ito), at most six.
    Category(usize),
    /// Heat from 0 (nothing) to 5 (most): one blue, lightness falls monotonically on light surfaces.
    Heat(usize),
    /// Text on the pale and on the deep half of the heat ramp.
    OnPale,
    OnDeep,
    /// Parts of a stacked bar in one blue, at most three. Unlike a cell of the heat ramp, whose place says that it is there, the
    /// last of them must be seen on dark surfaces too.
    Part(usize),
}

const SEVERITY_AT: usize = 8;
const CATEGORY_AT: usize = SEVERITY_AT + SEVERITIES;
const HEAT_AT: usize = CATEGORY_AT + CATEGORIES;
const PART_AT: usize = HEAT_AT + HEATS + 2;
pub(crate) const SEVERITIES: usize = 5;
pub(crate) const CATEGORIES: usize = 6;
pub(crate) const HEATS: usize = 6;
const PARTS: usize = 3;

/// Name, light value, dark value. The order is the one `Token::position` counts in.
const TOKENS: &[(&str, &str, &str)] = &[
    ("surface", "#ffffff", "#14171c"),
    ("ink", "#1c2128", "#e8eaed"),
    ("muted", "#59616c", "#a3abb6"),
    ("grid", "#e7e9ec", "#2a2f37"),
    ("rule", "#b9bfc7", "#4a525d"),
    ("accent", "#0f5f8f", "#6cb8e6"),
    ("grey", "#b4bac2", "#727d8c"),
    ("band", "#f3ead6", "#3a3220"),
    ("sev-0", "#86131f", "#ffc9c2"),
    ("sev-1", "#cf4a2b", "#ff8871"),
    ("sev-2", "#e9964a", "#de7631"),
    ("sev-3", "#f0c78a", "#a97127"),
    ("sev-4", "#ddd5c6", "#7d6148"),
    ("cat-0", "#1c2128", "#e8eaed"),
    ("cat-1", "#0072b2", "#56b4e9"),
    ("cat-2", "#c2500a", "#f0914f"),
    ("cat-3", "#00815f", "#2fc59b"),
    ("cat-4", "#a5487f", "#dd8fbd"),
    ("cat-5", "#8a6d00", "#d9bd3c"),
    ("heat-0", "#f4f6f8", "#1b2027"),
    ("heat-1", "#d6e6f2", "#18344a"),
    ("heat-2", "#a4cbe3", "#1b4f73"),
    ("heat-3", "#5fa3cc", "#266c99"),
    ("heat-4", "#2374a8", "#57a5d2"),
    ("heat-5", "#0b4470", "#b3daf2"),
    ("on-pale", "#1c2128", "#e8eaed"),
    ("on-deep", "#ffffff", "#0e1216"),
    ("part-0", "#0b4470", "#b3daf2"),
    ("part-1", "#5fa3cc", "#57a5d2"),
    ("part-2", "#d6e6f2", "#2f6f9f"),
];

/// The red and green parts that mark a reserved colour. Nothing else in the charts uses them.
const RESERVED: (u8, u8) = (1, 2);

/// Names of the colours as the style sheet has them, each with a shorter one for pages, where charts repeat them by the thousand.
pub(crate) fn short_names() -> impl Iterator<Item = (String, String)> {
    TOKENS
        .iter()
        .zip(('a'..='z').chain('A'..='Z'))
        .map(|(token, letter)| (format!("--c-{}", token.0), format!("--{letter}")))
}

/// The family of every text in charts and pages: the reader's own interface face.
pub(crate) const FONTS: &str =
    "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue','Noto Sans',Arial,sans-serif";

impl Token {
    fn position(self) -> usize {
        match self {
            Self::Surface => 0,
            Self::Ink => 1,
            Self::Muted => 2,
            Self::Grid => 3,
            Self::Rule => 4,
            Self::Accent => 5,
            Self::Grey => 6,
            Self::Band => 7,
            Self::Severity(n) => SEVERITY_AT + n.min(SEVERITIES - 1),
            Self::Category(n) => CATEGORY_AT + n % CATEGORIES,
            Self::Heat(n) => HEAT_AT + n.min(HEATS - 1),
            Self::OnPale => HEAT_AT + HEATS,
            Self::OnDeep => HEAT_AT + HEATS + 1,
            Self::Part(n) => PART_AT + n.min(PARTS - 1),
        }
    }

    /// The colour that stands for this token inside plotters.
    pub(super) fn color(self) -> RGBColor {
        RGBColor(RESERVED.0, RESERVED.1, u8::try_from(self.position()).unwrap_or(0))
    }

    /// The colour of a severity by the number in its name ("SEV2", "SEV-2"), so that it is the same in all charts, whichever
    /// severities occur in one. A name without a number has the colour of its place in the list, 0 = worst.
    pub(super) fn severity(name: &str, place: usize) -> Self {
        let number = name.strip_prefix("SEV").map_or("", |rest| rest.strip_prefix('-').unwrap_or(rest));
        let end = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
        let number: Option<usize> = number.get(..end).and_then(|digits| digits.parse().ok());
        Self::Severity(number.map_or(place, |number| number.saturating_sub(1)))
    }
}

/// A colour as CSS: the token it stands for, or its own value.
pub(super) fn css_value((r, g, b): (u8, u8, u8)) -> String {
    match TOKENS.get(usize::from(b)) {
        Some((name, _, _)) if (r, g) == RESERVED => format!("var(--c-{name})"),
        _ => format!("#{r:02x}{g:02x}{b:02x}"),
    }
}

fn declarations(pick: impl Fn(&(&'static str, &'static str, &'static str)) -> &'static str) -> String {
    TOKENS.iter().map(|token| format!("--c-{}:{};", token.0, pick(token))).collect()
}

/// CSS that defines all tokens on `selector`: light, dark where the reader prefers it, and light again on paper.
#[must_use]
pub(crate) fn css(selector: &str) -> String {
    let light = declarations(|t| t.1);
    let dark = declarations(|t| t.2);
    format!(
        "{selector}{{{light}}}\n@media screen and (prefers-color-scheme:dark){{{selector}{{{dark}}}}}\n@media print{{{selector}{{{light}}}}}\n"
    )
}

/// The style sheet that stands in every chart that is a file of its own.
#[must_use]
pub(crate) fn chart_css() -> String {
    format!("{}svg:root{{background:var(--c-surface)}}\n{}", css("svg:root"), chart_rules())
}

/// The rules of charts without the colours; a page with many charts has them once.
#[must_use]
pub(crate) fn chart_rules() -> String {
    format!(
        ".chart text{{font-family:{FONTS};font-variant-numeric:tabular-nums}}\n\
         .chart path{{stroke-linejoin:round}}\n\
         .chart .dashed path{{stroke-dasharray:7 4}}\n\
         .chart .dotted path{{stroke-dasharray:2 3}}\n\
         .chart .dashdot path{{stroke-dasharray:9 3 2 3}}\n\
         .chart .halo{{paint-order:stroke;stroke:var(--c-surface);stroke-width:4px;stroke-linejoin:round}}\n\
         .chart .mark:hover{{opacity:.78}}"
    )
}

/// The value of a colour on paper, by its name; black for a name that is none.
#[must_use]
pub(crate) fn light(name: &str) -> [u8; 3] {
    let value = TOKENS.iter().find(|token| token.0 == name).map_or("", |token| token.1);
    let part = |at: usize| value.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).unwrap_or(0);
    [part(1), part(3), part(5)]
}

/// A chart with the values of its colours in place of their names, for what knows no variables; on the ground of paper.
#[must_use]
pub(crate) fn on_paper(svg: &str) -> String {
    let ground =
        format!("<style>{}</style>\n<rect width=\"100%\" height=\"100%\" fill=\"var(--c-surface)\"/>", chart_rules());
    let plain = svg.replacen(&format!("<style>{}</style>", chart_css()), &ground, 1);
    // Weights between the hundreds are not known everywhere, and what they set apart would look like the rest.
    let plain = plain.replace("font-weight=\"650\"", "font-weight=\"700\"");
    TOKENS.iter().fold(plain, |svg, (name, value, _)| svg.replace(&format!("var(--c-{name})"), value))
}

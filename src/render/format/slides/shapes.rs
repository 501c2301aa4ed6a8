//! Slides, notes and charts as XML. Lengths are English metric units, 914,400 an inch; letters are hundredths of a point.

use super::deck::{Columns, Grid, Paragraph, Slide};
use super::{HEAD, NAMESPACES};
use crate::render::chart::escape;

pub(super) const WIDTH: i64 = 12_192_000;
pub(super) const HEIGHT: i64 = 6_858_000;
const MARGIN: i64 = 640_080;
/// Where text begins below the title, and how far down anything reaches.
const TOP: i64 = 1_620_000;
const BOTTOM: i64 = 6_400_000;
/// Between things that stand beside or below each other.
const GAP: i64 = 260_000;
/// Widths of columns in parts of that of a figure: the first one, and others of words.
const FIRST: i64 = 3;
const WORDS: i64 = 2;

fn run(text: &str, size: i64, bold: bool) -> String {
    let bold = if bold { " b=\"1\"" } else { "" };
    format!("<a:r><a:rPr lang=\"en\" sz=\"{size}\"{bold}/><a:t>{}</a:t></a:r>", escape(text))
}

fn paragraph(one: &Paragraph, size: i64) -> String {
    let lead = if one.lead.is_empty() { String::new() } else { run(&format!("{} ", one.lead), size, true) };
    format!("<a:p>{lead}{}</a:p>", run(&one.text, size, false))
}

/// Letters small enough for the text to find room in so many square units; never smaller than can be read from a chair.
fn size(paragraphs: &[Paragraph], width: i64, height: i64) -> i64 {
    let fits = |size: &i64| {
        // A letter is about half as wide as it is high, and a line a quarter higher; 127 units are a hundredth of a point.
        let (letter, line) = (size * 127 * 52 / 100, size * 127 * 125 / 100);
        let per_line = (width / letter).max(1);
        let lines = |one: &Paragraph| {
            let letters = (one.lead.chars().count() + one.text.chars().count() + 1) as i64;
            letters.div_euclid(per_line) + 1
        };
        let all: i64 = paragraphs.iter().map(lines).sum();
        all * line + paragraphs.len() as i64 * 900 * 127 <= height
    };
    [2_400, 2_200, 2_000, 1_800, 1_600, 1_400].into_iter().find(fits).unwrap_or(1_200)
}

/// A slide: its title, its text, and beside or below it a chart or a table.
pub(super) fn slide(one: &Slide) -> String {
    let full = WIDTH - 2 * MARGIN;
    let (mut width, mut height) = (full, BOTTOM - TOP);
    let mut more = String::new();
    if one.columns.is_some() {
        width = full * 46 / 100;
        let left = MARGIN + width + GAP;
        more += &frame_of_chart((left, TOP), (WIDTH - MARGIN - left, BOTTOM - TOP));
    }
    if let Some(grid) = &one.table {
        let rows = grid.rows.len() as i64 + 1;
        let tall = (rows * 400_000).min(BOTTOM - TOP);
        height = (BOTTOM - TOP - tall - GAP).max(0);
        let top = if one.paragraphs.is_empty() { TOP } else { TOP + height + GAP };
        more += &table(grid, (MARGIN, top), full);
    }
    if !one.paragraphs.is_empty() {
        let size = size(&one.paragraphs, width, height);
        let text: String = one.paragraphs.iter().map(|p| paragraph(p, size)).collect();
        more = body(&text, (MARGIN, TOP), (width, height)) + &more;
    }
    format!(
        "{HEAD}<p:sld {NAMESPACES}><p:cSld><p:spTree>{GROUP}{}{more}</p:spTree></p:cSld>\
         <p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>",
        title(&one.title)
    )
}

const GROUP: &str = "<p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>";

fn title(text: &str) -> String {
    let size = if text.chars().count() > 90 { 2_200 } else { 2_800 };
    format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"Title\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr><p:ph type=\"title\"/></p:nvPr></p:nvSpPr>\
         <p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p>{}</a:p></p:txBody></p:sp>",
        run(text, size, true)
    )
}

fn body(text: &str, at: (i64, i64), extent: (i64, i64)) -> String {
    format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"3\" name=\"Text\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr><p:ph idx=\"1\"/></p:nvPr></p:nvSpPr>\
         <p:spPr>{}</p:spPr><p:txBody><a:bodyPr/><a:lstStyle/>{text}</p:txBody></p:sp>",
        place("a", at, extent)
    )
}

fn place(space: &str, (x, y): (i64, i64), (width, height): (i64, i64)) -> String {
    format!("<{space}:xfrm><a:off x=\"{x}\" y=\"{y}\"/><a:ext cx=\"{width}\" cy=\"{height}\"/></{space}:xfrm>")
}

fn frame_of_chart(at: (i64, i64), extent: (i64, i64)) -> String {
    format!(
        "<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id=\"5\" name=\"Chart\"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr>{}\
         <a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\">\
         <c:chart xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" r:id=\"rId3\"/></a:graphicData></a:graphic></p:graphicFrame>",
        place("p", at, extent)
    )
}

/// A table of even rows, the first column wider than the others.
fn table(grid: &Grid, at: (i64, i64), width: i64) -> String {
    let columns = grid.heads.len() as i64;
    let parts = grid.heads.iter().enumerate().map(|(at, (_, numeric))| match (at, numeric) {
        (0, _) => FIRST,
        (_, true) => 1,
        (_, false) => WORDS,
    });
    let parts: Vec<i64> = parts.collect();
    let part = width / parts.iter().sum::<i64>().max(1);
    let widths: String = parts.iter().map(|parts| format!("<a:gridCol w=\"{}\"/>", parts * part)).collect();
    let size = if columns > 6 { 1_200 } else { 1_400 };
    let heads: Vec<String> = grid.heads.iter().map(|(name, numeric)| cell(name, *numeric, true, size)).collect();
    let row = |cells: String| format!("<a:tr h=\"370000\">{cells}</a:tr>");
    let rows = grid.rows.iter().map(|cells| {
        let cells = cells.iter().zip(&grid.heads).map(|(text, (_, numeric))| cell(text, *numeric, false, size));
        row(cells.collect())
    });
    let all: String = [row(heads.concat())].into_iter().chain(rows).collect();
    let height = (grid.rows.len() as i64 + 1) * 370_000;
    format!(
        "<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id=\"4\" name=\"Table\"/><p:cNvGraphicFramePr><a:graphicFrameLocks noGrp=\"1\"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>{}\
         <a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/table\"><a:tbl><a:tblPr firstRow=\"1\"/><a:tblGrid>{widths}</a:tblGrid>{all}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>",
        place("p", at, (width, height))
    )
}

/// A cell with a line below it, and no other.
fn cell(text: &str, numeric: bool, is_head: bool, size: i64) -> String {
    let flush = if numeric { " algn=\"r\"" } else { "" };
    let none = |side: &str| format!("<a:{side} w=\"0\"><a:noFill/></a:{side}>");
    let below = if is_head { 19_050 } else { 6_350 };
    let rule = format!("<a:lnB w=\"{below}\"><a:solidFill><a:schemeClr val=\"accent6\"/></a:solidFill></a:lnB>");
    format!(
        "<a:tc><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr{flush}/>{}</a:p></a:txBody><a:tcPr marL=\"45720\" marR=\"45720\" marT=\"36000\" marB=\"36000\">{}{}{}{rule}<a:noFill/></a:tcPr></a:tc>",
        run(text, size, is_head),
        none("lnL"),
        none("lnR"),
        none("lnT")
    )
}

/// What is said to a slide, and which statements it tells of.
pub(super) fn notes(one: &Slide) -> String {
    let text: String = one.notes.iter().map(|text| format!("<a:p>{}</a:p>", run(text, 1_200, false))).collect();
    let text = if text.is_empty() { "<a:p/>".to_owned() } else { text };
    format!(
        "{HEAD}<p:notes {NAMESPACES}><p:cSld><p:spTree>{GROUP}\
         <p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"Slide\"/><p:cNvSpPr><a:spLocks noGrp=\"1\" noRot=\"1\" noChangeAspect=\"1\"/></p:cNvSpPr><p:nvPr><p:ph type=\"sldImg\"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp>\
         <p:sp><p:nvSpPr><p:cNvPr id=\"3\" name=\"Notes\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr><p:ph type=\"body\" idx=\"1\"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>{text}</p:txBody></p:sp>\
         </p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>"
    )
}

/// A chart of columns from zero on, each with its figure.
pub(super) fn chart(columns: &Columns) -> String {
    let points = |values: &mut dyn Iterator<Item = String>| -> String {
        values.enumerate().map(|(at, value)| format!("<c:pt idx=\"{at}\"><c:v>{value}</c:v></c:pt>")).collect()
    };
    let count = columns.values.len();
    let labels = points(&mut columns.labels.iter().map(|label| escape(label)));
    let values = points(&mut columns.values.iter().map(f64::to_string));
    let name = escape(&columns.name);
    let letters = "<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz=\"1200\"/></a:pPr><a:endParaRPr lang=\"en\"/></a:p></c:txPr>";
    format!(
        "{HEAD}<c:chartSpace xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><c:roundedCorners val=\"0\"/>\
         <c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz=\"1400\" b=\"0\"/></a:pPr>{}</a:p></c:rich></c:tx><c:overlay val=\"0\"/></c:title><c:autoTitleDeleted val=\"0\"/>\
         <c:plotArea><c:layout/><c:barChart><c:barDir val=\"col\"/><c:grouping val=\"clustered\"/><c:varyColors val=\"0\"/>\
         <c:ser><c:idx val=\"0\"/><c:order val=\"0\"/><c:tx><c:strRef><c:f>Sheet1!$B$1</c:f><c:strCache><c:ptCount val=\"1\"/><c:pt idx=\"0\"><c:v>{name}</c:v></c:pt></c:strCache></c:strRef></c:tx>\
         <c:spPr><a:solidFill><a:schemeClr val=\"accent1\"/></a:solidFill></c:spPr><c:invertIfNegative val=\"0\"/>\
         <c:dLbls><c:spPr><a:noFill/></c:spPr>{letters}<c:dLblPos val=\"outEnd\"/><c:showLegendKey val=\"0\"/><c:showVal val=\"1\"/><c:showCatName val=\"0\"/><c:showSerName val=\"0\"/><c:showPercent val=\"0\"/><c:showBubbleSize val=\"0\"/></c:dLbls>\
         <c:cat><c:strRef><c:f>Sheet1!$A$2:$A${last}</c:f><c:strCache><c:ptCount val=\"{count}\"/>{labels}</c:strCache></c:strRef></c:cat>\
         <c:val><c:numRef><c:f>Sheet1!$B$2:$B${last}</c:f><c:numCache><c:formatCode>General</c:formatCode><c:ptCount val=\"{count}\"/>{values}</c:numCache></c:numRef></c:val></c:ser>\
         <c:gapWidth val=\"60\"/><c:axId val=\"1\"/><c:axId val=\"2\"/></c:barChart>\
         <c:catAx><c:axId val=\"1\"/><c:scaling><c:orientation val=\"minMax\"/></c:scaling><c:delete val=\"0\"/><c:axPos val=\"b\"/><c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/><c:tickLblPos val=\"nextTo\"/>{letters}<c:crossAx val=\"2\"/><c:crosses val=\"autoZero\"/></c:catAx>\
         <c:valAx><c:axId val=\"2\"/><c:scaling><c:orientation val=\"minMax\"/><c:min val=\"0\"/></c:scaling><c:delete val=\"1\"/><c:axPos val=\"l\"/><c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/><c:tickLblPos val=\"nextTo\"/><c:crossAx val=\"1\"/><c:crosses val=\"autoZero\"/></c:valAx>\
         </c:plotArea><c:plotVisOnly val=\"1\"/><c:dispBlanksAs val=\"gap\"/></c:chart></c:chartSpace>",
        run(&columns.name, 1_400, false),
        last = count + 1,
    )
}

//! Tables onto pages: columns as wide as their words want, heads again on every page, no row torn apart that fits on one.

use super::blocks::{Block, Row, Span, Table, plain};
use super::lines::{Line, lines, widths};
use super::pages::{BOTTOM, Column, Fill, Item, Setter, TOP, line_height};
use super::tags::Part;

/// Between columns, and above and below the words of a row, in sizes of type.
const GAP: f32 = 1.1;
const PAD: f32 = 0.32;
/// Sizes of type that are tried before words are broken, and the smallest that is used at all.
const STEPS: [f32; 6] = [1.0, 0.92, 0.84, 0.76, 0.68, 0.6];

/// Letters of a cell that is not broken.
const SHORT: usize = 12;

/// A table of at most so many rows that takes at most this share of a page is not torn apart; of others so many rows stand
/// below their head at least.
const SHORT_TABLE: usize = 12;
const SHORT_SHARE: f32 = 0.45;
const FIRST_ROWS: usize = 3;

/// How much wider than its longest word a column of words wants to be, in sizes of type.
const ROOMY: f32 = 14.0;

/// Where the columns are, and the size of type with which they find room.
struct Plan {
    columns: Vec<Column>,
    size: f32,
}

/// A row in lines, cell by cell.
struct Set {
    cells: Vec<Vec<Line>>,
    /// Height of a line.
    line: f32,
}

impl Set {
    fn lines(&self) -> usize {
        self.cells.iter().map(Vec::len).max().unwrap_or(0)
    }
}

impl Setter<'_> {
    pub(super) fn table(&mut self, table: &Table, column: Column) {
        let plan = plan(table, column, self);
        let around = self.within;
        self.room(1.1 * self.size);
        let head = self.set(&table.head, &plan);
        self.need(self.start_height(table, &plan, column));
        self.anchor(table.anchor.as_ref());
        let own = self.out.tags.part(Part::Table, around);
        self.within = Some(own);
        for caption in &table.caption {
            self.all(std::slice::from_ref(&Block::Text(caption.clone())), column);
        }
        self.within = around;
        self.room(0.2 * self.size);
        self.head(&head, table, &plan, Some(own));
        for row in &table.rows {
            self.row(row, table, &plan, &head, own);
        }
        self.after = 1.1 * self.size;
    }

    /// As [`Self::start_height`], for a table of which nothing is set yet.
    pub(super) fn table_start(&self, table: &Table, column: Column) -> f32 {
        self.start_height(table, &plan(table, column, self), column)
    }

    /// Height with which a table begins on a page: all of it where it is short, else its head and first rows.
    fn start_height(&self, table: &Table, plan: &Plan, column: Column) -> f32 {
        let heights = table.rows.iter().map(|row| self.height(&self.set(&row.cells, plan)));
        let head = self.caption_height(table, column) + self.height(&self.set(&table.head, plan));
        let rows: Vec<f32> = heights.take(FIRST_ROWS + SHORT_TABLE).collect();
        let whole: f32 = rows.iter().sum();
        let is_short = table.rows.len() <= SHORT_TABLE && head + whole <= (BOTTOM - TOP) * SHORT_SHARE;
        head + if is_short { whole } else { rows.iter().take(FIRST_ROWS).sum() }
    }

    fn caption_height(&self, table: &Table, column: Column) -> f32 {
        let height = |text: &super::blocks::Text| {
            let count = lines(&text.spans, self.size, column.width, self.faces).len();
            count as f32 * line_height(&text.spans, self.size) + 0.2 * self.size
        };
        table.caption.iter().map(height).sum()
    }

    fn set(&self, cells: &[Vec<Span>], plan: &Plan) -> Set {
        let cell = |(spans, column): (&Vec<Span>, &Column)| lines(spans, plan.size, column.width, self.faces);
        let heights = cells.iter().map(|spans| line_height(spans, plan.size));
        let line = heights.fold(0.0, f32::max);
        Set { cells: cells.iter().zip(&plan.columns).map(cell).collect(), line }
    }

    fn height(&self, set: &Set) -> f32 {
        set.lines() as f32 * set.line + 2.0 * PAD * self.size
    }

    /// The head of the columns: a part of the table where it stands first, and only for the eye on further pages.
    fn head(&mut self, set: &Set, table: &Table, plan: &Plan, own: Option<usize>) {
        if table.head.iter().all(Vec::is_empty) {
            return;
        }
        let row = own.map(|table| self.out.tags.part(Part::Row, Some(table)));
        let part = |_: usize| Part::Head { of_row: false };
        self.cells(set, 0..set.lines(), table, plan, row.map(|row| (row, &part as &dyn Fn(usize) -> Part)));
        self.line_across(plan, Fill::Rule);
    }

    fn row(&mut self, row: &Row, table: &Table, plan: &Plan, head: &Set, own: usize) {
        let set = self.set(&row.cells, plan);
        let of_page = self.height(head) + 4.0 * set.line;
        if self.height(&set) > self.left_on_page() {
            let before = self.out.pages.len();
            self.need(self.height(&set));
            if self.out.pages.len() > before {
                self.head(head, table, plan, None);
            }
        }
        self.anchor(row.anchor.as_ref());
        let own = self.out.tags.part(Part::Row, Some(own));
        let part = |at: usize| if at == 0 && table.has_row_heads { Part::Head { of_row: true } } else { Part::Cell };
        let mut from = 0;
        // A row that is higher than a page goes on on the next one.
        while from < set.lines() {
            let room = ((self.left_on_page() - 2.0 * PAD * self.size) / set.line).floor().max(1.0) as usize;
            let until = set.lines().min(from + room);
            self.cells(&set, from..until, table, plan, Some((own, &part)));
            from = until;
            if from < set.lines() {
                self.next_page();
                if self.left_on_page() > of_page {
                    self.head(head, table, plan, None);
                }
            }
        }
        self.line_across(plan, Fill::Grid);
    }

    /// Some lines of each cell of a row, and the height moved on below them.
    fn cells(
        &mut self,
        set: &Set,
        shown: std::ops::Range<usize>,
        table: &Table,
        plan: &Plan,
        within: Option<(usize, &dyn Fn(usize) -> Part)>,
    ) {
        self.y += PAD * self.size;
        let top = self.y;
        for (at, (cell, column)) in set.cells.iter().zip(&plan.columns).enumerate() {
            let own = within.map(|(row, part)| self.out.tags.part(part(at), Some(row)));
            let is_figure = table.numeric.get(at).copied().unwrap_or(false);
            for (down, line) in cell.iter().skip(shown.start).take(shown.len()).enumerate() {
                self.y = top + down as f32 * set.line;
                let x =
                    if is_figure || line.is_leftward { column.left + column.width - line.width } else { column.left };
                match own {
                    Some(own) => self.line_at(line.clone(), x, set.line, own),
                    None => {
                        let y = self.y + set.line * 0.75;
                        self.put(Item::Words { x, y, line: line.clone(), leaves: Vec::new() });
                    }
                }
            }
        }
        self.y = top + shown.len() as f32 * set.line + PAD * self.size;
    }

    fn line_across(&mut self, plan: &Plan, fill: Fill) {
        let (Some(first), Some(last)) = (plan.columns.first(), plan.columns.last()) else { return };
        let area = [first.left, self.y, last.left + last.width - first.left, 0.5];
        self.put(Item::Ground { area, fill });
        self.y += 0.5;
    }
}

/// Columns as wide as their words want to be; where that is too much, those give way that have long words to break lines in;
/// where that is too much, smaller letters.
fn plan(table: &Table, column: Column, setter: &Setter<'_>) -> Plan {
    let count = table.rows.iter().map(|row| row.cells.len()).chain([table.head.len()]).max().unwrap_or(0);
    let mut wishes: Vec<(f32, f32)> = vec![(0.0, 0.0); count];
    // Longer tables are planned by their first rows: all of them would have to be set twice.
    let rows = table.rows.iter().take(200).map(|row| &row.cells);
    for cells in rows.chain([&table.head]) {
        for (wish, cell) in wishes.iter_mut().zip(cells) {
            let (least, whole) = widths(cell, 1.0, setter.faces);
            // "45 minutes" stays on one line.
            let least = if plain(cell).chars().count() <= SHORT { whole } else { least };
            *wish = (wish.0.max(least), wish.1.max(whole));
        }
    }
    let gaps = count.saturating_sub(1) as f32 * GAP * setter.size;
    let room = column.width - gaps;
    // Columns of words get more than their longest word, or rows of few words become high.
    let wanted = |(least, whole): &(f32, f32)| least + 0.5 * (whole - least).min(ROOMY);
    let all: f32 = wishes.iter().map(wanted).sum();
    let fitting = STEPS.iter().map(|step| step * setter.size).find(|size| all * size <= room);
    let size = fitting.unwrap_or(setter.size * STEPS[STEPS.len() - 1]);
    let mut left = column.left;
    let columns = shares(&wishes, size, room).into_iter().map(|width| {
        let column = Column { left, width };
        left += width + GAP * setter.size;
        column
    });
    Plan { columns: columns.collect(), size }
}

/// The width of each column.
fn shares(wishes: &[(f32, f32)], size: f32, room: f32) -> Vec<f32> {
    // A little more than measured, so that what fits exactly is not broken by rounding.
    let (least, whole): (Vec<f32>, Vec<f32>) = wishes.iter().map(|(l, w)| (l * size + 0.1, w * size + 0.1)).unzip();
    let (least_sum, whole_sum) = (least.iter().sum::<f32>(), whole.iter().sum::<f32>());
    if whole_sum <= room {
        return whole;
    }
    if least_sum >= room {
        // Even broken at every blank it does not fit: each gets its part, and long words break.
        return least.iter().map(|width| width * room / least_sum).collect();
    }
    // Wide columns would take everything: what they want counts by its root, which evens out the heights of rows.
    let want = |at: usize| (whole[at] - least[at]).max(0.0).sqrt();
    let all: f32 = (0..least.len()).map(want).sum();
    let spare = room - least_sum;
    let given: Vec<f32> = (0..least.len()).map(|at| (least[at] + spare * want(at) / all).min(whole[at])).collect();
    let left = room - given.iter().sum::<f32>();
    let open: f32 = (0..least.len()).map(|at| whole[at] - given[at]).sum();
    (0..least.len())
        .map(|at| given[at] + if open > 0.0 { left * (whole[at] - given[at]) / open } else { 0.0 })
        .collect()
}

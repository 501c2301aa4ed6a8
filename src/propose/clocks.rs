//! Times of day and the dates they belong to, when a table keeps the two apart.

use crate::propose::Matching;
use crate::propose::columns::Column;
use crate::propose::shape::Shape;

impl Matching<'_> {
    /// A time of day needs the date that stands beside it; without one it is of no use.
    pub(super) fn join_clocks(&mut self) {
        let dates: Vec<usize> = (0..self.columns.len()).filter(|c| self.is_date(*c)).collect();
        self.take_clocks(&dates);
        let mut used = Vec::new();
        for column in 0..self.columns.len() {
            if !self.is_time(column) || self.shape(column) != Shape::Clock {
                continue;
            }
            // The first of equally good dates: a table often has one date for all its times of day.
            let best = dates.iter().copied().min_by_key(|date| std::cmp::Reverse(self.shared(*date, column)));
            match best {
                Some(date) => {
                    self.date.get_mut(column).into_iter().for_each(|slot| *slot = Some(date));
                    used.push(date);
                }
                None => self.target.get_mut(column).into_iter().for_each(|slot| *slot = None),
            }
        }
        for date in used {
            self.target.get_mut(date).into_iter().for_each(|slot| *slot = None);
        }
    }

    /// A date that has a fact gives it to the time of day of the same name: `Date occurred` to `Time occurred`.
    fn take_clocks(&mut self, dates: &[usize]) {
        for date in dates {
            let Some((target, by_values)) = self.target.get(*date).copied().flatten() else { continue };
            if !target.ends_with("_at") {
                continue;
            }
            let is_free = |c: &usize| self.free(*c) && self.shape(*c) == Shape::Clock;
            let clocks: Vec<usize> = (0..self.columns.len()).filter(is_free).collect();
            let same = clocks.iter().copied().find(|clock| self.shared(*date, *clock) > 0);
            // A single date beside a single time of day belong together whatever they are called.
            let only = if let ([clock], [_]) = (clocks.as_slice(), dates) { Some(*clock) } else { None };
            if let Some(clock) = same.or(only.filter(|clock| self.is_bare(*clock))) {
                self.take(clock, target, by_values);
                self.date.get_mut(clock).into_iter().for_each(|slot| *slot = Some(*date));
                self.target.get_mut(*date).into_iter().for_each(|slot| *slot = None);
            }
        }
    }

    fn is_time(&self, column: usize) -> bool {
        self.target.get(column).copied().flatten().is_some_and(|(target, _)| target.ends_with("_at"))
    }

    fn is_date(&self, column: usize) -> bool {
        let whole = |column: &Column| column.filled().all(|value| !value.contains(':'));
        self.shape(column) == Shape::Time && self.columns.get(column).is_some_and(whole)
    }

    fn words(&self, column: usize) -> impl Iterator<Item = &String> {
        let sort = ["date", "time", "day", "at", "uhrzeit", "zeit", "datum", "heure", "hora", "fecha", "utc"];
        let words = self.columns.get(column).map_or(&[][..], |column| column.words.as_slice());
        words.iter().filter(move |word| !sort.contains(&word.as_str()))
    }

    /// Whether the name says only that it is a time.
    fn is_bare(&self, column: usize) -> bool {
        self.words(column).next().is_none()
    }

    /// How many words the names share, beside those that say only that it is a date or a time.
    fn shared(&self, first: usize, second: usize) -> usize {
        self.words(first).filter(|word| self.words(second).any(|other| other == *word)).count()
    }
}

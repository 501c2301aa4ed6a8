//! Unusual weeks: those beyond the limits, which the headline counts, and the last weeks of long runs, which are unusual for
//! what came before them.

use super::{Chart, DOT, Frame, MIN_WEEK};
use crate::render::chart::axis;
use crate::render::chart::key::Entry;
use crate::render::chart::place::Room;
use crate::render::chart::sheet::{Sheet, TEXT};
use crate::render::chart::theme::Token;

const RING: f64 = 7.0;
/// Labels keep off the line this many weeks before and after their own.
const NEAR: usize = 3;
/// Distance between the points that stand for a piece of the line, in pixels.
const STEP: f64 = TEXT;

/// Why a week is unusual.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Signal {
    Beyond,
    Run,
}

impl Signal {
    fn words(self) -> &'static str {
        match self {
            Self::Beyond => "unusual week",
            Self::Run => "end of a long run of weeks on one side of the centre",
        }
    }

    fn draw(self, sheet: &Sheet, (x, y): (f64, f64)) {
        match self {
            Self::Beyond => {
                sheet.ring(x, y, RING, Token::Category(2));
                sheet.dot(x, y, DOT, Token::Category(2));
            }
            Self::Run => {
                let corners = [(x, y - RING), (x + RING, y), (x, y + RING), (x - RING, y), (x, y - RING)];
                sheet.shape(&corners, Token::Surface);
                sheet.line(&corners, Token::Category(1), 1.75);
                sheet.dot(x, y, DOT - 0.75, Token::Category(1));
            }
        }
    }
}

impl Chart<'_> {
    /// Unusual weeks with a value, each by what is unusual about it. A week beyond its limits is one of those, whatever ends with
    /// it.
    fn unusual(&self) -> Vec<(usize, Signal)> {
        let Some(limits) = self.limits else { return Vec::new() };
        let told = |at: &usize| {
            let value = self.weeks.get(*at)?.1?;
            let [low, high] = Self::ends(limits, *at);
            Some((*at, if value < low || value > high { Signal::Beyond } else { Signal::Run }))
        };
        limits.signals.iter().filter_map(told).collect()
    }

    /// What the marks are; nothing is explained that is not there.
    pub(super) fn key(&self) -> Vec<Entry<'static>> {
        let unusual = self.unusual();
        let beyond = if self.scale.is_of_durations() { "outside the usual range" } else { "beyond the limits" };
        let kinds = [(Signal::Beyond, beyond), (Signal::Run, "end of a long run above or below the centre")];
        let seen = kinds.into_iter().filter(|(kind, _)| unusual.iter().any(|(_, signal)| signal == kind));
        let mark =
            |(kind, words): (Signal, &str)| Entry::new(words, 2.0 * RING, move |s, x, y| kind.draw(s, (x + RING, y)));
        let centre = self.limits.filter(|_| self.scale.is_of_durations()).map(|limits| {
            let words = format!("centre, {}", self.scale.words(limits.centre));
            Entry::new(&words, 22.0, |s, x, y| s.line(&[(x, y), (x + 22.0, y)], Token::Accent, 1.5))
        });
        seen.map(mark).chain(centre).collect()
    }

    pub(super) fn signals(&self, sheet: &Sheet, frame: &Frame, mut room: Room) {
        for point in (0..self.weeks.len()).filter_map(|at| self.point(frame, at)) {
            room.point(point, DOT);
        }
        let unusual = self.unusual();
        for (at, signal) in &unusual {
            let Some((start, Some(value))) = self.weeks.get(*at) else { continue };
            let Some(point) = self.point(frame, *at) else { continue };
            let title = format!("{} ({})", self.title(*start, *value), signal.words());
            sheet.mark_begun(&axis::week(*start), &title, |s| signal.draw(s, point));
            room.mark(point, RING);
            self.keep_off_line(frame, *at, &mut room);
        }
        for (at, _) in unusual {
            let (Some((start, _)), Some(point)) = (self.weeks.get(at), self.point(frame, at)) else { continue };
            room.label(sheet, point, RING + 1.0, &axis::short_date(*start));
        }
    }

    /// Where there is a choice, labels don't stand on the line around their week.
    fn keep_off_line(&self, frame: &Frame, at: usize, room: &mut Room) {
        if self.week(frame) < MIN_WEEK / 2.0 {
            return;
        }
        for week in at.saturating_sub(NEAR)..at.saturating_add(NEAR) {
            let (Some(from), Some(to)) = (self.point(frame, week), self.point(frame, week + 1)) else { continue };
            let pieces = ((to.0 - from.0).abs().max((to.1 - from.1).abs()) / STEP).ceil().clamp(1.0, 64.0);
            for piece in 0..=pieces as u32 {
                let share = f64::from(piece) / pieces;
                room.avoid((from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share));
            }
        }
    }
}

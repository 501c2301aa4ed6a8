//! Data set in, numbers out. Every analysis is pure: no clock, no file, no words.
//!
//! Adding one: a file here with an `impl Analysis`, and one line in `analyses!` below. To speak in reports it needs a
//! file of the same name in `findings/`.

use crate::frame::DataSet;
use crate::par;

pub mod duty;
pub mod promise;
pub mod spans;

/// One question put to the data set.
pub trait Analysis {
    /// Thresholds and windows; the defaults are the documented ones.
    type Params: Default;
    /// Numbers with n, what was left out and why, and the thresholds used.
    type Output;

    /// Answers the question. Must not fail: "not enough data" is a value of the output, not a zero.
    fn run(data: &DataSet, params: &Self::Params) -> Self::Output;
}

// Two macros that fold a list into pairs of pairs, which is what can be run beside each other.
macro_rules! pairs {
    ($last:ident) => { $last };
    ($first:ident, $($rest:ident),+) => { ($first, pairs!($($rest),+)) };
}

macro_rules! beside {
    ($last:expr) => { $last };
    ($first:expr, $($rest:expr),+) => { par::both(|| $first, || beside!($($rest),+)) };
}

// A macro rather than a slice of trait objects, because findings need each output with its own type.
macro_rules! analyses {
    ($($name:ident => $analysis:ident),* $(,)?) => {
        $(pub mod $name;)*

        /// Parameters of every analysis.
        #[derive(Default)]
        pub struct Params { $(pub $name: <$name::$analysis as Analysis>::Params,)* }

        /// Output of every analysis.
        pub struct Results { $(pub $name: <$name::$analysis as Analysis>::Output,)* }

        /// Names of all analyses, in the order in which they are listed.
        pub const NAMES: &[&str] = &[$(stringify!($name)),*];

        /// Runs every analysis, beside each other where a processor is free; `step` is told the name of each before it begins.
        #[must_use]
        pub fn run(data: &DataSet, params: &Params, step: &(dyn Fn(&'static str) + Sync)) -> Results {
            let pairs!($($name),*) = beside!($({ step(stringify!($name)); $name::$analysis::run(data, &params.$name) }),*);
            Results { $($name,)* }
        }
    };
}

analyses! {
    areas => Areas,
    mttx => Mttx,
    overlap => Overlap,
    recurrence => Recurrence,
    load => Load,
    quality => Quality,
    volume => Volume,
    severity => Severity,
    factors => Factors,
    follow_through => FollowThrough,
    communication => Communication,
    coordination => Coordination,
    restatement => Restatement,
}

//! Arithmetic on plain numbers: no incidents, no words, no clock.
//!
//! Functions return `None` where a method is undefined or has too little data; they never return a number that only
//! looks like a result. Input must be free of NaN and infinities, which `normalise` refuses; where one slips through,
//! results are meaningless but nothing panics. Formulas follow the references named at each function.

pub mod agreement;
pub mod binomial;
pub mod bootstrap;
pub mod bursts;
pub mod cascade;
pub mod change_point;
pub mod circular;
pub mod clustering;
pub mod concentration;
pub mod control;
pub mod count_limits;
pub mod cover;
pub mod hierarchy;
pub mod hypergeometric;
pub mod interval;
pub mod likeness;
pub mod log_normal;
pub mod logs;
pub mod mix;
pub mod multiplicity;
pub mod noise;
pub mod ordered;
pub mod poisson;
pub mod proportion;
pub mod quantile;
pub mod queue;
pub mod random;
pub mod rank_sets;
pub mod ranks;
pub mod rate_ratio;
pub mod recurrence;
pub mod renewal;
pub mod runs;
pub mod scan;
pub mod shrinkage;
pub mod solve;
pub mod special;
pub mod sum;
pub mod summary;
pub mod survival;
pub mod sweep;
pub mod trend;
pub mod unequal;

//! Arithmetic on plain numbers: no incidents, no words, no clock.
//!
//! Functions return `None` where a method is undefined or has too little data; they never return a number that only
//! looks like a result. Input must be free of NaN and infinities, which `normalise` refuses; where one slips through,
//! results are meaningless but nothing panics. Formulas follow the references named at each function.

pub mod agreement;
pub mod binomial;
pub mod bisection;
pub mod bootstrap;
pub mod bursts;
pub mod change_point;
pub mod circular;
pub mod clustering;
pub mod coincidence;
pub mod concentration;
pub mod control_chart;
pub mod count_limits;
pub mod decomposition;
pub mod hierarchy;
pub mod hypergeometric;
pub mod interval;
pub mod log_normal;
pub mod log_scale;
pub mod multiplicity;
pub mod ordered;
pub mod permutation;
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
pub mod set_cover;
pub mod shrinkage;
pub mod similarity;
pub mod special;
pub mod stratified_ranks;
pub mod sum;
pub mod summary;
pub mod survival;
pub mod sweep;
pub mod trend;

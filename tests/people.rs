//! What a report says of people, and what it says twice: who was on call, for what; one value for one figure; who is to see
//! to a problem, as far as it is on record.

mod agree;
mod duty;
mod owners;

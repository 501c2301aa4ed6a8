//! How facts are kept: whatever is saved, what comes back is what was put in.

mod remarks;
mod table;
mod texts;

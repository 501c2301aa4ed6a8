//! Rows and columns with types.

mod column;
mod row;

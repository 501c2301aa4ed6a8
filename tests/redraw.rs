//! Making the documents of a report again: the same bytes from the folder alone, and nothing where somebody changed it.

mod bytes;
mod lines;
mod refusals;
mod survives;

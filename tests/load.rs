//! Load of responders as a whole: what the demo planted, what settings change, and what is kept from readers.

pub(crate) mod organisation;
mod people;
mod planted;
mod privacy;
mod raw;
mod settings;
mod verdict;

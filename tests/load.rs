//! Load of responders as a whole: what the demo planted, what settings change, and what is kept from readers.

mod planted;
mod raw;
mod settings;

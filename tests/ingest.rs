//! Small pieces of reading: days, clocks, zones and lengths as people write them, and files that hold no incidents.

mod clock;
mod day;
mod lengths;
mod midnight;
mod moments;
mod nagios;
mod objects;
mod offsets;
mod opening;
mod plain;
mod tables;
mod texts;
mod trees;
mod zone;

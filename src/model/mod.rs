//! The words every stage shares: what a record is, where it came from, what was changed and what was refused.
//!
//! Nothing here reads files, knows polars, or knows which tool wrote an export.

pub mod annotation;
pub mod ask;
pub mod batch;
pub mod bug;
pub mod change;
pub mod clock;
pub mod column;
pub mod earlier;
pub mod exposure;
pub mod family;
pub mod fixed;
pub mod holiday;
pub mod hours;
pub mod incident;
pub mod intervals;
pub mod involvement;
pub mod kind;
pub mod labels;
pub mod link;
pub mod local;
pub mod night;
pub mod note;
pub mod origin;
pub mod period;
pub mod person;
pub mod record;
pub mod reject;
pub mod remark;
pub mod row;
pub mod secret;
pub mod stamp;
pub mod ticket;
pub mod time;
pub mod work_calendar;

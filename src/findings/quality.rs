//! What looks wrong in the data, one claim per check and tool.

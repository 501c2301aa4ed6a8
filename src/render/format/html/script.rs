//! The script of the page with the trail: a part per file, in one function, so that nothing of it is seen from outside.

/// All parts, in the order in which they need each other.
pub(super) const ALL: &str = concat!(
    "\"use strict\";\n(() => {\n",
    include_str!("../../../templates/script/state.js"),
    include_str!("../../../templates/script/tables.js"),
    include_str!("../../../templates/script/incidents.js"),
    include_str!("../../../templates/script/list.js"),
    include_str!("../../../templates/script/links.js"),
    include_str!("../../../templates/script/contents.js"),
    include_str!("../../../templates/script/corrections.js"),
    include_str!("../../../templates/script/start.js"),
    "})();\n"
);

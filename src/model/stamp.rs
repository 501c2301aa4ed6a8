//! A time before it is interpreted.

use crate::model::fixed::{self, FixedName};
use serde::{Deserialize, Serialize};

/// A time as stated: the text, and the name of the field it stood in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Stamp {
    pub text: String,
    #[serde(deserialize_with = "fixed::deserialize")]
    pub field: FixedName,
}

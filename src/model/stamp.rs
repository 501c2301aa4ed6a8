//! A time before it is interpreted.

/// A time as stated: the text, and the name of the field it stood in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stamp {
    pub text: String,
    pub field: &'static str,
}

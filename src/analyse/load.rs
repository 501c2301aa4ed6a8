//! **Question.** -
//! **Method.** -
//! **Needs.** -
//! **Silent when.** -
//! **Known bias.** -

use crate::analyse::Analysis;
use crate::frame::DataSet;

pub struct Load;

#[derive(Default)]
pub struct Params;

pub struct Output;

impl Analysis for Load {
    type Params = Params;
    type Output = Output;

    fn run(_data: &DataSet, _params: &Params) -> Output {
        Output
    }
}

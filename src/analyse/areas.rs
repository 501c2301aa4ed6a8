//! **Question.** -
//! **Method.** -
//! **Needs.** -
//! **Silent when.** -
//! **Known bias.** -

use crate::analyse::Analysis;
use crate::frame::DataSet;

pub struct Areas;

#[derive(Default)]
pub struct Params;

pub struct Output;

impl Analysis for Areas {
    type Params = Params;
    type Output = Output;

    fn run(_data: &DataSet, _params: &Params) -> Output {
        Output
    }
}

//! Job: encoding.

use crate::draft::Draft;
use crate::options::Options;

pub(crate) fn run(_draft: &mut Draft, _options: &Options) {}

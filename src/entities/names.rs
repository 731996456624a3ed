//! Names: PER, ORG, LOC, MISC.

use super::Candidate;
use crate::draft::Draft;
use crate::options::Options;

/// Pushes every name of the draft.
pub(super) fn find(_draft: &Draft, _options: &Options, _found: &mut Vec<Candidate>) {}

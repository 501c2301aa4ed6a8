//! Tests of normalise.

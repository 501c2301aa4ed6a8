//! Tests of analyses.

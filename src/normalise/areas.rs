//! Names of areas: aliases and roll-ups from the settings, and what neither of them knows.

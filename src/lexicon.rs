//! Word lists, read once at first use.

//! Files in, files and rejects out.

//! Photos on pages: waiting for approval, redaction, before and after.

//! Photos: the original is sealed, a clean derivative is shown once a person has approved it.

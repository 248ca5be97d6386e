//! The figures' pages: overview, wall, rates.

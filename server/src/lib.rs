//! The linqiao binary: serve, work, migrate, demo, admin, check, clock, backup, restore, doctor.

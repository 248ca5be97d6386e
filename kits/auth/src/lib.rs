//! Who may do what to which thing, decided once and read twice: for one thing and for a list.

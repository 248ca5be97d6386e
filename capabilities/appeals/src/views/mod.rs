//! What readers see of voices and cases: the structs that are the JSON contract.

mod desk;
mod figures;
mod photos;
mod residents;
pub use desk::*;
pub use figures::*;
pub use photos::*;
pub use residents::*;

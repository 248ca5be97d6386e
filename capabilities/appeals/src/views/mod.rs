//! What readers see of voices and cases: the structs that are the JSON contract.

mod desk;
mod figures;
mod open;
mod photos;
mod residents;
pub use desk::*;
pub use figures::*;
pub use open::*;
pub use photos::*;
pub use residents::*;

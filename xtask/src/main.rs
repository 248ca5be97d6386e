//! Walls and other chores of the house: `tidy` and `new-capability NAME`.

mod edges;
mod roots;
mod scaffold;
mod tables;
mod tidy;
mod walls;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lives in the repository");
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["tidy"] => tidy::run(root).map(|report| {
            print!("{report}");
            report.breaches.is_empty()
        }),
        ["new-capability", name] => scaffold::capability(root, name).map(|()| true),
        _ => {
            eprintln!("usage: xtask tidy | xtask new-capability NAME");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

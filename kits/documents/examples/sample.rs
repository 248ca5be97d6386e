//! Writes a document with everything in it to the path given: for looking at, and for programs that read what we wrote.

#[path = "../tests/sample/mod.rs"]
mod sample;

fn main() -> std::io::Result<()> {
    let path = std::env::args().nth(1).expect("sample PATH.docx");
    std::fs::write(path, documents::to_docx(&sample::everything()))
}

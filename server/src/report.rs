//! `linqiao report`: a report of some days as a file, with the figures of now. Nothing is kept.

use crate::config::Config;
use crate::house;
use db::{Fault, Result};
use kernel::Moment;
use reports::actions::{report_of, written};
use reports::rules::Drafting;
use std::path::Path;

/// Writes the report; what is wrong with the words is the error.
pub fn write(config: &Config, template: &str, from: &str, to: &str, output: &Path) -> Result<()> {
    let (db, street) = (house::open(config, false)?, house::street(config));
    let (name, words) = (template.to_owned(), Drafting { from: from.into(), until: to.into() });
    let drafted = db.read_now(move |r| report_of(r, street, &name, &words, Moment::now()))?;
    let content = drafted.map_err(|problems| {
        let said: Vec<String> = problems.iter().map(|p| format!("{} {} {:?}", p.field.unwrap_or(""), p.code, p.args)).collect();
        Fault::other(said.join("; "))
    })?;
    let kind = output.extension().and_then(|e| e.to_str()).unwrap_or("");
    let bytes = match kind {
        "html" => documents::to_html(&content.document).into_string().into_bytes(),
        kind => written(&content, kind).ok_or_else(|| Fault::other("the file's name must end in .docx, .md, .html or .json"))?.1,
    };
    std::fs::write(output, bytes).map_err(Fault::other)
}

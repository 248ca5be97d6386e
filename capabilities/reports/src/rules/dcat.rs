//! The catalogue of open data in DCAT-AP 3: one dataset with two distributions each, in Turtle and in JSON-LD.

use crate::views::Dataset;
use kernel::Day;
use serde_json::{Value, json};

/// What is described, and where it stands.
pub struct Catalogue<'a> {
    /// `https://host`, without a slash at the end.
    pub base: &'a str,
    pub street: &'a str,
    pub licence: &'a str,
    pub datasets: &'a [Dataset],
    pub day: Day,
}

const CSV: &str = "https://www.iana.org/assignments/media-types/text/csv";
const JSON: &str = "https://www.iana.org/assignments/media-types/application/json";
const MONTHLY: &str = "http://publications.europa.eu/resource/authority/frequency/MONTHLY";

impl Catalogue<'_> {
    fn files(&self) -> impl Iterator<Item = (&Dataset, [(String, &'static str, &'static str); 2])> {
        self.datasets.iter().map(|d| {
            let file = |kind: &str| format!("{}/open-data/{}.{kind}", self.base, d.name);
            (d, [(file("csv"), CSV, "CSV"), (file("json"), JSON, "JSON")])
        })
    }

    pub fn turtle(&self) -> String {
        let base = self.base;
        let mut text = String::from(
            "@prefix dcat: <http://www.w3.org/ns/dcat#> .\n@prefix dct: <http://purl.org/dc/terms/> .\n@prefix foaf: <http://xmlns.com/foaf/0.1/> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n\n",
        );
        let list: Vec<String> = self.datasets.iter().map(|d| format!("<{base}/open-data/{}>", d.name)).collect();
        text.push_str(&format!(
            "<{base}/open-data> a dcat:Catalog ;\n  dct:title {}@zh, \"Open data\"@en ;\n  dct:description {}@zh ;\n  dct:publisher <{base}/> ;\n  dct:license <{}> ;\n  dct:modified \"{}\"^^xsd:date ;\n  dcat:dataset {} .\n\n<{base}/> a foaf:Agent ;\n  foaf:name {}@zh .\n",
            quoted(&format!("{}开放数据", self.street)), quoted("按月发布的指标、申报数、定义和更正"), self.licence, self.day, list.join(", "), quoted(self.street),
        ));
        for (d, files) in self.files() {
            let links: Vec<String> = files.iter().map(|f| format!("<{}>", f.0)).collect();
            text.push_str(&format!(
                "\n<{base}/open-data/{}> a dcat:Dataset ;\n  dct:title {}@zh, {}@en ;\n  dct:description {}@zh, {}@en ;\n  dct:publisher <{base}/> ;\n  dct:accrualPeriodicity <{MONTHLY}> ;\n  dcat:landingPage <{base}/open-data> ;\n  dcat:distribution {} .\n",
                d.name, quoted(d.title_zh), quoted(d.title_en), quoted(d.about_zh), quoted(d.about_en), links.join(", "),
            ));
            for (file, media, name) in &files {
                text.push_str(&format!(
                    "\n<{file}> a dcat:Distribution ;\n  dct:title \"{name}\" ;\n  dcat:accessURL <{file}> ;\n  dcat:downloadURL <{file}> ;\n  dcat:mediaType <{media}> ;\n  dct:license <{}> .\n",
                    self.licence
                ));
            }
        }
        text
    }

    pub fn json_ld(&self) -> String {
        let base = self.base;
        let both = |zh: &str, en: &str| json!([{ "@value": zh, "@language": "zh" }, { "@value": en, "@language": "en" }]);
        let id = |iri: &str| json!({ "@id": iri });
        let dataset = |(d, files): (&Dataset, [(String, &'static str, &'static str); 2])| {
            let distributions: Vec<Value> = files
                .iter()
                .map(|(file, media, name)| json!({
                    "@id": file, "@type": "dcat:Distribution", "dct:title": name, "dcat:accessURL": id(file), "dcat:downloadURL": id(file),
                    "dcat:mediaType": id(media), "dct:license": id(self.licence),
                }))
                .collect();
            json!({
                "@id": format!("{base}/open-data/{}", d.name), "@type": "dcat:Dataset", "dct:title": both(d.title_zh, d.title_en),
                "dct:description": both(d.about_zh, d.about_en), "dct:publisher": id(&format!("{base}/")), "dct:accrualPeriodicity": id(MONTHLY),
                "dcat:landingPage": id(&format!("{base}/open-data")), "dcat:distribution": distributions,
            })
        };
        let datasets: Vec<Value> = self.files().map(dataset).collect();
        json!({
            "@context": { "dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/", "xsd": "http://www.w3.org/2001/XMLSchema#" },
            "@id": format!("{base}/open-data"),
            "@type": "dcat:Catalog",
            "dct:title": both(&format!("{}开放数据", self.street), "Open data"),
            "dct:publisher": { "@id": format!("{base}/"), "@type": "foaf:Agent", "foaf:name": self.street },
            "dct:license": id(self.licence),
            "dct:modified": { "@value": self.day.to_string(), "@type": "xsd:date" },
            "dcat:dataset": datasets,
        })
        .to_string()
    }
}

/// A Turtle string; what would end it is escaped.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_string_is_escaped() {
        assert_eq!(quoted("a\"b\\c\nd"), "\"a\\\"b\\\\c\\nd\"");
    }
}

//! The one page for people: where the interface is, in both languages.

use crate::views::{Discovery, SPECIFICATION};
use maud::{DOCTYPE, Markup, html};

pub fn discovery(d: &Discovery) -> Markup {
    let calls = ["services.json", "services/{service_code}.json", "requests.json", "requests/{service_request_id}.json", "tokens/{token}.json", "servicerequestupdates.json"];
    html! {
        (DOCTYPE)
        html lang="zh-CN" {
            head { meta charset="utf-8"; meta name="viewport" content="width=device-width, initial-scale=1"; title { "开放接口 · " (d.street) } }
            body {
                main {
                    h1 { "开放接口 Open311 GeoReport v2" }
                    p { "居民应用和研究者可以读取已公开的诉求，有密钥的程序可以代居民提交。" span lang="en" { " Programs read published appeals; with a key they bring new ones." } }
                    dl {
                        dt { "地址 " span lang="en" { "Address" } } dd { code { (d.url()) } }
                        dt { "规范 " span lang="en" { "Specification" } } dd { a href=(SPECIFICATION) { (SPECIFICATION) } }
                        dt { "联系 " span lang="en" { "Contact" } } dd { (d.contact()) }
                        dt { "申请密钥 " span lang="en" { "Keys" } } dd { (d.key_service()) }
                        dt { "服务目录更新于 " span lang="en" { "Services changed" } } dd { (d.changeset()) }
                    }
                    h2 { "调用 " span lang="en" { "Calls" } }
                    ul { @for call in calls { li { code { "/open311/v2/" (call) } } } }
                    p { "每个地址都有 .xml 和 .json 两种。" span lang="en" { " Each ends in .xml or .json." } }
                }
            }
        }
    }
}

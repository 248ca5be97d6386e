//! Every component with long words and with nothing to show: the page where a change of look is judged.

use crate::{
    CalendarDay, Ctx, Field, Happening, Kpi, Row, Step, StepState, Tone, alert, button, card, charts, checkbox, confirm,
    deadline, empty_state, error_summary, facts, file_input, form, ghost_link, icon, icons, kpis, link_button, maps,
    matrix, outbox, pager, proof_calendar, radio_group, receipt, rows, segments, select, steps, table, tag, text_input,
    textarea, timeline,
};
use kernel::{Day, Problem};
use maud::{Markup, html};

/// The gallery, on a desk page so that both densities can be compared.
pub fn gallery(ctx: &Ctx) -> Markup {
    crate::layout::desk(ctx, "组件", "", pieces(ctx))
}

/// The same pieces on a resident page, where elder mode applies.
pub fn gallery_for_residents(ctx: &Ctx) -> Markup {
    crate::layout::resident(ctx, "组件", "/", html! { div.page { (pieces(ctx)) } }, None)
}

fn pieces(ctx: &Ctx) -> Markup {
    let long = "幸福里社区第十二网格锦绣苑小区五幢二单元地下车库入口东侧非机动车停放区照明设施";
    html! {
        h1 { "组件" }
        (card("按钮与标签", Some(html! { a href="#forms" { "表单" } }), html! {
            p.actions { (button("提交")) (link_button("#", "去登录")) (ghost_link("#", "取消")) }
            p.actions { @for (t, w) in [(Tone::Info, "处理中"), (Tone::Ok, "已办结"), (Tone::Warn, "将超期"), (Tone::Bad, "已超期"), (Tone::Plain, "已归并")] { (tag(t, w)) } }
            (alert(Tone::Warn, html! { "今天 16:00 前要签收。" }))
            (confirm("退回", "退回以后受理人会重新派单。", form::post(ctx, "/gallery", html! { (textarea(&Field::new("reason", "退回原因").required(), 2)) (button("确认退回")) })))
        }))
        (kpis(&[
            Kpi { label: "今日受理".into(), value: "84".into(), unit: "件".into(), note: "较昨日多 7 件".into(), href: Some("#".into()), bad: false },
            Kpi { label: "已超期".into(), value: "9".into(), unit: "件".into(), note: "2 件超过 48 小时".into(), href: None, bad: true },
            Kpi { label: "居民满意率".into(), value: "–".into(), unit: String::new(), note: "还没有回访".into(), href: None, bad: false },
        ]))
        (card("进度与时限", None, html! {
            (steps(ctx, "办理进度", &[
                Step { name: "已收到".into(), note: "11 月 20 日".into(), state: StepState::Done },
                Step { name: "已派给物业公司".into(), note: "11 月 21 日".into(), state: StepState::Done },
                Step { name: "正在处理".into(), note: "最晚 12 月 1 日".into(), state: StepState::Now },
                Step { name: "回访".into(), note: String::new(), state: StepState::Later },
            ]))
            (deadline(ctx, "最晚办结", ctx.now.plus_minutes(100), Some("#")))
            (deadline(ctx, "最晚签收", ctx.now.plus_days(-2), None))
            (proof_calendar(ctx, &[
                CalendarDay { date: Day::of(2026, 9, 29), kind: "受理当天".into(), counted: false },
                CalendarDay { date: Day::of(2026, 9, 30), kind: "工作日".into(), counted: true },
                CalendarDay { date: Day::of(2026, 10, 1), kind: "国庆节".into(), counted: false },
                CalendarDay { date: Day::of(2026, 10, 8), kind: "工作日".into(), counted: true },
            ]))
            (timeline(ctx, &[
                Happening { at: ctx.now, title: "物业公司已签收".into(), who: "处置单位".into(), body: Some(html! { p { (long) } }), tone: Tone::Info },
                Happening { at: ctx.now.plus_days(-1), title: "已收到".into(), who: String::new(), body: None, tone: Tone::Ok },
            ]))
        }))
        section #forms { (forms(ctx)) }
        (card("列表", Some(segments("时段", &[("#".into(), "今日".into(), true), ("#".into(), "本月".into(), false)])), html! {
            (rows(&[
                Row { href: "#".into(), title: long.into(), note: "公共设施 · 第 12 网格".into(), status: "预计今天 18:00 前办结".into(), icon: "wrench", tag: Some((Tone::Info, "处理中".into())), progress: Some((3, 4, "第 3 步，共 4 步".into())) },
                Row { href: "#".into(), title: "噪声".into(), ..Row::default() },
            ]))
            (matrix("十月说了多少事", &["类别", "云杉", "合计"].map(str::to_owned), vec![("环境卫生".to_owned(), vec![html! { "6" }, html! { "34" }])]))
            (table("工单", &["编号", "事项", "#用时（小时）"], vec![
                vec![html! { a href="#" data-row { "XF-2026-000123" } }, html! { (long) }, html! { "26" }],
                vec![html! { a href="#" data-row { "XF-2026-000124" } }, html! { "井盖松动" }, html! { "3" }],
            ]))
            (pager(ctx, Some("#"), Some("#")))
            (empty_state("还没有上报过", "看到家门口的问题，拍一张就能报。", Some(link_button("#", "随手拍上报"))))
            (facts(&[("编号", html! { "XF-2026-000123" }), ("地点", html! { (long) })]))
        }))
        (outbox(ctx))
        (receipt(ctx, "7K4M-92QX-PD3T", "https://street.example/receipt#7K4M-92QX-PD3T", html! { p { "已收到，最晚 12 月 1 日 17:30 前答复您。" } }))
        (card("图", None, html! { (pictures(ctx)) }))
        (card("图标", None, html! { p.actions { @for name in icons::NAMES { span title=(name) { (icon(name)) } } } }))
    }
}

fn forms(ctx: &Ctx) -> Markup {
    let problems = [Problem { message: "请写一句发生了什么。".into(), ..Problem::at("text", "text_missing") }];
    card("表单", None, form::drafted(ctx, "/gallery", "gallery", html! {
        (error_summary(ctx, &problems))
        (textarea(&Field::new("text", "发生了什么").hint("一句话就行，比如：3 幢电梯停了").required().problems(&problems), 3))
        (radio_group(&Field::new("kind", "哪一类").value("advice"), &[("help", "求助"), ("advice", "建议"), ("praise", "表扬")]))
        (select(&Field::new("grid", "网格"), &[("", "不清楚"), ("7", "第 7 网格")]))
        (text_input(&Field::new("phone", "手机号").optional("选填").autocomplete("tel").inputmode("tel"), "tel"))
        (checkbox(&Field::new("public", "可以公开办理过程").value("true")))
        (file_input(ctx.lang, &Field::new("photos", "照片").hint("最多 9 张"), "image/*", true))
        (button("提交"))
    }))
}

fn pictures(ctx: &Ctx) -> Markup {
    let labels: Vec<String> = (10..24).map(|d| format!("11-{d}")).collect();
    let taken = [61, 58, 70, 66, 73, 49, 41, 68, 75, 81, 77, 84, 58, 47].map(f64::from).to_vec();
    let closed = [55, 60, 62, 67, 69, 52, 45, 60, 71, 76, 80, 79, 66, 52].map(f64::from).to_vec();
    let square = |x: f64, y: f64| vec![vec![(x, y), (x + 1.0, y), (x + 1.0, y + 1.0), (x, y + 1.0), (x, y)]];
    let shapes: Vec<_> = [3_i64, 0, 11, 23, 7, 1]
        .iter()
        .enumerate()
        .map(|(i, n)| maps::Shape {
            id: i.to_string(),
            href: "#".into(),
            title: format!("第 {} 网格", i + 1),
            value: Some(*n),
            rings: square((i % 3) as f64, (i / 3) as f64),
        })
        .collect();
    html! {
        (charts::line(ctx, "近 14 天受理与办结", &labels, &[
            charts::Series { name: "受理".into(), values: taken.clone() },
            charts::Series { name: "办结".into(), values: closed },
        ]))
        (charts::bar("类别", &[("停车秩序".into(), 214, Some("#".into())), ("公共设施与无障碍环境".into(), 142, None), ("其他".into(), 0, None)]))
        p { "近两周 " (charts::sparkline(&taken)) }
        (maps::grids(ctx, "网格在办", "在办", &shapes, &[maps::Pin { at: (1.5, 1.2), title: "紧急：燃气异味".into() }]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Lang, Mode, ViewerBadge};

    #[test]
    fn every_component_draws_in_both_languages_and_modes_with_nothing_inline() {
        for lang in [Lang::Zh, Lang::En] {
            for mode in [Mode::Standard, Mode::Elder] {
                let viewer = Some(ViewerBadge { name: "陈晓燕".into(), staff: true, post: "受理员".into(), entries: crate::layout::ENTRIES.to_vec(), unread: 3, helping: None });
                let ctx = Ctx { lang, mode, viewer, counts: vec![("/desk/cases", 312)], ..Ctx::sample() };
                let page = gallery(&ctx).into_string();
                crate::testing::assert_nothing_inline(&page);
                assert!(page.contains(&format!("lang=\"{}\"", lang.tag())));
                crate::testing::assert_nothing_inline(&gallery_for_residents(&ctx).into_string());
                crate::testing::assert_nothing_inline(&crate::layout::wall(&ctx, "大屏", html! {}).into_string());
                crate::testing::assert_nothing_inline(&crate::layout::print(&ctx, "回执", html! {}).into_string());
            }
        }
    }

    #[test]
    fn words_exist_in_both_languages() {
        crate::testing::assert_same_keys(env!("CARGO_MANIFEST_DIR"));
    }
}

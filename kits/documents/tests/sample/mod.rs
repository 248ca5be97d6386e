//! A document with everything a document may have, longer than three pages.

use documents::*;

pub fn everything() -> Document {
    let mut blocks = vec![
        Block::Paragraph(Paragraph {
            spans: vec![
                Span::text("本季度共受理居民诉求"),
                Span::figure("1,204", "/figures/voices"),
                Span::text("件，满意率"),
                Span::missing("满意率"),
                Span::text("，"),
                Span::strong("均高于年度目标"),
                Span::text("。"),
            ],
        }),
        Block::heading(1, "总体情况"),
        Block::heading(2, "受理与办结情况"),
        Block::heading(3, "分社区情况"),
        Block::heading(4, "各社区办理情况见下表"),
        Block::Table(Table {
            caption: Some("表1 分社区受理情况".into()),
            header: ["社区", "受理（件）", "按时办结率"].map(str::to_owned).into(),
            rows: [("银杏社区", "196", "98.2%"), ("河湾社区", "231", "97.0%")]
                .map(|(name, taken, share)| vec![Cell::text(name), Cell::number(taken), Cell::number(share)])
                .into(),
            widths: vec![2, 1, 1],
        }),
        Block::Chart(Chart {
            caption: "图1 各社区受理件数".into(),
            bars: [("银杏社区", "196件", 848), ("河湾社区", "231件", 1000)]
                .map(|(label, shown, permille)| Bar {
                    label: label.into(),
                    shown: shown.into(),
                    permille,
                    path: None,
                })
                .into(),
            svg: None,
        }),
        Block::Picture(Picture {
            png: PIXEL.into(),
            width_mm: 40,
            height_mm: 40,
            says: "一个方块".into(),
            caption: Some("图2 方块".into()),
        }),
        Block::List(List {
            numbered: true, items: vec![Paragraph::text("先听"), Paragraph::text("后议")]
        }),
        Block::List(List { numbered: false, items: vec![Paragraph::text("一条不编号的")] }),
        Block::heading(1, "下一步"),
        Block::PageBreak,
    ];
    let long = "持续推进网格巡查、邻里议事与物业协同联动，完善首接负责、限时办结、回访评价和考核通报机制，确保群众反映的问题件件有着落、事事有回音。";
    blocks.extend((0..24).map(|_| Block::text(long)));
    Document {
        letterhead: Some("和安街道办事处文件".into()),
        number: Some("和街办〔2026〕18号".into()),
        title: vec!["关于2026年第三季度".into(), "居民诉求办理情况的通报".into()],
        subtitle: Some("（2026年7月1日至9月30日）".into()),
        addressees: Some("各社区居委会、街道各科室".into()),
        blocks,
        attachments: vec!["2026年第三季度诉求分类统计表".into(), "名词解释".into()],
        signature: Some(Signature {
            by: vec!["和安街道办事处".into()],
            day: "2026年10月9日".into(),
            seal: true,
        }),
        note: Some("此件主动公开".into()),
        appendices: vec![Appendix { title: "2026年第三季度诉求分类统计表".into(), blocks: vec![Block::text("按类别、社区和月份统计，另起一页。")] }],
    }
}

/// One grey pixel.
const PIXEL: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==";

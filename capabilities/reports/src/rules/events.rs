//! What happens here: ids and codes.

use kernel::{Audience, Event, Subject, uuid::Uuid};
use serde::Serialize;

macro_rules! events {
    ($($name:ident $code:literal $kind:literal $id:ident $audience:ident $({ $($field:ident: $ft:ty),* $(,)? })?;)*) => { $(
        #[derive(Debug, Serialize)]
        pub struct $name { pub $id: Uuid, $($(pub $field: $ft),*)? }
        impl Event for $name {
            const NAME: &'static str = $code;
            fn subject(&self) -> Subject {
                Subject { kind: $kind, id: self.$id }
            }
            fn audience(&self) -> Audience {
                Audience::$audience
            }
        }
    )* };
}
events! {
    FigureKept "reports.figure_kept" "figure" figure Staff { indicator: &'static str };
    FigureDeclared "reports.figure_declared" "figure" figure Public { indicator: &'static str };
    FigureCertified "reports.figure_certified" "figure" figure Public;
    FigureDisputed "reports.figure_disputed" "figure" figure Public;
    FigureRestated "reports.figure_restated" "figure" figure Public;
    TemplateWritten "reports.template_written" "report_template" template Staff { version: i32 };
    ReportDrafted "reports.drafted" "report_edition" edition Staff;
    ReportRecounted "reports.recounted" "report_edition" edition Staff;
    ReportReviewed "reports.reviewed" "report_edition" edition Staff;
    ReportReturned "reports.returned" "report_edition" edition Staff;
    ReportSigned "reports.signed" "report_edition" edition Public;
}

//! Routes of the residents' side, by noun. Take the words, call one verb or one query, show one page.

mod cases;
mod home;
mod mailbox;
mod months;
mod my;
mod receipt;
mod report;

use edge::Routes;

pub fn routes(routes: Routes) -> Routes {
    my::routes(mailbox::routes(receipt::routes(report::routes(months::routes(cases::routes(home::routes(routes)))))))
}

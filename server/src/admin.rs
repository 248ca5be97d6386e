//! What the operator does at the command line: set-up, tokens, accounts, stuck deliveries.

use crate::config::Config;
use crate::house;
use clap::Subcommand;
use db::{By, Db, Result};
use kernel::Moment;

#[derive(Subcommand)]
pub enum Admin {
    /// Print the one-time token of the set-up page, good for 30 minutes; only while no account exists.
    Setup,
    /// Make an API token and print it, this once.
    Token {
        /// Sign-in name of its owner.
        #[arg(long)]
        account: String,
        /// A role of the owner whose business it may do; may be repeated; `*` for all of them.
        #[arg(long, default_value = "*")]
        scope: Vec<String>,
        /// It ends after so many days.
        #[arg(long, default_value_t = 90)]
        days: i64,
    },
    /// Show an account: posts, open sessions, tokens.
    Account {
        #[arg(long)]
        account: String,
    },
    /// Shut an account and end its sessions and tokens at once.
    Disable {
        #[arg(long)]
        account: String,
    },
    /// Open a shut account again.
    Enable {
        #[arg(long)]
        account: String,
    },
    /// Let programs' requests rest while the writing side of the open interface is in maintenance, or receive them again.
    Maintenance {
        #[arg(value_enum)]
        state: Switch,
    },
    /// List what does not get through to its receiver, or let it try again.
    Deliveries {
        /// The subscriber whose stuck deliveries go again.
        #[arg(long)]
        again: Option<String>,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Switch {
    On,
    Off,
}

/// Does it, and says what was done.
pub fn run(config: &Config, admin: &Admin, now: Moment) -> Result<String> {
    let db = house::open(config, false)?;
    let by = By::system(house::street(config), "command line", now);
    match admin {
        Admin::Setup => {
            let token = db.write_now(by, identity::setup_token)?;
            Ok(format!("{token}\nGood for 30 minutes, on the page /setup\n"))
        }
        Admin::Token { account, scope, days } => {
            let (account, scope, until) = (account.clone(), scope.clone(), now.plus_days(*days));
            let token = db.write_now(by, move |tx| {
                let scopes: Vec<&str> = scope.iter().map(String::as_str).collect();
                identity::create_token(tx, &account, &scopes, until)
            })?;
            Ok(format!("{token}\n"))
        }
        Admin::Maintenance { state } => {
            let on = *state == Switch::On;
            db.write_now(by, move |tx| open311::actions::set_maintenance(tx, on))?;
            Ok(if on { "what programs bring rests, and is told by a token\n" } else { "what programs bring is received; what rested follows\n" }.into())
        }
        Admin::Account { account } => shown(&db, by, account),
        Admin::Disable { account } => {
            let login = account.clone();
            db.write_now(by, move |tx| identity::actions::disable(tx, &login))?;
            Ok(format!("{account} is shut, its sessions and tokens are ended\n"))
        }
        Admin::Enable { account } => {
            let login = account.clone();
            db.write_now(by, move |tx| identity::actions::enable(tx, &login))?;
            Ok(format!("{account} may sign in again\n"))
        }
        Admin::Deliveries { again: None } => {
            let stuck = db.read_now(move |r| jobs::stuck(r, by.street, 100))?;
            Ok(stuck.iter().map(|s| format!("{} {} after {} tries: {}\n", s.subscriber, s.event, s.tries, s.last_error.clone().unwrap_or_default())).collect())
        }
        Admin::Deliveries { again: Some(subscriber) } => {
            let subscriber = subscriber.clone();
            let n = db.write_now(by, move |tx| jobs::try_again(tx, &subscriber))?;
            Ok(format!("{n} wait again\n"))
        }
    }
}

fn shown(db: &Db, by: By, login: &str) -> Result<String> {
    let login = login.to_owned();
    db.read_now(move |r| {
        let account = identity::find_account_by_login(r, by.street, &login)?.ok_or_else(|| db::Fault::other("no such account"))?;
        let page = identity::actions::account_page(r, by.street, account.id, by.now)?;
        let tokens = identity::actions::tokens(r, by.street, account.id, by.now)?.tokens;
        let posts: String = page.posts.iter().map(|p| format!("  {} ({}) until {}\n", p.title, p.role, p.until.day())).collect();
        Ok(format!("{login}: {}\n{posts}  {} sessions, {} tokens\n", page.masked_name, page.sessions.len(), tokens.len()))
    })
}

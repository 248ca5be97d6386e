//! The rule table's list reading as SQL: a union of keyset branches, each on its own index.

use crate::Sql;
use auth::{Clause, Term, Visible};
use kernel::StreetId;

/// The keyset of a list ordered newest first by id.
#[derive(Clone, Copy, Debug)]
pub struct Keyset {
    pub before: Option<uuid::Uuid>,
    pub limit: i64,
}

impl Sql {
    /// `select columns from table t` for what is visible and passes `filter`, newest id first.
    ///
    /// One branch per source of a right, each limited by itself, joined by `union`, ordered and cut once more:
    /// an `or` over scopes would read them all.
    pub fn visible(
        columns: &str,
        table: &str,
        street: StreetId,
        visible: &Visible,
        keyset: Keyset,
        filter: impl Fn(&mut Self),
    ) -> Self {
        let mut sql = Self::default();
        if visible.branches.is_empty() {
            sql.push("select ").push(columns).push(" from ").push(table).push(" t where 1 = 0");
            return sql;
        }
        let several = visible.branches.len() > 1;
        if several {
            sql.push("select * from (");
        }
        for (i, branch) in visible.branches.iter().enumerate() {
            if i > 0 {
                sql.push("\nunion\n");
            }
            if several {
                sql.push("select * from (");
            }
            sql.push("select ").push(columns).push("\nfrom ").push(table).push(" t\nwhere t.street_id = ").bind(street);
            for clause in &branch.clauses {
                sql.push("\n  and ");
                sql.clause(clause);
            }
            filter(&mut sql);
            sql.and("t.id <", keyset.before);
            sql.push("\norder by t.id desc\nlimit ").bind(keyset.limit);
            if several {
                sql.push(&format!(") b{i}"));
            }
        }
        if several {
            sql.push(") u\norder by id desc\nlimit ").bind(keyset.limit);
        }
        sql
    }

    fn clause(&mut self, clause: &Clause) {
        match clause {
            Clause::Is(column, id) => {
                self.push("t.").push(column).push(" = ").bind(*id);
            }
            Clause::In(column, codes) => {
                self.within(&format!("t.{column}"), codes.iter().copied());
            }
            Clause::True(column) => {
                self.push("t.").push(column).push(" = ").bind(true);
            }
            Clause::Linked { not, table, thing, terms } => {
                self.push(if *not { "not exists" } else { "exists" }).push(" (select 1 from ").push(table);
                self.push(" x where x.street_id = t.street_id and x.").push(thing).push(" = t.id");
                for term in terms {
                    self.push(" and ");
                    match term {
                        Term::Any(column, ids) => {
                            self.within(&format!("x.{column}"), ids.iter().copied());
                        }
                        Term::Null(column) => {
                            self.push("x.").push(column).push(" is null");
                        }
                        Term::Not(column, code) => {
                            self.push("x.").push(column).push(" <> ").bind(*code);
                        }
                    }
                }
                self.push(")");
            }
        }
    }
}

//! The rule table's list reading as SQL: a union of keyset branches, each on its own index.

use crate::Sql;
use auth::{Branch, Clause, Term, Visible};
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
            sql.branch(columns, table, street, branch);
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

    /// How many are visible and pass `filter`, by a column: `(value, count)`. Counts what a list would show, so the
    /// filter must keep the rows few.
    pub fn visible_counts(by: &str, table: &str, street: StreetId, visible: &Visible, filter: impl Fn(&mut Self)) -> Self {
        let mut sql = Self::default();
        if visible.branches.is_empty() {
            sql.push("select t.").push(by).push(", count(*) from ").push(table).push(" t where 1 = 0 group by t.").push(by);
            return sql;
        }
        sql.push("select ").push(by).push(", count(*) from (");
        for (i, branch) in visible.branches.iter().enumerate() {
            if i > 0 {
                sql.push("\nunion\n");
            }
            sql.branch(&format!("t.id, t.{by}"), table, street, branch);
            filter(&mut sql);
        }
        sql.push(") u group by ").push(by);
        sql
    }

    /// The column of the oldest visible row that passes `filter`; each branch reads only its first.
    pub fn visible_first(column: &str, table: &str, street: StreetId, visible: &Visible, filter: impl Fn(&mut Self)) -> Self {
        let mut sql = Self::default();
        if visible.branches.is_empty() {
            sql.push("select t.").push(column).push(" from ").push(table).push(" t where 1 = 0");
            return sql;
        }
        sql.push("select ").push(column).push(" from (");
        for (i, branch) in visible.branches.iter().enumerate() {
            if i > 0 {
                sql.push("\nunion\n");
            }
            sql.push("select * from (");
            sql.branch(&format!("t.id, t.{column}"), table, street, branch);
            filter(&mut sql);
            sql.push(&format!("\norder by t.id\nlimit 1) b{i}"));
        }
        sql.push(") u\norder by id\nlimit 1");
        sql
    }

    fn branch(&mut self, columns: &str, table: &str, street: StreetId, branch: &Branch) {
        self.push("select ").push(columns).push("\nfrom ").push(table).push(" t\nwhere t.street_id = ").bind(street);
        for clause in &branch.clauses {
            self.push("\n  and ");
            self.clause(clause);
        }
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

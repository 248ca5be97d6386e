//! Two people sign together: two persons of two bodies, at least one of them from no unit that handles cases.

use auth::{PostHeld, Viewer};
use kernel::{AccountId, Moment, PlaceId, PostId, Problem, UnitId, uuid::Uuid};

/// What somebody stands for when they sign: the organisation of their post, or, where a post belongs to none, the
/// residents of its community.
pub type Body = Uuid;

/// One signature on a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature {
    pub account: AccountId,
    pub post: PostId,
    pub body: Body,
}

/// Somebody who may sign, with all that speaks for or against signing beside another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signatory {
    pub signature: Signature,
    /// Every body they hold a post at.
    pub bodies: Vec<Body>,
    /// They stand in a unit that handles cases.
    pub handles: bool,
}

/// What the signing asks of the world: which units handle cases, and in which community a place lies.
pub struct Standing<'a> {
    pub handling: &'a [UnitId],
    pub community_of: &'a dyn Fn(PlaceId) -> Option<PlaceId>,
}

impl Standing<'_> {
    fn body(&self, post: &PostHeld) -> Body {
        let unit = post.organisation.or(post.unit).map(UnitId::uuid);
        unit.unwrap_or_else(|| (self.community_of)(post.scope.place).unwrap_or(post.scope.place).uuid())
    }
    fn handles(&self, post: &PostHeld) -> bool {
        [post.unit, post.organisation].into_iter().flatten().any(|u| self.handling.contains(&u))
    }
}

/// This reader as a signatory in the first post that `may` sign; none if no post may.
pub fn signatory(viewer: &Viewer, standing: &Standing<'_>, may: impl Fn(&PostHeld) -> bool, now: Moment) -> Option<Signatory> {
    let in_force = || viewer.posts.iter().filter(|p| now < p.until);
    let post = in_force().find(|p| may(p))?;
    Some(Signatory {
        signature: Signature { account: viewer.account()?, post: post.id, body: standing.body(post) },
        bodies: in_force().map(|p| standing.body(p)).collect(),
        handles: in_force().any(|p| standing.handles(p)),
    })
}

/// Why these two may not sign together; nothing if they may.
pub fn together(first: &Signatory, second: &Signatory) -> Vec<Problem> {
    if first.signature.account == second.signature.account {
        return vec![Problem::at("login", "same-person")];
    }
    if first.bodies.iter().any(|b| second.bodies.contains(b)) {
        return vec![Problem::at("login", "same-body")];
    }
    if first.handles && second.handles {
        return vec![Problem::at("login", "both-handle")];
    }
    vec![]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(name: &str, bodies: &[&str], handles: bool) -> Signatory {
        let bodies: Vec<Body> = bodies.iter().map(|b| UnitId::named(b).uuid()).collect();
        let signature = Signature { account: AccountId::named(name), post: PostId::named(name), body: bodies[0] };
        Signatory { signature, bodies, handles }
    }

    #[test]
    fn two_persons_of_two_bodies_and_one_who_handles_nothing() {
        let code = |a: &Signatory, b: &Signatory| together(a, b).first().map(|p| p.code);
        let (desk, resident) = (one("lin", &["desk"], true), one("zhao", &["residents"], false));
        assert_eq!(code(&desk, &resident), None);
        assert_eq!(code(&desk, &desk), Some("same-person"));
        assert_eq!(code(&desk, &one("sun", &["office", "desk"], false)), Some("same-body"), "by any post they hold");
        assert_eq!(code(&desk, &one("sun", &["office"], true)), Some("both-handle"));
    }
}

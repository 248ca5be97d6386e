//! Elections counted in the literature and in the open, round by round.

use tally::transfer::{Count, Votes, count};
use tally::{Profile, Ranking};

/// `"9 W Z X Y"` a line.
fn profile(options: &str, ballots: &str) -> Profile {
    let options: Vec<String> = options.split_whitespace().map(str::to_owned).collect();
    let ballots: Vec<(u64, Ranking)> = ballots
        .lines()
        .map(str::split_whitespace)
        .filter_map(|mut words| Some((words.next()?.parse().unwrap(), words)))
        .map(|(times, words)| {
            (times, words.map(|w| vec![options.iter().position(|o| o == w).unwrap()]).collect())
        })
        .collect();
    Profile::of(options, ballots).unwrap()
}

fn elected<'a>(profile: &'a Profile, count: &Count) -> Vec<&'a str> {
    assert_eq!(count.open, None);
    count.elected.iter().map(|option| profile.options[*option].as_str()).collect()
}

fn sums(count: &Count, round: usize) -> Vec<String> {
    count.rounds[round - 1].sums.iter().map(Votes::to_string).collect()
}

/// Handbook, scene 8.
#[test]
fn two_seats_from_thirty_votes() {
    let p = profile("P Q R S", "8 P Q\n6 P R\n7 Q\n6 R\n3 S R");
    let c = count(&p, 2, None);
    assert_eq!(c.quota, 11);
    assert_eq!(sums(&c, 1), ["14", "7", "6", "3"]);
    assert_eq!(sums(&c, 2), ["11", "8.71424", "7.28568", "3"]);
    assert_eq!(c.rounds[1].loss.to_string(), "0.00008");
    assert_eq!(sums(&c, 3), ["11", "8.71424", "10.28568", "0"]);
    assert_eq!(elected(&p, &c), ["P", "R"]);
}

/// Alaska's special election for Congress, August 2022: A. Graham-Squire, D. McCune, Ranked choice wackiness in Alaska,
/// Math Horizons 31 (2023), table of ballots; the sums are those the state certified.
#[test]
fn alaska_2022() {
    let p = profile(
        "Begich Palin Peltola",
        "27053 Begich Palin Peltola\n15467 Begich Peltola Palin\n11290 Begich\n34049 Palin Begich Peltola\n3652 Palin Peltola Begich\n\
         21272 Palin\n47407 Peltola Begich Palin\n4645 Peltola Palin Begich\n23747 Peltola",
    );
    let c = count(&p, 1, None);
    assert_eq!(sums(&c, 1), ["53810", "58973", "75799"]);
    assert_eq!(sums(&c, 2), ["0", "86026", "91266"]);
    assert_eq!(elected(&p, &c), ["Peltola"]);
}

/// Burlington, Vermont, mayor, March 2009, the ballots that name the three strongest: the pairwise sums are those of
/// W. D. Smith's and electowiki's tables (Montroll beats Kiss 4067 to 3477 and Wright 4597 to 3668, and is out first).
#[test]
fn burlington_2009() {
    let p = profile(
        "Montroll Kiss Wright",
        "1332 Montroll Kiss Wright\n767 Montroll Wright Kiss\n455 Montroll\n2043 Kiss Montroll Wright\n371 Kiss Wright Montroll\n\
         568 Kiss\n1513 Wright Montroll Kiss\n495 Wright Kiss Montroll\n1289 Wright",
    );
    let c = count(&p, 1, None);
    assert_eq!(sums(&c, 1), ["2554", "2982", "3297"]);
    assert_eq!(sums(&c, 2), ["0", "4314", "4064"]);
    assert_eq!(c.rounds[1].exhausted, Votes::whole(455));
    assert_eq!(elected(&p, &c), ["Kiss"]);
}

/// A capital for Tennessee, in the percentages of the textbook example.
#[test]
fn tennessee() {
    let p = profile(
        "Memphis Nashville Chattanooga Knoxville",
        "42 Memphis Nashville Chattanooga Knoxville\n26 Nashville Chattanooga Knoxville Memphis\n\
         15 Chattanooga Knoxville Nashville Memphis\n17 Knoxville Chattanooga Nashville Memphis",
    );
    let c = count(&p, 1, None);
    assert_eq!(sums(&c, 2), ["42", "26", "0", "32"]);
    assert_eq!(sums(&c, 3), ["42", "0", "0", "58"]);
    assert_eq!(elected(&p, &c), ["Knoxville"]);
}

/// G. Doron, R. Kronick, Single transferable vote: an example of a perverse social choice function, American Journal of
/// Political Science 21 (1977): two electors who raise X from second to first place cost X its seat.
#[test]
fn more_support_can_cost_a_seat() {
    let before = profile("X Y Z W", "9 W Z X Y\n6 X Y Z W\n2 Y X Z W\n4 Y Z X W\n5 Z X Y W");
    let c = count(&before, 2, None);
    assert_eq!(c.quota, 9);
    assert_eq!(sums(&c, 2), ["11", "6", "0", "9"]);
    assert_eq!(elected(&before, &c), ["W", "X"]);
    let after = profile("X Y Z W", "9 W Z X Y\n6 X Y Z W\n2 X Y Z W\n4 Y Z X W\n5 Z X Y W");
    let c = count(&after, 2, None);
    assert_eq!(sums(&c, 2), ["8", "0", "9", "9"]);
    assert_eq!(elected(&after, &c), ["W", "Z"]);
}

/// The textbook example of two seats and 57 voters: a surplus of 20 of 40 at half a vote each.
#[test]
fn a_surplus_at_half_a_vote() {
    let p = profile(
        "Andrea Brad Carter Delilah",
        "16 Andrea Brad Carter Delilah\n24 Andrea Carter Brad Delilah\n17 Delilah Andrea Brad Carter",
    );
    let c = count(&p, 2, None);
    assert_eq!(c.quota, 20);
    assert_eq!(sums(&c, 2), ["20", "8", "12", "17"]);
    assert_eq!(sums(&c, 3), ["20", "0", "20", "17"]);
    assert_eq!(elected(&p, &c), ["Andrea", "Carter"]);
}

/// What 20 guests want to eat, the older textbook example of three seats: a surplus at half a vote, then ballots that
/// name nobody who is left.
#[test]
fn food_for_twenty_guests() {
    let p = profile(
        "Orange Pear Chocolate Strawberry Hamburger",
        "4 Orange\n2 Pear Orange\n8 Chocolate Strawberry\n4 Chocolate Hamburger\n1 Strawberry\n1 Hamburger",
    );
    let c = count(&p, 3, None);
    assert_eq!(c.quota, 6);
    assert_eq!(sums(&c, 2), ["4", "2", "6", "5", "3"]);
    assert_eq!(sums(&c, 3), ["6", "0", "6", "5", "3"]);
    assert_eq!(elected(&p, &c), ["Chocolate", "Orange", "Strawberry"]);
}

//! People, accounts, sign-in, posts and consents.

//! Routes and handlers.

mod account;
mod setup;
mod signing;
mod tokens;

use crate::views::{AccountView, DataView, GrantsView, OnwardView, SetupView, SignInView, TokensView};
use edge::Routes;

pub fn routes() -> Routes {
    Routes::new("identity")
        .get("/sign-in", "see_sign_in", "The sign-in page.", signing::show)
        .gives::<SignInView>()
        .post("/sign-in", "sign_in", "Sign in by password.", signing::by_password)
        .takes::<signing::Password>()
        .gives::<SignInView>()
        .post("/sign-in/codes", "send_code", "Send a code to a phone.", signing::send)
        .takes::<signing::Phone>()
        .gives::<SignInView>()
        .post("/sign-in/code", "sign_in_by_code", "Sign in by the code that was sent.", signing::by_code)
        .takes::<signing::Code>()
        .gives::<SignInView>()
        .post("/sign-out", "sign_out", "End this session.", signing::out)
        .gives::<OnwardView>()
        .post("/settings/display", "set_display", "Remember language and type size.", account::display)
        .takes::<account::Display>()
        .gives::<OnwardView>()
        .get("/account", "see_account", "My posts, devices and data.", account::show)
        .gives::<AccountView>()
        .get("/account/sessions", "see_sessions", "Where I am signed in.", account::show)
        .gives::<AccountView>()
        .post("/account/sessions/{id}/end", "end_session", "End one of my sessions.", account::end_session)
        .gives::<AccountView>()
        .post("/account/data", "open_own_data", "Everything kept about me, opened and logged.", account::data)
        .gives::<DataView>()
        .post("/account/data/copy", "open_own_data", "The same as a file to keep.", account::copy)
        .get("/account/tokens", "see_tokens", "Programs that act in my name.", tokens::show)
        .gives::<TokensView>()
        .post("/account/tokens", "make_token", "Make an API token; it is shown once.", tokens::make)
        .takes::<tokens::Making>()
        .gives::<TokensView>()
        .post("/account/tokens/{id}/end", "end_token", "End one of my API tokens.", tokens::end)
        .gives::<TokensView>()
        .post("/account/erasure", "erase_self", "Erase my name, number and sign-in.", account::erase)
        .takes::<account::Erasing>()
        .gives::<AccountView>()
        .get("/setup", "see_setup", "The set-up page of a new installation.", setup::show)
        .gives::<SetupView>()
        .post("/setup", "set_up", "Make the first administrators with the one-time token.", setup::set_up)
        .takes::<setup::SettingUp>()
        .gives::<SetupView>()
        .get("/admin/posts", "see_grants", "Posts proposed and in force.", setup::grants)
        .gives::<GrantsView>()
        .post("/admin/posts", "propose_post", "Propose a post for somebody.", setup::propose)
        .takes::<setup::Proposing>()
        .gives::<GrantsView>()
        .post("/admin/posts/{id}/confirmation", "confirm_post", "Confirm a proposed post as another hand.", setup::confirm)
        .gives::<GrantsView>()
        .post("/admin/posts/{id}/end", "end_post", "End a post.", setup::end)
        .gives::<GrantsView>()
}

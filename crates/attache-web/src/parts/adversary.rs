//! How is it shown that a transfer arms an ally's adversary?

use maud::{Markup, html};

use super::{count, record_address, record_title};
use crate::adversary::Flag;
use crate::register::Row;
use crate::world::World;

/// Acts that are listed for one ally.
const LISTED: usize = 5;

/// The flag with the evidence for each of its three legs.
pub fn legs(world: &World, transfer: &Row, flags: &[Flag]) -> Markup {
    let (supplier, recipient) = (super::named(world, transfer.from()), super::named(world, transfer.to()));
    html! {
        @for flag in flags {
            @let ally = world.name(flag.ally);
            div.flag {
                p { strong { "⚑ Arms an ally’s adversary: " } (supplier) " arms " (recipient) ", which is hostile to its ally " (ally) "." }
                ol {
                    li { a href=(record_address(transfer.kind, &transfer.id)) { (record_title(world, transfer)) } " " span.faint { (count(transfer.origins, "origin")) } }
                    li { (supplier) " and " (ally) " are both members of the " (flag.alliances.iter().map(|alliance| alliance.name.as_str()).collect::<Vec<_>>().join(", of the ")) }
                    li {
                        @for (at, act) in flag.acts.iter().take(LISTED).enumerate() {
                            @if at > 0 { "; " }
                            a href=(record_address(act.kind, &act.id)) { (record_title(world, act)) @if let Some(when) = act.when { ", " (when) } }
                            " " span.faint { (count(act.origins, "origin")) }
                        }
                        @if flag.acts.len() > LISTED { "; and " (flag.acts.len() - LISTED) " more" }
                    }
                }
            }
        }
    }
}

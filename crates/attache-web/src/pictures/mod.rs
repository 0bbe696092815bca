//! What can be drawn of the register? SVG without scripts or styles of its own, each with a title, a description and its numbers as text.
//!
//! Colours and strokes come from the stylesheet by class, so that pictures follow light, dark and print like the rest of the page.

pub mod axis;
pub mod board;
pub mod chain;
pub mod family;
pub mod flows;
pub mod life;
pub mod map;
pub mod series;
pub mod timeline;
pub mod years;

use maud::{Markup, html};

/// A picture `width` × `height` units in size, scaled to the room there is. `name` must be the only one of its page.
pub fn picture(name: &str, title: &str, description: &str, width: usize, height: usize, body: Markup) -> Markup {
    html! {
        figure.picture tabindex="0" {
            svg class=(name) viewBox={ "0 0 " (width) " " (height) } width=(width) height=(height) role="group"
                aria-labelledby={ (name) "-title " (name) "-desc" } {
                title id={ (name) "-title" } { (title) }
                desc id={ (name) "-desc" } { (description) }
                (body)
            }
        }
    }
}

/// A bar beside a number: how much of the most it is.
pub fn bar(number: usize, most: usize) -> Markup {
    let width = (number * 100).checked_div(most).unwrap_or(0);
    html! { svg.bar viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" { rect width=(width) height="10" {} } }
}

/// A curve from one point to another that leaves and arrives level.
pub fn curve(from: (usize, usize), to: (usize, usize)) -> String {
    let middle = (from.0 + to.0) / 2;
    format!(
        "M{},{} C{middle},{} {middle},{} {},{}",
        from.0, from.1, from.1, to.1, to.0, to.1
    )
}

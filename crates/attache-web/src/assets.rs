//! Which files do pages need beside themselves?

/// Name, content type and text of each.
pub const ASSETS: &[(&str, &str, &str)] = &[
    (
        "style.css",
        "text/css; charset=utf-8",
        include_str!("../assets/style.css"),
    ),
    (
        "room.js",
        "text/javascript; charset=utf-8",
        include_str!("../assets/room.js"),
    ),
    ("world.svg", "image/svg+xml", include_str!("../assets/world.svg")),
    ("icon.svg", "image/svg+xml", include_str!("../assets/icon.svg")),
];

/// Content type and text of the asset of this name.
pub fn find(name: &str) -> Option<(&'static str, &'static str)> {
    ASSETS
        .iter()
        .find(|(known, ..)| *known == name)
        .map(|(_, content_type, text)| (*content_type, *text))
}

//! Small drawings that stand beside a word and never alone. They take the colour of the text.

/// The shapes of the drawing called `name`, in a field of 16 by 16; an unknown one draws nothing.
pub(crate) fn shape(name: &str) -> &'static str {
    match name {
        "check" => {
            r#"<path d="M3 8.5 6.5 12 13 4.5" fill="none" stroke="currentColor" stroke-width="2"/>"#
        }
        "cross" => {
            r#"<path d="M4 4l8 8M12 4l-8 8" fill="none" stroke="currentColor" stroke-width="2"/>"#
        }
        "dot" => r#"<circle cx="8" cy="8" r="4" fill="currentColor"/>"#,
        "ring" => {
            r#"<circle cx="8" cy="8" r="4.5" fill="none" stroke="currentColor" stroke-width="1.6"/>"#
        }
        "half" => {
            r#"<circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M8 2.5a5.5 5.5 0 0 1 0 11z" fill="currentColor"/>"#
        }
        "triangle" => {
            r#"<path d="M8 2 15 14H1z" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M8 6.5v3.4M8 11.4v1.2" stroke="currentColor" stroke-width="1.6"/>"#
        }
        "lock" => {
            r#"<rect x="3" y="7" width="10" height="7" rx="1.5" fill="currentColor"/><path d="M5 7V5a3 3 0 0 1 6 0v2" fill="none" stroke="currentColor" stroke-width="1.6"/>"#
        }
        "left" => {
            r#"<path d="M13 8H3M7 4 3 8l4 4" fill="none" stroke="currentColor" stroke-width="1.6"/>"#
        }
        "right" => {
            r#"<path d="M3 8h10M9 4l4 4-4 4" fill="none" stroke="currentColor" stroke-width="1.6"/>"#
        }
        "play" => r#"<path d="M4 2.5 13.5 8 4 13.5z" fill="currentColor"/>"#,
        _ => "",
    }
}

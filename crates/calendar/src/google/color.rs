//! The palette of event colours (`colors.get`, `event`).

/// The background of each colour, by its number.
const PALETTE: [(&str, &str); 11] = [
    ("1", "#a4bdfc"),
    ("2", "#7ae7bf"),
    ("3", "#dbadff"),
    ("4", "#ff887c"),
    ("5", "#fbd75b"),
    ("6", "#ffb878"),
    ("7", "#46d6db"),
    ("8", "#e1e1e1"),
    ("9", "#5484ed"),
    ("10", "#51b749"),
    ("11", "#dc2127"),
];

/// The colour of a `colorId`, as `#rrggbb`; none for a number that is not in the palette.
#[must_use]
pub fn color_hex(color_id: &str) -> Option<&'static str> {
    PALETTE.iter().find(|(id, _)| *id == color_id).map(|(_, hex)| *hex)
}

/// The colour names of CSS that calendars are seen to use, each with the palette's like.
const NAMES: [(&str, &str); 24] = [
    ("aqua", "7"),
    ("black", "8"),
    ("blue", "9"),
    ("brown", "11"),
    ("crimson", "11"),
    ("cyan", "7"),
    ("fuchsia", "3"),
    ("gold", "5"),
    ("gray", "8"),
    ("green", "10"),
    ("grey", "8"),
    ("lime", "10"),
    ("magenta", "3"),
    ("maroon", "11"),
    ("navy", "9"),
    ("olive", "10"),
    ("orange", "6"),
    ("pink", "4"),
    ("purple", "3"),
    ("red", "11"),
    ("teal", "2"),
    ("tomato", "11"),
    ("violet", "3"),
    ("yellow", "5"),
];

/// The `colorId` of the palette's colour nearest to `#rgb`, `#rrggbb` or `#rrggbbaa`, or like a
/// colour name of CSS, in any letter case; none for any other text.
#[must_use]
pub fn color_id(hex_or_css: &str) -> Option<&'static str> {
    let name = NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(hex_or_css.trim()));
    if let Some((_, id)) = name {
        return Some(id);
    }
    let wanted = channels(hex_or_css)?;
    let apart = |color: &str| {
        let sum =
            |there: [i32; 3]| there.iter().zip(wanted).map(|(a, b)| (a - b) * (a - b)).sum::<i32>();
        channels(color).map_or(i32::MAX, sum)
    };
    PALETTE.iter().min_by_key(|(_, color)| apart(color)).map(|(id, _)| *id)
}

fn channels(hex: &str) -> Option<[i32; 3]> {
    let digits = hex.trim().strip_prefix('#')?;
    let digits: Vec<i32> = digits
        .chars()
        .map(|c| c.to_digit(16).and_then(|d| i32::try_from(d).ok()))
        .collect::<Option<_>>()?;
    match digits.as_slice() {
        [r, g, b] => Some([r * 17, g * 17, b * 17]),
        [r, r2, g, g2, b, b2] | [r, r2, g, g2, b, b2, _, _] => {
            Some([r * 16 + r2, g * 16 + g2, b * 16 + b2])
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{PALETTE, color_hex, color_id};

    #[test]
    fn every_colour_of_the_palette_is_its_own_nearest() {
        for (id, hex) in PALETTE {
            assert_eq!(color_hex(id), Some(hex));
            assert_eq!(color_id(hex), Some(id));
            assert_eq!(color_id(&hex.to_uppercase()), Some(id));
        }
        assert_eq!(color_hex("12"), None);
        assert_eq!(color_hex(""), None);
    }

    #[test]
    fn other_colours_take_the_nearest_and_unknown_words_none() {
        for (color, id) in [
            ("#f00", Some("11")),
            ("#DD2222", Some("11")),
            ("#dc2127ff", Some("11")),
            ("#fff", Some("8")),
            ("Red", Some("11")),
            ("no colour", None),
            ("#12345", None),
            ("", None),
        ] {
            assert_eq!(color_id(color), id, "{color}");
        }
    }
}

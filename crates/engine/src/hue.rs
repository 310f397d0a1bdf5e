//! The eleven colours a calendar can have, and which of them comes nearest to a feed's own.

use serde::{Deserialize, Serialize};

/// A calendar's colour by name; the faces own the shades.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "colour names")]
pub enum Hue {
    Tomato,
    Orange,
    Amber,
    Olive,
    Green,
    Teal,
    Sky,
    #[default]
    Blue,
    Violet,
    Pink,
    Slate,
}

impl Hue {
    /// All of them, in the order a palette shows them.
    pub const ALL: [Self; 11] = [
        Self::Tomato,
        Self::Orange,
        Self::Amber,
        Self::Olive,
        Self::Green,
        Self::Teal,
        Self::Sky,
        Self::Blue,
        Self::Violet,
        Self::Pink,
        Self::Slate,
    ];

    /// The order in which new calendars take them: neighbours in the list look unlike each other.
    const GIVEN: [Self; 11] = [
        Self::Blue,
        Self::Teal,
        Self::Tomato,
        Self::Violet,
        Self::Amber,
        Self::Green,
        Self::Pink,
        Self::Sky,
        Self::Orange,
        Self::Olive,
        Self::Slate,
    ];

    /// The name the faces and the database use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tomato => "tomato",
            Self::Orange => "orange",
            Self::Amber => "amber",
            Self::Olive => "olive",
            Self::Green => "green",
            Self::Teal => "teal",
            Self::Sky => "sky",
            Self::Blue => "blue",
            Self::Violet => "violet",
            Self::Pink => "pink",
            Self::Slate => "slate",
        }
    }

    /// The hue with this name, in any letter case.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|hue| hue.name().eq_ignore_ascii_case(name.trim()))
    }

    /// The hue least used so far, for a calendar that names none.
    #[must_use]
    pub fn least_used(used: &[Self]) -> Self {
        let uses = |hue: &Self| used.iter().filter(|other| *other == hue).count();
        Self::GIVEN.into_iter().min_by_key(uses).unwrap_or_default()
    }

    /// The colour that an event of this hue bears, as `#rrggbb`: one of Google's event colours
    /// where there is one like it. [`Hue::nearest`] leads back.
    #[must_use]
    pub(crate) const fn event_color(self) -> &'static str {
        match self {
            Self::Tomato => "#dc2127",
            Self::Orange => "#ffb878",
            Self::Amber => "#fbd75b",
            Self::Olive => "#808000",
            Self::Green => "#51b749",
            Self::Teal => "#7ae7bf",
            Self::Sky => "#46d6db",
            Self::Blue => "#5484ed",
            Self::Violet => "#dbadff",
            Self::Pink => "#ff887c",
            Self::Slate => "#e1e1e1",
        }
    }

    /// The hue nearest to a colour as feeds write it: `#rgb`, `#rrggbb`, `#rrggbbaa` or a CSS
    /// colour name (RFC 7986 §5.9). None when it is neither.
    #[must_use]
    pub fn nearest(color: &str) -> Option<Self> {
        let color = color.trim();
        let own = |hue: &Self| hue.event_color().eq_ignore_ascii_case(color);
        if let Some(hue) = Self::ALL.into_iter().find(own) {
            return Some(hue);
        }
        let [red, green, blue] = match color.strip_prefix('#') {
            Some(hex) => parse_hex(hex)?,
            None => named_color(&color.to_ascii_lowercase())?,
        };
        let (chroma, angle) = hue_angle(red, green, blue);
        if chroma < 0.04 {
            return Some(Self::Slate);
        }
        let distance = |hue: &(Self, f64)| {
            let apart = (hue.1 - angle).rem_euclid(360.0);
            (apart.min(360.0 - apart) * 1000.0) as i64
        };
        ANGLES.into_iter().min_by_key(distance).map(|(hue, _)| hue)
    }
}

/// OKLCH hue angles of the palette, in degrees.
const ANGLES: [(Hue, f64); 10] = [
    (Hue::Tomato, 27.0),
    (Hue::Orange, 52.0),
    (Hue::Amber, 80.0),
    (Hue::Olive, 115.0),
    (Hue::Green, 150.0),
    (Hue::Teal, 185.0),
    (Hue::Sky, 230.0),
    (Hue::Blue, 260.0),
    (Hue::Violet, 300.0),
    (Hue::Pink, 355.0),
];

fn parse_hex(hex: &str) -> Option<[u8; 3]> {
    let digits: Vec<u8> = hex
        .chars()
        .map(|digit| digit.to_digit(16).and_then(|value| u8::try_from(value).ok()))
        .collect::<Option<_>>()?;
    match digits.as_slice() {
        [r, g, b] | [r, g, b, _] => Some([r * 17, g * 17, b * 17]),
        [r, r2, g, g2, b, b2] | [r, r2, g, g2, b, b2, _, _] => {
            Some([r * 16 + r2, g * 16 + g2, b * 16 + b2])
        }
        _ => None,
    }
}

/// Chroma and hue angle of an sRGB colour in OKLCH (Björn Ottosson, "A perceptual color space for
/// image processing").
fn hue_angle(red: u8, green: u8, blue: u8) -> (f64, f64) {
    let linear = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    let (r, g, b) = (linear(red), linear(green), linear(blue));
    let long = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
    let medium = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
    let short = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
    let a = 1.977_998_495_1 * long - 2.428_592_205_0 * medium + 0.450_593_709_9 * short;
    let b = 0.025_904_037_1 * long + 0.782_771_766_2 * medium - 0.808_675_766_0 * short;
    (a.hypot(b), b.atan2(a).to_degrees().rem_euclid(360.0))
}

/// The CSS colour names that calendars are seen to use.
fn named_color(name: &str) -> Option<[u8; 3]> {
    let value = match name {
        "aqua" | "cyan" => 0x00ffff,
        "aquamarine" => 0x7fffd4,
        "black" => 0x000000,
        "blue" => 0x0000ff,
        "blueviolet" => 0x8a2be2,
        "brown" => 0xa52a2a,
        "cadetblue" => 0x5f9ea0,
        "chocolate" => 0xd2691e,
        "coral" => 0xff7f50,
        "cornflowerblue" => 0x6495ed,
        "crimson" => 0xdc143c,
        "darkblue" | "navy" => 0x000080,
        "darkgreen" => 0x006400,
        "darkorange" => 0xff8c00,
        "darkred" | "maroon" => 0x800000,
        "darkviolet" => 0x9400d3,
        "deeppink" => 0xff1493,
        "deepskyblue" => 0x00bfff,
        "dodgerblue" => 0x1e90ff,
        "firebrick" => 0xb22222,
        "forestgreen" => 0x228b22,
        "fuchsia" | "magenta" => 0xff00ff,
        "gold" => 0xffd700,
        "gray" | "grey" => 0x808080,
        "green" => 0x008000,
        "hotpink" => 0xff69b4,
        "indigo" => 0x4b0082,
        "lightblue" => 0xadd8e6,
        "lightgreen" => 0x90ee90,
        "lime" => 0x00ff00,
        "limegreen" => 0x32cd32,
        "mediumpurple" => 0x9370db,
        "olive" => 0x808000,
        "olivedrab" => 0x6b8e23,
        "orange" => 0xffa500,
        "orangered" => 0xff4500,
        "orchid" => 0xda70d6,
        "pink" => 0xffc0cb,
        "purple" => 0x800080,
        "red" => 0xff0000,
        "royalblue" => 0x4169e1,
        "salmon" => 0xfa8072,
        "seagreen" => 0x2e8b57,
        "silver" => 0xc0c0c0,
        "skyblue" => 0x87ceeb,
        "slategray" | "slategrey" => 0x708090,
        "steelblue" => 0x4682b4,
        "teal" => 0x008080,
        "tomato" => 0xff6347,
        "turquoise" => 0x40e0d0,
        "violet" => 0xee82ee,
        "white" => 0xffffff,
        "yellow" => 0xffff00,
        "yellowgreen" => 0x9acd32,
        _ => return None,
    };
    let [_, red, green, blue] = u32::to_be_bytes(value);
    Some([red, green, blue])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feeds_colour_maps_to_the_nearest_hue() {
        let table = [
            ("#D50000", Some(Hue::Tomato)),
            ("#F4511E", Some(Hue::Tomato)),
            ("#F6BF26", Some(Hue::Amber)),
            ("#33B679FF", Some(Hue::Green)),
            ("#039BE5", Some(Hue::Sky)),
            ("#3F51B5", Some(Hue::Blue)),
            ("#8E24AA", Some(Hue::Violet)),
            ("#616161", Some(Hue::Slate)),
            ("#f0f", Some(Hue::Pink)),
            ("hotpink", Some(Hue::Pink)),
            ("Turquoise", Some(Hue::Teal)),
            ("no colour", None),
            ("#12", None),
            ("", None),
        ];
        for (color, hue) in table {
            assert_eq!(Hue::nearest(color), hue, "{color}");
        }
    }

    #[test]
    fn the_colour_of_an_event_leads_back_to_its_hue() {
        for hue in Hue::ALL {
            assert_eq!(Hue::nearest(hue.event_color()), Some(hue));
        }
    }

    #[test]
    fn new_calendars_take_hues_in_turn() {
        assert_eq!(Hue::least_used(&[]), Hue::Blue);
        assert_eq!(Hue::least_used(&[Hue::Blue]), Hue::Teal);
        assert_eq!(Hue::least_used(&Hue::ALL), Hue::Blue);
    }
}

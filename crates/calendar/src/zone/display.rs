//! Outlook's display names, such as `(UTC-05:00) Eastern Time (US & Canada)`, and CDO's numbers.

/// The IANA name for a display name, with or without its `(UTC…)` or `(GMT…)`.
///
/// Windows versions list different places for one zone, so one shared place is enough.
pub(super) fn display(name: &str) -> Option<&'static str> {
    let text = match name.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        Some((offset, rest)) if offset.starts_with("UTC") || offset.starts_with("GMT") => rest,
        Some(_) | None => name,
    };
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let equal = DISPLAY.iter().find(|(known, _)| known.eq_ignore_ascii_case(text));
    let shared = || {
        let mut wanted = places(text);
        wanted.find_map(|place| {
            DISPLAY
                .iter()
                .find(|(known, _)| places(known).any(|other| other.eq_ignore_ascii_case(place)))
        })
    };
    equal.or_else(shared).map(|(_, iana)| *iana)
}

fn places(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', '/', ';']).map(str::trim).filter(|place| !place.is_empty())
}

/// The IANA name for X-MICROSOFT-CDO-TZID (the `CdoTimeZoneId` enumeration).
pub(super) fn cdo(number: usize) -> Option<&'static str> {
    CDO.get(number).copied().filter(|iana| !iana.is_empty())
}

/// By CDO number; empty where a number is not used.
const CDO: &[&str] = &[
    "UTC",
    "Europe/London",
    "Europe/Lisbon",
    "Europe/Paris",
    "Europe/Berlin",
    "Europe/Bucharest",
    "Europe/Prague",
    "Europe/Athens",
    "America/Sao_Paulo",
    "America/Halifax",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "Pacific/Midway",
    "Pacific/Auckland",
    "Australia/Brisbane",
    "Australia/Adelaide",
    "Asia/Tokyo",
    "Asia/Singapore",
    "Asia/Bangkok",
    "Asia/Kolkata",
    "Asia/Dubai",
    "Asia/Tehran",
    "Asia/Baghdad",
    "Asia/Jerusalem",
    "America/St_Johns",
    "Atlantic/Azores",
    "Atlantic/South_Georgia",
    "Africa/Monrovia",
    "America/Argentina/Buenos_Aires",
    "America/La_Paz",
    "America/Indiana/Indianapolis",
    "America/Bogota",
    "America/Regina",
    "America/Mexico_City",
    "America/Phoenix",
    "Pacific/Kwajalein",
    "Pacific/Fiji",
    "Asia/Magadan",
    "Australia/Hobart",
    "Pacific/Guam",
    "Australia/Darwin",
    "Asia/Shanghai",
    "Asia/Almaty",
    "Asia/Karachi",
    "Asia/Kabul",
    "Africa/Cairo",
    "Africa/Harare",
    "Europe/Moscow",
    "",
    "Atlantic/Cape_Verde",
    "Asia/Baku",
    "America/Guatemala",
    "Africa/Nairobi",
    "Australia/Melbourne",
    "Asia/Yekaterinburg",
    "Europe/Helsinki",
    "America/Nuuk",
    "Asia/Yangon",
    "Asia/Kathmandu",
    "Asia/Irkutsk",
    "Asia/Krasnoyarsk",
    "America/Santiago",
    "Asia/Colombo",
    "Pacific/Tongatapu",
    "Asia/Vladivostok",
    "Africa/Lagos",
    "Asia/Yakutsk",
    "Asia/Dhaka",
    "Asia/Seoul",
    "Australia/Perth",
    "Asia/Riyadh",
    "Asia/Taipei",
    "Australia/Sydney",
];

/// Display names without their offset.
const DISPLAY: &[(&str, &str)] = &[
    ("International Date Line West", "Etc/GMT+12"),
    ("Coordinated Universal Time", "UTC"),
    ("Coordinated Universal Time-11", "Etc/GMT+11"),
    ("Coordinated Universal Time-09", "Etc/GMT+9"),
    ("Coordinated Universal Time-08", "Etc/GMT+8"),
    ("Coordinated Universal Time-02", "Etc/GMT+2"),
    ("Coordinated Universal Time+12", "Etc/GMT-12"),
    ("Coordinated Universal Time+13", "Etc/GMT-13"),
    ("Midway Island, Samoa", "Pacific/Midway"),
    ("Aleutian Islands", "America/Adak"),
    ("Hawaii", "Pacific/Honolulu"),
    ("Marquesas Islands", "Pacific/Marquesas"),
    ("Alaska", "America/Anchorage"),
    ("Baja California", "America/Tijuana"),
    ("Tijuana, Baja California", "America/Tijuana"),
    ("Pacific Time (US & Canada)", "America/Los_Angeles"),
    ("Pacific Time (US & Canada); Tijuana", "America/Los_Angeles"),
    ("Arizona", "America/Phoenix"),
    ("Chihuahua, La Paz, Mazatlan", "America/Mazatlan"),
    ("La Paz, Mazatlan", "America/Mazatlan"),
    ("Mountain Time (US & Canada)", "America/Denver"),
    ("Yukon", "America/Whitehorse"),
    ("Central America", "America/Guatemala"),
    ("Central Time (US & Canada)", "America/Chicago"),
    ("Easter Island", "Pacific/Easter"),
    ("Guadalajara, Mexico City, Monterrey", "America/Mexico_City"),
    ("Saskatchewan", "America/Regina"),
    ("Bogota, Lima, Quito, Rio Branco", "America/Bogota"),
    ("Chetumal", "America/Cancun"),
    ("Eastern Time (US & Canada)", "America/New_York"),
    ("Haiti", "America/Port-au-Prince"),
    ("Havana", "America/Havana"),
    ("Indiana (East)", "America/Indiana/Indianapolis"),
    ("Turks and Caicos", "America/Grand_Turk"),
    ("Asuncion", "America/Asuncion"),
    ("Atlantic Time (Canada)", "America/Halifax"),
    ("Caracas", "America/Caracas"),
    ("Cuiaba", "America/Cuiaba"),
    ("Georgetown, La Paz, Manaus, San Juan", "America/La_Paz"),
    ("Santiago", "America/Santiago"),
    ("Newfoundland", "America/St_Johns"),
    ("Araguaina", "America/Araguaina"),
    ("Brasilia", "America/Sao_Paulo"),
    ("Cayenne, Fortaleza", "America/Cayenne"),
    ("City of Buenos Aires", "America/Argentina/Buenos_Aires"),
    ("Buenos Aires", "America/Argentina/Buenos_Aires"),
    ("Greenland", "America/Nuuk"),
    ("Montevideo", "America/Montevideo"),
    ("Punta Arenas", "America/Punta_Arenas"),
    ("Saint Pierre and Miquelon", "America/Miquelon"),
    ("Salvador", "America/Bahia"),
    ("Mid-Atlantic", "Atlantic/South_Georgia"),
    ("Mid-Atlantic - Old", "Atlantic/South_Georgia"),
    ("Azores", "Atlantic/Azores"),
    ("Cabo Verde Is.", "Atlantic/Cape_Verde"),
    ("Cape Verde Is.", "Atlantic/Cape_Verde"),
    ("Dublin, Edinburgh, Lisbon, London", "Europe/London"),
    ("Greenwich Mean Time : Dublin, Edinburgh, Lisbon, London", "Europe/London"),
    ("Greenwich Mean Time", "Europe/London"),
    ("Monrovia, Reykjavik", "Atlantic/Reykjavik"),
    ("Casablanca, Monrovia", "Africa/Casablanca"),
    ("Casablanca", "Africa/Casablanca"),
    ("Sao Tome", "Africa/Sao_Tome"),
    ("Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "Europe/Berlin"),
    ("Belgrade, Bratislava, Budapest, Ljubljana, Prague", "Europe/Budapest"),
    ("Brussels, Copenhagen, Madrid, Paris", "Europe/Paris"),
    ("Sarajevo, Skopje, Warsaw, Zagreb", "Europe/Warsaw"),
    ("West Central Africa", "Africa/Lagos"),
    ("Windhoek", "Africa/Windhoek"),
    ("Amman", "Asia/Amman"),
    ("Athens, Bucharest", "Europe/Bucharest"),
    ("Athens, Bucharest, Istanbul", "Europe/Bucharest"),
    ("Athens, Istanbul, Minsk", "Europe/Athens"),
    ("Bucharest", "Europe/Bucharest"),
    ("Beirut", "Asia/Beirut"),
    ("Cairo", "Africa/Cairo"),
    ("Chisinau", "Europe/Chisinau"),
    ("E. Europe", "Europe/Chisinau"),
    ("Gaza, Hebron", "Asia/Hebron"),
    ("Harare, Pretoria", "Africa/Johannesburg"),
    ("Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius", "Europe/Kyiv"),
    ("Jerusalem", "Asia/Jerusalem"),
    ("Juba", "Africa/Juba"),
    ("Kaliningrad", "Europe/Kaliningrad"),
    ("Khartoum", "Africa/Khartoum"),
    ("Tripoli", "Africa/Tripoli"),
    ("Damascus", "Asia/Damascus"),
    ("Istanbul", "Europe/Istanbul"),
    ("Baghdad", "Asia/Baghdad"),
    ("Kuwait, Riyadh", "Asia/Riyadh"),
    ("Minsk", "Europe/Minsk"),
    ("Moscow, St. Petersburg, Volgograd", "Europe/Moscow"),
    ("Moscow, St. Petersburg", "Europe/Moscow"),
    ("Volgograd", "Europe/Volgograd"),
    ("Nairobi", "Africa/Nairobi"),
    ("Tehran", "Asia/Tehran"),
    ("Abu Dhabi, Muscat", "Asia/Dubai"),
    ("Astrakhan, Ulyanovsk", "Europe/Astrakhan"),
    ("Baku", "Asia/Baku"),
    ("Baku, Tbilisi, Yerevan", "Asia/Baku"),
    ("Izhevsk, Samara", "Europe/Samara"),
    ("Port Louis", "Indian/Mauritius"),
    ("Saratov", "Europe/Saratov"),
    ("Tbilisi", "Asia/Tbilisi"),
    ("Yerevan", "Asia/Yerevan"),
    ("Kabul", "Asia/Kabul"),
    ("Ashgabat, Tashkent", "Asia/Tashkent"),
    ("Ekaterinburg", "Asia/Yekaterinburg"),
    ("Islamabad, Karachi", "Asia/Karachi"),
    ("Islamabad, Karachi, Tashkent", "Asia/Karachi"),
    ("Qyzylorda", "Asia/Qyzylorda"),
    ("Chennai, Kolkata, Mumbai, New Delhi", "Asia/Kolkata"),
    ("Bombay, Calcutta, Madras, New Delhi", "Asia/Kolkata"),
    ("Sri Jayawardenepura", "Asia/Colombo"),
    ("Kathmandu", "Asia/Kathmandu"),
    ("Astana", "Asia/Almaty"),
    ("Almaty, Novosibirsk", "Asia/Almaty"),
    ("Bishkek", "Asia/Bishkek"),
    ("Dhaka", "Asia/Dhaka"),
    ("Astana, Dhaka", "Asia/Dhaka"),
    ("Omsk", "Asia/Omsk"),
    ("Novosibirsk", "Asia/Novosibirsk"),
    ("Yangon (Rangoon)", "Asia/Yangon"),
    ("Rangoon", "Asia/Yangon"),
    ("Bangkok, Hanoi, Jakarta", "Asia/Bangkok"),
    ("Barnaul, Gorno-Altaysk", "Asia/Barnaul"),
    ("Hovd", "Asia/Hovd"),
    ("Krasnoyarsk", "Asia/Krasnoyarsk"),
    ("Tomsk", "Asia/Tomsk"),
    ("Beijing, Chongqing, Hong Kong, Urumqi", "Asia/Shanghai"),
    ("Irkutsk", "Asia/Irkutsk"),
    ("Irkutsk, Ulaan Bataar", "Asia/Irkutsk"),
    ("Kuala Lumpur, Singapore", "Asia/Singapore"),
    ("Perth", "Australia/Perth"),
    ("Taipei", "Asia/Taipei"),
    ("Ulaanbaatar", "Asia/Ulaanbaatar"),
    ("Pyongyang", "Asia/Pyongyang"),
    ("Eucla", "Australia/Eucla"),
    ("Chita", "Asia/Chita"),
    ("Osaka, Sapporo, Tokyo", "Asia/Tokyo"),
    ("Seoul", "Asia/Seoul"),
    ("Yakutsk", "Asia/Yakutsk"),
    ("Adelaide", "Australia/Adelaide"),
    ("Darwin", "Australia/Darwin"),
    ("Brisbane", "Australia/Brisbane"),
    ("Canberra, Melbourne, Sydney", "Australia/Sydney"),
    ("Guam, Port Moresby", "Pacific/Port_Moresby"),
    ("Hobart", "Australia/Hobart"),
    ("Vladivostok", "Asia/Vladivostok"),
    ("Lord Howe Island", "Australia/Lord_Howe"),
    ("Bougainville Island", "Pacific/Bougainville"),
    ("Chokurdakh", "Asia/Srednekolymsk"),
    ("Magadan", "Asia/Magadan"),
    ("Magadan, Solomon Is., New Caledonia", "Asia/Magadan"),
    ("Norfolk Island", "Pacific/Norfolk"),
    ("Sakhalin", "Asia/Sakhalin"),
    ("Solomon Is., New Caledonia", "Pacific/Guadalcanal"),
    ("Anadyr, Petropavlovsk-Kamchatsky", "Asia/Kamchatka"),
    ("Auckland, Wellington", "Pacific/Auckland"),
    ("Fiji", "Pacific/Fiji"),
    ("Fiji, Kamchatka, Marshall Is.", "Pacific/Fiji"),
    ("Petropavlovsk-Kamchatsky - Old", "Asia/Kamchatka"),
    ("Chatham Islands", "Pacific/Chatham"),
    ("Nuku'alofa", "Pacific/Tongatapu"),
    ("Samoa", "Pacific/Apia"),
    ("Kiritimati Island", "Pacific/Kiritimati"),
];

#[cfg(test)]
mod tests {
    use super::{CDO, DISPLAY, cdo, display};

    #[test]
    fn every_zone_exists() {
        let named = DISPLAY.iter().map(|(_, iana)| *iana).chain(CDO.iter().copied());
        for iana in named.filter(|iana| !iana.is_empty()) {
            assert!(jiff::tz::TimeZone::get(iana).is_ok(), "{iana}");
        }
    }

    #[test]
    fn display_names() {
        for (name, expect) in [
            ("(UTC-05:00) Eastern Time (US & Canada)", Some("America/New_York")),
            ("(GMT+01.00) Sarajevo/Warsaw/Zagreb", Some("Europe/Warsaw")),
            ("(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien", Some("Europe/Berlin")),
            ("Pacific Time (US & Canada)", Some("America/Los_Angeles")),
            ("(GMT-08:00)", None),
            ("Customized Time Zone", None),
        ] {
            assert_eq!(display(name), expect, "{name}");
        }
        assert_eq!(cdo(4), Some("Europe/Berlin"));
        assert_eq!(cdo(52), None);
    }
}

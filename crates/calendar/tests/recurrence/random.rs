//! Random rules from a seed: the same ones in every run, and exactly as many as are asked for.
#![allow(dead_code, clippy::indexing_slicing)]

/// Zones whose clocks change at midnight, and others that are hard in their own ways.
pub(crate) const ZONES: [&str; 12] = [
    "Asia/Tehran",
    "America/Sao_Paulo",
    "Africa/Cairo",
    "Asia/Beirut",
    "America/Havana",
    "America/Santiago",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Casablanca",
    "UTC",
];

const WEEKDAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// SplitMix64.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 up to, not including, `end`.
    pub(crate) fn below(&mut self, end: i64) -> i64 {
        (self.next() % end as u64) as i64
    }

    pub(crate) fn one_in(&mut self, times: i64) -> bool {
        self.below(times) == 0
    }

    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len() as i64) as usize]
    }

    /// One to `most` values, joined by commas.
    fn list(&mut self, most: i64, mut one: impl FnMut(&mut Self) -> String) -> String {
        let count = 1 + self.below(most);
        (0..count).map(|_| one(self)).collect::<Vec<_>>().join(",")
    }

    fn weekdays(&mut self, most: i64) -> String {
        self.list(most, |random| (*random.pick(&WEEKDAYS)).to_owned())
    }

    fn signed(&mut self, most: i64) -> i64 {
        let value = 1 + self.below(most);
        if self.one_in(3) { -value } else { value }
    }

    fn end(&mut self) -> String {
        match self.below(4) {
            0 => format!(";COUNT={}", 1 + self.below(60)),
            1 => format!(";UNTIL=20{}0{}1{}", 19 + self.below(9), 1 + self.below(9), self.below(9)),
            2 => format!(";UNTIL=20{}0{}15T{}3000Z", 19 + self.below(9), 1 + self.below(9), 10),
            _ => String::new(),
        }
    }
}

/// A rule of the usual shapes: daily, weekly, monthly or yearly by day.
pub(crate) fn usual(random: &mut Random) -> String {
    let interval = match random.below(3) {
        0 => format!(";INTERVAL={}", 1 + random.below(6)),
        _ => String::new(),
    };
    let nth = |random: &mut Random| {
        let ordinal = random.signed(5);
        format!("{ordinal}{}", random.pick(&WEEKDAYS))
    };
    let month_days = |random: &mut Random| random.list(4, |random| random.signed(31).to_string());
    let shape = match random.below(14) {
        0 | 1 => "FREQ=DAILY".to_owned(),
        2 => format!("FREQ=DAILY;BYDAY={}", random.weekdays(5)),
        3 => "FREQ=WEEKLY".to_owned(),
        4..=6 => {
            let start = random.pick(&WEEKDAYS);
            format!("FREQ=WEEKLY;WKST={start};BYDAY={}", random.weekdays(5))
        }
        7 => "FREQ=MONTHLY".to_owned(),
        8 => format!("FREQ=MONTHLY;BYMONTHDAY={}", month_days(random)),
        9 => format!("FREQ=MONTHLY;BYDAY={}", random.list(3, nth)),
        10 => format!("FREQ=MONTHLY;BYDAY={},{}", nth(random), random.weekdays(2)),
        11 => "FREQ=YEARLY".to_owned(),
        12 => format!("FREQ=YEARLY;BYMONTH={};BYDAY={}", 1 + random.below(12), nth(random)),
        _ => format!(
            "FREQ=YEARLY;BYMONTH={};BYMONTHDAY={}",
            1 + random.below(12),
            month_days(random)
        ),
    };
    format!("{shape}{interval}{}", random.end())
}

/// A rule of any shape, among them those that hardly anybody writes.
pub(crate) fn any(random: &mut Random) -> String {
    const FREQUENCIES: [&str; 12] = [
        "YEARLY", "YEARLY", "YEARLY", "MONTHLY", "MONTHLY", "MONTHLY", "WEEKLY", "WEEKLY", "DAILY",
        "HOURLY", "MINUTELY", "SECONDLY",
    ];
    let frequency = *random.pick(&FREQUENCIES);
    let mut text = format!("FREQ={frequency}");
    let within_day = matches!(frequency, "HOURLY" | "MINUTELY" | "SECONDLY");
    let mut part = |name: &str, value: String| text.push_str(&format!(";{name}={value}"));
    if random.one_in(3) {
        let most = if within_day { 4_000 } else { 5 };
        part("INTERVAL", (1 + random.below(most)).to_string());
    } else if within_day {
        part("INTERVAL", (1_000 + random.below(9_000)).to_string());
    }
    if random.one_in(3) {
        part("WKST", (*random.pick(&WEEKDAYS)).into());
    }
    if random.one_in(4) {
        part("BYMONTH", random.list(4, |random| (1 + random.below(12)).to_string()));
    }
    if random.one_in(4) {
        part("BYMONTHDAY", random.list(6, |random| random.signed(31).to_string()));
    }
    if random.one_in(3) {
        let ordinals = matches!(frequency, "YEARLY" | "MONTHLY") && random.one_in(2);
        let value = random.list(4, |random| {
            let weekday = *random.pick(&WEEKDAYS);
            if ordinals && random.one_in(2) {
                format!("{}{weekday}", random.signed(6))
            } else {
                weekday.to_owned()
            }
        });
        part("BYDAY", value);
    }
    if random.one_in(8) {
        part("BYYEARDAY", random.list(9, |random| random.signed(366).to_string()));
    }
    if random.one_in(8) {
        part("BYWEEKNO", random.list(9, |random| random.signed(53).to_string()));
    }
    if random.one_in(5) {
        part("BYHOUR", random.list(3, |random| random.below(24).to_string()));
    }
    if random.one_in(6) {
        part("BYMINUTE", random.list(3, |random| random.below(60).to_string()));
    }
    if random.one_in(12) {
        part("BYSECOND", random.list(3, |random| random.below(60).to_string()));
    }
    if random.one_in(5) {
        part("BYSETPOS", random.list(2, |random| random.signed(4).to_string()));
    }
    text.push_str(&random.end());
    text
}

/// A wall-clock time of the years 2014 to 2024, as (year, month, day, hour, minute); often
/// midnight, where the zones above have their gaps.
pub(crate) fn start(random: &mut Random) -> (i16, i8, i8, i8, i8) {
    let hour = if random.one_in(3) { 0 } else { random.below(24) };
    let minute = *random.pick(&[0, 0, 15, 30, 59]);
    let month_day = 1 + random.below(28);
    (
        (2014 + random.below(11)) as i16,
        (1 + random.below(12)) as i8,
        if random.one_in(6) { 28 } else { month_day as i8 },
        hour as i8,
        minute,
    )
}

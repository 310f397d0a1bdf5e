//! A small world to begin with: two colleagues and what they share.

use jiff::Timestamp;

use super::{Google, Role};

/// Of the sample.
pub const MIA: &str = "mia@northwind.example";
/// Of the sample.
pub const ANA: &str = "ana@northwind.example";
/// Mia's own second calendar.
pub const TEAM: &str = "team@group.calendar.google.com";
/// Ana's, which Mia may write.
pub const PROJECTS: &str = "projects@group.calendar.google.com";
/// Ana's, which Mia may write but for what is private.
pub const OFFICE: &str = "office@group.calendar.google.com";
/// Ana's, which Mia may read.
pub const ROOMS: &str = "rooms@group.calendar.google.com";
/// Ana's, of which Mia sees when she is busy.
pub const AWAY: &str = "away@group.calendar.google.com";
/// Read only for all.
pub const HOLIDAYS: &str = "de.german#holiday@group.v.calendar.google.com";
/// Mia's, hidden.
pub const OLD: &str = "old@group.calendar.google.com";
/// Mia's, not selected.
pub const SPORT: &str = "sport@group.calendar.google.com";

/// Of Google's palette for calendars, ids and colours.
const COLORS: [(&str, &str); 8] = [
    ("16", "#4986e7"),
    ("8", "#16a765"),
    ("4", "#fa573c"),
    ("23", "#cd74e6"),
    ("6", "#ffad46"),
    ("19", "#c2c2c2"),
    ("22", "#f691b2"),
    ("12", "#fad165"),
];

impl Google {
    /// Mia and Ana in Berlin, with calendars of every role and no events.
    pub fn sample(now: Timestamp, seed: u64) -> Self {
        const BERLIN: &str = "Europe/Berlin";
        let mut google = Self::new(now, seed);
        google.add_user(MIA, "Mia Berg", BERLIN);
        google.add_user(ANA, "Ana Costa", "Europe/Lisbon");
        google.add_calendar(TEAM, MIA, "Team", BERLIN);
        google.add_calendar(OLD, MIA, "Old things", BERLIN);
        google.list_calendar(MIA, OLD, Role::Owner, |listed| {
            (listed.hidden, listed.selected) = (true, false);
        });
        google.add_calendar(SPORT, MIA, "Sport", BERLIN);
        google.list_calendar(MIA, SPORT, Role::Owner, |listed| listed.selected = false);
        let shared = [
            (PROJECTS, "Projects", Role::Writer),
            (OFFICE, "Office", Role::WriterWithoutPrivateAccess),
            (ROOMS, "Rooms", Role::Reader),
            (AWAY, "Ana away", Role::FreeBusyReader),
        ];
        for (id, name, role) in shared {
            google.add_calendar(id, ANA, name, "Europe/Lisbon");
            google.list_calendar(MIA, id, role, |_| ());
        }
        let nobody = "holidays@google.com";
        google.add_calendar(HOLIDAYS, nobody, "Holidays in Germany", BERLIN);
        for user in [MIA, ANA] {
            google.list_calendar(user, HOLIDAYS, Role::Reader, |listed| {
                listed.summary_override = Some("Feiertage".into());
            });
        }
        // Mia tells them apart by their colours.
        let calendars = [MIA, TEAM, SPORT, PROJECTS, OFFICE, ROOMS, AWAY, HOLIDAYS];
        for (calendar, (id, color)) in calendars.into_iter().zip(COLORS) {
            let role = google.calendars.get(calendar).and_then(|known| known.roles.get(MIA));
            let role = role.copied().unwrap_or(Role::Reader);
            google.list_calendar(MIA, calendar, role, |listed| {
                (listed.color_id, listed.background) = (id.to_owned(), color.to_owned());
            });
        }
        google
    }
}

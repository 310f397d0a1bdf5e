//! Calendars: what they are called, how they look, and which way they sync.

use jiff::Timestamp;
use kalends_calendar::remind::CalendarReminders;
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use crate::{AccountId, CalendarId, Error, Result, columns};

/// Which way changes travel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// From the source to here.
    #[default]
    Read,
    /// From here to the source.
    Write,
    /// Both ways.
    Both,
}

impl Direction {
    /// The word in the database and in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Both => "both",
        }
    }

    fn parse(text: &str) -> Result<Self> {
        [Self::Read, Self::Write, Self::Both]
            .into_iter()
            .find(|direction| direction.as_str() == text)
            .ok_or_else(|| Error::Unreadable { what: "direction", value: text.to_owned() })
    }
}

/// A row of `calendars`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// Made by the caller.
    pub id: CalendarId,
    /// Whose it is.
    pub account_id: AccountId,
    /// The source's own name for it; empty for feeds and local calendars.
    pub remote_id: String,
    /// What the user sees.
    pub name: String,
    /// The colour the user sees, by its name in the palette.
    pub hue: String,
    /// The colour the source gave, as written; empty where it gave none.
    pub color_original: String,
    /// Drawn on the grid.
    pub visible: bool,
    /// Synced at all.
    pub selected: bool,
    /// Left out of lists.
    pub hidden: bool,
    /// Not to be edited here.
    pub read_only: bool,
    /// Which way it syncs.
    pub direction: Direction,
    /// IANA name; empty where the source does not say.
    pub zone: String,
    /// Order in lists.
    pub position: i64,
    /// When it was added; whole seconds.
    pub created_at: Option<Timestamp>,
    /// What the owner of the account may do, in the source's own word; empty where it has none.
    pub role: String,
    /// The account's own calendar.
    pub is_primary: bool,
    /// How its events remind unless they say otherwise.
    pub default_alarms: Vec<DefaultAlarm>,
    /// The user chose the colour here: the source's does not take its place.
    pub hue_chosen: bool,
    /// The user chose the name here: the source's does not take its place.
    pub name_chosen: bool,
    /// The source does not list it any more.
    pub gone: bool,
    /// How its events remind by the user's choice; the default for what the source says.
    pub reminders: CalendarReminders,
}

/// A reminder that a calendar gives its events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DefaultAlarm {
    /// The source's own word: `popup` or `email`.
    pub method: String,
    /// How long before the start.
    pub minutes: i64,
}

impl DefaultAlarm {
    /// Whether it is ours to show: mails are the source's.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        self.method != "email" && self.minutes >= 0
    }
}

impl Calendar {
    /// A calendar as most begin: drawn, synced, listed, only to be read.
    #[must_use]
    pub fn new(id: CalendarId, account_id: AccountId, name: String) -> Self {
        Self {
            id,
            account_id,
            remote_id: String::new(),
            name,
            hue: String::new(),
            color_original: String::new(),
            visible: true,
            selected: true,
            hidden: false,
            read_only: true,
            direction: Direction::Read,
            zone: String::new(),
            position: 0,
            created_at: None,
            role: String::new(),
            is_primary: false,
            default_alarms: Vec::new(),
            hue_chosen: false,
            name_chosen: false,
            gone: false,
            reminders: CalendarReminders::default(),
        }
    }
}

struct Row {
    id: CalendarId,
    account_id: AccountId,
    remote_id: String,
    name: String,
    hue: String,
    color_original: String,
    visible: bool,
    selected: bool,
    hidden: bool,
    read_only: bool,
    direction: String,
    zone: String,
    position: i64,
    created_at: i64,
    role: String,
    is_primary: bool,
    default_alarms: String,
    hue_chosen: bool,
    name_chosen: bool,
    gone: bool,
    reminders: String,
}

impl Row {
    fn read(self) -> Result<Calendar> {
        Ok(Calendar {
            id: self.id,
            account_id: self.account_id,
            remote_id: self.remote_id,
            name: self.name,
            hue: self.hue,
            color_original: self.color_original,
            visible: self.visible,
            selected: self.selected,
            hidden: self.hidden,
            read_only: self.read_only,
            direction: Direction::parse(&self.direction)?,
            zone: self.zone,
            position: self.position,
            created_at: columns::to_timestamp(self.created_at),
            role: self.role,
            is_primary: self.is_primary,
            default_alarms: columns::from_json(&self.default_alarms, "default reminders")?,
            hue_chosen: self.hue_chosen,
            name_chosen: self.name_chosen,
            gone: self.gone,
            reminders: read_reminders(&self.reminders)?,
        })
    }
}

/// Empty for no choice.
fn write_reminders(reminders: &CalendarReminders) -> Result<String> {
    if *reminders == CalendarReminders::default() {
        return Ok(String::new());
    }
    columns::to_json(reminders)
}

/// Reads back what [`write_reminders`] wrote.
pub(crate) fn read_reminders(text: &str) -> Result<CalendarReminders> {
    if text.is_empty() {
        return Ok(CalendarReminders::default());
    }
    columns::from_json(text, "reminders")
}

/// All calendars, by account and the user's order.
///
/// # Errors
/// When SQLite fails.
pub async fn list(conn: &mut SqliteConnection) -> Result<Vec<Calendar>> {
    sqlx::query_as!(
        Row,
        r#"SELECT c.id AS "id: CalendarId", c.account_id AS "account_id: AccountId", c.remote_id,
                  c.name, c.hue, c.color_original, c.visible AS "visible: bool",
                  c.selected AS "selected: bool", c.hidden AS "hidden: bool",
                  c.read_only AS "read_only: bool", c.direction, c.zone, c.position, c.created_at,
                  c.role, c.is_primary AS "is_primary: bool", c.default_alarms,
                  c.hue_chosen AS "hue_chosen: bool", c.name_chosen AS "name_chosen: bool",
                  c.gone AS "gone: bool", c.reminders
           FROM calendars c JOIN accounts a ON a.id = c.account_id
           ORDER BY a.position, a.created_at, a.id, c.position, c.created_at, c.id"#
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(Row::read)
    .collect()
}

/// One calendar.
///
/// # Errors
/// [`Error::CalendarNotFound`].
pub async fn get(conn: &mut SqliteConnection, id: CalendarId) -> Result<Calendar> {
    sqlx::query_as!(
        Row,
        r#"SELECT id AS "id: CalendarId", account_id AS "account_id: AccountId", remote_id, name,
                  hue, color_original, visible AS "visible: bool", selected AS "selected: bool",
                  hidden AS "hidden: bool", read_only AS "read_only: bool", direction, zone,
                  position, created_at, role, is_primary AS "is_primary: bool", default_alarms,
                  hue_chosen AS "hue_chosen: bool", name_chosen AS "name_chosen: bool",
                  gone AS "gone: bool", reminders
           FROM calendars WHERE id = ?1"#,
        id
    )
    .fetch_optional(conn)
    .await?
    .ok_or(Error::CalendarNotFound(id))?
    .read()
}

/// Adds a calendar.
///
/// # Errors
/// When SQLite fails, as for an id that is taken or an account that does not exist.
pub async fn insert(conn: &mut SqliteConnection, calendar: &Calendar) -> Result<()> {
    let created_at = columns::from_timestamp(calendar.created_at);
    sqlx::query!(
        "INSERT INTO calendars (id, account_id, created_at) VALUES (?1, ?2, ?3)",
        calendar.id,
        calendar.account_id,
        created_at
    )
    .execute(&mut *conn)
    .await?;
    update(conn, calendar).await
}

/// Writes every column of a calendar but its id, its account and when it was added.
///
/// # Errors
/// [`Error::CalendarNotFound`].
pub async fn update(conn: &mut SqliteConnection, calendar: &Calendar) -> Result<()> {
    let direction = calendar.direction.as_str();
    let default_alarms = columns::to_json(&calendar.default_alarms)?;
    let reminders = write_reminders(&calendar.reminders)?;
    let done = sqlx::query!(
        "UPDATE calendars SET remote_id = ?2, name = ?3, hue = ?4, color_original = ?5,
                visible = ?6, selected = ?7, hidden = ?8, read_only = ?9, direction = ?10,
                zone = ?11, position = ?12, role = ?13, is_primary = ?14, default_alarms = ?15,
                hue_chosen = ?16, name_chosen = ?17, gone = ?18, reminders = ?19
         WHERE id = ?1",
        calendar.id,
        calendar.remote_id,
        calendar.name,
        calendar.hue,
        calendar.color_original,
        calendar.visible,
        calendar.selected,
        calendar.hidden,
        calendar.read_only,
        direction,
        calendar.zone,
        calendar.position,
        calendar.role,
        calendar.is_primary,
        default_alarms,
        calendar.hue_chosen,
        calendar.name_chosen,
        calendar.gone,
        reminders
    )
    .execute(conn)
    .await?;
    if done.rows_affected() == 0 { Err(Error::CalendarNotFound(calendar.id)) } else { Ok(()) }
}

/// Removes a calendar with its events and state; its log lines stay. Whether it was there.
///
/// # Errors
/// When SQLite fails.
pub async fn delete(conn: &mut SqliteConnection, id: CalendarId) -> Result<bool> {
    let done = sqlx::query!("DELETE FROM calendars WHERE id = ?1", id).execute(conn).await?;
    Ok(done.rows_affected() > 0)
}

//! The moment and the zone an agent works in.

use jiff::{civil::Weekday, tz::TimeZone};
use kalends_calendar::{Zone, free::WorkingHours};

use super::time;
use crate::{AgentContext, AgentHours, AgentSession, Error, Transition, agents::Sights};

impl AgentSession {
    /// Now, the user's zone and when its clocks change next, the working hours, and the agent's
    /// caps.
    pub async fn get_context(&self) -> Result<AgentContext, Error> {
        self.answered(self.context()).await
    }

    async fn context(&self) -> Result<(AgentContext, Sights), Error> {
        let (read, admitted) = self.read().await?;
        drop(read);
        let hours = self.engine.free_time_settings().await?.hours;
        let (now, zone) = (self.engine.now(), &self.engine.zone());
        let here = now.to_zoned(zone.clone());
        let context = AgentContext {
            agent: admitted.agent.name,
            now: time::instant(now, zone),
            now_utc: now,
            weekday: weekday(here.weekday()).into(),
            time_zone: Zone::from(zone.clone()).id(),
            next_transition: next_transition(zone, now),
            working_hours: list_hours(&hours),
            max_pending: admitted.agent.max_pending,
            max_per_hour: admitted.agent.max_per_hour,
        };
        Ok((context, admitted.sights))
    }
}

/// The next time at which the offset changes.
fn next_transition(zone: &TimeZone, now: jiff::Timestamp) -> Option<Transition> {
    let mut before = zone.to_offset(now);
    zone.following(now).take(8).find_map(|next| {
        let after = next.offset();
        let found = (after != before).then(|| Transition {
            at: time::instant(next.timestamp(), zone),
            before: offset(before),
            after: offset(after),
        });
        before = after;
        found
    })
}

fn offset(offset: jiff::tz::Offset) -> String {
    let minutes = offset.seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

fn list_hours(hours: &WorkingHours) -> Vec<AgentHours> {
    let days = Weekday::Monday.cycle_forward().take(7);
    let of_day = |day: Weekday| {
        let hours = hours.on(day).iter();
        hours.map(move |one| AgentHours {
            weekday: weekday(day).into(),
            from: one.from.strftime("%H:%M").to_string(),
            to: one.to.strftime("%H:%M").to_string(),
        })
    };
    days.flat_map(of_day).collect()
}

const fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "monday",
        Weekday::Tuesday => "tuesday",
        Weekday::Wednesday => "wednesday",
        Weekday::Thursday => "thursday",
        Weekday::Friday => "friday",
        Weekday::Saturday => "saturday",
        Weekday::Sunday => "sunday",
    }
}

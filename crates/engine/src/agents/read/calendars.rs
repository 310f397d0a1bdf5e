//! The calendars that an agent may know of.

use crate::{
    AgentCalendar, AgentSession, CalendarView, Error, FeedState, Sight, Untrusted,
    agents::session::veiled,
};

/// Longer names of calendars are cut.
pub(super) const LONGEST_NAME: usize = 200;

impl AgentSession {
    /// The calendars that the agent may know of, in the order of the sidebar. Of those whose busy
    /// times alone it sees, names are left out.
    pub async fn list_calendars(&self) -> Result<Vec<AgentCalendar>, Error> {
        let (read, admitted) = self.read().await?;
        drop(read);
        let views = self.engine.list_calendars().await.map_err(veiled)?;
        let chosen = self.engine.get_settings().await?.default_calendar;
        let known: Vec<(CalendarView, Sight)> = views
            .into_iter()
            .map(|view| (admitted.sights.of(view.id), view))
            .filter(|(sight, _)| *sight > Sight::Hidden)
            .map(|(sight, view)| (view, sight))
            .collect();
        // Of those it knows: that another one takes new events is nothing it may know.
        let open = || known.iter().map(|(view, _)| view).filter(|view| !view.read_only);
        let default = open().find(|view| chosen == Some(view.id)).or_else(|| open().next());
        let default = default.map(|view| view.id);
        let of = |(view, sight): &(CalendarView, Sight)| {
            calendar(view, *sight, default == Some(view.id))
        };
        Ok(known.iter().map(of).collect())
    }
}

/// Whether the data of a source that stands so is older than it should be.
const fn is_stale(state: FeedState) -> bool {
    match state {
        FeedState::Ok | FeedState::Syncing => false,
        FeedState::Never | FeedState::Failing | FeedState::Paused => true,
    }
}

fn calendar(view: &CalendarView, sight: Sight, default: bool) -> AgentCalendar {
    let named = sight >= Sight::Titles;
    let state = view.mirror.as_ref().map(|mirror| (mirror.state, mirror.last_good));
    let state = state.or_else(|| view.feed.as_ref().map(|feed| (feed.state, feed.last_good)));
    AgentCalendar {
        calendar_id: view.id,
        sight,
        name: named.then(|| Untrusted::new(&view.name, LONGEST_NAME)),
        writable: !view.read_only,
        default,
        time_zone: Some(view.zone.clone()).filter(|zone| named && !zone.is_empty()),
        as_of: state.and_then(|(_, last_good)| last_good),
        stale: state.is_some_and(|(state, last_good)| is_stale(state) || last_good.is_none()),
    }
}

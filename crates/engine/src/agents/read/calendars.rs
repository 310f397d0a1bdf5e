//! The calendars that an agent may know of.

use crate::{
    AgentCalendar, AgentSession, CalendarView, Error, FeedState, Sight, Untrusted, agents::Sights,
};

/// Longer names of calendars are cut.
pub(super) const LONGEST_NAME: usize = 200;

impl AgentSession {
    /// The calendars that the agent may know of, in the order of the sidebar. Of those whose busy
    /// times alone it sees, names are left out.
    pub async fn list_calendars(&self) -> Result<Vec<AgentCalendar>, Error> {
        self.answered(self.known_calendars()).await
    }

    async fn known_calendars(&self) -> Result<(Vec<AgentCalendar>, Sights), Error> {
        let (mut read, admitted) = self.read().await?;
        let sights = admitted.sights;
        // Of those it knows: that another one takes new events is nothing it may know.
        let is_known = |id| sights.of(id) > Sight::Hidden;
        let default = self.engine.place_by_default(&mut read, is_known).await?;
        let default = default.map(|place| place.calendar.id);
        drop(read);
        let writable = self.engine.editable_calendars().await?;
        let views = self.engine.list_calendars().await?.into_iter();
        let of = |view: CalendarView| {
            let writable = writable.contains(&view.id);
            calendar(&view, sights.of(view.id), writable, default == Some(view.id))
        };
        let told = views.filter(|view| is_known(view.id)).map(of).collect();
        Ok((told, sights))
    }
}

/// Whether the data of a source that stands so is older than it should be.
const fn is_stale(state: FeedState) -> bool {
    match state {
        FeedState::Ok | FeedState::Syncing => false,
        FeedState::Never | FeedState::Failing | FeedState::Paused => true,
    }
}

fn calendar(view: &CalendarView, sight: Sight, writable: bool, default: bool) -> AgentCalendar {
    let named = sight >= Sight::Titles;
    let state = view.mirror.as_ref().map(|mirror| (mirror.state, mirror.last_good));
    let state = state.or_else(|| view.feed.as_ref().map(|feed| (feed.state, feed.last_good)));
    AgentCalendar {
        calendar_id: view.id,
        sight,
        name: named.then(|| Untrusted::new(&view.name, LONGEST_NAME)),
        writable,
        default,
        time_zone: Some(view.zone.clone()).filter(|zone| named && !zone.is_empty()),
        as_of: state.and_then(|(_, last_good)| last_good),
        stale: state.is_some_and(|(state, last_good)| is_stale(state) || last_good.is_none()),
    }
}

//! Edits: what the user wants is written here first and sent later.

use kalends_calendar::Participation;

use crate::{
    Consequences, EditScope, Editable, Edited, Engine, Error, EventChange, Notify, Target,
};

impl Engine {
    /// The occurrence as an editor fills its form.
    pub async fn get_editable(&self, _target: Target) -> Result<Editable, Error> {
        Err(Error::Invalid("editing is not there yet".into()))
    }

    /// What would come of an edit: which scopes to choose from, who could be mailed. `None` as
    /// change is a deletion; `None` as target a new event.
    pub async fn preview_edit(
        &self,
        _target: Option<Target>,
        _change: Option<&EventChange>,
        _scope: EditScope,
    ) -> Result<Consequences, Error> {
        Err(Error::Invalid("editing is not there yet".into()))
    }

    /// Makes an event. Needs a time; without a calendar the default one takes it.
    pub async fn create_event(
        &self,
        _change: EventChange,
        _notify: Notify,
    ) -> Result<Edited, Error> {
        Err(Error::Invalid("editing is not there yet".into()))
    }

    /// Changes an event, an occurrence, or a series from there on or as a whole.
    pub async fn edit_event(
        &self,
        _target: Target,
        _change: EventChange,
        _scope: EditScope,
        _notify: Notify,
    ) -> Result<Edited, Error> {
        Err(Error::Invalid("editing is not there yet".into()))
    }

    /// Deletes an event, an occurrence, or a series from there on or as a whole.
    pub async fn delete_event(
        &self,
        _target: Target,
        _scope: EditScope,
        _notify: Notify,
    ) -> Result<Edited, Error> {
        Err(Error::Invalid("editing is not there yet".into()))
    }

    /// Answers an invitation.
    pub async fn respond(
        &self,
        _target: Target,
        _response: Participation,
        _comment: Option<&str>,
        _scope: EditScope,
        _notify: Notify,
    ) -> Result<Edited, Error> {
        Err(Error::Invalid("editing is not there yet".into()))
    }

    /// Takes one of the last 50 edits of this process back. What was not sent never will be; what
    /// was is undone at the server, mailing nobody.
    pub async fn undo(&self, _undo: u64) -> Result<(), Error> {
        Err(Error::Invalid("editing is not there yet".into()))
    }
}

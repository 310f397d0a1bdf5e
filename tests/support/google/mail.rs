//! Who would have been mailed.

use super::{
    Google, extras,
    message::{Object, Request},
    refusal::Refusal,
};

/// What would have been mailed for one write that concerns others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// `PATCH`.
    pub method: String,
    /// The calendar that was written to.
    pub calendar: String,
    /// The event.
    pub event: String,
    /// As the request had it; empty for a request without it.
    pub send_updates: String,
    /// Who got mail, sorted.
    pub recipients: Vec<String>,
}

/// Fields of which nobody is told.
const SILENT: [&str; 8] = [
    "colorId",
    "eventLabelId",
    "extendedProperties",
    "reminders",
    "sequence",
    "transparency",
    "visibility",
    "hangoutLink",
];

impl Google {
    /// Writes down who is mailed for a write: nobody by default (`sendUpdates`).
    pub(super) fn mail(
        &mut self,
        request: &Request,
        calendar: &str,
        event: &str,
        old: Option<&Object>,
        new: Option<&Object>,
    ) {
        if let (Some(old), Some(new)) = (old, new) {
            let changed = super::body::changed(old, new);
            if changed.iter().all(|name| SILENT.contains(&name.as_str())) {
                return;
            }
        }
        let concerned = extras::concerned(old, new, calendar);
        if concerned.is_empty() {
            return;
        }
        let send = request.get("sendUpdates").unwrap_or_default();
        let recipients = match send {
            "all" => concerned,
            // Whoever has a calendar here sees the change there.
            "externalOnly" => {
                concerned.into_iter().filter(|one| !self.users.contains_key(one)).collect()
            }
            _ => Vec::new(),
        };
        self.mails.push(Mail {
            method: request.method.clone(),
            calendar: calendar.to_owned(),
            event: event.to_owned(),
            send_updates: send.to_owned(),
            recipients,
        });
    }

    /// Refuses what `sendUpdates` cannot be.
    pub(super) fn check_send_updates(&self, request: &Request) -> Result<(), Refusal> {
        match request.get("sendUpdates") {
            None | Some("all" | "externalOnly" | "none") => Ok(()),
            Some(other) => {
                let message = format!("Invalid value for: sendUpdates: {other}");
                Err(Refusal::new(400, "invalidParameter", &message))
            }
        }
    }
}

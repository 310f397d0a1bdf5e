//! Whether a number that an earlier process was given still means the same note.
//!
//! Services count from one each time they start, so that after a restart of the service, or of the
//! machine, a remembered number is somebody else's note. Which service the last note went to is
//! therefore written down where it does not outlive the session.

use std::path::PathBuf;

/// The file that remembers; none where the session has no folder of its own.
#[derive(Clone, Debug)]
pub(super) struct Marker(Option<PathBuf>);

impl Marker {
    pub(super) fn of_session() -> Self {
        Self(dirs::runtime_dir().map(|folder| folder.join("kalends-notes")))
    }

    #[cfg(test)]
    pub(super) const fn at(path: PathBuf) -> Self {
        Self(Some(path))
    }

    /// Whether the last note went to this service.
    pub(super) fn is(&self, bus: &str, owner: &str) -> bool {
        let written = self.0.as_ref().and_then(|path| std::fs::read_to_string(path).ok());
        written.is_some_and(|text| text == line(bus, owner))
    }

    /// Notes go to this service now. Without it numbers are not trusted later, which is no harm.
    pub(super) fn put(&self, bus: &str, owner: &str) {
        if let Some(path) = self.0.as_ref().filter(|_| !self.is(bus, owner))
            && let Err(error) = std::fs::write(path, line(bus, owner))
        {
            tracing::debug!(%error, "could not remember the notification service");
        }
    }
}

/// The bus's own id, new with every session, and the service's name on it, never given twice.
fn line(bus: &str, owner: &str) -> String {
    format!("{bus} {owner}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_trusted_on_the_same_bus_from_the_same_service() {
        let folder = tempfile::tempdir().unwrap();
        let marker = Marker::at(folder.path().join("kalends-notes"));
        assert!(!marker.is("bus", ":1.7"));
        marker.put("bus", ":1.7");
        assert!(marker.is("bus", ":1.7"));
        assert!(!marker.is("bus", ":1.8"), "the service was restarted");
        assert!(!marker.is("another", ":1.7"), "the session was");
        marker.put("bus", ":1.8");
        assert!(!marker.is("bus", ":1.7") && marker.is("bus", ":1.8"));
    }

    #[test]
    fn a_session_without_a_folder_trusts_no_number() {
        let marker = Marker(None);
        marker.put("bus", ":1.7");
        assert!(!marker.is("bus", ":1.7"));
    }
}

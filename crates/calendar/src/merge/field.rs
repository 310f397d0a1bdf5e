//! The fields of an event that a person can change.

/// What is changed, merged and chosen as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Its name.
    Title,
    /// Start and end together, whole days or not, and the zone.
    Time,
    /// How it repeats.
    Recurrence,
    /// Where.
    Location,
    /// Notes.
    Notes,
    /// Who is invited, and who of them need not come. Answers are not in it.
    Guests,
    /// What guests may do.
    GuestRights,
    /// The meeting on the net.
    Conference,
    /// Reminders, or the calendar's own.
    Reminders,
    /// Colour.
    Color,
    /// Whether it takes up time.
    Busy,
    /// Who may see it.
    Visibility,
    /// Confirmed, tentative, cancelled.
    Status,
    /// The owner's own answer with its words.
    Response,
    /// Files.
    Attachments,
}

impl Field {
    /// Every field, in the order in which people are shown them.
    pub const ALL: [Self; 15] = [
        Self::Title,
        Self::Time,
        Self::Recurrence,
        Self::Location,
        Self::Notes,
        Self::Guests,
        Self::GuestRights,
        Self::Conference,
        Self::Reminders,
        Self::Color,
        Self::Busy,
        Self::Visibility,
        Self::Status,
        Self::Response,
        Self::Attachments,
    ];

    /// The word for it in commands and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Time => "time",
            Self::Recurrence => "recurrence",
            Self::Location => "location",
            Self::Notes => "notes",
            Self::Guests => "guests",
            Self::GuestRights => "guest_rights",
            Self::Conference => "conference",
            Self::Reminders => "reminders",
            Self::Color => "color",
            Self::Busy => "busy",
            Self::Visibility => "visibility",
            Self::Status => "status",
            Self::Response => "response",
            Self::Attachments => "attachments",
        }
    }

    /// The field of this [`Field::name`]; none for any other word.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::Field;

    #[test]
    fn names_lead_back_to_their_fields() {
        for field in Field::ALL {
            assert_eq!(Field::named(field.name()), Some(field));
        }
        assert_eq!(Field::named("etag"), None);
    }
}

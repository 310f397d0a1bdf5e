//! How the columns that are drawn are read, from any row that carries them by these names.

/// Moves the drawn columns out of a row into a [`Drawn`](super::Drawn); leaves the function with an
/// error where one of them means nothing to this version.
macro_rules! drawn {
    ($row:ident) => {
        $crate::occurrences::Drawn {
            id: $row.id,
            calendar_id: $row.calendar_id,
            uid: $row.uid,
            title: $row.title,
            location: $row.location,
            join_url: $crate::columns::to_option($row.join_url),
            color: $crate::columns::to_option($row.color),
            status: $crate::columns::from_number(&$crate::events::STATUSES, $row.status, "status")?,
            transparency: $crate::columns::from_number(
                &$crate::events::TRANSPARENCIES,
                $row.transparency,
                "transparency",
            )?,
            visibility: $crate::columns::from_number(
                &$crate::events::VISIBILITIES,
                $row.visibility,
                "visibility",
            )?,
            my_response: $crate::columns::from_number(
                &$crate::events::PARTICIPATIONS,
                $row.my_response,
                "response",
            )?,
            flags: $crate::events::read_flags(&$row.flags)?,
            unsent: $crate::columns::from_number(
                &$crate::events::UNSENT,
                $row.unsent,
                "unsent mark",
            )?,
            lock: $crate::columns::from_number(&$crate::events::LOCKS, $row.lock, "lock")?,
        }
    };
}

pub(super) use drawn;

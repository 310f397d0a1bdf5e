//! Why the notification service could not be asked, in words for the user.

use kalends_engine::NotifyError;

/// What a failed call means for the one who made it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// There is no session bus, or it cannot be entered.
    NoBus,
    /// The bus went away under us.
    Lost,
    /// Nothing on the bus shows notifications.
    NoService,
    /// Something does, and does not answer.
    Silent,
    /// It answered with a refusal.
    Refused,
}

pub(super) fn of(error: &zbus::Error) -> Trouble {
    if let zbus::Error::InputOutput(io) = error {
        let silent = io.kind() == std::io::ErrorKind::TimedOut;
        return if silent { Trouble::Silent } else { Trouble::Lost };
    }
    let zbus::Error::MethodError(name, _, _) = error else { return Trouble::Refused };
    match name.strip_prefix("org.freedesktop.DBus.Error.").unwrap_or_default() {
        "ServiceUnknown" | "NameHasNoOwner" => Trouble::NoService,
        "NoReply" | "Timeout" | "TimedOut" => Trouble::Silent,
        "Disconnected" => Trouble::Lost,
        other if other.starts_with("Spawn.") => Trouble::NoService,
        _ => Trouble::Refused,
    }
}

/// The failure as the user meets it.
pub(super) fn told(trouble: Trouble, error: &zbus::Error) -> NotifyError {
    let (message, remedy) = match trouble {
        Trouble::NoBus | Trouble::Lost => (
            "Notifications cannot be shown: there is no session bus to reach the desktop by."
                .to_owned(),
            "Start Kalends from within a desktop session, or set DBUS_SESSION_BUS_ADDRESS.",
        ),
        Trouble::NoService => (
            "Notifications cannot be shown: no notification service answers on this desktop."
                .to_owned(),
            "Start the desktop's notification service, or install one such as dunst, mako or \
             xfce4-notifyd.",
        ),
        Trouble::Silent => (
            "Notifications cannot be shown: the notification service does not answer.".to_owned(),
            "Restart the desktop's notification service, or log out and in again.",
        ),
        Trouble::Refused => (
            format!("The notification service refused: {error}."),
            "Look into the desktop's notification settings, or restart its notification service.",
        ),
    };
    NotifyError { message, remedy: remedy.to_owned(), is_silent: trouble == Trouble::Silent }
}

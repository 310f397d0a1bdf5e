//! Whether the desktop shows tray icons: some program owns the watcher's name on the session's bus.

use futures_util::StreamExt as _;
use tokio::sync::watch;
use zbus::{Connection, fdo::DBusProxy, names::BusName};

/// KDE's name, which everybody uses.
const WATCHER: &str = "org.kde.StatusNotifierWatcher";

/// Tells whether there is a watcher, now and whenever one comes or goes, for as long as `there` is
/// listened to. Without a session bus there is none.
pub(crate) async fn follow(there: watch::Sender<Option<bool>>) {
    if let Err(error) = listen(&there).await {
        tracing::info!(%error, "no tray is known of");
    }
    there.send_replace(Some(false));
}

async fn listen(there: &watch::Sender<Option<bool>>) -> zbus::Result<()> {
    let bus = Connection::session().await?;
    let names = DBusProxy::new(&bus).await?;
    let mut changes = names.receive_name_owner_changed_with_args(&[(0, WATCHER)]).await?;
    let watcher = BusName::try_from(WATCHER)?;
    there.send_replace(Some(names.name_has_owner(watcher).await?));
    while let Some(change) = changes.next().await {
        there.send_replace(Some(change.args()?.new_owner().is_some()));
    }
    Ok(())
}

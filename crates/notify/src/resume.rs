//! The signal that the machine woke from sleep, where the platform gives one.

/// Watches for the machine waking up, for as long as it lives.
///
/// On Linux logind says so on the system bus. Without one, and on other platforms, nothing is
/// heard: whoever waits for wall-clock time notices by itself, up to 30 s later.
#[derive(Debug)]
pub struct ResumeSignal {
    watching: tokio::task::JoinHandle<()>,
}

impl Drop for ResumeSignal {
    fn drop(&mut self) {
        self.watching.abort();
    }
}

impl ResumeSignal {
    /// Calls `woken` after each sleep. Must be called within a Tokio runtime.
    pub fn watch(woken: impl Fn() + Send + 'static) -> Self {
        Self { watching: tokio::spawn(watch(None, woken)) }
    }

    /// The same on the bus at this address.
    pub fn watch_on_bus(address: impl Into<String>, woken: impl Fn() + Send + 'static) -> Self {
        Self { watching: tokio::spawn(watch(Some(address.into()), woken)) }
    }
}

#[cfg(not(any(target_os = "macos", target_os = "windows")))]
async fn watch(address: Option<String>, woken: impl Fn() + Send + 'static) {
    if let Err(error) = logind::listen(address, woken).await {
        tracing::debug!(%error, "no system bus tells when the machine wakes up");
    }
}

#[cfg(any(target_os = "macos", target_os = "windows"))]
async fn watch(_address: Option<String>, _woken: impl Fn() + Send + 'static) {}

#[cfg(not(any(target_os = "macos", target_os = "windows")))]
mod logind {
    use futures_util::StreamExt as _;
    use zbus::{MatchRule, MessageStream, message::Type};

    /// `PrepareForSleep` comes with true before and with false after each sleep. Whom the bus lets
    /// through is checked by the bus: the rule names logind.
    pub(super) async fn listen(
        address: Option<String>,
        woken: impl Fn() + Send,
    ) -> zbus::Result<()> {
        let builder = match &address {
            Some(address) => zbus::connection::Builder::address(address.as_str())?,
            None => zbus::connection::Builder::system()?,
        };
        let connection = builder.build().await?;
        let rule = MatchRule::builder()
            .msg_type(Type::Signal)
            .sender("org.freedesktop.login1")?
            .path("/org/freedesktop/login1")?
            .interface("org.freedesktop.login1.Manager")?
            .member("PrepareForSleep")?
            .build();
        let mut signals = MessageStream::for_match_rule(rule, &connection, None).await?;
        while let Some(signal) = signals.next().await {
            if signal?.body().deserialize::<bool>()? {
                continue;
            }
            woken();
        }
        Ok(())
    }
}

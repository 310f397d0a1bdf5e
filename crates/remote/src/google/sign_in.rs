//! Signing in by the system's browser and a redirect to this computer (RFC 8252 §7.3, RFC 7636).

mod error;
mod head;
mod identity;
mod listener;
mod page;

use std::future::Future;
use std::net::{Ipv4Addr, TcpListener};
use std::time::Duration;

use secrecy::SecretString;
use url::Url;

use super::client_id::GoogleClientId;
use super::oauth;
use super::pace::Pace;
use super::places::Places;
use super::scopes::Scopes;
use super::tokens::Tokens;
use super::transport::Transport;

pub use error::SignInError;

/// How long the browser may take.
const DEADLINE: Duration = Duration::from_secs(5 * 60);

/// A sign-in that waits for the browser. Dropping it gives its port back.
pub struct SignIn {
    places: Places,
    client: GoogleClientId,
    wanted: Scopes,
    listener: TcpListener,
    redirect: Url,
    url: Url,
    state: SecretString,
    verifier: SecretString,
}

impl SignIn {
    /// Opens a port on 127.0.0.1 and makes up state and verifier. `hint` is the mail address to
    /// suggest, for an account that is known.
    pub fn begin(
        places: &Places,
        client: &GoogleClientId,
        scopes: &Scopes,
        hint: Option<&str>,
    ) -> Result<Self, SignInError> {
        let listen = |error: std::io::Error| SignInError::Listen(error.kind());
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(listen)?;
        listener.set_nonblocking(true).map_err(listen)?;
        let port = listener.local_addr().map_err(listen)?.port();
        let redirect = Url::parse(&format!("http://127.0.0.1:{port}/"))
            .map_err(|_| SignInError::Listen(std::io::ErrorKind::AddrNotAvailable))?;
        let question = oauth::question(places, client, &redirect, scopes, hint);
        Ok(Self {
            places: places.clone(),
            client: client.clone(),
            wanted: scopes.clone(),
            listener,
            redirect,
            url: question.url,
            state: question.state,
            verifier: question.verifier,
        })
    }

    /// What to open in the browser.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Where the browser comes back to.
    pub fn redirect(&self) -> &Url {
        &self.redirect
    }

    /// Waits for the browser, at most five minutes, and exchanges its code.
    ///
    /// Only a GET of the redirect's path with the right state ends the wait; everything else is
    /// answered and forgotten. A wrong state never ends in success: the wait goes on, and when
    /// nothing better comes, the reason is [`SignInError::WrongState`]. The browser is answered
    /// after the exchange, with a page that says how it went. Ends early when `cancel` does; the
    /// port is free again when this returns or is dropped.
    pub async fn finish(
        self,
        transport: &dyn Transport,
        pace: &dyn Pace,
        cancel: impl Future<Output = ()> + Send,
    ) -> Result<Tokens, SignInError> {
        let Self { places, client, wanted, listener, redirect, url: _, state, verifier } = self;
        let work = async {
            let (code, browser) = listener::wait(listener, &state, pace).await?;
            let now = pace.now();
            let exchanged =
                oauth::exchange_code(transport, &places, &client, &redirect, &code, &verifier, now);
            let result = match Box::pin(exchanged).await {
                Ok(granted) => identity::complete(transport, &places, granted, wanted).await,
                Err(error) => Err(SignInError::of_exchange(error)),
            };
            browser.answer(&result, pace).await;
            result
        };
        tokio::select! {
            // A sign-in that is complete is not cancelled any more.
            biased;
            result = Box::pin(work) => result,
            () = cancel => Err(SignInError::Cancelled),
        }
    }
}

impl std::fmt::Debug for SignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignIn").field("redirect", &self.redirect.as_str()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;

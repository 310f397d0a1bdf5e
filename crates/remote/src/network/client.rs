//! The HTTP clients: one for plain HTTP, one for HTTPS, each made on first need.

use std::sync::OnceLock;
use std::time::Duration;

use reqwest::Client;
use url::Url;

use super::fault::{NetworkFault, TlsFault};

/// How the clients behave.
#[derive(Clone, Debug)]
pub(crate) struct ClientOptions {
    /// Sent with every request.
    pub(crate) user_agent: &'static str,
    /// Until a connection stands, name look-up and TLS included.
    pub(crate) connect: Duration,
    /// Plain HTTP goes to this computer only, and so through no proxy.
    pub(crate) plain_is_local: bool,
    /// Certificates (DER) trusted in addition to those of the operating system.
    pub(crate) extra_roots: Vec<Vec<u8>>,
}

/// How often an open HTTP/2 connection with a request under way is asked whether it lives, and how
/// long it may take to say so: one that died while the computer slept is not used for long.
const ALIVE: Duration = Duration::from_secs(10);

/// Clients that follow no redirects, unpack nothing and send no referrer.
#[derive(Debug)]
pub(crate) struct Clients {
    options: ClientOptions,
    plain: OnceLock<Client>,
    tls: OnceLock<Client>,
}

impl Clients {
    /// Opens nothing yet.
    pub(crate) fn new(options: ClientOptions) -> Self {
        Self { options, plain: OnceLock::new(), tls: OnceLock::new() }
    }

    /// The client for the scheme. Plain HTTP needs no certificates and reads none.
    pub(crate) fn get(&self, url: &Url) -> Result<&Client, NetworkFault> {
        let secure = url.scheme() == "https";
        let place: &OnceLock<Client> = if secure { &self.tls } else { &self.plain };
        if let Some(client) = place.get() {
            return Ok(client);
        }
        // Fails when a provider is there already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = Client::builder()
            .user_agent(self.options.user_agent)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .no_gzip()
            .no_brotli()
            .no_zstd()
            .http2_keep_alive_interval(ALIVE)
            .http2_keep_alive_timeout(ALIVE)
            .connect_timeout(self.options.connect);
        let no_roots = || NetworkFault::Tls(TlsFault::NoRoots);
        if secure {
            for der in &self.options.extra_roots {
                let root = reqwest::Certificate::from_der(der).map_err(|_| no_roots())?;
                builder = builder.tls_certs_merge([root]);
            }
        } else {
            builder = builder.tls_certs_only([]);
            if self.options.plain_is_local {
                builder = builder.no_proxy();
            }
        }
        let client = builder.build().map_err(|_| no_roots())?;
        Ok(place.get_or_init(|| client))
    }
}

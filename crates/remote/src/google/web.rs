//! The real transport: HTTPS, gzip, limits and timeouts.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::future::BoxFuture;
use reqwest::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH};

use super::places::is_safe;
use super::transport::{Request, Response, Transport, TransportError};
use crate::network::{
    Body, ClientOptions, Clients, NetworkFault, TimedOut, parse_codings, request_fault,
};

/// Google packs its answers for programs that offer gzip in both places.
const USER_AGENT: &str = concat!("Kalends/", env!("CARGO_PKG_VERSION"), " (gzip)");

/// How a [`WebTransport`] behaves; the default is what the product uses.
#[derive(Clone, Debug)]
pub struct WebOptions {
    /// The largest body accepted, in bytes after unpacking.
    pub unpacked_bytes: u64,
    /// Until a connection stands, name look-up and TLS included.
    pub connect: Duration,
    /// Without a byte, before the answer and between its parts.
    pub idle: Duration,
    /// From the request to the last byte.
    pub total: Duration,
    /// Certificates (DER) trusted in addition to those of the operating system.
    pub extra_roots: Vec<Vec<u8>>,
}

impl Default for WebOptions {
    fn default() -> Self {
        Self {
            unpacked_bytes: 64_000_000,
            connect: Duration::from_secs(10),
            idle: Duration::from_secs(30),
            total: Duration::from_secs(120),
            extra_roots: Vec::new(),
        }
    }
}

/// Speaks HTTP. Made once and shared: it keeps connections open.
#[derive(Debug)]
pub struct WebTransport {
    options: WebOptions,
    clients: Clients,
}

impl WebTransport {
    /// A transport; opens nothing yet.
    pub fn new(options: WebOptions) -> Self {
        let clients = Clients::new(ClientOptions {
            user_agent: USER_AGENT,
            connect: options.connect,
            plain_is_local: true,
            extra_roots: options.extra_roots.clone(),
        });
        Self { options, clients }
    }

    async fn exchange(&self, request: Request) -> Result<Response, TransportError> {
        if !is_safe(&request.url) {
            return Err(TransportError::Insecure);
        }
        let Request { method, url, headers, body } = request;
        let post = method == reqwest::Method::POST;
        let mut outgoing = self
            .clients
            .get(&url)?
            .request(method, url)
            .headers(headers)
            .header(ACCEPT_ENCODING, "gzip");
        if !body.is_empty() {
            outgoing = outgoing.body(body);
        } else if post {
            // Google answers 411 to a POST that does not say how long it is.
            outgoing = outgoing.header(CONTENT_LENGTH, "0");
        }
        let response =
            tokio::time::timeout(self.options.connect + self.options.idle, outgoing.send())
                .await
                .map_err(|_| NetworkFault::Timeout(TimedOut::Idle))?
                .map_err(|error| request_fault(&error))?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let body = self.receive(response).await?;
        Ok(Response { status, headers, body })
    }

    async fn receive(&self, response: reqwest::Response) -> Result<Bytes, TransportError> {
        let limit_bytes = self.options.unpacked_bytes;
        let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
        let codings = parse_codings(header(CONTENT_ENCODING).unwrap_or_default())?;
        let announced = header(CONTENT_LENGTH).and_then(|value| value.parse::<u64>().ok());
        let mut whole = BytesMut::new();
        if let Some(announced) = announced {
            if announced > limit_bytes {
                return Err(TransportError::TooLarge { limit_bytes });
            }
            whole.reserve(usize::try_from(announced).unwrap_or_default());
        }
        let mut body = Body::new(response, &codings);
        while let Some((bytes, _)) = tokio::time::timeout(self.options.idle, body.next())
            .await
            .map_err(|_| NetworkFault::Timeout(TimedOut::Idle))??
        {
            if whole.len() as u64 + bytes.len() as u64 > limit_bytes {
                return Err(TransportError::TooLarge { limit_bytes });
            }
            whole.extend_from_slice(&bytes);
        }
        Ok(whole.freeze())
    }
}

impl Default for WebTransport {
    fn default() -> Self {
        Self::new(WebOptions::default())
    }
}

impl Transport for WebTransport {
    fn send<'a>(&'a self, request: Request) -> BoxFuture<'a, Result<Response, TransportError>> {
        Box::pin(async move {
            tokio::time::timeout(self.options.total, self.exchange(request))
                .await
                .unwrap_or(Err(NetworkFault::Timeout(TimedOut::Total).into()))
        })
    }
}

#[cfg(test)]
mod tests;

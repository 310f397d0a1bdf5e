//! From the errors of the HTTP stack to ours. Theirs are dropped: they carry the address.

use std::error::Error;
use std::io::ErrorKind;
use std::net::UdpSocket;

use super::fault::{NetworkFault, TimedOut, TlsFault};

/// What went wrong before there was an answer.
pub(crate) fn request_fault(error: &reqwest::Error) -> NetworkFault {
    let causes = causes(error);
    if let Some(fault) = causes.iter().find_map(|cause| cause.downcast_ref::<rustls::Error>()) {
        return NetworkFault::Tls(tls_fault(fault));
    }
    if error.is_dns() {
        return if has_route() { NetworkFault::HostNotFound } else { NetworkFault::Offline };
    }
    if error.is_timeout() {
        let wait = if error.is_connect() { TimedOut::Connect } else { TimedOut::Idle };
        return NetworkFault::Timeout(wait);
    }
    let kinds: Vec<ErrorKind> = causes
        .iter()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .map(std::io::Error::kind)
        .collect();
    if kinds.contains(&ErrorKind::ConnectionRefused) {
        return NetworkFault::Refused;
    }
    if kinds.iter().any(|kind| {
        matches!(
            kind,
            ErrorKind::NetworkUnreachable
                | ErrorKind::HostUnreachable
                | ErrorKind::NetworkDown
                // No address of this computer's own to come from.
                | ErrorKind::AddrNotAvailable
        )
    }) {
        return if has_route() { NetworkFault::Unreachable } else { NetworkFault::Offline };
    }
    let broke = causes
        .iter()
        .filter_map(|cause| cause.downcast_ref::<hyper::Error>())
        .any(hyper::Error::is_incomplete_message);
    if broke || !kinds.is_empty() { NetworkFault::Disconnected } else { NetworkFault::Protocol }
}

/// What went wrong between the head of the answer and its end.
pub(super) fn body_fault(error: &reqwest::Error) -> NetworkFault {
    if error.is_timeout() {
        return NetworkFault::Timeout(TimedOut::Idle);
    }
    NetworkFault::Truncated
}

/// What went wrong while unpacking, which may be a fault of the connection below.
pub(super) fn unpack_fault(error: &std::io::Error) -> NetworkFault {
    if let Some(inner) = error.get_ref().and_then(|inner| inner.downcast_ref::<reqwest::Error>()) {
        return body_fault(inner);
    }
    if error.kind() == ErrorKind::UnexpectedEof {
        NetworkFault::Truncated
    } else {
        NetworkFault::BadEncoding
    }
}

/// True when this computer has a way out. Sends nothing: connecting a datagram socket only looks
/// the way up, here to addresses set aside for documentation (RFC 5737, RFC 3849).
pub fn has_route() -> bool {
    let leads_to =
        |from: &str, to: &str| UdpSocket::bind(from).and_then(|socket| socket.connect(to)).is_ok();
    leads_to("0.0.0.0:0", "192.0.2.1:9") || leads_to("[::]:0", "[2001:db8::1]:9")
}

/// The error and everything below it. An `io::Error` hides its payload from `source`.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> Vec<&'a (dyn Error + 'static)> {
    let mut causes = Vec::new();
    let mut next = Some(error);
    while let Some(cause) = next {
        causes.push(cause);
        next = match cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref) {
            Some(inner) => Some(inner as &(dyn Error + 'static)),
            None => cause.source(),
        };
    }
    causes
}

#[expect(clippy::wildcard_enum_match_arm, reason = "rustls' enums are open")]
fn tls_fault(error: &rustls::Error) -> TlsFault {
    use rustls::CertificateError as C;
    match error {
        rustls::Error::InvalidCertificate(fault) => match fault {
            C::Expired | C::ExpiredContext { .. } => TlsFault::Expired,
            C::NotValidYet | C::NotValidYetContext { .. } => TlsFault::NotYetValid,
            C::UnknownIssuer => TlsFault::UnknownIssuer,
            C::NotValidForName | C::NotValidForNameContext { .. } => TlsFault::WrongName,
            C::Revoked => TlsFault::Revoked,
            // How a self-made certificate is refused that calls itself an authority.
            C::Other(cause) if cause.to_string().contains("CaUsedAsEndEntity") => {
                TlsFault::UnknownIssuer
            }
            _ => TlsFault::Handshake,
        },
        rustls::Error::InvalidMessage(_) => TlsFault::NotTls,
        _ => TlsFault::Handshake,
    }
}

//! What can go wrong between this computer and a server, whatever is asked of it.

/// Why no whole answer came. No text in it contains an address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NetworkFault {
    /// This computer has no way out.
    #[error("this computer is offline")]
    Offline,
    /// The network is up, the name is not known.
    #[error("the server's name could not be found")]
    HostNotFound,
    /// Something answered that nobody listens there.
    #[error("the server refused the connection")]
    Refused,
    /// The network is up, but no way leads there.
    #[error("the server cannot be reached from this network")]
    Unreachable,
    /// It took too long.
    #[error("the server took too long ({0})")]
    Timeout(TimedOut),
    /// The connection broke before an answer came.
    #[error("the connection broke before the server answered")]
    Disconnected,
    /// No trusted, encrypted connection could be made.
    #[error("no secure connection: {0}")]
    Tls(TlsFault),
    /// The body ended before its end.
    #[error("the answer broke off before its end")]
    Truncated,
    /// The body is not packed the way its header says, or in a way nobody here unpacks.
    #[error("the answer could not be unpacked")]
    BadEncoding,
    /// The answer is not HTTP as we know it.
    #[error("the answer is not valid HTTP")]
    Protocol,
}

/// Which wait was too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimedOut {
    /// No connection.
    Connect,
    /// No byte.
    Idle,
    /// Not done.
    Total,
}

impl std::fmt::Display for TimedOut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Connect => "no connection",
            Self::Idle => "it stopped sending",
            Self::Total => "the whole answer",
        })
    }
}

/// What is wrong with the secure connection.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TlsFault {
    /// Past its last day.
    #[error("the server's certificate has expired")]
    Expired,
    /// Before its first day.
    #[error("the server's certificate is not valid yet")]
    NotYetValid,
    /// Signed by nobody this computer trusts.
    #[error("the server's certificate is not from an authority this computer trusts")]
    UnknownIssuer,
    /// Made out to another name.
    #[error("the server's certificate belongs to another name")]
    WrongName,
    /// Called back by its authority.
    #[error("the server's certificate was revoked")]
    Revoked,
    /// The other side does not speak TLS.
    #[error("the server does not speak TLS on this port")]
    NotTls,
    /// This computer has no certificates to check against.
    #[error("this computer has no root certificates")]
    NoRoots,
    /// Anything else.
    #[error("the handshake failed")]
    Handshake,
}

impl NetworkFault {
    /// A stable word for the fault, the same as for a link that fails this way.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Offline => "offline",
            Self::HostNotFound => "host_not_found",
            Self::Refused => "refused",
            Self::Unreachable => "unreachable",
            Self::Timeout(wait) => wait.kind(),
            Self::Disconnected => "disconnected",
            Self::Tls(fault) => fault.kind(),
            Self::Truncated => "truncated",
            Self::BadEncoding => "bad_encoding",
            Self::Protocol => "protocol",
        }
    }

    /// What the user can do, as one sentence.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Offline => "Nothing to do: it goes on as soon as the network is back.",
            Self::Tls(fault) => fault.remedy(),
            Self::HostNotFound
            | Self::Refused
            | Self::Unreachable
            | Self::Timeout(_)
            | Self::Disconnected
            | Self::Truncated
            | Self::BadEncoding
            | Self::Protocol => {
                "Nothing to do: it is tried again on its own. If it lasts, check the network, its \
                 firewall and its proxy."
            }
        }
    }
}

impl TimedOut {
    pub(crate) fn kind(self) -> &'static str {
        match self {
            Self::Connect => "timeout_connect",
            Self::Idle => "timeout_idle",
            Self::Total => "timeout_total",
        }
    }
}

impl TlsFault {
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Expired => "tls_expired",
            Self::NotYetValid => "tls_not_yet_valid",
            Self::UnknownIssuer => "tls_unknown_issuer",
            Self::WrongName => "tls_wrong_name",
            Self::Revoked => "tls_revoked",
            Self::NotTls => "tls_not_spoken",
            Self::NoRoots => "tls_no_roots",
            Self::Handshake => "tls_handshake",
        }
    }

    pub(crate) fn remedy(&self) -> &'static str {
        match self {
            Self::Expired | Self::NotYetValid => {
                "Check this computer's date; if it is right, whoever runs the server must renew \
                 the certificate."
            }
            Self::UnknownIssuer => {
                "If the server is your own, add its authority to this computer's certificates; on \
                 a guest network, log in to the network first."
            }
            Self::WrongName => "Check the link for the server's exact name.",
            Self::Revoked | Self::Handshake => "Ask whoever runs the server.",
            Self::NotTls => "Check the port in the link; the server may only offer http there.",
            Self::NoRoots => "Install root certificates (the package ca-certificates).",
        }
    }
}

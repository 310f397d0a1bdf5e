//! Why there is no body: one variant per state that somebody handles.

use std::time::Duration;

use jiff::Timestamp;

use crate::network::{NetworkFault, RetryAfter};

/// Why a source could not be read. Callers branch on the variant or on [`FetchError::kind`]; no
/// text in it, and no source of it, contains the address.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The way there or back failed.
    #[error(transparent)]
    Network(#[from] NetworkFault),
    /// 401.
    #[error("the server wants a name and a password (401)")]
    Unauthorized,
    /// 403.
    #[error("the server denies access to this calendar (403)")]
    Forbidden,
    /// 404.
    #[error("the server does not know this calendar (404)")]
    NotFound,
    /// 410.
    #[error("the calendar was removed for good (410)")]
    Gone,
    /// 429.
    #[error("the server was asked too often (429)")]
    TooManyRequests {
        /// When it may be asked again, if it said so.
        retry_after: Option<RetryAfter>,
    },
    /// 5xx.
    #[error("the server has a fault of its own ({status})")]
    ServerFault {
        /// The status code.
        status: u16,
        /// When it may be asked again, if it said so.
        retry_after: Option<RetryAfter>,
    },
    /// Any other status.
    #[error("the server answered with status {status}")]
    UnexpectedStatus {
        /// The status code.
        status: u16,
    },
    /// More redirects than allowed.
    #[error("the server redirects too many times")]
    TooManyRedirects,
    /// A redirect to where a redirect came from.
    #[error("the server redirects in a circle")]
    RedirectLoop,
    /// From https to http.
    #[error("the server redirects from a secure to an insecure address")]
    InsecureRedirect,
    /// Without a place to go, or to something that is no web address.
    #[error("the server redirects to nowhere")]
    BadRedirect,
    /// More bytes than allowed.
    #[error("the calendar is larger than {} MB", limit_bytes / 1_000_000)]
    TooLarge {
        /// The limit it passed, in bytes after unpacking.
        limit_bytes: u64,
    },
    /// A body that grows out of proportion when unpacked.
    #[error("the body unpacks to more than {ratio} times its size")]
    RatioBomb {
        /// The limit it passed.
        ratio: u64,
    },
    /// A web page, often one to log in.
    #[error("the answer is a web page{}, not a calendar", title.as_ref().map(|t| format!(" (“{t}”)")).unwrap_or_default())]
    Html {
        /// Its title, at most 60 characters of plain text.
        title: Option<String>,
    },
    /// No bytes at all.
    #[error("the answer is empty")]
    Empty,
    /// No such file.
    #[error("the file does not exist")]
    FileMissing,
    /// No right to read it.
    #[error("the file may not be read by this user")]
    FileDenied,
    /// A directory, a pipe, a device.
    #[error("the path does not lead to a regular file")]
    NotAFile,
    /// Reading the file failed.
    #[error("the file could not be read")]
    FileUnreadable(#[source] std::io::Error),
    /// The body could not be written to the spool directory: often a full disk.
    #[error("the answer could not be written to the disk")]
    Spool(#[source] std::io::Error),
}

impl FetchError {
    /// A stable word for the state: for the log, `--json` and the window's translations.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Network(fault) => fault.kind(),
            Self::Unauthorized => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::Gone => "gone",
            Self::TooManyRequests { .. } => "too_many_requests",
            Self::ServerFault { .. } => "server_fault",
            Self::UnexpectedStatus { .. } => "unexpected_status",
            Self::TooManyRedirects => "too_many_redirects",
            Self::RedirectLoop => "redirect_loop",
            Self::InsecureRedirect => "insecure_redirect",
            Self::BadRedirect => "bad_redirect",
            Self::TooLarge { .. } => "too_large",
            Self::RatioBomb { .. } => "ratio_bomb",
            Self::Html { .. } => "html",
            Self::Empty => "empty",
            Self::FileMissing => "file_missing",
            Self::FileDenied => "file_denied",
            Self::NotAFile => "not_a_file",
            Self::FileUnreadable(_) => "file_unreadable",
            Self::Spool(_) => "spool",
        }
    }

    /// What the user can do, as one sentence.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Network(NetworkFault::HostNotFound) => {
                "Check the link for a misspelt server name."
            }
            Self::Network(fault) => fault.remedy(),
            Self::ServerFault { .. } => {
                "Nothing to do: it is tried again on its own. If it lasts, ask whoever runs the \
                 server."
            }
            Self::Unauthorized => {
                "Put the name and the password into the link (https://name:password@…), or use \
                 the calendar's private link."
            }
            Self::Forbidden => {
                "Ask the owner to share the calendar, or copy its private (secret) link anew."
            }
            Self::NotFound | Self::Gone => {
                "Copy the link anew from where the calendar is published: it may have been reset."
            }
            Self::TooManyRequests { .. } => {
                "It is tried again later on its own; a longer interval helps."
            }
            Self::UnexpectedStatus { .. } => {
                "Open the link in a browser to see what the server has to say; ask whoever runs it."
            }
            Self::TooManyRedirects | Self::RedirectLoop | Self::BadRedirect => {
                "Copy the link anew from where the calendar is published."
            }
            Self::InsecureRedirect => {
                "Ask whoever runs the server, or, if you accept that others can read along, use \
                 the http link itself."
            }
            Self::TooLarge { .. } | Self::RatioBomb { .. } => {
                "Ask for a link to a smaller part of the calendar."
            }
            Self::Html { .. } => {
                "Copy the address in iCal format (ICS), not the page that shows the calendar; on \
                 a guest network, log in to the network first."
            }
            Self::Empty => {
                "Nothing to do: the last good data stay, and it is tried again on its own."
            }
            Self::FileMissing => "Put the file back, or remove the calendar.",
            Self::FileDenied => "Give your user the right to read the file.",
            Self::NotAFile => "Name a calendar file, usually one that ends in .ics.",
            Self::FileUnreadable(_) => "Check the disk or the network share the file is on.",
            Self::Spool(_) => "Free some disk space; the last good data stay.",
        }
    }

    /// True when asking the same again is not expected to help until somebody does something.
    pub fn is_permanent(&self) -> bool {
        match self {
            Self::Unauthorized
            | Self::Forbidden
            | Self::NotFound
            | Self::Gone
            | Self::TooManyRedirects
            | Self::RedirectLoop
            | Self::InsecureRedirect
            | Self::BadRedirect
            | Self::TooLarge { .. }
            | Self::RatioBomb { .. }
            | Self::NotAFile
            | Self::FileDenied => true,
            Self::UnexpectedStatus { status } => (400..500).contains(status),
            // A log-in page or a foreign certificate is also what a guest network shows.
            Self::Html { .. } | Self::Network(_) => false,
            Self::TooManyRequests { .. }
            | Self::ServerFault { .. }
            | Self::Empty
            | Self::FileMissing
            | Self::FileUnreadable(_)
            | Self::Spool(_) => false,
        }
    }

    /// True when it is this computer that has no network, whatever the source.
    pub fn is_offline(&self) -> bool {
        matches!(self, Self::Network(NetworkFault::Offline))
    }

    /// How long the server asked to be left alone, counted from `now`; `None` when it said
    /// nothing. At most one day: a longer wish is cut.
    pub fn retry_after(&self, now: Timestamp) -> Option<Duration> {
        match self {
            Self::TooManyRequests { retry_after } | Self::ServerFault { retry_after, .. } => {
                retry_after.as_ref().map(|after| after.from(now))
            }
            Self::Network(_)
            | Self::Unauthorized
            | Self::Forbidden
            | Self::NotFound
            | Self::Gone
            | Self::UnexpectedStatus { .. }
            | Self::TooManyRedirects
            | Self::RedirectLoop
            | Self::InsecureRedirect
            | Self::BadRedirect
            | Self::TooLarge { .. }
            | Self::RatioBomb { .. }
            | Self::Html { .. }
            | Self::Empty
            | Self::FileMissing
            | Self::FileDenied
            | Self::NotAFile
            | Self::FileUnreadable(_)
            | Self::Spool(_) => None,
        }
    }
}

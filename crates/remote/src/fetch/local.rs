//! A calendar in a file: copied to the spool, so that a program that rewrites it meanwhile cannot
//! change what is being read.

use std::fs::{File, Metadata};
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::time::UNIX_EPOCH;

use super::error::FetchError;
use super::spool::Spooling;
use super::{FeedBody, Fetched, Limits, Validators};

/// Set before the tag of a file, so that it is never taken for a server's.
const TAG: &str = "file:";

/// Reads a file on a thread for blocking work.
pub(super) async fn fetch(
    path: &Path,
    validators: &Validators,
    spool_dir: &Path,
    limits: &Limits,
) -> Result<Fetched, FetchError> {
    let (path, spool_dir) = (path.to_owned(), spool_dir.to_owned());
    let (validators, limits) = (validators.clone(), limits.clone());
    tokio::task::spawn_blocking(move || read(&path, &validators, &spool_dir, limits))
        .await
        .unwrap_or_else(|error| Err(FetchError::FileUnreadable(std::io::Error::other(error))))
}

fn read(
    path: &Path,
    validators: &Validators,
    spool_dir: &Path,
    limits: Limits,
) -> Result<Fetched, FetchError> {
    // Asked before opening: opening a pipe waits for its writer.
    if !std::fs::metadata(path).map_err(fault)?.is_file() {
        return Err(FetchError::NotAFile);
    }
    let mut file = File::open(path).map_err(fault)?;
    let metadata = file.metadata().map_err(fault)?;
    let etag = tag(&metadata);
    if etag.is_some() && etag == validators.etag {
        return Ok(Fetched::NotModified { moved_to: None });
    }
    let mut spooling = Spooling::begin(spool_dir, limits)?;
    let mut buffer = vec![0; 256 * 1024];
    loop {
        let read = match file.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(fault(error)),
        };
        spooling.push(buffer.get(..read).unwrap_or_default(), None)?;
    }
    let (spool, len, body_hash) = spooling.finish()?;
    Ok(Fetched::Body(FeedBody {
        spool,
        len,
        body_hash,
        // A file that grew while it was read is read again next time.
        validators: Validators {
            etag: etag.filter(|_| len == metadata.len()),
            last_modified: None,
        },
        content_type: None,
        charset: None,
        moved_to: None,
    }))
}

/// The file's identity as far as its metadata tell; `None` where the system keeps no time.
fn tag(metadata: &Metadata) -> Option<String> {
    let written = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(format!("{TAG}{}.{:09}-{}", written.as_secs(), written.subsec_nanos(), metadata.len()))
}

/// True for a tag that a file gave, which no server must see.
pub(super) fn is_file_tag(etag: &str) -> bool {
    etag.starts_with(TAG)
}

fn fault(error: std::io::Error) -> FetchError {
    if error.kind() == ErrorKind::NotFound {
        FetchError::FileMissing
    } else if error.kind() == ErrorKind::PermissionDenied {
        FetchError::FileDenied
    } else {
        FetchError::FileUnreadable(error)
    }
}

//! A body on disk: written once while it is counted, hashed and looked at, then read as often as
//! its readers like.

use std::fs::File;
use std::io::{BufReader, Seek, SeekFrom, Write};
use std::path::Path;

use super::Limits;
use super::error::FetchError;
use crate::network::{HEAD, web_page};

/// The bytes of a body in a file without a name: it goes away with this value, or with the
/// process, however that ends. Readable by this user only.
#[derive(Debug)]
pub struct Spool {
    file: File,
}

impl Spool {
    /// Reads from the first byte. The file has one position: a reader ends the one before it.
    pub fn reader(&mut self) -> std::io::Result<BufReader<&File>> {
        self.file.seek(SeekFrom::Start(0))?;
        Ok(BufReader::with_capacity(256 * 1024, &self.file))
    }

    /// The file itself, with no promise about its position.
    pub fn file(&self) -> &File {
        &self.file
    }
}

/// Takes unpacked bytes as they come.
pub(super) struct Spooling {
    file: File,
    hasher: blake3::Hasher,
    len: u64,
    head: Vec<u8>,
    looked: bool,
    limits: Limits,
}

impl Spooling {
    /// Opens a nameless file in `directory`.
    pub(super) fn begin(directory: &Path, limits: Limits) -> Result<Self, FetchError> {
        let file = tempfile::tempfile_in(directory).map_err(FetchError::Spool)?;
        Ok(Self {
            file,
            hasher: blake3::Hasher::new(),
            len: 0,
            head: Vec::new(),
            looked: false,
            limits,
        })
    }

    /// Takes the next bytes; `packed` is how many came over the wire so far, `None` when the body
    /// is not packed.
    pub(super) fn push(&mut self, bytes: &[u8], packed: Option<u64>) -> Result<(), FetchError> {
        self.len += bytes.len() as u64;
        if self.len > self.limits.unpacked_bytes {
            return Err(FetchError::TooLarge { limit_bytes: self.limits.unpacked_bytes });
        }
        if let Some(packed) = packed
            && self.len > self.limits.ratio_from_bytes
            && self.len > packed.saturating_mul(self.limits.ratio)
        {
            return Err(FetchError::RatioBomb { ratio: self.limits.ratio });
        }
        if !self.looked {
            let missing = HEAD.saturating_sub(self.head.len());
            self.head.extend(bytes.iter().take(missing));
            if self.head.len() >= HEAD {
                self.look()?;
            }
        }
        self.hasher.update(bytes);
        self.file.write_all(bytes).map_err(FetchError::Spool)
    }

    /// The body is whole: its file, its length and its hash.
    pub(super) fn finish(mut self) -> Result<(Spool, u64, [u8; 32]), FetchError> {
        if !self.looked {
            self.look()?;
        }
        if self.len == 0 {
            return Err(FetchError::Empty);
        }
        Ok((Spool { file: self.file }, self.len, *self.hasher.finalize().as_bytes()))
    }

    fn look(&mut self) -> Result<(), FetchError> {
        self.looked = true;
        match web_page(&std::mem::take(&mut self.head)) {
            Some(title) => Err(FetchError::Html { title }),
            None => Ok(()),
        }
    }
}

//! Unpacking a body while it arrives, with an eye on how much came over the wire.
//!
//! Done here and not by the HTTP client, which hides how large the packed body is.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_compression::tokio::bufread::{BrotliDecoder, GzipDecoder, ZstdDecoder};
use async_compression::zstd::DParameter;
use bytes::{Bytes, BytesMut};
use futures_util::TryStreamExt;
use tokio::io::{AsyncRead, AsyncReadExt, BufReader};
use tokio_util::io::StreamReader;

use super::classify::{body_fault, unpack_fault};
use super::fault::NetworkFault;

/// What we offer to unpack.
pub(crate) const ACCEPTED: &str = "gzip, br, zstd";

/// RFC 9659: a zstd window above 8 MB need not be supported over HTTP.
const ZSTD_WINDOW_LOG: u32 = 23;

/// Unpacked bytes are handed on in pieces of this size.
const PIECE: usize = 128 * 1024;

/// One layer of packing (RFC 9110 §8.4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coding {
    Gzip,
    Brotli,
    Zstd,
}

/// Reads `Content-Encoding`: the layers in the order they were applied.
pub(crate) fn parse_codings(value: &str) -> Result<Vec<Coding>, NetworkFault> {
    value
        .split(',')
        .map(|coding| coding.trim().to_ascii_lowercase())
        .filter(|coding| !coding.is_empty() && coding != "identity")
        .map(|coding| match coding.as_str() {
            "gzip" | "x-gzip" => Ok(Coding::Gzip),
            "br" => Ok(Coding::Brotli),
            "zstd" => Ok(Coding::Zstd),
            _ => Err(NetworkFault::BadEncoding),
        })
        .collect()
}

/// A body on its way in.
pub(crate) enum Body {
    /// As it came.
    Plain(Box<reqwest::Response>),
    /// Through decoders; `packed` counts what came.
    Packed { reader: Pin<Box<dyn AsyncRead + Send>>, packed: Arc<AtomicU64> },
}

impl Body {
    pub(crate) fn new(response: reqwest::Response, codings: &[Coding]) -> Self {
        if codings.is_empty() {
            return Self::Plain(Box::new(response));
        }
        let packed = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&packed);
        let stream =
            response.bytes_stream().map_err(std::io::Error::other).inspect_ok(move |bytes| {
                counter.fetch_add(bytes.len() as u64, Ordering::Relaxed);
            });
        let mut reader: Pin<Box<dyn AsyncRead + Send>> = Box::pin(StreamReader::new(stream));
        for coding in codings.iter().rev() {
            let input = BufReader::new(reader);
            reader = match coding {
                Coding::Gzip => {
                    let mut decoder = GzipDecoder::new(input);
                    decoder.multiple_members(true);
                    Box::pin(decoder)
                }
                Coding::Brotli => Box::pin(BrotliDecoder::new(input)),
                Coding::Zstd => {
                    let window = DParameter::window_log_max(ZSTD_WINDOW_LOG);
                    Box::pin(ZstdDecoder::with_params(input, &[window]))
                }
            };
        }
        Self::Packed { reader, packed }
    }

    /// The next unpacked bytes, and how many packed ones came so far; `None` at the end.
    pub(crate) async fn next(&mut self) -> Result<Option<(Bytes, Option<u64>)>, NetworkFault> {
        match self {
            Self::Plain(response) => {
                let chunk = response.chunk().await.map_err(|error| body_fault(&error))?;
                Ok(chunk.map(|bytes| (bytes, None)))
            }
            Self::Packed { reader, packed } => {
                let mut piece = BytesMut::with_capacity(PIECE);
                let read =
                    reader.read_buf(&mut piece).await.map_err(|error| unpack_fault(&error))?;
                let packed = packed.load(Ordering::Relaxed);
                Ok((read > 0).then(|| (piece.freeze(), Some(packed))))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_layers_of_a_header() {
        use Coding::{Brotli, Gzip, Zstd};
        for (value, layers) in [
            ("", Some(vec![])),
            ("identity", Some(vec![])),
            ("GZIP", Some(vec![Gzip])),
            ("x-gzip, br", Some(vec![Gzip, Brotli])),
            (" zstd ,", Some(vec![Zstd])),
            ("compress", None),
            ("gzip, deflate", None),
        ] {
            assert_eq!(parse_codings(value).ok(), layers, "{value:?}");
        }
    }
}
